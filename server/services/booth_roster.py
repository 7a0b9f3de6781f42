"""The roster of booths' devices: of each badge what its visitor shares with exhibitors, sealed
under another key than the gates', so that neither can open the other's."""

from typing import Any

from sqlalchemy import Connection

from domain.entities import Attendee, Badge
from domain.sealed_roster import (
    BOOTH_ROSTER,
    badge_token,
    is_guessable,
    roster_index,
    seal_entry,
    text_token,
)
from domain.share_levels import NONE
from server.services.capturing import make_visitor
from server.services.contacts import ContactBook
from server.services.roster import Roster, RosterFeed
from server.storage.database import Database
from server.storage.roster_changes import ChangedPresence

_SHORT_NAMES = {
    "company": "o",
    "job_title": "j",
    "city": "ci",
    "country": "co",
    "email": "m",
    "phone": "p",
}


def make_booth_roster(database: Database) -> Roster:
    """The change feeds of all editions, as booths get them: without presence, see
    `Roster.read_changes`. An entry is {a, k} and, as far as the visitor shares it, n, r, o, j,
    ci, co, m, p: name, name in Arabic letters, company, job title, city, country, e-mail, phone.
    {x: true} is a badge that stands for nobody (lost, cancelled)."""
    return Roster(database, BoothRosterFeed)


class BoothRosterFeed(RosterFeed):
    """One edition's feed for booths."""

    _contacts: ContactBook

    def _read_presence(self, connection: Connection) -> list[ChangedPresence]:
        return []

    def _prepare(self, connection: Connection, attendee_ids: list[str]) -> None:
        self._contacts = ContactBook(connection, attendee_ids)

    def _seal(
        self, badge: Badge, attendee: Attendee, is_short_taken: bool
    ) -> list[tuple[str, str]]:
        entry, person = self._entry(badge, attendee)
        if badge.kind != "own":
            is_open = not is_guessable(badge.code)
            return [_seal_for(text_token(badge.code), entry | (person if is_open else {}))]
        sealed = [_seal_for(badge_token(badge.code), entry | person)]
        if badge.short_code and not is_short_taken:
            sealed.append(_seal_for(text_token(badge.short_code), entry))
        return sealed

    def _entry(self, badge: Badge, attendee: Attendee) -> tuple[dict[str, Any], dict[str, Any]]:
        """What everybody may know who guesses a code, and what only the badge itself opens."""
        if make_visitor(badge, attendee, False).standing:
            return {"x": True}, {}
        contact = self._contacts.get("", attendee.id)
        if contact is None:
            return {"a": attendee.id, "k": NONE}, {}
        person = {"n": attendee.display_name, "r": attendee.display_name_ar}
        shared = {_SHORT_NAMES[name]: contact[name] for name in _SHORT_NAMES}
        given = {key: text for key, text in (person | shared).items() if text}
        return {"a": attendee.id, "k": attendee.share_level}, given


def _seal_for(token: bytes, entry: dict[str, Any]) -> tuple[str, str]:
    return roster_index(token), seal_entry(token, entry, BOOTH_ROSTER)
