"""Cards that address books take: read back line by line, and with somebody else's reader."""

from dataclasses import replace

import pytest
import vobject

from server.exporting.lead_rows import LeadRow
from server.exporting.vcards import write_vcards
from tests.exporting.test_tables import AMINA, ORIGIN, UNKNOWN


def unfold(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_phone_reads_the_card() -> None:
    card = vobject.readOne(write_vcards([AMINA], ORIGIN).decode())

    assert card.fn.value == "Amina El Fassi"
    assert (card.n.value.family, card.n.value.given) == ("El Fassi", "Amina")
    assert card.org.value == ['Relation "Client" ; Maroc']
    assert card.title.value == "Directrice, opérations"
    assert card.tel.value == "+212600000001"
    assert card.email.value == "amina@example.ma"
    assert "أمينة" in card.note.value


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_lines_are_short_and_letters_whole(version: str) -> None:
    arabic = replace(AMINA, company="شركة الدار البيضاء لمراكز الاتصال والخدمات" * 3)
    content = write_vcards([arabic], ORIGIN, version)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert f"ORG:{arabic.company}" in unfold(content)
    for line in content.split(b"\r\n"):
        line.decode("utf-8")


def test_version_four_says_phone_and_language_its_way() -> None:
    lines = unfold(write_vcards([replace(AMINA, language="ar")], ORIGIN, "4.0"))

    assert 'TEL;VALUE=uri;TYPE="work,voice":tel:+212600000001' in lines
    assert "LANG:ar" in lines
    assert "VERSION:4.0" in lines


def test_a_text_cannot_add_a_line_of_its_own() -> None:
    evil = replace(AMINA, company="A\r\nEND:VCARD", email="a@b.ma\r\nTEL:666", phone="+1\nURL:x")
    lines = unfold(write_vcards([evil], ORIGIN))

    assert lines.count("END:VCARD") == 1
    assert not any(line.startswith(("TEL:666", "URL:")) for line in lines)


def test_who_gave_no_contact_gets_no_card() -> None:
    assert write_vcards([UNKNOWN], ORIGIN) == b""


def test_an_unheard_of_version_is_refused() -> None:
    with pytest.raises(ValueError, match="2.1"):
        write_vcards([LeadRow("x", "y")], ORIGIN, "2.1")
