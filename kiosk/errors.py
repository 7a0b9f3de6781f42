"""What a station can meet, in the product's error tree; the page words the codes."""

from domain.errors import AccueilError


class StoreFailedError(AccueilError):
    """The station's file could not be read or written; nothing of it happened.

    Codes: `storage_full`, `storage_blocked`, `storage_in_use`, `storage_too_new`,
    `station_key_missing`, `station_key_wrong`.
    """

    status = 507


class DeviceRefusedError(AccueilError):
    """The server said no (its code), or could not be reached (`unreachable`)."""

    status = 502

    def __init__(self, code: str, message: str = "", *, is_retryable: bool) -> None:
        super().__init__(code, message)
        self.retryable = is_retryable


class TrustError(AccueilError):
    """The server's certificate cannot be checked yet, or is not the one it should be.

    Codes: `authority_unknown`, `fingerprint_differs`, `authority_unreachable`.
    """

    status = 502
