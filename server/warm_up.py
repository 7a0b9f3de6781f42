"""What the server makes ready after it was started, so that the first device does not wait."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import AccueilError
from server.extensions import Accueil
from server.services.events import get_events
from server.services.venue_time import local_day

logger = structlog.get_logger()


def seal_rosters(accueil: Accueil) -> None:
    """Seal the badges of every edition that is not over, the next one first; away from the event
    loop (`Database.read_long`). One that fails is sealed when a device asks for it."""
    now = accueil.clock()
    coming = [e for e in get_events(accueil.database) if e.ends_on >= local_day(now, e.timezone)]
    for event in sorted(coming, key=lambda event: event.starts_on):
        try:
            accueil.roster.warm_up(event.id)
        except (AccueilError, SQLAlchemyError) as error:
            logger.error("roster_not_ready", event_id=event.id, error=str(error))
            continue
        logger.info("roster_ready", event_id=event.id, took_ms=accueil.clock() - now)
