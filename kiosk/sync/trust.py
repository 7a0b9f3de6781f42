"""How a station knows that the server is the venue's: a file, the authority kept, or the system's.

The venue's own authority is handed out on the server's plain HTTP page; its fingerprint, read off
the organizer's screen, says that nobody in between swapped it.
"""

from __future__ import annotations

import hashlib
import ssl
import urllib.request
from contextlib import closing
from urllib.error import URLError
from urllib.parse import urlsplit

from kiosk.config import StationSettings
from kiosk.errors import TrustError
from kiosk.store.vault import sync_folder
from kiosk.sync.api import Trust

_WAIT_SECONDS = 10
_MOST_BYTES = 100_000


def make_trust(settings: StationSettings, server: str) -> Trust:
    """What to check the server's certificate against; None for plain HTTP.

    Raises TrustError `authority_unknown` for a file that holds no certificate.
    """
    if urlsplit(server).scheme == "http":
        return None
    file = settings.ca_file or settings.authority_file
    is_kept = settings.ca_file is not None or file.exists()
    try:
        return ssl.create_default_context(cafile=str(file) if is_kept else None)
    except (OSError, ssl.SSLError) as error:
        raise TrustError("authority_unknown", f"{file}: {error}") from error


def needs_authority(settings: StationSettings, server: str) -> bool:
    """Whether the venue's authority has to be fetched first."""
    is_https = urlsplit(server).scheme == "https"
    return is_https and settings.ca_file is None and bool(settings.ca_fingerprint)


def fetch_authority(settings: StationSettings, server: str) -> None:
    """Fetch the venue's authority from the hand-over page and keep it if the fingerprint is right.

    Raises TrustError `authority_unreachable`, `fingerprint_differs` (nothing is kept then).
    """
    pem = _fetch(f"http://{_host(server)}:{settings.handover_port}/ca.pem")
    found = read_fingerprint(pem)
    if found != settings.ca_fingerprint:
        raise TrustError(
            "fingerprint_differs",
            f"the authority on that address has the fingerprint {show_fingerprint(found)}",
        )
    fresh = settings.authority_file.with_suffix(".new")
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh.write_text(pem, "ascii")
    fresh.replace(settings.authority_file)
    sync_folder(settings.data_dir)


def read_fingerprint(pem: str) -> str:
    """SHA-256 of a PEM certificate, 64 hexadecimal digits in upper case. Raises TrustError."""
    try:
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    except ValueError as error:
        raise TrustError("authority_unreachable", "that is no certificate") from error


def show_fingerprint(digits: str) -> str:
    """As the organizer's page shows it: pairs with colons between."""
    return ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def _fetch(url: str) -> str:
    try:
        with closing(urllib.request.urlopen(url, timeout=_WAIT_SECONDS)) as answer:  # noqa: S310
            return str(answer.read(_MOST_BYTES).decode("ascii"))
    except (URLError, OSError, UnicodeDecodeError) as error:
        raise TrustError("authority_unreachable", f"{url}: {error}") from error


def _host(server: str) -> str:
    host = urlsplit(server).hostname or ""
    return f"[{host}]" if ":" in host else host
