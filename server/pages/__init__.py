"""HTML pages for people."""

from importlib import import_module

from flask import Flask

_MODULES = (
    "home",
    "sign_in",
    "set_up",
    "console",

)


def register_pages(app: Flask) -> None:
    """Add every page; each module owns one blueprint `bp`."""
    for name in _MODULES:
        app.register_blueprint(import_module(f"server.pages.{name}").bp)
