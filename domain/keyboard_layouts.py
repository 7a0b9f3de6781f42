"""Undo what a foreign keyboard layout does to the keys a HID scanner presses.

A scanner set to US sends key positions; a computer set to French or Arabic turns the position of
`A` into `q` or `ش`. Each table maps the character that arrives back to the US one.
Sources: the Windows layouts "French", "Arabic (101)" and "Arabic (102) AZERTY" (kbdlayout.info;
the last one is what Windows sets up in the Maghreb), and xkeyboard-config `ara`, which types each
lam-alef as one ligature. Arabic (102) AZERTY types nothing at all for a shifted S: such a code is
lost, unless the page reads key positions (`event.code`).
"""

from itertools import product

_AZERTY_DIGITS = "&é\"'(-è_çà)"
_AZERTY_DIGITS_MEANT = "1234567890-"
_AZERTY_KEYS = "azertyuiop" + "qsdfghjklm" + "wxcvbn,;:!"
_AZERTY_MEANT = "QWERTYUIOP" + "ASDFGHJKL;" + "ZXCVBNM,./"
_AZERTY_SHIFTED_KEYS = "AZERTYUIOP" + "QSDFGHJKLM" + "WXCVBN?./§"
_AZERTY_SHIFTED_MEANT = "QWERTYUIOP" + "ASDFGHJKL:" + "ZXCVBNM<>?"
_AZERTY_CAPS_KEYS = "ÉÈÇÀ"
"""With caps lock Linux types these; Windows types the digits themselves."""
_AZERTY_CAPS_MEANT = "2790"

_ARABIC_KEYS = "ضصثقفغعهخح" + "شسيبلاتنمك" + "ئءؤرىةوزظ"
_ARABIC_MEANT = "QWERTYUIOP" + "ASDFGHJKL;" + "ZXCVNM,./"
_ARABIC_SHIFTED_KEYS = (
    "\u064e\u064b\u064f\u064cإ\u2018÷×؛" + "\u0650\u064d][أـ،/" + "~\u0652}{آ\u2019؟"
)
_ARABIC_SHIFTED_MEANT = "QWERYUIOP" + "ASDFHJKL" + "ZXCVNM?"
_ARABIC_102_KEYS = "\\\u0650\u064d"
_ARABIC_102_MEANT = "ACV"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_ARABIC_LIGATURES = {
    "لإ": "T",
    "لأ": "G",
    "لآ": "B",
    "\ufef9": "T",
    "\ufef7": "G",
    "\ufef5": "B",
    "\ufefb": "B",
}
_LAM_ALEF = "لا"
_MOST_LAM_ALEFS = 6

_FRENCH = str.maketrans(
    _AZERTY_DIGITS + _AZERTY_KEYS + _AZERTY_SHIFTED_KEYS + _AZERTY_CAPS_KEYS,
    _AZERTY_DIGITS_MEANT + _AZERTY_MEANT + _AZERTY_SHIFTED_MEANT + _AZERTY_CAPS_MEANT,
)
_ARABIC_101 = str.maketrans(
    _ARABIC_KEYS + _ARABIC_SHIFTED_KEYS + _ARABIC_DIGITS,
    _ARABIC_MEANT + _ARABIC_SHIFTED_MEANT + "0123456789",
)
_ARABIC_102 = _ARABIC_101 | str.maketrans(
    _AZERTY_DIGITS + _ARABIC_102_KEYS, _AZERTY_DIGITS_MEANT + _ARABIC_102_MEANT
)


def undo_layouts(text: str) -> list[str]:
    """Every reading of `text`: as it is, as typed through AZERTY, as typed through Arabic."""
    joined = _join_lam_alefs(text)
    readings = [
        text,
        text.translate(_FRENCH),
        *(letters.translate(_ARABIC_101) for letters in joined),
        *(letters.translate(_ARABIC_102) for letters in joined),
    ]
    return list(dict.fromkeys(readings))


def _join_lam_alefs(text: str) -> list[str]:
    """The key B types the same two letters as the keys G and H, so both are tried; in a text with
    very many of them, only B."""
    for ligature, meant in _ARABIC_LIGATURES.items():
        text = text.replace(ligature, meant)
    parts = text.split(_LAM_ALEF)
    if len(parts) - 1 > _MOST_LAM_ALEFS:
        return ["B".join(parts)]
    choices = product(("B", "GH"), repeat=len(parts) - 1)
    return [_join(parts, choice) for choice in choices]


def _join(parts: list[str], between: tuple[str, ...]) -> str:
    joined = parts[0]
    for glue, part in zip(between, parts[1:], strict=True):
        joined += glue + part
    return joined
