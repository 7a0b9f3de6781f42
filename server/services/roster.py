"""What gates must know of an edition, by change number: sealed badges and who is inside.

One change feed serves every device: a page holds what changed above the number a device has, so a
full load and a catch-up are the same request. Sealed entries are kept in memory; the database is
asked only for what changed since the last request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.entities import Attendee, Badge
from domain.messages import PROTOCOL_VERSION
from domain.sealed_roster import (
    EMPTY_FINGERPRINT,
    badge_token,
    entry_fingerprint,
    format_digest,
    is_guessable,
    roster_index,
    seal_entry,
    text_token,
)
from server.services.ids import new_id
from server.services.numbered_rows import FeedRow, NumberedRows
from server.services.submission import to_json
from server.storage.attendees import get_attendees
from server.storage.badges import find_badges
from server.storage.database import Database
from server.storage.events import get_feed, set_event
from server.storage.roster_changes import ChangedPresence, get_changed_badges, read_changed_presence
from server.storage.rows import in_portions

BADGES, PRESENCE = "badges", "presence"
_BEFORE_ALL = -1
_FIRST_NUMBER = 1
"""A row that never changed (number 0) goes out as if it had first: a device that has nothing asks
for what is above 0."""


@dataclass(frozen=True)
class FeedPosition:
    """Where a device is: the number it has, and the feed it has it from (None: it did not say)."""

    since: int
    feed_id: str | None = None


class Roster:
    """The change feeds of all editions."""

    def __init__(
        self, database: Database, make_feed: "Callable[[str], RosterFeed] | None" = None
    ) -> None:
        self._database = database
        self._make_feed = make_feed or RosterFeed
        self._feeds: dict[str, RosterFeed] = {}

    def read_changes(self, event_id: str, position: FeedPosition, limit: int, now: int) -> str:
        """One page of an edition's changes as JSON text:

        {v, server_time, feed, since, to, more, badges: [{i, s, n}], presence: [{l, a, i, e, x, ea,
        eg, la, n}], roster: {count, badges, digest}}

        `position` is where the device is (since 0: it has nothing), `limit` how many badges and
        presences it wants; those that changed under one number always come together. `to` is the
        number the device has after this page, `more` whether it should ask again at once. `roster`
        comes with the last page only: how many entries a complete device has, of how many badges,
        and the XOR of the entries' fingerprints (`domain.sealed_roster.entry_fingerprint`), 32
        hexadecimal digits.

        A badge has one entry for its own code and one for its short code, both under the number
        of the later change of badge and attendee; a device keeps entries by `i` and overwrites.
        Presence: list, attendee, inside, entries, exits, entered at, entered gate, last seen at
        (milliseconds), kept by list and attendee.

        Where the device's number is of another feed, or above every number there is, the database
        is not the one the number came from: it was put back from a backup. The page then starts
        from nothing and says so, its `since` is 0 and not what was asked; the device drops what
        it has before it takes the page. A number of this feed that is too high proves such a
        replacement, so a new feed begins, and the other devices load anew too.
        """

        def read(connection: Connection) -> str | None:
            feed = self._feeds.setdefault(event_id, self._make_feed(event_id))
            feed.follow(connection)
            return None if feed.is_older_than(position) else feed.read_page(position, limit, now)

        text = self._database.read_long(read)
        if text is None:
            start_feed(self._database, event_id, now)
            return self.read_changes(event_id, FeedPosition(0), limit, now)
        return text

    def warm_up(self, event_id: str) -> None:
        """Seal an edition's badges now, so that the first device does not wait for it."""
        self.read_changes(event_id, FeedPosition(0), 1, 0)


def start_feed(database: Database, event_id: str, now: int) -> None:
    """Make every device drop what it has of an edition and load it anew."""
    feed_id = new_id(now)
    database.write(lambda connection: set_event(connection, event_id, feed_id=feed_id))


class RosterFeed:
    """One edition's feed, sealed, in memory; it follows the database by change number."""

    def __init__(self, event_id: str) -> None:
        self._event_id = event_id
        self._forget()

    def _forget(self) -> None:
        self._feed_id = ""
        self._number = _BEFORE_ALL
        self._badge_ids: set[str] = set()
        self._rows = NumberedRows()
        self._fingerprints: dict[str, int] = {}
        self._digest = EMPTY_FINGERPRINT

    def follow(self, connection: Connection) -> None:
        """Take in what was committed since the last time."""
        feed_id, number = get_feed(connection, self._event_id)
        if feed_id != self._feed_id or number < self._number:  # the database was replaced
            self._forget()
        self._feed_id = feed_id
        if number == self._number:
            return
        changed = self._seal_changed(connection)
        changed += map(_presence_row, self._read_presence(connection))
        for row in sorted(changed, key=lambda row: row.number):
            self._rows.put(row)
        self._number = number

    def is_older_than(self, position: FeedPosition) -> bool:
        """Whether a device has a number of this feed that this feed does not know any more."""
        return position.feed_id == self._feed_id and position.since > self._number

    def read_page(self, position: FeedPosition, limit: int, now: int) -> str:
        """See `Roster.read_changes`."""
        is_ours = position.feed_id in (None, self._feed_id) and position.since <= self._number
        start = position.since if is_ours else 0
        page = self._rows.read(start, limit, self._number)
        head: dict[str, Any] = {"v": PROTOCOL_VERSION, "server_time": now, "feed": self._feed_id}
        head |= {"since": start, "to": page.to, "more": page.more}
        if not page.more:
            counts = {"count": len(self._fingerprints), "badges": len(self._badge_ids)}
            head["roster"] = counts | {"digest": format_digest(self._digest)}
        arrays = (
            f',"{kind}":[{",".join(t for row in page.rows if row.kind == kind for t in row.texts)}]'
            for kind in (BADGES, PRESENCE)
        )
        return f"{to_json(head)[:-1]}{''.join(arrays)}}}"

    def _read_presence(self, connection: Connection) -> list[ChangedPresence]:
        return list(read_changed_presence(connection, self._event_id, self._number))

    def _seal_changed(self, connection: Connection) -> list[FeedRow]:
        rows: list[FeedRow] = []
        changed = get_changed_badges(connection, self._event_id, self._number)
        for portion in in_portions(changed):
            attendees = get_attendees(connection, [badge.attendee_id for badge in portion])
            self._prepare(connection, list(attendees))
            shorts = [badge.short_code for badge in portion if badge.short_code]
            # Another system's code may look like a short code of ours: the code goes first, here
            # as at the server's own door.
            taken = find_badges(connection, self._event_id, shorts)
            rows += (
                self._badge_row(badge, attendees[badge.attendee_id], badge.short_code in taken)
                for badge in portion
            )
        return rows

    def _badge_row(self, badge: Badge, attendee: Attendee, is_short_taken: bool) -> FeedRow:
        number = max(badge.change_number, attendee.change_number, _FIRST_NUMBER)
        sealed = dict(self._seal(badge, attendee, is_short_taken))
        self._badge_ids.add(badge.id)
        for index, text in sealed.items():
            fingerprint = entry_fingerprint(index, text)
            self._digest ^= fingerprint ^ self._fingerprints.get(index, EMPTY_FINGERPRINT)
            self._fingerprints[index] = fingerprint
        texts = tuple(f'{{"i":"{i}","s":"{s}","n":{number}}}' for i, s in sealed.items())
        return FeedRow((badge.id,), BADGES, number, texts)

    def _prepare(self, connection: Connection, attendee_ids: list[str]) -> None:
        """Before entries of these attendees are sealed; gates need nothing more."""

    def _seal(
        self, badge: Badge, attendee: Attendee, is_short_taken: bool
    ) -> list[tuple[str, str]]:
        return _seal_for_gates(badge, attendee, is_short_taken)


def _seal_for_gates(
    badge: Badge, attendee: Attendee, is_short_taken: bool
) -> list[tuple[str, str]]:
    """The entries of a badge by index. What is short enough to be tried out says no name."""
    flags = {
        "a": attendee.id,
        "c": attendee.category_id,
        "s": attendee.status,
        "x": badge.revoked_at is not None,
        "d": attendee.needs_desk,
        "t": attendee.has_attention,
        "l": attendee.language,
    }
    person = {"n": attendee.display_name, "r": attendee.display_name_ar, "o": attendee.company}
    if badge.kind != "own":
        entry = flags if is_guessable(badge.code) else flags | person
        return [_seal_for(text_token(badge.code), entry)]
    sealed = [_seal_for(badge_token(badge.code), flags | person)]
    if badge.short_code and not is_short_taken:
        sealed.append(_seal_for(text_token(badge.short_code), flags))
    return sealed


def _seal_for(token: bytes, entry: dict[str, Any]) -> tuple[str, str]:
    return roster_index(token), seal_entry(token, entry)


def _presence_row(changed: ChangedPresence) -> FeedRow:
    presence = changed.presence
    text = to_json(
        {
            "l": changed.list_id,
            "a": changed.attendee_id,
            "i": presence.is_inside,
            "e": presence.entry_count,
            "x": presence.exit_count,
            "ea": presence.entered_at,
            "eg": presence.entered_gate_id,
            "la": presence.last_at,
            "n": changed.change_number,
        },
    )
    key = (changed.list_id, changed.attendee_id)
    return FeedRow(key, PRESENCE, changed.change_number, (text,))
