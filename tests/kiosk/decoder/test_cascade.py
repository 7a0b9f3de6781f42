"""Reading badges in frames, and surviving whatever else is in them."""

from collections.abc import Iterable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyzbar import pyzbar

from bench.badge_sprites import is_genuine
from bench.frames import Held, list_held, render_frames
from kiosk.decoder.cascade import Cascade, Decoded
from kiosk.decoder.zbar import read_codes
from server.printing.qr import make_qr_matrix

PATIENT_MS = 60_000
"""Results must not depend on how busy the machine is."""
TEXT = "A0123456789ABCDEFGHJKMNPQRSTV"
OTHER = "AZYXWVTSRQPNMKJHGFEDCBA987654"
DTYPES = [np.uint8, np.int8, np.uint16, np.int32, np.uint64, np.float16, np.float32, np.float64]


def draw_code(text: str, module: int = 6) -> NDArray[np.uint8]:
    """A code on white with a quiet zone, grey."""
    light = ~np.array(make_qr_matrix(text), dtype=bool)
    return np.pad(light, 4, constant_values=True).repeat(module, 0).repeat(module, 1) * np.uint8(
        255
    )


def paint_scene(codes: Iterable[tuple[str, int, int]], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Codes at (left, top) on grey."""
    scene = np.full((size[1], size[0]), 120, dtype=np.uint8)
    for text, left, top in codes:
        code = draw_code(text)
        scene[top : top + code.shape[0], left : left + code.shape[1]] = code
    return scene


def make_cascade(**changes: bool) -> Cascade:
    return Cascade(budget_ms=PATIENT_MS, **changes)


def read_until(cascade: Cascade, frames: Iterable[NDArray[np.uint8]]) -> Decoded | None:
    """The first frame that gives a text."""
    return next((d for d in map(cascade.decode, frames) if d.texts), None)


@pytest.fixture
def scene() -> NDArray[np.uint8]:
    return paint_scene([(TEXT, 500, 240)], (1280, 720))


@pytest.fixture(scope="module")
def cases() -> dict[str, Held]:
    return {held.group: held for held in list_held(seed=23, per_group=1)}


def test_a_code_is_read_on_the_first_frame(scene: NDArray[np.uint8]) -> None:
    decoded = make_cascade().decode(scene)

    assert decoded.texts == (TEXT,)
    assert decoded.decode_ms > 0
    assert decoded.preparation == "sharpened threshold"
    assert decoded.region is not None
    assert decoded.region.x == pytest.approx(599, abs=12)
    assert decoded.region.y == pytest.approx(339, abs=12)


def test_a_picture_in_colour_is_read_too(scene: NDArray[np.uint8]) -> None:
    colours = cv2.cvtColor(scene, cv2.COLOR_GRAY2BGR)
    assert make_cascade().decode(colours).texts == (TEXT,)


def test_nothing_is_read_where_nothing_is(scene: NDArray[np.uint8]) -> None:
    cascade = make_cascade()
    empty = np.full_like(scene, 120)
    assert {cascade.decode(empty).texts for _ in range(20)} == {()}


@pytest.mark.parametrize(
    "group", ["size", "tilt", "rotation", "blur", "low light", "dark-mode phone", "shadow"]
)
def test_a_held_badge_is_read_in_spite_of(group: str, cases: dict[str, Held]) -> None:
    decoded = read_until(Cascade(is_genuine, budget_ms=PATIENT_MS), render_frames(cases[group]))

    assert decoded is not None
    assert decoded.texts == (cases[group].text,)


def test_a_phone_in_dark_mode_stays_read_once_it_was(scene: NDArray[np.uint8]) -> None:
    cascade = make_cascade()
    dark = cv2.bitwise_not(scene)
    assert pyzbar.decode(dark, symbols=[pyzbar.ZBarSymbol.QRCODE]) == []

    assert [cascade.decode(dark).texts for _ in range(12)] == [(TEXT,)] * 12


def test_a_badge_that_stays_does_not_hide_another() -> None:
    cascade = make_cascade()
    alone = paint_scene([(TEXT, 200, 240)], (1280, 720))
    both = paint_scene([(TEXT, 200, 240), (OTHER, 800, 300)], (1280, 720))
    assert cascade.decode(alone).texts == (TEXT,)

    seen = {text for _ in range(6) for text in cascade.decode(both).texts}
    assert seen == {TEXT, OTHER}


def test_a_badge_that_moves_is_followed() -> None:
    cascade = make_cascade()
    for left in (100, 130, 700, 40):
        decoded = cascade.decode(paint_scene([(TEXT, left, 240)], (1280, 720)))
        assert decoded.texts == (TEXT,)
        assert decoded.region is not None
        assert decoded.region.x == pytest.approx(left + 99, abs=12)


def test_a_text_that_is_not_trusted_does_not_end_the_search() -> None:
    scene = paint_scene([("HTTPS://EXAMPLE.ORG", 200, 240), (TEXT, 800, 300)], (1280, 720))
    cascade = Cascade(is_trusted=lambda text: text == TEXT, budget_ms=PATIENT_MS)

    assert cascade.decode(scene).texts == (TEXT,)


def test_a_text_that_is_not_trusted_is_told_when_nothing_better_is_found() -> None:
    foreign = paint_scene([("HTTPS://EXAMPLE.ORG", 500, 240)], (1280, 720))
    cascade = Cascade(is_trusted=lambda text: False, budget_ms=PATIENT_MS)

    assert cascade.decode(foreign).texts == ("HTTPS://EXAMPLE.ORG",)


def test_zxing_is_not_needed(scene: NDArray[np.uint8]) -> None:
    assert make_cascade(with_zxing=True).decode(scene).texts == (TEXT,)


def test_a_mirrored_picture_is_read() -> None:
    # Some drivers mirror what they give.
    mirrored = np.ascontiguousarray(draw_code(TEXT)[:, ::-1])
    assert [sighting.text for sighting in read_codes(mirrored)] == [TEXT]


def test_the_time_of_a_frame_is_kept_within_its_budget(cases: dict[str, Held]) -> None:
    # With no time at all, each frame still gets one attempt.
    hurried = Cascade(is_genuine, budget_ms=0)
    assert read_until(hurried, render_frames(cases["tilt"])) is not None


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((0, 0), np.uint8),
        np.zeros((0, 50, 3), np.uint8),
        np.zeros((1, 1), np.uint8),
        np.zeros((1, 5000, 3), np.uint8),
        np.zeros((5000, 1), np.uint8),
        np.zeros(300, np.uint8),
        np.zeros((2, 30, 30, 3), np.uint8),
        np.zeros((30, 30, 7), np.uint8),
        np.array(5, np.uint8),
        np.zeros((40, 40), np.complex64),
        np.full((40, 40), "text"),
        np.full((40, 40), None, dtype=object),
        np.full((64, 64), np.nan),
        np.full((64, 64, 3), np.inf),
        np.zeros((64, 64), ">u2"),
        np.random.default_rng(1).integers(0, 255, (6000, 8000), dtype=np.uint8),
    ],
    ids=lambda image: f"{image.dtype}{image.shape}",
)
def test_what_is_no_badge_is_no_crash(image: NDArray[np.generic]) -> None:
    cascade = make_cascade()
    for _ in range(9):
        assert cascade.decode(image).texts == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda scene: scene[::-1, ::-1],
        lambda scene: np.dstack([scene] * 4),
        lambda scene: np.dstack([scene]),
        lambda scene: np.asfortranarray(np.dstack([scene] * 3)),
        lambda scene: scene > 127,
        lambda scene: scene.astype(np.uint16) * 256,
        lambda scene: scene / 255.0,
        lambda scene: scene.astype(np.float32),
        lambda scene: np.repeat(np.repeat(scene, 4, 0), 4, 1)[::2, ::2],
        lambda scene: np.broadcast_to(scene[:, :, None], (*scene.shape, 3)),
    ],
    ids=[
        "turned",
        "rgba",
        "one channel",
        "fortran",
        "bool",
        "16 bit",
        "0-1",
        "float",
        "2x",
        "view",
    ],
)
def test_any_kind_of_array_is_read(change, scene: NDArray[np.uint8]) -> None:  # type: ignore[no-untyped-def]
    assert make_cascade().decode(change(scene)).texts == (TEXT,)


@given(
    height=st.integers(0, 90),
    width=st.integers(0, 90),
    channels=st.sampled_from([None, 1, 2, 3, 4, 5]),
    dtype=st.sampled_from(DTYPES),
    seed=st.integers(0, 2**32 - 1),
    steps=st.tuples(st.sampled_from([1, 2, -1]), st.sampled_from([1, 3, -2])),
)
@settings(max_examples=150, deadline=None)
def test_no_array_is_a_crash(height, width, channels, dtype, seed, steps) -> None:  # type: ignore[no-untyped-def]
    shape = (height, width) if channels is None else (height, width, channels)
    bytes_ = np.random.default_rng(seed).bytes(int(np.prod(shape)) * np.dtype(dtype).itemsize)
    image = np.frombuffer(bytes_, dtype).reshape(shape)[:: steps[0], :: steps[1]]
    cascade = FUZZED

    assert all(isinstance(text, str) for text in cascade.decode(image).texts)


FUZZED = Cascade(budget_ms=PATIENT_MS)
"""One for all examples: a lane's cascade sees sizes change when its camera is opened again."""


@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(1, 190), noise=st.integers(0, 120))
@settings(max_examples=60, deadline=None)
def test_no_damaged_code_is_read_as_another(seed: int, cut: int, noise: int) -> None:
    chance = np.random.default_rng(seed)
    code = draw_code(TEXT)
    code[int(chance.integers(0, 190)) :][:cut] = chance.integers(0, 255)
    noisy = code + chance.normal(0, noise, code.shape)
    cascade = Cascade(is_trusted=lambda text: text == TEXT, budget_ms=PATIENT_MS)

    frames = [np.clip(noisy, 0, 255).astype(np.uint8)] * 9
    assert {cascade.decode(frame).texts for frame in frames} <= {(TEXT,), ()}
