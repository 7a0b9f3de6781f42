"""A staged file waits for the organizer, also over a restart; whole or not at all."""

from pathlib import Path

import pytest

from domain.errors import NotFoundError
from server.importing.attendees import ImportOptions
from server.importing.mapping import MappingError, change_mapping
from server.importing.read_file import ReadingChoices, read_table
from server.importing.stage_problems import (
    ProblemCount,
    ProblemFilter,
    count_problem_kinds,
    find_problems,
    load_problems,
)
from server.importing.staging import (
    NewStage,
    Stage,
    drop_old_stages,
    drop_stage,
    forget_rows,
    keep_summary,
    list_stages,
    load_stage,
    load_summary,
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


def test_a_summary_lasts_until_the_mapping_changes(tmp_path: Path) -> None:
    staged = stage(tmp_path)
    assert load_summary(staged) is None
    keep_summary(staged, {"new": 451})
    assert load_summary(load_stage(tmp_path, staged.stage_id)) == {"new": 451}
    assert load_summary(set_mapping(staged, change_mapping(staged.mapping, {2: None}))) is None


def test_rows_are_forgotten_problems_stay(tmp_path: Path) -> None:
    staged = stage(tmp_path)
    plan_attendees(staged, ImportOptions())
    forget_rows(staged)
    assert preview_rows(staged) == []
    assert [problem.value for problem in load_problems(staged)] == ["awa at example.com"]
    assert b"omar449@example.com" not in staged.path.read_bytes()


def test_what_a_person_settled_about_the_reading_is_kept(tmp_path: Path) -> None:
    choices = ReadingChoices(encoding="cp1252", header_row=1)
    table = read_table(make_csv(PEOPLE, encoding="cp1252"), choices)
    staged = stage_table(NewStage(tmp_path, "0193-aaaa", "x.csv", 1, choices), table)
    assert load_stage(tmp_path, staged.stage_id).choices == choices


def test_problems_are_counted_filtered_and_paged(tmp_path: Path) -> None:
    rows = [
        ("Nom", "E-mail", "Statut"),
        *((f"Tazi{n}", "omar", "Inscrit") for n in range(5)),
        ("Sow", "awa@example.com", "Annulé"),
        ("", "x@example.com", ""),
    ]
    table = read_table(make_csv(rows))
    staged = stage_table(NewStage(tmp_path, "0193-aaaa", "x.csv", 1), table)
    plan_attendees(staged, ImportOptions())
    assert count_problem_kinds(staged) == [
        ProblemCount("no_name", True, 1),
        ProblemCount("not_attending", True, 1),
        ProblemCount("bad_email", False, 5),
    ]
    bad = ProblemFilter(code="bad_email")
    assert [p.row_number for p in find_problems(staged, bad, first=2, most=2)] == [4, 5]
    out = find_problems(staged, ProblemFilter(leaves_out=True))
    assert [p.code for p in out] == ["not_attending", "no_name"]
    assert len(find_problems(staged, ProblemFilter(leaves_out=False))) == 5


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
