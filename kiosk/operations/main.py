"""What run_kiosk.py does: pair, check, or run until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import cv2

from domain.errors import AccueilError, ConfigurationError
from kiosk.config import StationSettings, load_settings
from kiosk.errors import DeviceRefusedError, StoreFailedError, TrustError
from kiosk.operations.arguments import read_arguments
from kiosk.operations.checks import check_station, show_results
from kiosk.operations.logs import close_logs, open_logs
from kiosk.operations.rescue import rescue_unsent
from kiosk.page.serving import open_page
from kiosk.station.station import Station
from kiosk.store import Store, open_store
from kiosk.sync import pair_station

_log = logging.getLogger(__name__)

DONE, FAILED, NEEDS_A_PERSON = 0, 1, 78
"""Exit codes; 78 (sysexits' EX_CONFIG): trying again changes nothing, systemd does not."""

_HOPELESS = ("storage_too_new", "station_key_missing", "station_key_wrong")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    doing, given = read_arguments(words)
    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # a camera that is away would fill the log twice a second
    try:
        settings = load_settings(os.environ, given)
        if doing.check:
            return check(settings)
        if doing.rescue:
            return rescue(settings, Path(doing.rescue))
        if doing.pair:
            pair(settings, doing.pair, is_forced=doing.force)
        return run(settings)
    except (ConfigurationError, TrustError) as error:
        return _refuse(error, NEEDS_A_PERSON)
    except StoreFailedError as error:
        return _refuse(error, NEEDS_A_PERSON if error.code in _HOPELESS else FAILED)
    except DeviceRefusedError as error:
        return _refuse(error, FAILED)


def _refuse(error: AccueilError, exit_code: int) -> int:
    sys.stderr.write(f"run_kiosk.py: {error.code}: {error.message}\n")
    return exit_code


def check(settings: StationSettings) -> int:
    """The self-test: 0 when nothing is red."""
    is_good = show_results(check_station(settings), sys.stdout.write, sys.stdout.isatty())
    return DONE if is_good else FAILED


def rescue(settings: StationSettings, path: Path) -> int:
    """Write what was not sent to a file. Raises StoreFailedError, ConfigurationError."""
    with closing(open_store(settings)) as store:
        count = rescue_unsent(store, path)
    if count == 0:
        sys.stdout.write("all scans were sent: no file was written\n")
    else:
        sys.stdout.write(
            f"{count} scans written to {path}: hand it in on the organizer's page, under Devices,"
            " or at another kiosk. They stay here too, and count once.\n"
        )
    return DONE


def pair(settings: StationSettings, code: str, *, is_forced: bool = False) -> None:
    """Trade a one-time code for a token and keep it.

    Raises DeviceRefusedError, TrustError, StoreFailedError, and ConfigurationError
    `setting_invalid` (no server named), `scans_not_sent` (an earlier pairing has some; `is_forced`
    leaves them in the file).
    """
    if not settings.server:
        raise ConfigurationError("setting_invalid", "--pair needs --server URL")
    with closing(open_store(settings)) as store:
        waiting = _count_unsent(store)
        if waiting and not is_forced:
            raise ConfigurationError(
                "scans_not_sent",
                f"{waiting} scans of the earlier pairing were not sent: run once without --pair"
                " near the server, or add --force to leave them in the file",
            )
        pairing = pair_station(settings, code)
        store.settings.set_pairing(pairing)
    sys.stdout.write(f"paired as {pairing.name} ({pairing.role}) with {pairing.server}\n")


def _count_unsent(store: Store) -> int:
    pairing = store.settings.pairing()
    if pairing is None:
        return 0
    return store.outbox(pairing.device_id, lambda: 0).count().waiting


def run(settings: StationSettings) -> int:
    """Run until SIGTERM, SIGINT, or staff leaves the kiosk. Raises StoreFailedError, TrustError."""
    open_logs(settings.log_dir, settings.log_level)
    stopping = threading.Event()
    restore = _stop_on_signals(stopping)
    station = Station(settings)
    station.subscribe(lambda event: stopping.set() if event["type"] == "leave" else None)
    try:
        station.start()
        if "not_paired" in station.state()["problems"]:
            raise ConfigurationError(
                "not_paired", "not paired yet: run_kiosk.py --server URL --pair CODE"
            )
        _log.info("the station runs on %s", settings.data_dir)
        with open_page(station, _say):
            _wait(stopping)
    finally:
        station.stop()
        _log.info("the station has stopped")
        restore()
        close_logs()
    return DONE


def _say(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()


def _wait(stopping: threading.Event) -> None:
    while not stopping.wait(1.0):  # a wait without end keeps signals from being heard
        pass


def _stop_on_signals(stopping: threading.Event) -> Callable[[], None]:
    """Returns what puts the former reactions back."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before: dict[int, Any] = {
        number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)
    }

    def restore() -> None:
        for number, reaction in before.items():
            signal.signal(number, reaction)

    return restore
