"""Long texts: smaller, then more lines, then shortened; never over the edge."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.printing import BadgeFace
from server.printing.canvas import Canvas
from server.printing.fitting import TextBox
from server.printing.fonts import find_fonts
from server.printing.raster import rasterise_page
from server.printing.typeset import BOLD, Typesetter
from tests.printing.faces import DPI, MOHAMED, YASMINE, measure_ink, print_faces, read_pages

BOX = TextBox(width=90, largest=14, smallest=5)
SAFE_MARGIN = 5


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    with Canvas((105, 148), find_fonts()) as canvas:
        yield canvas.typesetter


def test_a_short_name_is_as_large_as_allowed(typesetter: Typesetter) -> None:
    fitted = typesetter.fit_text("Omar", BOLD, BOX)

    assert (len(fitted.lines), fitted.size, fitted.is_shortened) == (1, 14, False)


def test_a_longer_name_shrinks_on_one_line(typesetter: Typesetter) -> None:
    fitted = typesetter.fit_text("Yasmine Bennani", BOLD, BOX)

    assert len(fitted.lines) == 1
    assert 0.72 * 14 <= fitted.size < 14


def test_a_long_name_takes_two_lines(typesetter: Typesetter) -> None:
    fitted = typesetter.fit_text("Abdelkrim Ali Mohammed Bouchaib", BOLD, BOX)

    assert len(fitted.lines) == 2
    assert not fitted.is_shortened
    # Broken in the middle: no line is much shorter than the other.
    assert max(line.width for line in fitted.lines) < 1.7 * min(line.width for line in fitted.lines)


@pytest.mark.parametrize(
    "text", ["Bla " * 60, "W" * 400, "محمد " * 60], ids=["words", "word", "ar"]
)
def test_too_long_a_name_is_shortened(typesetter: Typesetter, text: str) -> None:
    fitted = typesetter.fit_text(text.strip(), BOLD, BOX)

    assert fitted.is_shortened
    assert fitted.size == BOX.smallest


names = st.text(
    st.one_of(
        st.sampled_from("abWéŒ -ßŁ"), st.sampled_from("محمد لإآثّ"), st.characters(codec="utf-8")
    ),
    max_size=120,
)


@given(text=names)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_line_is_wider_than_its_box(typesetter: Typesetter, text: str) -> None:
    cleaned = typesetter.clean_text(text).text
    if cleaned:
        fitted = typesetter.fit_text(cleaned, BOLD, BOX)
        assert len(fitted.lines) <= 2
        assert all(line.width * fitted.size <= BOX.width + 1e-6 for line in fitted.lines)


@given(first=names, last=names, arabic=names, company=names, job=names)
@settings(max_examples=20, deadline=None)
def test_nothing_is_printed_near_the_edge(
    first: str, last: str, arabic: str, company: str, job: str
) -> None:
    texts = {"first_name": first, "last_name": last, "name_ar": arabic}
    face = replace(YASMINE, **texts, company=company, job_title=job)
    left, top, right, bottom = measure_ink(rasterise_page(print_faces([face]).pdf, 0, DPI))

    assert min(left, top) >= SAFE_MARGIN
    assert right <= 105 - SAFE_MARGIN
    assert bottom <= 148 - SAFE_MARGIN


LONG = "Wolkenstein-Rodenegg von Trostburg und zu Neuhaus " * 4


@pytest.mark.parametrize("face", [YASMINE, MOHAMED], ids=["from the left", "from the right"])
def test_the_longest_texts_stay_on_the_badge_and_are_reported(face: BadgeFace) -> None:
    crowded = replace(
        face,
        first_name=LONG if face.first_name else "",
        last_name=LONG if face.last_name else "",
        name_ar="عبد الرحمن بن محمد بن عبد الله الإدريسي " * 6,
        company=LONG,
        job_title=LONG,
        category_name=LONG,
        edition_name=LONG,
        edition_place_dates=LONG,
        human_code="ABCD-" * 20,
        share_letter="ABCDEFGH",
    )
    printed = print_faces([crowded])
    left, top, right, bottom = measure_ink(rasterise_page(printed.pdf, 0, DPI))

    assert min(left, top, 105 - right, 148 - bottom) >= SAFE_MARGIN
    assert {w.code for w in printed.report.warnings} == {"text_shortened"}
    assert "…" in read_pages(printed.pdf)[0]
