"""The server comes back with an older database: tablets bring it what it has forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from server.services.devices import get_devices
from server.services.recount import recount
from tests.browser.conftest import Venue
from tests.browser.kiosk import TABLET, expect_all_sent, find_scans, open_kiosk
from tests.browser.test_offline import port_of, wait_until
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import run_server


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    """A fair of its own: its database is replaced."""
    database = open_migrated(tmp_path / "accueil.db")
    yield Fair(database, TrueClock())
    database.close()


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**TABLET)
    yield context
    context.close()


def test_what_an_older_backup_lacks_is_sent_again(
    fair: Fair, tmp_path: Path, tablet: BrowserContext
) -> None:
    with run_server(tmp_path) as server:
        kiosk = open_kiosk(tablet, Venue(fair, server), visitors=6)
        kiosk.scan(1)
        kiosk.scan(2)
        kiosk.expect_shown("confirmed", "true")
        kiosk.expect_shown("unsent", "0")
        backup = server.command("backup")
        for number in (3, 4, 5):
            kiosk.scan(number)
            kiosk.expect_shown("confirmed", "true")
        kiosk.expect_shown("unsent", "0")
        server.kill()
    kiosk.scan(6)
    before = recount(fair.database, fair.event_id)
    fair.database.close()
    restored = server.command("restore", backup.stdout.strip())
    assert restored.returncode == 0, restored.stderr
    assert find_scans(fair, kiosk) == [(1, "admitted"), (2, "admitted")]
    with run_server(tmp_path, port=port_of(server)):
        wait_until(lambda: len(find_scans(fair, kiosk)) == 6)
        expect_all_sent(fair, kiosk)
        # What waited may arrive before the server has said what it lacks: the log goes by time.
        assert sorted(find_scans(fair, kiosk)) == [(n, "admitted") for n in range(1, 7)]
        wait_until(lambda: find_missing(fair) == (0, 0))
        kiosk.expect_shown("roster", "complete")
    assert recount(fair.database, fair.event_id).inside == before.inside + 1


def find_missing(fair: Fair) -> tuple[int, int | None]:
    """What the organizer's list says of the tablet: scans missing, scans not sent."""
    [device] = get_devices(fair.database, fair.event_id)
    return device.missing_count, device.unsent_count
