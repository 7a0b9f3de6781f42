"""Write the demo edition's registration files: invented people in the shapes organizers send.

    .venv/bin/python -m tools.make_demo_registrations [folder]

Four files and `expected.json`, which says what importing each must give. The same bytes every time.
Names are combined at random; e-mail domains are reserved for examples (RFC 2606), French numbers
come from the range set aside for fiction, the others from the start of a range.
"""

import csv
import datetime
import io
import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[1] / "demo" / "registrations"
SEED = 20_240_426

GIVEN = (
    *(
        ("Aïcha", "عائشة"),
        ("Amina", "أمينة"),
        ("Anaïs", ""),
        ("Badr", "بدر"),
        ("Brahim", "إبراهيم"),
    ),
    *(
        ("Chaïma", "شيماء"),
        ("Dounia", "دنيا"),
        ("Driss", "إدريس"),
        ("Élise", ""),
        ("Fadwa", "فدوى"),
    ),
    *(("Fatimetou", "فاطمتو"), ("François", ""), ("Ghali", "غالي"), ("Hajar", "هاجر")),
    *(("Hamza", "حمزة"), ("Hélène", ""), ("Hicham", "هشام"), ("Ilyas", "إلياس"), ("Inès", "إيناس")),
    *(
        ("Jamila", "جميلة"),
        ("Jérémy", ""),
        ("Kenza", "كنزة"),
        ("Khalil", "خليل"),
        ("Leïla", "ليلى"),
    ),
    *(("Mariam", "مريم"), ("Mehdi", "المهدي"), ("Mohamed Amine", "محمد أمين"), ("Nabil", "نبيل")),
    *(("Noémie", ""), ("Nour", "نور"), ("Othmane", "عثمان"), ("Oumaïma", "أميمة"), ("Raïssa", "")),
    *(("Saïd", "سعيد"), ("Salek", "السالك"), ("Salma", "سلمى"), ("Sidi Mohamed", "سيدي محمد")),
    *(("Soukaïna", "سكينة"), ("Thérèse", ""), ("Yahya", "يحيى"), ("Yassine", "ياسين")),
    *(("Zoé", ""), ("Zoubida", "زبيدة")),
)
FAMILY = (
    *(
        ("Aït Lahcen", "آيت لحسن"),
        ("Amezian", "أمزيان"),
        ("Béranger", ""),
        ("Benchekroun", "بنشقرون"),
    ),
    *(
        ("Ben Moussa", "بن موسى"),
        ("Boukhari", "البخاري"),
        ("Bouzoubaâ", "بوزوبع"),
        ("Chaïbi", "الشعيبي"),
    ),
    *(
        ("Desprès", ""),
        ("El Ghazouani", "الغزواني"),
        ("El Mansouri", "المنصوري"),
        ("Fekhar", "فخار"),
    ),
    *(
        ("Gueye", "غي"),
        ("Haïdara", "حيدرة"),
        ("Jaïdi", "الجعيدي"),
        ("Lebrun-Faïz", ""),
        ("Laâroussi", ""),
    ),
    *(
        ("Mint Ahmed", "منت أحمد"),
        ("N'Diouck", ""),
        ("Ould Bilal", "ولد بلال"),
        ("Ould Sidi", "ولد سيدي"),
    ),
    *(("Péronnet", ""), ("Raïs", "الرايس"), ("Sekkat", "السقاط"), ("Tahiri", "الطاهري")),
    *(("Thiéry", ""), ("Zaïdi", "الزايدي"), ("Zemmouri", "الزموري")),
)
COMPANIES = (
    *("Voix d'Atlas", "Numéra Relation", "Souss Contact", "Téranga Voice", "Chinguetti Télécom"),
    *("Médina Conseil & Fils", "Rif Digital", "Banque Exemple", 'Agence "Écoute"; Rabat'),
    *("Qualité 212", "Sahel CRM", "École du Service", "Opéra Callcenter", "Bureau Modèle SARL"),
)
JOBS = (
    *("Chargée de clientèle", "Téléconseiller", "Responsable qualité", "Directrice générale"),
    *("Étudiante", "Consultant IA", "Acheteur", "DSI", "Formatrice", "Superviseur de plateau"),
)
CATEGORIES = (
    *(("Visiteur", 70), ("Exposant", 10), ("Étudiant", 8), ("VIP", 4), ("Conférencier", 4)),
    *(("Presse", 3), ("Organisation", 1)),
)
PLACES = (
    *(("Casablanca", "Maroc", "MA", 34), ("Rabat", "Maroc", "MA", 16), ("Fès", "Maroc", "MA", 9)),
    *(("Salé", "Maroc", "MA", 5), ("Nouakchott", "Mauritanie", "MR", 16)),
    *(("Orléans", "France", "FR", 10), ("Dakar", "Sénégal", "SN", 10)),
)
DOMAINS = ("example.com", "example.org", "example.net")
Choice = TypeVar("Choice", bound=tuple[object, ...])
CODE_LETTERS = "abcdefghijkmnopqrstuvwxyz23456789"


@dataclass(frozen=True)
class Person:
    """One invented person; `given_ar` and `family_ar` may be empty."""

    given: str
    family: str
    given_ar: str
    family_ar: str
    company: str
    job: str
    email: str
    phone: str
    city: str
    country: str
    country_code: str
    category: str


class People:
    """Draws people; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (nothing here is secret)
        self._count = 0

    def draw(self) -> Person:
        """The next person, with an e-mail and a phone of their own."""
        self._count += 1
        given, given_ar = self.random.choice(GIVEN)
        family, family_ar = self.random.choice(FAMILY)
        city, country, code, _ = self._weighted(PLACES)
        category, _ = self._weighted(CATEGORIES)
        return Person(
            *(given, family, given_ar, family_ar),
            company=self.random.choice(COMPANIES),
            job=self.random.choice(JOBS),
            email=f"{_plain(given)}.{_plain(family)}.{self._count}@{self.random.choice(DOMAINS)}",
            phone=self._phone(code),
            city=city,
            country=country,
            country_code=code,
            category=category,
        )

    def code(self, length: int) -> str:
        """A random code as ticketing systems make them."""
        return "".join(self.random.choices(CODE_LETTERS, k=length))

    def pick(self, count: int, size: int) -> set[int]:
        """`count` different row numbers below `size`."""
        return set(self.random.sample(range(size), count))

    def _weighted(self, choices: Sequence[Choice]) -> Choice:
        weights = [int(str(choice[-1])) for choice in choices]
        return self.random.choices(choices, weights)[0]

    def _phone(self, country: str) -> str:
        number = self._count
        if country == "FR":
            return f"+33 6 39 98 {number // 100 % 100:02d} {number % 100:02d}"
        if country == "MR":
            return f"+222 2000{number:04d}"
        if country == "SN":
            return f"+221 77000{number:04d}"
        return self.random.choice((f"060000{number:04d}", f"+212 6 00 00 {number:04d}"))


def _plain(name: str) -> str:
    letters = name.lower().translate(str.maketrans("âàéèêëïîôûç", "aaeeeeiiouc"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def _csv(rows: Iterable[Sequence[object]], encoding: str, **dialect: object) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, **dialect).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue().encode(encoding)


OWN_HEADERS = (
    *("Nom", "Prénom", "Société", "Fonction", "E-mail", "Téléphone", "Ville", "Pays"),
    *("Catégorie", "Partage des coordonnées", "Langue"),
)


def make_own_form(people: People, count: int = 594) -> tuple[bytes, dict[str, object]]:
    """The fair's own form, as Excel on a French Windows saves it, with what people do to forms."""
    loud, spoken, twice = people.pick(14, count), people.pick(6, count), people.pick(5, count)
    nameless = people.pick(1, count) - spoken - twice
    spoken -= loud | twice
    rows: list[Sequence[object]] = [OWN_HEADERS]
    for number in range(count):
        person = people.draw()
        email = f"  {person.email.upper()} " if number in loud else person.email
        email = person.email.replace("@", " at ") if number in spoken else email
        family = person.family.upper() if people.random.random() < 0.25 else person.family
        name = ("", "") if number in nameless else (family, person.given)
        share = people.random.choices(("Oui", "Non"), (4, 1))[0]
        language = people.random.choices(("FR", "AR", "EN"), (6, 3, 1))[0]
        head = (*name, person.company, person.job, email)
        place = (person.phone, person.city, person.country, person.category, share, language)
        rows.append((*head, *place))
        if number in twice:
            rows.append((*head, *[""] * len(place)))
    expected: dict[str, object] = {
        "data_rows": len(rows) - 1,
        "duplicate_email": len(twice),
        "bad_email": len(spoken),
        "no_name": len(nameless),
        "attendees": len(rows) - 1 - len(twice) - len(nameless),
    }
    return _csv(rows, "cp1252", delimiter=";"), expected


PRETIX_HEADERS = (
    *("Order code", "Attendee name", "Attendee name: Given name", "Attendee name: Family name"),
    *("Product", "Price", "Checked in", "Checked out", "Automatically checked in", "Secret"),
    *("E-mail", "Phone number", "Company", "Street", "ZIP code", "City", "Country"),
    *("Voucher code", "Order date", "Order time", "Requires special attention", "Comment"),
    "Seat ID",
)


def make_pretix_list(people: People, count: int = 200) -> tuple[bytes, dict[str, object]]:
    """A check-in list exported by pretix; some people wrote their name in Arabic letters."""
    arabic, watched = people.pick(40, count), people.pick(5, count)
    rows: list[Sequence[object]] = [PRETIX_HEADERS]
    for number in range(count):
        person = people.draw()
        given, family = person.given, person.family
        if number in arabic and person.given_ar and person.family_ar:
            given, family = person.given_ar, person.family_ar
        attention = "Yes" if number in watched else "No"
        rows.append(
            (
                *(people.code(5).upper(), f"{given} {family}", given, family, person.category),
                *("0.00", "", "", "No", people.code(32), person.email, person.phone),
                *(person.company, "", "", person.city, person.country_code, "", "2024-03-01"),
                *("10:00:00", attention, "", ""),
            )
        )
    expected = {"data_rows": count, "attendees": count, "keeps_foreign_code_from": "Secret"}
    return _csv(rows, "utf-8-sig", quoting=csv.QUOTE_ALL), expected


EVENTBRITE_HEADERS = (
    *("Order #", "Order Date", "First Name", "Last Name", "Email", "Quantity", "Price Tier"),
    *("Ticket Type", "Attendee #", "Barcode #", "Group", "Order Type", "Currency", "Total Paid"),
    *("Fees Paid", "Eventbrite Fees", "Eventbrite Payment Processing", "Attendee Status"),
    *("Cell Phone", "Job Title", "Company"),
)


def make_eventbrite_list(people: People, count: int = 200) -> tuple[bytes, dict[str, object]]:
    """Eventbrite's attendee report; a few will not come."""
    absent = people.pick(9, count)
    rows: list[Sequence[object]] = [EVENTBRITE_HEADERS]
    for number in range(count):
        person = people.draw()
        order = 7_100_000_000 + number
        rows.append(
            (
                *(order, "2024-02-07 09:12:00+00:00", person.given, person.family, person.email),
                *(1, "", person.category, order * 10 + 1, f"{order}{order * 10 + 1}", ""),
                *("Free Order", "MAD", "0.00", "0.00", "0.00", "0.00"),
                *("Not Attending" if number in absent else "Attending", person.phone),
                *(person.job, person.company),
            )
        )
    expected: dict[str, object] = {
        "data_rows": count,
        "not_attending": len(absent),
        "attendees": count - len(absent),
        "keeps_foreign_code_from": "Barcode #",
    }
    return _csv(rows, "utf-8"), expected


def make_delegation(people: People, count: int = 40) -> tuple[bytes, dict[str, object]]:
    """A partner's workbook: a title above the headers, names in both scripts."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_properties({"created": datetime.datetime(2024, 4, 1, tzinfo=datetime.UTC)})
    sheet = workbook.add_worksheet("الوفد")
    sheet.right_to_left()
    sheet.write_row(0, 0, ["Délégation économique de démonstration, Nouakchott"])
    headers = ["الاسم الكامل", "Nom complet (latin)", "الشركة / Société", "البريد الإلكتروني"]
    sheet.write_row(2, 0, [*headers, "الهاتف", "Délégation"])
    for row in range(3, 3 + count):
        person = _draw_in_both_scripts(people)
        names = [f"{person.given_ar} {person.family_ar}", f"{person.given} {person.family}"]
        group = people.random.choice(("Chambre A", "Chambre B"))
        sheet.write_row(row, 0, [*names, person.company, person.email, person.phone, group])
    workbook.close()
    return stream.getvalue(), {"data_rows": count, "attendees": count, "header_row": 3}


def _draw_in_both_scripts(people: People) -> Person:
    person = people.draw()
    while not (person.given_ar and person.family_ar):
        person = people.draw()
    return person


def make_files() -> dict[str, bytes]:
    """File name to contents."""
    people = People(SEED)
    made = {
        "siccam-inscriptions.csv": make_own_form(people),
        "pretix-checkin-list.csv": make_pretix_list(people),
        "eventbrite-attendees.csv": make_eventbrite_list(people),
        "delegation-nouakchott.xlsx": make_delegation(people),
    }
    expected = {name: facts for name, (_, facts) in made.items()}
    files = {name: content for name, (content, _) in made.items()}
    return files | {"expected.json": (json.dumps(expected, indent=2) + "\n").encode()}


def main(arguments: Sequence[str]) -> int:
    """Write the files; answers the exit code."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in make_files().items():
        (folder / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
