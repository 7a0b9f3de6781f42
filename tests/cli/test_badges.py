"""Badges from the command line: printed, revoked, issued anew."""

from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from domain.badge_code import format_short_code
from domain.errors import ConflictError, NotFoundError
from server.cli import commands
from server.services.attendees import get_attendee_file
from tests.support.databases import open_migrated
from tests.support.fair import Fair

EVENT = "siccam-casablanca-2024"


@pytest.fixture
def fair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fair:
    """The fair in the data directory that the commands read."""
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(tmp_path))
    database = open_migrated(tmp_path / "accueil.db")
    fair = Fair(database)
    database.close()
    return fair


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def test_badges_are_printed(fair: Fair, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    result = run("print-badges", EVENT, "--layout", "a6", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "4 badges on 4 pages" in result.output
    document = pypdfium2.PdfDocument(out)
    assert len(document) == 4
    document.close()


def test_one_category_is_printed(fair: Fair, tmp_path: Path) -> None:
    out = tmp_path / "press.pdf"
    result = run("print-badges", EVENT, "--out", str(out), "--category", "press")
    assert "1 badges on 1 pages" in result.output
    result = run("print-badges", EVENT, "--out", str(out), "--category", "vip")
    assert result.exit_code == 1
    assert "there are: visitor, press" in result.output


def test_nothing_to_print_writes_nothing(fair: Fair, tmp_path: Path) -> None:
    fair.add_category("vip", ("VIP", "VIP", "VIP"), "#000000")
    out = tmp_path / "vip.pdf"
    result = run("print-badges", EVENT, "--out", str(out), "--category", "vip")
    assert getattr(result.exception, "code", "") == "no_badges"
    assert not out.exists()


def test_a_badge_is_revoked_by_its_short_code(fair: Fair) -> None:
    short = format_short_code(fair.badges["imane"].short_code or "")
    assert run("revoke-badge", EVENT, short, "--reason", "stolen").exit_code == 0
    file = get_attendee_file(fair.database, fair.event_id, fair.attendees["imane"])
    assert file.valid_badge is None
    assert file.badges[0].revoked_reason == "stolen"
    fair.database.close()


def test_a_lost_badge_is_issued_anew(fair: Fair) -> None:
    result = run("reissue-badge", EVENT, fair.code("imane"))
    file = get_attendee_file(fair.database, fair.event_id, fair.attendees["imane"])
    assert file.valid_badge is not None
    assert result.output.strip() == format_short_code(file.valid_badge.short_code or "")
    again = run("reissue-badge", EVENT, fair.code("imane"))
    assert isinstance(again.exception, ConflictError)
    fair.database.close()


def test_an_unknown_badge_is_a_typed_error(fair: Fair) -> None:
    result = run("revoke-badge", EVENT, "ZZZZ-ZZZZ", "--reason", "lost")
    assert isinstance(result.exception, NotFoundError)
