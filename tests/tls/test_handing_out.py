"""The authority's certificate in the shapes devices take."""

import base64
import json
import plistlib
import re
from pathlib import Path

import pytest
from cryptography import x509

from server.tls import (
    ServerNames,
    fingerprint,
    prepare_certificate,
    to_chromium_policy,
    to_der,
    to_mobileconfig,
    to_pem,
)
from tests.tls.conftest import NOW


@pytest.fixture
def authority(folder: Path, names: ServerNames) -> x509.Certificate:
    """The authority of the venue machine."""
    made = prepare_certificate(folder, names, NOW).authority
    assert made is not None
    return made


def test_der_and_pem_are_the_same_certificate(authority: x509.Certificate) -> None:
    assert x509.load_der_x509_certificate(to_der(authority)) == authority
    assert x509.load_pem_x509_certificate(to_pem(authority)) == authority


def test_no_shape_holds_a_key(authority: x509.Certificate) -> None:
    assert b"PRIVATE" not in to_pem(authority)
    assert b"PRIVATE" not in to_mobileconfig(authority, "")


def test_the_fingerprint_is_what_devices_show(authority: x509.Certificate) -> None:
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", fingerprint(authority))


def test_the_profile_carries_the_authority_as_a_root(authority: x509.Certificate) -> None:
    profile = plistlib.loads(to_mobileconfig(authority, "Confiance pour ce salon"))
    assert profile["PayloadType"] == "Configuration"
    assert profile["PayloadDescription"] == "Confiance pour ce salon"
    (root,) = profile["PayloadContent"]
    assert root["PayloadType"] == "com.apple.security.root"
    assert root["PayloadContent"] == to_der(authority)
    assert root["PayloadUUID"] != profile["PayloadUUID"]


def test_the_profile_installed_twice_is_one(authority: x509.Certificate) -> None:
    first, second = (plistlib.loads(to_mobileconfig(authority, text)) for text in "ab")
    assert first["PayloadUUID"] == second["PayloadUUID"]


def test_the_policy_for_managed_kiosks(authority: x509.Certificate) -> None:
    policy = json.loads(to_chromium_policy(authority, ["https://192.168.1.20:8443"]))
    assert base64.b64decode(policy["CACertificates"][0]) == to_der(authority)
    assert policy["VideoCaptureAllowedUrls"] == ["https://192.168.1.20:8443"]
