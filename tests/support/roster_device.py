"""A device that pulls the change feed and keeps what it gets, as a tablet does."""

import json
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from typing import Any

from domain.sealed_roster import (
    EMPTY_FINGERPRINT,
    badge_token,
    entry_fingerprint,
    format_digest,
    open_entry,
    roster_index,
    text_token,
)
from server.services.roster import FeedPosition, Roster

Message = dict[str, Any]


@dataclass
class RosterDevice:
    """Entries by index, presence by list and attendee, and the number it has of which feed."""

    roster: Roster
    event_id: str
    cursor: int = 0
    feed: str | None = None
    entries: dict[str, str] = field(default_factory=dict)
    presence: dict[tuple[str, str], Message] = field(default_factory=dict)
    complete: Message | None = None

    def pull_page(self, limit: int = 1_000) -> Message:
        """One request; checks what every page promises."""
        position = FeedPosition(self.cursor, self.feed)
        text = self.roster.read_changes(self.event_id, position, limit, now=7)
        page: Message = json.loads(text)
        rows = page["badges"] + page["presence"]
        assert all(page["since"] < row["n"] <= page["to"] for row in rows)
        assert page["more"] == ("roster" not in page)
        assert not page["more"] or page["to"] > page["since"]
        if page["since"] != self.cursor:
            self.entries, self.presence = {}, {}
        self._take(page)
        return page

    def _take(self, page: Message) -> None:
        self.entries |= {row["i"]: row["s"] for row in page["badges"]}
        self.presence |= {(row["l"], row["a"]): row for row in page["presence"]}
        self.cursor, self.feed = page["to"], page["feed"]
        self.complete = page.get("roster")

    def pull(self, limit: int = 1_000) -> list[Message]:
        """Until there is no more; returns the pages."""
        pages = [self.pull_page(limit)]
        while pages[-1]["more"]:
            pages.append(self.pull_page(limit))
        return pages

    def make_digest(self) -> Message:
        """What the server should say of a complete roster."""
        prints = (entry_fingerprint(index, sealed) for index, sealed in self.entries.items())
        digest = format_digest(reduce(xor, prints, EMPTY_FINGERPRINT))
        badges = (self.complete or {}).get("badges")
        return {"count": len(self.entries), "badges": badges, "digest": digest}

    def open_badge(self, code: str) -> Message | None:
        """What a scanned badge of ours unlocks."""
        return self._open(badge_token(code))

    def open_text(self, text: str) -> Message | None:
        """What a typed short code or another system's code unlocks."""
        return self._open(text_token(text))

    def _open(self, token: bytes) -> Message | None:
        sealed = self.entries.get(roster_index(token))
        return None if sealed is None else open_entry(token, sealed)
