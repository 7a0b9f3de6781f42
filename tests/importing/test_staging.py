"""A staged file waits for the organizer, also over a restart; whole or not at all."""

from pathlib import Path

import pytest

from domain.errors import NotFoundError
from server.importing.attendees import ImportOptions
from server.importing.mapping import MappingError, change_mapping
from server.importing.read_file import read_table
from server.importing.stage_problems import load_problems
from server.importing.staging import (
    NewStage,
    Stage,
    drop_old_stages,
    drop_stage,
    list_stages,
    load_stage,
    plan_attendees,
    preview_rows,
    set_mapping,
    stage_table,
)
from tests.importing.files import make_csv

PEOPLE = [
    ("Nom", "Prénom", "E-mail", "CIN"),
    *((f"Tazi{n}", "Omar", f"omar{n}@example.com", f"BK{n}") for n in range(450)),
    ("Sow", "Awa", "awa at example.com", "BK999"),
]


def stage(directory: Path, stage_id: str = "0193-aaaa", staged_at: int = 1_000) -> Stage:
    table = read_table(make_csv(PEOPLE, encoding="cp1252"))
    return stage_table(NewStage(directory, stage_id, "liste.csv", staged_at), table)


def test_it_works(tmp_path: Path) -> None:
    staged = stage(tmp_path / "imports")
    assert staged == load_stage(tmp_path / "imports", "0193-aaaa")
    assert (staged.file_name, staged.encoding, staged.separator) == ("liste.csv", "cp1252", ";")
    assert staged.facts.row_count == 451
    assert [row.number for row in preview_rows(staged)] == list(range(2, 22))
    plan = plan_attendees(staged, ImportOptions())
    assert (plan.report.attendees, plan.report.bad_email) == (451, 1)
    assert tuple(load_problems(staged)) == plan.problems


def test_progress_is_told_and_ends_at_the_total(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    table = read_table(make_csv(PEOPLE))
    new = NewStage(tmp_path, "0193-aaaa", "liste.csv", 1)
    staged = stage_table(new, table, lambda done, total: steps.append((done, total)))
    assert steps == [(200, 451), (400, 451), (451, 451)]
    steps.clear()
    plan_attendees(staged, ImportOptions(), lambda done, total: steps.append((done, total)))
    assert steps == [(200, 451), (400, 451), (451, 451)]


def test_a_correction_is_kept_and_old_problems_go(tmp_path: Path) -> None:
    staged = stage(tmp_path)
    plan_attendees(staged, ImportOptions())
    corrected = set_mapping(staged, change_mapping(staged.mapping, {2: None}))
    assert load_stage(tmp_path, staged.stage_id).mapping == corrected.mapping
    assert load_problems(corrected) == []
    assert plan_attendees(corrected, ImportOptions()).attendees[0].email == ""


def test_identity_numbers_are_not_even_staged(tmp_path: Path) -> None:
    staged = stage(tmp_path)
    assert staged.dropped_headers == ("CIN",)
    assert b"BK44" not in staged.path.read_bytes()


def test_only_the_server_may_read_a_stage(tmp_path: Path) -> None:
    staged = stage(tmp_path / "imports")
    assert staged.path.stat().st_mode & 0o077 == 0
    assert staged.path.parent.stat().st_mode & 0o077 == 0


def test_a_stage_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage_table(NewStage(tmp_path, "0193-aaaa", "x.csv", 1), read_table(make_csv(PEOPLE)), stop)
    assert list(tmp_path.iterdir()) == []


def test_without_names_nothing_is_planned(tmp_path: Path) -> None:
    staged = stage(tmp_path)
    nameless = set_mapping(staged, change_mapping(staged.mapping, {0: None, 1: None}))
    with pytest.raises(MappingError):
        plan_attendees(nameless, ImportOptions())


@pytest.mark.parametrize("stage_id", ["0193-bbbb", "../../etc/passwd", "", "a/b", "x" * 80])
def test_an_unknown_or_crooked_id_finds_nothing(tmp_path: Path, stage_id: str) -> None:
    stage(tmp_path)
    with pytest.raises(NotFoundError) as raised:
        load_stage(tmp_path, stage_id)
    assert raised.value.code == "stage_unknown"


def test_stages_are_dropped_one_by_one_or_by_age(tmp_path: Path) -> None:
    for number, stage_id in enumerate(("0193-aaaa", "0193-bbbb", "0193-cccc")):
        stage(tmp_path, stage_id, staged_at=number)
    drop_stage(tmp_path, "0193-cccc")
    drop_stage(tmp_path, "0193-cccc")
    assert drop_old_stages(tmp_path, before=1) == 1
    assert list_stages(tmp_path) == ["0193-bbbb"]
