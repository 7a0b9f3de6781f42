"""The plain-HTTP page: hands over the certificate, explains, and never lets the product through."""

import json
import plistlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from flask.testing import FlaskClient
from PIL import Image
from pyzbar import pyzbar

from server.config import Settings, load_settings
from server.pages.handover import create_handover_app
from server.pages.handover_view import draw_qr, guess_platform
from server.tls import (
    ServerCertificate,
    collect_names,
    fingerprint,
    load_own_certificate,
    prepare_certificate,
)

NOW = datetime.now(UTC)
HOST = "192.168.1.20:8080"
AGENTS = {
    "ios": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605 Safari/604.1",
    "android": "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile",
    "windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0",
    "macos": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari",
    "linux": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A server on the usual ports."""
    return load_settings({"ACCUEIL_DATA_DIR": str(tmp_path)})


@pytest.fixture
def certificate(settings: Settings) -> ServerCertificate:
    """The certificate of "venue-pc" at 192.168.1.20."""
    names = collect_names("venue-pc", [], ["192.168.1.20"])
    return prepare_certificate(settings.tls_dir, names, NOW)


@pytest.fixture
def device(settings: Settings, certificate: ServerCertificate) -> FlaskClient:
    """A browser on the venue's network."""
    return create_handover_app(settings, lambda: certificate).test_client()


def open_page(device: FlaskClient, path: str = "/", **headers: str) -> str:
    response = device.get(path, headers={"Host": HOST, **headers})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_the_page_shows_the_fingerprint_and_the_way(
    device: FlaskClient, certificate: ServerCertificate
) -> None:
    page = open_page(device)
    assert certificate.authority is not None
    pairs = fingerprint(certificate.authority).split(":")
    assert " ".join(pairs[:8]) in page
    assert " ".join(pairs[24:]) in page
    assert "https://192.168.1.20:8443/trust-check" in page


@pytest.mark.parametrize("lang", ["fr", "ar", "en"])
@pytest.mark.parametrize("platform", AGENTS)
def test_every_platform_has_steps_in_every_language(
    device: FlaskClient, platform: str, lang: str
) -> None:
    page = open_page(device, f"/?platform={platform}&lang={lang}")
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in page
    assert page.count('class="step"') == 3
    assert f'data-platform="{platform}" aria-current="page"' in page


@pytest.mark.parametrize(("platform", "agent"), AGENTS.items())
def test_the_right_steps_open_first(device: FlaskClient, platform: str, agent: str) -> None:
    assert guess_platform(agent) == platform
    page = open_page(device, **{"User-Agent": agent})
    assert f'data-platform="{platform}" aria-current="page"' in page


def test_the_browsers_language_is_spoken(device: FlaskClient) -> None:
    assert '<html lang="ar"' in open_page(device, **{"Accept-Language": "ar-MA,fr;q=0.5"})
    assert '<html lang="fr"' in open_page(device, **{"Accept-Language": "de"})
    assert '<html lang="fr"' in open_page(device, "/?lang=xx&platform=xx")


def test_the_certificate_in_every_shape(
    device: FlaskClient, certificate: ServerCertificate
) -> None:
    der = device.get("/ca.crt", headers={"User-Agent": AGENTS["windows"]})
    assert der.content_type == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(der.data) == certificate.authority
    assert x509.load_pem_x509_certificate(device.get("/ca.pem").data) == certificate.authority
    profile = device.get("/ca.mobileconfig?lang=fr")
    assert profile.content_type == "application/x-apple-aspen-config"
    assert "faire confiance" in plistlib.loads(profile.data)["PayloadDescription"]
    policy = json.loads(device.get("/chromium-policy.json").data)
    assert "https://192.168.1.20:8443" in policy["VideoCaptureAllowedUrls"]


def test_android_gets_a_file_to_pick_in_the_settings(device: FlaskClient) -> None:
    response = device.get("/ca.crt", headers={"User-Agent": AGENTS["android"]})
    assert response.headers["Content-Disposition"] == 'attachment; filename="ca.crt"'


def test_no_key_is_anywhere(device: FlaskClient) -> None:
    for path in ("/", "/ca.crt", "/ca.pem", "/ca.mobileconfig", "/chromium-policy.json"):
        assert b"PRIVATE" not in device.get(path, headers={"Host": HOST}).data


@pytest.mark.parametrize("path", ["kiosk", "console", "api/v1/time?x=1", "set-up"])
def test_everything_else_is_sent_to_https(device: FlaskClient, path: str) -> None:
    response = device.get(f"/{path}", headers={"Host": HOST})
    assert response.status_code == 302
    assert response.headers["Location"] == f"https://192.168.1.20:8443/{path}"


@pytest.mark.parametrize("path", ["/", "/api/v1/scans", "/ca.crt"])
def test_nothing_is_taken(device: FlaskClient, path: str) -> None:
    assert device.post(path, headers={"Host": HOST}, json={}).status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.99:8080", "[::ffff:1.2.3.4]:80"])
def test_no_one_is_sent_to_a_host_that_is_not_ours(device: FlaskClient, host: str) -> None:
    location = device.get("/kiosk", headers={"Host": host}).headers["Location"]
    assert location == "https://192.168.1.20:8443/kiosk"


def test_the_name_a_device_used_is_kept(device: FlaskClient) -> None:
    location = device.get("/kiosk", headers={"Host": "venue-pc.local:8080"}).headers["Location"]
    assert location == "https://venue-pc.local:8443/kiosk"


def test_the_policy_of_the_page_is_strict(device: FlaskClient) -> None:
    response = device.get("/", headers={"Host": HOST})
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.get_data(as_text=True)
    assert "style=" not in page
    assert "<style" not in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "path", ["/static/js/sync/device-api.js", "/static/js/../../pyproject.toml", "/static/"]
)
def test_files_of_the_product_are_not_served(device: FlaskClient, path: str) -> None:
    with device.get(path) as refused, device.get("/static/css/handover.css") as sheet:
        assert refused.status_code in (302, 404)
        assert sheet.status_code == 200


def test_the_codes_lead_here_and_to_the_product(device: FlaskClient) -> None:
    page = open_page(device)
    codes = [part.split("</svg>")[0] for part in page.split('<svg class="qr"')[1:]]
    expected = ["http://192.168.1.20:8080/", "https://192.168.1.20:8443/"]
    assert [read_code(code) for code in codes] == expected


def read_code(svg: str) -> str:
    """The text a camera reads from the code."""
    size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    picture = Image.new("L", (size, size), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1", svg):
        picture.putpixel((int(x), int(y)), 0)
    (read,) = pyzbar.decode(picture.resize((size * 8, size * 8), Image.Resampling.NEAREST))
    return str(read.data.decode())


def test_opened_on_the_server_itself_the_code_still_works_for_others(device: FlaskClient) -> None:
    page = open_page(device, Host="localhost:8080")
    assert str(draw_qr("https://192.168.1.20:8443/")) in page
    assert 'data-origin="https://localhost:8443"' in page


def test_with_a_certificate_of_the_operators_own_there_is_nothing_to_install(
    settings: Settings, certificate: ServerCertificate
) -> None:
    own = load_own_certificate(certificate.cert_path, certificate.key_path, NOW)
    device = create_handover_app(replace(settings, port=443), lambda: own).test_client()
    page = open_page(device, "/?lang=en")
    assert "Nothing to install" in page
    assert "https://192.168.1.20:443/" in page
    assert device.get("/ca.crt").status_code == 404
    assert device.get("/ca.mobileconfig").status_code == 404
