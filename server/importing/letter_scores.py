"""How plausible a decoded word is as French, English or Arabic: 0 is fine, each oddity costs.

Single-byte encodings give every byte a meaning, so only the look of the words tells them apart:
an é inside a lower-case word is likely, a capital or a dagger there is not. Used by `decoding`.
"""

import unicodedata
from functools import lru_cache

_FRENCH = set("àâçèéêëîïôùûüœÀÂÇÈÉÊËÎÏÔÙÛÜŒ")
_NEIGHBOURS = set("áãäåæíñóöøõìòúßÁÄÅÆÍÑÓÖØÌÒÚ")
_VOWELS = set("aeiouyAEIOUYàâèéêëîïôùûüœÀÂÈÉÊËÎÏÔÙÛÜŒ")
_ARABIC = set(map(chr, [*range(0x621, 0x63B), *range(0x641, 0x64B)]))
_ARABIC_MARKS = set(map(chr, range(0x64B, 0x653)))
_ARABIC_SIGNS = set("،؛؟ـ")
_PUNCTUATION = {"’": 0.0, "«": 0.3, "»": 0.3, "“": 0.3, "”": 0.3, "–": 0.3, "—": 0.3}
_PUNCTUATION |= {"\xa0": 0.5, "…": 1.0, "‘": 1.0, "°": 0.5, "€": 1.0, "·": 2.0, "•": 1.0}

_IMPOSSIBLE = 6.0
_RARE_LETTER = 3.0
_WRONG_CASE = 4.0
_INSIDE_WORD = 4.0
_MIXED_SCRIPTS = 5.0


@lru_cache(maxsize=100_000)
def score_word(word: str) -> float:
    """The cost of one word: letters, apostrophes and hyphens around at least one non-ASCII."""
    cost = sum(_score_letter(word, place) for place in range(len(word)) if word[place] > "\x7f")
    cost += _score_scripts(word)
    if len(word) == 1 and word not in "àÀéÉôÔ":
        cost += 1.0
    return cost


def _score_letter(word: str, place: int) -> float:
    letter = word[place]
    if letter in _ARABIC or letter in _ARABIC_SIGNS:
        return _score_arabic(word, place)
    if letter in _ARABIC_MARKS:
        return 1.0 if word[place - 1 : place] in _ARABIC | _ARABIC_MARKS else _IMPOSSIBLE
    if letter in _PUNCTUATION:
        return _score_punctuation(word, place)
    if not letter.isalpha():
        return _IMPOSSIBLE
    return _score_alphabet(letter) + _score_case(word, place) + _score_place(word, place)


def _score_alphabet(letter: str) -> float:
    if letter in _FRENCH:
        return 0.0
    return 1.0 if letter in _NEIGHBOURS else _RARE_LETTER


def _score_case(word: str, place: int) -> float:
    """A capital after a small letter, or a small letter between capitals."""
    letter, before, after = word[place], word[place - 1 : place], word[place + 1 : place + 2]
    if letter.isupper() and before.islower():
        return _WRONG_CASE
    if letter.isupper() and after.islower() and before.isupper():
        return _WRONG_CASE / 2
    between = before.isupper() and (after.isupper() or word[:place].isupper() and place > 1)
    return _WRONG_CASE if letter.islower() and between else 0.0


def _score_place(word: str, place: int) -> float:
    """Where French puts these letters: ï after a vowel, œ not after one, à at a word's end."""
    letter, before, after = (
        word[place].lower(),
        word[place - 1 : place],
        word[place + 1 : place + 2],
    )
    follows_vowel = before in _VOWELS if before else False
    if letter == "œ":
        return 3.0 if follows_vowel else 0.0 if after.lower() in ("u", "n", "s", "d", "") else 1.0
    if letter in "ïë":
        return 0.0 if follows_vowel or not before else 2.0
    if letter == "à":
        return 2.0 if after.isalpha() else 0.5 if follows_vowel else 0.0
    if letter in "èêÿ" and not before and after:
        return 1.5
    return 0.0


def _score_punctuation(word: str, place: int) -> float:
    is_inside = 0 < place < len(word) - 1
    letter = word[place]
    if letter == "’":
        return 0.0 if is_inside else 0.5
    if letter == "°":
        return 0.3 if word[max(0, place - 1)] in "nN" else 3.0
    neighbours = word[max(0, place - 1)] + word[min(len(word) - 1, place + 1)]
    return _INSIDE_WORD if is_inside and neighbours.isalpha() else _PUNCTUATION[letter]


def _score_arabic(word: str, place: int) -> float:
    letter, before = word[place], word[place - 1 : place]
    if letter == "ة" and place < len(word) - 1 and word[place + 1] in _ARABIC:
        return _RARE_LETTER
    if letter == "ء" and not before:
        return _RARE_LETTER
    return 0.0


def _score_scripts(word: str) -> float:
    """Arabic and Latin letters in one word; the article at its start speaks for Arabic."""
    arabic = sum(letter in _ARABIC for letter in word)
    latin = sum(letter.isalpha() and _is_latin(letter) for letter in word)
    if arabic and latin:
        return _MIXED_SCRIPTS * min(arabic, latin)
    return -0.5 if word.startswith("ال") and len(word) > 3 else 0.0


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
