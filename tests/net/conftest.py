"""Cast: one server over TLS for all tests that do no harm to it."""

from collections.abc import Iterator

import pytest

from tests.net.venue import RawDevice, Venue, start_venue


@pytest.fixture(scope="session")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    """HTTPS with the local authority, on free ports."""
    with start_venue(tmp_path_factory.mktemp("venue")) as running:
        yield running


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test sends to the shared server, no stack trace gets into its log."""
    running: Venue | None = (
        request.getfixturevalue("venue") if "venue" in request.fixturenames else None
    )
    before = len(running.log) if running else 0
    yield
    if running:
        assert "Traceback" not in running.log[before:], running.log[before:]


@pytest.fixture
def device(venue: Venue) -> Iterator[RawDevice]:
    """A device that has joined over the websocket."""
    raw = RawDevice(venue)
    raw.join()
    yield raw
    raw.close()
