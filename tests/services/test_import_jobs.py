"""Imports in processes of their own: what goes wrong there is told, and nothing stays behind."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from domain.errors import ConflictError
from server.services.import_jobs import DONE, FAILED, ImportJob, ImportJobs, Workshop
from server.services.import_orders import CHECK, READ, STORE, ImportOrder
from server.services.import_uploads import has_upload, save_upload
from server.services.registrations import get_import, get_imports
from server.storage.attendees import count_attendees
from tests.importing.files import make_csv
from tests.support.fair import Fair

IMPORT_ID = "0193-aaaa"
HEADERS = ("Nom", "Prénom", "E-mail")
LIST = make_csv([HEADERS, ("Alaoui", "Karim", "karim@example.ma"), ("Sow", "Awa", "awa@x.sn")])


class Desk:
    """Jobs whose work the test can wait for, and what they said afterwards."""

    def __init__(self, fair: Fair, address: str = "") -> None:
        self.fair = fair
        self.stored: list[str] = []
        self.imports_dir = Path(fair.database.url.removeprefix("sqlite:///")).parent / "imports"
        workshop = Workshop(address or fair.database.url, self.imports_dir, 1_000_000)
        self.threads: list[Thread] = []
        self.jobs = ImportJobs(workshop, self._begin, self.stored.append)

    def _begin(self, work: Callable[[], None]) -> None:
        self.threads.append(Thread(target=work))
        self.threads[-1].start()

    def order(self, task: str, import_id: str = IMPORT_ID) -> None:
        """Begin a task."""
        now = self.fair.clock()
        order = ImportOrder(task, self.fair.event_id, import_id, "liste.csv", "organizer:1", now)
        self.jobs.start(order)

    def run(self, task: str) -> ImportJob:
        """Carry out a task; returns the job as it ended."""
        self.order(task)
        self.threads[-1].join(60)
        job = self.jobs.get(self.fair.event_id, IMPORT_ID)
        assert job is not None
        return job

    def upload(self, content: bytes = LIST) -> None:
        """The file arrives."""
        save_upload(self.imports_dir, IMPORT_ID, io.BytesIO(content), 1_000_000)

    def count(self) -> int:
        """How many people the edition has."""
        with self.fair.database.read() as connection:
            return sum(count_attendees(connection, self.fair.event_id).values())


@pytest.fixture
def desk(local_fair: Fair) -> Desk:
    return Desk(local_fair)


def test_a_file_goes_all_the_way(desk: Desk) -> None:
    before = desk.count()
    desk.upload()
    job = desk.run(READ)
    assert (job.state, job.step, job.done, job.error) == (DONE, CHECK, 2, None)
    assert desk.stored == []
    assert desk.run(STORE).state == DONE
    assert desk.stored == [desk.fair.event_id]
    assert desk.count() == before + 2
    assert get_import(desk.fair.database, IMPORT_ID)["report"]["new"] == 2


def test_a_file_that_is_no_table_is_refused_and_dropped(desk: Desk) -> None:
    desk.upload(b"%PDF-1.7\n")
    job = desk.run(READ)
    assert job.error is not None
    assert (job.state, job.error.code, job.error.status) == (FAILED, "file_is_pdf", 422)
    assert not has_upload(desk.imports_dir, IMPORT_ID)
    assert get_imports(desk.fair.database, desk.fair.event_id) == []


def test_an_order_that_cannot_be_carried_out_says_why(desk: Desk) -> None:
    job = desk.run(STORE)
    assert job.error is not None
    assert (job.error.code, job.error.status) == ("stage_unknown", 404)


def test_a_process_that_breaks_is_an_error_too(local_fair: Fair) -> None:
    desk = Desk(local_fair, address="sqlite:////nowhere/at/all.db")
    desk.upload()
    job = desk.run(READ)
    assert job.error is not None
    assert (job.state, job.error.code) == (FAILED, "import_failed")
    assert not has_upload(desk.imports_dir, IMPORT_ID)


def test_a_stopped_import_stores_nobody(desk: Desk) -> None:
    before = desk.count()
    rows = [HEADERS, *((f"Nom{n}", "Awa", f"a{n}@example.sn") for n in range(5_000))]
    desk.upload(make_csv(rows))
    desk.run(READ)
    desk.order(STORE)
    deadline = time.monotonic() + 60
    while desk.threads[-1].is_alive():
        desk.jobs.stop(desk.fair.event_id, IMPORT_ID)
        assert time.monotonic() < deadline
        time.sleep(0.02)
    job = desk.jobs.get(desk.fair.event_id, IMPORT_ID)
    assert job is not None
    assert job.error is not None
    assert job.error.code == "import_stopped"
    assert desk.count() == before
    assert get_import(desk.fair.database, IMPORT_ID)["status"] == "staged"


def test_one_job_an_edition(desk: Desk) -> None:
    desk.upload()
    desk.order(READ)
    with pytest.raises(ConflictError) as raised:
        desk.order(READ, "0193-bbbb")
    assert raised.value.code == "import_running"
    assert [job.order.import_id for job in desk.jobs.list_open(desk.fair.event_id)] == [IMPORT_ID]
    desk.threads[-1].join(60)
    desk.jobs.check_free(desk.fair.event_id)
    assert desk.jobs.get("another edition", IMPORT_ID) is None
