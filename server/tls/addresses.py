"""Which IPv4 addresses this machine has on the venue network."""

from __future__ import annotations

import array
import fcntl
import socket
import struct
from ipaddress import IPv4Address

# Linux: ioctl number from <linux/sockios.h>; struct ifreq is a 16-byte name and a union that is
# 24 bytes with 64-bit pointers and 16 with 32-bit ones. The address follows family and port.
SIOCGIFCONF = 0x8912
_IFREQ_BYTES = 40 if struct.calcsize("P") == 8 else 32
_ADDRESS_OFFSET = 16 + 4
_ROOM = 256


def find_lan_addresses() -> tuple[IPv4Address, ...]:
    """IPv4 addresses others can reach, the one of the default route first; empty if unplugged."""
    found = [address for address in _list_addresses() if not address.is_loopback]
    main = _find_main_address()
    ordered = ([main] if main else []) + sorted(found)
    return tuple(dict.fromkeys(ordered))


def _list_addresses() -> list[IPv4Address]:
    buffer = array.array("B", bytes(_IFREQ_BYTES * _ROOM))
    where, size = buffer.buffer_info()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            answer = fcntl.ioctl(probe, SIOCGIFCONF, struct.pack("iL", size, where))
        except OSError:  # not Linux: the address of the default route has to do
            return []
    used: int = struct.unpack("iL", answer)[0]
    rows = buffer.tobytes()[:used]
    return [_read_address(rows, start) for start in range(0, used, _IFREQ_BYTES)]


def _read_address(rows: bytes, start: int) -> IPv4Address:
    return IPv4Address(rows[start + _ADDRESS_OFFSET : start + _ADDRESS_OFFSET + 4])


def _find_main_address() -> IPv4Address | None:
    # Connecting a datagram socket sends nothing; it only makes the system choose a source address.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
        except OSError:
            return None
        address = IPv4Address(probe.getsockname()[0])
    return None if address.is_loopback or address.is_unspecified else address
