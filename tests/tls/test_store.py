"""The authority is made once; the server's certificate is renewed exactly when it must be."""

import stat
from datetime import datetime, timedelta
from ipaddress import ip_address
from multiprocessing import get_context
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from domain.errors import CertificateError
from server.tls import ServerNames, collect_names, prepare_certificate, read_authority
from tests.tls.conftest import NOW


def prepare(folder: Path, names: ServerNames, now: datetime = NOW) -> x509.Certificate:
    return prepare_certificate(folder, names, now).certificate


def refuse(folder: Path, names: ServerNames, now: datetime = NOW) -> str:
    with pytest.raises(CertificateError) as caught:
        prepare_certificate(folder, names, now)
    return caught.value.code


def test_first_start_makes_authority_and_certificate(folder: Path, names: ServerNames) -> None:
    made = prepare_certificate(folder, names, NOW)
    assert made.authority == read_authority(folder)
    assert made.authority is not None
    made.certificate.verify_directly_issued_by(made.authority)
    assert made.names.dns == ("localhost", "venue-pc.local", "venue-pc")
    assert [str(a) for a in made.names.addresses] == ["192.168.1.20", "127.0.0.1", "::1"]
    assert made.left_out == ()


def test_the_certificate_is_one_browsers_accept(folder: Path, names: ServerNames) -> None:
    certificate = prepare(folder, names)
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.SERVER_AUTH]
    period = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert period <= timedelta(days=397)
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"


def test_the_authority_lasts_ten_years_and_signs_servers_only(
    folder: Path, names: ServerNames
) -> None:
    prepare(folder, names)
    authority = read_authority(folder)
    assert authority is not None
    assert authority.not_valid_after_utc - NOW > timedelta(days=3640)
    basics = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basics.critical
    assert basics.value.ca
    assert basics.value.path_length == 0


def test_keys_are_for_the_server_only(folder: Path, names: ServerNames) -> None:
    prepare(folder, names)
    assert stat.S_IMODE((folder / "ca.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "server.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_opened_up_authority_key_is_closed_again(folder: Path, names: ServerNames) -> None:
    prepare(folder, names)
    (folder / "ca.key").chmod(0o644)
    prepare(folder, names)
    assert stat.S_IMODE((folder / "ca.key").stat().st_mode) == 0o600


def test_a_second_start_changes_nothing(folder: Path, names: ServerNames) -> None:
    prepare(folder, names)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    prepare(folder, names, NOW + timedelta(days=300))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_new_address_renews_the_certificate_not_the_authority(
    folder: Path, names: ServerNames
) -> None:
    first = prepare(folder, names)
    authority = read_authority(folder)
    moved = collect_names("Venue-PC", [ip_address("192.168.1.20"), ip_address("10.4.0.9")])
    second = prepare_certificate(folder, moved, NOW)
    assert second.certificate != first
    assert ip_address("10.4.0.9") in second.names.addresses
    assert second.authority == authority


def test_an_address_that_went_away_renews_nothing(folder: Path, names: ServerNames) -> None:
    first = prepare(folder, names)
    assert prepare(folder, collect_names("Venue-PC", [])) == first


def test_the_last_month_renews(folder: Path, names: ServerNames) -> None:
    first = prepare(folder, names)
    assert prepare(folder, names, first.not_valid_after_utc - timedelta(days=31)) == first
    later = first.not_valid_after_utc - timedelta(days=29)
    assert prepare(folder, names, later).not_valid_after_utc > first.not_valid_after_utc


def test_no_certificate_outlives_its_authority(folder: Path, names: ServerNames) -> None:
    prepare(folder, names)
    authority = read_authority(folder)
    assert authority is not None
    near_end = authority.not_valid_after_utc - timedelta(days=20)
    last = prepare(folder, names, near_end)
    assert last.not_valid_after_utc == authority.not_valid_after_utc
    assert prepare(folder, names, near_end + timedelta(days=1)) == last


def test_an_ended_authority_is_made_again(folder: Path, names: ServerNames) -> None:
    prepare(folder, names)
    old = read_authority(folder)
    assert old is not None
    made = prepare_certificate(folder, names, old.not_valid_after_utc + timedelta(days=1))
    assert made.authority != old
    assert made.authority is not None
    made.certificate.verify_directly_issued_by(made.authority)


def test_a_damaged_server_file_is_made_again(folder: Path, names: ServerNames) -> None:
    first = prepare(folder, names)
    (folder / "server.pem").write_bytes((folder / "server.pem").read_bytes()[:200])
    assert prepare(folder, names) != first


def test_a_certificate_of_another_authority_is_made_again(
    folder: Path, names: ServerNames, tmp_path: Path
) -> None:
    prepare(folder, names)
    prepare(tmp_path / "other", names)
    foreign = (tmp_path / "other" / "server.pem").read_bytes()
    (folder / "server.pem").write_bytes(foreign)
    made = prepare_certificate(folder, names, NOW)
    assert made.authority is not None
    made.certificate.verify_directly_issued_by(made.authority)


def test_a_damaged_authority_stops_the_start(folder: Path, names: ServerNames) -> None:
    prepare(folder, names)
    before = (folder / "server.pem").read_bytes()
    (folder / "ca.crt").write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    assert refuse(folder, names) == "authority_unreadable"
    assert (folder / "server.pem").read_bytes() == before


def test_a_foreign_authority_key_stops_the_start(
    folder: Path, names: ServerNames, tmp_path: Path
) -> None:
    prepare(folder, names)
    prepare(tmp_path / "other", names)
    (folder / "ca.key").write_bytes((tmp_path / "other" / "ca.key").read_bytes())
    assert refuse(folder, names) == "authority_unreadable"


def test_without_the_authority_key_the_server_runs_until_it_must_renew(
    folder: Path, names: ServerNames
) -> None:
    first = prepare(folder, names)
    (folder / "ca.key").unlink()
    assert prepare(folder, names) == first
    assert refuse(folder, names, NOW + timedelta(days=380)) == "authority_key_missing"


def test_a_clock_in_the_past_makes_nothing(folder: Path, names: ServerNames) -> None:
    assert refuse(folder, names, datetime(1970, 1, 1, tzinfo=NOW.tzinfo)) == "clock_implausible"
    assert read_authority(folder) is None
    prepare(folder, names)
    assert refuse(folder, names, NOW - timedelta(days=90)) == "authority_not_yet_valid"


def test_a_folder_that_cannot_be_made(tmp_path: Path, names: ServerNames) -> None:
    (tmp_path / "file").write_text("in the way")
    assert refuse(tmp_path / "file" / "tls", names) == "folder_not_writable"


def _prepare_elsewhere(folder: Path) -> bytes:
    names = collect_names("Venue-PC", [])
    made = prepare_certificate(folder, names, NOW)
    assert made.authority is not None
    return made.authority.tbs_certificate_bytes


def test_servers_starting_together_share_one_authority(folder: Path) -> None:
    with get_context("spawn").Pool(3) as pool:
        made = pool.map(_prepare_elsewhere, [folder] * 3)
    assert len(set(made)) == 1
