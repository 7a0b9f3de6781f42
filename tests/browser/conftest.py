"""A venue to look at: server, organizer, and badges held before a camera."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from demo.motion import Gesture
from demo.video import make_webcam_video
from domain.badge_code import make_badge_code
from server.clock import now_ms
from server.printing import BadgeFace
from server.printing.raster import render_badge_image
from server.services.badges import reissue_badge
from server.services.devices import create_pairing_code
from server.services.events import NewEvent, create_event
from server.services.organizers import Credentials, add_organizer
from server.storage.events import get_event, get_event_keys
from tests.browser.chromium import ABSENT, CHROMIUM, open_chromium
from tests.support.fair import Fair
from tests.support.running_server import RunningServer

EMAIL, PASSWORD = "lina@siccam.example", "a password for tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@dataclass
class Venue:
    """The fair, its server, and who may sign in."""

    fair: Fair
    server: RunningServer

    def pairing_url(self, gate_id: str | None = None, name: str = "Tablette 1") -> str:
        """A kiosk's address with a fresh one-time code; it starts by itself."""
        gate = gate_id or self.fair.gate_a
        code = create_pairing_code(
            self.fair.database, self.fair.event_id, gate, name, self.fair.clock()
        )
        return f"{self.server.url}/kiosk?autostart=1#pair={code}"

    def verdicts(self) -> list[str]:
        """The verdicts in the log, oldest first."""
        with self.fair.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT verdict FROM scans ORDER BY change_number")
            return list(rows.scalars())

    def sign_in(self, page: Page, path: str) -> None:
        """Sign in as the organizer and end up at `path`."""
        page.goto(self.server.url + path)
        page.fill("[name=email]", EMAIL)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        expect(page).to_have_url(self.server.url + path)

    @property
    def attendance_path(self) -> str:
        """The live page of the edition."""
        return "/console/siccam-casablanca-2024/attendance"


@pytest.fixture(scope="module")
def venue(open_fair: Fair, server: RunningServer) -> Venue:
    """A venue with an organizer."""
    add_organizer(open_fair.database, Credentials(EMAIL, "Lina", PASSWORD), now_ms())
    return Venue(open_fair, server)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    if not Path(CHROMIUM).exists():
        pytest.skip(ABSENT)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser without a camera."""
    with open_chromium(playwright) as opened:
        yield opened


def make_face(code: str, name: str = "Imane") -> BadgeFace:
    """A badge that shows `code`."""
    return BadgeFace(
        first_name=name,
        last_name="Diallo",
        human_code="ABCD-EFGH",
        code_text=code,
        category_name="Visiteur",
        category_color="#137a3e",
        edition_name="SICCAM",
        edition_place_dates="Casablanca · 26–27 avr. 2024",
    )


@dataclass
class Film:
    """A video of badges, and the verdict each must get the first time it is held up."""

    path: Path
    expected: list[str]


@pytest.fixture(scope="module")
def film(open_fair: Fair, tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Badges of every kind, brought in tilted and out of focus, then held."""
    cast = [
        (open_fair.code("imane"), "admitted"),
        (revoke(open_fair, "ahmed"), "revoked"),
        (code_of_other_edition(open_fair), "other_edition"),
        ("https://example.com/menu", "unknown_badge"),
        (open_fair.code("lucie"), "needs_desk"),
        (open_fair.code("imane"), "already_inside"),
    ]
    pictures = [render_badge_image(make_face(code), 200) for code, _ in cast]
    path = tmp_path_factory.mktemp("film") / "badges.mjpeg"
    gesture = Gesture(hold_seconds=1.6, pause_seconds=2.0)
    make_webcam_video(pictures, path, gesture)
    return Film(path, [verdict for _, verdict in cast])


def revoke(fair: Fair, key: str) -> str:
    """Somebody lost a badge, got another, and holds up the old one."""
    reissue_badge(fair.database, fair.badges[key].id, "lost", fair.clock(), "command")
    return fair.code(key)


def code_of_other_edition(fair: Fair) -> str:
    """A genuine badge of last year in Fès."""
    new = NewEvent("SICCAM", "Fès", "2023-05-10", "2023-05-11")
    event_id = create_event(fair.database, new, fair.clock())
    with fair.database.read() as connection:
        event = get_event(connection, event_id)
        key = get_event_keys(connection)[event_id][0]
    assert event is not None
    return make_badge_code(event.badge_tag, b"\x05" * 12, key)
