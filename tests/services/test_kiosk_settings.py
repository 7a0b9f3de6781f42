"""The kiosks' PIN and volume."""

import hashlib

import pytest

from domain.errors import AccueilError
from server.services.device_configuration import make_configuration
from server.services.kiosk_settings import set_kiosk_pin, set_kiosk_volume, stretch_pin
from tests.support.fair import Fair


def test_it_works(local_fair: Fair) -> None:
    fair = local_fair
    set_kiosk_pin(fair.database, fair.event_id, "2468", fair.clock())
    set_kiosk_volume(fair.database, fair.event_id, 35, fair.clock())
    kiosk = make_configuration(fair.database, fair.pair(fair.gate_a).device)["kiosk"]
    assert kiosk["volume"] == 0.35
    pin = kiosk["pin"]
    again = hashlib.pbkdf2_hmac("sha256", b"2468", bytes.fromhex(pin["salt"]), pin["iterations"])
    assert pin["hash"] == again.hex()
    assert "2468" not in str(kiosk)


def test_arabic_digits_are_digits(local_fair: Fair) -> None:
    fair = local_fair
    set_kiosk_pin(fair.database, fair.event_id, "١٢٣٤", fair.clock())
    pin = make_configuration(fair.database, fair.pair(fair.gate_a).device)["kiosk"]["pin"]
    assert stretch_pin("1234", bytes.fromhex(pin["salt"]))["hash"] == pin["hash"]


def test_an_empty_pin_takes_it_away(local_fair: Fair) -> None:
    fair = local_fair
    set_kiosk_pin(fair.database, fair.event_id, "2468", fair.clock())
    set_kiosk_pin(fair.database, fair.event_id, "", fair.clock())
    kiosk = make_configuration(fair.database, fair.pair(fair.gate_a).device)["kiosk"]
    assert kiosk["pin"] is None


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", " 1234", "12.4", "½½½½"])
def test_what_no_keypad_types_is_refused(local_fair: Fair, pin: str) -> None:
    with pytest.raises(AccueilError) as caught:
        set_kiosk_pin(local_fair.database, local_fair.event_id, pin, local_fair.clock())
    assert (caught.value.code, caught.value.params["field"]) == ("bad_pin", "pin")


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_volume_is_a_share(local_fair: Fair, percent: int) -> None:
    with pytest.raises(AccueilError, match="0 to 100"):
        set_kiosk_volume(local_fair.database, local_fair.event_id, percent, local_fair.clock())
