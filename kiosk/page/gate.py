"""Checks every request before anything is done: only the station's own page gets further.

Against other sites in this or another browser (Origin, Fetch metadata), names that were rebound to
this machine (Host), and other programs and accounts of this machine (the cookie).
"""

from __future__ import annotations

from flask import Flask, Request, request

from domain.errors import AccueilError, NotAllowedError, NotSignedInError
from kiosk.page.door import PageDoor

HOST = "127.0.0.1"
PUBLIC_ENDPOINTS = ("page.show", "page.enter", "static")
"""What holds no secret: the shell, its files, and where a link is traded for the cookie."""
_NAVIGATED = ("page.show", "page.enter")
_OWN = (None, "none", "same-origin")


class WrongHostError(AccueilError):
    """The request was meant for another name: somebody else's name now points at this machine."""

    status = 421


def init_app(app: Flask, door: PageDoor) -> None:
    """Check every request of this app."""
    app.before_request(lambda: check_request(request, door))


def check_request(asked: Request, door: PageDoor) -> None:
    """Raises WrongHostError, NotAllowedError `foreign_origin`, NotSignedInError `page_refused`."""
    own = f"{HOST}:{asked.environ['SERVER_PORT']}"
    if asked.headers.get("Host") != own:
        raise WrongHostError("wrong_host", f"this page is at http://{own}")
    if not _is_own(asked, f"http://{own}"):
        raise NotAllowedError("foreign_origin", "only the station's own page may ask for this")
    if asked.endpoint in PUBLIC_ENDPOINTS:
        return
    if not door.knows(asked.cookies.get(cookie_name(asked))):
        raise NotSignedInError("page_refused", "this page was not opened by the station")


def cookie_name(asked: Request) -> str:
    """Cookies do not tell ports apart: two stations of one machine need two names."""
    return f"accueil_station_{asked.environ['SERVER_PORT']}"


def _is_own(asked: Request, own: str) -> bool:
    """Browsers send Origin with every POST and say on HTTP to this machine where a request is from;
    a link is followed from a file, which counts as another site."""
    origin = asked.headers.get("Origin")
    if asked.method not in ("GET", "HEAD") and origin != own:
        return False
    if origin not in (None, own):
        return False
    is_navigation = asked.headers.get("Sec-Fetch-Mode") == "navigate"
    if is_navigation and asked.endpoint in _NAVIGATED:
        return asked.headers.get("Sec-Fetch-Dest") == "document"
    return asked.headers.get("Sec-Fetch-Site") in _OWN
