"""The running server backs itself up every few minutes."""

import sqlite3

import structlog

from domain.errors import AccueilError
from server.extensions import Accueil
from server.services.backups import (
    AUTOMATIC,
    drop_old_backups,
    is_backup_due,
    make_backup,
    make_room,
)

LOOK_SECONDS = 15

logger = structlog.get_logger()


def keep_backing_up(accueil: Accueil) -> None:
    """Make a backup whenever one is due, for as long as the process runs. One that fails is
    logged and tried again at the next look: the server itself goes on."""
    minutes = accueil.settings.backup_minutes
    if minutes is None or not accueil.database.is_sqlite:
        logger.info("automatic_backups_off")
        return
    while True:
        _back_up_if_due(accueil, minutes)
        accueil.socketio.sleep(LOOK_SECONDS)


def _back_up_if_due(accueil: Accueil, minutes: int) -> None:
    folder = accueil.settings.backup_dir
    try:
        if not is_backup_due(folder, minutes, accueil.clock()):
            return
        for removed in make_room(accueil.database, folder):
            logger.warning("backup_removed_for_space", path=str(removed))
        path = accueil.offload(
            lambda: make_backup(accueil.database, folder, accueil.clock(), AUTOMATIC)
        )
        drop_old_backups(folder, accueil.settings.backups_kept, accueil.clock())
        logger.info("backup_made", path=str(path), bytes=path.stat().st_size)
    except (AccueilError, OSError, sqlite3.Error) as error:
        logger.error("backup_failed", error=str(error))
