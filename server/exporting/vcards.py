"""Leads as vCards: what every phone's address book takes.

Version 3.0 is RFC 2426, 4.0 is RFC 6350. CRLF, lines folded at 75 octets, UTF-8.
"""

from collections.abc import Iterable, Iterator

from server.exporting.lead_rows import LeadRow, Origin, describe_lead

VERSIONS = ("3.0", "4.0")
_MOST_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": ""})


def write_vcards(leads: Iterable[LeadRow], origin: Origin, version: str = "3.0") -> bytes:
    """One card per lead that has a contact. Raises ValueError for another version than VERSIONS."""
    if version not in VERSIONS:
        raise ValueError(f"no vCard version {version!r}")
    lines = (line for lead in leads if lead.has_contact for line in _card(lead, origin, version))
    return "".join(_fold(line) for line in lines).encode()


def _card(lead: LeadRow, origin: Origin, version: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"UID:urn:uuid:{lead.lead_id}"
    name = lead.full_name or lead.company or lead.email or lead.phone
    yield f"FN:{_escape(name)}"
    yield f"N:{_escape(lead.last_name)};{_escape(lead.first_name)};;;"
    yield from _details(lead, version)
    yield f"CATEGORIES:{','.join(map(_escape, [origin.event_name, *lead.tags]))}"
    yield f"NOTE:{_escape(describe_lead(lead))}"
    yield f"REV:{lead.last_at or lead.captured_at}"
    yield "END:VCARD"


def _details(lead: LeadRow, version: str) -> Iterator[str]:
    if lead.company:
        yield f"ORG:{_escape(lead.company)}"
    if lead.job_title:
        yield f"TITLE:{_escape(lead.job_title)}"
    if lead.email:
        kind = "work" if version == "4.0" else "INTERNET,WORK"
        yield f"EMAIL;TYPE={kind}:{_escape(lead.email)}"
    if lead.phone:
        yield _phone(lead.phone, version)
    if lead.city or lead.country:
        kind = "work" if version == "4.0" else "WORK"
        yield f"ADR;TYPE={kind}:;;;{_escape(lead.city)};;;{_escape(lead.country)}"
    if version == "4.0" and lead.language:
        yield f"LANG:{lead.language}"


def _phone(phone: str, version: str) -> str:
    if version == "4.0":
        return f'TEL;VALUE=uri;TYPE="work,voice":tel:{_escape(phone)}'
    return f"TEL;TYPE=WORK,VOICE:{_escape(phone)}"


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _fold(line: str) -> str:
    """The line in pieces of at most 75 octets, never inside a letter; pieces begin with a blank."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        most = _MOST_OCTETS if not pieces else _MOST_OCTETS - 1
        if len(piece) + len(octets) > most:
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces).decode() + "\r\n"
