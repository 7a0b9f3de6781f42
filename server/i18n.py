"""Which language a page speaks: the one asked for, the one chosen before, the browser's."""

from flask import Flask, request
from flask_babel import Babel
from werkzeug.datastructures import LanguageAccept

from server.extensions import get_accueil

LANGUAGES = ("fr", "ar", "en")
COOKIE = "accueil_language"


def init_app(app: Flask) -> None:
    """Speak three languages; templates know `lang` and `text_direction`."""
    Babel(
        app,
        locale_selector=select_language,
        default_translation_directories=str(app.config["TRANSLATIONS"]),
    )
    app.context_processor(_language_context)
    app.after_request(_remember_choice)


def select_language() -> str:
    """The language of this request."""
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    if asked in LANGUAGES:
        return str(asked)
    return match_language(request.accept_languages) or get_accueil().settings.language


def match_language(accepted: LanguageAccept) -> str | None:
    """The first of the browser's languages that we speak, whatever the country.

    Werkzeug's `best_match` takes an exact `fr;q=0.5` before `ar-MA`.
    """
    wished = (tag.replace("_", "-").split("-")[0].lower() for tag in accepted.values())
    return next((language for language in wished if language in LANGUAGES), None)


def _language_context() -> dict[str, object]:
    lang = select_language()
    direction = "rtl" if lang == "ar" else "ltr"
    return {"lang": lang, "text_direction": direction, "languages": LANGUAGES}


def _remember_choice(response):  # type: ignore[no-untyped-def]
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        is_secure = not get_accueil().settings.is_http
        response.set_cookie(COOKIE, asked, max_age=31_536_000, samesite="Lax", secure=is_secure)
    return response
