"""Bytes become the right letters, or a question; never other letters."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import BadFileError
from server.importing.decoding import decode_text
from server.importing.folding import has_arabic
from tests.importing.files import HEADERS, ROWS, make_csv

WORDS = Path(__file__).with_name("words.txt").read_text("utf-8").split()
ARABIC = [word for word in WORDS if has_arabic(word)]
FRENCH = [word for word in WORDS if not has_arabic(word)]
CASES = st.sampled_from((str, str, str.upper, str.lower))
CODECS = {
    "utf-8": FRENCH + ARABIC,
    "utf-8-sig": FRENCH + ARABIC,
    "utf-16": FRENCH + ARABIC,
    "utf-16-le": FRENCH + ARABIC,
    "utf-16-be": FRENCH + ARABIC,
    "cp1252": FRENCH,
    "mac_roman": FRENCH,
    "cp850": FRENCH,
    "iso8859_15": FRENCH,
    "cp1256": ARABIC,
    "iso8859_6": ARABIC,
}


@pytest.mark.parametrize("codec", CODECS)
def test_an_ordinary_file_comes_back_exactly(codec: str) -> None:
    words = CODECS[codec]
    text = make_csv([("Nom", "Ville"), *zip(words, reversed(words), strict=True)]).decode()
    kept = text if codec != "cp850" else text.replace("œ", "oe").replace("’", "'")
    kept = kept if codec not in ("cp850", "iso8859_15") else kept.replace("Œ", "OE")
    kept = kept if codec != "iso8859_15" else kept.replace("’", "'")
    assert decode_text(kept.encode(codec)).text == kept


@pytest.mark.parametrize("codec", CODECS)
@given(draw=st.data())
@settings(max_examples=150, deadline=None)
def test_no_wrong_letter_ever(codec: str, draw: st.DataObject) -> None:
    words = draw.draw(st.lists(st.sampled_from(CODECS[codec]), min_size=1, max_size=12))
    change = draw.draw(CASES)
    text = "Nom;Ville\r\n" + "\r\n".join(f"{change(word)};{word}" for word in words)
    try:
        content = text.encode(codec)
    except UnicodeEncodeError:
        return
    assert text in _readings(content)


def _readings(content: bytes) -> list[str]:
    """The one reading, or those offered for choice."""
    try:
        return [decode_text(content).text]
    except BadFileError as question:
        offered: Any = question.params["candidates"]
    return [content.decode(choice["encoding"], "replace") for choice in offered]


def test_plain_ascii_needs_no_question() -> None:
    assert decode_text(b"Name,Email\r\nAda,ada@example.com").encoding == "utf_8"


def test_french_and_arabic_together_in_windows_1256() -> None:
    text = "Nom;الاسم\r\nHélène Aït;هيلين آيت\r\nFrançois;فرانسوا العلوي\r\n"
    decoded = decode_text(text.encode("cp1256"))
    assert (decoded.text, decoded.encoding) == (text, "cp1256")


def test_lines_of_an_old_encoding_in_a_utf8_file() -> None:
    new = "Hélène;Fès\nAnaïs;Salé\nÉlodie;Orléans\n"
    old = "Jérôme;Besançon\nThérèse;Québec\n"
    decoded = decode_text(new.encode() + old.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (new + old, "utf_8+cp1252")


@pytest.mark.parametrize(
    ("text", "codec"),
    [("Иванов Сергеев", "cp1251"), ("山田太郎", "shift_jis"), ("Şükrü Gülşen", "cp1254")],
)
def test_other_alphabets_are_asked_about(text: str, codec: str) -> None:
    with pytest.raises(BadFileError) as raised:
        decode_text(text.encode(codec))
    assert raised.value.code == "encoding_unclear"


def test_one_letter_that_fits_two_encodings_is_asked_about() -> None:
    with pytest.raises(BadFileError) as raised:
        decode_text("Nom\nÀ\n".encode("mac_roman"))
    offered: Any = raised.value.params["candidates"]
    assert ["À"] in [choice["samples"] for choice in offered]


def test_the_answer_is_obeyed() -> None:
    content = make_csv([HEADERS, *ROWS], encoding="mac_roman")
    assert "Prénom" in decode_text(content, "mac_roman").text


@pytest.mark.parametrize("encoding", ["utf-8", "no-such-encoding"])
def test_an_answer_that_cannot_be_right_is_refused(encoding: str) -> None:
    with pytest.raises(BadFileError) as raised:
        decode_text("é".encode("cp1252"), encoding)
    assert raised.value.code == "encoding_mismatch"


def test_a_program_is_no_text() -> None:
    with pytest.raises(BadFileError) as raised:
        decode_text(bytes(range(32)) * 100)
    assert raised.value.code == "file_is_binary"
