"""The one error tree. Every error has a stable `code` that texts and tests hang on."""


class AccueilError(Exception):
    """Something a person or a device did or met that has a name.

    `code` is stable and documented, `retryable` says whether the same request may succeed
    later, `status` is the HTTP status an edge answers with, `params` fill the translated text.
    """

    status = 400
    retryable = False

    def __init__(self, code: str, message: str = "", **params: object) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message or code
        self.params = params


class MessageError(AccueilError):
    """A wire message that cannot be understood (malformed, wrong version, too large)."""


class NotFoundError(AccueilError):
    """A thing that was named does not exist here."""

    status = 404


class NotAllowedError(AccueilError):
    """The caller is known and may not do this."""

    status = 403


class NotSignedInError(AccueilError):
    """The caller is not known: no token, an unknown one, or a revoked one."""

    status = 401


class ConflictError(AccueilError):
    """The request contradicts what is already stored."""

    status = 409


class ExpiredError(AccueilError):
    """The code or link was right once and is no longer."""

    status = 410


class TooManyAttemptsError(AccueilError):
    """Rate limit reached."""

    status = 429
    retryable = True


class BadFileError(AccueilError):
    """An uploaded file cannot be what it claims to be; nothing was written."""

    status = 422


class NotStoredError(AccueilError):
    """The database did not take the transaction; nothing was written, and it may be tried again."""

    retryable = True


class StorageBusyError(NotStoredError):
    """Not in time: another process holds the database."""

    status = 503


class StorageFullError(NotStoredError):
    """Its disk takes nothing more."""

    status = 507


class ConfigurationError(AccueilError):
    """A setting cannot be used; `params["variable"]` names it. The server does not start."""

    status = 500


class CertificateError(AccueilError):
    """The server cannot prove who it is: no usable certificate, key or authority."""

    status = 500
