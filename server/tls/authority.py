"""The local authority: one key that devices of this venue are asked to trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from domain.errors import CertificateError
from server.tls.names import ServerNames, make_name_constraints

AUTHORITY_DAYS = 3650
# 398 days is what browsers accept of public authorities, 825 what Apple accepts of private ones.
SERVER_DAYS = 397
# Phones and tablets with a clock that runs behind must not find the certificate "not yet valid".
CLOCK_SLACK = timedelta(days=2)
# A machine without a clock battery wakes up in the past; what it signs then is soon worthless.
EARLIEST_PLAUSIBLE = datetime(2026, 1, 1, tzinfo=UTC)

Period = tuple[datetime, datetime]
IssuedPair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


@dataclass(frozen=True)
class Authority:
    """Certificate of the authority, and its key where it lies on this machine."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | None


def make_authority(names: ServerNames, now: datetime, has_name_constraints: bool) -> IssuedPair:
    """Certificate and key of a new authority for this machine, valid 10 years from `now` (UTC).

    Raises CertificateError `clock_implausible`.
    """
    _check_clock(now)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(f"Accueil {_label(names)} {now:%Y-%m-%d}")
    builder = _builder(subject, subject, key.public_key(), _period(now, AUTHORITY_DAYS))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(is_authority=True), critical=True)
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    )
    if has_name_constraints:
        builder = builder.add_extension(make_name_constraints(names), critical=True)
    return builder.sign(key, hashes.SHA256()), key


def issue_certificate(authority: Authority, names: ServerNames, now: datetime) -> IssuedPair:
    """A certificate for `names` with a new key, at most 397 days, never beyond the authority.

    Raises CertificateError `authority_key_missing`, `clock_implausible`.
    """
    _check_clock(now)
    if authority.key is None:
        raise CertificateError(
            "authority_key_missing",
            "the server's certificate must be renewed, but the key of the local authority "
            "(ca.key) is not here: put it back, or delete the folder to start over",
        )
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    period = _period_within(issuer, now)
    builder = _builder(_name("Accueil server"), issuer.subject, key.public_key(), period)
    for extension, critical in _server_extensions(authority.key, key, names):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(authority.key, hashes.SHA256()), key


def _server_extensions(
    issuer_key: ec.EllipticCurvePrivateKey, key: ec.EllipticCurvePrivateKey, names: ServerNames
) -> list[tuple[x509.ExtensionType, bool]]:
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_key_usage(is_authority=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (names.to_san(), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (issuer, False),
    ]


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, period: Period
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(period[0])
        .not_valid_after(period[1])
    )


def _period(now: datetime, days: int) -> Period:
    start = now - CLOCK_SLACK
    return start, start + timedelta(days=days)


def _period_within(issuer: x509.Certificate, now: datetime) -> Period:
    start, end = _period(now, SERVER_DAYS)
    return max(start, issuer.not_valid_before_utc), min(end, issuer.not_valid_after_utc)


def _key_usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Accueil"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _label(names: ServerNames) -> str:
    # The common name has room for 64 characters (RFC 5280, appendix A).
    own = [name for name in names.dns if name != "localhost"]
    return (own[0] if own else "localhost")[:40]


def _check_clock(now: datetime) -> None:
    if now < EARLIEST_PLAUSIBLE:
        raise CertificateError(
            "clock_implausible",
            f"this machine's clock says {now:%Y-%m-%d}; set it before certificates are made",
            now=now.isoformat(),
        )
