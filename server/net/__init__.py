"""The server process: sockets, TLS, limits, websockets, a clean stop. Knows no business rules."""

from server.net.certificates import CertificateKeeper, find_certificate
from server.net.packets import SOCKET_OPTIONS
from server.net.serving import Addresses, print_addresses, serve
from server.net.venue_server import Limits, VenueServer

__all__ = [
    "SOCKET_OPTIONS",
    "Addresses",
    "CertificateKeeper",
    "Limits",
    "VenueServer",
    "find_certificate",
    "print_addresses",
    "serve",
]
