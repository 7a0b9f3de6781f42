"""The authority's certificate in the shapes devices take it, and its fingerprint for people."""

from __future__ import annotations

import base64
import json
import plistlib
import uuid
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

# Names a profile and its payload; the same authority always gives the same identifiers, so that
# installing twice replaces instead of adding.
_PROFILE = uuid.UUID("6f7c1f3e-6a0b-4a5c-9c55-0f3f3f6b7f21")


def to_der(authority: x509.Certificate) -> bytes:
    """DER, what Android, Windows and browsers take as `application/x-x509-ca-cert`."""
    return authority.public_bytes(serialization.Encoding.DER)


def to_pem(authority: x509.Certificate) -> bytes:
    """PEM, what command-line tools and Linux trust stores take."""
    return authority.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER as devices show it: 32 pairs of hexadecimal digits with colons."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def to_mobileconfig(authority: x509.Certificate, description: str) -> bytes:
    """Configuration profile for iOS, iPadOS and macOS; `description` is shown before installing.

    Keys: Apple, "Configuration Profile Reference", com.apple.security.root.
    """
    name = _common_name(authority)
    identifier = f"accueil.authority.{_profile_id(authority, 'profile')}"
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": identifier,
            "PayloadUUID": _profile_id(authority, "profile"),
            "PayloadDisplayName": name,
            "PayloadDescription": description,
            "PayloadOrganization": "Accueil",
            "PayloadContent": [
                {
                    "PayloadType": "com.apple.security.root",
                    "PayloadVersion": 1,
                    "PayloadIdentifier": f"{identifier}.root",
                    "PayloadUUID": _profile_id(authority, "root"),
                    "PayloadDisplayName": name,
                    "PayloadContent": to_der(authority),
                }
            ],
        }
    )


def to_chromium_policy(authority: x509.Certificate, origins: Sequence[str]) -> str:
    """Managed policy for kiosks: trust the authority, let `origins` use the camera unasked.

    JSON for /etc/chromium/policies/managed/ or /etc/opt/chrome/policies/managed/.
    Policy names: chromeenterprise.google/policies (CACertificates, VideoCaptureAllowedUrls).
    """
    policy = {
        "CACertificates": [base64.b64encode(to_der(authority)).decode("ascii")],
        "VideoCaptureAllowedUrls": list(origins),
    }
    return json.dumps(policy, indent=2) + "\n"


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else "Accueil"


def _profile_id(authority: x509.Certificate, part: str) -> str:
    return str(uuid.uuid5(_PROFILE, f"{fingerprint(authority)} {part}")).upper()
