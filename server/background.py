"""What a running server does beside answering: the same for the venue and for the demo."""

from server.automatic_backups import keep_backing_up
from server.automatic_purges import keep_purging
from server.extensions import Accueil
from server.machine_watch import keep_watching_the_machine
from server.warm_up import seal_rosters
from server.webhook_delivery import keep_delivering

_TASKS = (
    seal_rosters,
    keep_backing_up,
    keep_watching_the_machine,
    keep_delivering,
    keep_purging,
)


def start_background_tasks(accueil: Accueil) -> None:
    """Start every task; each goes on as long as the process."""
    for task in _TASKS:
        accueil.socketio.start_background_task(task, accueil)
