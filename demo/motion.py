"""How a hand moves a badge before a camera: up, still for a moment, away."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float32]

FRAMES_PER_SECOND = 30
# The camera stands so many frame heights away from the badge: how strong perspective is.
_DISTANCE = 1.9


@dataclass(frozen=True)
class Gesture:
    """One badge shown once. Times in seconds, angles in degrees.

    `scale` is the height of the badge as a share of the picture's, `blur` how far out of focus
    it arrives (pixels at 720 lines), `rest_blur` what is left of that while it is held, `light`
    the brightness of the room (1 is a bright hall, 0.3 a dim one).
    """

    hold_seconds: float = 1.0
    enter_seconds: float = 0.5
    focus_seconds: float = 0.3
    leave_seconds: float = 0.4
    pause_seconds: float = 0.8
    scale: float = 0.78
    tilt_degrees: float = 10.0
    roll_degrees: float = 4.0
    blur: float = 7.0
    rest_blur: float = 0.0
    jitter: float = 1.0
    light: float = 1.0


class Phase(Enum):
    """What a frame of a gesture shows."""

    ENTER = "enter"
    FOCUS = "focus"
    HOLD = "hold"
    LEAVE = "leave"
    PAUSE = "pause"


@dataclass(frozen=True)
class Pose:
    """Where a badge is in one frame: centre as shares of the picture, angles in degrees.

    `speed` is the way it moves down during this frame, as a share of the picture's height.
    """

    phase: Phase
    x: float
    y: float
    scale: float
    yaw: float
    pitch: float
    roll: float
    blur: float
    speed: float = 0.0


def list_poses(gesture: Gesture) -> Iterator[Pose]:
    """The pose of every frame of one gesture, at 30 frames a second."""
    frame = 0
    for phase, seconds in _list_phases(gesture):
        count = max(1, round(seconds * FRAMES_PER_SECOND))
        for step in range(count):
            yield _pose(gesture, phase, (step + 0.5) / count, frame, count)
            frame += 1


def _list_phases(gesture: Gesture) -> list[tuple[Phase, float]]:
    return [
        (Phase.ENTER, gesture.enter_seconds),
        (Phase.FOCUS, gesture.focus_seconds),
        (Phase.HOLD, gesture.hold_seconds),
        (Phase.LEAVE, gesture.leave_seconds),
        (Phase.PAUSE, gesture.pause_seconds),
    ]


def _pose(gesture: Gesture, phase: Phase, share: float, frame: int, count: int) -> Pose:
    """`share` is how much of the phase has passed, `count` how many frames it has."""
    held = _hold(gesture, frame, phase)
    if phase is Phase.FOCUS:
        return replace(held, blur=held.blur + gesture.blur * (1 - share) ** 2)
    away = {Phase.ENTER: 1 - share, Phase.LEAVE: share}.get(phase, 0.0)
    if away == 0.0:
        return held
    return replace(
        held,
        x=held.x + 0.10 * away,
        y=held.y + 1.25 * away**2,
        yaw=held.yaw + 30 * away,
        pitch=held.pitch - 25 * away,
        roll=held.roll + 15 * away,
        blur=max(held.blur, gesture.blur),
        speed=2.5 * away / count,
    )


def _hold(gesture: Gesture, frame: int, phase: Phase) -> Pose:
    """A hand that means to keep still."""
    time = frame / FRAMES_PER_SECOND
    sway = gesture.jitter * 0.0025
    return Pose(
        phase,
        x=0.5 + sway * math.sin(7.1 * time),
        y=0.5 + sway * math.sin(9.7 * time + 1),
        scale=gesture.scale,
        yaw=gesture.tilt_degrees + 0.5 * gesture.jitter * math.sin(5.3 * time),
        pitch=-0.6 * gesture.tilt_degrees + 0.5 * gesture.jitter * math.sin(6.7 * time),
        roll=gesture.roll_degrees + 0.4 * gesture.jitter * math.sin(4.1 * time),
        blur=gesture.rest_blur,
    )


def project_corners(
    box: tuple[int, int, int, int], shape: tuple[int, int], pose: Pose, size: tuple[int, int]
) -> Corners:
    """Where the corners of a sprite of `shape` (rows, columns) fall in a picture of `size`.

    `box` is the badge inside the sprite (left, top, width, height): it is what `pose` places.
    """
    width, height = size
    left, top, box_width, box_height = box
    per_pixel = pose.scale / box_height
    sprite = np.array([(0, 0), (shape[1], 0), (shape[1], shape[0]), (0, shape[0])], dtype=float)
    flat = (sprite - (left + box_width / 2, top + box_height / 2)) * per_pixel
    space = np.column_stack([flat, np.zeros(4)]) @ _rotate(pose).T
    near = _DISTANCE / (_DISTANCE + space[:, 2:])
    placed = space[:, :2] * near * height + (pose.x * width, pose.y * height)
    return placed.astype(np.float32)


def _rotate(pose: Pose) -> NDArray[np.float64]:
    """Turned in its plane, then nodding, then turned aside."""
    yaw, pitch, roll = (math.radians(angle) for angle in (pose.yaw, pose.pitch, pose.roll))
    around_z = _turn(roll, 0, 1)
    around_x = _turn(pitch, 1, 2)
    around_y = _turn(yaw, 0, 2)
    return around_y @ around_x @ around_z


def _turn(angle: float, one: int, other: int) -> NDArray[np.float64]:
    matrix = np.eye(3)
    matrix[one, one] = matrix[other, other] = math.cos(angle)
    matrix[one, other], matrix[other, one] = -math.sin(angle), math.sin(angle)
    return matrix
