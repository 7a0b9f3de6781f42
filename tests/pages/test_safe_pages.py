"""Pages keep to the strict policy: nothing inline, nothing from elsewhere, nothing cached."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from werkzeug.test import TestResponse

from tests.pages.browser import Browser, visible_text
from tests.support.fair import Fair

ELSEWHERE = ("http:", "https:", "//", "data:", "javascript:")
EVENT = "/console/siccam-casablanca-2024"
PAGES = [
    "/sign-in",
    "/set-up",
    "/nope",
    "/console/?all=1",
    EVENT + "/attendance",
    EVENT + "/attendance?wall=1",
    EVENT + "/devices",
    EVENT + "/imports",
]


class _PolicyReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.breaches: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.breaches += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.breaches += [f"<{tag} style>"] if "style" in given else []
        if tag == "style" or (tag == "script" and not self._may_stand(given)):
            self.breaches.append(f"<{tag}> inline")
        for name in ("src", "href", "action"):
            if (given.get(name) or "").startswith(
                ("http:", "https:", "//", "data:", "javascript:")
            ):
                self.breaches.append(f"<{tag} {name}={given[name]}>")

    def _may_stand(self, given: dict[str, str | None]) -> bool:
        return "src" in given or given.get("type") == "application/json"


ReadPage = Callable[[str], TestResponse]


@pytest.fixture
def read_page(stranger: Browser, organizer: Browser) -> ReadPage:
    """Loads a page as the one who is shown it: the form to sign in is for strangers."""

    def read(path: str) -> TestResponse:
        return (stranger if path.startswith("/sign-in") else organizer).get(path)

    return read


def test_nothing_inline_and_nothing_from_elsewhere(read_page: ReadPage) -> None:
    for path in PAGES:
        answer = read_page(path)
        reader = _PolicyReader()
        reader.feed(answer.text)
        assert reader.breaches == [], path
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_every_page_speaks_three_languages(read_page: ReadPage) -> None:
    for lang, direction in (("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")):
        for path in PAGES:
            sign = "&" if "?" in path else "?"
            page = read_page(f"{path}{sign}lang={lang}").text
            assert f'<html lang="{lang}" dir="{direction}"' in page, path


def test_an_unknown_page_says_so_in_the_readers_language(stranger: Browser) -> None:
    answer = stranger.get("/nope?lang=fr")
    assert answer.status_code == 404
    assert "Cette page n’existe pas." in visible_text(answer)
    assert "not_found · 404" in visible_text(answer)


def test_a_language_that_is_none_is_ignored(stranger: Browser) -> None:
    assert 'lang="en"' in stranger.get("/sign-in?lang=tlh").text


def test_a_language_link_keeps_the_rest_of_the_address(organizer: Browser, venue: Fair) -> None:
    page = organizer.get(EVENT + "/attendance?wall=1&lang=fr&x=%22%3E%3Cb%3E").text
    assert "<b>" not in page
    page = organizer.get("/console/?all=1&x=%22%3E%3Cb%3E").text
    assert 'href="?all=1&amp;x=%22%3E%3Cb%3E&amp;lang=ar"' in page
