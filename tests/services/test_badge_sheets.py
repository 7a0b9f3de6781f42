"""Badges on paper: what is printed, and one job an edition at a time."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from domain.badge_code import format_short_code
from domain.errors import ConflictError, NotFoundError
from server.printing import BadgeError, Layout
from server.services.badge_sheets import (
    DONE,
    FAILED,
    KEPT_MS,
    SheetOrder,
    SheetPrinter,
    make_faces,
    print_sheet,
)
from server.storage.events import set_event
from tests.support.booth import Booths
from tests.support.fair import Fair


def run_at_once(work: Callable[[], None]) -> None:
    work()


def order(fair: Fair, layout: Layout = Layout.A6, category_id: str | None = None) -> SheetOrder:
    return SheetOrder(fair.event_id, layout, category_id)


@pytest.fixture
def printer(local_fair: Fair, tmp_path: Path) -> SheetPrinter:
    folder = tmp_path / "badges"
    return SheetPrinter(local_fair.database, folder, local_fair.clock, run_at_once)


def test_it_works(local_fair: Fair, printer: SheetPrinter) -> None:
    job = printer.start(order(local_fair))
    done = printer.get_job(local_fair.event_id, job.id)
    assert (done.state, done.drawn, done.total, done.error) == (DONE, 4, 4, None)
    assert len(pypdfium2.PdfDocument(done.path)) == 4
    assert done.path.stat().st_mode & 0o077 == 0 or done.path.parent.stat().st_mode & 0o077 == 0


def test_faces_say_who_is_registered(fair: Fair) -> None:
    fair.database.write(lambda c: set_event(c, fair.event_id, url_prefix="HTTPS://FAIR.EXAMPLE/B/"))
    faces = make_faces(fair.database, order(fair))
    assert [face.last_name for face in faces] == ["", "Diallo", "Lefèvre", ""]
    ahmed, imane = faces[:2]
    assert ahmed.name_ar == "أحمد العمراني"
    assert imane.human_code == format_short_code(fair.badges["imane"].short_code or "")
    assert imane.code_text == f"HTTPS://FAIR.EXAMPLE/B/{fair.code('imane')}"
    assert (imane.category_name, imane.category_color) == ("Visiteur", "#137a3e")
    assert imane.edition_place_dates == "Casablanca · 26–27 avr. 2024"


def test_one_category_only(local_fair: Fair, tmp_path: Path) -> None:
    out, seen = tmp_path / "press.pdf", []
    wanted = order(local_fair, Layout.A4X4, local_fair.press)
    report = print_sheet(
        local_fair.database, wanted, out, lambda drawn, total: seen.append((drawn, total))
    )
    assert (report.badges, report.pages) == (1, 1)
    assert seen[-1] == (1, 1)
    assert out.read_bytes().startswith(b"%PDF")


def test_nothing_to_print_is_a_clear_error(local_fair: Fair, printer: SheetPrinter) -> None:
    vip = local_fair.add_category("vip", ("VIP", "VIP", "VIP"), "#000000")
    job = printer.start(order(local_fair, category_id=vip))
    failed = printer.get_job(local_fair.event_id, job.id)
    assert failed.state == FAILED
    assert isinstance(failed.error, BadgeError)
    assert failed.error.code == "no_badges"
    assert not failed.path.exists()


def test_one_job_at_a_time(local_fair: Fair, tmp_path: Path) -> None:
    waiting: list[Callable[[], None]] = []
    printer = SheetPrinter(
        local_fair.database, tmp_path / "badges", local_fair.clock, waiting.append
    )
    printer.start(order(local_fair))
    with pytest.raises(ConflictError):
        printer.start(order(local_fair))
    waiting.pop()()
    second = printer.start(order(local_fair, Layout.A4X4))
    assert second.is_running


def test_a_sheet_is_deleted_by_the_next_the_hours_and_the_start(
    local_fair: Fair, printer: SheetPrinter, tmp_path: Path
) -> None:
    first = printer.start(order(local_fair))
    second = printer.start(order(local_fair))
    assert not first.path.exists()
    assert second.path.exists()
    local_fair.clock.pass_ms(KEPT_MS)
    assert printer.get_latest(local_fair.event_id) is None
    assert not second.path.exists()
    third = printer.start(order(local_fair))
    assert third.path.exists()
    SheetPrinter(local_fair.database, tmp_path / "badges", local_fair.clock, run_at_once)
    assert not third.path.exists()


def test_an_unknown_job_or_edition(local_fair: Fair, printer: SheetPrinter) -> None:
    with pytest.raises(NotFoundError):
        printer.get_job(local_fair.event_id, "nothing")
    job = printer.start(replace(order(local_fair), event_id="nowhere"))
    failed = printer.get_job("nowhere", job.id)
    assert failed.error is not None
    assert failed.error.code == "event_unknown"


def test_it_prints_beside_other_work(local_fair: Fair, tmp_path: Path) -> None:
    threads: list[threading.Thread] = []

    def run_in_thread(work: Callable[[], None]) -> None:
        threads.append(threading.Thread(target=work))
        threads[-1].start()

    printer = SheetPrinter(
        local_fair.database, tmp_path / "badges", local_fair.clock, run_in_thread
    )
    job = printer.start(order(local_fair))
    threads[0].join()
    assert printer.get_job(local_fair.event_id, job.id).state == DONE


def test_letters_stand_on_badges_once_leads_are_used(fair: Fair) -> None:
    fair.change_attendee("imane", share_level="mail")
    order = SheetOrder(fair.event_id, Layout.A6)
    assert {face.share_letter for face in make_faces(fair.database, order)} == {""}
    Booths(fair)
    faces = {face.first_name: face for face in make_faces(fair.database, order)}
    assert (faces["Imane"].share_letter, faces["Imane"].share_shape) == ("M", "square")
    assert (faces["Lucie"].share_letter, faces["Lucie"].share_shape) == ("N", "octagon")
