"""Which names go into a certificate, and which an authority may vouch for."""

from ipaddress import ip_address
from pathlib import Path

import pytest

from server.tls import ServerNames, collect_names, find_lan_addresses, prepare_certificate
from tests.tls.conftest import NOW


def test_names_and_addresses_are_kept_once_in_order() -> None:
    names = collect_names(
        "Box.example.org", [ip_address("10.0.0.2")], ["10.0.0.2", "Fair.Local", "fd00::5"]
    )
    assert names.dns == ("localhost", "box.local", "box", "fair.local")
    assert [str(a) for a in names.addresses] == ["10.0.0.2", "fd00::5", "127.0.0.1", "::1"]


@pytest.mark.parametrize("hostname", ["", "localhost", "my_box", "بوابة", "-x"])
def test_a_host_name_that_is_none_is_left_out(hostname: str) -> None:
    assert collect_names(hostname, []).dns == ("localhost",)


def test_addresses_of_this_machine_are_found() -> None:
    addresses = find_lan_addresses()
    assert not any(address.is_loopback or address.is_unspecified for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_what_the_authority_may_not_vouch_for_is_left_out(folder: Path, names: ServerNames) -> None:
    prepare_certificate(folder, names, NOW)
    later = collect_names("Venue-PC", [ip_address("41.248.3.7")], ["checkin.example.com"])
    made = prepare_certificate(folder, later, NOW)
    assert made.left_out == ("checkin.example.com", "41.248.3.7")
    assert ip_address("41.248.3.7") not in made.names.addresses
    assert "venue-pc.local" in made.names.dns


def test_public_names_known_at_first_start_are_vouched_for(folder: Path) -> None:
    names = collect_names("Venue-PC", [ip_address("41.248.3.7")], ["checkin.example.com"])
    made = prepare_certificate(folder, names, NOW)
    assert made.left_out == ()
    assert "checkin.example.com" in made.names.dns
    assert ip_address("41.248.3.7") in made.names.addresses


def test_without_name_constraints_everything_is_vouched_for(
    folder: Path, names: ServerNames
) -> None:
    prepare_certificate(folder, names, NOW, has_name_constraints=False)
    later = collect_names("Venue-PC", [ip_address("41.248.3.7")])
    assert prepare_certificate(folder, later, NOW).left_out == ()
