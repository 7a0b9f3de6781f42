"""HTML pages for people."""

from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request

from server.auth import signed_in_organizer
from server.exhibitor_auth import desk_session
from server.pages.formats import format_days
from server.pages.forms import take_undo
from server.pages.moments import format_count, format_day, format_moment
from server.pages.rail import make_rail

_MODULES = (
    "home",
    "kiosk",
    "booth",
    "pwa",
    "sign_in",
    "set_up",
    "console",
    "attendance",
    "editions",
    "lists",
    "gates",
    "categories",
    "attendees",
    "imports",
    "badges",
    "programme",
    "conflicts",
    "devices",
    "parked_scans",
    "trust_check",
    "exhibitor_desk",
    "exhibitor_team",
    "exhibitor_questions",
    "exhibitor_webhooks",
    "leads",
    "lead_terms",
    "receipt",
)


def register_pages(app: Flask) -> None:
    """Add every page; each module owns one blueprint `bp`."""
    for name in _MODULES:
        app.register_blueprint(import_module(f"server.pages.{name}").bp)
    app.context_processor(_page_context)


def _page_context() -> dict[str, Any]:
    return {
        "signed_in_organizer": signed_in_organizer,
        "desk_session": desk_session,
        "make_rail": make_rail,
        "language_link": language_link,
        "format_days": format_days,
        "format_day": format_day,
        "format_moment": format_moment,
        "format_count": format_count,
        "take_undo": take_undo,
    }


def language_link(language: str) -> str:
    """The page being read, filters and all, in another language."""
    asked = request.args.to_dict(flat=False) | {"lang": [language]}
    return "?" + urlencode(asked, doseq=True)
