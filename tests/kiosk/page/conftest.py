"""A station that was never paired, and its page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.page.serving import PageServer
from kiosk.station.station import Station
from tests.kiosk.running_station import make_settings

MakePage = Callable[..., PageServer]


@pytest.fixture
def make_page(tmp_path: Path) -> Iterator[MakePage]:
    """Starts the page of a station in one folder; the one before is stopped."""
    pages: list[tuple[Station, PageServer]] = []

    def stop() -> None:
        while pages:
            station, page = pages.pop()
            page.stop()
            station.stop()

    def make(**arguments: object) -> PageServer:
        stop()
        given = {"page_port": 0, "has_window": "no", "cameras": "none,none"} | arguments
        station = Station(make_settings(tmp_path, **given))
        station.start()
        page = PageServer(station)
        page.start()
        pages.append((station, page))
        return page

    yield make
    stop()


@pytest.fixture
def page(make_page: MakePage) -> PageServer:
    return make_page()
