"""What a camera's silence means, on a clock of our own."""

import numpy as np
import pytest

from kiosk.camera.picture import Picture
from kiosk.camera.watch import PictureWatch

PICTURES = [
    np.random.default_rng(n).integers(0, 255, (48, 64, 3), dtype=np.uint8) for n in range(2)
]
BLACK = np.full((48, 64, 3), 4, dtype=np.uint8)
EVERY_MS = 40


def play(watch: PictureWatch, picture: Picture | None, since: int, until: int) -> str:
    """Show one picture (None: two in turn) all the time; the state at the end."""
    for at in range(since, until, EVERY_MS):
        shown = PICTURES[at // EVERY_MS % 2] if picture is None else picture
        watch.see(shown, at)
    return watch.state_at(until)


@pytest.fixture
def watch() -> PictureWatch:
    return PictureWatch(0)


def test_it_is_ready_from_the_first_picture(watch: PictureWatch) -> None:
    assert watch.state_at(500) == "opening"
    watch.see(PICTURES[0], 600)
    assert watch.state_at(600) == "ready"


@pytest.mark.parametrize(
    ("picture", "state"), [(BLACK, "black"), (PICTURES[0], "frozen")], ids=["black", "frozen"]
)
def test_what_is_wrong_is_noticed_within_three_seconds(
    watch: PictureWatch, picture: Picture, state: str
) -> None:
    assert play(watch, None, 0, 2000) == "ready"
    assert play(watch, picture, 2000, 4000) == "ready"
    assert play(watch, picture, 4000, 5000) == state


def test_silence_is_noticed_within_three_seconds(watch: PictureWatch) -> None:
    play(watch, None, 0, 1000)
    assert watch.state_at(2500) == "ready"
    assert watch.state_at(3500) == "lost"


def test_a_camera_that_never_opens_is_lost(watch: PictureWatch) -> None:
    assert watch.state_at(3000) == "lost"


def test_black_pictures_that_do_not_change_are_black(watch: PictureWatch) -> None:
    assert play(watch, BLACK, 0, 6000) == "black"


def test_a_dim_hall_is_not_black(watch: PictureWatch) -> None:
    dim = [(picture // 12).astype(np.uint8) for picture in PICTURES]
    for at in range(0, 6000, EVERY_MS):
        watch.see(dim[at // EVERY_MS % 2], at)
    assert watch.state_at(6000) == "ready"


def test_opening_again_cures_nothing_by_itself(watch: PictureWatch) -> None:
    play(watch, BLACK, 0, 4000)
    watch.open(4000)
    watch.see(BLACK, 4000)
    assert watch.state_at(4000) == "black"
    assert play(watch, None, 4040, 4200) == "ready"


def test_a_lost_camera_stays_lost_until_a_picture_comes(watch: PictureWatch) -> None:
    play(watch, None, 0, 1000)
    watch.lose()
    watch.open(1200)
    assert watch.state_at(1200) == "lost"
    watch.see(PICTURES[0], 1300)
    assert watch.state_at(1300) == "ready"


def test_it_is_opened_again_ever_more_patiently(watch: PictureWatch) -> None:
    reopened = []
    for at in range(0, 60_000, EVERY_MS):
        watch.see(BLACK, at)
        if watch.must_reopen_at(at):
            reopened.append(at)
            watch.open(at)
    pauses = [later - earlier for earlier, later in zip(reopened, reopened[1:], strict=False)]
    assert len(reopened) >= 3
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 3 * pauses[0]


def test_a_camera_that_is_well_is_never_opened_again(watch: PictureWatch) -> None:
    play(watch, None, 0, 10_000)
    assert not watch.must_reopen_at(10_000)


def test_a_picture_that_may_stand_still_does(watch: PictureWatch) -> None:
    still = PictureWatch(0, may_stand_still=True)
    assert play(still, PICTURES[0], 0, 10_000) == "ready"
