"""Who is on an edition's list, as a whole."""

from sqlalchemy import Connection, Table, func, select

from server.storage.schema import attendees, badges, events

RosterVersion = tuple[int, ...]


def get_roster_version(connection: Connection, event_id: str) -> RosterVersion:
    """The same as before means: nobody's row, badge or category was touched since."""
    return (
        _last_change(connection, attendees, event_id),
        _last_change(connection, badges, event_id),
        int(
            connection.execute(
                select(events.c.configuration_number).where(events.c.id == event_id)
            ).scalar_one()
        ),
    )


def _last_change(connection: Connection, table: Table, event_id: str) -> int:
    query = select(func.max(table.c.change_number)).where(table.c.event_id == event_id)
    return int(connection.execute(query).scalar_one() or 0)
