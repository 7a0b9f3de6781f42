"""An organizer brings registration files in: sees, corrects, imports; wrong files do no harm."""

import io
import json
import time

import pytest
from flask import Flask

from server.app import create_app
from server.config import load_settings
from server.importing.texts import PROBLEM_NAMES, ROW_PROBLEMS
from server.services.events import NewEvent, create_event, get_event
from server.services.import_jobs import ImportJobs
from server.services.organizers import Credentials, add_organizer
from server.services.registrations import get_imports
from server.storage.attendees import count_attendees, get_event_attendees
from tests.importing.files import DEMO, make_csv, make_workbook, make_xlsx, make_zip
from tests.pages.browser import EMAIL, PASSWORD, Browser
from tests.pages.console.organizer import Organizer, Page
from tests.support.fair import Fair, SetClock

EVENT = "/console/siccam-casablanca-2024"
IMPORTS = EVENT + "/imports"
PATIENCE_SECONDS = 90
HEADERS = ("Nom", "Prénom", "E-mail", "Société", "Catégorie")
KARIM = ("Alaoui", "Karim", "karim@example.ma", "Tata", "Presse")
AWA = ("Sow", "Awa", "awa@example.sn", "Dakar BPO", "Visiteur")


def settle(organizer: Organizer, address: str) -> Page:
    """The page of an import once nothing of it is under way."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while organizer.browser.get(f"{address}/job.json").json["state"] == "running":
        assert time.monotonic() < deadline, "the import takes too long"
        time.sleep(0.05)
    return organizer.open(address)


def upload(organizer: Organizer, name: str, content: bytes) -> tuple[str, Page]:
    """Send a file by the form; returns the import's address and its page when it was read."""
    fields = {"file": (io.BytesIO(content), name)}
    answer = organizer.browser.post(IMPORTS, **fields)
    assert answer.status_code == 303, answer.text
    address = answer.headers["Location"]
    return address, settle(organizer, address)


def send(organizer: Organizer, address: str, action: str, **fields: str) -> Page:
    """Press a button of an import's page and wait for what comes of it."""
    page = organizer.send(f"{address}/{action}", fields, source=address)
    return settle(organizer, address) if 'id="job"' in page.source else page


def apply(organizer: Organizer, address: str) -> Page:
    token = organizer.open(address).find(r'name="token" value="([^"]+)"')
    return send(organizer, address, "apply", token=token)


def count(page: Page, kind: str) -> int:
    """A figure of the preview or the report."""
    return int(page.part(f"count-{kind}").replace("\u202f", ""))


def emails(fair: Fair) -> set[str]:
    with fair.database.read() as connection:
        return {a.email for a in get_event_attendees(connection, fair.event_id) if a.email}


def make_other_edition(fair: Fair) -> str:
    """Another edition; returns its slug."""
    new = NewEvent("SICCAM", "Dakar", "2025-05-01", "2025-05-02")
    return get_event(fair.database, create_event(fair.database, new, fair.clock())).slug


def send_stop(organizer: Organizer, address: str) -> Page:
    """Press Stop as soon as there is something to stop."""
    token = organizer.open(IMPORTS).find(r'name="csrf_token" value="([^"]+)"')
    deadline = time.monotonic() + PATIENCE_SECONDS
    while organizer.browser.get(f"{address}/job.json").json["state"] == "running":
        organizer.browser.post_blindly(f"{address}/stop", csrf_token=token)
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return organizer.open(address)


def files_of(app: Flask) -> list[str]:
    """What lies in the folder of imports."""
    folder = app.extensions["accueil"].settings.data_dir / "imports"
    return sorted(path.suffix for path in folder.glob("*")) if folder.exists() else []


def test_a_file_is_seen_then_imported(organizer: Organizer, fair: Fair, app: Flask) -> None:
    address, preview = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM, AWA]))
    assert (count(preview, "new"), count(preview, "out")) == (2, 0)
    assert "Karim Alaoui" in preview.words
    assert emails(fair) == set(), "a preview writes nothing"
    report = apply(organizer, address)
    assert 'data-testid="report"' in report.source
    assert count(report, "new") == 2
    assert emails(fair) == {"karim@example.ma", "awa@example.sn"}
    assert files_of(app) == [".db"], "the people's rows are not kept in a second place"
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT actor FROM audit_log WHERE action = 'registrations_imported'"
        )
        assert str(rows.scalar_one()).startswith("organizer:")


@pytest.mark.parametrize(
    "name",
    [
        "siccam-inscriptions.csv",
        "pretix-checkin-list.csv",
        "eventbrite-attendees.csv",
        "delegation-nouakchott.xlsx",
    ],
)
def test_real_files_go_through(organizer: Organizer, fair: Fair, name: str) -> None:
    expected = json.loads((DEMO / "expected.json").read_text())[name]
    address, preview = upload(organizer, name, (DEMO / name).read_bytes())
    assert count(preview, "new") == expected["attendees"]
    left_out = expected["data_rows"] - expected["attendees"]
    assert count(preview, "out") == left_out
    report = apply(organizer, address)
    assert (count(report, "new"), count(report, "out")) == (expected["attendees"], left_out)
    with fair.database.read() as connection:
        stored = sum(count_attendees(connection, fair.event_id).values())
    assert stored == expected["attendees"] + len(fair.attendees)


def test_a_column_is_corrected_before_anything_is_written(organizer: Organizer, fair: Fair) -> None:
    rows = [("Nom", "Prénom", "Maison mère"), ("Alaoui", "Karim", "Tata"), ("Sow", "Awa", "BPO")]
    address, preview = upload(organizer, "liste.csv", make_csv(rows))
    assert "Not used" in preview.words
    fields = {"column-0": "last_name", "column-1": "first_name", "column-2": "company"}
    checked = send(organizer, address, "mapping", **fields)
    assert "Not used" not in checked.words
    assert "Tata" in checked.find(r'data-testid="people"(.*?)</table>')
    apply(organizer, address)
    with fair.database.read() as connection:
        companies = {a.company for a in get_event_attendees(connection, fair.event_id)}
    assert {"Tata", "BPO"} <= companies


def test_one_field_in_two_columns_is_refused_and_the_choice_stays(organizer: Organizer) -> None:
    address, _ = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    fields = {"column-0": "last_name", "column-1": "first_name", "column-2": "company"}
    page = send(organizer, address, "mapping", **fields, **{"column-3": "company"})
    assert page.status == 422
    assert "Two columns are said to hold the same" in page.words
    chosen = page.find(r'name="column-2".*?<option value="(\w+)" selected')
    assert chosen == "company"


def test_without_names_the_page_asks_for_them(organizer: Organizer) -> None:
    rows = [("Zone", "Teinte"), ("Nord", "Bleu"), ("Sud", "Vert")]
    address, page = upload(organizer, "liste.csv", make_csv(rows))
    assert "Choose the column that holds the names." in page.words
    assert 'data-testid="apply"' not in page.source
    checked = send(organizer, address, "mapping", **{"column-0": "full_name", "column-1": ""})
    assert count(checked, "new") == 2


def test_choices_about_rows_are_checked_and_kept(organizer: Organizer, fair: Fair) -> None:
    rows = [(*HEADERS, "Statut"), (*KARIM, "Annulé"), (*AWA, "Inscrit")]
    address, preview = upload(organizer, "liste.csv", make_csv(rows))
    assert (count(preview, "new"), count(preview, "out")) == (1, 1)
    choices = {"cancelled": "import", "default_share_level": "all", "shared_email": "nonsense"}
    checked = send(organizer, address, "mapping", **choices)
    assert (count(checked, "new"), count(checked, "out")) == (2, 0)
    assert checked.find(r'value="import"( checked)')
    apply(organizer, address)
    with fair.database.read() as connection:
        people = get_event_attendees(connection, fair.event_id)
    stored = {a.email: (a.status, a.share_level) for a in people}
    assert stored["karim@example.ma"] == ("cancelled", "all")
    assert stored["awa@example.sn"] == ("registered", "all")


def test_the_header_row_and_the_sheet_can_be_settled(organizer: Organizer) -> None:
    people = [HEADERS, KARIM, AWA]
    workbook = make_workbook({"Liste": people, "Presse": [("Invités",), HEADERS, AWA]})
    address, preview = upload(organizer, "liste.xlsx", workbook)
    assert "sheet “Liste”" in preview.words
    again = send(organizer, address, "reading", sheet="Presse", header_row="2")
    assert "sheet “Presse”" in again.words
    assert count(again, "new") == 1
    headless = send(organizer, address, "reading", sheet="Liste", has_header="no")
    assert "no headers" in headless.words
    wrong = send(organizer, address, "reading", sheet="Liste", header_row="zwei")
    assert "The row of the headers is a number" in wrong.words


def test_a_reading_that_fails_leaves_the_file_as_it_was(organizer: Organizer) -> None:
    address, _ = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    page = send(organizer, address, "reading", encoding="ascii")
    assert "The file cannot be read as ascii." in page.words
    assert count(page, "new") == 1
    assert 'data-testid="apply"' in page.source


def test_unclear_accents_are_asked_about(organizer: Organizer, fair: Fair, app: Flask) -> None:
    content = "Nom;Prénom\nTézzàl;Zöë\nŸoÿ;Hèlëne\n".encode("mac_roman")
    address, page = upload(organizer, "noms.csv", content)
    assert 'data-testid="question"' in page.source
    assert "Tézzàl" in page.words
    assert files_of(app) == [".upload"]
    assert "Say how the names are to be read." in organizer.open(IMPORTS).words
    preview = send(organizer, address, "reading", encoding="mac_roman")
    assert "Zöë Tézzàl" in preview.words
    apply(organizer, address)
    with fair.database.read() as connection:
        people = get_event_attendees(connection, fair.event_id)
    assert {"Tézzàl", "Ÿoÿ"} <= {a.last_name for a in people}


WRONG = {
    "programme.pdf": (b"%PDF-1.7\n%\xe2\xe3\n", "This is a PDF.", "C’est un PDF."),
    "vide.csv": (b"", "The file is empty.", "Le fichier est vide."),
    "lettre.xlsx": (
        make_zip({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}),
        "This is a text document",
        "C’est un document texte",
    ),
    "bombe.xlsx": (
        make_zip({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 300_000_000}),
        "unpacks to an unreasonable size",
        "une taille déraisonnable",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_named_and_writes_nothing(
    organizer: Organizer, fair: Fair, app: Flask, name: str
) -> None:
    content, english, french = WRONG[name]
    address, page = upload(organizer, name, content)
    assert (page.status, 'data-testid="refused"' in page.source) == (422, True)
    assert english in page.words
    assert french in organizer.open(address + "?lang=fr").words.replace("\u202f", " ")
    assert get_imports(fair.database, fair.event_id) == []
    assert files_of(app) == [], "not even the upload is kept"
    assert organizer.open(IMPORTS).status == 200


def test_a_file_over_the_limit_is_not_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("small")
    settings = {"ACCUEIL_DATA_DIR": str(folder), "ACCUEIL_MAX_UPLOAD_MB": "1"}
    clock = SetClock()
    app = create_app(load_settings(settings), clock)
    database = app.extensions["accueil"].database
    add_organizer(database, Credentials(EMAIL, "Salma", PASSWORD), clock())
    fair = Fair(database, clock)
    browser = Browser(app)
    browser.sign_in()
    large = browser.send_file(IMPORTS, "liste.csv", b"x" * (1024 * 1024 + 1))
    assert (large.status_code, large.json["title"]) == (413, "This file is too large.")
    assert not (folder / "imports").exists()
    assert get_imports(database, fair.event_id) == []
    database.close()


def test_a_script_sends_the_file_alone(organizer: Organizer, fair: Fair) -> None:
    content = make_csv([HEADERS, KARIM])
    answer = organizer.browser.send_file(IMPORTS, "C:\\Temp\\liste à jour.csv", content)
    assert answer.status_code == 201
    preview = settle(organizer, answer.json["address"])
    assert "liste à jour.csv" in preview.words
    assert "Temp" not in preview.words
    assert count(preview, "new") == 1


def test_strangers_and_forged_forms_get_nowhere(
    stranger: Browser, organizer: Organizer, fair: Fair, app: Flask
) -> None:
    file = (io.BytesIO(make_csv([HEADERS, KARIM])), "liste.csv")
    assert stranger.get(IMPORTS).status_code == 302
    assert stranger.post(IMPORTS, page="/sign-in", file=file).status_code == 401
    forged = organizer.browser.post_blindly(IMPORTS, file=(io.BytesIO(b"x"), "x.csv"))
    assert forged.status_code == 400
    assert (files_of(app), get_imports(fair.database, fair.event_id)) == ([], [])
    address, _ = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    for action in ("apply", "discard", "mapping", "reading", "stop"):
        assert organizer.browser.post_blindly(f"{address}/{action}").status_code == 400
        assert stranger.post(f"{address}/{action}", page="/sign-in").status_code == 401
    for path in ("", "/job.json", "/problems.csv"):
        assert stranger.get(address + path).status_code in (302, 401)


def test_what_is_not_there_is_not_found(organizer: Organizer) -> None:
    for import_id in ("0193-aaaa", "..%2f..%2fsecret_key", "x" * 90):
        assert organizer.open(f"{IMPORTS}/{import_id}").status == 404
        assert organizer.send(f"{IMPORTS}/{import_id}/apply", source=IMPORTS).status == 404
        assert organizer.open(f"{IMPORTS}/{import_id}/problems.csv").status == 404


def test_another_edition_does_not_see_it(organizer: Organizer, fair: Fair) -> None:
    address, _ = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    other = address.replace("siccam-casablanca-2024", make_other_edition(fair))
    assert organizer.open(other).status == 404
    page = organizer.send(other + "/discard", source=address)
    assert page.status == 404
    assert organizer.open(address).status == 200


def test_one_import_at_a_time(organizer: Organizer) -> None:
    rows = [HEADERS, *((f"Nom{n}", "Awa", f"a{n}@example.sn", "", "") for n in range(3_000))]
    first = organizer.browser.post(IMPORTS, file=(io.BytesIO(make_csv(rows)), "a.csv"))
    second = organizer.send(IMPORTS, {"file": (io.BytesIO(make_csv([HEADERS, AWA])), "b.csv")})
    assert second.status == 422
    assert "Another import of this edition is running" in second.words
    assert "It is being read." in second.words
    progress = organizer.browser.get(first.headers["Location"] + "/job.json").json
    assert progress["state"] == "running"
    assert count(settle(organizer, first.headers["Location"]), "new") == 3_000


def test_what_is_stopped_leaves_nothing(organizer: Organizer, fair: Fair, app: Flask) -> None:
    rows = [HEADERS, *((f"Nom{n}", "Awa", f"a{n}@example.sn", "", "") for n in range(3_000))]
    answer = organizer.browser.post(IMPORTS, file=(io.BytesIO(make_csv(rows)), "a.csv"))
    address = answer.headers["Location"]
    page = send_stop(organizer, address)
    assert "The import was stopped. Nothing was changed." in page.words
    assert (files_of(app), get_imports(fair.database, fair.event_id)) == ([], [])


def test_only_what_was_seen_is_imported(organizer: Organizer, fair: Fair) -> None:
    address, preview = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    seen = preview.find(r'name="token" value="([^"]+)"')
    send(organizer, address, "mapping", **{"column-3": ""})
    page = send(organizer, address, "apply", token=seen)
    assert "The preview has changed since this page was loaded." in page.words
    assert emails(fair) == set()


def test_a_file_is_put_away(organizer: Organizer, fair: Fair, app: Flask) -> None:
    address, _ = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    assert "liste.csv" in organizer.open(IMPORTS).find(r'data-testid="waiting"(.*?)</ul>')
    page = organizer.send(f"{address}/discard", source=address)
    assert "“liste.csv” was put away. Nothing was changed." in page.words
    assert files_of(app) == []
    assert organizer.open(address).status == 404
    assert emails(fair) == set()


def test_an_imported_file_cannot_be_imported_again(organizer: Organizer, fair: Fair) -> None:
    address, preview = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    token = preview.find(r'name="token" value="([^"]+)"')
    send(organizer, address, "apply", token=token)
    assert organizer.send(f"{address}/apply", {"token": token}, source=IMPORTS).status == 404
    assert len(emails(fair)) == 1
    assert "liste.csv" in organizer.open(IMPORTS).find(r'data-testid="applied"(.*?)</table>')


def test_the_same_file_again_gives_nothing_to_import(organizer: Organizer) -> None:
    content = make_csv([HEADERS, KARIM])
    address, _ = upload(organizer, "liste.csv", content)
    apply(organizer, address)
    _, preview = upload(organizer, "liste.csv", content)
    assert "There is nothing to import" in preview.words
    assert 'data-testid="apply"' not in preview.source


def test_known_people_are_updated_and_other_names_are_pointed_out(organizer: Organizer) -> None:
    address, _ = upload(organizer, "un.csv", make_csv([HEADERS, KARIM, AWA]))
    apply(organizer, address)
    moved = ("Alaoui", "Karim", "karim@example.ma", "Atlas", "Presse")
    renamed = ("Ndiaye", "Fatou", "awa@example.sn", "Dakar BPO", "Visiteur")
    _, preview = upload(organizer, "deux.csv", make_csv([HEADERS, moved, renamed]))
    assert (count(preview, "new"), count(preview, "updated")) == (0, 2)
    people = preview.find(r'data-testid="people"(.*?)</table>')
    assert "<del><bdi>Tata</bdi></del>" in people
    assert "<ins><bdi>Atlas</bdi></ins>" in people
    assert "Awa Sow" in preview.find(r'data-testid="renamed"(.*?)</ul>')


def test_problems_are_filtered_and_taken_home(organizer: Organizer) -> None:
    bad = ("Ba", "Omar", "omar at example.sn", "", "")
    nobody = ("", "", "x@example.sn", "=1+1", "")
    address, preview = upload(organizer, "l.csv", make_csv([HEADERS, KARIM, KARIM, bad, nobody]))
    assert (count(preview, "out"), count(preview, "check")) == (2, 1)
    rows = r'data-testid="problem-rows"(.*?)</table>'
    only = organizer.open(address + "?problem=bad_email").find(rows)
    assert "omar at example.sn" in only
    assert "karim@example.ma" not in only
    left_out = organizer.open(address + "?problem=left-out").find(rows)
    assert "karim@example.ma" in left_out
    assert "omar" not in left_out
    assert "omar" in organizer.open(address + "?problem=nonsense&page=99").find(rows)
    answer = organizer.browser.get(address + "/problems.csv?lang=fr")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Ligne;")
    assert len(lines) == 1 + 3
    apply(organizer, address)
    assert "omar" in organizer.open(address).find(rows), "kept after the import"


def test_many_problems_come_a_page_at_a_time(organizer: Organizer) -> None:
    rows = [HEADERS, *(("Ba", f"Omar{n}", f"omar{n} at x", "", "") for n in range(60))]
    address, preview = upload(organizer, "liste.csv", make_csv(rows))
    assert "Page 1 of 2" in preview.words
    second = organizer.open(address + "?page=2&problem=bad_email")
    shown = second.find(r'data-testid="problem-rows"(.*?)</table>')
    assert "omar59 at x" in shown
    assert "omar1 at x" not in shown


def test_new_categories_and_identity_numbers_are_announced(organizer: Organizer) -> None:
    rows = [(*HEADERS, "CIN"), ("Alaoui", "Karim", "k@example.ma", "", "Partenaire", "BK123")]
    address, preview = upload(organizer, "liste.xlsx", make_xlsx(rows))
    assert "Partenaire" in preview.find(r'data-testid="new-categories"(.*?)</div>')
    assert "CIN" in preview.find(r'data-testid="dropped-columns"(.*?)</div>')
    assert "BK123" not in preview.source
    report = apply(organizer, address)
    assert "1 category was created" in report.words
    assert f'href="{EVENT}/badges"' in report.source


def test_a_restart_forgets_no_staged_file(organizer: Organizer, app: Flask) -> None:
    address, _ = upload(organizer, "liste.csv", make_csv([HEADERS, KARIM]))
    unanswered = "Nom;Prénom\nTézzàl;Zöë\nŸoÿ;Hèlëne\n".encode("mac_roman")
    upload(organizer, "noms.csv", unanswered)
    desk = app.extensions["import_desk"]
    before = sorted(path.name for path in desk.imports_dir.glob("*.upload"))
    ImportJobs(desk.jobs.workshop, lambda run: run(), lambda event_id: None)
    after = sorted(path.name for path in desk.imports_dir.glob("*.upload"))
    assert (len(before), len(after)) == (2, 1)
    assert count(organizer.open(address), "new") == 1


def test_every_problem_has_a_name() -> None:
    assert set(PROBLEM_NAMES) == set(ROW_PROBLEMS) - {"bad_email_suggestion"}
