"""What goes wrong is logged, whom it was about is not."""

import json
import subprocess
import sys
from pathlib import Path

from tests.importing.files import ROOT

PROGRAM = """
import structlog
from sqlalchemy import text
from server.logs import configure_logs
from server.storage.database import Database

def fail(email):
    with Database("sqlite://").read() as connection:
        connection.execute(text("SELECT :email FROM nowhere"), {"email": email})

configure_logs("info")
try:
    fail("karim" + "@" + "example.ma")
except Exception:
    structlog.get_logger().exception("request_failed")
"""


def test_an_error_says_where_but_not_about_whom() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    logged = json.loads(done.stderr)
    assert logged["event"] == "request_failed"
    assert any(frame["name"] == "fail" for frame in logged["exception"][0]["frames"])
    assert "karim@example.ma" not in done.stderr


FULL = """
import os, sys
import structlog
from server.logs import configure_logs

configure_logs("info")
logger = structlog.get_logger()
logger.info("lost")
try:
    raise ValueError
except ValueError:
    logger.exception("lost too")
os.dup2(int(sys.argv[1]), 2)
logger.info("again")
"""


def test_a_log_on_a_full_disk_keeps_nobody_from_work(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with open("/dev/full", "w") as full, log.open("w") as good:
        number = str(good.fileno())
        command = [sys.executable, "-c", FULL, number]
        done = subprocess.run(command, cwd=ROOT, stderr=full, pass_fds=[good.fileno()], check=False)
    assert done.returncode == 0
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert entries[-1]["event"] == "again"
    assert entries[-2]["event"] == "log_entries_lost"
    assert entries[-2]["writes"] >= 2
