"""Answers of the socket when something is wrong."""

from typing import Any

from domain.errors import AccueilError


def make_error(error: AccueilError, is_retryable: bool | None = None) -> dict[str, Any]:
    """The typed acknowledgement of a message that was not taken."""
    return {
        "error": {
            "code": error.code,
            "message": error.message,
            "retryable": error.retryable if is_retryable is None else is_retryable,
        }
    }
