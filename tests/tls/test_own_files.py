"""Certificate files of the operator's own: taken when right, refused by name when not."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from domain.errors import CertificateError
from server.tls import ServerNames, load_own_certificate, prepare_certificate
from tests.tls.conftest import NOW


@pytest.fixture
def own(folder: Path, names: ServerNames, tmp_path: Path) -> tuple[Path, Path]:
    """A certificate and its key in two files, as an authority elsewhere would send them."""
    pem = prepare_certificate(folder, names, NOW).cert_path.read_text()
    cut = pem.index("-----BEGIN CERTIFICATE")
    (tmp_path / "own.key").write_text(pem[:cut])
    (tmp_path / "own.crt").write_text(pem[cut:])
    return tmp_path / "own.crt", tmp_path / "own.key"


def refuse(cert: Path, key: Path, now: datetime = NOW) -> CertificateError:
    with pytest.raises(CertificateError) as caught:
        load_own_certificate(cert, key, now)
    return caught.value


def test_files_that_belong_together_are_taken(own: tuple[Path, Path]) -> None:
    made = load_own_certificate(*own, NOW)
    assert (made.cert_path, made.key_path) == own
    assert made.authority is None
    assert "venue-pc.local" in made.names.dns


def test_a_missing_file_is_named(own: tuple[Path, Path], tmp_path: Path) -> None:
    error = refuse(tmp_path / "none.crt", own[1])
    assert (error.code, error.params["variable"]) == ("certificate_unreadable", "ACCUEIL_TLS_CERT")
    assert "none.crt" in error.message
    error = refuse(own[0], tmp_path / "none.key")
    assert (error.code, error.params["variable"]) == ("key_unreadable", "ACCUEIL_TLS_KEY")


def test_files_swapped(own: tuple[Path, Path]) -> None:
    assert refuse(own[1], own[0]).code == "certificate_unreadable"


def test_an_empty_file(own: tuple[Path, Path]) -> None:
    own[0].write_bytes(b"")
    assert refuse(*own).code == "certificate_unreadable"


def test_a_key_that_is_no_key(own: tuple[Path, Path]) -> None:
    own[1].write_bytes(b"%PDF-1.7")
    assert refuse(*own).code == "key_unreadable"


def test_the_key_of_another_certificate(
    own: tuple[Path, Path], names: ServerNames, tmp_path: Path
) -> None:
    other = prepare_certificate(tmp_path / "other", names, NOW)
    assert refuse(own[0], other.key_path).code == "key_does_not_match"


def test_a_key_with_a_password(own: tuple[Path, Path]) -> None:
    key = serialization.load_pem_private_key(own[1].read_bytes(), None)
    own[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"hush"),
        )
    )
    assert refuse(*own).code == "key_has_password"


def test_dates_that_do_not_fit(own: tuple[Path, Path]) -> None:
    assert refuse(*own, NOW + timedelta(days=400)).code == "certificate_expired"
    assert refuse(*own, NOW - timedelta(days=400)).code == "certificate_not_yet_valid"
