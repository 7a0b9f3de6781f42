"""The demo edition: SICCAM 2024, Casablanca, 26-27 April, with everything a fair has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from domain.entities import Session
from server.services.badges import issue_missing_badges
from server.services.categories import USUAL_CATEGORIES, NewCategory, add_categories
from server.services.check_in_lists import NewList, add_list
from server.services.events import NewEvent, create_event
from server.services.exhibitor_access import make_access_codes
from server.services.gates import NewGate, add_gate
from server.services.ids import new_id
from server.services.import_orders import ImportChoices
from server.services.programme import NewExhibitor, add_exhibitor, add_session
from server.services.registrations import RegistrationFiles
from server.services.venue_time import local_moment
from server.storage.database import Database

EVENT = NewEvent("SICCAM", "Casablanca", "2024-04-26", "2024-04-27")
EARLIER_EVENT = NewEvent("SICCAM", "Marrakech", "2023-05-12", "2023-05-13")
REGISTRATIONS = Path(__file__).parent / "registrations"

CATEGORIES = (
    *USUAL_CATEGORIES,
    NewCategory("Étudiant", "طالب", "Student", "#0f6f80", "student"),
    NewCategory("Délégué", "مندوب", "Delegate", "#7a5c3e", "delegate"),
)
EXHIBITORS = (
    ("Atlas Contact", "A01", "Centre de contacts"),
    ("Casanearshore Services", "A02", "Externalisation"),
    ("CRM Factory", "A07", "Logiciels CRM"),
    ("VoIP Maghreb", "B03", "Téléphonie"),
    ("IA Relation Client", "B11", "Intelligence artificielle"),
    ("Nouakchott BPO", "C02", "Externalisation"),
    ("Télécom Atlantique", "C05", "Opérateur"),
    ("Banque du Détroit", "C09", "Services financiers"),
)
SESSIONS = (
    ("Ouverture officielle", "Auditorium", "fr", 0, "09:30", "10:30"),
    ("Former un plateau multilingue", "Salle 1", "fr", 0, "11:00", "12:30"),
    ("الذكاء الاصطناعي في خدمة العملاء", "Salle 2", "ar", 0, "14:00", "15:30"),
    ("Nearshore: what buyers ask for", "Salle 1", "en", 1, "10:00", "11:00"),
    ("Loi 09-08 et prospection", "Salle 2", "fr", 1, "11:30", "12:30"),
)

Report = Callable[[str], None]


@dataclass(frozen=True)
class DemoFair:
    """What the rest of the demo needs to know."""

    event_id: str
    gates: dict[str, str]


def make_fair(database: Database, imports_dir: Path, now: int, report: Report) -> DemoFair:
    """Create the edition with its attendees and badges."""
    create_event(database, EARLIER_EVENT, now)
    event_id = create_event(database, EVENT, now)
    ids = add_categories(database, event_id, CATEGORIES, now)
    categories = {new.code: category_id for new, category_id in zip(CATEGORIES, ids, strict=True)}
    gates = _add_gates(database, event_id, categories, now)
    for name, booth, activity in EXHIBITORS:
        add_exhibitor(database, event_id, NewExhibitor(name, booth, activity), now)
    make_access_codes(database, event_id, now, "demo")
    for session in SESSIONS:
        _add_session(database, event_id, session, now)
    files = RegistrationFiles(database, imports_dir)
    for path in sorted(REGISTRATIONS.glob("*.[cx]*")):
        imported = files.import_file(event_id, path, ImportChoices(cancelled="import"), now)
        report(
            f"{path.name}: {imported['attendees']} attendees, "
            f"{imported['problem_rows']} remarks about rows"
        )
    report(f"{issue_missing_badges(database, event_id, now)} badges issued")
    return DemoFair(event_id, gates)


def _add_gates(
    database: Database, event_id: str, categories: dict[str, str], now: int
) -> dict[str, str]:
    """The entrance has no opening hours, so that the demo admits on whatever day it is tried."""
    salon = NewList("Salon", entry_rule="reentry", capacity=2500, counts_attendance=True)
    lounge = NewList("Espace VIP", category_ids=[categories["vip"], categories["speaker"]])
    lunch = NewList("Déjeuner", entry_rule="once_a_day")
    training = NewList(
        "Formation", capacity=40, hours=[("2024-04-26", "10:30", "13:00")], entry_rule="once"
    )
    places = (
        (salon, (("Entrée A", "entry"), ("Entrée B", "entry"), ("Sortie", "exit"))),
        (lounge, (("Espace VIP", "entry"),)),
        (lunch, (("Restaurant", "entry"),)),
        (training, (("Salle 1", "entry"),)),
    )
    gates: dict[str, str] = {}
    for new, doors in places:
        list_id = add_list(database, event_id, new, now)
        for name, direction in doors:
            gates[name] = add_gate(database, event_id, NewGate(name, list_id, direction), now)
    return gates


def _add_session(
    database: Database, event_id: str, session: tuple[str, str, str, int, str, str], now: int
) -> None:
    title, room, language, day_number, starts, ends = session
    first = date.fromisoformat(EVENT.starts_on)
    day = first.replace(day=first.day + day_number)
    moments = [local_moment(day, time.fromisoformat(t), EVENT.timezone) for t in (starts, ends)]
    add_session(
        database,
        Session(new_id(now), event_id, None, title, room, language, moments[0], moments[1]),
        now,
    )
