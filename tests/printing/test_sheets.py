"""Sheets: every badge is there, in its place, readable; or nothing is written."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from server.printing import BadgeError, BadgeFace, Layout
from server.printing.raster import rasterise_page
from server.printing.sheets import render_badges
from tests.printing.faces import (
    CAST,
    DPI,
    MOHAMED,
    OMAR,
    YASMINE,
    decode,
    print_faces,
    read_page_sizes,
    read_pages,
)


def make_crowd(count: int) -> list[BadgeFace]:
    """Many badges, each with a code of its own."""
    return [
        replace(CAST[n % 3], code_text=f"A{n:028}", human_code=f"{n:04}-0000") for n in range(count)
    ]


def test_one_badge_per_page_is_readable_by_people_and_decoders() -> None:
    printed = print_faces(CAST)

    assert (printed.report.badges, printed.report.pages, printed.report.warnings) == (3, 3, ())
    assert read_page_sizes(printed.pdf) == [(105, 148)] * 3
    for page_index, (face, text) in enumerate(zip(CAST, read_pages(printed.pdf), strict=True)):
        assert [code for code, _ in decode(rasterise_page(printed.pdf, page_index, DPI))] == [
            face.code_text
        ]
        assert face.human_code in text
        assert face.category_name in text


def test_every_badge_of_a_crowd_decodes_to_its_own_code() -> None:
    crowd = make_crowd(60)
    printed = print_faces(crowd, Layout.A4X4)

    assert read_page_sizes(printed.pdf) == [(210, 297)] * 15
    pages = [rasterise_page(printed.pdf, index, DPI) for index in range(15)]
    found = [sorted(text for text, _ in decode(page)) for page in pages]
    assert found == [
        sorted(face.code_text for face in crowd[start : start + 4]) for start in range(0, 60, 4)
    ]


def test_four_badges_fill_a4_row_by_row() -> None:
    printed = print_faces(make_crowd(1) * 4, Layout.A4X4)
    upper_left, *others = sorted(
        (center for _, center in decode(rasterise_page(printed.pdf, 0, DPI))),
        key=lambda center: (round(center[1]), center[0]),
    )

    offsets = [(x - upper_left[0], y - upper_left[1]) for x, y in others]
    assert offsets == [
        pytest.approx(offset, abs=0.4) for offset in [(105, 0), (0, 148), (105, 148)]
    ]


def test_the_order_of_the_faces_is_the_order_on_paper() -> None:
    crowd = make_crowd(6)
    picture = rasterise_page(print_faces(crowd[1:6:2], Layout.A4X4).pdf, 0, DPI)

    ordered = sorted(decode(picture), key=lambda found: (round(found[1][1] / 20), found[1][0]))
    assert [text for text, _ in ordered] == [face.code_text for face in crowd[1:6:2]]


def test_crop_marks_stand_on_the_cuts_and_only_there() -> None:
    picture = rasterise_page(print_faces(CAST, Layout.A4X4).pdf, 0, DPI)
    height, width = picture.shape[:2]
    half_x, half_y = width // 2, height // 2

    assert picture[10, half_x - 2 : half_x + 3].min() < 200
    assert picture[half_y - 2 : half_y + 3, 10].min() < 200
    assert picture[half_y - 2 : half_y + 3, half_x].min() < 200
    assert picture[height // 4, half_x - 6 : half_x + 7].min() == 255


def test_printers_are_told_not_to_scale() -> None:
    assert b"/PrintScaling /None" in print_faces([OMAR]).pdf


def test_progress_counts_every_badge() -> None:
    seen: list[tuple[int, int]] = []
    render_badges(iter(CAST), Layout.A6, BytesIO(), lambda drawn, of: seen.append((drawn, of)))

    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_sheet_replaces_the_one_before(tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    out.write_text("yesterday's")
    render_badges([YASMINE], Layout.A6, out)

    assert out.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [out]


def test_no_faces_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadgeError) as caught:
        render_badges([], Layout.A6, tmp_path / "badges.pdf")

    assert caught.value.code == "no_badges"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code_text", "error_code"),
    [
        ("", "badge_code_missing"),
        ("A\x00B", "badge_code_unprintable"),
        ("x" * 4096, "badge_code_too_long"),
    ],
)
def test_a_code_that_cannot_be_drawn_names_its_badge(
    code_text: str, error_code: str, tmp_path: Path
) -> None:
    with pytest.raises(BadgeError) as caught:
        render_badges([OMAR, replace(YASMINE, code_text=code_text)], Layout.A6, tmp_path / "b.pdf")

    assert caught.value.code == error_code
    assert caught.value.params["number"] == 2
    assert caught.value.params["human_code"] == YASMINE.human_code
    assert list(tmp_path.iterdir()) == []


def test_a_failing_progress_leaves_the_old_sheet(tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    out.write_text("yesterday's")

    def leave(drawn: int, of: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        render_badges(CAST, Layout.A6, out, leave)
    assert out.read_text() == "yesterday's"


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadgeError) as caught:
        render_badges(CAST, Layout.A6, BytesIO(), fonts_dir=tmp_path)

    assert caught.value.code == "fonts_missing"
    assert "NotoSansArabic_700Bold.ttf" in str(caught.value.params["files"])


def test_colours_that_are_none_fall_back_to_ink_with_a_warning() -> None:
    printed = print_faces([replace(MOHAMED, category_color="vert")])

    assert [(w.number, w.human_code, w.code, w.detail) for w in printed.report.warnings] == [
        (1, MOHAMED.human_code, "color_unreadable", "vert")
    ]
