"""From a camera frame to the verdict, on the native station: `python -m bench station`.

A film of badges (720p, 30 pictures a second, played at its own pace) is the camera, the server is
the real one on the same machine, the station's file is written with synchronous=FULL. Time runs
from the moment the picture left the camera to the verdict told to the page; that the page then
paints it is not in it.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.venue import open_bench_fair
from demo.motion import Gesture
from tests.kiosk.film import Shown, make_film
from tests.kiosk.running_station import RunningStation, make_settings, pair, run_station
from tests.support.running_server import run_server

BADGES = 20
_GESTURE = Gesture(
    hold_seconds=0.8, enter_seconds=0.3, focus_seconds=0.2, leave_seconds=0.3, pause_seconds=1.0
)


def main() -> None:
    """Show every badge once; print the two times."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_bench_fair(folder) as fair, run_server(folder) as server:
            film = folder / "badges.mjpeg"
            seconds = make_film(film, [Shown(fair.code_number(n), _GESTURE) for n in range(BADGES)])
            pair(fair, make_settings(folder / "station", server.url), fair.gate_a)
            with run_station(make_settings(folder / "station"), wait_for_roster=True):
                pass
            settings = make_settings(folder / "station", cameras=str(film))
            before = os.times()
            with run_station(settings) as running:
                laps = _watch(running)
            after = os.times()
    share = (after.user + after.system - before.user - before.system) / seconds
    print(f"load average {os.getloadavg()[0]:.1f}, the station takes {share:.2f} of a core\n")
    print("| what | scans | p50 ms | p95 ms |\n|---|---|---|---|")
    for words, values in laps.items():
        print(_row(words, sorted(values)))


def _watch(running: RunningStation) -> dict[str, list[float]]:
    read: list[float] = []
    decided: list[float] = []
    whole: list[float] = []
    confirmed: list[float] = []
    shown: dict[str, float] = {}

    def take(event: dict[str, Any]) -> None:
        if event["type"] != "verdict" or event["repeat"]:
            return
        now = _now_ms()
        if event["confirmed"]:
            confirmed.append(now - shown[event["scan_id"]])
            return
        shown[event["scan_id"]] = now
        read.append(event["read_at"] - event["captured_at"])
        decided.append(now - event["read_at"])
        whole.append(now - event["captured_at"])

    running.station.subscribe(take)
    running.wait_for_state(lambda s: s["lanes"][0]["camera"] == "ready", "the film")
    running.wait_for_state(_has_ended, "the film's end", 300)
    return {
        "picture to verdict": whole,
        "of which: waiting for the decoder and decoding": read,
        "of which: judged and on the disk": decided,
        "verdict to the server's confirmation": confirmed,
    }


def _has_ended(state: dict[str, Any]) -> bool:
    return bool(state["lanes"][0]["camera"] == "lost")


def _row(words: str, values: Sequence[float]) -> str:
    if not values:
        return f"| {words} | 0 | – | – |"
    p50, p95 = values[len(values) // 2], values[int(len(values) * 0.95)]
    return f"| {words} | {len(values)} | {p50:.0f} | {p95:.0f} |"


def _now_ms() -> float:
    return time.monotonic() * 1_000


if __name__ == "__main__":
    main()
