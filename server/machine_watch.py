"""The running server looks at its own machine, and tells the organizers' screens."""

import structlog

from server.extensions import Accueil

LOOK_SECONDS = 5

logger = structlog.get_logger()


def keep_watching_the_machine(accueil: Accueil) -> None:
    """Look every few seconds, for as long as the process runs. The first backup after a start is
    made meanwhile."""
    while True:
        accueil.socketio.sleep(LOOK_SECONDS)
        look_at_the_machine(accueil)


def look_at_the_machine(accueil: Accueil) -> None:
    """Look once; dashboards and the log hear of what is different."""
    try:
        is_different = accueil.machine.look(accueil.clock())
    except OSError as error:
        logger.error("machine_unknown", error=str(error))
        return
    if is_different:
        logger.warning("machine_problems", problems=accueil.machine.problems)
        accueil.broadcasts.announce_machine()
