"""One visitor at a time, by a clock that the test moves."""

from typing import Any

from kiosk.errors import StoreFailedError
from kiosk.station.corroboration import Corroboration
from kiosk.station.gatekeeper import Admission
from kiosk.station.reading import Reading
from kiosk.station.scan_flow import ScanFlow
from tests.kiosk.support import make_receipt, make_scan


class Front:
    """A lane's flow with what it told; `answer` None leaves verdicts to the server."""

    def __init__(self) -> None:
        self.at = 0.0
        self.told: list[dict[str, Any]] = []
        self.scans: list[str] = []
        self.verdict: str | None = "admitted"
        self.is_full = False
        self.flow = ScanFlow(self.make_scan, self.told.append, lambda: self.at)
        self.flow.set_open(True)

    def make_scan(self, reading: Reading) -> Admission:
        if self.is_full:
            raise StoreFailedError("storage_full")
        self.scans.append(reading.text)
        scan = make_scan(len(self.scans))
        if self.verdict is None:
            return Admission(scan, None)
        receipt = make_receipt(scan["scan_id"], status="unconfirmed", verdict=self.verdict)
        return Admission(scan, receipt)

    def see(self, text: str, at: float, source: str = "camera") -> None:
        self.at = at
        self.flow.tick()
        self.flow.take(Reading(text, source, at, at))

    def pass_until(self, at: float) -> None:
        self.at = at
        self.flow.tick()

    def types(self) -> list[str]:
        return [event["type"] for event in self.told if event["type"] not in ("scan", "held")]


def test_a_badge_is_scanned_once_and_shown() -> None:
    front = Front()
    for at in range(0, 600, 33):
        front.see("A", at)
    front.pass_until(2_000)
    assert front.scans == ["A"]
    assert front.types() == ["verdict", "idle"]
    assert front.told[0]["answer"]["verdict"] == "admitted"


def test_a_badge_left_before_the_camera_keeps_its_verdict_for_a_while() -> None:
    front = Front()
    for at in range(0, 9_000, 100):
        front.see("A", at)
    assert front.types() == ["verdict"]
    assert front.scans == ["A"]
    for at in range(9_000, 14_000, 100):
        front.see("A", at)
    assert front.scans == ["A"]
    assert front.types() == ["verdict", "idle"]


def test_the_server_confirms_or_corrects_what_is_on_the_screen() -> None:
    front = Front()
    front.see("A", 0)
    receipt = make_receipt(make_scan(1)["scan_id"])
    front.flow.take_receipt(receipt)
    assert (front.told[-1]["type"], front.told[-1]["confirmed"]) == ("verdict", True)
    front.see("B", 2_000)
    front.flow.take_receipt(make_receipt(make_scan(2)["scan_id"], verdict="already_inside"))
    assert front.told[-1]["type"] == "correction"
    front.see("C", 8_000)
    told = len(front.told)
    front.pass_until(20_000)
    front.flow.take_receipt(make_receipt(make_scan(3)["scan_id"], verdict="blocked"))
    assert front.types().count("correction") == 1
    assert len(front.told) == told + 1, "a visitor long gone is not called back"


def test_a_badge_shown_while_another_is_answered_waits_its_turn() -> None:
    front = Front()
    front.see("A", 0)
    front.see("B", 400)
    assert front.scans == ["A"]
    front.pass_until(1_500)
    assert front.scans == ["A", "B"]


def test_a_hand_scanners_text_is_not_pushed_out_by_the_camera() -> None:
    front = Front()
    front.see("A", 0)
    front.see("HAND", 300, "hid")
    front.see("B", 400)
    front.pass_until(1_500)
    assert front.scans == ["A", "HAND"]


def test_without_an_answer_the_visitor_is_sent_on() -> None:
    front = Front()
    front.verdict = None
    front.see("A", 0)
    assert front.types() == ["checking"]
    front.pass_until(4_000)
    assert front.told[-1]["answer"]["status"] == "unanswered"
    front.pass_until(9_000)
    front.flow.take_receipt(make_receipt(make_scan(1)["scan_id"]))
    front.see("A", 12_000)
    assert front.told[-1]["repeat"] is True
    assert front.told[-1]["answer"]["verdict"] == "admitted"
    assert front.scans == ["A"]


def test_what_was_not_kept_is_not_shown_and_may_be_scanned_again() -> None:
    front = Front()
    front.is_full = True
    front.see("A", 0)
    assert front.told == [{"type": "failed", "code": "storage_full"}]
    front.is_full = False
    front.see("A", 500)
    assert front.scans == ["A"]


def test_a_closed_lane_scans_nothing() -> None:
    front = Front()
    front.flow.set_open(False)
    front.see("A", 0)
    assert front.told == []


def test_a_text_without_a_mac_has_to_be_seen_from_several_pictures() -> None:
    seen = Corroboration()
    assert seen.accepts("OURS", is_trusted=True, at=0)
    assert not seen.accepts("MISREAD", is_trusted=False, at=100), "a badge of ours is in sight"
    later = [seen.accepts("FOREIGN", is_trusted=False, at=at) for at in (2_000, 2_100, 2_300)]
    assert later == [False, False, True]
    apart = [seen.accepts("NOISE", is_trusted=False, at=at) for at in (5_000, 7_000, 9_000)]
    assert apart == [False, False, False]
