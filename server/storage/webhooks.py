"""Where exhibitors' systems are told of leads, and what they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from server.storage.rows import Row, fetch, fetch_one, insert_many, set_columns
from server.storage.schema import leads, webhook_endpoints, webhook_messages


@dataclass(frozen=True)
class Endpoint:
    """An address of an exhibitor's; `events` is a JSON list of message types."""

    id: str
    exhibitor_id: str
    url: str
    secret: str
    events: str
    cursor_number: int
    made_at: int
    disabled_at: int | None
    disabled_reason: str | None


@dataclass(frozen=True)
class Message:
    """What an address was or will be told about a lead; due at `next_attempt_at`, if at all."""

    id: str
    endpoint_id: str
    lead_id: str
    type: str
    made_at: int
    attempt_count: int
    next_attempt_at: int | None
    delivered_at: int | None
    last_status: int | None
    last_error: str | None


@dataclass(frozen=True)
class ChangedLead:
    """A lead above an endpoint's cursor."""

    id: str
    state: str
    change_number: int


def add_endpoint(connection: Connection, row: Row) -> None:
    """Store an address."""
    connection.execute(insert(webhook_endpoints).values(**row))


def get_endpoints(connection: Connection, exhibitor_id: str) -> list[Endpoint]:
    """An exhibitor's addresses, oldest first, disabled ones included."""
    query = select(webhook_endpoints).where(webhook_endpoints.c.exhibitor_id == exhibitor_id)
    return fetch(connection, query.order_by(webhook_endpoints.c.made_at), Endpoint)


def get_endpoint(connection: Connection, endpoint_id: str) -> Endpoint | None:
    """One address."""
    query = select(webhook_endpoints).where(webhook_endpoints.c.id == endpoint_id)
    return fetch_one(connection, query, Endpoint)


def get_enabled_endpoints(connection: Connection) -> list[Endpoint]:
    """Every address that is to be told, of all exhibitors."""
    query = select(webhook_endpoints).where(webhook_endpoints.c.disabled_at.is_(None))
    return fetch(connection, query.order_by(webhook_endpoints.c.id), Endpoint)


def set_endpoint(connection: Connection, endpoint_id: str, **values: Any) -> None:
    """Change columns of an address."""
    set_columns(connection, webhook_endpoints, webhook_endpoints.c.id == endpoint_id, **values)


def delete_endpoint(connection: Connection, endpoint_id: str) -> None:
    """Remove an address and what it was told."""
    mine = webhook_messages.c.endpoint_id == endpoint_id
    connection.execute(delete(webhook_messages).where(mine))
    connection.execute(delete(webhook_endpoints).where(webhook_endpoints.c.id == endpoint_id))


def get_changed_leads(
    connection: Connection, exhibitor_id: str, above: int, most: int
) -> list[ChangedLead]:
    """Leads changed above a number, lowest first; those merged away and training ones too."""
    query = (
        select(leads.c.id, leads.c.state, leads.c.change_number)
        .where(leads.c.exhibitor_id == exhibitor_id, leads.c.change_number > above)
        .where(leads.c.is_training.is_(False))
        .order_by(leads.c.change_number, leads.c.id)
        .limit(most)
    )
    return fetch(connection, query, ChangedLead)


def get_told_types(
    connection: Connection, endpoint_id: str, lead_ids: Sequence[str]
) -> dict[str, str]:
    """The type of the newest message about each lead, as far as there is one."""
    newest = (
        select(webhook_messages.c.lead_id, func.max(webhook_messages.c.id).label("id"))
        .where(webhook_messages.c.endpoint_id == endpoint_id)
        .where(webhook_messages.c.lead_id.in_(lead_ids))
        .group_by(webhook_messages.c.lead_id)
        .subquery()
    )
    query = select(webhook_messages.c.lead_id, webhook_messages.c.type).join(
        newest, newest.c.id == webhook_messages.c.id
    )
    return {row.lead_id: row.type for row in connection.execute(query)}


def get_untold(connection: Connection, endpoint_id: str, lead_ids: Sequence[str]) -> set[str]:
    """Leads with a message that nobody tried to send yet: it will say what is so by then."""
    query = select(webhook_messages.c.lead_id).where(
        webhook_messages.c.endpoint_id == endpoint_id,
        webhook_messages.c.lead_id.in_(lead_ids),
        webhook_messages.c.attempt_count == 0,
        webhook_messages.c.delivered_at.is_(None),
        webhook_messages.c.next_attempt_at.is_not(None),
    )
    return set(connection.execute(query).scalars())


def add_messages(connection: Connection, rows: Sequence[Row]) -> None:
    """Store messages to be sent."""
    insert_many(connection, webhook_messages, rows)


def get_due_endpoint_ids(connection: Connection, now: int) -> list[str]:
    """The enabled addresses for which something is to be sent now."""
    query = (
        select(webhook_messages.c.endpoint_id)
        .join(webhook_endpoints, webhook_endpoints.c.id == webhook_messages.c.endpoint_id)
        .where(webhook_messages.c.next_attempt_at <= now)
        .where(webhook_endpoints.c.disabled_at.is_(None))
        .distinct()
    )
    return list(connection.execute(query).scalars())


def get_due_message(connection: Connection, endpoint_id: str, now: int) -> Message | None:
    """What an address is to be told next."""
    query = (
        select(webhook_messages)
        .where(webhook_messages.c.endpoint_id == endpoint_id)
        .where(webhook_messages.c.next_attempt_at <= now)
        .order_by(webhook_messages.c.next_attempt_at, webhook_messages.c.id)
        .limit(1)
    )
    return fetch_one(connection, query, Message)


def get_messages(connection: Connection, endpoint_id: str, most: int) -> list[Message]:
    """What an address was told lately, newest first."""
    query = select(webhook_messages).where(webhook_messages.c.endpoint_id == endpoint_id)
    return fetch(connection, query.order_by(webhook_messages.c.id.desc()).limit(most), Message)


def get_message(connection: Connection, message_id: str) -> Message | None:
    """One message."""
    query = select(webhook_messages).where(webhook_messages.c.id == message_id)
    return fetch_one(connection, query, Message)


def set_message(connection: Connection, message_id: str, **values: Any) -> None:
    """Change columns of a message."""
    set_columns(connection, webhook_messages, webhook_messages.c.id == message_id, **values)
