"""HTTPS without a public authority: a local one made at first start, or certificate files given.

A library: it knows certificates and files, neither Flask nor the settings.
"""

from server.tls.addresses import find_lan_addresses
from server.tls.handing_out import (
    fingerprint,
    to_chromium_policy,
    to_der,
    to_mobileconfig,
    to_pem,
)
from server.tls.names import ServerNames, collect_names
from server.tls.own_files import load_own_certificate
from server.tls.store import ServerCertificate, prepare_certificate, read_authority

__all__ = [
    "ServerCertificate",
    "ServerNames",
    "collect_names",
    "find_lan_addresses",
    "fingerprint",
    "load_own_certificate",
    "prepare_certificate",
    "read_authority",
    "to_chromium_policy",
    "to_der",
    "to_mobileconfig",
    "to_pem",
]
