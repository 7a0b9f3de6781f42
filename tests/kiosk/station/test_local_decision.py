"""The station's own verdict, on what a paired station holds; the rules are the server's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.badge_code import make_badge_code, short_code
from kiosk.station.gatekeeper import Admission, Gatekeeper
from kiosk.station.knowledge import KnowledgeHolder
from kiosk.station.local_decision import LocalJudge
from kiosk.station.reading import LaneGate, Reading
from kiosk.store import Outbox, RosterStore, open_store
from tests.kiosk.prepared import prepare_station
from tests.kiosk.support import make_receipt
from tests.support.fair import Fair


class Gate:
    """What stands behind one lane, without camera and server."""

    def __init__(self, fair: Fair, folder: Path) -> None:
        device = fair.pair(fair.gate_a)
        self.store = open_store(prepare_station(folder, fair, device))
        self.outbox: Outbox = self.store.outbox(device.device.id, fair.clock)
        self.roster: RosterStore = self.store.roster(fair.event_id)
        self.knowledge = KnowledgeHolder()
        self.knowledge.take_keys(self.store.settings.keyring())
        self.knowledge.change(
            configuration=self.store.settings.configuration(), is_complete=True, is_reachable=True
        )
        judge = LocalJudge(self.roster, self.outbox, self.knowledge, fair.clock)
        self.keeper = Gatekeeper(self.outbox, judge, self.knowledge, fair.clock)
        self.place = LaneGate(fair.gate_a, "Porte A", fair.list_id)

    def admit(self, text: str, **changes: Any) -> Admission:
        return self.keeper.admit(Reading(text, "camera", 5.0, 17.4), replace(self.place, **changes))

    def verdict(self, text: str, **changes: Any) -> tuple[str, str]:
        answer = self.admit(text, **changes).answer
        assert answer is not None
        return answer["verdict"], answer["reason"]


@pytest.fixture
def gate(local_fair: Fair, tmp_path: Path) -> Iterator[Gate]:
    opened = Gate(local_fair, tmp_path / "station")
    yield opened
    opened.store.close()


def test_a_visitor_is_admitted_with_name_and_company(gate: Gate, local_fair: Fair) -> None:
    admission = gate.admit(local_fair.code("imane"))
    answer, scan = admission.answer, admission.scan
    assert answer is not None
    assert (answer["status"], answer["verdict"]) == ("unconfirmed", "admitted")
    assert answer["scan_id"] == scan["scan_id"]
    assert answer["card"]["display_name"] == "Imane Diallo"
    assert answer["card"]["category_id"] == local_fair.visitor
    assert (scan["device_seq"], scan["local_verdict"], scan["decode_ms"]) == (1, "admitted", 12)
    assert gate.outbox.oldest(5) == [scan]


def test_the_same_badge_again_is_inside_until_it_leaves(gate: Gate, local_fair: Fair) -> None:
    code = local_fair.code("imane")
    gate.admit(code)
    again = gate.admit(code).answer
    assert again is not None
    assert (again["verdict"], again["reason"]) == ("already_inside", "not_left_yet")
    assert again["earlier"] == {"gate_name": "Porte A", "at": local_fair.clock()}
    local_fair.clock.pass_ms(1_000)
    assert gate.verdict(code, direction="exit") == ("exited", "")
    local_fair.clock.pass_ms(1_000)
    assert gate.verdict(code) == ("admitted", "")


def test_what_the_server_turned_down_was_no_entry(gate: Gate, local_fair: Fair) -> None:
    code = local_fair.code("imane")
    scan = gate.admit(code).scan
    refused = {"status": "conflict", "verdict": "already_inside"}
    gate.outbox.settle([make_receipt(scan["scan_id"], **refused)])
    assert gate.verdict(code) == ("admitted", "")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("nadia", ("cancelled", "registration_cancelled")),
        ("omar", ("blocked", "attendee_blocked")),
        ("lucie", ("needs_desk", "unpaid")),
        ("press_guest", ("admitted", "")),
    ],
)
def test_each_of_the_cast_gets_the_servers_verdict(
    gate: Gate, local_fair: Fair, who: str, expected: tuple[str, str]
) -> None:
    assert gate.verdict(local_fair.code(who)) == expected
    server = local_fair.pair(local_fair.gate_b).scan(local_fair.code(who))
    assert (server["verdict"], server["reason"]) == expected


def test_a_short_code_admits_without_a_name(gate: Gate, local_fair: Fair) -> None:
    answer = gate.admit(local_fair.badges["imane"].short_code or "").answer
    assert answer is not None
    assert (answer["verdict"], answer["card"]["display_name"]) == ("admitted", "")


def test_strange_texts_are_told_apart(gate: Gate, local_fair: Fair) -> None:
    keys = gate.knowledge().keyring
    assert keys is not None
    unlisted = make_badge_code(keys.edition.tag, bytes(12), keys.edition.keys[0])
    code = local_fair.code("imane")
    assert gate.verdict(unlisted) == ("needs_desk", "genuine_not_listed")
    assert gate.verdict(short_code(bytes(12))) == ("unknown_badge", "not_listed")
    assert gate.verdict("https://example.org/") == ("unknown_badge", "not_listed")
    assert gate.verdict(code[:-1] + ("0" if code[-1] != "0" else "1")) == ("bad_code", "misread")
    assert gate.verdict("\ud800") == ("bad_code", "not_a_badge")


def test_the_rules_of_the_list_hold_here_too(gate: Gate, local_fair: Fair) -> None:
    configuration = gate.knowledge().configuration
    assert configuration is not None
    (rules,) = (r for r in configuration["lists"] if r["id"] == local_fair.list_id)
    rules["categories"] = [local_fair.press]
    assert gate.verdict(local_fair.code("imane")) == ("not_here", "category_not_allowed")
    rules["categories"], rules["capacity"] = None, 1
    assert gate.verdict(local_fair.code("imane")) == ("admitted", "")
    assert gate.verdict(local_fair.code("ahmed")) == ("full", "capacity_reached")
    rules["opening_spans"] = [{"starts_at": local_fair.clock() + 60_000, "ends_at": 1 << 50}]
    answer = gate.admit(local_fair.code("ahmed")).answer
    assert answer is not None
    assert (answer["reason"], answer["opens_at"]) == ("not_open_yet", local_fair.clock() + 60_000)


def test_without_everything_the_server_decides_and_without_it_nobody(
    gate: Gate, local_fair: Fair
) -> None:
    gate.knowledge.change(is_complete=False)
    left = gate.admit(local_fair.code("imane"))
    assert (left.answer, left.scan["local_verdict"]) == (None, None)
    gate.knowledge.change(is_reachable=False)
    assert gate.verdict(local_fair.code("imane")) == ("not_ready", "no_data")


def test_a_damaged_entry_is_left_to_the_server(gate: Gate, local_fair: Fair) -> None:
    with gate.store.database.write() as database:
        database.execute("UPDATE roster SET s = 'AAAA'")
    assert gate.admit(local_fair.code("imane")).answer is None
