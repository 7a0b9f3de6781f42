"""What the import pages work with: files that wait, jobs that run. One desk a server."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from flask.sansio.app import App

from domain.entities import Event
from domain.errors import NotFoundError
from server.auth import actor
from server.extensions import Accueil, get_accueil
from server.importing.read_file import ReadingChoices
from server.importing.staging import load_stage
from server.services.import_jobs import ImportJobs, Workshop
from server.services.import_orders import ImportChoices, ImportOrder
from server.services.import_summaries import get_summary
from server.services.registrations import RegistrationFiles, get_import

_EXTENSION = "import_desk"
_USUAL_CHOICES = ImportChoices()
_FIND_OUT = ReadingChoices()


@dataclass(frozen=True)
class FileInHand:
    """A file that came: whose it is and what it is called."""

    event_id: str
    import_id: str
    file_name: str


@dataclass(frozen=True)
class ImportDesk:
    """The files and jobs of every edition; `most_bytes` is how large an upload may be."""

    files: RegistrationFiles
    jobs: ImportJobs
    most_bytes: int

    @property
    def imports_dir(self) -> Path:
        """Where uploads and staged files are."""
        return self.files.imports_dir

    def find_row(self, event: Event, import_id: str) -> dict[str, Any] | None:
        """An edition's import as stored; None when the file was never read, or is not of it."""
        try:
            row = get_import(self.files.database, import_id)
        except NotFoundError:
            return None
        return row if row["event_id"] == event.id else None

    def get_waiting(self, event: Event, import_id: str) -> dict[str, Any]:
        """An edition's import. Raises NotFoundError `stage_unknown`."""
        row = self.find_row(event, import_id)
        if row is None or row["status"] != "staged":
            raise NotFoundError("stage_unknown", "no such import waits")
        return row

    def get_file(self, event: Event, import_id: str) -> FileInHand:
        """A file that waits, read or not yet. Raises NotFoundError `stage_unknown`."""
        job = self.jobs.get(event.id, import_id)
        if job and self.find_row(event, import_id) is None:
            return FileInHand(event.id, import_id, job.order.file_name)
        row = self.get_waiting(event, import_id)
        return FileInHand(event.id, import_id, row["file_name"])

    def get_choices(self, file: FileInHand) -> ImportChoices:
        """What was decided about a file when it was last checked."""
        try:
            summary = get_summary(load_stage(self.imports_dir, file.import_id))
        except NotFoundError:
            return ImportChoices()
        return ImportChoices(**summary.choices) if summary else ImportChoices()

    def start(
        self,
        task: str,
        file: FileInHand,
        choices: ImportChoices = _USUAL_CHOICES,
        reading: ReadingChoices = _FIND_OUT,
    ) -> None:
        """Order a task for a file. Raises ConflictError `import_running`."""
        order = ImportOrder(
            task=task,
            event_id=file.event_id,
            import_id=file.import_id,
            file_name=file.file_name,
            actor=actor(),
            now=get_accueil().clock(),
            reading=reading,
            choices=choices,
        )
        self.jobs.start(order)


def set_up_desk(app: App, accueil: Accueil) -> None:
    """Make the app's desk."""
    imports_dir = accueil.settings.data_dir / "imports"
    most_bytes = accueil.settings.max_body_bytes
    app.extensions[_EXTENSION] = ImportDesk(
        files=RegistrationFiles(accueil.database, imports_dir),
        jobs=ImportJobs(
            Workshop(accueil.database.url, imports_dir, most_bytes),
            accueil.socketio.start_background_task,
            accueil.broadcasts.announce_configuration,
        ),
        most_bytes=most_bytes,
    )


def get_desk() -> ImportDesk:
    """The desk of the app that handles this request."""
    desk: ImportDesk = current_app.extensions[_EXTENSION]
    return desk
