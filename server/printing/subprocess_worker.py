"""Badges drawn in a process of their own: drawing is all CPU and would stop a gevent server."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from server.printing.errors import BadgeError, PrintFailedError
from server.printing.faces import BadgeFace, face_to_json
from server.printing.reports import BadgeWarning, Layout, ReportProgress, SheetReport

_REPOSITORY = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 900.0


def render_badges_in_subprocess(
    faces: Iterable[BadgeFace],
    layout: Layout,
    out: Path,
    progress: ReportProgress | None = None,
    *,
    fonts_dir: Path | None = None,
    timeout_seconds: float = _LONGEST_SECONDS,
) -> SheetReport:
    """Like `render_badges`, in a process of its own; also from a gevent-patched server.

    `progress` is called about every twentieth badge. Raises `BadgeError` as `render_badges` does
    and `PrintFailedError` when the process crashes or takes longer than `timeout_seconds`; `out`
    is replaced when the sheet is complete and else untouched. An exception from `progress` stops
    the process.
    """
    folder = out.resolve().parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=".badges-") as workshop:
        sheet = Path(workshop) / "sheet.pdf"
        order = _write_order(faces, layout, sheet, fonts_dir)
        with _run_printer(timeout_seconds) as printer:
            _feed(printer, order)
            report = _follow(printer, progress)
        sheet.replace(out)
    return report


def _write_order(
    faces: Iterable[BadgeFace], layout: Layout, sheet: Path, fonts_dir: Path | None
) -> bytes:
    job = {
        "layout": layout.value,
        "out": str(sheet),
        "fonts_dir": str(fonts_dir.resolve()) if fonts_dir else None,
    }
    lines = [json.dumps(job), *map(face_to_json, faces)]
    return "".join(f"{line}\n" for line in lines).encode()


class _Printer:
    """A running printing process with what it complains about and whether time ran out."""

    def __init__(self, complaints: IO[bytes]) -> None:
        self.is_late = False
        self._complaints = complaints
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server.printing"],
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )

    def stop_late(self) -> None:
        self.is_late = True
        self.process.kill()

    def stop(self) -> None:
        """End the process if it still runs and free its pipes."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                # What was not fed yet cannot be flushed to a process that is gone.
                with suppress(BrokenPipeError):
                    pipe.close()
        self.process.wait()

    def read_last_complaint(self) -> str:
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "the printing process ended without a word"


@contextmanager
def _run_printer(timeout_seconds: float) -> Iterator[_Printer]:
    with tempfile.TemporaryFile() as complaints:
        printer = _Printer(complaints)
        watch = threading.Timer(timeout_seconds, printer.stop_late)
        watch.daemon = True
        watch.start()
        try:
            yield printer
        finally:
            watch.cancel()
            printer.stop()


def _feed(printer: _Printer, order: bytes) -> None:
    pipe: Any = printer.process.stdin
    # A process that died early says why when it is followed.
    with suppress(BrokenPipeError):
        pipe.write(order)
        pipe.close()


def _follow(printer: _Printer, progress: ReportProgress | None) -> SheetReport:
    """Read what the process says until its report or its error."""
    pipe: Any = printer.process.stdout
    for line in pipe:
        message = json.loads(line)
        if "report" in message:
            return _read_report(message["report"])
        if "error" in message:
            error = message["error"]
            raise BadgeError(error["code"], error["message"], **error["params"])
        if progress:
            progress(message["drawn"], message["of"])
    printer.process.wait()
    if printer.is_late:
        raise PrintFailedError("print_stopped", "the printing process took too long")
    raise PrintFailedError("print_failed", printer.read_last_complaint())


def _read_report(report: dict[str, Any]) -> SheetReport:
    warnings = tuple(BadgeWarning(**warning) for warning in report["warnings"])
    return SheetReport(report["badges"], report["pages"], warnings)
