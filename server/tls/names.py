"""Which names and addresses a certificate is for, and which an authority may vouch for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from cryptography import x509

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Names and networks that mean something on a local network only: RFC 6762 (.local), RFC 8375
# (home.arpa), ICANN 2024 (.internal), the habit of routers (.lan); RFC 1918, 6598, 3927, 4193
# and 4291.
LOCAL_DOMAINS = ("localhost", "local", "home.arpa", "internal", "lan")
LOCAL_NETWORKS = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


@dataclass(frozen=True)
class ServerNames:
    """DNS names and IP addresses of the server, in the order a person should try them."""

    dns: tuple[str, ...]
    addresses: tuple[Address, ...]

    def to_san(self) -> x509.SubjectAlternativeName:
        """The same as certificate extension (RFC 5280, 4.2.1.6)."""
        names: list[x509.GeneralName] = [x509.DNSName(name) for name in self.dns]
        names += [x509.IPAddress(address) for address in self.addresses]
        return x509.SubjectAlternativeName(names)


def collect_names(
    hostname: str, lan_addresses: Iterable[Address], extra: Iterable[str] = ()
) -> ServerNames:
    """Everything the server answers to; `extra` has host names and addresses mixed."""
    extra_addresses, extra_names = _split(extra)
    dns = ["localhost", *_names_of_host(hostname), *extra_names]
    addresses = [*lan_addresses, *extra_addresses, ip_address("127.0.0.1"), ip_address("::1")]
    return ServerNames(tuple(dict.fromkeys(dns)), tuple(dict.fromkeys(addresses)))


def names_of_certificate(certificate: x509.Certificate) -> ServerNames:
    """What a certificate is for; empty when it has no subject alternative name."""
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ServerNames((), ())
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    hosts = tuple(a for a in addresses if isinstance(a, IPv4Address | IPv6Address))
    return ServerNames(tuple(extension.value.get_values_for_type(x509.DNSName)), hosts)


def make_name_constraints(names: ServerNames) -> x509.NameConstraints:
    """Local names and networks, and the names the server has today; nothing else."""
    domains = list(LOCAL_DOMAINS)
    domains += [name for name in names.dns if not _is_under_any(name, domains)]
    networks: list[Network] = list(LOCAL_NETWORKS)
    networks += [ip_network(a) for a in names.addresses if not _is_in_any(a, LOCAL_NETWORKS)]
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in domains]
    permitted += [x509.IPAddress(network) for network in networks]
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None)


def split_by_constraints(
    names: ServerNames, authority: x509.Certificate
) -> tuple[ServerNames, tuple[str, ...]]:
    """The names this authority may vouch for, and as text those it may not.

    One name outside the constraints makes browsers refuse the whole certificate.
    """
    constraints = _constraints_of(authority)
    if constraints is None:
        return names, ()
    domains = [g.value for g in constraints if isinstance(g, x509.DNSName)]
    networks = [g.value for g in constraints if isinstance(g, x509.IPAddress)]
    dns = tuple(name for name in names.dns if _is_under_any(name, domains))
    addresses = tuple(a for a in names.addresses if _is_in_any(a, networks))
    outside = [name for name in names.dns if name not in dns]
    outside += [str(a) for a in names.addresses if a not in addresses]
    return ServerNames(dns, addresses), tuple(outside)


def _constraints_of(authority: x509.Certificate) -> list[x509.GeneralName] | None:
    try:
        extension = authority.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return None
    return list(extension.value.permitted_subtrees or [])


def _split(mixed: Iterable[str]) -> tuple[list[Address], list[str]]:
    addresses: list[Address] = []
    names: list[str] = []
    for text in mixed:
        try:
            addresses.append(ip_address(text))
        except ValueError:
            names.append(text.lower())
    return addresses, names


def _names_of_host(hostname: str) -> list[str]:
    short = hostname.lower().split(".")[0]
    if not _LABEL.fullmatch(short) or short == "localhost":
        return []
    return [f"{short}.local", short]


def _is_under_any(name: str, domains: Iterable[str]) -> bool:
    return any(name == domain or name.endswith("." + domain) for domain in domains)


def _is_in_any(address: Address, networks: Iterable[object]) -> bool:
    return any(
        isinstance(n, IPv4Network | IPv6Network) and n.version == address.version and address in n
        for n in networks
    )
