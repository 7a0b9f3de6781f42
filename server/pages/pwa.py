"""What makes the kiosk and the booth page apps of their own: service workers, manifests, icons.

Each worker keeps its page and files, so that the page opens with the server unreachable.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, json, render_template, url_for
from flask_babel import gettext

from server.i18n import select_language
from server.pages.app_icon import SIZES, draw_app_icon
from server.pages.offline_files import list_offline_files

bp = Blueprint("pwa", __name__)


@dataclass(frozen=True)
class _App:
    """A page that works alone: its endpoint, its template, and all the templates it is made of."""

    family: str
    endpoint: str
    template: str
    templates: tuple[str, ...]


_SHARED = ("base.html", "icons.html", "pwa/*")
_KIOSK = _App("accueil-kiosk-", "kiosk.show", "kiosk/kiosk.html", (*_SHARED, "kiosk/*.html"))
_BOOTH = _App("accueil-booth-", "booth.show", "booth/booth.html", (*_SHARED, "booth/*.html"))
_SHOWN_FOR_SECONDS = 86_400


@bp.get("/service-worker.js")
def worker() -> Response:
    """A browser asks for the kiosk's worker, and at every visit whether there is another one.

    The same for everybody, byte for byte, until a file of the kiosk changes.
    """
    return _render_worker(_KIOSK)


@bp.get("/booth/service-worker.js")
def booth_worker() -> Response:
    """A phone asks for the booth page's worker; its scope is that page alone."""
    response = _render_worker(_BOOTH)
    response.headers["Service-Worker-Allowed"] = url_for(_BOOTH.endpoint)
    return response


def _render_worker(app: _App) -> Response:
    page = render_template(app.template, N_=str)
    prefix = url_for("static", filename="")
    names = list_offline_files(Path(current_app.static_folder or ""), prefix, page)
    icons = [url_for("pwa.icon", size=size) for size in SIZES]
    script = render_template(
        "pwa/service-worker.js.jinja",
        family=app.family,
        version=_version_of(app, Path(current_app.root_path), prefix),
        page=url_for(app.endpoint),
        files=[*icons, *(prefix + name for name in names)],
    )
    response = Response(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _version_of(app: _App, root: Path, static_prefix: str) -> str:
    """Another one when a static file (their address says so) or a template of ours is."""
    digest = hashlib.sha256(static_prefix.encode())
    for pattern in app.templates:
        for path in sorted((root / "templates").glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@bp.get("/kiosk/manifest.webmanifest")
def manifest() -> Response:
    """A browser asks how to install the kiosk on a tablet's home screen."""
    start = url_for("kiosk.show", autostart=1)
    return _describe(_KIOSK, gettext("Accueil kiosk"), start, "fullscreen")


@bp.get("/booth/manifest.webmanifest")
def booth_manifest() -> Response:
    """A browser asks how to install the booth page on a phone's home screen."""
    return _describe(_BOOTH, gettext("Accueil booth"), url_for("booth.show"), "standalone")


def _describe(app: _App, name: str, start: str, display: str) -> Response:
    language = select_language()
    description = {
        "name": name,
        "short_name": "Accueil",
        "id": url_for(app.endpoint),
        "start_url": start,
        "scope": url_for(app.endpoint),
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "display": display,
        "orientation": "any",
        "background_color": "#fbfaf7",
        "theme_color": "#0d3b3f",
        "icons": _list_icons(),
    }
    return Response(json.dumps(description), content_type="application/manifest+json")


def _list_icons() -> list[dict[str, str]]:
    drawn = {"src": url_for("static", filename="img/app-icon.svg"), "type": "image/svg+xml"}
    kinds = [drawn | {"sizes": "any"}]
    for size in (192, 512):
        src = url_for("pwa.icon", size=size)
        kinds.append({"src": src, "type": "image/png", "sizes": f"{size}x{size}"})
    return [kind | {"purpose": purpose} for kind in kinds for purpose in ("any", "maskable")]


@bp.get("/kiosk/icon-<int:size>.png")
def icon(size: int) -> Response:
    """A home screen that takes no SVG asks for the app's icon."""
    if size not in SIZES:
        abort(404)
    response = Response(draw_app_icon(size), content_type="image/png")
    response.headers["Cache-Control"] = f"max-age={_SHOWN_FOR_SECONDS}"
    return response
