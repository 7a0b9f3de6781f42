"""A video of badges held up to a webcam, for Chromium's `--use-file-for-fake-video-capture`.

Chromium plays an `.mjpeg` file (JPEG pictures one after another) at 30 frames a second and starts
over at its end; `.y4m` works too and is forty times larger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.motion import (
    FRAMES_PER_SECOND,
    Corners,
    Gesture,
    Phase,
    Pose,
    list_poses,
    project_corners,
)
from demo.scene import Held, Picture, hold_badge, paint_hall

SIZE = (1280, 720)
_JPEG_QUALITY = 82
_NOISE_FRAMES = 4
_NOISE_SIGMA = 1.3


@dataclass(frozen=True)
class Showing:
    """When one badge is in the picture; frames count from 0, ends are exclusive.

    Between `held_from` and `held_until` it is sharp and almost still; from `gone_from` to `until`
    nobody is there.
    """

    badge_index: int
    since: int
    held_from: int
    held_until: int
    gone_from: int
    until: int


def make_webcam_video(
    badges: Sequence[Picture],
    path: Path,
    gesture: Gesture | None = None,
    order: Sequence[int] | None = None,
    seed: int = 1,
) -> list[Showing]:
    """Write a 1280x720 video in which badges are held up one after another.

    `badges` are pictures (height, width, 3; blue-green-red), about 150 dpi or more. `order` lists
    their indexes, each as often as it is to be shown (default: every badge once); the gesture is
    the same for all, leaning to the other side every second time. Returns when each is visible.
    Raises ValueError for a suffix other than `.mjpeg` and `.y4m` and when there is nothing to show.
    """
    indexes = range(len(badges)) if order is None else order
    if path.suffix not in _FILMS or not indexes:
        raise ValueError(f"no badges to show in {path.name}, or neither .mjpeg nor .y4m")
    studio = Studio(gesture or Gesture(), seed)
    held = {index: hold_badge(badges[index]) for index in indexes}
    showings: list[Showing] = []
    with path.open("wb") as file:
        film = _FILMS[path.suffix](file)
        for number, index in enumerate(indexes):
            phases = []
            for phase, frame in studio.show(held[index], leans_left=number % 2 == 1):
                film.add(frame)
                phases.append(phase)
            showings.append(_note_showing(index, showings, phases))
    return showings


def _note_showing(index: int, before: list[Showing], phases: list[Phase]) -> Showing:
    start = before[-1].until if before else 0
    held_from = start + phases.index(Phase.HOLD)
    return Showing(
        index,
        since=start,
        held_from=held_from,
        held_until=held_from + phases.count(Phase.HOLD),
        gone_from=start + phases.index(Phase.PAUSE),
        until=start + len(phases),
    )


class Studio:
    """One room with its light; shows badges in it frame by frame."""

    def __init__(self, gesture: Gesture, seed: int) -> None:
        chance = np.random.default_rng(seed)
        self._gesture = gesture
        self._hall = paint_hall(SIZE, chance)
        sigma = _NOISE_SIGMA / max(gesture.light, 0.2)
        self._noises = cycle([_make_noise(chance, sigma) for _ in range(_NOISE_FRAMES)])

    def show(self, held: Held, *, leans_left: bool) -> Iterator[tuple[Phase, Picture]]:
        """Every frame of one gesture with its phase."""
        for pose in list_poses(self._gesture):
            if pose.phase is Phase.PAUSE:
                yield pose.phase, self._expose(self._hall)
            else:
                turned = replace(pose, yaw=-pose.yaw, roll=-pose.roll) if leans_left else pose
                yield pose.phase, self._expose(_lay_over(self._hall, held, turned))

    def _expose(self, picture: Picture) -> Picture:
        """What the sensor makes of it: less light, more noise."""
        lit = cv2.convertScaleAbs(picture, alpha=self._gesture.light)
        return np.asarray(cv2.add(lit, next(self._noises), dtype=cv2.CV_8U), dtype=np.uint8)


def _make_noise(chance: np.random.Generator, sigma: float) -> NDArray[np.int16]:
    """Grain, the same in all three colours."""
    grain = chance.normal(0, sigma, (SIZE[1], SIZE[0], 1))
    return np.repeat(np.rint(grain).astype(np.int16), 3, axis=2)


def _lay_over(hall: Picture, held: Held, pose: Pose) -> Picture:
    """The hall with a held badge in front of it."""
    shape = held.opacity.shape[:2]
    corners = project_corners(held.badge_box, (shape[0], shape[1]), pose, SIZE)
    window = _find_window(corners, pose)
    origin = np.array((window[1].start, window[0].start), dtype=np.float32)
    colors, opacity = (
        _soften(_warp(layer, corners - origin, window), pose)
        for layer in (held.colors, held.opacity)
    )
    picture = hall.copy()
    behind = picture[window].astype(np.float32)
    share = opacity[:, :, None].astype(np.float32) / 255
    picture[window] = behind + (colors - behind) * share
    return picture


def _find_window(corners: Corners, pose: Pose) -> tuple[slice, slice]:
    """Rows and columns of the picture that the badge and its blur can reach; never empty."""
    reach = 3 * pose.blur + pose.speed * SIZE[1] + 2
    (left, top), (right, bottom) = corners.min(axis=0) - reach, corners.max(axis=0) + reach
    rows = slice(int(np.clip(top, 0, SIZE[1] - 1)), int(np.clip(bottom, 1, SIZE[1])))
    columns = slice(int(np.clip(left, 0, SIZE[0] - 1)), int(np.clip(right, 1, SIZE[0])))
    return rows, columns


def _warp(layer: Picture, corners: Corners, window: tuple[slice, slice]) -> Picture:
    """A layer of the sprite as it falls into the window."""
    rows, columns = layer.shape[:2]
    sprite = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float32)
    size = window[1].stop - window[1].start, window[0].stop - window[0].start
    warp = cv2.getPerspectiveTransform(sprite, corners)
    return np.asarray(cv2.warpPerspective(layer, warp, size), dtype=np.uint8)


def _soften(layer: Picture, pose: Pose) -> Picture:
    """Out of focus, and drawn out along its way while it moves."""
    if pose.blur:
        layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), pose.blur), dtype=np.uint8)
    length = int(pose.speed * SIZE[1] / 2)
    return np.asarray(cv2.blur(layer, (1, length)), dtype=np.uint8) if length > 1 else layer


class _MotionJpeg:
    """JPEG pictures one after another."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, frame: Picture) -> None:
        _, encoded = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        self._file.write(encoded.tobytes())


class _Yuv4Mpeg:
    """Uncompressed YUV 4:2:0."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        width, height = SIZE
        header = f"YUV4MPEG2 W{width} H{height} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n"
        file.write(header.encode())

    def add(self, frame: Picture) -> None:
        self._file.write(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes())


_FILMS: dict[str, type[_MotionJpeg | _Yuv4Mpeg]] = {".mjpeg": _MotionJpeg, ".y4m": _Yuv4Mpeg}
