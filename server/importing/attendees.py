"""What a row becomes, and what is said about it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

ERROR, WARNING = "error", "warning"
IMPORT, LEAVE_OUT = "import", "leave_out"
KEEP = "keep"
NOT_ATTENDING = "not_attending"
"""Code of the warning about a cancelled row that is left out by choice."""
SHARE_ALL, SHARE_NONE = "all", "none"


@dataclass(frozen=True)
class ImportOptions:
    """What the organizer decides beside the mapping.

    `cancelled`: `import` cancelled rows as cancelled, or `leave_out`.
    `shared_email`: rows that share an e-mail under clearly different names are kept (`keep`: an
    assistant registered colleagues) or left out as duplicates (`leave_out`).
    `categories`: every name and code of the edition's categories to its code.
    `default_category` is the code for rows that name none; `default_share_level` is `none` unless
    the organizer has the visitors' consent from elsewhere.
    """

    default_country: str = "MA"
    cancelled: str = LEAVE_OUT
    shared_email: str = KEEP
    default_language: str = "fr"
    default_share_level: str = SHARE_NONE
    default_category: str = "visitor"
    categories: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class ImportedAttendee:
    """One person from a file. Empty text or None means the file does not say.

    `row_number` is the row in the file. `phone` is E.164 and `phone_raw` as typed; `country` ISO
    alpha-2; `category` a code and `category_text` the cell; `status` registered, cancelled or
    blocked; `needs_desk` the reason (`unpaid`, `approval`, `question`); `foreign_code` the barcode
    or secret of another ticketing system, as it is.
    """

    row_number: int
    first_name: str = ""
    last_name: str = ""
    first_name_ar: str = ""
    last_name_ar: str = ""
    company: str = ""
    job_title: str = ""
    email: str = ""
    phone: str = ""
    phone_raw: str = ""
    city: str = ""
    country: str = ""
    category: str = ""
    category_text: str = ""
    language: str = ""
    share_level: str = ""
    status: str = ""
    needs_desk: str | None = None
    has_attention: bool | None = None
    note: str = ""
    external_ref: str = ""
    order_code: str = ""
    foreign_code: str = ""

    @property
    def whole_name(self) -> str:
        """Given and family name in Latin letters, or else in Arabic."""
        latin = f"{self.first_name} {self.last_name}".strip()
        return latin or f"{self.first_name_ar} {self.last_name_ar}".strip()

    @property
    def is_cancelled(self) -> bool:
        """The file says this person will not come."""
        return self.status == "cancelled"


@dataclass(frozen=True)
class RowProblem:
    """Something a person should know about a row.

    `error`: the row is not imported. `warning`: it is, with the change that `code` names.
    `row_number` is the row in the file, `value` the cell (or name) it is about, `params` what the
    text needs (`row` of the other row, `suggestion` ...). Codes: `texts.ROW_PROBLEMS`.
    """

    row_number: int
    severity: str
    code: str
    field: str = ""
    value: str = ""
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
