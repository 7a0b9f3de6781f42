"""The certificate this process runs with, kept fresh while it runs."""

from __future__ import annotations

import logging
import socket
from datetime import datetime

from gevent import ssl

from server.config import Settings
from server.tls import (
    ServerCertificate,
    collect_names,
    find_lan_addresses,
    load_own_certificate,
    prepare_certificate,
)

logger = logging.getLogger("accueil.tls")


def find_certificate(settings: Settings, now: datetime) -> ServerCertificate:
    """The operator's own certificate if configured, else one of the local authority.

    Raises CertificateError.
    """
    if settings.tls_cert and settings.tls_key:
        return load_own_certificate(settings.tls_cert, settings.tls_key, now)
    names = collect_names(socket.gethostname(), find_lan_addresses(), settings.names)
    return prepare_certificate(
        settings.tls_dir, names, now, has_name_constraints=settings.tls_name_constraints
    )


class CertificateKeeper:
    """Holds the certificate in use and swaps it in the SSL context when there is a new one."""

    def __init__(self, settings: Settings, context: ssl.SSLContext, now: datetime) -> None:
        self._settings = settings
        self._context = context
        self.current = find_certificate(settings, now)
        self._take(self.current)

    def refresh(self, now: datetime) -> bool:
        """Look again (new address, renewal, files replaced); True when the certificate changed.

        Connections that are open keep theirs. Raises CertificateError; the old one stays in use.
        """
        found = find_certificate(self._settings, now)
        if found.certificate == self.current.certificate:
            return False
        self._take(found)
        return True

    def _take(self, found: ServerCertificate) -> None:
        self._context.load_cert_chain(found.cert_path, found.key_path)
        self.current = found
        end = found.certificate.not_valid_after_utc
        logger.info("certificate valid until %s", end.date().isoformat())
        for name in found.left_out:
            logger.warning(
                "%s is not in the certificate: the local authority was not made for it", name
            )
