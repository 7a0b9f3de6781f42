"""The whole process: HTTPS with its authority, both servers, a clean start and stop."""

import json
import os
import signal
import socket
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from gevent import ssl as green_ssl

from domain.errors import CertificateError
from server.config import load_settings
from server.net import CertificateKeeper
from server.net.venue_server import make_tls_context
from tests.net.venue import RawDevice, Venue, read_all, start_venue, wait_until


def test_a_device_that_trusts_the_authority_gets_in(venue: Venue) -> None:
    assert venue.get("/hello").text == "hello"


def test_a_device_that_does_not_trust_it_gets_an_error(venue: Venue) -> None:
    context = ssl.create_default_context()
    with (
        venue.connect_plain() as plain,
        pytest.raises(ssl.SSLCertVerificationError, match="local issuer"),
    ):
        context.wrap_socket(plain, server_hostname="127.0.0.1")
    assert venue.get("/hello").text == "hello"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(venue: Venue, version: ssl.TLSVersion) -> None:
    context = ssl.create_default_context(cafile=str(venue.authority))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = context.maximum_version = version
    with venue.connect_plain() as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_plain_http_on_the_tls_port_is_sent_to_https(venue: Venue) -> None:
    response = requests.get(
        f"http://127.0.0.1:{venue.port}/kiosk?a=1", allow_redirects=False, timeout=5
    )
    assert response.status_code == 307
    assert response.headers["Location"] == f"https://127.0.0.1:{venue.port}/kiosk?a=1"


@pytest.mark.parametrize(
    ("garbage", "answer"),
    [
        (b"\x00" * 100, b""),
        (b"\x80" + os.urandom(4096), b""),
        (b"\x16\x03\x01\xff\xff" + b"\x00" * 4000, b""),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"HTTP/1.1 400"),
        (b"POST /api HTTP/1.1\r\nHost: a\r\n\r\n", b"HTTP/1.1 400"),
        (b"GET / HTTP/1.1\r\nHost: evil\r\n x\r\n\r\n", b"HTTP/1.1 307"),
        (b"GET / HTTP/1.1\r\nHost: a b/@\r\n\r\n", b"HTTP/1.1 400"),
        (b"G" * 20_000, b"HTTP/1.1 400"),
    ],
)
def test_garbage_on_the_tls_port(venue: Venue, garbage: bytes, answer: bytes) -> None:
    with venue.connect_plain() as sock:
        sock.sendall(garbage)
        with suppress(OSError):  # ended by the server already
            sock.shutdown(socket.SHUT_WR)
        received = read_all(sock)
    assert received.startswith(answer)
    assert answer or not received.startswith(b"HTTP")
    assert venue.get("/hello").text == "hello"


def test_silent_connections_hold_nobody_up(venue: Venue) -> None:
    silent = [venue.connect_plain() for _ in range(50)]
    assert venue.get("/hello").text == "hello"
    for sock in silent:
        sock.close()


def test_requests_under_way_end_before_the_stop(tmp_path: Path) -> None:
    with start_venue(tmp_path / "v") as venue, ThreadPoolExecutor(1) as pool:
        device = RawDevice(venue)
        device.join()
        late = pool.submit(venue.get, "/slow/1.0")
        wait_until(lambda: "a slow answer has begun" in venue.log)
        venue.process.send_signal(signal.SIGTERM)
        assert late.result().text == "late"
        device.read_to_the_end()
        assert device.closed_with == 1001
        output, _ = venue.process.communicate(timeout=15)
        assert json.loads(output.splitlines()[-1]) == {"stopped": True}
        assert venue.process.returncode == 0
        assert "Traceback" not in venue.log
        device.close()


def test_interrupt_stops_too(tmp_path: Path) -> None:
    with start_venue(tmp_path / "v") as venue:
        venue.process.send_signal(signal.SIGINT)
        assert venue.process.wait(15) == 0
        assert "Traceback" not in venue.log


@pytest.mark.parametrize(
    ("setting", "variable"), [("port", "ACCUEIL_PORT"), ("http_port", "ACCUEIL_HTTP_PORT")]
)
def test_a_port_that_is_taken_stops_the_start(
    venue: Venue, tmp_path: Path, setting: str, variable: str
) -> None:
    with (
        pytest.raises(AssertionError, match=f"{variable}: cannot listen .*already in use"),
        start_venue(tmp_path / "second", **{setting: venue.port}),
    ):
        pass


def test_plain_http_is_for_this_machine(tmp_path: Path) -> None:
    with start_venue(tmp_path / "v", is_http=True, host=None) as venue:
        assert venue.get("/hello").text == "hello"
        assert venue.handover is None
        assert not (venue.folder / "tls").exists()
        listening = Path("/proc/net/tcp").read_text()
        assert f"0100007F:{venue.port:04X}" in listening
        assert f"00000000:{venue.port:04X}" not in listening


def test_a_certificate_of_the_operators_own(venue: Venue, tmp_path: Path) -> None:
    pem = str(venue.folder / "tls" / "server.pem")
    with start_venue(tmp_path / "own", tls_cert=pem, tls_key=pem) as own:
        response = requests.get(own.url + "/hello", verify=str(venue.authority), timeout=10)
        assert response.text == "hello"
        assert not (own.folder / "tls").exists()


def test_a_wrong_certificate_stops_the_start(tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="ACCUEIL_TLS_CERT: .*/none.pem cannot be used"),
        start_venue(tmp_path / "v", tls_cert="/none.pem", tls_key="/none.pem"),
    ):
        pass


def test_the_certificate_is_renewed_while_running(tmp_path: Path) -> None:
    context = make_tls_context()
    now = datetime.now(UTC)
    settings = load_settings({"ACCUEIL_DATA_DIR": str(tmp_path)})
    keeper = CertificateKeeper(settings, context, now - timedelta(days=200))
    first = keeper.current
    assert not keeper.refresh(now - timedelta(days=199))
    assert keeper.refresh(now + timedelta(days=170))
    assert keeper.current.authority == first.authority
    assert presented(context) == keeper.current.certificate


def presented(context: green_ssl.SSLContext) -> x509.Certificate:
    """The certificate a device is shown by this context."""
    device_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    device_context.check_hostname = False
    device_context.verify_mode = ssl.CERT_NONE  # it is not valid today
    to_server, to_device = ssl.MemoryBIO(), ssl.MemoryBIO()
    device = device_context.wrap_bio(to_device, to_server, server_hostname="localhost")
    server = context.wrap_bio(to_server, to_device, server_side=True)
    for side in (device, server, device):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    shown = device.getpeercert(binary_form=True)
    assert shown is not None
    return x509.load_der_x509_certificate(shown)


def test_a_failed_renewal_keeps_the_old_certificate(tmp_path: Path) -> None:
    settings = load_settings({"ACCUEIL_DATA_DIR": str(tmp_path)})
    now = datetime.now(UTC)
    keeper = CertificateKeeper(settings, make_tls_context(), now)
    first = keeper.current
    (tmp_path / "tls" / "ca.key").unlink()
    with pytest.raises(CertificateError, match="renewed"):
        keeper.refresh(now + timedelta(days=380))
    assert keeper.current == first


def test_curl_agrees(venue: Venue) -> None:
    trusted = subprocess.run(
        ["curl", "-sS", "--cacert", str(venue.authority), f"{venue.url}/hello"],
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert trusted.stdout == "hello", trusted.stderr
