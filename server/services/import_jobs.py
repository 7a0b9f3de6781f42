"""Imports on their way: at most one an edition, each in a process of its own.

A job is known to this server's memory only: after a restart the staged file is there, the job is
not. What the database says of an import always comes before what its job says.
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import structlog

from domain.errors import AccueilError, ConflictError
from server.importing.staging import drop_stage, list_stages
from server.services.import_orders import READ, STORE, ImportOrder
from server.services.import_uploads import drop_forgotten_uploads, drop_upload
from server.services.import_worker import Work, work_to_json

logger = structlog.get_logger()

RUNNING, DONE, FAILED = "running", "done", "failed"

_REPOSITORY = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 900.0
_MOST_KEPT = 100


@dataclass(frozen=True)
class Workshop:
    """Where orders are carried out, and how large a file may be."""

    database_address: str
    imports_dir: Path
    file_bytes: int


@dataclass(frozen=True)
class ImportJob:
    """An order on its way: `done` of `total` rows of a `step`; `error` says why it failed."""

    order: ImportOrder
    state: str = RUNNING
    step: str = ""
    done: int = 0
    total: int = 0
    error: AccueilError | None = None

    @property
    def is_running(self) -> bool:
        """Whether its process still works."""
        return self.state == RUNNING

    @property
    def asks_encoding(self) -> bool:
        """Whether a person must say in which encoding the file is."""
        return self.error is not None and self.error.code == "encoding_unclear"


class ImportJobs:
    """Starts jobs and remembers the latest of each file.

    `run_in_background` starts a function and returns at once; `on_stored` is called with the
    edition's id after people may have been stored.
    """

    def __init__(
        self,
        workshop: Workshop,
        run_in_background: Callable[[Callable[[], None]], object],
        on_stored: Callable[[str], None],
    ) -> None:
        self.workshop = workshop
        self._run_in_background = run_in_background
        self._on_stored = on_stored
        self._jobs: dict[str, ImportJob] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        drop_forgotten_uploads(workshop.imports_dir)

    def check_free(self, event_id: str) -> None:
        """Raises ConflictError `import_running` while the edition has a job that runs."""
        if any(job.is_running and job.order.event_id == event_id for job in self._jobs.values()):
            raise ConflictError("import_running", "another import of that edition is running")

    def start(self, order: ImportOrder) -> ImportJob:
        """Begin to carry out an order. Raises ConflictError `import_running`."""
        job = ImportJob(order)
        with self._lock:
            self.check_free(order.event_id)
            self._jobs.pop(order.import_id, None)
            self._jobs[order.import_id] = job
            for oldest in list(self._jobs)[:-_MOST_KEPT]:
                self._jobs.pop(oldest)
        self._run_in_background(lambda: self._carry_out(job))
        return job

    def get(self, event_id: str, import_id: str) -> ImportJob | None:
        """The latest job of an edition's file, if this server has had one."""
        job = self._jobs.get(import_id)
        return job if job and job.order.event_id == event_id else None

    def list_open(self, event_id: str) -> list[ImportJob]:
        """An edition's files that are on their way, or wait for an answer how to read them."""
        return [
            job
            for job in self._jobs.values()
            if job.order.event_id == event_id and (job.is_running or job.asks_encoding)
        ]

    def stop(self, event_id: str, import_id: str) -> None:
        """End a running job; nothing of what it was doing stays."""
        process = self._processes.get(import_id)
        if process is not None and self.get(event_id, import_id):
            process.kill()

    def forget(self, import_id: str) -> None:
        """The file was discarded."""
        self._jobs.pop(import_id, None)
        drop_upload(self.workshop.imports_dir, import_id)

    def _carry_out(self, job: ImportJob) -> None:
        order = job.order
        try:
            self._follow(job)
            ended = replace(self._jobs[order.import_id], state=DONE)
        except AccueilError as error:
            ended = replace(job, state=FAILED, error=error)
        except Exception as error:  # the edge of a background task: nobody else would hear of it
            logger.exception("import_failed", event_id=order.event_id, import_id=order.import_id)
            failed = AccueilError("import_failed", type(error).__name__)
            ended = replace(job, state=FAILED, error=failed)
        self._clean_up(ended)
        self._jobs[order.import_id] = ended
        if order.task == STORE:
            self._on_stored(order.event_id)

    def _clean_up(self, job: ImportJob) -> None:
        """A file that could not be read is not kept, unless a person is to say how to read it."""
        if job.error is None or job.asks_encoding or job.order.task != READ:
            return
        if job.order.import_id not in list_stages(self.workshop.imports_dir):
            drop_stage(self.workshop.imports_dir, job.order.import_id)  # what was not finished
            drop_upload(self.workshop.imports_dir, job.order.import_id)

    def _follow(self, job: ImportJob) -> None:
        order = job.order
        with tempfile.TemporaryFile() as complaints:
            process = self._begin(order, complaints)
            watch = threading.Timer(_LONGEST_SECONDS, process.kill)
            watch.daemon = True
            watch.start()
            try:
                is_finished = self._listen(job, process)
            finally:
                watch.cancel()
                self._processes.pop(order.import_id, None)
                _end(process)
            if not is_finished:
                raise _explain(process, complaints, order)

    def _begin(self, order: ImportOrder, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
        shop = self.workshop
        work = Work(shop.database_address, shop.imports_dir, shop.file_bytes, order)
        process = subprocess.Popen(
            [sys.executable, "-m", "server.services.import_worker"],
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
        self._processes[order.import_id] = process
        pipe: Any = process.stdin
        with suppress(BrokenPipeError):  # a process that died early says why afterwards
            pipe.write(f"{work_to_json(work)}\n".encode())
            pipe.close()
        return process

    def _listen(self, job: ImportJob, process: subprocess.Popen[bytes]) -> bool:
        """Note progress until the process is finished; False when it ended without a word."""
        pipe: Any = process.stdout
        for line in pipe:
            message = json.loads(line)
            if "error" in message:
                raise _make_error(message["error"])
            if "finished" in message:
                return True
            self._jobs[job.order.import_id] = replace(job, **message)
        process.wait()
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()


def _make_error(said: dict[str, Any]) -> AccueilError:
    error = AccueilError(said["code"], said["message"], **said["params"])
    error.status = said["status"]
    return error


def _explain(
    process: subprocess.Popen[bytes], complaints: IO[bytes], order: ImportOrder
) -> AccueilError:
    """Why a process ended without a word: it was killed, or it broke."""
    if process.returncode and process.returncode < 0:
        return AccueilError("import_stopped", "the import was stopped")
    complaints.seek(0)
    said = complaints.read()[-4000:].decode(errors="replace")
    logger.error("import_crashed", import_id=order.import_id, said=said)
    return AccueilError("import_failed", "the import's process broke")
