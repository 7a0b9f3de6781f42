"""Devices: pairing by a code that only this browser sees, moving, ending access."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from pyzbar import pyzbar

from domain.errors import ExpiredError, NotFoundError, NotSignedInError
from server.config import load_settings
from server.pages.pairing_panel import address_for_devices, is_this_machine
from server.services.audit import find_broken_link
from server.services.devices import authenticate_device, get_devices, pair_device
from server.services.events import NewEvent, create_event
from tests.pages.browser import Browser, visible_text
from tests.support.fair import Fair, SetClock

PAGE = "/console/siccam-casablanca-2024/devices"
STATE = PAGE + "/pairing.json"
MINUTE_MS = 60_000


def begin(browser: Browser, venue: Fair, **changes: str) -> str:
    """Ask for a code; returns it as it is shown for typing."""
    fields = {"gate_id": venue.gate_a, "name": "Tablette 7"} | changes
    answer = browser.post(PAGE + "/pairing", page=PAGE, **fields)
    assert (answer.status_code, answer.location) == (303, PAGE)
    return read_code(browser.get(PAGE).text)


def read_code(page: str) -> str:
    found = re.search(r'data-testid="pairing-code">([^<]+)<', page)
    assert found
    return found[1]


def scan_qr(page: str) -> str:
    """What a camera reads from the QR on the page."""
    box = re.search(r'<svg class="qr" viewBox="0 0 (\d+) \1".*?<path d="([^"]+)"', page, re.S)
    assert box
    size, scale = int(box[1]), 8
    image = Image.new("L", (size * scale, size * scale), 255)
    draw = ImageDraw.Draw(image)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", box[2]):
        left, top = int(x) * scale, int(y) * scale
        draw.rectangle((left, top, left + scale - 1, top + scale - 1), fill=0)
    return str(pyzbar.decode(Image.open(to_png(image)))[0].data.decode())


def to_png(image: Image.Image) -> io.BytesIO:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return stream


def test_it_works(organizer: Browser, venue: Fair, clock: SetClock) -> None:
    code = begin(organizer, venue)
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)
    address = scan_qr(organizer.get(PAGE).text)
    assert address == f"https://accueil.local:8443/kiosk#pair={code.replace('-', '')}"
    assert organizer.get(STATE).json["state"] == "waiting"

    device = pair_device(venue.database, code.lower(), "test", clock.pass_ms(1000)).device
    assert (device.name, device.gate_id, device.role) == ("Tablette 7", venue.gate_a, "gate")
    state = organizer.get(STATE).json
    assert (state["state"], state["device_id"]) == ("paired", device.id)


def test_a_reload_shows_the_same_code(organizer: Browser, venue: Fair) -> None:
    code = begin(organizer, venue)
    assert read_code(organizer.get(PAGE).text) == code


def test_only_the_browser_that_asked_sees_the_code(
    app: Flask, organizer: Browser, venue: Fair, tmp_path: Path
) -> None:
    code = begin(organizer, venue).replace("-", "")
    colleague = Browser(app)
    colleague.sign_in()
    assert 'data-testid="pairing"' not in colleague.get(PAGE).text
    assert colleague.get(STATE).status_code == 404
    for path in tmp_path.glob("accueil.db*"):
        assert code.encode() not in path.read_bytes()


def test_a_code_expires_after_ten_minutes(organizer: Browser, venue: Fair, clock: SetClock) -> None:
    code = begin(organizer, venue)
    clock.pass_ms(10 * MINUTE_MS)
    assert organizer.get(STATE).json["state"] == "expired"
    with pytest.raises(ExpiredError, match="expired"):
        pair_device(venue.database, code, "test", clock())


def test_a_code_pairs_one_device(organizer: Browser, venue: Fair, clock: SetClock) -> None:
    code = begin(organizer, venue)
    pair_device(venue.database, code, "test", clock())
    with pytest.raises(NotFoundError, match="not valid"):
        pair_device(venue.database, code, "test", clock())


def test_two_devices_of_one_name_paired_in_one_moment_are_told_apart_by_their_codes(
    app: Flask, organizer: Browser, venue: Fair, clock: SetClock
) -> None:
    colleague = Browser(app)
    colleague.sign_in()
    begin(organizer, venue)
    code = begin(colleague, venue)
    pair_device(venue.database, code, "test", clock())
    assert organizer.get(STATE).json["state"] == "waiting"
    assert colleague.get(STATE).json["state"] == "paired"


def test_the_code_is_put_away(organizer: Browser, venue: Fair) -> None:
    begin(organizer, venue)
    organizer.post(PAGE + "/pairing/close", page=PAGE)
    assert 'data-testid="pairing"' not in organizer.get(PAGE).text


def test_a_device_without_a_name_is_numbered_after_its_gate(
    organizer: Browser, venue: Fair, clock: SetClock
) -> None:
    for wanted in ("Porte A 1", "Porte A 2"):
        code = begin(organizer, venue, name="  ")
        assert pair_device(venue.database, code, "test", clock()).device.name == wanted


@pytest.mark.parametrize("name", ["😀 <b>&", "نور", "x" * 500, "a\u202eb"])
def test_any_name_is_text(organizer: Browser, venue: Fair, name: str) -> None:
    begin(organizer, venue, name=name)
    page = organizer.get(PAGE)
    assert "<b>" not in page.text.split("pairing-panel-title")[1][:200]
    assert name[:80] in visible_text(page)


def test_a_gate_of_another_edition_is_refused(
    organizer: Browser, venue: Fair, clock: SetClock
) -> None:
    new = NewEvent("SICCAM", "Fès", "2024-09-26", "2024-09-27")
    create_event(venue.database, new, clock())
    other = "/console/siccam-fes-2024/devices"
    answer = organizer.post(other + "/pairing", page=PAGE, gate_id=venue.gate_a, name="x")
    assert answer.status_code == 404
    device = venue.pair(venue.gate_a).device
    for verb in ("move", "revoke"):
        path = f"{other}/{device.id}/{verb}"
        assert organizer.post(path, page=PAGE, gate_id=venue.gate_a).status_code == 404
    assert get_devices(venue.database, venue.event_id)[0].revoked_at is None


def test_moving_a_device(organizer: Browser, venue: Fair) -> None:
    device = venue.pair(venue.gate_a, name="Tablette 7").device
    organizer.post(f"{PAGE}/{device.id}/move", page=PAGE, gate_id=venue.gate_b)
    assert get_devices(venue.database, venue.event_id)[0].gate_id == venue.gate_b
    assert "Tablette 7 now stands at Porte B." in visible_text(organizer.get(PAGE))


def test_moving_to_nowhere_changes_nothing(organizer: Browser, venue: Fair) -> None:
    device = venue.pair(venue.gate_a).device
    answer = organizer.post(f"{PAGE}/{device.id}/move", page=PAGE, gate_id="nowhere")
    assert answer.status_code == 404
    assert get_devices(venue.database, venue.event_id)[0].gate_id == venue.gate_a


def test_ending_access(organizer: Browser, venue: Fair) -> None:
    gate = venue.pair(venue.gate_a)
    organizer.post(f"{PAGE}/{gate.device.id}/revoke", page=PAGE)
    with pytest.raises(NotSignedInError, match="revoked"):
        authenticate_device(venue.database, gate.token)
    with venue.database.read() as connection:
        assert find_broken_link(connection) is None


def test_ending_access_needs_a_form_of_ours(organizer: Browser, venue: Fair) -> None:
    gate = venue.pair(venue.gate_a)
    path = f"{PAGE}/{gate.device.id}/revoke"
    assert organizer.get(path).status_code == 405
    assert organizer.post_blindly(path).status_code == 400
    assert authenticate_device(venue.database, gate.token).revoked_at is None


def test_strangers_change_nothing(stranger: Browser, venue: Fair) -> None:
    gate = venue.pair(venue.gate_a)
    assert stranger.get(PAGE).status_code == 302
    assert stranger.get(STATE).status_code == 401
    path = f"{PAGE}/{gate.device.id}/revoke"
    assert stranger.post(path, page="/sign-in").status_code == 401
    assert authenticate_device(venue.database, gate.token).revoked_at is None


def test_without_a_gate_the_page_says_what_to_do_first(
    organizer: Browser, venue: Fair, clock: SetClock
) -> None:
    new = NewEvent("SICCAM", "Fès", "2024-09-26", "2024-09-27")
    create_event(venue.database, new, clock())
    page = organizer.get("/console/siccam-fes-2024/devices")
    assert "First a gate, then a tablet" in visible_text(page)
    assert 'data-testid="pair-device"' not in page.text


def test_tablets_are_never_sent_to_this_machine() -> None:
    settings = load_settings({"ACCUEIL_NAMES": "accueil.fair.example"})
    for host in ("localhost", "127.0.0.1", "[::1]"):
        address = address_for_devices(f"https://{host}:8443/", settings)
        assert address == "https://accueil.fair.example:8443/"
    lan = "https://192.168.1.20:8443/"
    assert address_for_devices(lan, settings) == lan


def test_plain_http_is_for_this_machine_and_stays_there() -> None:
    settings = load_settings({"ACCUEIL_HTTP": "yes"})
    assert address_for_devices("http://localhost:8000/", settings) == "http://localhost:8000/"


def test_which_hosts_are_this_machine() -> None:
    assert is_this_machine("127.0.0.53")
    assert is_this_machine("kiosk.localhost")
    assert not is_this_machine("accueil.local")
