"""What the hand-over page shows, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from cryptography import x509
from cryptography.x509.oid import NameOID
from markupsafe import Markup

from server.tls import ServerCertificate, fingerprint

PLATFORMS = ("ios", "android", "windows", "macos", "linux")
# What User-Agent strings say, in the order in which they must be asked: Android says Linux too.
_MARKS = (
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("Macintosh", "macos"),
)
_QUIET_ZONE = 4  # modules; ISO/IEC 18004


@dataclass(frozen=True)
class HandoverView:
    """The page for one device. Origins are `https://HOST:PORT` without a slash at the end."""

    certificate: ServerCertificate
    origin: str
    shared_origin: str
    page_address: str
    platform: str
    is_guessed: bool

    @property
    def has_authority(self) -> bool:
        """Whether there is anything to install."""
        return self.certificate.authority is not None

    @property
    def is_limited(self) -> bool:
        """Whether the authority can vouch for local addresses only."""
        authority = self.certificate.authority
        return authority is not None and _has_name_constraints(authority)

    @property
    def authority_name(self) -> str:
        """How devices call the authority in their lists."""
        names = (
            self.certificate.authority.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
            if self.certificate.authority
            else []
        )
        return str(names[0].value) if names else "Accueil"

    @property
    def fingerprint_rows(self) -> list[str]:
        """The authority's fingerprint in four rows of eight pairs."""
        if self.certificate.authority is None:
            return []
        pairs = fingerprint(self.certificate.authority).split(":")
        return [" ".join(pairs[start : start + 8]) for start in range(0, 32, 8)]


def guess_platform(user_agent: str) -> str:
    """Which of PLATFORMS a User-Agent header speaks of; `linux` when it says nothing."""
    return next((name for mark, name in _MARKS if mark in user_agent), "linux")


def draw_qr(text: str) -> Markup:
    """An SVG of the QR code, level M, one path; sharp at every size, no inline style."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=_QUIET_ZONE)
    code.add_data(text)
    matrix = code.get_matrix()
    size = len(matrix)
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="qr" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" '
        f'aria-hidden="true"><path d="{path}"/></svg>'
    )


def _has_name_constraints(authority: x509.Certificate) -> bool:
    try:
        authority.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return False
    return True
