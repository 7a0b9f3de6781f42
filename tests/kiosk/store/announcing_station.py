"""A station in a process of its own that says each verdict on a pipe: to be killed.

python -m tests.kiosk.store.announcing_station FOLDER CODES_FILE
"""

import os
import sys
from pathlib import Path
from typing import Any

from kiosk.config import load_settings
from kiosk.station.station import Station


def announce(event: dict[str, Any]) -> None:
    """Whole lines, at once: what was written is what somebody has seen."""
    if event["type"] == "verdict":
        answer = event["answer"]
        os.write(1, f"{event['scan_id']} {answer['verdict']} {answer['reason']}\n".encode())
    if event["type"] == "state" and event["problems"]:
        os.write(1, f"- not_ready {','.join(event['problems'])}\n".encode())


def main() -> None:
    folder, codes = Path(sys.argv[1]), Path(sys.argv[2]).read_text("ascii").split()
    station = Station(load_settings({}, {"data_dir": folder, "cameras": "none"}))
    station.subscribe(announce)
    station.start()
    for code in codes:
        station.submit_code(code, "hid")
        station.dismiss()
    os.write(1, b"- finished -\n")
    sys.stdin.read()
    station.stop()


if __name__ == "__main__":
    main()
