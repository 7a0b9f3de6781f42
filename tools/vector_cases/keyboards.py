"""What computers make of key positions: the rows of each layout as printed on the keys.

Written from the layouts' own charts, apart from `domain/keyboard_layouts.py`, which undoes them.
"""

_US = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_US_SHIFTED = ("!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"', "ZXCVBNM<>?")

_FRENCH = ("& é \" ' ( - è _ ç à ) =", "a z e r t y u i o p ^ $", "q s d f g h j k l m ù")
_FRENCH_LAST = "w x c v b n , ; : !"
_FRENCH_SHIFTED = ("1 2 3 4 5 6 7 8 9 0 ° +", "A Z E R T Y U I O P ¨ £", "Q S D F G H J K L M %")
_FRENCH_SHIFTED_LAST = "W X C V B N ? . / §"

_ARABIC_LETTERS = ("ض ص ث ق ف غ ع ه خ ح ج د", "ش س ي ب ل ا ت ن م ك ط", "ئ ء ؤ ر لا ى ة و ز ظ")
_ARABIC_101_SHIFTED = (
    "! @ # $ % ^ & * ) ( _ +",
    "\u064e \u064b \u064f \u064c لإ إ \u2018 ÷ × ؛ < >",
    '\u0650 \u064d ] [ لأ أ ـ ، / : "',
    "~ \u0652 } { لآ آ \u2019 , . ؟",
)
_ARABIC_102_SHIFTED = (
    "1 2 3 4 5 6 7 8 9 0 ° +",
    "\u064e \u064b \u064f \u064c لإ إ \u2018 ÷ × ؛ } {",
    '\\ \0 ] [ لأ أ ـ ، / : "',
    "~ \u0652 \u0650 \u064d لآ آ \u2019 , . ؟",
)


def _pair(rows: tuple[str, ...], keys: tuple[str, ...]) -> dict[str, str]:
    pairs = zip("".join(rows), " ".join(keys).split(" "), strict=True)
    return {us: typed.replace("\0", "") for us, typed in pairs}


_FRENCH_PLAIN = (*_FRENCH, _FRENCH_LAST)
_FRENCH_SHIFT = (*_FRENCH_SHIFTED, _FRENCH_SHIFTED_LAST)

LAYOUTS: dict[str, dict[str, str]] = {
    "azerty": _pair(_US, _FRENCH_PLAIN) | _pair(_US_SHIFTED, _FRENCH_SHIFT),
    "azerty, caps lock": _pair(_US, _FRENCH_SHIFT) | _pair(_US_SHIFTED, _FRENCH_PLAIN),
    "arabic 101": _pair(_US, ("1 2 3 4 5 6 7 8 9 0 - =", *_ARABIC_LETTERS))
    | _pair(_US_SHIFTED, _ARABIC_101_SHIFTED),
    "arabic 102 azerty": _pair(_US, ("& é \" ' ( - è _ ç à ) =", *_ARABIC_LETTERS))
    | _pair(_US_SHIFTED, _ARABIC_102_SHIFTED),
}


def type_through(layout: str, text: str) -> str:
    """What arrives when a scanner set to US sends `text` to a computer with `layout`."""
    return "".join(LAYOUTS[layout].get(letter, letter) for letter in text)
