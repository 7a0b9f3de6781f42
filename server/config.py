"""Settings of the server: read from ACCUEIL_* once at start, checked, never changed after.

The environment wins over the default, an override (a command-line flag) over the environment.
An empty variable counts as not set. docs/configuration.md describes every variable.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.errors import ConfigurationError

PREFIX = "ACCUEIL_"
LANGUAGES = ("fr", "ar", "en")
LOG_LEVELS = ("debug", "info", "warning", "error")
DATABASE_SCHEMES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
LOOPBACK_NAMES = ("localhost",)

# RFC 1123: labels of letters, digits and hyphens, no hyphen at either end.
_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")


@dataclass(frozen=True)
class Settings:
    """Every setting, checked. Make one with `load_settings`."""

    data_dir: Path
    database_url: str = field(repr=False)  # may hold a password
    host: str
    port: int
    http_port: int | None
    is_http: bool
    names: tuple[str, ...]
    tls_cert: Path | None
    tls_key: Path | None
    tls_name_constraints: bool
    language: str
    log_level: str
    max_upload_mb: int
    stall_seconds: float
    backup_minutes: int | None
    backups_kept: int
    webhook_networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    @property
    def tls_dir(self) -> Path:
        """Folder of the local authority and the server's certificate."""
        return self.data_dir / "tls"

    @property
    def backup_dir(self) -> Path:
        """Folder of the database's backups."""
        return self.data_dir / "backups"

    @property
    def database_address(self) -> str:
        """SQLAlchemy URL: the one configured, else SQLite in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'accueil.db'}"

    @property
    def bind_address(self) -> str:
        """Address the product listens on; plain HTTP never leaves this machine."""
        return self.host or ("127.0.0.1" if self.is_http else "0.0.0.0")  # noqa: S104

    @property
    def max_body_bytes(self) -> int:
        """Largest request body that is read at all."""
        return self.max_upload_mb * 1024 * 1024


@dataclass(frozen=True)
class Variable:
    """One environment variable: where it lands, what it is when not set, how it is read."""

    name: str
    field: str
    default: str
    expected: str
    read: Callable[[str], object]
    is_secret: bool = False


def load_settings(
    environ: Mapping[str, str], overrides: Mapping[str, object] | None = None
) -> Settings:
    """Read the settings from `environ`; `overrides` has field names, None means not given.

    Raises ConfigurationError naming the variable (codes: setting_invalid, setting_incomplete,
    setting_conflict).
    """
    given = {k: v for k, v in (overrides or {}).items() if v is not None}
    values: dict[str, Any] = {v.field: _read_variable(v, environ, given) for v in VARIABLES}
    settings = Settings(**values)
    _check_together(settings)
    return settings


def find_unknown_variables(
    environ: Mapping[str, str], known_elsewhere: Iterable[str] = ()
) -> list[str]:
    """ACCUEIL_* names that nothing reads: most often a slip of the pen worth a warning."""
    known = {v.name for v in VARIABLES} | set(known_elsewhere)
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def _read_variable(
    variable: Variable, environ: Mapping[str, str], overrides: Mapping[str, object]
) -> object:
    text = str(overrides.get(variable.field, environ.get(variable.name, ""))).strip()
    try:
        return variable.read(text or variable.default)
    except ValueError as error:
        shown = (
            "what it is now (not shown, it may hold a password)"
            if variable.is_secret
            else repr(text)
        )
        raise ConfigurationError(
            "setting_invalid",
            f"{variable.name} must be {variable.expected}, not {shown}",
            variable=variable.name,
            value=shown,
            expected=variable.expected,
        ) from error


def _check_together(settings: Settings) -> None:
    if (settings.tls_cert is None) != (settings.tls_key is None):
        missing = "ACCUEIL_TLS_KEY" if settings.tls_key is None else "ACCUEIL_TLS_CERT"
        raise ConfigurationError(
            "setting_incomplete",
            f"{missing} is missing: a certificate of your own needs both "
            "ACCUEIL_TLS_CERT and ACCUEIL_TLS_KEY",
            variable=missing,
        )
    if settings.is_http and not _is_loopback(settings.bind_address):
        raise ConfigurationError(
            "setting_conflict",
            f"ACCUEIL_HOST is {settings.host!r}, but plain HTTP (ACCUEIL_HTTP) is for this "
            "machine only: use 127.0.0.1 or leave ACCUEIL_HOST out",
            variable="ACCUEIL_HOST",
        )
    if settings.port and settings.port == settings.http_port and not settings.is_http:
        raise ConfigurationError(
            "setting_conflict",
            f"ACCUEIL_HTTP_PORT is {settings.http_port}, the same as ACCUEIL_PORT",
            variable="ACCUEIL_HTTP_PORT",
        )


def _is_loopback(host: str) -> bool:
    return host in LOOPBACK_NAMES or ipaddress.ip_address(host).is_loopback


def _read_port(text: str) -> int:
    return _read_whole_number(text, 0, 65535)


def _read_port_or_off(text: str) -> int | None:
    return None if text.lower() == "off" else _read_port(text)


def _read_minutes_or_off(text: str) -> int | None:
    return None if text.lower() == "off" else _read_whole_number(text, 1, 1440)


def _read_whole_number(text: str, lowest: int, highest: int) -> int:
    # int() also takes "1_000", " 7" and other scripts' digits, which nobody means here.
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise ValueError(text)
    return int(text)


def _read_seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 600:
        raise ValueError(text)
    return seconds


def _read_switch(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]


def _read_path(text: str) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _read_host(text: str) -> str:
    if text and text not in LOOPBACK_NAMES:
        ipaddress.ip_address(text)
    return text


def _read_names(text: str) -> tuple[str, ...]:
    names = [part for part in re.split(r"[,\s]+", text) if part]
    return tuple(dict.fromkeys(_read_name(name) for name in names))


def _read_name(name: str) -> str:
    if _is_ip_address(name):
        return name
    if len(name) > 253 or not _HOST_NAME.fullmatch(name) or name.replace(".", "").isdigit():
        raise ValueError(name)
    return name.lower()


def _is_ip_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _read_database_url(text: str) -> str:
    if text and not text.startswith(DATABASE_SCHEMES):
        raise ValueError(text)
    return text


def _read_networks(text: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def _read_choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(text)
        return text.lower()

    return read


VARIABLES: tuple[Variable, ...] = (
    Variable("ACCUEIL_DATA_DIR", "data_dir", "./instance", "a folder", _read_path),
    Variable(
        "ACCUEIL_DATABASE_URL",
        "database_url",
        "",
        "a URL that starts with sqlite:/// or postgresql://",
        _read_database_url,
        is_secret=True,
    ),
    Variable("ACCUEIL_HOST", "host", "", "an IP address of this machine", _read_host),
    Variable("ACCUEIL_PORT", "port", "8443", "a port from 0 to 65535", _read_port),
    Variable(
        "ACCUEIL_HTTP_PORT",
        "http_port",
        "8080",
        "a port from 0 to 65535, or off",
        _read_port_or_off,
    ),
    Variable("ACCUEIL_HTTP", "is_http", "no", "yes or no", _read_switch),
    Variable(
        "ACCUEIL_NAMES", "names", "", "host names or IP addresses with commas between", _read_names
    ),
    Variable("ACCUEIL_TLS_CERT", "tls_cert", "", "a PEM file", _read_path),
    Variable("ACCUEIL_TLS_KEY", "tls_key", "", "a PEM file", _read_path),
    Variable(
        "ACCUEIL_TLS_NAME_CONSTRAINTS", "tls_name_constraints", "yes", "yes or no", _read_switch
    ),
    Variable("ACCUEIL_LANGUAGE", "language", "fr", "fr, ar or en", _read_choice(LANGUAGES)),
    Variable(
        "ACCUEIL_LOG_LEVEL",
        "log_level",
        "info",
        "debug, info, warning or error",
        _read_choice(LOG_LEVELS),
    ),
    Variable(
        "ACCUEIL_MAX_UPLOAD_MB",
        "max_upload_mb",
        "64",
        "a whole number from 1 to 1024",
        lambda text: _read_whole_number(text, 1, 1024),
    ),
    Variable(
        "ACCUEIL_STALL_SECONDS", "stall_seconds", "10", "seconds from 0.1 to 600", _read_seconds
    ),
    Variable(
        "ACCUEIL_BACKUP_MINUTES",
        "backup_minutes",
        "10",
        "minutes from 1 to 1440, or off",
        _read_minutes_or_off,
    ),
    Variable(
        "ACCUEIL_BACKUPS_KEPT",
        "backups_kept",
        "24",
        "a whole number from 1 to 1000",
        lambda text: _read_whole_number(text, 1, 1000),
    ),
    Variable(
        "ACCUEIL_WEBHOOK_NETWORKS",
        "webhook_networks",
        "",
        "networks with commas between, such as 10.0.0.0/8",
        _read_networks,
    ),
)
