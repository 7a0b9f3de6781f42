"""What a person reads for each error code, in their language."""

from flask_babel import gettext, lazy_gettext

from domain.errors import AccueilError

_TEXTS = {
    "bad_capacity": lazy_gettext("A capacity is 1 or more, or empty."),
    "bad_color": lazy_gettext("A colour is written #rrggbb."),
    "bad_dates": lazy_gettext("The dates are not right: the last day is on or after the first."),
    "bad_email": lazy_gettext("This e-mail address is not right."),
    "bad_entry_rule": lazy_gettext("This entry rule does not exist."),
    "bad_hours": lazy_gettext("Opening hours are written HH:MM."),
    "bad_role": lazy_gettext("This device role does not exist."),
    "badge_revoked": lazy_gettext("This badge has been revoked already."),
    "badge_unknown": lazy_gettext("This badge is not known."),
    "category_exists": lazy_gettext("There is a category with this code already."),
    "csrf_failed": lazy_gettext("This page was open for too long. Please load it again."),
    "device_not_found": lazy_gettext("This device is not known."),
    "device_revoked": lazy_gettext("This device has been revoked."),
    "device_unknown": lazy_gettext("This device is not paired."),
    "event_exists": lazy_gettext("There is an edition with this name already."),
    "event_unknown": lazy_gettext("This edition does not exist."),
    "exhibitor_exists": lazy_gettext("There is an exhibitor with this name already."),
    "gate_exists": lazy_gettext("There is a gate with this name already."),
    "gate_unknown": lazy_gettext("This gate does not exist."),
    "internal_error": lazy_gettext("Something went wrong on our side. Nothing was lost."),
    "list_exists": lazy_gettext("There is a check-in list with this name already."),
    "not_found": lazy_gettext("This page does not exist."),
    "organizer_exists": lazy_gettext("Somebody signs in with this e-mail already."),
    "pairing_code_expired": lazy_gettext("This pairing code has expired. Ask for a new one."),
    "pairing_code_invalid": lazy_gettext("This pairing code is not valid (any more)."),
    "password_too_short": lazy_gettext("Please choose a password of %(shortest)s characters."),
    "request_entity_too_large": lazy_gettext("This file is too large."),
    "session_exists": lazy_gettext("There is a session with this title already."),
    "setup_link_invalid": lazy_gettext("This set-up link was used or has expired."),
    "sign_in_failed": lazy_gettext("E-mail or password is wrong."),
    "sign_in_required": lazy_gettext("Please sign in."),
    "storage_busy": lazy_gettext("The server is busy. Please try again in a moment."),
    "too_many_attempts": lazy_gettext("Too many attempts. Please wait a minute."),
    "unknown_timezone": lazy_gettext("This time zone does not exist."),
}


def error_text(error: AccueilError) -> str:
    """The error in the reader's language; its English message where no text was written."""
    text = _TEXTS.get(error.code)
    if text is None:
        return str(gettext("This did not work (%(code)s).", code=error.code))
    filled: str = str(text) % error.params if error.params else str(text)
    return filled
