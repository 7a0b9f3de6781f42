"""Cases for both languages, written by hand with the answers a person expects.

Each module gives `make_sections()`: sections of one function each, ready for JSON.
"""

from typing import Any

Section = dict[str, Any]


def section(function: str, cases: list[dict[str, Any]], shared: object = None) -> Section:
    """The cases of one function; `shared` is part of every input."""
    return {"function": function, "shared": shared or {}, "cases": cases}


def case(name: str, given: object, expected: object) -> dict[str, Any]:
    """One case: what goes in, what must come out."""
    return {"name": name, "given": given, "expected": expected}
