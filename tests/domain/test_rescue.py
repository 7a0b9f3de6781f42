"""A rescue as browsers make it is read and proven here; the example is shared with them."""

import hashlib
import json
from pathlib import Path

import pytest

from domain.errors import MessageError
from domain.rescue import is_genuine, make_rescue, parse_rescue

VECTORS = Path(__file__).parents[1] / "vectors"
EXAMPLE = json.loads((VECTORS / "examples" / "rescue.json").read_text("utf-8"))
TEXT = EXAMPLE["text"]
TOKEN_HASH = hashlib.sha256(EXAMPLE["token"].encode()).hexdigest()


def test_it_works() -> None:
    rescue = parse_rescue(TEXT)
    assert rescue.device_id == EXAMPLE["device_id"]
    assert list(rescue.scans) == EXAMPLE["scans"]
    assert is_genuine(rescue, TOKEN_HASH)


def test_what_stations_make_is_read_too() -> None:
    scans = [{"scan_id": "é\u2028😀\n"}, {"scan_id": "x"}]
    text = make_rescue(EXAMPLE["device_id"], 1, scans, TOKEN_HASH)
    rescue = parse_rescue(text)
    assert (rescue.device_id, list(rescue.scans)) == (EXAMPLE["device_id"], scans)
    assert is_genuine(rescue, TOKEN_HASH)
    assert len(text.splitlines()) == 4


def test_another_device_did_not_make_it() -> None:
    assert not is_genuine(parse_rescue(TEXT), hashlib.sha256(b"another").hexdigest())


@pytest.mark.parametrize("cut", range(1, len(TEXT.encode()), 7))
def test_cut_anywhere_it_is_damaged(cut: int) -> None:
    with pytest.raises(MessageError, match="incomplete"):
        parse_rescue(TEXT.encode()[:cut].decode(errors="replace").rstrip("\n")[:-1])


def test_a_signature_of_nonsense_is_wrong_and_no_accident() -> None:
    lines = TEXT.strip().split("\n")
    foot = json.loads(lines[-1]) | {"signature": "\ud800"}
    rescue = parse_rescue("\n".join([*lines[:-1], json.dumps(foot)]))
    assert not is_genuine(rescue, TOKEN_HASH)
