"""Stress frames: a badge held before a camera, and everything that goes wrong with that picture.

Each case is one person who holds one badge for half a second: 15 grey frames in which the hand
trembles and the sensor's noise changes. All of it comes from a seed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.badge_sprites import Sprite, make_sprites
from demo.motion import Phase, Pose, project_corners
from demo.scene import paint_hall

FRAMES_HELD = 15
SIZES = ((640, 480), (800, 600), (1280, 720), (1920, 1080))
_BADGES = 8

Picture = NDArray[np.uint8]
Layer = NDArray[np.float32]


@dataclass(frozen=True)
class Look:
    """What a badge looks like to the camera.

    `module` is the size of one QR module in pixels, facing the camera; angles are degrees, blurs
    pixels; `light` and `contrast` are shares of the usual; `shadow`, `glare` and `finger` how
    strong; `crumple` in modules; `approach` how much smaller the badge is in the first frame.
    """

    module: float = 4.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    defocus: float = 0.0
    motion: float = 0.0
    light: float = 1.0
    noise: float = 2.0
    contrast: float = 1.0
    shadow: float = 0.0
    glare: float = 0.0
    finger: float = 0.0
    crumple: float = 0.0
    approach: float = 0.0
    is_phone: bool = False


@dataclass(frozen=True)
class Held:
    """One badge held up once."""

    group: str
    sprite: Sprite
    size: tuple[int, int]
    look: Look
    seed: int
    place: tuple[float, float] = field(default=(0.5, 0.5))

    @property
    def text(self) -> str:
        """What the code on it says."""
        return self.sprite.text


def _usual(chance: np.random.Generator) -> Look:
    """A good picture: four to six pixels a module, a few degrees off."""
    return Look(
        module=chance.uniform(3.6, 6.0),
        yaw=chance.uniform(-12, 12),
        pitch=chance.uniform(-12, 12),
        roll=chance.uniform(-8, 8),
        defocus=chance.uniform(0.0, 0.7),
        noise=chance.uniform(1.5, 3.5),
    )


def _tilt(usual: Look, chance: np.random.Generator) -> Look:
    angle, way = chance.uniform(30, 60), chance.uniform(0, 2 * np.pi)
    return replace(usual, yaw=angle * np.cos(way), pitch=angle * np.sin(way))


_STRESSES: dict[str, Callable[[Look, np.random.Generator], Look]] = {
    "size": lambda usual, chance: replace(usual, module=chance.uniform(1.6, 3.0)),
    "tilt": _tilt,
    "rotation": lambda usual, chance: replace(
        usual, roll=chance.uniform(0, 360), module=chance.uniform(2.6, 4.5)
    ),
    "blur": lambda usual, chance: replace(
        usual, defocus=usual.module * chance.uniform(0.2, 0.6), motion=chance.uniform(0, 2.5)
    ),
    "low light": lambda usual, chance: replace(
        usual, light=chance.uniform(0.03, 0.15), noise=chance.uniform(1, 3)
    ),
    "glare": lambda usual, chance: replace(usual, glare=chance.uniform(0.3, 1.1)),
    "low contrast": lambda usual, chance: replace(usual, contrast=chance.uniform(0.04, 0.25)),
    "dark-mode phone": lambda usual, chance: replace(
        usual, is_phone=True, glare=chance.uniform(0, 0.4), light=chance.uniform(0.5, 1.1)
    ),
    "shadow": lambda usual, chance: replace(
        usual, shadow=chance.uniform(0.6, 0.9), light=chance.uniform(0.5, 1.0)
    ),
    "occlusion": lambda usual, chance: replace(usual, finger=chance.uniform(0.1, 0.3)),
    "crumple": lambda usual, chance: replace(usual, crumple=chance.uniform(0.3, 1.2)),
    "walk-up": lambda usual, chance: replace(
        usual,
        module=chance.uniform(2.4, 4.0),
        approach=chance.uniform(0.3, 0.6),
        motion=chance.uniform(1, 4.5),
    ),
}
GROUPS = tuple(_STRESSES)


def list_held(seed: int, per_group: int) -> list[Held]:
    """So many cases of every group, at sizes from 640x480 to 1920x1080 in turn."""
    chance = np.random.default_rng(seed)
    badges, phones = make_sprites(chance, _BADGES)
    return [
        _draw_case(group, SIZES[n % len(SIZES)], chance, (badges, phones))
        for group in GROUPS
        for n in range(per_group)
    ]


def _draw_case(
    group: str,
    size: tuple[int, int],
    chance: np.random.Generator,
    sprites: tuple[list[Sprite], list[Sprite]],
) -> Held:
    look = _STRESSES[group](_usual(chance), chance)
    sprite = sprites[look.is_phone][int(chance.integers(_BADGES))]
    # Large pictures are not only taken from nearer: most of them show the same badge larger.
    look = replace(look, module=look.module * (size[1] / 720) ** 0.3)
    place = chance.uniform(0.35, 0.65), chance.uniform(0.4, 0.6)
    return Held(group, sprite, size, look, int(chance.integers(1 << 31)), place)


def render_frames(held: Held) -> Iterator[Picture]:
    """The frames of one case, grey, as a camera with motion JPEG gives them."""
    chance = np.random.default_rng(held.seed)
    hall = cv2.cvtColor(paint_hall(held.size, chance), cv2.COLOR_BGR2GRAY).astype(np.float32)
    code = _light(_crumple(held.sprite, held.look, chance), held, chance)
    for number in range(FRAMES_HELD):
        yield _take_picture(hall, code, held, (number, chance))


def _crumple(sprite: Sprite, look: Look, chance: np.random.Generator) -> Sprite:
    """Paper that is not flat: its modules wander, and its folds catch light."""
    if not look.crumple:
        return sprite
    rows, columns = sprite.grey.shape
    reach = look.crumple * sprite.box[2] / 25
    along, across = (_draw_waves((rows, columns), sprite.box[2] / 3, chance) for _ in range(2))
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    moved = cv2.remap(sprite.grey, xs + reach * along, ys + reach * across, cv2.INTER_LINEAR)
    folds = 1 + 0.12 * look.crumple * np.gradient(along, axis=1) * sprite.box[2] / 3
    return replace(sprite, grey=np.clip(moved * folds, 0, 255).astype(np.float32))


def _draw_waves(shape: tuple[int, int], length: float, chance: np.random.Generator) -> Layer:
    """A smooth field between about -1 and 1."""
    coarse = tuple(max(2, int(side / length) + 2) for side in shape)
    field_ = chance.uniform(-1, 1, coarse).astype(np.float32)
    return cv2.resize(field_, shape[::-1], interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _light(sprite: Sprite, held: Held, chance: np.random.Generator) -> Sprite:
    """Contrast, shadow, finger and glare, which belong to the badge and not to the sensor."""
    look, grey = held.look, sprite.grey.copy()
    left, top, width, height = sprite.box
    middle = np.array((left + width / 2, top + height / 2))
    if look.contrast < 1:
        grey = 150 + (grey - 150) * look.contrast
    if look.finger:
        corner = middle + np.array((width, height)) * chance.choice([-0.5, 0.5], 2) * 0.8
        axes = int(width * look.finger * 0.6), int(width * look.finger)
        cv2.ellipse(grey, corner.astype(int).tolist(), axes, chance.uniform(0, 90), 0, 360, 150, -1)
    reach = middle + np.array((width, height)) * chance.uniform(-0.35, 0.35, 2)
    if look.shadow:
        grey *= 1 - look.shadow * _draw_edge(grey.shape, reach, chance, width * 0.02)
    if look.glare:
        grey = grey + 330 * look.glare * _draw_spot(grey.shape, reach, width, chance)
    return replace(sprite, grey=grey.astype(np.float32))


def _draw_edge(
    shape: tuple[int, ...], through: NDArray[np.float64], chance: np.random.Generator, soft: float
) -> Layer:
    """0 on one side of a line through a point, 1 on the other."""
    way = chance.uniform(0, 2 * np.pi)
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    far = (xs - through[0]) * np.cos(way) + (ys - through[1]) * np.sin(way)
    return (1 / (1 + np.exp(np.clip(-far / soft, -30, 30)))).astype(np.float32)


def _draw_spot(
    shape: tuple[int, ...], at: NDArray[np.float64], width: float, chance: np.random.Generator
) -> Layer:
    """A lamp's reflection on plastic: an ellipse with a soft rim."""
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    across, along = width * chance.uniform(0.1, 0.25), width * chance.uniform(0.25, 0.7)
    way = chance.uniform(0, np.pi)
    x, y = xs - at[0], ys - at[1]
    one, other = x * np.cos(way) + y * np.sin(way), y * np.cos(way) - x * np.sin(way)
    return np.exp(-((one / along) ** 2 + (other / across) ** 2)).astype(np.float32)


def _take_picture(
    hall: Layer, sprite: Sprite, held: Held, turn: tuple[int, np.random.Generator]
) -> Picture:
    number, chance = turn
    look, (width, height) = held.look, held.size
    near = 1 - look.approach * (1 - number / (FRAMES_HELD - 1))
    code_height = look.module * 25 * near
    sway = chance.normal(0, 0.6, 3)
    x = held.place[0] + 0.002 * sway[0]
    y = held.place[1] + 0.002 * sway[1]
    angles = look.yaw + sway[2], look.pitch + sway[0], look.roll + sway[1]
    pose = Pose(Phase.HOLD, x, y, code_height / height, *angles, 0.0)
    picture = _lay_over(hall, sprite, pose, held.size)
    defocus = look.defocus * chance.uniform(0.85, 1.15)
    if defocus > 0.1:
        picture = cv2.GaussianBlur(picture, (0, 0), defocus).astype(np.float32)
    picture = _smear(picture, look.motion * chance.uniform(0.4, 1.2), chance)
    noisy = picture * look.light + chance.normal(0, look.noise, (height, width))
    return _compress(np.clip(noisy, 0, 255).astype(np.uint8))


def _lay_over(hall: Layer, sprite: Sprite, pose: Pose, size: tuple[int, int]) -> Layer:
    small = sprite.shrink(pose.scale * size[1] / sprite.box[3] * 1.4)
    rows, columns = small.grey.shape
    corners = project_corners(small.box, (rows, columns), pose, size)
    flat = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners)
    colors, opacity = (cv2.warpPerspective(layer, warp, size) for layer in (small.grey, small.mask))
    return (hall + (colors - hall) * opacity).astype(np.float32)


def _smear(picture: Layer, length: float, chance: np.random.Generator) -> Layer:
    """Motion during the exposure, some way or other."""
    if length < 1:
        return picture
    side = 2 * int(np.ceil(length)) + 1
    kernel = np.zeros((side, side), dtype=np.float32)
    way, middle = chance.uniform(0, np.pi), side // 2
    one = np.rint(middle + np.array((np.cos(way), np.sin(way))) * length / 2).astype(int)
    cv2.line(kernel, one.tolist(), (2 * middle - one).tolist(), 1.0)
    return cv2.filter2D(picture, -1, kernel / kernel.sum()).astype(np.float32)


def _compress(picture: Picture) -> Picture:
    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
