"""A station and a server with the venue's own authority: HTTPS, checked, or nothing."""

import os
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import DeviceRefusedError, TrustError
from kiosk.store import open_store
from kiosk.sync import pair_station
from kiosk.sync.trust import read_fingerprint
from server.services.devices import create_pairing_code
from tests.kiosk.running_station import make_settings, run_station
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def fair(venue_folder: Path) -> Iterator[Fair]:
    database = open_migrated(venue_folder / "accueil.db")
    yield Fair(database, TrueClock())
    database.close()


@pytest.fixture(scope="module")
def addresses(venue_folder: Path, fair: Fair) -> Iterator[dict[str, str]]:
    """The product's address over HTTPS, and that of the plain page that hands out the authority."""
    own = {"ACCUEIL_DATA_DIR": str(venue_folder), "ACCUEIL_HOST": "127.0.0.1"}
    process = subprocess.Popen(
        [sys.executable, "run_server.py", "serve", "--port", "0"],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("ACCUEIL_")}
        | own
        | {"ACCUEIL_HTTP_PORT": "0", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found: dict[str, str] = {}
    for line in process.stdout:
        for scheme, rest in re.findall(r"(https?)://([\w.\[\]]+:\d+)", line):
            found.setdefault(scheme, f"{scheme}://{rest}")
        if len(found) == 2:
            break
    yield found
    process.terminate()
    process.communicate(timeout=30)


def make_code(fair: Fair) -> str:
    place = (fair.database, fair.event_id, fair.gate_a)
    return create_pairing_code(*place, "Borne", fair.clock())


def test_the_authority_is_fetched_compared_and_kept(
    tmp_path: Path, venue_folder: Path, fair: Fair, addresses: dict[str, str]
) -> None:
    pem = (venue_folder / "tls" / "ca.crt").read_text("ascii")
    settings = make_settings(
        tmp_path,
        addresses["https"],
        ca_fingerprint=read_fingerprint(pem),
        handover_port=addresses["http"].rsplit(":", 1)[1],
    )
    pairing = pair_station(settings, make_code(fair))
    assert ssl.PEM_cert_to_DER_cert(settings.authority_file.read_text()) == (
        ssl.PEM_cert_to_DER_cert(pem)
    )
    store = open_store(settings)
    store.settings.set_pairing(pairing)
    store.close()
    with run_station(make_settings(tmp_path), wait_for_roster=True) as running:
        verdict = running.scan(fair.code("imane"))
        assert verdict["answer"]["verdict"] == "admitted"
        running.wait_until_sent()


def test_another_authority_is_not_taken(
    tmp_path: Path, fair: Fair, addresses: dict[str, str]
) -> None:
    settings = make_settings(
        tmp_path,
        addresses["https"],
        ca_fingerprint="00" * 32,
        handover_port=addresses["http"].rsplit(":", 1)[1],
    )
    with pytest.raises(TrustError, match="has the fingerprint ..:") as error:
        pair_station(settings, make_code(fair))
    assert error.value.code == "fingerprint_differs"
    assert not settings.authority_file.exists()


def test_a_server_nobody_vouches_for_gets_no_code(
    tmp_path: Path, fair: Fair, addresses: dict[str, str]
) -> None:
    with pytest.raises(DeviceRefusedError, match="certificate") as error:
        pair_station(make_settings(tmp_path, addresses["https"]), make_code(fair))
    assert error.value.code == "unreachable"


def test_a_file_that_is_no_authority_is_named(tmp_path: Path, fair: Fair) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("not a certificate")
    settings = make_settings(tmp_path, "https://127.0.0.1:9", ca_file=file)
    with pytest.raises(TrustError) as error:
        pair_station(settings, make_code(fair))
    assert error.value.code == "authority_unknown"
