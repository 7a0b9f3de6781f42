"""Devices: paired by a one-time code, known by a token, revoked at any time."""

import secrets
from dataclasses import dataclass
from itertools import count

from sqlalchemy import Connection

from domain.badge_code import ALPHABET
from domain.entities import Device, Gate
from domain.errors import AccueilError, ExpiredError, NotFoundError, NotSignedInError
from server.services.audit import log_change
from server.services.ids import hash_token, new_id, new_token
from server.storage import devices as device_rows
from server.storage.database import Database
from server.storage.gates import get_gates
from server.storage.rows import Row

PAIRING_CODE_LENGTH = 10
PAIRING_MINUTES = 10
ROLES = ("gate", "desk", "booth")
_MOST_NAME = 80


@dataclass(frozen=True)
class Pairing:
    """What a freshly paired device must remember; the token is told this once only."""

    device: Device
    token: str


def create_pairing_code(
    database: Database,
    event_id: str,
    gate_id: str | None,
    device_name: str,
    now: int,
    *,
    role: str = "gate",
    valid_minutes: int = PAIRING_MINUTES,
) -> str:
    """A one-time code of 10 Crockford characters that pairs one device to a gate.

    Raises AccueilError `bad_role`, NotFoundError `gate_unknown`.
    """
    if role not in ROLES:
        raise AccueilError("bad_role", f"a role is one of {', '.join(ROLES)}")
    code = "".join(secrets.choice(ALPHABET) for _ in range(PAIRING_CODE_LENGTH))
    row = {
        "code_hash": hash_token(code),
        "event_id": event_id,
        "gate_id": gate_id,
        "role": role,
        "device_name": device_name[:_MOST_NAME],
        "expires_at": now + valid_minutes * 60_000,
    }

    def create(connection: Connection) -> None:
        _check_gate(connection, event_id, gate_id)
        device_rows.add_pairing_code(connection, row)

    database.write(create)
    return code


def _check_gate(connection: Connection, event_id: str, gate_id: str | None) -> None:
    known = {gate.id for gate in get_gates(connection, event_id)}
    if gate_id is not None and gate_id not in known:
        raise NotFoundError("gate_unknown", "this edition has no such gate")


def pair_device(database: Database, code: str, platform: str, now: int) -> Pairing:
    """Turn a one-time code into a device. Case, spaces and dashes do not matter.

    Raises NotFoundError `pairing_code_invalid` (unknown or used), ExpiredError
    `pairing_code_expired`.
    """
    token = new_token()
    code_hash = _hash_code(code)
    device = database.write(lambda connection: _pair(connection, code_hash, token, platform, now))
    return Pairing(device, token)


_CONFUSABLE = str.maketrans("OIL", "011")


def _hash_code(code: str) -> str:
    canonical = code.upper().replace("-", "").replace(" ", "").translate(_CONFUSABLE)
    return hash_token(canonical)


def _pair(connection: Connection, code_hash: str, token: str, platform: str, now: int) -> Device:
    pairing = device_rows.get_pairing_code(connection, code_hash)
    if pairing is None or not device_rows.use_pairing_code(connection, code_hash, now):
        raise NotFoundError("pairing_code_invalid", "that code is not valid (any more)")
    if pairing["expires_at"] <= now:
        raise ExpiredError("pairing_code_expired", "that code has expired")
    device_id = new_id(now)
    row = {
        "id": device_id,
        "event_id": pairing["event_id"],
        "gate_id": pairing["gate_id"],
        "name": pairing["device_name"],
        "role": pairing["role"],
        "token_hash": hash_token(token),
        "paired_at": now,
        "platform": platform[:200],
    }
    device_rows.add_device(connection, row)
    log_change(connection, now, f"device:{device_id}", "device_paired", device_id)
    device = device_rows.get_device(connection, device_id)
    assert device is not None  # noqa: S101 - stored two lines above
    return device


@dataclass(frozen=True)
class PairingState:
    """How far a one-time code got: `state` is waiting, paired (by `device`) or expired."""

    state: str
    device_name: str
    gate_id: str | None
    expires_at: int
    device: Device | None


def get_pairing_state(database: Database, event_id: str, code: str, now: int) -> PairingState:
    """What became of a one-time code. Raises NotFoundError `pairing_code_invalid`."""
    with database.read() as connection:
        row = device_rows.get_pairing_code(connection, _hash_code(code))
        if row is None or row["event_id"] != event_id:
            raise NotFoundError("pairing_code_invalid", "this edition has no such code")
        device = _find_paired(connection, row)
    state = "paired" if device else "waiting" if row["expires_at"] > now else "expired"
    return PairingState(state, row["device_name"], row["gate_id"], row["expires_at"], device)


def _find_paired(connection: Connection, pairing: Row) -> Device | None:
    """A code is marked used in the same transaction, with the same time, as its device is made."""
    if pairing["used_at"] is None:
        return None
    devices = device_rows.get_devices(connection, pairing["event_id"])
    made = (d for d in devices if d.paired_at == pairing["used_at"])
    return next((d for d in made if d.name == pairing["device_name"]), None)


def authenticate_device(database: Database, token: str) -> Device:
    """The device that holds `token`.

    Raises NotSignedInError `device_unknown` or `device_revoked`.
    """
    with database.read() as connection:
        device = device_rows.get_device_by_token_hash(connection, hash_token(token))
    if device is None:
        raise NotSignedInError("device_unknown", "this device is not paired")
    if device.revoked_at is not None:
        raise NotSignedInError("device_revoked", "this device has been revoked")
    return device


def revoke_device(database: Database, device_id: str, now: int, actor: str) -> Device:
    """End a device's access for good. Raises NotFoundError `device_not_found`."""

    def revoke(connection: Connection) -> Device:
        device = _get(connection, device_id)
        if device.revoked_at is None:
            device_rows.set_device(connection, device_id, revoked_at=now)
            log_change(connection, now, actor, "device_revoked", device_id)
        return device

    return database.write(revoke)


def assign_gate(database: Database, device_id: str, gate_id: str, now: int, actor: str) -> Device:
    """Put a device at another gate. Raises NotFoundError `device_not_found`, `gate_unknown`."""

    def assign(connection: Connection) -> Device:
        device = _get(connection, device_id)
        _check_gate(connection, device.event_id, gate_id)
        device_rows.set_device(connection, device_id, gate_id=gate_id)
        log_change(connection, now, actor, "device_moved", device_id, gate_id=gate_id)
        return device

    return database.write(assign)


def get_devices(database: Database, event_id: str) -> list[Device]:
    """An edition's devices by name, revoked ones included."""
    with database.read() as connection:
        return device_rows.get_devices(connection, event_id)


def get_device(database: Database, event_id: str, device_id: str) -> Device:
    """One device of an edition. Raises NotFoundError `device_not_found`."""
    with database.read() as connection:
        device = _get(connection, device_id)
    if device.event_id != event_id:
        raise NotFoundError("device_not_found", "this edition has no such device")
    return device


def suggest_device_name(database: Database, gate: Gate) -> str:
    """A name for the next device at a gate that no device of the edition has: `Porte A 2`."""
    taken = {device.name for device in get_devices(database, gate.event_id)}
    return next(name for n in count(1) if (name := f"{gate.name} {n}") not in taken)


def get_device_gate(database: Database, device: Device) -> Gate | None:
    """The gate a device stands at."""
    with database.read() as connection:
        gates = get_gates(connection, device.event_id)
    return next((gate for gate in gates if gate.id == device.gate_id), None)


def _get(connection: Connection, device_id: str) -> Device:
    device = device_rows.get_device(connection, device_id)
    if device is None:
        raise NotFoundError("device_not_found", f"no device {device_id!r}")
    return device
