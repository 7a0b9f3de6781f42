"""Bytes to text without a wrong letter, or a question.

The ladder: the encoding a person named; byte-order marks; UTF-16 by its zeros; strict UTF-8; lines
of UTF-8 among lines of an old encoding; last the old single-byte encodings, told apart by how
plausible their words look (`letter_scores`). What remains doubtful raises `encoding_unclear` with
what each candidate would read, for a person to choose; charset-normalizer may add a candidate to
that question, it never decides (it takes French Windows-1252 for 1250).
"""

import codecs
import re
from collections import Counter
from dataclasses import dataclass

import charset_normalizer

from domain.errors import BadFileError
from server.importing.letter_scores import score_word

SINGLE_BYTE = ("cp1252", "mac_roman", "cp850", "cp1256", "iso8859_15", "iso8859_6", "cp1254")
"""Excel writes the first four: CSV, CSV (Macintosh), CSV (MS-DOS), CSV on Arabic Windows.

Turkish 1254 differs from 1252 in six letters only; where one occurs, it makes a question of it.
"""

NAMES = {
    "utf_8": "UTF-8",
    "utf_8_sig": "UTF-8 (BOM)",
    "utf_16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "utf_32": "UTF-32",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "DOS 850",
    "cp1256": "Windows-1256",
    "iso8859_15": "ISO 8859-15",
    "iso8859_6": "ISO 8859-6",
    "cp1254": "Windows-1254",
}
"""Encoding (Python's name) to the name people know."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf_32"),
    (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF8, "utf_8_sig"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
_PRIOR = {"mac_roman": 0.5, "cp850": 1.0, "iso8859_15": 0.5, "iso8859_6": 1.5}
_WORD = re.compile(rb"[A-Za-z'\x80-\xff-]*[\x80-\xff][A-Za-z'\x80-\xff-]*")
_MOST_WORDS = 50_000
_LOOKED_AT = 200_000
_CLEAR_GAP = 2.0
_CLEAR_SHARE = 0.4
_DOUBTFUL_COST = 2.5
_SAMPLES = 5


@dataclass(frozen=True)
class DecodedText:
    """The text and the encoding it was in, by Python's name (`utf_8+cp1252` for a mixed file)."""

    text: str
    encoding: str


def decode_text(content: bytes, encoding: str = "") -> DecodedText:
    """The file's text, exactly. `encoding` (Python's name) is a person's choice.

    Raises BadFileError `encoding_unclear` (params `candidates`: list of {encoding, name, samples}),
    `encoding_mismatch`, or `file_is_binary`.
    """
    if encoding:
        return _decode_as(content, encoding)
    wide = _decode_marked(content) or _decode_utf16(content)
    _refuse_binary(wide.text if wide else content[:_LOOKED_AT].decode("latin-1"))
    decoded = wide or _decode_utf8(content) or _decode_mixed(content)
    return decoded or _decode_single_byte(content)


def _decode_as(content: bytes, encoding: str) -> DecodedText:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise BadFileError("encoding_mismatch", str(error), encoding=encoding) from error
    return DecodedText(text.removeprefix("\ufeff"), encoding)


def _try_decode(content: bytes, encoding: str) -> DecodedText | None:
    try:
        return DecodedText(content.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeDecodeError:
        return None


def _decode_marked(content: bytes) -> DecodedText | None:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _try_decode(content, encoding)
    return None


def _decode_utf16(content: bytes) -> DecodedText | None:
    """UTF-16 without its mark: line ends and separators leave zeros on one side of each pair."""
    if len(content) % 2 or content.count(0) < len(content) / 50:
        return None
    for encoding, zeros_at in (("utf_16_le", 1), ("utf_16_be", 0)):
        decoded = _try_decode(content, encoding)
        others = content[1 - zeros_at :: 2].count(0)
        if decoded and others <= content.count(0) / 50 and _is_mostly_known(decoded.text):
            return decoded
    return None


def _is_mostly_known(text: str) -> bool:
    """Almost only letters of Latin and Arabic blocks and general punctuation."""
    known = sum(c < "\u0300" or "\u0600" <= c < "\u0700" or "\u2000" <= c < "\u2100" for c in text)
    return known >= 0.95 * len(text)


def _decode_utf8(content: bytes) -> DecodedText | None:
    return _try_decode(content, "utf_8")


def _decode_mixed(content: bytes) -> DecodedText | None:
    """A UTF-8 file into which lines of an old encoding were pasted: each line by itself."""
    content = content.removeprefix(codecs.BOM_UTF8)
    text = content.decode("utf-8", "surrogateescape")
    wrong = sum("\udc80" <= letter <= "\udcff" for letter in text)
    right = sum(letter > "\x7f" for letter in text) - wrong
    if right < 2 or right <= wrong:
        return None
    lines = content.split(b"\n")
    old = b"\n".join(line for line in lines if _try_decode(line, "utf_8") is None)
    encoding = _decode_single_byte(old).encoding
    texts = (_try_decode(line, "utf_8") or _decode_as(line, encoding) for line in lines)
    return DecodedText("\n".join(line.text for line in texts), f"utf_8+{encoding}")


@dataclass(frozen=True)
class _Candidate:
    encoding: str
    cost: float
    reading: tuple[str, ...]


def _decode_single_byte(content: bytes) -> DecodedText:
    words = Counter(_WORD.findall(content)).most_common(_MOST_WORDS)
    candidates = _rank_candidates(words)
    best = candidates[0] if candidates else None
    decoded = _try_decode(content, best.encoding) if best else None
    if decoded is None or not _is_clear(candidates, len(words)):
        raise _ask_encoding(content, words, candidates)
    return decoded


def _rank_candidates(words: list[tuple[bytes, int]]) -> list[_Candidate]:
    """Cheapest first; of those that read the same only the first is kept."""
    found: dict[tuple[str, ...], _Candidate] = {}
    for encoding in SINGLE_BYTE:
        reading = _read_words(words, encoding)
        if reading is None or reading in found:
            continue
        cost = sum(map(score_word, reading)) + _PRIOR.get(encoding, 0.0)
        found[reading] = _Candidate(encoding, cost, reading)
    return sorted(found.values(), key=lambda candidate: candidate.cost)


def _read_words(words: list[tuple[bytes, int]], encoding: str) -> tuple[str, ...] | None:
    try:
        return tuple(word.decode(encoding) for word, _ in words)
    except UnicodeDecodeError:
        return None


def _is_clear(candidates: list[_Candidate], word_count: int) -> bool:
    best = candidates[0]
    if best.cost > _DOUBTFUL_COST * word_count:
        return False
    if len(candidates) == 1:
        return True
    gap = candidates[1].cost - best.cost
    return gap >= max(_CLEAR_GAP, _CLEAR_SHARE * max(best.cost, 0.0))


def _ask_encoding(
    content: bytes, words: list[tuple[bytes, int]], candidates: list[_Candidate]
) -> BadFileError:
    """The question for a person: what each candidate would read, the likeliest first."""
    encodings = [candidate.encoding for candidate in candidates[:4]]
    second = _second_opinion(content)
    if second and second not in encodings:
        encodings.append(second)
    telling = sorted(words[:500], key=lambda word: -len(word[0]))[:_SAMPLES]
    shown = [
        {
            "encoding": encoding,
            "name": NAMES.get(encoding, encoding),
            "samples": [word.decode(encoding, "replace") for word, _ in telling],
        }
        for encoding in encodings
    ]
    return BadFileError("encoding_unclear", "ask which reading is right", candidates=shown)


def _second_opinion(content: bytes) -> str:
    best = charset_normalizer.from_bytes(content[:_LOOKED_AT]).best()
    return best.encoding if best else ""


def _refuse_binary(text: str) -> None:
    """Texts have a stray NUL at most; programs and pictures have control characters all over."""
    sample = text[:_LOOKED_AT]
    controls = sum(
        letter < " " and letter not in "\t\r\n\x0b\x0c\x1c\x1d\x1e\x1f" for letter in sample
    )
    if controls > 8 and controls > len(sample) / 50:
        raise BadFileError("file_is_binary")
