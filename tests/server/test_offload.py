"""Work on real threads: its errors come back to who asked, and to nobody else."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
from gevent import monkey; monkey.patch_all()
import threading
from server.offload import make_thread_runner, offload

def refuse():
    raise LookupError("the name is taken")

for run in (make_thread_runner(), offload):
    assert run(lambda: 6 * 7) == 42
    assert run(threading.get_native_id) != threading.get_native_id()
    try:
        run(refuse)
    except LookupError as error:
        print(error)
"""


def test_errors_come_back_and_fill_no_log() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "the name is taken\n" * 2
    assert done.stderr == ""
