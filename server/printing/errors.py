"""What can go wrong between a list of faces and a sheet of badges."""

from domain.errors import AccueilError


class BadgeError(AccueilError):
    """The sheet cannot be made as asked; nothing was written.

    Codes: `no_badges`, `badge_code_missing`, `badge_code_unprintable`, `badge_code_too_long`,
    `face_malformed`, `fonts_missing`. An error about one badge carries `number` (its place in
    the list, from 1) and `human_code` in `params`.
    """

    status = 422


class PrintFailedError(BadgeError):
    """The printing process ended without a sheet: our fault, not the list's; nothing was written.

    Codes: `print_failed` (it crashed), `print_stopped` (it took too long).
    """

    status = 500
    retryable = True
