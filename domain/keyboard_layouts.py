"""Undo what a foreign keyboard layout does to the keys a HID scanner presses.

A scanner set to US sends key positions; a computer set to French or Arabic turns the position of
`A` into `q` or `ش`. Each table maps the character that arrives back to the US one.
Sources: the Windows layouts "French (AZERTY)" and "Arabic (101)", kbdlayout.info.
"""

from itertools import product

_AZERTY_KEYS = "&é\"'(-è_çà" + "azertyuiop" + "qsdfghjklm" + "wxcvbn,;:!"
_AZERTY_MEANT = "1234567890" + "QWERTYUIOP" + "ASDFGHJKL;" + "ZXCVBNM,./"
_AZERTY_SHIFTED_KEYS = "AZERTYUIOP" + "QSDFGHJKLM" + "WXCVBN?./§"
_AZERTY_SHIFTED_MEANT = "QWERTYUIOP" + "ASDFGHJKL:" + "ZXCVBNM<>?"

_ARABIC_KEYS = "ضصثقفغعهخح" + "شسيبلاتنم" + "ئءؤرىة"
_ARABIC_MEANT = "QWERTYUIOP" + "ASDFGHJKL" + "ZXCVNM"
_ARABIC_SHIFTED_KEYS = (
    "\u064e\u064b\u064f\u064cإ\u2018÷×؛" + "\u0650\u064d][أـ،" + "~\u0652}{آ\u2019"
)
_ARABIC_SHIFTED_MEANT = "QWERYUIOP" + "ASDFHJK" + "ZXCVNM"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_ARABIC_PAIRS = {"لإ": "T", "لأ": "G", "لآ": "B"}
_LAM_ALEF = "لا"
_MOST_LAM_ALEFS = 6

_FRENCH = str.maketrans(_AZERTY_KEYS + _AZERTY_SHIFTED_KEYS, _AZERTY_MEANT + _AZERTY_SHIFTED_MEANT)
_ARABIC = str.maketrans(
    _ARABIC_KEYS + _ARABIC_SHIFTED_KEYS + _ARABIC_DIGITS + "\u202d",
    _ARABIC_MEANT + _ARABIC_SHIFTED_MEANT + "0123456789" + " ",
)


def undo_layouts(text: str) -> list[str]:
    """Every reading of `text`: as it is, as typed through AZERTY, as typed through Arabic."""
    readings = [text, text.translate(_FRENCH), *_arabic_readings(text)]
    return list(dict.fromkeys(readings))


def _arabic_readings(text: str) -> list[str]:
    """The key B gives the same two letters as the keys G and H, so both are tried."""
    for pair, meant in _ARABIC_PAIRS.items():
        text = text.replace(pair, meant)
    parts = text.replace("\ufefb", _LAM_ALEF).split(_LAM_ALEF)
    if len(parts) - 1 > _MOST_LAM_ALEFS:
        return []
    choices = product(("B", "GH"), repeat=len(parts) - 1)
    return [_join(parts, choice).translate(_ARABIC) for choice in choices]


def _join(parts: list[str], between: tuple[str, ...]) -> str:
    joined = parts[0]
    for glue, part in zip(between, parts[1:], strict=True):
        joined += glue + part
    return joined
