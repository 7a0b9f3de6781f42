"""Video files and a camera server whose pictures can be told apart."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.reader import Frame, FrameReader
from kiosk.camera.source import CameraSource

Picture = NDArray[np.uint8]
SIZE = (320, 240)
_STEP = 6


def paint_number(number: int) -> Picture:
    """A textured picture whose middle square says its number by its grey."""
    picture = np.random.default_rng(number).integers(90, 160, (*SIZE[::-1], 3), dtype=np.uint8)
    picture[60:180, 80:240] = 20 + _STEP * (number % 35)
    return picture


def number_of(image: Picture) -> int:
    """Which number a picture has (0-34), through any compression."""
    return round((float(image[90:150, 110:210].mean()) - 20) / _STEP)


def write_film(path: Path, pictures: Sequence[Picture], pace: float = 30) -> Path:
    """A Motion JPEG file in an AVI box."""
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), pace, SIZE)
    for picture in pictures:
        film.write(picture)
    film.release()
    return path


@contextmanager
def read_source(source: CameraSource) -> Iterator[FrameReader]:
    """A reader at work."""
    reader = FrameReader(source)
    reader.start()
    try:
        yield reader
    finally:
        reader.stop()


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Poll until something is so. Fails when it never is."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


def wait_state(reader: FrameReader, state: str) -> None:
    """Wait until the reader says so."""
    wait_until(lambda: reader.state() == state, f"{state}, but {reader.state()}")


def list_frames(reader: FrameReader) -> list[Frame]:
    """Every frame that can be had until the film ends."""
    frames: list[Frame] = []
    while not reader.has_ended():
        number = frames[-1].number if frames else 0
        frame = reader.newest(number, wait_seconds=0.2)
        frames += [frame] if frame else []
    return frames


class CameraServer(ThreadingHTTPServer):
    """An IP camera: pictures as multipart Motion JPEG, of whatever `paint` gives; None stalls."""

    daemon_threads = True

    def __init__(self, paint: Callable[[int], Picture | None]) -> None:
        super().__init__(("127.0.0.1", 0), _CameraPage)
        self.paint = paint
        self.viewers = 0
        self.is_refusing = False

    @property
    def url(self) -> str:
        """Where the pictures are."""
        return f"http://127.0.0.1:{self.server_address[1]}/video"


class _CameraPage(BaseHTTPRequestHandler):
    server: CameraServer

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""

    def do_GET(self) -> None:
        self.server.viewers += 1
        if self.server.is_refusing:
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
        self.end_headers()
        number = 0
        while not self.server.is_refusing and self._send(self.server.paint(number)):
            number += 1
            time.sleep(1 / 30)

    def _send(self, picture: Picture | None) -> bool:
        if picture is None:
            return True
        _, encoded = cv2.imencode(".jpg", picture)
        head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(encoded)}\r\n\r\n"
        try:
            self.wfile.write(head.encode() + encoded.tobytes() + b"\r\n")
        except OSError:
            return False
        return True


@contextmanager
def serve_camera(paint: Callable[[int], Picture | None]) -> Iterator[CameraServer]:
    """A camera on the network, until the end of the block."""
    with CameraServer(paint) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.is_refusing = True
            server.shutdown()
            thread.join()
