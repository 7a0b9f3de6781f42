"""A browser without a screen: keeps cookies, fills in forms, reads pages."""

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

EMAIL, PASSWORD = "salma@siccam.example", "une phrase de passe"


class Browser:
    """Speaks HTTPS to the app under a name of the venue, in English."""

    def __init__(self, app: Flask, base_url: str = "https://accueil.local:8443") -> None:
        self._client = app.test_client()
        self._base_url = base_url

    def get(self, path: str, **options: Any) -> TestResponse:
        """GET a path."""
        headers = {"Accept-Language": "en"} | options.pop("headers", {})
        return self._client.get(path, base_url=self._base_url, headers=headers, **options)

    def post(self, path: str, page: str | None = None, **fields: Any) -> TestResponse:
        """Send a form that stands on `page` (else on the form's own path), as a person would."""
        return self.post_blindly(path, csrf_token=self._read_token(page or path), **fields)

    def post_blindly(self, path: str, **fields: Any) -> TestResponse:
        """Send a form without having seen its page, as another site would."""
        # A browser names the page it comes from; over HTTPS the check for forged forms looks
        headers = {"Accept-Language": "en", "Referer": self._base_url + path}
        return self._client.post(path, base_url=self._base_url, data=fields, headers=headers)

    def send_file(self, path: str, name: str, content: bytes) -> TestResponse:
        """Send a file as the page's script does: the body is the file."""
        headers = {
            "Accept": "application/json",
            "Accept-Language": "en",
            "Content-Type": "application/octet-stream",
            "Referer": self._base_url + path,
            "X-CSRFToken": self._read_token(path),
        }
        return self._client.post(
            path,
            base_url=self._base_url,
            query_string={"name": name},
            data=content,
            headers=headers,
        )

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, **more: str) -> TestResponse:
        """Fill in the sign-in form."""
        return self.post("/sign-in", email=email, password=password, **more)

    def _read_token(self, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        assert found, f"no form on {path}"
        return found[1]


def visible_text(response: TestResponse) -> str:
    """What stands on a page between its tags, in one line."""
    reader = _TextReader()
    reader.feed(response.text)
    return " ".join(" ".join(reader.texts).split())


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_hidden = tag in ("script", "template")

    def handle_endtag(self, tag: str) -> None:
        self._is_hidden = False

    def handle_data(self, data: str) -> None:
        if not self._is_hidden:
            self.texts.append(data)
