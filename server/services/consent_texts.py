"""Versions of the text visitors agree to: published once, never changed, the newest is used."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from domain.consent_terms import LANGUAGES, Terms, compose_texts
from server.services.audit import log_change
from server.services.ids import new_id
from server.services.submission import to_json
from server.storage import consent
from server.storage.database import Database

_TERMS = "terms"


@dataclass(frozen=True)
class ConsentText:
    """One version: its text by language, and what the organizer had filled in."""

    version: int
    made_at: int
    texts: dict[str, str]
    terms: dict[str, str]


def publish_consent_text(
    database: Database, event_id: str, terms: Terms, now: int, actor: str
) -> int:
    """Publish a new version; returns its number. Publishing what is published already makes no
    new one. Raises the errors of `compose_texts`."""
    texts = compose_texts(terms)
    kept = to_json(texts | {_TERMS: asdict(terms)})

    def publish(connection: Connection) -> int:
        newest = consent.get_newest_consent_text(connection, event_id)
        if newest is not None and read_texts(newest) == texts:
            return int(newest["version"])
        version = int(newest["version"]) + 1 if newest else 1
        row = {"id": new_id(now), "event_id": event_id, "version": version, "made_at": now}
        consent.add_consent_text(connection, row | {"texts": kept})
        log_change(connection, now, actor, "consent_text_published", event_id, version=version)
        return version

    return database.write(publish)


def get_consent_texts(database: Database, event_id: str) -> list[ConsentText]:
    """Every version of an edition, newest first."""
    with database.read() as connection:
        rows = consent.get_consent_texts(connection, event_id)
    return [
        ConsentText(row["version"], row["made_at"], read_texts(row), _read_terms(row))
        for row in rows
    ]


def read_texts(row: dict[str, Any]) -> dict[str, str]:
    """The text by language of a stored version."""
    kept = json.loads(row["texts"])
    return {language: kept[language] for language in LANGUAGES if language in kept}


def _read_terms(row: dict[str, Any]) -> dict[str, str]:
    terms: dict[str, str] = json.loads(row["texts"]).get(_TERMS, {})
    return terms
