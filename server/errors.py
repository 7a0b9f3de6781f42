"""Errors at the HTTP edge: problem documents (RFC 9457) for programs, pages for people."""

from typing import Any

import structlog
from flask import Flask, Response, jsonify, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from domain.errors import AccueilError
from server.error_texts import error_text

logger = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Answer every error in the shape the caller can use; never with a stack trace."""
    app.register_error_handler(AccueilError, _on_accueil_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(RateLimitExceeded, _on_rate_limit)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_unexpected)


def make_problem(error: AccueilError) -> dict[str, Any]:
    """The problem document of an error."""
    return {
        "type": f"urn:accueil:error:{error.code}",
        "title": error_text(error),
        "status": error.status,
        "code": error.code,
        "detail": error.message,
        "retryable": error.retryable,
    }


def wants_problem() -> bool:
    """Whether the caller is a program."""
    is_for_programs = request.path.startswith("/api/") or request.path.endswith(".json")
    return is_for_programs or request.accept_mimetypes.best == "application/json"


def _loggable_path() -> str:
    """A visitor's receipt has the badge code in its address: then only the pattern is logged."""
    is_secret = request.endpoint is not None and request.endpoint.startswith("receipt.")
    return str(request.url_rule) if is_secret else request.path


def _on_accueil_error(error: AccueilError) -> tuple[Response | str, int]:
    logger.info("request_refused", code=error.code, path=_loggable_path(), detail=error.message)
    return _answer(make_problem(error))


def _on_csrf_error(error: CSRFError) -> tuple[Response | str, int]:
    return _answer(_problem("csrf_failed", 400, error.description or "", True))


def _on_rate_limit(error: RateLimitExceeded) -> tuple[Response | str, int]:
    logger.warning("rate_limited", path=_loggable_path(), limit=str(error.limit.limit))
    return _answer(_problem("too_many_attempts", 429, str(error.description), True))


def _on_http_error(error: HTTPException) -> tuple[Response | str, int] | Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # type: ignore[return-value]
    code = (error.name or "error").lower().replace(" ", "_")
    # What is our fault is no reason for a device to give up on what it sent.
    return _answer(_problem(code, status, error.description or "", status >= 500))


def _on_unexpected(error: Exception) -> tuple[Response | str, int]:
    logger.exception("request_failed", path=_loggable_path(), exc_info=error)
    return _answer(_problem("internal_error", 500, "", True))


def _problem(code: str, status: int, detail: str, is_retryable: bool) -> dict[str, Any]:
    error = AccueilError(code, detail)
    return make_problem(error) | {"status": status, "retryable": is_retryable}


def _answer(problem: dict[str, Any]) -> tuple[Response | str, int]:
    if wants_problem():
        response = jsonify(problem)
        response.content_type = "application/problem+json"
        return response, problem["status"]
    return render_template("error.html", problem=problem), problem["status"]
