"""An exhibitor's own system is told of leads, as soon as the venue has a line to it.

Messages are made from the leads' change numbers, not by who writes leads: nothing is forgotten in
a crash, and ten taps on one lead are one message. What a message says is read when it goes out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection

from domain.errors import AccueilError, NotFoundError
from server.exporting.webhook_post import Answer, ForbiddenAddressError, Network, check_url
from server.exporting.webhook_signing import SECRET_BYTES, format_secret, retry_at, sign_message
from server.services.audit import log_change
from server.services.contacts import Access, log_accesses
from server.services.ids import make_random, new_id
from server.services.lead_following import follow_registrations
from server.storage import webhooks as rows
from server.storage.database import Database
from server.storage.exhibitors import get_change_number, get_exhibitor

CREATED, UPDATED, WITHDRAWN = "lead.created", "lead.updated", "lead.withdrawn"
MESSAGE_TYPES = (CREATED, UPDATED, WITHDRAWN)
MOST_BODY_BYTES = 20_000
"""What Standard Webhooks asks senders to stay under."""
_MOST_AT_ONCE = 200
_MOST_ENDPOINTS = 5
_MOST_SHOWN = 20
_GONE = "gone"

Describe = Callable[[Connection, str], tuple[dict[str, Any], Access | None] | None]
"""What may be said of a lead now and what the access log must say of it; None when the lead was
withdrawn."""


@dataclass(frozen=True)
class Delivery:
    """A message ready to go: where to, and what is signed."""

    message_id: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    access: Access | None = None


@dataclass(frozen=True)
class NewEndpoint:
    """What an exhibitor says of an address; `events` are message types, `allowed` the networks of
    the organizer's own that may be sent to."""

    url: str
    events: Sequence[str] = MESSAGE_TYPES
    allowed: tuple[Network, ...] = ()


def add_endpoint(
    database: Database,
    exhibitor_id: str,
    new: NewEndpoint,
    now: int,
    actor: str = "command",
) -> rows.Endpoint:
    """Store an address with a secret of its own; it is told what changes from now on.

    Raises AccueilError `url_invalid`, `url_not_https`, `address_not_public`,
    `webhook_events_unknown` or `too_many_webhooks`.
    """
    _check_endpoint(new)

    def add(connection: Connection) -> rows.Endpoint:
        if len(rows.get_endpoints(connection, exhibitor_id)) >= _MOST_ENDPOINTS:
            raise AccueilError("too_many_webhooks", "an exhibitor has 5 addresses at most")
        endpoint_id = new_id(now)
        row = {
            "id": endpoint_id,
            "exhibitor_id": exhibitor_id,
            "url": new.url,
            "secret": format_secret(make_random(SECRET_BYTES)),
            "events": json.dumps(list(new.events)),
            "cursor_number": get_change_number(connection, exhibitor_id),
            "made_at": now,
        }
        rows.add_endpoint(connection, row)
        log_change(connection, now, actor, "webhook_added", endpoint_id, url=new.url)
        return get_endpoint_of(connection, exhibitor_id, endpoint_id)

    return database.write(add)


def _check_endpoint(new: NewEndpoint) -> None:
    try:
        check_url(new.url, new.allowed)
    except ForbiddenAddressError as error:
        raise AccueilError(error.code, "messages are not sent to that address") from error
    if not new.events or not set(new.events) <= set(MESSAGE_TYPES):
        raise AccueilError("webhook_events_unknown", "there is no such kind of message")


@dataclass(frozen=True)
class EndpointView:
    """An address and what it was told lately, newest first; `events` are message types."""

    endpoint: rows.Endpoint
    events: tuple[str, ...]
    messages: list[rows.Message]


def list_endpoints(database: Database, exhibitor_id: str) -> list[EndpointView]:
    """An exhibitor's addresses, oldest first."""
    with database.read() as connection:
        return [
            EndpointView(
                endpoint,
                tuple(json.loads(endpoint.events)),
                rows.get_messages(connection, endpoint.id, _MOST_SHOWN),
            )
            for endpoint in rows.get_endpoints(connection, exhibitor_id)
        ]


def get_endpoint_of(connection: Connection, exhibitor_id: str, endpoint_id: str) -> rows.Endpoint:
    """An exhibitor's own address. Raises NotFoundError `webhook_not_found` for anybody else's."""
    endpoint = rows.get_endpoint(connection, endpoint_id)
    if endpoint is None or endpoint.exhibitor_id != exhibitor_id:
        raise NotFoundError("webhook_not_found", "there is no such address")
    return endpoint


def remove_endpoint(
    database: Database, exhibitor_id: str, endpoint_id: str, now: int, actor: str = "command"
) -> None:
    """Forget an address. Raises NotFoundError `webhook_not_found`."""

    def remove(connection: Connection) -> None:
        get_endpoint_of(connection, exhibitor_id, endpoint_id)
        rows.delete_endpoint(connection, endpoint_id)
        log_change(connection, now, actor, "webhook_removed", endpoint_id)

    database.write(remove)


def enable_endpoint(
    database: Database, exhibitor_id: str, endpoint_id: str, now: int, actor: str = "command"
) -> None:
    """Tell an address again that had been given up. Raises NotFoundError `webhook_not_found`."""

    def enable(connection: Connection) -> None:
        get_endpoint_of(connection, exhibitor_id, endpoint_id)
        rows.set_endpoint(connection, endpoint_id, disabled_at=None, disabled_reason=None)
        log_change(connection, now, actor, "webhook_enabled", endpoint_id)

    database.write(enable)


def replay_message(database: Database, exhibitor_id: str, message_id: str, now: int) -> None:
    """Send a message once more, whatever became of it. Raises NotFoundError `webhook_not_found`."""

    def replay(connection: Connection) -> None:
        message = rows.get_message(connection, message_id)
        if message is None:
            raise NotFoundError("webhook_not_found", "there is no such message")
        get_endpoint_of(connection, exhibitor_id, message.endpoint_id)
        rows.set_message(connection, message_id, next_attempt_at=now, attempt_count=0)

    database.write(replay)


def make_messages(database: Database, now: int) -> int:
    """Make the messages about leads that changed; returns how many."""
    with database.read() as connection:
        endpoints = rows.get_enabled_endpoints(connection)
        exhibitors = [get_exhibitor(connection, one.exhibitor_id) for one in endpoints]
    for event_id in {exhibitor.event_id for exhibitor in exhibitors if exhibitor}:
        follow_registrations(database, event_id, now)
    waiting = _find_waiting(database, endpoints)
    return sum(database.write(partial(_make_for, endpoint_id=one, now=now)) for one in waiting)


def _find_waiting(database: Database, endpoints: Sequence[rows.Endpoint]) -> list[str]:
    with database.read() as connection:
        numbers = {
            exhibitor_id: get_change_number(connection, exhibitor_id)
            for exhibitor_id in {endpoint.exhibitor_id for endpoint in endpoints}
        }
    return [one.id for one in endpoints if numbers[one.exhibitor_id] > one.cursor_number]


def _make_for(connection: Connection, endpoint_id: str, now: int) -> int:
    endpoint = rows.get_endpoint(connection, endpoint_id)
    if endpoint is None:
        return 0
    above = endpoint.cursor_number
    changed = rows.get_changed_leads(connection, endpoint.exhibitor_id, above, _MOST_AT_ONCE)
    made = _messages_about(connection, endpoint, changed, now) if changed else []
    rows.add_messages(connection, made)
    is_full = len(changed) == _MOST_AT_ONCE
    number = get_change_number(connection, endpoint.exhibitor_id)
    cursor = changed[-1].change_number if is_full else number
    rows.set_endpoint(connection, endpoint_id, cursor_number=cursor)
    return len(made)


def _messages_about(
    connection: Connection, endpoint: rows.Endpoint, changed: list[rows.ChangedLead], now: int
) -> list[dict[str, Any]]:
    ids = [lead.id for lead in changed]
    told = rows.get_told_types(connection, endpoint.id, ids)
    untold = rows.get_untold(connection, endpoint.id, ids)
    wanted = set(json.loads(endpoint.events))
    kinds = {lead.id: _message_type(lead, told.get(lead.id)) for lead in changed}
    return [
        {
            "id": f"msg_{new_id(now)}",
            "endpoint_id": endpoint.id,
            "lead_id": lead_id,
            "type": kind,
            "made_at": now,
            "next_attempt_at": now,
        }
        for lead_id, kind in kinds.items()
        if kind in wanted and lead_id not in untold
    ]


def _message_type(lead: rows.ChangedLead, told: str | None) -> str | None:
    if lead.state == "open":
        return CREATED if told is None else UPDATED
    return WITHDRAWN if told != WITHDRAWN else None


def get_due_endpoints(database: Database, now: int) -> list[str]:
    """The addresses that are to be told something now."""
    with database.read() as connection:
        return rows.get_due_endpoint_ids(connection, now)


def read_next_delivery(
    database: Database, endpoint_id: str, describe: Describe, now: int
) -> Delivery | None:
    """What an address is to be told next, as things are now and signed for this moment; None when
    there is nothing, or the address is disabled."""
    with database.read() as connection:
        endpoint = rows.get_endpoint(connection, endpoint_id)
        message = rows.get_due_message(connection, endpoint_id, now)
        if endpoint is None or message is None or endpoint.disabled_at is not None:
            return None
        said = describe(connection, message.lead_id) if message.type != WITHDRAWN else None
    data, access = said or ({"lead_id": message.lead_id}, None)
    kind = message.type if said is not None else WITHDRAWN
    raw = _shorten({"type": kind, "timestamp": now, "data": data})
    headers = sign_message(endpoint.secret, message.id, now // 1000, raw)
    return Delivery(message.id, endpoint.url, headers, raw, access)


def _shorten(body: dict[str, Any]) -> bytes:
    """The body within its limit: the oldest notes go first, and it says so."""
    data = body["data"]
    while len(raw := json.dumps(body, ensure_ascii=False).encode()) > MOST_BODY_BYTES:
        notes = data.get("notes")
        rest = data | {"notes": notes[1:]} if notes else {"lead_id": data["lead_id"]}
        data = rest | {"is_shortened": True}
        body = body | {"data": data}
    return raw


def note_answer(database: Database, delivery: Delivery, answer: Answer, now: int) -> None:
    """Remember how an attempt ended, when the next is due, and what was handed over. 410 disables
    the address."""
    message_id = delivery.message_id

    def note(connection: Connection) -> None:
        message = rows.get_message(connection, message_id)
        if message is None:  # removed meanwhile
            return
        count = message.attempt_count + 1
        next_at = None if answer.is_taken else retry_at(count, now, answer.retry_after_seconds)
        rows.set_message(
            connection,
            message_id,
            attempt_count=count,
            next_attempt_at=next_at,
            delivered_at=now if answer.is_taken else message.delivered_at,
            last_status=answer.status,
            last_error=answer.error or None,
        )
        if answer.is_taken and delivery.access is not None:
            who = f"webhook:{message.endpoint_id}"
            log_accesses(connection, [delivery.access], who, "webhook", now)
        if answer.is_gone:
            reason = {"disabled_at": now, "disabled_reason": _GONE}
            rows.set_endpoint(connection, message.endpoint_id, **reason)

    database.write(note)
