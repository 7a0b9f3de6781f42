"""What a person reads for each error code, in their language."""

from flask_babel import gettext, lazy_gettext

from domain.errors import AccueilError
from server.importing.texts import FILE_PROBLEMS
from server.printing.texts import ERRORS as PRINTING_TEXTS

_TEXTS = {
    "access_code_invalid": lazy_gettext(
        "This access code is not right. Check it on your access sheet."
    ),
    "access_code_required": lazy_gettext("Please enter your access code."),
    "access_code_scans_only": lazy_gettext(
        "This code is for scanning only. Leads are opened with the other code."
    ),
    "access_reads_nothing": lazy_gettext("This phone scans only: it reads no leads."),
    "address_not_public": lazy_gettext(
        "This address is inside a private network. Messages go to public addresses only."
    ),
    "attendee_not_registered": lazy_gettext(
        "This registration is cancelled or blocked: no badge can be made for it."
    ),
    "attendee_unknown": lazy_gettext("This visitor is not known in this edition."),
    "backup_damaged": lazy_gettext("This backup is damaged. Take another one."),
    "backup_missing": lazy_gettext("There is no such backup file."),
    "backup_no_space": lazy_gettext("There is no space for a backup on this disk."),
    "backup_not_here": lazy_gettext("This database is backed up with its own tools."),
    "backup_unreadable": lazy_gettext("This file is not a backup of Accueil."),
    "bad_access": lazy_gettext("An access code is for everything or for scanning only."),
    "bad_capacity": lazy_gettext("A capacity is 1 or more, or empty."),
    "bad_category_code": lazy_gettext("A category's code has letters, digits and dashes only."),
    "bad_code": lazy_gettext(
        "A code has lower-case letters, digits and underscores, and begins with a letter."
    ),
    "bad_color": lazy_gettext("A colour is written #rrggbb."),
    "bad_dates": lazy_gettext("The dates are not right: the last day is on or after the first."),
    "bad_desk_reason": lazy_gettext("This reason for going to the desk does not exist."),
    "bad_direction": lazy_gettext("A gate is an entry or an exit."),
    "bad_email": lazy_gettext("This e-mail address is not right."),
    "bad_entry_rule": lazy_gettext("This entry rule does not exist."),
    "bad_header_row": lazy_gettext("The row of the headers is a number, counted from 1."),
    "bad_hours": lazy_gettext("Opening hours are written HH:MM."),
    "bad_layout": lazy_gettext("This badge layout does not exist."),
    "bad_pin": lazy_gettext("A PIN has 4 to 8 digits."),
    "bad_qualifier": lazy_gettext(
        "This question is not complete: check its answers and its condition."
    ),
    "bad_receipt_address": lazy_gettext("The address is written HTTPS://NAME/B/."),
    "bad_request": lazy_gettext("The server did not understand this request."),
    "bad_resolution": lazy_gettext("Choose what happened."),
    "bad_retention_day": lazy_gettext("Leads are kept until the last day of the edition at least."),
    "bad_role": lazy_gettext("This device role does not exist."),
    "bad_share_level": lazy_gettext("Choose one of the levels."),
    "bad_status": lazy_gettext("This status does not exist."),
    "bad_volume": lazy_gettext("A volume is 0 to 100."),
    "badge_exists": lazy_gettext("This visitor has a valid badge already."),
    "badge_revoked": lazy_gettext("This badge has been revoked already."),
    "badge_unknown": lazy_gettext("This badge is not known."),
    "batch_too_large": lazy_gettext("Too many scans were sent at a time."),
    "category_exists": lazy_gettext("There is a category with this code already."),
    "category_unknown": lazy_gettext("This category does not exist."),
    "code_taken": lazy_gettext("This code is used already."),
    "conflict_settled": lazy_gettext("Somebody has settled this conflict already."),
    "conflict_unknown": lazy_gettext("This conflict is not known."),
    "consent_slot_empty": lazy_gettext("This may not be empty: the law asks for it."),
    "consent_slot_missing": lazy_gettext("The text must say %(slot)s."),
    "consent_too_long": lazy_gettext("This text is too long."),
    "csrf_failed": lazy_gettext("This page was open for too long. Please load it again."),
    "device_not_found": lazy_gettext("This device is not known."),
    "device_revoked": lazy_gettext("This device has been revoked."),
    "device_unknown": lazy_gettext("This device is not paired."),
    "event_exists": lazy_gettext("There is an edition with this name already."),
    "event_unknown": lazy_gettext("This edition does not exist."),
    "exhibitor_exists": lazy_gettext("There is an exhibitor with this name already."),
    "exhibitor_unknown": lazy_gettext("This exhibitor is not known any more."),
    "export_not_found": lazy_gettext("There is no such file."),
    "export_not_possible": lazy_gettext("This file cannot be made that way."),
    "folder_in_use": lazy_gettext("A server is running on this folder. Stop it first."),
    "forbidden": lazy_gettext("You may not do this."),
    "gate_exists": lazy_gettext("There is a gate with this name already."),
    "gate_unknown": lazy_gettext("This gate does not exist."),
    "hours_twice": lazy_gettext("Two opening times of one day begin together."),
    "import_applied": lazy_gettext("This file has been brought in already."),
    "import_changed": lazy_gettext(
        "The preview has changed since this page was loaded. Look again, then import."
    ),
    "import_failed": lazy_gettext("The import broke off. Nothing was changed."),
    "import_running": lazy_gettext("Another import of this edition is running. Wait for its end."),
    "import_stopped": lazy_gettext("The import was stopped. Nothing was changed."),
    "internal_error": lazy_gettext("Something went wrong on our side. Nothing was lost."),
    "last_scan_type": lazy_gettext("One scan type must make leads."),
    "list_exists": lazy_gettext("There is a check-in list with this name already."),
    "list_unknown": lazy_gettext("This check-in list does not exist."),
    "malformed_fact": lazy_gettext("The server did not understand this entry."),
    "malformed_message": lazy_gettext("The server did not understand this message."),
    "mapping_twice": lazy_gettext("Two columns are said to hold the same. Choose one of them."),
    "member_unknown": lazy_gettext("This person is not of your booth."),
    "method_not_allowed": lazy_gettext("This address is not a page to open."),
    "name_missing": lazy_gettext("A name is missing."),
    "name_too_long": lazy_gettext("This name is too long."),
    "no_category_chosen": lazy_gettext(
        "Nobody could enter: choose a category, or let everybody in."
    ),
    "no_hours": lazy_gettext(
        "Nobody could enter on any day: add an opening time, or leave the list always open."
    ),
    "not_found": lazy_gettext("This page does not exist."),
    "note_too_long": lazy_gettext("This note is too long."),
    "organizer_exists": lazy_gettext("Somebody signs in with this e-mail already."),
    "pack_unknown": lazy_gettext("There is no such set of questions."),
    "pairing_code_expired": lazy_gettext("This pairing code has expired. Ask for a new one."),
    "pairing_code_invalid": lazy_gettext("This pairing code is not valid (any more)."),
    "password_too_short": lazy_gettext("Please choose a password of %(shortest)s characters."),
    "print_failed": lazy_gettext("The badges could not be made. Nothing was changed."),
    "print_running": lazy_gettext("The badges of this edition are being made already."),
    "print_unknown": lazy_gettext("These badges are not kept any more. Make them again."),
    "qualifier_unknown": lazy_gettext("This question is not known any more."),
    "receipt_not_found": lazy_gettext("This code opens no receipt."),
    "reason_missing": lazy_gettext("Please say why."),
    "request_entity_too_large": lazy_gettext("This file is too large."),
    "rescue_damaged": lazy_gettext("This file of unsent scans is incomplete or was changed."),
    "rescue_not_genuine": lazy_gettext("These scans were not saved by the device they name."),
    "role_has_no_roster": lazy_gettext("This device does not check badges: it gets no list."),
    "role_is_no_booth": lazy_gettext("This device belongs to no booth."),
    "scan_not_undoable": lazy_gettext(
        "This scan let nobody in or out: there is nothing to take back."
    ),
    "scan_type_unknown": lazy_gettext("This scan type is not known any more."),
    "scan_undone": lazy_gettext("This scan was taken back already."),
    "scan_unknown": lazy_gettext("This scan is not known."),
    "session_exists": lazy_gettext("There is a session with this title already."),
    "setup_link_invalid": lazy_gettext("This set-up link was used or has expired."),
    "sign_in_failed": lazy_gettext("E-mail or password is wrong."),
    "sign_in_required": lazy_gettext("Please sign in."),
    "stage_unknown": lazy_gettext("This import is not kept any more. Choose the file again."),
    "storage_busy": lazy_gettext("The server is busy. Please try again in a moment."),
    "storage_full": lazy_gettext(
        "The server’s disk is full: nothing was saved. Free some space, then try again."
    ),
    "too_many_attempts": lazy_gettext("Too many attempts. Please wait a minute."),
    "too_many_events": lazy_gettext("A server keeps 256 editions at the most."),
    "too_many_qualifiers": lazy_gettext("An exhibitor has 60 questions at the most."),
    "too_many_scan_types": lazy_gettext("An exhibitor has 20 scan types at the most."),
    "too_many_webhooks": lazy_gettext("An exhibitor has 5 addresses at the most."),
    "undo_too_late": lazy_gettext("A scan can be taken back within 15 minutes only."),
    "unknown_country": lazy_gettext("This country does not exist."),
    "unknown_timezone": lazy_gettext("This time zone does not exist."),
    "unsupported_media_type": lazy_gettext("The server did not understand this kind of content."),
    "url_invalid": lazy_gettext("This address is not right."),
    "url_not_https": lazy_gettext("The address must begin with https://."),
    "webhook_events_unknown": lazy_gettext("Choose at least one kind of message."),
    "webhook_not_found": lazy_gettext("This address is not known any more."),
    "wrong_version": lazy_gettext("This device speaks another version. Load its page again."),
}

_LIBRARY_TEXTS = FILE_PROBLEMS | PRINTING_TEXTS
"""Libraries know the words for their own codes, in English; they are translated here."""


def error_text(error: AccueilError) -> str:
    """The error in the reader's language; its English message where no text was written."""
    text = _TEXTS.get(error.code)
    if text is None and error.code in _LIBRARY_TEXTS:
        text = gettext(_LIBRARY_TEXTS[error.code])
    if text is None:
        return str(gettext("This did not work (%(code)s).", code=error.code))
    filled: str = str(text) % error.params if error.params else str(text)
    return filled
