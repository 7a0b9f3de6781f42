"""What goes wrong is logged, whom it was about is not."""

import json
import subprocess
import sys

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
