"""Badges: issued once, revoked for good, succeeded by another."""

import pytest

from domain.badge_code import parse_badge_code
from domain.errors import ConflictError, NotFoundError
from server.services.audit import find_broken_link
from server.services.badges import (
    get_badges_to_print,
    issue_missing_badges,
    reissue_badge,
    revoke_badge,
)
from server.services.rules import RulebookCache
from server.storage.badges import get_attendee_badges
from tests.support.fair import Fair


def test_it_works(fair: Fair) -> None:
    fair.database.write(lambda connection: connection.exec_driver_sql("DELETE FROM badges"))
    assert issue_missing_badges(fair.database, fair.event_id, fair.clock()) == 4
    assert issue_missing_badges(fair.database, fair.event_id, fair.clock()) == 0
    with fair.database.read() as connection:
        keyring = RulebookCache().get(connection).events[fair.event_id].keyring
    for _, badge, _ in get_badges_to_print(fair.database, fair.event_id):
        assert parse_badge_code(badge.code, keyring).kind == "ours"


def test_who_cancelled_gets_no_badge_on_paper(fair: Fair) -> None:
    names = {a.last_name for a, _, _ in get_badges_to_print(fair.database, fair.event_id)}
    assert "Bennani" not in names
    assert "Diallo" in names


def test_a_lost_badge_is_succeeded(fair: Fair) -> None:
    old = fair.badges["imane"]
    code = reissue_badge(fair.database, old.id, "lost", fair.clock(), "command")
    with fair.database.read() as connection:
        badges = get_attendee_badges(connection, fair.attendees["imane"])
    assert {b.code for b in badges if b.revoked_at is None} == {code}
    assert next(b for b in badges if b.code == code).replaces_badge_id == old.id
    assert next(b for b in badges if b.id == old.id).revoked_reason == "lost"


def test_a_badge_is_not_succeeded_twice(fair: Fair) -> None:
    old = fair.badges["imane"]
    reissue_badge(fair.database, old.id, "lost", fair.clock(), "command")
    with pytest.raises(ConflictError):
        reissue_badge(fair.database, old.id, "lost again", fair.clock(), "command")


def test_an_unknown_badge_is_a_typed_error(fair: Fair) -> None:
    with pytest.raises(NotFoundError):
        revoke_badge(fair.database, "nowhere", "lost", fair.clock(), "command")


def test_the_audit_log_shows_tampering(fair: Fair) -> None:
    revoke_badge(fair.database, fair.badges["imane"].id, "lost", fair.clock(), "organizer:x")
    revoke_badge(fair.database, fair.badges["ahmed"].id, "lost", fair.clock(), "organizer:x")
    with fair.database.read() as connection:
        assert find_broken_link(connection) is None
    fair.database.write(
        lambda c: c.exec_driver_sql("UPDATE audit_log SET actor = 'nobody' WHERE number = 2")
    )
    with fair.database.read() as connection:
        assert find_broken_link(connection) == 2
