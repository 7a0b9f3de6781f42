"""What OpenSSL makes of our certificates: a TLS handshake in memory, no sockets, no threads."""

import ssl
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest

from server.tls import ServerCertificate, ServerNames, collect_names, prepare_certificate, to_pem
from server.tls.store import _get_authority, _renew

NOW = datetime.now(UTC)  # OpenSSL looks at the machine's own clock


def shake_hands(made: ServerCertificate, name: str, trusted: str | None) -> None:
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(made.cert_path, made.key_path)
    device_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    device_context.verify_flags |= ssl.VERIFY_X509_STRICT
    if trusted:
        device_context.load_verify_locations(cadata=trusted)
    to_server, to_device = ssl.MemoryBIO(), ssl.MemoryBIO()
    device = device_context.wrap_bio(to_device, to_server, server_hostname=name)
    server = server_context.wrap_bio(to_server, to_device, server_side=True)
    for side in (device, server, device, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue


def trust(made: ServerCertificate) -> str:
    assert made.authority is not None
    return to_pem(made.authority).decode()


@pytest.mark.parametrize("name", ["192.168.1.20", "venue-pc.local", "localhost", "127.0.0.1"])
def test_a_device_that_trusts_the_authority_connects(
    folder: Path, names: ServerNames, name: str
) -> None:
    made = prepare_certificate(folder, names, NOW)
    shake_hands(made, name, trust(made))


def test_a_device_that_does_not_trust_it_refuses(folder: Path, names: ServerNames) -> None:
    made = prepare_certificate(folder, names, NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
        shake_hands(made, "192.168.1.20", None)


def test_a_device_refuses_another_name(folder: Path, names: ServerNames) -> None:
    made = prepare_certificate(folder, names, NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shake_hands(made, "192.168.1.21", trust(made))


@pytest.mark.parametrize("has_name_constraints", [True, False])
def test_a_stolen_authority_key_cannot_imitate_a_bank(
    folder: Path, names: ServerNames, has_name_constraints: bool
) -> None:
    made = prepare_certificate(folder, names, NOW, has_name_constraints=has_name_constraints)
    authority = _get_authority(folder, names, NOW, has_name_constraints)
    _renew(folder, authority, ServerNames(("www.bank.example",), ()), NOW)
    if not has_name_constraints:
        shake_hands(made, "www.bank.example", trust(made))
        return
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(made, "www.bank.example", trust(made))


def test_a_public_address_outside_the_constraints_is_refused(
    folder: Path, names: ServerNames
) -> None:
    made = prepare_certificate(folder, names, NOW)
    authority = _get_authority(folder, names, NOW, True)
    outside = collect_names("venue-pc", [ip_address("8.8.8.8")])
    _renew(folder, authority, outside, NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(made, "8.8.8.8", trust(made))
