"""One row to one attendee, with every doubt about it named.

A wrong e-mail address does not cost a visitor the entrance: the row is imported without it, with a
warning (`bad_email`). Only a row without any name (`no_name`) is left out here; duplicates are
`duplicates`' business.
"""

import re
from collections.abc import Sequence

from server.importing.attendees import (
    ERROR,
    SHARE_ALL,
    SHARE_NONE,
    WARNING,
    ImportedAttendee,
    ImportOptions,
    RowProblem,
)
from server.importing.categories import CategoryBook
from server.importing.choice_words import (
    APPROVAL,
    UNPAID,
    read_language,
    read_share_level,
    read_status,
    read_yes_no,
)
from server.importing.cleaning import clean_text
from server.importing.countries import read_country
from server.importing.emails import read_email, suggest_email
from server.importing.folding import fold_text
from server.importing.header_words import PLAIN_NOTES
from server.importing.mapping import ColumnMapping
from server.importing.names import PersonName, split_full_name, split_scripts
from server.importing.phones import read_phone
from server.importing.table import TableRow

_LONGEST = {
    **dict.fromkeys(("first_name", "last_name", "first_name_ar", "last_name_ar"), 100),
    **dict.fromkeys(("full_name", "full_name_ar", "company", "job_title"), 200),
    **dict.fromkeys(("city", "country", "category", "phone"), 100),
    "note": 2_000,
}
_LONGEST_CODES = {"foreign_code": 256, "external_ref": 128, "order_code": 128}
_EXPONENT = re.compile(r"^[-+]?\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)
_NOTE_HEADERS = frozenset(map(fold_text, PLAIN_NOTES))


class RowReader:
    """Reads rows under one mapping. `read` may be called for any number of rows."""

    def __init__(
        self, mapping: ColumnMapping, options: ImportOptions, categories: CategoryBook
    ) -> None:
        self._columns = {field: mapping.columns_of(field) for field in mapping.as_fields().values()}
        self._headers = {choice.column: choice.header for choice in mapping.choices}
        self._name_order = mapping.name_order
        self._options = options
        self._categories = categories

    def read(self, row: TableRow) -> tuple[ImportedAttendee | None, list[RowProblem]]:
        """The attendee (None when the row names nobody) and the row's problems."""
        cells = _RowCells(row, self._columns)
        name = self._read_name(cells)
        if name.is_empty:
            cells.note("no_name", "full_name", self._describe(row), ERROR)
            return None, cells.problems
        return self._read_attendee(cells, name), cells.problems

    def _read_attendee(self, cells: "_RowCells", name: PersonName) -> ImportedAttendee:
        country = _read_country(cells)
        category_text = cells.text("category")
        status, needs_desk = _read_status(cells)
        return ImportedAttendee(
            row_number=cells.number,
            first_name=name.first,
            last_name=name.last,
            first_name_ar=name.first_ar,
            last_name_ar=name.last_ar,
            company=cells.text("company"),
            job_title=cells.text("job_title"),
            email=_read_email(cells),
            phone=_read_phone(cells, (country, self._options.default_country)),
            phone_raw=cells.text("phone")[:50],
            city=cells.text("city"),
            country=country,
            category=self._categories.find_code(category_text),
            category_text=category_text,
            language=_read_language(cells),
            share_level=_read_share_level(cells),
            status=status,
            needs_desk=_read_needs_desk(cells) or needs_desk,
            has_attention=_read_flag(cells, "attention"),
            note=self._read_note(cells),
            external_ref=_read_code(cells, "external_ref"),
            order_code=_read_code(cells, "order_code"),
            foreign_code=_read_code(cells, "foreign_code"),
        )

    def _read_name(self, cells: "_RowCells") -> PersonName:
        first, first_ar = split_scripts(cells.text("first_name"))
        last, last_ar = split_scripts(cells.text("last_name"))
        first_ar = cells.text("first_name_ar") or first_ar
        last_ar = cells.text("last_name_ar") or last_ar
        whole, whole_ar = self._read_whole_names(cells)
        if not (first or last):
            first, last = split_full_name(whole, self._name_order)
        if not (first_ar or last_ar):
            first_ar, last_ar = split_full_name(whole_ar, self._name_order)
        return PersonName(
            *(name if _has_word(name) else "" for name in (first, last, first_ar, last_ar))
        )

    def _read_whole_names(self, cells: "_RowCells") -> tuple[str, str]:
        """Whole names by script, whichever of the two columns each stands in."""
        latin, arabic = split_scripts(cells.text("full_name"))
        other_latin, other_arabic = split_scripts(cells.text("full_name_ar"))
        return latin or other_latin, other_arabic or arabic

    def _read_note(self, cells: "_RowCells") -> str:
        """All note columns; those that are no plain comment keep their header in front."""
        parts = []
        for column in self._columns.get("note", ()):
            text = cells.clean(column, "note")
            header = self._headers[column]
            if text:
                plain = fold_text(header) in _NOTE_HEADERS
                parts.append(text if plain else f"{header}: {text}")
        return "\n".join(parts)[: _LONGEST["note"]]

    @staticmethod
    def _describe(row: TableRow) -> str:
        """Enough of a nameless row to find it again."""
        return " · ".join(cell.strip() for cell in row.cells if cell.strip())[:120]


def _has_word(name: str) -> bool:
    return any(letter.isalnum() or letter > "\u2fff" for letter in name)


class _RowCells:
    """The cells of one row by field, cleaned once, and the problems met on the way."""

    def __init__(self, row: TableRow, columns: dict[str, tuple[int, ...]]) -> None:
        self.number = row.number
        self.problems: list[RowProblem] = []
        self._cells: Sequence[str] = row.cells
        self._columns = columns
        self._cleaned: dict[str, str] = {}

    def raw(self, field: str) -> str:
        """The cell as it is in the file, or empty."""
        for column in self._columns.get(field, ()):
            if column < len(self._cells):
                return self._cells[column]
        return ""

    def text(self, field: str) -> str:
        """The cell cleaned and cut to what the field holds."""
        if field not in self._cleaned:
            columns = self._columns.get(field, ())
            self._cleaned[field] = self.clean(columns[0], field) if columns else ""
        return self._cleaned[field]

    def clean(self, column: int, field: str) -> str:
        """One cell cleaned; what had to be done is noted."""
        raw = self._cells[column] if column < len(self._cells) else ""
        cleaned = clean_text(raw, _LONGEST.get(field, 0), keeps_lines=field == "note")
        for code in cleaned.problems:
            self.note(code, field, raw)
        return cleaned.text

    def note(
        self, code: str, field: str, value: str, severity: str = WARNING, **params: str | int
    ) -> None:
        """Add a problem of this row."""
        self.problems.append(RowProblem(self.number, severity, code, field, value[:200], params))


def _read_email(cells: _RowCells) -> str:
    text = cells.text("email")
    if not text:
        return ""
    found = read_email(text)
    if found is None:
        suggestion = suggest_email(text)
        cells.note("bad_email", "email", text, suggestion=suggestion)
        return ""
    if found.others:
        cells.note("several_emails", "email", text, kept=found.email)
    return found.email


def _read_phone(cells: _RowCells, countries: tuple[str, ...]) -> str:
    text = cells.text("phone")
    if not text:
        return ""
    found = read_phone(text, tuple(dict.fromkeys(filter(None, countries))))
    if found is None:
        cells.note("bad_phone", "phone", text)
        return ""
    if found.others:
        cells.note("several_phones", "phone", text, kept=found.phone)
    return found.phone


def _read_country(cells: _RowCells) -> str:
    text = cells.text("country")
    country = read_country(text) if text else ""
    if country is None:
        cells.note("unknown_country", "country", text)
    return country or ""


def _read_language(cells: _RowCells) -> str:
    text = cells.text("language")
    language = read_language(text) if text else ""
    if language is None:
        cells.note("unknown_language", "language", text)
    return language or ""


def _read_flag(cells: _RowCells, field: str) -> bool | None:
    text = cells.text(field)
    if not text:
        return None
    flag = read_yes_no(text)
    if flag is None:
        cells.note("unknown_choice", field, text)
    return flag


def _read_share_level(cells: _RowCells) -> str:
    """What is not a clear yes is no: contact details are only shared on consent."""
    text = cells.text("share_level")
    if not text:
        return ""
    level = read_share_level(text)
    if level is not None:
        return level
    return SHARE_ALL if _read_flag(cells, "share_level") else SHARE_NONE


def _read_needs_desk(cells: _RowCells) -> str | None:
    return "question" if _read_flag(cells, "needs_desk") else None


def _read_status(cells: _RowCells) -> tuple[str, str | None]:
    """(status, reason to see the desk)."""
    text = cells.text("status")
    if not text:
        return "", None
    status = read_status(text)
    if status is None:
        cells.note("unknown_status", "status", text)
        return "registered", None
    if status in (UNPAID, APPROVAL):
        return "registered", status
    return status, None


def _read_code(cells: _RowCells, field: str) -> str:
    """A code is kept as it is or not at all: a rounded or cut one would be somebody else's."""
    text = cells.text(field)
    if _EXPONENT.match(text):
        cells.note("code_rounded", field, text)
        return ""
    if len(text) > _LONGEST_CODES[field]:
        cells.note("code_too_long", field, text, limit=_LONGEST_CODES[field])
        return ""
    return text
