"""The running server keeps the retention clock: leads whose day is over are purged, once a day."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import AccueilError
from server.extensions import Accueil
from server.services.retention import purge_expired

LOOK_SECONDS = 24 * 3600

logger = structlog.get_logger()


def keep_purging(accueil: Accueil) -> None:
    """Look at the start and then every day, for as long as the process runs."""
    while True:
        purge_what_expired(accueil)
        accueil.socketio.sleep(LOOK_SECONDS)


def purge_what_expired(accueil: Accueil) -> None:
    """Purge, and tell the phones that hold those leads. What fails is logged and tried again at
    the next look."""
    try:
        for purge in purge_expired(accueil.database, accueil.clock()):
            logger.info("leads_purged", event_id=purge.event.id, leads=purge.lead_count)
            accueil.broadcasts.announce_leads(purge.exhibitor_numbers)
    except (AccueilError, SQLAlchemyError):
        logger.exception("purge_failed")
