"""One attempt to hand a message to an address that a stranger typed in.

The address is resolved once and the connection goes to exactly what was checked, so that a name
cannot answer with a harmless address first and the venue's own network afterwards. No redirect
is followed, little of the answer is read, and an attempt ends after its time.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

TIMEOUT_SECONDS = 20.0
_MOST_ANSWER_BYTES = 4_096
_MOST_URL = 2_000
_PORTS = {"https": 443, "http": 80}
# The nearest first: each is an OSError too, but for the last.
_FAILURES = (
    (socket.gaierror, "name_unknown"),
    (ssl.SSLCertVerificationError, "not_trusted"),
    (TimeoutError, "timed_out"),
    (ConnectionRefusedError, "connection_refused"),
    (OSError, "unreachable"),
    (Exception, "answer_unreadable"),
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ForbiddenAddressError(Exception):
    """The address is none we send to; `code` is `url_invalid`, `url_not_https` or
    `address_not_public`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answer:
    """How an attempt ended: the receiver's status, or None and what went wrong.

    `error` is a code: those of ForbiddenAddressError, `name_unknown`, `not_trusted`, `timed_out`,
    `connection_refused`, `unreachable` or `answer_unreadable`; `detail` is what the system said.
    `retry_after_seconds` is what the receiver asked for, if it did.
    """

    status: int | None
    error: str = ""
    detail: str = ""
    retry_after_seconds: int | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it (2xx)."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants no more of them (410)."""
        return self.status == http.HTTPStatus.GONE


def check_url(url: str, allowed: tuple[Network, ...] = ()) -> SplitResult:
    """The parts of an address that may be stored. Raises ForbiddenAddressError.

    Only https, no name and password in it; plain http and addresses that are not public only where
    the organizer allowed their network.
    """
    parts = _split(url)
    literal = _as_address(parts.hostname or "")
    if literal is not None:
        _check_address(literal, allowed)
    if parts.scheme != "https" and not (literal and _is_within(literal, allowed)):
        raise ForbiddenAddressError("url_not_https")
    return parts


def post_message(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    allowed: tuple[Network, ...] = (),
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> Answer:
    """Send once. Whatever happens becomes an Answer; nothing is raised for the network's sake."""
    try:
        parts = check_url(url, allowed)
        address = resolve(parts, allowed)
        return _post(parts, address, dict(headers), body, timeout_seconds)
    except ForbiddenAddressError as error:
        return Answer(None, error.code)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, _name_failure(error), f"{type(error).__name__}: {error}"[:300])


def resolve(parts: SplitResult, allowed: tuple[Network, ...]) -> tuple[str, int]:
    """Where the name leads now, checked. Raises ForbiddenAddressError when any of its addresses
    is not public: a name that mixes them is up to something. Raises OSError."""
    port = parts.port or _PORTS[parts.scheme]
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        _check_address(ipaddress.ip_address(address.split("%")[0]), allowed)
    return addresses[0], port


def _name_failure(error: Exception) -> str:
    return next(code for kind, code in _FAILURES if isinstance(error, kind))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_possible = parts.port is None or parts.port > 0
    except ValueError as error:
        raise ForbiddenAddressError("url_invalid") from error
    is_plain = parts.username is None and parts.password is None and not parts.fragment
    is_printable = url.isascii() and url.isprintable() and " " not in url
    is_possible = bool(parts.hostname) and parts.scheme in _PORTS and port_is_possible
    if not (is_plain and is_printable and is_possible and len(url) <= _MOST_URL):
        raise ForbiddenAddressError("url_invalid")
    return parts


def _as_address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _check_address(address: Address, allowed: tuple[Network, ...]) -> None:
    inner = getattr(address, "ipv4_mapped", None) or address
    if _is_within(inner, allowed):
        return
    if not inner.is_global or inner.is_multicast or inner.is_reserved:
        raise ForbiddenAddressError("address_not_public")


def _is_within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _post(
    parts: SplitResult,
    address: tuple[str, int],
    headers: dict[str, str],
    body: bytes,
    timeout_seconds: float,
) -> Answer:
    deadline = time.monotonic() + timeout_seconds
    connection = _connect(parts, address, timeout_seconds)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers |= {"Content-Type": "application/json", "User-Agent": "Accueil-Webhooks/1"}
        connection.request("POST", path, body, headers)
        connection.sock.settimeout(max(0.1, deadline - time.monotonic()))
        response = connection.getresponse()
        response.read(_MOST_ANSWER_BYTES)
        retry_after = _read_retry_after(response.getheader("Retry-After"))
        return Answer(response.status, retry_after_seconds=retry_after)
    finally:
        connection.close()


def _connect(
    parts: SplitResult, address: tuple[str, int], timeout_seconds: float
) -> http.client.HTTPConnection:
    """A connection to the address that was checked, under the name that was typed in."""
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, address[1], timeout=timeout_seconds)
    plain = socket.create_connection(address, timeout_seconds)
    try:
        connection.sock = _wrap(plain, host) if parts.scheme == "https" else plain
    except BaseException:
        plain.close()
        raise
    return connection


def _wrap(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _read_retry_after(text: str | None) -> int | None:
    """Seconds; a date is left to our own waits."""
    is_number = text is not None and text.isascii() and text.isdigit() and len(text) < 9
    return int(text) if is_number and text else None
