"""Whether a station's memory stays flat over a long fair: frames through reader and decoder.

    python -m bench station_memory
    FRAMES=20000 python -m bench station_memory

A film of badges (64x48, so that it ends) loops as fast as it can be read, and every frame that
the reader hands out is decoded. 200,000 frames are 1 h 50 min of a real camera.
"""

import os
import tempfile
import time
from pathlib import Path

import cv2

from bench.badge_sprites import is_genuine
from bench.frames import Held, Picture, list_held, render_frames
from kiosk.camera.doctor import Doctor
from kiosk.camera.reader import FrameReader
from kiosk.camera.source import CameraSource
from kiosk.decoder.cascade import Cascade
from kiosk.decoder.glimpse import take_glimpse

_FRAMES = int(os.environ.get("FRAMES", "200000"))
_STOPS = 20
_SIZE = (64, 48)
_PACE = 1000.0
_MB = 1 << 20


def main() -> None:
    """Print resident memory as the frames go by."""
    print(f"{_FRAMES} decoded frames of {_SIZE[0]}×{_SIZE[1]}.\n")
    print("| frames decoded | read | resident memory, MB | seconds |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        film = _make_film(Path(name) / "badges.avi")
        reader = FrameReader(CameraSource(str(film), loops=True, frames_per_second=_PACE))
        reader.start()
        try:
            _decode_all(reader)
        finally:
            reader.stop()
    print(f"\nLoad average {os.getloadavg()[0]:.1f}")


def _make_film(path: Path) -> Path:
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, _SIZE)
    for held in list_held(seed=9, per_group=1):
        for frame in render_frames(held):
            small = cv2.resize(_cut_code(held, frame), _SIZE, interpolation=cv2.INTER_AREA)
            film.write(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR))
    film.release()
    return path


def _cut_code(held: Held, frame: Picture) -> Picture:
    """The code and a little around it: at this size a whole badge would be unreadable."""
    height, width = frame.shape
    half = int(held.look.module * 25 * 0.65)
    x, y = int(held.place[0] * width), int(held.place[1] * height)
    side = half * _SIZE[0] // _SIZE[1]
    return frame[max(0, y - half) : y + half, max(0, x - side) : x + side]


def _decode_all(reader: FrameReader) -> None:
    # Without a budget each frame gets one attempt, and the bench ends the same day.
    cascade, doctor = Cascade(is_genuine, budget_ms=0), Doctor()
    started, number, read = time.monotonic(), 0, 0
    for done in range(_FRAMES + 1):
        if done % (_FRAMES // _STOPS) == 0:
            taken = time.monotonic() - started
            print(f"| {done} | {read} | {_read_resident() / _MB:.1f} | {taken:.0f} |", flush=True)
        frame = reader.newest(number, wait_seconds=10)
        if frame is None:
            raise RuntimeError(f"no picture within 10 s, the camera is {reader.state()}")
        number = frame.number
        decoded = cascade.decode(frame.image)
        doctor.see(take_glimpse(frame, decoded))
        read += bool(decoded.texts)


def _read_resident() -> int:
    """Bytes of this process in memory, as Linux counts them."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
