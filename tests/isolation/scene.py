"""Two booths; the walker holds everything the rival has, and tries every door with Atlas's ids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from server.extensions import limiter
from server.storage.schema import metadata
from tests.pages.browser import Browser
from tests.support.booth import BoothPhone, Booths

SECRETS = ("Imane", "Diallo", "SECRETNOTE", "SECRETTAG", "secret_question", "i@secret.example")
_HOST = "https://accueil.local:8443"
_TOKEN = re.compile(r'(name="csrf_token" value|name="csrf-token" content)="[^"]*"')


@dataclass
class Answer:
    """What came back from one door."""

    endpoint: str
    who: str
    status: int
    body: str


@dataclass
class Scene:
    """The app with both booths in it; `ids` are Atlas's, by the names routes give them."""

    app: Flask
    booths: Booths
    ids: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app.config["WTF_CSRF_ENABLED"] = False  # a token is no protection from its owner
        self.atlas = self.booths.join("atlas", "Sara")
        self.rivals = {
            "full": self.booths.join("rival", "Omar"),
            "scan_only": self.booths.join("rival", "Extra", "scan_only"),
        }
        self.desk = Browser(self.app)
        self._open_desk()
        fair = self.booths.fair
        fair.change_attendee("imane", share_level="all", email="i@secret.example")
        self.ids = {
            "exhibitor_id": self.booths.ids["atlas"],
            "device_id": self.atlas.device.id,
            "member_id": self.atlas.device.member_id,
            "attendee_id": fair.attendees["imane"],
            "number": 1,
            "size": 192,
        }
        with fair.database.read() as connection:
            event = metadata.tables["events"]
            self.ids["slug"] = connection.execute(select(event.c.slug)).scalar_one()

    def _open_desk(self) -> None:
        fields = {"code": self.booths.codes["rival"]["full"], "name": "Omar"}
        answer = self.desk.post_blindly("/exhibitor/sign-in", **fields)
        assert answer.status_code in (302, 303), "the rival cannot open his own desk"

    def fill_booth(self, phone: BoothPhone, count: int) -> list[dict[str, Any]]:
        """Let a phone make leads with everything in them; returns the captures."""
        made = []
        for number in range(count):
            text = self.booths.fair.code("imane") if number == 0 else f"UNKNOWN BADGE {number}"
            capture = phone.capture(text)
            phone.edit(capture, "note", "SECRETNOTE")
            phone.edit(capture, "tag:SECRETTAG", True)
            phone.edit(capture, "rating", "hot")
            phone.capture(text, scan_type="coffee")
            made.append(capture)
        return made

    def walk(self, *methods: str) -> Iterator[Answer]:
        """Knock at every door with each of the rival's credentials."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
            for method in set(methods) & (rule.methods or set()):
                path = self._path(rule)
                for who in (*self.rivals, "desk"):
                    yield self._knock(rule.endpoint, who, method, path)

    def _path(self, rule: Rule) -> str:
        values = {name: self.ids.get(name, "unknown") for name in rule.arguments}
        with self.app.test_request_context(base_url=_HOST):
            adapter = self.app.url_map.bind("accueil.local")
            return adapter.build(rule.endpoint, values)

    def _knock(self, endpoint: str, who: str, method: str, path: str) -> Answer:
        with self.app.app_context():
            limiter.reset()
        if who == "desk":
            self._open_desk()  # one of the doors leads out
            is_get = method == "GET"
            fields = {"name": "Changed", "code": "changed"}
            response = self.desk.get(path) if is_get else self.desk.post_blindly(path, **fields)
        else:
            header = {"Authorization": f"Device {self.rivals[who].token}"}
            client = self.app.test_client()
            body = None if method == "GET" else self._message(endpoint)
            response = client.open(path, method=method, base_url=_HOST, headers=header, json=body)
        text = _TOKEN.sub("", response.get_data().decode("utf-8", "replace"))
        return Answer(endpoint, who, response.status_code, text)

    def _message(self, endpoint: str) -> dict[str, Any]:
        """Atlas's ids in every place where a message has one."""
        ids = {name: self.ids.get(name) for name in ("capture_id", "device_id", "attendee_id")}
        return {"v": 1, "code": "", "scans": [], "facts": [], "undo_id": None, **ids}

    def read_atlas(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row that belongs to Atlas, by table."""
        found = {}
        with self.booths.fair.database.read() as connection:
            for name, table in metadata.tables.items():
                column = table.c.id if name == "exhibitors" else table.c.get("exhibitor_id")
                if column is None:
                    continue
                query = select(table).where(column == self.ids["exhibitor_id"])
                found[name] = [tuple(row) for row in connection.execute(query)]
        return found
