"""`python -m server.printing`: the process that draws badges so that the server need not.

Standard input: one line of JSON with `layout`, `out` and `fonts_dir`, then one face per line.
Standard output: lines `{"drawn": 40, "of": 1600}`, then one `{"report": …}` or `{"error": …}`.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO

from domain.errors import AccueilError
from server.printing.faces import parse_face
from server.printing.reports import Layout, SheetReport
from server.printing.sheets import render_badges

_REPORT_EVERY = 20
# Check-ins on the same machine come first.
_NICENESS = 10


def main() -> None:
    """Run one job from standard input to standard output."""
    os.nice(_NICENESS)
    try:
        _say({"report": asdict(_run_job(sys.stdin.buffer))})
    except AccueilError as error:
        _say({"error": {"code": error.code, "message": error.message, "params": error.params}})


def _run_job(lines: IO[bytes]) -> SheetReport:
    # All is read before anything is said, so that neither side waits for the other.
    job = json.loads(lines.readline())
    faces = [parse_face(line.decode(), number) for number, line in enumerate(lines, start=1)]
    fonts_dir = Path(job["fonts_dir"]) if job["fonts_dir"] else None
    out = Path(job["out"])
    return render_badges(faces, Layout(job["layout"]), out, _report, fonts_dir=fonts_dir)


def _report(drawn: int, of: int) -> None:
    if drawn % _REPORT_EVERY == 0 or drawn == of:
        _say({"drawn": drawn, "of": of})


def _say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
