"""Cast: a venue machine with one address, a folder for its certificates, a fixed clock."""

from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest

from server.tls import ServerNames, collect_names

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def names() -> ServerNames:
    """The machine "Venue-PC" with one address on the hall's network."""
    return collect_names("Venue-PC", [ip_address("192.168.1.20")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the certificates go; does not exist yet."""
    return tmp_path / "data" / "tls"
