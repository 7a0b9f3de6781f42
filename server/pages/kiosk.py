"""The entrance tablet's page: a public shell, the same for every device.

What the page may show comes later, over the device's own token; the shell itself knows nothing.
"""

from flask import Blueprint, Response, json, render_template, url_for
from flask_babel import gettext

from server.i18n import select_language

bp = Blueprint("kiosk", __name__)


@bp.get("/kiosk")
def show() -> str:
    """A tablet opens its page; `#pair=CODE` in the address starts pairing.

    `N_` only marks texts: the page itself translates them, into whatever its visitor picks.
    """
    return render_template("kiosk/kiosk.html", N_=str)


@bp.get("/kiosk/manifest.webmanifest")
def manifest() -> Response:
    """A browser asks how to install the kiosk on a tablet's home screen."""
    icon = url_for("static", filename="img/app-icon.svg")
    description = {
        "name": gettext("Accueil kiosk"),
        "short_name": "Accueil",
        "id": url_for("kiosk.show"),
        "start_url": url_for("kiosk.show"),
        "scope": url_for("kiosk.show"),
        "lang": select_language(),
        "display": "fullscreen",
        "orientation": "any",
        "background_color": "#fbfaf7",
        "theme_color": "#0d3b3f",
        "icons": [
            {"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
            for purpose in ("any", "maskable")
        ],
    }
    return Response(json.dumps(description), content_type="application/manifest+json")
