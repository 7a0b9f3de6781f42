"""Certificate files of the operator's own, checked before the server starts with them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from domain.errors import CertificateError
from server.tls.store import ServerCertificate


def load_own_certificate(cert_path: Path, key_path: Path, now: datetime) -> ServerCertificate:
    """Check that both PEM files can be read, belong together and are valid at `now` (UTC).

    Raises CertificateError (certificate_unreadable, key_unreadable, key_has_password,
    key_does_not_match, certificate_expired, certificate_not_yet_valid), each with `path`.
    """
    certificate = _read_certificate(cert_path)
    _check_key(key_path, certificate)
    _check_dates(cert_path, certificate, now)
    return ServerCertificate(certificate, cert_path, key_path, authority=None)


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())[0]
    except OSError as error:
        raise _refuse("certificate_unreadable", path, _reason(error)) from error
    except ValueError as error:
        raise _refuse("certificate_unreadable", path, "it holds no PEM certificate") from error


def _check_key(path: Path, certificate: x509.Certificate) -> None:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise _refuse("key_unreadable", path, _reason(error)) from error
    except TypeError as error:  # how cryptography says "encrypted"
        raise _refuse("key_has_password", path, "it is protected by a password") from error
    except ValueError as error:
        raise _refuse("key_unreadable", path, "it holds no PEM key") from error
    if key.public_key() != certificate.public_key():
        raise _refuse("key_does_not_match", path, "it is not the key of the certificate")


def _check_dates(path: Path, certificate: x509.Certificate, now: datetime) -> None:
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if end <= now:
        raise _refuse("certificate_expired", path, f"it ended on {end:%Y-%m-%d}")
    if start > now:
        raise _refuse("certificate_not_yet_valid", path, f"it begins on {start:%Y-%m-%d}")


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _refuse(code: str, path: Path, reason: str) -> CertificateError:
    variable = "ACCUEIL_TLS_KEY" if code.startswith("key") else "ACCUEIL_TLS_CERT"
    return CertificateError(
        code, f"{variable}: {path} cannot be used, {reason}", path=str(path), variable=variable
    )
