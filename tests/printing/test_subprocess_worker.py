"""Badges drawn by another process: the same sheet, the same errors, nothing left behind."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from server.printing import (
    BadgeError,
    BadgeFace,
    Layout,
    PrintFailedError,
    render_badges_in_subprocess,
)
from server.printing.faces import face_to_json, parse_face
from tests.printing.faces import CAST, MOHAMED, YASMINE, read_pages

GEVENT_PARENT = """
from gevent import monkey; monkey.patch_all()
import sys
from pathlib import Path
import gevent
from server.printing import Layout, render_badges_in_subprocess
from server.printing.faces import parse_face

ticks = 0
def tick():
    global ticks
    while True:
        gevent.sleep(0.002)
        ticks += 1

gevent.spawn(tick)
faces = [parse_face(line, 1) for line in sys.stdin] * 30
report = render_badges_in_subprocess(faces, Layout.A4X4, Path(sys.argv[1]))
print(report.badges, report.pages, ticks > 10)
"""


def test_a_sheet_comes_back_with_report_and_progress(tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    seen: list[tuple[int, int]] = []
    faces = [*CAST, replace(MOHAMED, company="🚀")]
    report = render_badges_in_subprocess(
        faces, Layout.A6, out, lambda drawn, of: seen.append((drawn, of))
    )

    assert (report.badges, report.pages) == (4, 4)
    assert [(w.number, w.code, w.detail) for w in report.warnings] == [
        (4, "characters_left_out", "🚀")
    ]
    assert seen[-1] == (4, 4)
    assert "محمد العلوي" in read_pages(out)[1]
    assert list(tmp_path.iterdir()) == [out]


def test_a_gevent_server_goes_on_meanwhile(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GEVENT_PARENT, str(tmp_path / "badges.pdf")],
        input="".join(f"{face_to_json(face)}\n" for face in CAST),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout.split(), done.stderr) == (["90", "23", "True"], "")


@pytest.mark.parametrize(
    ("faces", "code"),
    [([], "no_badges"), ([replace(YASMINE, code_text="x" * 4096)], "badge_code_too_long")],
)
def test_an_error_crosses_over_with_its_code(
    faces: list[BadgeFace], code: str, tmp_path: Path
) -> None:
    with pytest.raises(BadgeError) as caught:
        render_badges_in_subprocess(faces, Layout.A6, tmp_path / "badges.pdf")

    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_one_badge_names_it(tmp_path: Path) -> None:
    faces = [*CAST, replace(YASMINE, code_text="")]
    with pytest.raises(BadgeError) as caught:
        render_badges_in_subprocess(faces, Layout.A6, tmp_path / "badges.pdf")

    assert caught.value.params == {"number": 4, "human_code": YASMINE.human_code}


def test_a_crash_is_our_fault_and_leaves_the_old_sheet(tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    out.write_text("yesterday's")
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for name in ("NotoSans_400Regular", "NotoSans_700Bold"):
        (fonts / f"{name}.ttf").write_text("not a font")
        (fonts / f"{name.replace('Sans', 'SansArabic')}.ttf").write_text("not a font")

    with pytest.raises(PrintFailedError) as caught:
        render_badges_in_subprocess(CAST, Layout.A6, out, fonts_dir=fonts)
    assert caught.value.code == "print_failed"
    assert "TTLibError" in caught.value.message
    assert out.read_text() == "yesterday's"


def test_a_process_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(PrintFailedError) as caught:
        render_badges_in_subprocess(CAST, Layout.A6, tmp_path / "b.pdf", timeout_seconds=0.001)

    assert caught.value.code == "print_stopped"
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_leaves_stops_the_process(tmp_path: Path) -> None:
    def leave(drawn: int, of: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        render_badges_in_subprocess(CAST * 50, Layout.A6, tmp_path / "badges.pdf", leave)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        render_badges_in_subprocess(CAST, Layout.A6, tmp_path / "nowhere" / "badges.pdf")


@pytest.mark.parametrize(
    "line", ["", "[]", "{", '{"first_name": 3}', '{"surname": "x"}', '{"first_name": "Omar"}']
)
def test_a_line_that_is_not_a_face_is_refused(line: str) -> None:
    with pytest.raises(BadgeError) as caught:
        parse_face(line, 7)

    assert (caught.value.code, caught.value.params) == ("face_malformed", {"number": 7})


def test_a_face_survives_the_journey() -> None:
    strange = replace(YASMINE, first_name="\ud800\x00\n🎉", company='"\\')

    assert parse_face(face_to_json(strange), 1) == strange
