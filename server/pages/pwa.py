"""What makes the kiosk an app of its own: the service worker, the manifest, the icons.

The worker keeps the kiosk's page and files, so that it opens with the server unreachable.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, json, render_template, url_for
from flask_babel import gettext

from server.i18n import select_language
from server.pages.app_icon import SIZES, draw_app_icon
from server.pages.offline_files import list_offline_files

bp = Blueprint("pwa", __name__)

_TEMPLATES = ("base.html", "icons.html", "kiosk/*.html", "pwa/*")
"""What the kept page and the worker are made of, next to the static files."""
_SHOWN_FOR_SECONDS = 86_400


@bp.get("/service-worker.js")
def worker() -> Response:
    """A browser asks for the worker, and at every visit whether there is another one.

    The same for everybody, byte for byte, until a file of the kiosk changes.
    """
    page = render_template("kiosk/kiosk.html", N_=str)
    prefix = url_for("static", filename="")
    names = list_offline_files(Path(current_app.static_folder or ""), prefix, page)
    icons = [url_for("pwa.icon", size=size) for size in SIZES]
    script = render_template(
        "pwa/service-worker.js.jinja",
        version=_kiosk_version(Path(current_app.root_path), prefix),
        page=url_for("kiosk.show"),
        files=[*icons, *(prefix + name for name in names)],
    )
    response = Response(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _kiosk_version(root: Path, static_prefix: str) -> str:
    """Another one when a static file (their address says so) or a template of ours is."""
    digest = hashlib.sha256(static_prefix.encode())
    for pattern in _TEMPLATES:
        for path in sorted((root / "templates").glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@bp.get("/kiosk/manifest.webmanifest")
def manifest() -> Response:
    """A browser asks how to install the kiosk on a tablet's home screen."""
    language = select_language()
    description = {
        "name": gettext("Accueil kiosk"),
        "short_name": "Accueil",
        "id": url_for("kiosk.show"),
        "start_url": url_for("kiosk.show", autostart=1),
        "scope": url_for("kiosk.show"),
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "display": "fullscreen",
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
