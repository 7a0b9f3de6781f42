"""The self-test of a station: one line for each part, green or red."""

from __future__ import annotations

import asyncio
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import qrcode

from domain.clock import ClockSample, is_clock_off, measure_offset
from kiosk.camera.picture import Picture
from kiosk.camera.reader import FrameReader
from kiosk.config import NO_CAMERA, LaneSettings, StationSettings
from kiosk.decoder.cascade import Cascade
from kiosk.errors import DeviceRefusedError, StoreFailedError, TrustError
from kiosk.station.lane import make_source
from kiosk.store import Pairing, Store, open_store
from kiosk.sync import find_pairing
from kiosk.sync.api import DeviceApi, Message, open_session
from kiosk.sync.trust import make_trust

_CAMERA_SECONDS = 6.0
_PRINTER_SECONDS = 3.0
_LEAST_FREE_MB = 200
_TURNS = 30
"""Pictures: the cascade tries other preparations on each."""
_SAMPLE = "A8PZ5XWYZXAC0G2A34B9TB64BVXEW"


@dataclass(frozen=True)
class Result:
    """One part: `is_good` None when it could not be tested and that is no fault."""

    part: str
    is_good: bool | None
    words: str


def check_station(settings: StationSettings) -> Iterator[Result]:
    """Every result as it is found; nothing is changed but a file that is made anew."""
    yield _check_decoder()
    for lane in settings.lanes:
        yield _check_camera(lane)
    yield _check_space(settings)
    try:
        store = open_store(settings)
    except StoreFailedError as error:
        yield _tell_store_trouble(error)
    else:
        with closing(store):
            yield from _check_store(settings, store)
    yield _check_printer(settings.printer)


def _check_decoder() -> Result:
    """zbar reads a code that is drawn here."""
    picture = draw_code(_SAMPLE)
    cascade = Cascade()
    is_good = any(_SAMPLE in cascade.decode(picture).texts for _ in range(_TURNS))
    return Result("zbar", is_good, "reads a drawn code" if is_good else "reads nothing")


def draw_code(text: str) -> Picture:
    """A QR code as a grey picture, eight pixels a module."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    dark = np.array(code.get_matrix(), dtype=bool)
    picture = np.where(dark, 0, 255).astype(np.uint8)
    return picture.repeat(8, axis=0).repeat(8, axis=1)


def _check_camera(lane: LaneSettings) -> Result:
    part = f"camera {lane.camera}"
    if lane.camera == NO_CAMERA:
        return Result("camera", None, "none: hand scanner only")
    reader = FrameReader(make_source(lane))
    reader.start()
    try:
        frame = reader.newest(0, _CAMERA_SECONDS)
        if frame is None:
            return Result(part, False, f"no picture in {_CAMERA_SECONDS:.0f} s")
        height, width = frame.image.shape[:2]
        mean = float(frame.image.mean())
    finally:
        reader.stop()
    if mean < 8:
        return Result(part, False, "its picture is black: is the lens covered?")
    return Result(part, True, f"{width}x{height}, brightness {mean:.0f} of 255")


def _check_space(settings: StationSettings) -> Result:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    return Result("disk", free_mb >= _LEAST_FREE_MB, f"{free_mb} MB free in {folder}")


def _tell_store_trouble(error: StoreFailedError) -> Result:
    if error.code == "storage_in_use":
        return Result("store", None, "in use: a station runs on this folder")
    return Result("store", False, f"{error.code}: {error.message}")


def _check_store(settings: StationSettings, store: Store) -> Iterator[Result]:
    try:
        store.settings.probe()
    except StoreFailedError as error:
        yield Result("store", False, f"{error.code}: {error.message}")
        return
    yield Result("store", True, "writes and reads")
    pairing = find_pairing(settings, store)
    if pairing is None:
        yield Result("pairing", False, "none: run_kiosk.py --server URL --pair CODE")
        return
    yield Result("pairing", True, f"{pairing.name}, role {pairing.role}, at {pairing.server}")
    yield _check_roster(store, pairing)
    yield _check_unsent(store, pairing)
    yield from _check_server(settings, pairing)


def _check_roster(store: Store, pairing: Pairing) -> Result:
    state = store.roster(pairing.event_id).state()
    words = f"{state.count} codes of {state.badges or 0} badges"
    return Result("roster", state.is_complete, words if state.is_complete else "not complete")


def _check_unsent(store: Store, pairing: Pairing) -> Result:
    counts = store.outbox(pairing.device_id, _now_ms).count()
    words = f"{counts.waiting} to send, {counts.parked} set aside"
    return Result("outbox", counts.parked == 0, words)


def _check_server(settings: StationSettings, pairing: Pairing) -> Iterator[Result]:
    try:
        sample, configuration = asyncio.run(_ask(settings, pairing))
    except (DeviceRefusedError, TrustError) as error:
        yield Result("server", False, f"{error.code}: {error.message}")
        yield Result("clock", None, "cannot be compared without the server")
        return
    gate = configuration.get("gate") or {}
    yield Result("server", bool(gate), f"answers; gate: {gate.get('name', 'none')}")
    offset_ms = measure_offset(sample)
    words = f"{-offset_ms / 1_000:+.1f} s against the server"
    yield Result("clock", not is_clock_off(offset_ms), words)


async def _ask(settings: StationSettings, pairing: Pairing) -> tuple[ClockSample, Message]:
    async with open_session(make_trust(settings, pairing.server)) as session:
        api = DeviceApi(session, pairing.server, pairing.token)
        sent_at = _now_ms()
        server_at = int((await api.get_time())["server_time"])
        sample = ClockSample(sent_at, server_at, _now_ms())
        return sample, await api.get_configuration()


def _check_printer(address: str) -> Result:
    if not address:
        return Result("printer", None, "none configured")
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), _PRINTER_SECONDS).close()
    except OSError as error:
        return Result("printer", False, f"{address}: {error}")
    return Result("printer", True, f"{address} answers")


def show_results(results: Iterator[Result], write: Callable[[str], object], color: bool) -> bool:
    """Write a line for each result; returns whether none is red."""
    marks = {True: ("ok", "32"), False: ("FAILED", "31"), None: ("-", "33")}
    is_good = True
    for result in results:
        mark, paint = marks[result.is_good]
        padded = f"{mark:<7}"
        shown = f"\033[{paint}m{padded}\033[0m" if color else padded
        write(f"{shown}{result.part:<20} {result.words}\n")
        is_good = is_good and result.is_good is not False
    return is_good


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
