"""Registration files from the command line: said in plain words, all or nothing."""

import hashlib
import os
import pty
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import commands
from server.services.registrations import get_imports
from server.storage.attendees import get_event_attendees
from tests.importing.files import DEMO, ROOT, make_csv, make_workbook
from tests.support.databases import open_migrated
from tests.support.fair import Fair

EVENT = "siccam-casablanca-2024"
HEADERS = ("Nom", "Prénom", "E-mail", "Statut", "Remarque")
KARIM = ("Alaoui", "Karim", "karim@example.ma", "Annulé", "")
AWA = ("Sow", "Awa", "awa at example.sn", "Inscrit", "VIP")


@pytest.fixture
def fair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fair:
    """The fair in the data directory that the commands read."""
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(tmp_path))
    database = open_migrated(tmp_path / "accueil.db")
    fair = Fair(database)
    database.close()
    return fair


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(make_csv([HEADERS, KARIM, AWA]))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["import", EVENT, *map(str, arguments)])


def names(fair: Fair) -> set[str]:
    with fair.database.read() as connection:
        return {a.last_name for a in get_event_attendees(connection, fair.event_id)}


def test_it_works(fair: Fair, people: Path) -> None:
    result = run(people)
    assert result.exit_code == 0, result.output
    assert "liste.csv: 2 rows, headers in row 1, UTF-8, semicolon" in result.output
    assert "  A  Nom       Last name" in result.output
    assert "1 attendees: 1 new, 0 updated, 0 unchanged" in result.output
    assert "1  Cancelled or refunded (left out)" in result.output
    assert "1  Not an e-mail address (to check)" in result.output
    assert f"issue-badges {EVENT}" in result.output
    assert "Sow" in names(fair)
    assert "0 new, 0 updated, 1 unchanged" in run(people).output


def test_a_dry_run_writes_nothing(fair: Fair, people: Path, tmp_path: Path) -> None:
    database = tmp_path / "accueil.db"
    before = hashlib.sha256(database.read_bytes()).digest()
    result = run(people, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "1 attendees: 1 new" in result.output
    assert result.output.endswith("Nothing was written.\n")
    assert hashlib.sha256(database.read_bytes()).digest() == before
    assert not (tmp_path / "imports").exists()


def test_cancelled_rows_come_in_by_choice(fair: Fair, people: Path) -> None:
    assert "2 attendees: 2 new" in run(people, "--cancelled", "import").output
    with fair.database.read() as connection:
        found = get_event_attendees(connection, fair.event_id)
    assert {a.status for a in found if a.last_name == "Alaoui"} == {"cancelled"}


def test_columns_are_mapped_by_header_or_letter(fair: Fair, people: Path) -> None:
    result = run(people, "--map", "remarque=category", "--map", "C=-", "--cancelled", "import")
    assert result.exit_code == 0, result.output
    assert "E  Remarque  Category" in result.output
    assert "C  E-mail    not used" in result.output
    assert "New categories: VIP (1)" in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nom", "write HEADER=FIELD"),
        ("Nom=surname", "fields are first_name, last_name"),
        ("Firma=company", "No column 'Firma'; there are: Nom, Prénom"),
    ],
)
def test_a_map_that_cannot_be_is_explained(fair: Fair, people: Path, text: str, said: str) -> None:
    result = run(people, "--map", text)
    assert result.exit_code == 1
    assert said in result.output
    assert "Sow" not in names(fair)
    rows = get_imports(fair.database, fair.event_id)
    assert [row["status"] for row in rows] == ["discarded"]


def test_the_reading_can_be_said(fair: Fair, tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    rows = [("Sow", "Awa"), ("Ba", "Omar")]
    path.write_bytes(make_workbook({"Liste": [("Nom",), ("Tazi",)], "Deux": rows}))
    result = run(path, "--sheet", "Deux", "--header-row", "0", "--map", "A=last_name")
    assert result.exit_code == 0, result.output
    assert "2 rows, no headers, sheet 'Deux'" in result.output
    assert {"Sow", "Ba"} <= names(fair)
    assert "There is no sheet named “Trois”" in run(path, "--sheet", "Trois").output
    tabs = tmp_path / "liste.txt"
    tabs.write_bytes("Nom\tPrénom\nLefèvre\tLucie\n".encode("cp1252"))
    read = run(tabs, "--separator", "tab", "--encoding", "cp1252", "--dry-run")
    assert "1 rows, headers in row 1, Windows-1252, tab" in read.output


def test_problems_are_written_for_a_spreadsheet(fair: Fair, people: Path, tmp_path: Path) -> None:
    out = tmp_path / "problems.csv"
    result = run(people, "--problems", out)
    assert f"2 problems written to {out}" in result.output
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "Row;Outcome;Column;Problem;In the file"
    assert "awa at example.sn" in lines[2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "This is a PDF."),
        (b"", "The file is empty."),
        (None, "The file cannot be read."),
    ],
)
def test_a_bad_file_is_one_line_and_writes_nothing(
    fair: Fair, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "file.csv"
    if content is not None:
        path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 1
    assert result.output.startswith(said)
    assert len(result.output.splitlines()) == 1
    assert get_imports(fair.database, fair.event_id) == []


def test_unclear_accents_are_shown_with_what_to_type(fair: Fair, tmp_path: Path) -> None:
    path = tmp_path / "noms.csv"
    path.write_bytes("Nom;Prénom\nTézzàl;Zöë\nŸoÿ;Hèlëne\n".encode("mac_roman"))
    result = run(path)
    assert result.exit_code == 1
    assert "--encoding mac_roman" in result.output
    assert run(path, "--encoding", "mac_roman").exit_code == 0
    assert "Tézzàl" in names(fair)


def run_on_terminal(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The real command before a terminal: exit code, output, what standard error shows there."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [sys.executable, "run_server.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"ACCUEIL_DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # how a terminal says that nobody writes to it any more
        while portion := os.read(ours, 65_536):
            shown += portion
    os.close(ours)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said.decode(), shown.decode()


def test_on_a_terminal_there_are_bars_and_red(fair: Fair, tmp_path: Path) -> None:
    whole = DEMO / "delegation-nouakchott.xlsx"
    code, said, shown = run_on_terminal(tmp_path, "import", EVENT, str(whole), "--dry-run")
    assert (code, "40 attendees: 40 new" in said) == (0, True)
    assert "Checking: " in shown
    wrong = tmp_path / "programme.csv"
    wrong.write_bytes(b"%PDF-1.7\n")
    code, said, shown = run_on_terminal(tmp_path, "import", EVENT, str(wrong))
    assert (code, said) == (1, "")
    assert shown.strip() == (
        "\x1b[31mThis is a PDF. Export the registrations as CSV or XLSX instead.\x1b[0m"
    )
