"""Badges per second on one core, beside fpdf2 as its manual has it. `python -m bench.badges`.

The naive variant draws the same face with public calls only: a QR code with the best of eight
masks, one rectangle per module, the ornament again on every page, every line through `cell`.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q

from server.printing import BadgeFace, Layout, render_badges_in_subprocess
from server.printing.fonts import find_fonts
from server.printing.ornament import star_points
from server.printing.sheets import render_badges

BADGES = 1_600
NAIVE_BADGES = 160
ROUNDS = 3


class Rate(NamedTuple):
    """By the clock on the wall, and by CPU time, which other load on the machine hardly changes."""

    per_second: float
    per_cpu_second: float


_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FIRST = ["Yasmine", "Mohammed", "Fatima-Zahra", "Omar", "Khadija", "Jean-Pierre", "Abdelkrim"]
_LAST = ["El Mansouri", "Benjelloun", "Alaoui", "Ba", "Dupont", "Bennani Smires", "Ouazzani"]
_ARABIC = ["ياسمين", "محمد", "فاطمة الزهراء", "عمر", "خديجة", "سلمى", "عبد الكريم", "المنصوري"]
_COMPANIES = ["Intelcia", "شركة ABC 2026 (المغرب)", "Maroc Telecom", "Société de Services"]
_CATEGORIES = [("Visiteur", "#137a3e"), ("Exposant", "#6b3fa0"), ("VIP", "#e39a1c")]


def main() -> None:
    """Measure and print a table in Markdown."""
    faces = make_faces(BADGES)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "badges.pdf"
        rates = {
            "A6 pages": _rate(BADGES, lambda: render_badges(faces, Layout.A6, out)),
            "4 on A4": _rate(BADGES, lambda: render_badges(faces, Layout.A4X4, out)),
            "4 on A4, in a process of its own": _rate(
                BADGES, lambda: render_badges_in_subprocess(faces, Layout.A4X4, out)
            ),
            "naive fpdf2": _rate(NAIVE_BADGES, lambda: draw_naively(faces[:NAIVE_BADGES])),
        }
    print("| what | badges/s | 1,600 badges, s | badges per CPU second | of naive |")
    print("|---|---|---|---|---|")
    naive = rates["naive fpdf2"].per_cpu_second
    for name, rate in rates.items():
        seconds, ratio = BADGES / rate.per_second, rate.per_cpu_second / naive
        cpu = f"{rate.per_cpu_second:,.0f} | {ratio:.1f}×"
        print(f"| {name} | {rate.per_second:,.0f} | {seconds:.1f} | {cpu} |")


def make_faces(count: int) -> list[BadgeFace]:
    """Faces as a fair has them: half with an Arabic name, names that rarely repeat."""
    chance = random.Random(2024)
    return [_make_face(chance, number) for number in range(count)]


def _make_face(chance: random.Random, number: int) -> BadgeFace:
    category, color = chance.choice(_CATEGORIES)
    return BadgeFace(
        first_name=f"{chance.choice(_FIRST)} {chance.choice(_LETTERS[10:])}.",
        last_name=f"{chance.choice(_LAST)}-{chance.choice(_LAST)}",
        name_ar=" ".join(chance.choices(_ARABIC, k=3)) if number % 2 else "",
        company=f"{chance.choice(_COMPANIES)} {number % 300}",
        job_title=f"Responsable de site {number % 50}",
        human_code="".join(chance.choices(_LETTERS, k=4)) + "-" + f"{number:04}",
        code_text="A" + "".join(chance.choices(_LETTERS, k=28)),
        category_name=category,
        category_color=color,
        edition_name="SICCAM 2024",
        edition_place_dates="Casablanca · 26-27 avril 2024",
    )


def _rate(count: int, draw: Callable[[], object]) -> Rate:
    """The median over the rounds."""
    rounds = [_time_once(count, draw) for _ in range(ROUNDS)]
    return Rate(
        statistics.median(rate.per_second for rate in rounds),
        statistics.median(rate.per_cpu_second for rate in rounds),
    )


def _time_once(count: int, draw: Callable[[], object]) -> Rate:
    started, cpu_started = time.perf_counter(), _cpu_seconds()
    draw()
    return Rate(count / (time.perf_counter() - started), count / (_cpu_seconds() - cpu_started))


def _cpu_seconds() -> float:
    """CPU time of this process and of those it has waited for."""
    return sum(os.times()[:4])


def draw_naively(faces: list[BadgeFace]) -> bytes:
    """The same content the straightforward way."""
    pdf = FPDF(unit="mm", format=(105, 148))
    for (script, weight), path in find_fonts().items():
        pdf.add_font(script, weight, path)
    pdf.set_text_shaping(True)
    pdf.set_fallback_fonts(["arabic"])
    for face in faces:
        pdf.add_page()
        _draw_ornament(pdf)
        _draw_texts(pdf, face)
        _draw_code(pdf, face.code_text)
    out = BytesIO()
    pdf.output(out)
    return out.getvalue()


def _draw_ornament(pdf: FPDF) -> None:
    pdf.set_fill_color("#0d3b3f")
    pdf.rect(6.5, 6.5, 92, 25, style="F", round_corners=True, corner_radius=2.6)
    for column in range(8):
        for row in range(3):
            pdf.polygon(star_points((40 + 8.3 * column, 10.6 + 8.3 * row), 4.1), style="D")


def _draw_texts(pdf: FPDF, face: BadgeFace) -> None:
    lines = [
        (face.edition_name, 15, 12),
        (face.edition_place_dates, 9, 20),
        (face.first_name, 40, 36),
        (face.last_name, 27, 52),
        (face.name_ar, 27, 64),
        (face.company, 15, 84),
        (face.job_title, 11, 94),
        (face.human_code, 14, 124),
        (face.category_name, 16, 134),
    ]
    for text, size, y in lines:
        pdf.set_font("latin", "B", size)
        while pdf.get_string_width(text) > 92:
            size -= 1
            pdf.set_font("latin", "B", size)
        pdf.set_xy(6.5, y)
        pdf.cell(92, size * 0.4, text)


def _draw_code(pdf: FPDF, code_text: str) -> None:
    code: QRCode = QRCode(version=2, error_correction=ERROR_CORRECT_Q)  # type: ignore[type-arg]
    code.add_data(code_text)
    pdf.set_fill_color(0)
    for row, modules in enumerate(code.get_matrix()):
        for column, dark in enumerate(modules):
            if dark:
                pdf.rect(0.74 + column * 1.44, 77.6 + row * 1.44, 1.44, 1.44, style="F")


if __name__ == "__main__":
    main()
