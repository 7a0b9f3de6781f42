"""What every file that a spreadsheet may open has in common."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def quote_formula(text: str) -> str:
    """A text no spreadsheet takes for a formula (OWASP, CSV injection); control characters
    become blanks."""
    plain = "".join(letter if letter >= " " or letter == "\n" else " " for letter in text)
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA_STARTS) else plain
