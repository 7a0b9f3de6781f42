"""The folder `<data>/tls`: the authority made once, the server's certificate renewed in time.

ca.key       key of the authority, 0600
ca.crt       certificate of the authority, PEM, 0644
server.pem   key and certificate of the server in one file (so that they always match), 0600
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from domain.errors import CertificateError
from server.tls.authority import Authority, IssuedPair, issue_certificate, make_authority
from server.tls.files import locked, not_writable, write_file
from server.tls.handing_out import to_pem
from server.tls.names import ServerNames, names_of_certificate, split_by_constraints

RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class ServerCertificate:
    """What the server proves itself with, ready for `SSLContext.load_cert_chain`.

    `authority` is None with certificate files of the operator's own. `left_out` are names and
    addresses of this machine that the authority may not vouch for.
    """

    certificate: x509.Certificate
    cert_path: Path
    key_path: Path
    authority: x509.Certificate | None
    left_out: tuple[str, ...] = ()

    @property
    def names(self) -> ServerNames:
        """Names and addresses under which browsers accept the server."""
        return names_of_certificate(self.certificate)


def prepare_certificate(
    folder: Path, names: ServerNames, now: datetime, *, has_name_constraints: bool = True
) -> ServerCertificate:
    """The server's certificate for `names` at `now` (UTC), made or renewed only if it must be.

    Call it at every start and now and then while running. Raises CertificateError
    (authority_unreadable, authority_not_yet_valid, authority_key_missing, clock_implausible,
    folder_not_writable).
    """
    with locked(folder):
        authority = _get_authority(folder, names, now, has_name_constraints)
        vouched, left_out = split_by_constraints(names, authority.certificate)
        certificate = _read_certificate(folder / "server.pem")
        if certificate is None or _must_renew(certificate, authority.certificate, vouched, now):
            certificate = _renew(folder, authority, vouched, now)
    path = folder / "server.pem"
    return ServerCertificate(certificate, path, path, authority.certificate, left_out)


def read_authority(folder: Path) -> x509.Certificate | None:
    """The authority's certificate, None when none was made yet.

    Raises CertificateError `authority_unreadable`.
    """
    path = folder / "ca.crt"
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def _get_authority(
    folder: Path, names: ServerNames, now: datetime, has_name_constraints: bool
) -> Authority:
    certificate = read_authority(folder)
    if certificate is None or certificate.not_valid_after_utc <= now:
        return _add_authority(folder, make_authority(names, now, has_name_constraints))
    if certificate.not_valid_before_utc > now:
        raise CertificateError(
            "authority_not_yet_valid",
            f"this machine's clock says {now:%Y-%m-%d}, before its certificate authority was made "
            f"({certificate.not_valid_before_utc:%Y-%m-%d}): set the clock",
        )
    return Authority(certificate, _read_key(folder / "ca.key", certificate))


def _add_authority(folder: Path, pair: IssuedPair) -> Authority:
    certificate, key = pair
    # The key first: a certificate without its key would be kept and could never sign.
    write_file(folder / "ca.key", _key_to_pem(key), 0o600)
    write_file(folder / "ca.crt", to_pem(certificate), 0o644)
    return Authority(certificate, key)


def _read_key(path: Path, certificate: x509.Certificate) -> ec.EllipticCurvePrivateKey | None:
    try:
        path.chmod(0o600)  # a restored backup may have opened it up
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path) from error
    if key.public_key() != certificate.public_key() or not isinstance(
        key, ec.EllipticCurvePrivateKey
    ):
        raise _unreadable(path)
    return key


def _read_certificate(path: Path) -> x509.Certificate | None:
    # Whatever is wrong with this file, a new one can be made from the authority.
    try:
        content = path.read_bytes()
        certificate = x509.load_pem_x509_certificate(content)
        key = serialization.load_pem_private_key(content, password=None)
    except PermissionError as error:
        raise not_writable(path.parent, error) from error
    except (OSError, ValueError, TypeError):
        return None
    return certificate if key.public_key() == certificate.public_key() else None


def _must_renew(
    certificate: x509.Certificate, issuer: x509.Certificate, names: ServerNames, now: datetime
) -> bool:
    present = names_of_certificate(certificate)
    is_complete = set(names.dns) <= set(present.dns) and set(names.addresses) <= set(
        present.addresses
    )
    return not (
        is_complete
        and _is_issued_by(certificate, issuer)
        and certificate.not_valid_before_utc <= now
        and not _ends_soon(certificate, issuer, now)
    )


def _ends_soon(certificate: x509.Certificate, issuer: x509.Certificate, now: datetime) -> bool:
    # In the authority's last month a new certificate would end no later than the old one.
    is_last = certificate.not_valid_after_utc == issuer.not_valid_after_utc
    return not is_last and certificate.not_valid_after_utc - now < RENEW_BEFORE


def _is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _renew(
    folder: Path, authority: Authority, names: ServerNames, now: datetime
) -> x509.Certificate:
    certificate, key = issue_certificate(authority, names, now)
    write_file(folder / "server.pem", _key_to_pem(key) + to_pem(certificate), 0o600)
    return certificate


def _key_to_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _unreadable(path: Path) -> CertificateError:
    return CertificateError(
        "authority_unreadable",
        f"{path} cannot be used: restore it from a backup, or delete the folder to start over "
        "(every device must then trust the new authority)",
        path=str(path),
    )
