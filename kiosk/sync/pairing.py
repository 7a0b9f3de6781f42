"""Pairing: a one-time code becomes this station's token."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from kiosk.config import StationSettings
from kiosk.store import Pairing, Store
from kiosk.sync.api import DeviceApi, Trust, open_session
from kiosk.sync.trust import fetch_authority, make_trust, needs_authority


def find_pairing(settings: StationSettings, store: Store) -> Pairing | None:
    """The pairing kept, at the address the settings name: a server may have moved."""
    pairing = store.settings.pairing()
    if pairing is None or not settings.server:
        return pairing
    return replace(pairing, server=settings.server)


def pair_station(settings: StationSettings, code: str) -> Pairing:
    """Trade `code` for a token at `settings.server`; the caller keeps what is returned.

    Raises DeviceRefusedError (`pairing_code_invalid`, `pairing_code_expired`,
    `too_many_attempts`, `unreachable`) and TrustError.
    """
    if needs_authority(settings, settings.server):
        fetch_authority(settings, settings.server)
    trust = make_trust(settings, settings.server)
    return asyncio.run(_pair(settings.server, code, trust))


async def _pair(server: str, code: str, trust: Trust) -> Pairing:
    async with open_session(trust) as session:
        answer = await DeviceApi(session, server).pair(code)
    fields = {name: answer[name] for name in ("device_id", "token", "role", "name", "event_id")}
    return Pairing(server=server, **fields)
