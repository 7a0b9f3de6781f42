"""Whether a device is ready: on HTTPS, with camera, service worker, storage and live connection."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request

from server.extensions import get_accueil
from server.i18n import select_language

bp = Blueprint("trust_check", __name__)

# Seen from the hand-over page it proves that the device trusts our certificate.
_SEEN = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
# Registered and removed again: a browser refuses even this on a certificate it does not trust.
_WORKER = "self.addEventListener('install', () => self.skipWaiting());\n"


@bp.get("/trust-check")
def show() -> str:
    """Somebody has installed the certificate and wants to know whether it worked."""
    return render_template(
        "handover/trust_check.html",
        has_live="socketio" in current_app.extensions,
        handover=_find_handover(),
    )


def _find_handover() -> str | None:
    """Address of the page that explains the installation; unknown when its port was left open."""
    settings = get_accueil().settings
    if settings.is_http or settings.tls_cert or not settings.http_port:
        return None
    host = urlsplit(f"//{request.host}").hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.http_port}/?lang={select_language()}"


@bp.get("/trust-check/worker.js")
def send_worker() -> Response:
    """The page tries whether service workers are allowed."""
    return Response(_WORKER, content_type="text/javascript; charset=utf-8")


@bp.get("/trust-check/seen.svg")
def send_seen() -> Response:
    """The hand-over page on plain HTTP looks whether this device trusts us already."""
    response = Response(_SEEN, content_type="image/svg+xml")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
