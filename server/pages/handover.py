"""The one page on plain HTTP: hands the authority's certificate to devices that lack it.

An app of its own, so that nothing of the product can ever be reached without HTTPS.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from cryptography import x509
from flask import Flask, Response, abort, redirect, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue
from flask_babel import Babel, gettext

from server.config import LANGUAGES, Settings
from server.i18n import match_language
from server.pages.handover_view import PLATFORMS, HandoverView, draw_qr, guess_platform
from server.tls import ServerCertificate, to_chromium_policy, to_der, to_mobileconfig, to_pem

ROOT = Path(__file__).parents[2]
# Of the product's files only what this page is drawn with.
PUBLIC_FILES = ("css/", "img/", "vendor/fonts/", "js/handover.js")
DER_TYPE = "application/x-x509-ca-cert"
PROFILE_TYPE = "application/x-apple-aspen-config"


def create_handover_app(
    settings: Settings, current_certificate: Callable[[], ServerCertificate]
) -> Flask:
    """The hand-over page for the product on `settings.port`, with whatever certificate it has."""
    app = Flask("accueil_handover", template_folder=str(ROOT / "templates"), static_folder=None)
    handover = Handover(settings, current_certificate)
    Babel(
        app,
        locale_selector=handover.select_language,
        default_translation_directories=str(ROOT / "translations"),
    )
    app.context_processor(handover.page_context)
    app.after_request(handover.set_headers)
    for path, view in (
        ("/", handover.show),
        ("/ca.crt", handover.send_der),
        ("/ca.pem", handover.send_pem),
        ("/ca.mobileconfig", handover.send_profile),
        ("/chromium-policy.json", handover.send_policy),
        ("/<path:path>", handover.send_to_product),
    ):
        app.add_url_rule(path, view_func=view, methods=["GET"])
    app.add_url_rule("/static/<path:filename>", "static", _send_static, methods=["GET"])
    return app


class Handover:
    """The routes of the page, for one server."""

    def __init__(
        self, settings: Settings, current_certificate: Callable[[], ServerCertificate]
    ) -> None:
        self._settings = settings
        self._current = current_certificate

    def show(self) -> str:
        """A device that does not trust us yet opens the server's plain address."""
        platform = request.args.get("platform")
        view = HandoverView(
            certificate=self._current(),
            origin=self._origin(self._host()),
            shared_origin=self._origin(self._shared_host()),
            page_address=f"http://{request.host}/",
            platform=platform if platform in PLATFORMS else guess_platform(_agent()),
            is_guessed=platform not in PLATFORMS,
        )
        return render_template("handover/page.html", view=view)

    def send_der(self) -> Response:
        """Android, Windows, macOS and browsers fetch the authority's certificate."""
        response = Response(to_der(self._authority()), content_type=DER_TYPE)
        if guess_platform(_agent()) == "android":
            # Opened directly, Android 11 and later only say that it goes through the settings.
            response.headers["Content-Disposition"] = 'attachment; filename="ca.crt"'
        return response

    def send_pem(self) -> Response:
        """Linux and command-line tools fetch the same as PEM."""
        return Response(to_pem(self._authority()), content_type="application/x-pem-file")

    def send_profile(self) -> Response:
        """An iPhone, iPad or Mac fetches it as a configuration profile."""
        text = gettext("Lets this device trust the Accueil server of this event.")
        return Response(to_mobileconfig(self._authority(), text), content_type=PROFILE_TYPE)

    def send_policy(self) -> Response:
        """Somebody sets up a managed Chromium kiosk."""
        origins = [self._origin(host) for host in self._hosts()]
        policy = to_chromium_policy(self._authority(), origins)
        return Response(policy, content_type="application/json")

    def send_to_product(self, path: str) -> ResponseReturnValue:
        """Somebody typed an address of the product without https."""
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return redirect(f"{self._origin(self._host())}/{path}{query}")

    def select_language(self) -> str:
        """Asked for, else the browser's, else the configured one."""
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            return str(asked)
        return match_language(request.accept_languages) or self._settings.language

    def page_context(self) -> dict[str, object]:
        """What base.html and the language switch need."""
        lang = self.select_language()
        return {
            "lang": lang,
            "text_direction": "rtl" if lang == "ar" else "ltr",
            "language_link": _language_link,
            "draw_qr": draw_qr,
        }

    def set_headers(self, response: Response) -> Response:
        """Nothing of others, nothing inline; the product may be looked for as a picture."""
        headers = response.headers
        headers["Content-Security-Policy"] = "; ".join(
            (
                "default-src 'none'",
                "style-src 'self'",
                "script-src 'self'",
                f"img-src 'self' {self._origin(self._host())}",
                "font-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            )
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        if not request.path.startswith("/static/"):
            headers["Cache-Control"] = "no-store"
        return response

    def _authority(self) -> x509.Certificate:
        authority = self._current().authority
        if authority is None:
            abort(404)
        return authority

    def _origin(self, host: str) -> str:
        return f"https://{host}:{self._settings.port}"

    def _hosts(self) -> list[str]:
        names = self._current().names
        reachable = [str(a) for a in names.addresses if not a.is_loopback]
        return [_bracket(a) for a in reachable] + [n for n in names.dns if "*" not in n]

    def _host(self) -> str:
        """The name this device reached us by, if the certificate is for it too."""
        asked = urlsplit(f"//{request.host}").hostname or ""
        names = self._current().names
        known = {*names.dns, *map(str, names.addresses)}
        is_known = asked in known or f"*.{asked.partition('.')[2]}" in known
        return _bracket(asked) if is_known else next(iter(self._hosts()), "localhost")

    def _shared_host(self) -> str:
        """As `_host`, but one that means the same on other devices."""
        host = self._host()
        is_local = host == "localhost" or _is_loopback(host)
        return next(iter(self._hosts()), host) if is_local else host


def _send_static(filename: str) -> Response:
    if not filename.startswith(PUBLIC_FILES):
        abort(404)
    return send_from_directory(ROOT / "static", filename)


def _language_link(language: str) -> str:
    asked = request.args.to_dict() | {"lang": language}
    return "?" + urlencode(asked)


def _agent() -> str:
    return request.headers.get("User-Agent", "")


def _bracket(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    return isinstance(address, IPv4Address) and address.is_loopback or host == "[::1]"
