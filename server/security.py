"""Puts the headers of our pages on every response of the server."""

from flask import Flask, Response, request

from web.headers import set_headers


def init_app(app: Flask) -> None:
    """Put the headers on every response."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    is_static = request.path.startswith("/static/")
    return set_headers(response, is_static=is_static, may_use_camera=True)
