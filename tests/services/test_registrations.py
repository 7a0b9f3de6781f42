"""Files become attendees: all or none, once, and again without doubling."""

import io
import json
from pathlib import Path

import pytest

from domain.errors import BadFileError, ConflictError
from server.importing.staging import list_stages
from server.services.events import get_event_setup
from server.services.registrations import (
    ImportChoices,
    RegistrationFiles,
    Upload,
    get_imports,
)
from server.storage.attendees import count_attendees, get_event_attendees
from server.storage.badges import get_valid_badges
from server.storage.rows import Row
from tests.support.fair import Fair

DEMO = Path(__file__).parents[2] / "demo" / "registrations"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "registrations"
HEADER = "Nom;Prénom;E-mail;Société;Catégorie;Code-barres\n"


def write(folder: Path, *rows: str) -> Path:
    path = folder / "inscriptions.csv"
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return path


def run_import(fair: Fair, path: Path, **choices: str) -> Row:
    folder = path.parent if path.parent.name != "registrations" else Path(fair.imports_dir)
    files = RegistrationFiles(fair.database, folder / "imports")
    return files.import_file(fair.event_id, path, ImportChoices(**choices), fair.clock())


@pytest.fixture(autouse=True)
def imports_dir(fair: Fair, tmp_path: Path) -> None:
    fair.imports_dir = str(tmp_path)  # type: ignore[attr-defined]


def attendees_of(fair: Fair) -> dict[str, Row]:
    with fair.database.read() as connection:
        found = get_event_attendees(connection, fair.event_id)
    return {a.email: vars(a) for a in found if a.email}


def test_it_works(fair: Fair, tmp_path: Path) -> None:
    path = write(tmp_path, "Alaoui;Karim;karim@example.ma;Tata;Presse;ABC123456789")
    report = run_import(fair, path)
    assert (report["attendees"], report["new"], report["foreign_codes_added"]) == (1, 1, 1)
    stored = attendees_of(fair)["karim@example.ma"]
    assert (stored["last_name"], stored["category_id"]) == ("Alaoui", fair.press)
    device = fair.pair(fair.gate_a)
    assert device.scan("ABC123456789")["verdict"] == "admitted"


def test_the_same_file_again_changes_nothing(fair: Fair, tmp_path: Path) -> None:
    path = write(tmp_path, "Alaoui;Karim;karim@example.ma;Tata;Presse;ABC123456789")
    run_import(fair, path)
    before = attendees_of(fair)
    report = run_import(fair, path)
    assert (report["new"], report["updated"], report["unchanged"]) == (0, 0, 1)
    assert attendees_of(fair) == before


def test_a_corrected_file_updates_and_moves_change_numbers(fair: Fair, tmp_path: Path) -> None:
    run_import(fair, write(tmp_path, "Alaoui;Karim;karim@example.ma;Tata;Presse;"))
    before = attendees_of(fair)["karim@example.ma"]
    run_import(fair, write(tmp_path, "Alaoui;Karim;karim@example.ma;Atlas;;XYZ987654321"))
    after = attendees_of(fair)["karim@example.ma"]
    assert (after["id"], after["company"]) == (before["id"], "Atlas")
    assert after["category_id"] == before["category_id"]
    assert after["change_number"] > before["change_number"]


def test_unknown_categories_are_created(fair: Fair, tmp_path: Path) -> None:
    report = run_import(fair, write(tmp_path, "Alaoui;Karim;k@example.ma;;Partenaire;"))
    assert [new["text"] for new in report["new_categories"]] == ["Partenaire"]
    setup = get_event_setup(fair.database, fair.event_id)
    assert "Partenaire" in {c.name_fr for c in setup.categories}


def test_a_code_somebody_holds_stays_with_them(fair: Fair, tmp_path: Path) -> None:
    fair.add_foreign_badge("imane", "ABC123456789")
    report = run_import(fair, write(tmp_path, "Vall;Salma;s@example.mr;;;ABC123456789"))
    matched = attendees_of(fair).get("s@example.mr")
    assert report["updated"] == 1, "the code names Imane, so the row is about her"
    assert matched is not None
    assert matched["id"] == fair.attendees["imane"]


def test_a_preview_writes_nothing(fair: Fair, tmp_path: Path) -> None:
    path = write(tmp_path, "Alaoui;Karim;k@example.ma;;;")
    files = RegistrationFiles(fair.database, tmp_path / "i")
    stage = files.stage_file(fair.event_id, Upload(path.name, path), fair.clock())
    preview = files.preview_import(stage.stage_id, ImportChoices())
    assert preview.count("new") == 1
    assert "k@example.ma" not in attendees_of(fair)
    files.discard_import(stage.stage_id)
    assert list_stages(tmp_path / "i") == []


def test_a_file_is_applied_once(fair: Fair, tmp_path: Path) -> None:
    path = write(tmp_path, "Alaoui;Karim;k@example.ma;;;")
    files = RegistrationFiles(fair.database, tmp_path / "i")
    stage = files.stage_file(fair.event_id, Upload(path.name, path), fair.clock())
    files.apply_import(stage.stage_id, ImportChoices(), fair.clock())
    with pytest.raises(ConflictError):
        files.apply_import(stage.stage_id, ImportChoices(), fair.clock())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "file_is_pdf"),
        (b"\x89PNG\r\n", "file_is_image"),
    ],
)
def test_a_wrong_file_writes_nothing(fair: Fair, tmp_path: Path, content: bytes, code: str) -> None:
    files = RegistrationFiles(fair.database, tmp_path / "i")
    with pytest.raises(BadFileError) as caught:
        files.stage_file(fair.event_id, Upload("x.csv", io.BytesIO(content)), fair.clock())
    assert caught.value.code == code
    assert get_imports(fair.database, fair.event_id) == []
    assert not (tmp_path / "i").exists() or list_stages(tmp_path / "i") == []


def expectations(folder: Path) -> list[tuple[Path, Row]]:
    path = folder / "expected.json"
    if not path.exists():
        return []
    return [(folder / name, said) for name, said in json.loads(path.read_text()).items()]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(path, said, id=f"{path.parent.parent.name}-{path.stem}")
        for path, said in (*expectations(DEMO), *expectations(SHARED))
    ],
)
def test_real_files_give_what_they_must(fair: Fair, path: Path, expected: Row) -> None:
    with fair.database.read() as connection:
        before = sum(count_attendees(connection, fair.event_id).values())
    report = run_import(fair, path)
    assert {name: report[name] for name in expected} == expected
    with fair.database.read() as connection:
        after = sum(count_attendees(connection, fair.event_id).values())
        foreign = get_valid_badges(connection, fair.event_id, "foreign")
    assert after - before == expected["attendees"]
    assert bool(foreign) == ("keeps_foreign_code_from" in expected)
    again = run_import(fair, path)
    assert (again["new"], again["updated"]) == (0, 0)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared registration files are not here")
def test_cancelled_rows_come_in_as_cancelled_by_choice(fair: Fair) -> None:
    report = run_import(fair, SHARED / "eventbrite-attendees.csv", cancelled="import")
    assert (report["attendees"], report["not_attending"]) == (400, 18)
    with fair.database.read() as connection:
        counted = count_attendees(connection, fair.event_id)
    assert counted["cancelled"] == 18 + 1  # Nadia of the cast had cancelled before
