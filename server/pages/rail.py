"""What the console's rail offers, in order. A section appears once its page exists."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext

from domain.entities import Event
from server.extensions import get_accueil
from server.services.conflicts import count_open


@dataclass(frozen=True)
class Section:
    """One link of the rail. A page says `{% set section = "name" %}` to be marked as open; `key` is
    what follows `g` on the keyboard."""

    name: str
    endpoint: str
    icon: str
    key: str
    label: Any


SECTIONS = (
    Section("event", "console.show_event", "calendar", "e", lazy_gettext("Edition")),
    Section("attendance", "attendance.show", "chart", "a", lazy_gettext("Attendance")),
    Section("conflicts", "conflicts.show", "two-rings", "c", lazy_gettext("Conflicts")),
    Section("visitors", "attendees.show", "people", "v", lazy_gettext("Visitors")),
    Section("imports", "imports.show", "upload", "i", lazy_gettext("Import")),
    Section("badges", "badges.show", "badge", "b", lazy_gettext("Badges")),
    Section("leads", "leads.show", "scan", "l", lazy_gettext("Leads")),
    Section("devices", "devices.show", "device", "d", lazy_gettext("Devices")),
    Section("set-up", "gates.show", "gear", "s", lazy_gettext("Set-up")),
)


@dataclass(frozen=True)
class RailLink:
    """A section with its address in one edition, and how many things wait in it."""

    section: Section
    address: str
    waiting: int | None = None


def make_rail(event: Event | None) -> list[RailLink]:
    """The links of the rail for an edition; none before one is chosen."""
    if event is None:
        return []
    pages = current_app.view_functions
    return [
        RailLink(section, url_for(section.endpoint, slug=event.slug), _waiting(section, event))
        for section in SECTIONS
        if section.endpoint in pages
    ]


def _waiting(section: Section, event: Event) -> int | None:
    if section.name != "conflicts":
        return None
    return count_open(get_accueil().database, event.id)
