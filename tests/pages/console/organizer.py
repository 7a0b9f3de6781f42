"""An organizer at the console: opens pages, fills in forms, reads what stands there."""

import html
import re
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.pages.browser import Browser, visible_text


@dataclass(frozen=True)
class Page:
    """An answered page."""

    response: TestResponse

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def source(self) -> str:
        """The HTML."""
        return self.response.text

    @property
    def words(self) -> str:
        """What a reader sees, blanks collapsed."""
        return visible_text(self.response)

    def find(self, pattern: str) -> str:
        """The first group of `pattern` in the source; fails when it is not there."""
        found = re.search(pattern, self.source, re.DOTALL)
        assert found is not None, pattern
        return html.unescape(found[1])

    def part(self, testid: str) -> str:
        """The first words inside the element with this test id."""
        return self.find(rf'data-testid="{testid}"[^>]*>([^<]*)').strip()

    def error_of(self, field: str) -> str:
        """The error shown at a field."""
        return self.find(rf'id="{field}-error".*?<span>([^<]*)</span>')


@dataclass(frozen=True)
class Organizer:
    """Somebody at a signed-in browser."""

    browser: Browser

    def open(self, address: str) -> Page:
        """Load a page, following redirects."""
        return Page(self.browser.get(address, follow_redirects=True))

    def send(
        self, address: str, fields: dict[str, Any] | None = None, source: str | None = None
    ) -> Page:
        """Send the form of the page at `source` (else of the address itself), follow the answer."""
        response = self.browser.post(address, page=source, **(fields or {}))
        if response.status_code in (301, 302, 303):
            assert response.status_code == 303, "a reload must not send the form again"
            return self.open(response.headers["Location"])
        return Page(response)
