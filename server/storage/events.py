"""Editions, their badge keys and their counters."""

from sqlalchemy import Connection, bindparam, func, insert, select

from domain.entities import Event
from server.storage.rows import Row, fetch, fetch_one, set_columns
from server.storage.schema import event_keys, events

_TAKE_NUMBERS = (
    events.update()
    .where(events.c.id == bindparam("taking_event_id"))
    .values(change_number=events.c.change_number + bindparam("count"))
    .returning(events.c.change_number)
)
_VERSIONS = select(events.c.id, events.c.configuration_number).order_by(events.c.id)


def add_event(connection: Connection, row: Row) -> None:
    """Store a new edition; IntegrityError when its slug or badge tag is taken."""
    connection.execute(insert(events).values(**row))


def get_event(connection: Connection, event_id: str) -> Event | None:
    """One edition by id."""
    return fetch_one(connection, select(events).where(events.c.id == event_id), Event)


def get_event_by_slug(connection: Connection, slug: str) -> Event | None:
    """One edition by the name in its addresses."""
    return fetch_one(connection, select(events).where(events.c.slug == slug), Event)


def get_events(connection: Connection) -> list[Event]:
    """Every edition, latest first."""
    return fetch(connection, select(events).order_by(events.c.starts_on.desc()), Event)


def set_event(connection: Connection, event_id: str, **values: object) -> None:
    """Change settings of an edition."""
    set_columns(connection, events, events.c.id == event_id, **values)


def add_event_key(connection: Connection, row: Row) -> None:
    """Add a badge key; the highest epoch signs new badges."""
    connection.execute(insert(event_keys).values(**row))


def get_event_keys(connection: Connection) -> dict[str, tuple[bytes, ...]]:
    """Every key not retired, newest first, by edition."""
    query = (
        select(event_keys.c.event_id, event_keys.c.key)
        .where(event_keys.c.retired_at.is_(None))
        .order_by(event_keys.c.epoch.desc())
    )
    keys: dict[str, tuple[bytes, ...]] = {}
    for event_id, key in connection.execute(query):
        keys[event_id] = (*keys.get(event_id, ()), bytes(key))
    return keys


def count_events(connection: Connection) -> int:
    """How many editions there are."""
    return connection.execute(select(func.count()).select_from(events)).scalar_one()


def get_taken_tags(connection: Connection) -> set[int]:
    """The badge tags in use."""
    return set(connection.execute(select(events.c.badge_tag)).scalars())


def get_change_number(connection: Connection, event_id: str) -> int:
    """The number of an edition's last change."""
    query = select(events.c.change_number).where(events.c.id == event_id)
    return int(connection.execute(query).scalar_one())


def get_feed(connection: Connection, event_id: str) -> tuple[str, int]:
    """The name of an edition's row of change numbers, and the last of them."""
    query = select(events.c.feed_id, events.c.change_number).where(events.c.id == event_id)
    feed_id, number = connection.execute(query).one()
    return str(feed_id), int(number)


def next_change_numbers(connection: Connection, event_id: str, count: int = 1) -> int:
    """Take `count` change numbers and return the first.

    The update locks the edition's row until commit, so on PostgreSQL too no change becomes
    visible before one with a lower number.
    """
    values = {"taking_event_id": event_id, "count": count}
    last = connection.execute(_TAKE_NUMBERS, values).scalar_one()
    return int(last) - count + 1


def get_configuration_numbers(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Every edition's id and configuration number: the same as before means nothing changed."""
    return tuple((row[0], row[1]) for row in connection.execute(_VERSIONS))


def touch_configuration(connection: Connection, event_id: str) -> None:
    """Say that rules, gates, categories or keys changed, for those who keep them in memory."""
    set_columns(
        connection,
        events,
        events.c.id == event_id,
        configuration_number=events.c.configuration_number + 1,
    )
