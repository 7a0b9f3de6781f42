"""Files that wait: kept until answered, corrected, tried, dropped; never in the way of others."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from domain.errors import BadFileError, ConflictError, NotFoundError
from server.importing.mapping import MappingError
from server.importing.read_file import ReadingChoices
from server.importing.staging import list_stages, load_stage, preview_rows
from server.services import import_uploads
from server.services.import_orders import ImportChoices
from server.services.import_summaries import get_summary
from server.services.registrations import (
    KEPT_MS,
    RegistrationFiles,
    Upload,
    get_import,
    get_imports,
)
from server.storage.attendees import get_event_attendees
from server.storage.database import Database
from tests.importing.files import make_csv
from tests.support.fair import Fair

HEADERS = ("Nom", "Prénom", "E-mail", "Société")
KARIM = ("Alaoui", "Karim", "karim@example.ma", "Tata")
AWA = ("Sow", "Awa", "awa@example.sn", "BPO")
LIST = make_csv([HEADERS, KARIM, AWA])


@pytest.fixture
def files(local_fair: Fair, tmp_path: Path) -> RegistrationFiles:
    return RegistrationFiles(local_fair.database, tmp_path / "imports")


def stage(files: RegistrationFiles, fair: Fair, content: bytes = LIST) -> str:
    return files.stage_file(fair.event_id, Upload("liste.csv", content), fair.clock()).stage_id


def emails(fair: Fair) -> set[str]:
    with fair.database.read() as connection:
        return {a.email for a in get_event_attendees(connection, fair.event_id) if a.email}


def test_it_works(files: RegistrationFiles, local_fair: Fair) -> None:
    steps: list[tuple[str, int, int]] = []
    watched = RegistrationFiles(
        files.database, files.imports_dir, watch=lambda *step: steps.append(step)
    )
    import_id = stage(watched, local_fair)
    preview = watched.preview_import(import_id, ImportChoices())
    summary = get_summary(load_stage(files.imports_dir, import_id))
    assert summary is not None
    assert (summary.new, summary.people[0].values["last_name"]) == (2, "Alaoui")
    assert preview.as_report()["new"] == 2
    watched.apply_import(import_id, ImportChoices(), local_fair.clock())
    assert emails(local_fair) == {"karim@example.ma", "awa@example.sn"}
    assert [step for step, done, total in steps if done == total] == [
        "read",
        "check",
        "check",
        "store",
    ]


def test_after_the_import_no_second_copy_of_the_people_stays(
    files: RegistrationFiles, local_fair: Fair
) -> None:
    import_id = stage(files, local_fair)
    import_uploads.save_upload(files.imports_dir, import_id, io.BytesIO(LIST), 10_000)
    files.apply_import(import_id, ImportChoices(), local_fair.clock())
    left = load_stage(files.imports_dir, import_id)
    assert preview_rows(left) == []
    assert b"karim@example.ma" not in left.path.read_bytes()
    assert not import_uploads.has_upload(files.imports_dir, import_id)


def test_a_correction_forgets_the_preview(files: RegistrationFiles, local_fair: Fair) -> None:
    import_id = stage(files, local_fair)
    files.preview_import(import_id, ImportChoices())
    stage_now = files.correct_mapping(import_id, {3: None})
    assert get_summary(stage_now) is None
    assert stage_now.mapping.choices[3].field is None
    with pytest.raises(MappingError) as raised:
        files.correct_mapping(import_id, {0: None, 1: None})
    assert raised.value.code == "mapping_without_name"
    assert load_stage(files.imports_dir, import_id).mapping == stage_now.mapping


def test_a_waiting_file_is_read_anew_under_its_id(
    files: RegistrationFiles, local_fair: Fair
) -> None:
    import_id = stage(files, local_fair)
    choices = ReadingChoices(header_row=-1)
    upload = Upload("liste.csv", LIST, choices, import_id)
    again = files.stage_file(local_fair.event_id, upload, local_fair.clock())
    assert (again.facts.row_count, again.choices) == (3, choices)
    assert len(get_imports(local_fair.database, local_fair.event_id)) == 1


def test_a_reading_that_fails_keeps_the_earlier_one(
    files: RegistrationFiles, local_fair: Fair
) -> None:
    import_id = stage(files, local_fair)
    upload = Upload("liste.csv", LIST, ReadingChoices(encoding="utf_16"), import_id)
    with pytest.raises(BadFileError):
        files.stage_file(local_fair.event_id, upload, local_fair.clock())
    assert load_stage(files.imports_dir, import_id).facts.row_count == 2


def test_an_applied_file_is_neither_read_nor_corrected_again(
    files: RegistrationFiles, local_fair: Fair
) -> None:
    import_id = stage(files, local_fair)
    files.apply_import(import_id, ImportChoices(), local_fair.clock())
    upload = Upload("liste.csv", LIST, import_id=import_id)
    with pytest.raises(ConflictError):
        files.stage_file(local_fair.event_id, upload, local_fair.clock())
    with pytest.raises(ConflictError):
        files.correct_mapping(import_id, {3: None})
    with pytest.raises(ConflictError):
        files.preview_import(import_id, ImportChoices())


def test_a_tried_file_leaves_no_trace(files: RegistrationFiles, local_fair: Fair) -> None:
    before = local_fair.database.url.removeprefix("sqlite:///")
    content = Path(before).read_bytes()
    upload = Upload("liste.csv", LIST)
    with files.try_file(local_fair.event_id, upload, local_fair.clock()) as tried:
        preview = files.preview_stage(tried, local_fair.event_id, ImportChoices())
        assert preview.count("new") == 2
    assert not tried.path.exists()
    assert not files.imports_dir.exists()
    assert Path(before).read_bytes() == content


def test_a_file_that_cannot_be_applied_does_not_wait(
    files: RegistrationFiles, local_fair: Fair, tmp_path: Path
) -> None:
    path = tmp_path / "zones.csv"
    path.write_bytes(make_csv([("Zone", "Teinte"), ("Nord", "Bleu")]))
    with pytest.raises(MappingError):
        files.import_file(local_fair.event_id, path, ImportChoices(), local_fair.clock())
    assert list_stages(files.imports_dir) == []
    rows = get_imports(local_fair.database, local_fair.event_id)
    assert [row["status"] for row in rows] == ["discarded"]


class LateDatabase(Database):
    """The same database, where something happens just before each transaction."""

    def __init__(self, url: str, happen: Callable[[], object]) -> None:
        super().__init__(url)
        self._happen = happen

    def write(self, work: Callable[[Connection], Any]) -> Any:
        self._happen()
        return super().write(work)


def test_somebody_registered_at_the_last_moment_is_not_doubled(
    files: RegistrationFiles, local_fair: Fair
) -> None:
    import_id = stage(files, local_fair)
    karim = {"last_name": "Alaoui", "first_name": "Karim", "email": "karim@example.ma"}

    def register() -> None:
        if "karim" not in local_fair.attendees:
            local_fair.add_attendee("karim", **karim)
            local_fair.add_category("vip", ("VIP", "VIP", "VIP"), "#000000")

    late = LateDatabase(local_fair.database.url, register)
    report = RegistrationFiles(late, files.imports_dir).apply_import(
        import_id, ImportChoices(), local_fair.clock()
    )
    late.close()
    assert (report["new"], report["updated"]) == (1, 1)
    assert emails(local_fair) == {"karim@example.ma", "awa@example.sn"}


def test_old_files_are_dropped(files: RegistrationFiles, local_fair: Fair) -> None:
    old = stage(files, local_fair)
    local_fair.clock.pass_ms(KEPT_MS + 1)
    young = stage(files, local_fair)
    files.drop_old_files(local_fair.clock())
    assert list_stages(files.imports_dir) == [young]
    assert get_import(local_fair.database, old)["status"] == "discarded"
    assert get_import(local_fair.database, young)["status"] == "staged"


class Endless(io.RawIOBase):
    """A sender that never stops; counts what was taken of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return b"x" * size


def test_an_upload_is_bounded_and_private(tmp_path: Path) -> None:
    size = import_uploads.save_upload(tmp_path, "0193-aaaa", io.BytesIO(b"x" * 900_000), 1_000_000)
    path = import_uploads.get_upload(tmp_path, "0193-aaaa")
    assert (size, path.stat().st_size) == (900_000, 900_000)
    assert path.stat().st_mode & 0o077 == 0
    sender = Endless()
    with pytest.raises(BadFileError) as raised:
        import_uploads.save_upload(tmp_path, "0193-bbbb", sender, 1_048_576)  # type: ignore[arg-type]
    assert (raised.value.code, raised.value.params) == ("file_too_large", {"limit_mb": 1})
    assert sender.taken <= 2 * 1_048_576
    assert not import_uploads.has_upload(tmp_path, "0193-bbbb")


@pytest.mark.parametrize("import_id", ["../../secret_key", "", "a/b", "x" * 80])
def test_a_crooked_id_leads_nowhere(tmp_path: Path, import_id: str) -> None:
    for call in (import_uploads.get_upload, import_uploads.drop_upload, import_uploads.has_upload):
        with pytest.raises(NotFoundError):
            call(tmp_path, import_id)
