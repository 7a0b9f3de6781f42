"""The running server tells exhibitors' systems of leads, whenever it has a line to them."""

import structlog

from domain.errors import AccueilError
from server.exporting.webhook_post import post_message
from server.extensions import Accueil
from server.services.lead_takeaway import describe_for_webhook
from server.services.webhooks import (
    get_due_endpoints,
    make_messages,
    note_answer,
    read_next_delivery,
)

LOOK_SECONDS = 2

logger = structlog.get_logger()


def keep_delivering(accueil: Accueil) -> None:
    """Send what is due, for as long as the process runs. A failed look is logged; the next one
    finds the same work."""
    courier = Courier(accueil)
    while True:
        try:
            courier.deliver_due()
        except (AccueilError, OSError) as error:
            logger.error("webhooks_failed", error=str(error))
        accueil.socketio.sleep(LOOK_SECONDS)


class Courier:
    """Sends to each address in turn, to different addresses side by side: one that hangs keeps
    nobody else waiting."""

    def __init__(self, accueil: Accueil) -> None:
        self._accueil = accueil
        self._busy: set[str] = set()

    def deliver_due(self) -> None:
        """One look: make messages, set out for every address that is to be told something."""
        accueil = self._accueil
        make_messages(accueil.database, accueil.clock())
        due = get_due_endpoints(accueil.database, accueil.clock())
        for endpoint_id in set(due) - self._busy:
            self._busy.add(endpoint_id)
            accueil.socketio.start_background_task(self._deliver, endpoint_id)

    def _deliver(self, endpoint_id: str) -> None:
        try:
            while self._send_next(endpoint_id):
                pass
        except (AccueilError, OSError) as error:
            logger.error("webhooks_failed", endpoint=endpoint_id, error=str(error))
        finally:
            self._busy.discard(endpoint_id)

    def _send_next(self, endpoint_id: str) -> bool:
        """Whether a message was taken, so that the next may follow at once."""
        accueil = self._accueil
        delivery = read_next_delivery(
            accueil.database, endpoint_id, describe_for_webhook, accueil.clock()
        )
        if delivery is None:
            return False
        networks = accueil.settings.webhook_networks
        answer = post_message(delivery.url, delivery.headers, delivery.body, networks)
        note_answer(accueil.database, delivery, answer, accueil.clock())
        logger.info(
            "webhook_sent",
            message=delivery.message_id,
            status=answer.status,
            error=answer.error,
            detail=answer.detail,
        )
        return answer.is_taken
