"""One order of an import, in a process of its own: `python -m server.services.import_worker`.

Checking 20,000 rows is seconds of pure computing. In the server it would hold Python's one lock
and every gate would wait; here it runs beside, politely, and only the final transaction is felt.
Reads one line of JSON (`Work`), answers lines of JSON: {step, done, total} now and then, at the end
{finished: true} or {error: {code, message, status, params}}.
"""

import json
import os
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from domain.errors import AccueilError
from server.importing.limits import FileLimits
from server.services.import_orders import (
    READ,
    STORE,
    ImportOrder,
    order_from_dict,
    order_to_dict,
)
from server.services.import_uploads import get_upload
from server.services.registrations import RegistrationFiles, Upload
from server.storage.database import Database

_NICENESS = 10
_SECONDS_BETWEEN = 0.2


@dataclass(frozen=True)
class Work:
    """An order and where it is carried out. The address may hold a password: not for arguments."""

    database_address: str
    imports_dir: Path
    file_bytes: int
    order: ImportOrder


def work_to_json(work: Work) -> str:
    """One line of JSON."""
    return json.dumps(
        {
            "database_address": work.database_address,
            "imports_dir": str(work.imports_dir),
            "file_bytes": work.file_bytes,
            "order": order_to_dict(work.order),
        }
    )


def work_from_json(text: str) -> Work:
    """What `work_to_json` wrote."""
    values = json.loads(text)
    return Work(
        values["database_address"],
        Path(values["imports_dir"]),
        values["file_bytes"],
        order_from_dict(values["order"]),
    )


class Speaker:
    """Writes lines of JSON; of progress only as much as a person can see."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = ("", 0.0)

    def say(self, **message: Any) -> None:
        """Write one line."""
        self._stream.write(json.dumps(message) + "\n")
        self._stream.flush()

    def watch(self, step: str, done: int, total: int) -> None:
        """Tell how far a step is: its first and last row, and five times a second."""
        now = time.monotonic()
        last_step, last_at = self._last
        if step == last_step and done < total and now - last_at < _SECONDS_BETWEEN:
            return
        self._last = (step, now)
        self.say(step=step, done=done, total=total)


def carry_out(work: Work, speaker: Speaker) -> None:
    """Do what the order says. Raises AccueilError with nothing half done."""
    database = Database(work.database_address)
    limits = FileLimits(file_bytes=work.file_bytes)
    files = RegistrationFiles(database, work.imports_dir, limits, speaker.watch)
    try:
        _carry_out(files, work.order)
    finally:
        database.close()


def _carry_out(files: RegistrationFiles, order: ImportOrder) -> None:
    if order.task == STORE:
        files.apply_import(order.import_id, order.choices, order.now, order.actor)
        return
    if order.task == READ:
        files.drop_old_files(order.now)
        source = get_upload(files.imports_dir, order.import_id)
        upload = Upload(order.file_name, source, order.reading, order.import_id)
        files.stage_file(order.event_id, upload, order.now)
    files.preview_import(order.import_id, order.choices)


def describe_error(error: AccueilError) -> dict[str, Any]:
    """An error as plain values."""
    params = dict(error.params)
    return {"code": error.code, "message": error.message, "status": error.status, "params": params}


def main() -> int:
    """Carry out the work on standard input; exit code 0 unless something unforeseen happened."""
    os.nice(_NICENESS)
    speaker = Speaker(sys.stdout)
    try:
        carry_out(work_from_json(sys.stdin.readline()), speaker)
    except AccueilError as error:
        speaker.say(error=describe_error(error))
    except Exception as error:  # the edge of this process; values of people stay out of the log
        traceback.print_tb(error.__traceback__)
        sys.stderr.write(f"{type(error).__name__}\n")
        return 1
    else:
        speaker.say(finished=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
