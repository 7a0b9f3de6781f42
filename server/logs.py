"""One JSON line per log entry on standard error; no names, no e-mails, no tokens."""

import logging
import sys
from typing import Any, TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer

_TRACEBACKS = ExceptionDictTransformer(show_locals=False)
"""Where it happened, without the variables: they hold people's names and addresses."""


class CarefulStream:
    """Standard error that keeps nobody from their work: a full disk or a closed terminal costs
    entries, and how many is said as soon as they can be written again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lost = 0

    def write(self, text: str) -> int:
        """Write, or count what could not be written."""
        try:
            if self._lost:
                self._stream.write(f'{{"event": "log_entries_lost", "writes": {self._lost}}}\n')
                self._lost = 0
            return self._stream.write(text)
        except OSError:
            self._lost += 1
            return len(text)

    def flush(self) -> None:
        """Write what waits, or count it."""
        try:
            self._stream.flush()
        except OSError:
            self._lost += 1


def configure_logs(level: str) -> None:
    """Log from `level` on ("debug", "info", "warning", "error"), ours and libraries' alike."""
    number = logging.getLevelNamesMapping()[level.upper()]
    stream: Any = CarefulStream(sys.stderr)
    logging.basicConfig(level=number, stream=stream, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_TRACEBACKS),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
