"""The words for every code of this library: English source texts, translated at the edges.

`translations/*/badges.po` holds the French, Arabic and English of each.
"""


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for "mark, translate later")
    """Mark a text for translation."""
    return text


ERRORS = {
    "no_badges": N_("There is no badge to print."),
    "badge_code_missing": N_("Badge %(number)s (%(human_code)s) has no code."),
    "badge_code_unprintable": N_(
        "The code of badge %(number)s (%(human_code)s) holds control characters."
    ),
    "badge_code_too_long": N_(
        "The code of badge %(number)s (%(human_code)s) is too long to be scanned: "
        "%(characters)s characters."
    ),
    "face_malformed": N_("Badge %(number)s could not be read."),
    "fonts_missing": N_("Font files are missing: %(files)s. Run the set-up again."),
    "print_failed": N_("The badges could not be drawn. Nothing was changed."),
    "print_stopped": N_("Drawing the badges took too long and was stopped. Please try again."),
}
"""Codes of BadgeError and PrintFailedError, filled with their params."""

WARNINGS = {
    "characters_left_out": N_("These characters cannot be printed and were left out: %(detail)s"),
    "text_shortened": N_("Too long for the badge, shortened: %(detail)s"),
    "name_missing": N_("This badge has no name."),
    "color_unreadable": N_("The category's colour is not written #rrggbb: %(detail)s"),
}
"""Codes of BadgeWarning, filled with its `detail`."""

LAYOUT_NAMES = {
    "a6": N_("One badge per page (A6)"),
    "a4x4": N_("Four badges on A4, with crop marks"),
}
"""Values of Layout to the name people read."""
