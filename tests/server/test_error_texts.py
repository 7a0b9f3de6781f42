"""What people read when something goes wrong."""

import ast
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from domain.errors import AccueilError, MessageError
from server.error_texts import error_text

ROOT = Path(__file__).parents[2]


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    Babel(app, default_translation_directories=str(ROOT / "translations"))
    return app


def find_codes() -> set[str]:
    """Every code an error is raised with where a page or device may see it."""
    folders = [ROOT / "server" / name for name in ("services", "pages", "api", "live")]
    paths = [*(ROOT / "domain").glob("*.py"), *(p for f in folders for p in f.rglob("*.py"))]
    calls = (node for path in paths for node in ast.walk(ast.parse(path.read_text())))
    return {code for call in calls if isinstance(call, ast.Call) for code in _code_of(call)}


def _code_of(call: ast.Call) -> list[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    first = call.args[0] if call.args else None
    is_error = name.endswith("Error") and isinstance(first, ast.Constant)
    return [str(first.value)] if is_error and _looks_like_code(first) else []


def _looks_like_code(node: ast.expr | None) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, str) and value.replace("_", "").isalpha() and value.islower()


def test_it_works(app: Flask) -> None:
    error = AccueilError("password_too_short", shortest=10)
    with app.test_request_context(), force_locale("fr"):
        assert error_text(error) == "Veuillez choisir un mot de passe d’au moins 10 caractères."


@pytest.mark.parametrize("lang", ["fr", "ar", "en"])
def test_every_code_that_can_be_raised_has_words(app: Flask, lang: str) -> None:
    with app.test_request_context(), force_locale(lang):
        codes = find_codes()
        nameless = {code for code in codes if code in error_text(AccueilError(code))}
    assert len(codes) > 40
    assert nameless == set()


def test_a_code_without_words_is_shown_as_it_is(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        text = error_text(MessageError("from_a_newer_version"))
    assert text == "This did not work (from_a_newer_version)."
