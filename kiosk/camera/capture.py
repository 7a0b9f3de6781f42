"""An open camera: OpenCV's VideoCapture with its settings applied and read back."""

import contextlib
import os
import time
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from kiosk.camera.picture import Picture
from kiosk.camera.source import CameraSource

_OPEN_TIMEOUT_MS = 5_000
_READ_TIMEOUT_MS = 2_500
_DEVICE_TIMEOUT_SECONDS = "2"
_DEFAULT_PACE = 25.0
_FASTEST_PACE = 1000.0
_MOST_SKIPPED = 8
# The values of V4L2_CID_EXPOSURE_AUTO, which OpenCV passes on to the driver as they are.
_EXPOSURE_MANUAL, _EXPOSURE_AUTOMATIC = 1, 3
_MJPG = cv2.VideoWriter.fourcc(*"MJPG")


class CaptureFailedError(Exception):
    """A camera could not be opened."""


@dataclass(frozen=True)
class Setting:
    """One setting asked of a camera (`width`, `exposure`, ...), and what the camera says it has.

    `got` is None when the camera does not tell.
    """

    name: str
    asked: float
    got: float | None
    is_refused: bool


class Capture(Protocol):
    """Something that gives pictures one after another."""

    settings: tuple[Setting, ...]

    def read(self) -> Picture | None:
        """The next picture, when it is due; None when there is no other."""

    def close(self) -> None:
        """Let it go."""


def open_capture(source: CameraSource) -> Capture:
    """Open what a source names, its settings applied. Raises CaptureFailedError."""
    try:
        video = _open_video(source)
    except cv2.error as error:
        raise CaptureFailedError(f"{source.shown_address}: {error}") from error
    if not video.isOpened():
        video.release()
        raise CaptureFailedError(f"{source.shown_address} cannot be opened")
    if source.kind == "file":
        return FileCapture(video, source)
    settings = () if source.kind == "stream" else apply_settings(video, source)
    return LiveCapture(video, settings)


def _open_video(source: CameraSource) -> cv2.VideoCapture:
    if source.kind == "stream":
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_TIMEOUT_MS]
        limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_TIMEOUT_MS]
        return cv2.VideoCapture(source.address, cv2.CAP_FFMPEG, limits)
    if source.kind == "file":
        return cv2.VideoCapture(source.address)
    # OpenCV waits 10 s for a silent device unless told otherwise, and only this tells it.
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", _DEVICE_TIMEOUT_SECONDS)
    if source.kind == "index":
        return cv2.VideoCapture(int(source.address))
    return cv2.VideoCapture(os.path.realpath(source.address), cv2.CAP_V4L2)


def apply_settings(video: cv2.VideoCapture, source: CameraSource) -> tuple[Setting, ...]:
    """Ask an open camera for everything a source wants, and read back what it made of it.

    Motion JPEG first (raw 720p does not fit through USB 2 at full rate), then size, rest.
    """
    video.set(cv2.CAP_PROP_FOURCC, _MJPG)
    video.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return tuple(_apply(video, *wish) for wish in list_wishes(source))


def list_wishes(source: CameraSource) -> list[tuple[str, int, float]]:
    """The settings to ask for, in the order in which drivers take them: name, OpenCV's number
    for it, value. A manual exposure or focus needs its automatic twin switched off before."""
    wishes = [("width", cv2.CAP_PROP_FRAME_WIDTH, float(source.width))]
    wishes += [("height", cv2.CAP_PROP_FRAME_HEIGHT, float(source.height))]
    if source.frames_per_second is not None:
        wishes += [("frames_per_second", cv2.CAP_PROP_FPS, source.frames_per_second)]
    if source.exposure is not None:
        wishes += [("automatic_exposure", cv2.CAP_PROP_AUTO_EXPOSURE, _EXPOSURE_MANUAL)]
        wishes += [("exposure", cv2.CAP_PROP_EXPOSURE, source.exposure)]
    if source.focus is not None:
        wishes += [("automatic_focus", cv2.CAP_PROP_AUTOFOCUS, 0)]
        wishes += [("focus", cv2.CAP_PROP_FOCUS, source.focus)]
    return wishes


def _apply(video: cv2.VideoCapture, name: str, prop: int, asked: float) -> Setting:
    is_taken = video.set(prop, asked)
    got = video.get(prop)
    is_other = abs(got - asked) > max(1.0, 0.02 * abs(asked))
    return Setting(name, asked, got, is_refused=not is_taken or is_other)


class LiveCapture:
    """A camera or stream: it sets the pace."""

    def __init__(self, video: cv2.VideoCapture, settings: tuple[Setting, ...]) -> None:
        self.settings = settings
        self._video = video

    def read(self) -> Picture | None:
        """The next picture; None when the camera fails, or is silent for 2 to 3 s."""
        return _read(self._video)

    def close(self) -> None:
        """Let the camera go."""
        self._video.release()


class FileCapture:
    """A video file, played as a camera would show it: a picture too late is skipped."""

    settings: tuple[Setting, ...] = ()

    def __init__(self, video: cv2.VideoCapture, source: CameraSource) -> None:
        self._video = video
        self._seconds_each = 1 / _pace_of(video, source)
        self._due_at = time.monotonic()

    def read(self) -> Picture | None:
        """The picture that is due now, waited for when it is early; None at the end."""
        for _ in range(_MOST_SKIPPED):
            if time.monotonic() < self._due_at + self._seconds_each or not self._video.grab():
                break
            self._due_at += self._seconds_each
        image = _read(self._video)
        time.sleep(max(0.0, self._due_at - time.monotonic()))
        self._due_at += self._seconds_each
        return image

    def close(self) -> None:
        """Close the file."""
        self._video.release()


def _pace_of(video: cv2.VideoCapture, source: CameraSource) -> float:
    pace = source.frames_per_second or video.get(cv2.CAP_PROP_FPS) or _DEFAULT_PACE
    return min(pace, _FASTEST_PACE) if pace > 0 else _DEFAULT_PACE


def _read(video: cv2.VideoCapture) -> Picture | None:
    # A broken picture in a stream raises on some back ends; it is as good as none.
    with contextlib.suppress(cv2.error):
        is_read, image = video.read()
        if is_read and image is not None and image.size > 0:
            return np.asarray(image, dtype=np.uint8)
    return None
