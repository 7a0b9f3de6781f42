"""The words for every code of this library: English source texts, translated at the edges.

`translations/*/importing.po` holds the French, Arabic and English of each.
"""


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for "mark, translate later")
    """Mark a text for translation."""
    return text


FILE_PROBLEMS = {
    "file_too_large": N_(
        "This file is larger than %(limit_mb)s MB. Registration files are much smaller: "
        "check that it is the right one."
    ),
    "file_missing": N_("The file cannot be read."),
    "file_empty": N_("The file is empty."),
    "file_is_pdf": N_("This is a PDF. Export the registrations as CSV or XLSX instead."),
    "file_is_image": N_("This is a picture. Export the registrations as CSV or XLSX instead."),
    "file_is_archive": N_(
        "This is a compressed archive. Unpack it and choose the CSV or XLSX inside."
    ),
    "file_is_html": N_(
        "This is a web page, whatever its name says. Open it in Excel or LibreOffice and "
        "save it as XLSX."
    ),
    "file_is_json": N_("This is a JSON file. Export the registrations as CSV or XLSX instead."),
    "file_is_document": N_(
        "This is a text document, not a workbook. Export the registrations as CSV or XLSX instead."
    ),
    "file_is_binary": N_(
        "This is not a table of text. Export the registrations as CSV or XLSX instead."
    ),
    "zip_bomb": N_("This workbook unpacks to an unreasonable size. It was not opened."),
    "workbook_broken": N_(
        "This workbook is damaged. Open it in Excel or LibreOffice and save it again."
    ),
    "workbook_protected": N_("This workbook is protected by a password. Save it without one."),
    "workbook_too_large": N_(
        "This workbook holds too much, or cells far away from the table. Copy the table into "
        "a new workbook."
    ),
    "sheet_unknown": N_("There is no sheet named “%(sheet)s” in this workbook."),
    "no_rows": N_("There are no registrations below the headers."),
    "too_many_columns": N_("Row %(row)s has more than %(limit)s columns."),
    "too_many_rows": N_("The file has more than %(limit)s rows."),
    "line_too_long": N_("Line %(row)s is longer than %(limit)s characters: this is not a table."),
    "cell_too_long": N_("A cell near row %(row)s is too long. Is a quotation mark missing?"),
    "unclosed_quote": N_(
        "A quotation mark is opened in row %(row)s and swallows the rows below. Correct that row."
    ),
    "encoding_unclear": N_(
        "The accents can be read in several ways. Choose the reading in which the names are right."
    ),
    "encoding_mismatch": N_("The file cannot be read as %(encoding)s."),
    "mapping_invalid": N_("These columns cannot be used as chosen."),
    "mapping_without_name": N_("Choose the column that holds the names."),
    "stage_unknown": N_("This import is not waiting any more. Choose the file again."),
}
"""Codes of BadFileError, MappingError and NotFoundError raised by this library."""

ROW_PROBLEMS = {
    "no_name": N_("No name: left out."),
    "duplicate_email": N_("Same e-mail as row %(row)s (%(name)s): left out."),
    "duplicate_code": N_("Same badge code as row %(row)s (%(name)s): left out."),
    "duplicate_ref": N_("Same registration number as row %(row)s (%(name)s): left out."),
    "duplicate_person": N_("Same name and phone as row %(row)s (%(name)s): left out."),
    "not_attending": N_("Cancelled or refunded: left out, as chosen."),
    "shared_email": N_("Same e-mail as row %(row)s (%(name)s), but another person: imported."),
    "shared_ref": N_("Same registration number as row %(row)s (%(name)s): imported without it."),
    "bad_email": N_("Not an e-mail address: imported without it."),
    "bad_email_suggestion": N_(
        "Not an e-mail address (%(suggestion)s was meant?): imported without it."
    ),
    "several_emails": N_("Several e-mail addresses: %(kept)s is kept."),
    "bad_phone": N_("Not a phone number that can be dialled: kept as typed."),
    "several_phones": N_("Several phone numbers: %(kept)s is kept."),
    "unknown_country": N_("Unknown country: imported without it."),
    "unknown_language": N_("Unknown language: imported without it."),
    "unknown_choice": N_("Neither yes nor no: taken as no."),
    "unknown_status": N_("Unknown status: imported as registered."),
    "code_rounded": N_(
        "A spreadsheet has rounded this number: imported without it. Export the file again "
        "without opening it."
    ),
    "code_too_long": N_("Longer than %(limit)s characters: imported without it."),
    "text_cut": N_("Too long: cut."),
    "control_characters": N_("Invisible control characters were removed."),
    "lost_letters": N_("Letters were lost before the file came here: please check."),
    "text_repaired": N_("Garbled accents were repaired: please check."),
}
"""Codes of RowProblem. `bad_email_suggestion` is the wording of a `bad_email` with a suggestion."""

PROBLEM_NAMES = {
    "no_name": N_("No name"),
    "duplicate_email": N_("Same e-mail as another row"),
    "duplicate_code": N_("Same badge code as another row"),
    "duplicate_ref": N_("Same registration number as another row"),
    "duplicate_person": N_("Same name and phone as another row"),
    "not_attending": N_("Cancelled or refunded"),
    "shared_email": N_("E-mail shared by several people"),
    "shared_ref": N_("Registration number shared by several people"),
    "bad_email": N_("Not an e-mail address"),
    "several_emails": N_("Several e-mail addresses"),
    "bad_phone": N_("Not a phone number that can be dialled"),
    "several_phones": N_("Several phone numbers"),
    "unknown_country": N_("Unknown country"),
    "unknown_language": N_("Unknown language"),
    "unknown_choice": N_("Neither yes nor no"),
    "unknown_status": N_("Unknown status"),
    "code_rounded": N_("Badge code rounded by a spreadsheet"),
    "code_too_long": N_("Code too long"),
    "text_cut": N_("Text too long"),
    "control_characters": N_("Invisible control characters"),
    "lost_letters": N_("Lost letters"),
    "text_repaired": N_("Garbled accents repaired"),
}
"""Codes of RowProblem as names, where problems are counted or filtered."""

SEVERITIES = {"error": N_("Left out"), "warning": N_("To check")}

REPORT_HEADERS = (N_("Row"), N_("Outcome"), N_("Column"), N_("Problem"), N_("In the file"))

FIELD_NAMES = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "full_name": N_("Full name"),
    "first_name_ar": N_("First name (Arabic)"),
    "last_name_ar": N_("Last name (Arabic)"),
    "full_name_ar": N_("Full name (Arabic)"),
    "company": N_("Company"),
    "job_title": N_("Job title"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "city": N_("City"),
    "country": N_("Country"),
    "category": N_("Category"),
    "language": N_("Language"),
    "share_level": N_("Shares contact details"),
    "status": N_("Status"),
    "foreign_code": N_("Badge code of another system"),
    "external_ref": N_("Registration number"),
    "order_code": N_("Order number"),
    "attention": N_("Needs attention"),
    "needs_desk": N_("To be seen at the desk"),
    "note": N_("Note"),
}
"""Field to the name people read."""

SEPARATOR_NAMES = {
    ";": N_("Semicolon"),
    ",": N_("Comma"),
    "\t": N_("Tab"),
    "|": N_("Vertical bar"),
    ":": N_("Colon"),
}
"""What stands between columns, where it has a name."""
