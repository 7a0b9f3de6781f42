"""The station's outbox and roster do what the browser's do: the same steps, the same answers."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from domain.presence import NEVER_SEEN, Presence
from kiosk.errors import StoreFailedError
from kiosk.station.local_answers import fold_known
from kiosk.store import KnownPresence, Outbox, Person, RosterStore, UndoState, UndoStore
from tests.kiosk.support import START, Json, make_receipt, make_scan, open_test_store, scan_id

CONTRACTS = Path(__file__).parents[2] / "vectors" / "contracts"
OUTBOX = json.loads((CONTRACTS / "outbox.json").read_text("utf-8"))
UNDOS = json.loads((CONTRACTS / "undos.json").read_text("utf-8"))
ROSTER = json.loads((CONTRACTS / "roster.json").read_text("utf-8"))


def undo_id(number: int) -> str:
    return f"01900000-0000-7000-9000-{number:012d}"


def name_of(case: Json) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", [*OUTBOX["cases"], *UNDOS["cases"]], ids=name_of)
def test_outbox_keeps_the_contract(case: Json, tmp_path: Path) -> None:
    player = OutboxPlayer(tmp_path)
    for step in case["steps"]:
        (verb,) = step.keys() - {"person", "scan"}
        getattr(player, verb)(step[verb], step)
    player.store.close()


@pytest.mark.parametrize("case", ROSTER["cases"], ids=name_of)
def test_roster_keeps_the_contract(case: Json, tmp_path: Path) -> None:
    player = RosterPlayer(tmp_path)
    for step in case["steps"]:
        ((verb, value),) = step.items()
        getattr(player, verb)(value)
    player.store.close()


class OutboxPlayer:
    """Each method plays one step of the contract."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = OUTBOX["start"]
        self.store = open_test_store(folder)
        self.pair_as("tablet")

    def pair_as(self, device_id: str, *_: object) -> None:
        self.outbox: Outbox = self.store.outbox(device_id, lambda: self.now)
        self.undos: UndoStore = self.store.undos(device_id, lambda: self.now)

    def restart(self, *_: object) -> None:
        self.store.close()
        self.store = open_test_store(self.folder)
        self.pair_as("tablet")

    def add(self, expected: int, step: Json) -> None:
        person = Person(*step["person"]) if "person" in step else None
        scan = self.outbox.add(lambda seq, _: make_scan(seq, step.get("scan")), person)
        assert scan["device_seq"] == expected

    def add_fails_with_id_of(self, number: int, *_: object) -> None:
        with pytest.raises(StoreFailedError):
            self.outbox.add(lambda seq, _: make_scan(seq, number))

    def told(self, number: int, *_: object) -> None:
        def refuse(_seq: int, last: str | None) -> Json:
            assert last == scan_id(number)
            raise LookupError

        with pytest.raises(LookupError):
            self.outbox.add(refuse)

    def settle(self, receipts: list[Json], *_: object) -> None:
        self.outbox.settle(
            make_receipt(scan_id(told["scan"])) | {k: v for k, v in told.items() if k != "scan"}
            for told in receipts
        )

    def park(self, told: tuple[int, str], *_: object) -> None:
        self.outbox.park(scan_id(told[0]), told[1])

    def resend(self, told: tuple[list[list[int]], int], *_: object) -> None:
        assert self.outbox.resend(told[0]) == told[1]

    def pass_ms(self, ms: int, *_: object) -> None:
        self.now += ms

    def forget_settled(self, *_: object) -> None:
        self.outbox.forget_settled()

    def oldest(self, told: tuple[int, list[int]], *_: object) -> None:
        assert [s["device_seq"] for s in self.outbox.oldest(told[0])] == told[1]

    def latest(self, told: tuple[int, list[int]], *_: object) -> None:
        assert [row["device_seq"] for row in self.outbox.latest(told[0])] == told[1]

    def parked(self, told: tuple[int, list[list[Any]]], *_: object) -> None:
        rows = self.outbox.parked_rows(told[0])
        assert [[row["device_seq"], row["reason"]] for row in rows] == told[1]

    def count(self, expected: Json, *_: object) -> None:
        assert asdict(self.outbox.count()) == expected | {"undos": 0}

    def last_seq(self, expected: int, *_: object) -> None:
        assert self.outbox.last_seq() == expected

    def check_ins(self, told: tuple[list[str], list[Json]], *_: object) -> None:
        found = self.outbox.check_ins_of(Person(*told[0]))
        assert [
            {"direction": own.check_in.direction, "at": own.check_in.at, "number": own.number}
            for own in found
        ] == told[1]

    def count_unknown(self, told: tuple[str, int], *_: object) -> None:
        assert self.outbox.count_unknown(told[0]) == told[1]

    def undo(self, told: tuple[int, int], *_: object) -> None:
        self.undos.add({"undo_id": undo_id(told[0]), "scan_id": scan_id(told[1]), "reason": "x"})

    def due(self, expected: list[int], *_: object) -> None:
        assert [m["undo_id"] for m in self.undos.due()] == [undo_id(n) for n in expected]

    def last_before(self, expected: int | None, *_: object) -> None:
        assert self.undos.last_before() == expected

    def count_undos(self, expected: int, *_: object) -> None:
        assert self.undos.count_waiting() == expected

    def settle_undo(self, told: tuple[int, Json], *_: object) -> None:
        self.undos.settle(undo_id(told[0]), UndoState(**told[1]))

    def undo_state(self, told: tuple[int, Json | None], *_: object) -> None:
        found = self.undos.find(undo_id(told[0]))
        assert (found and asdict(found)) == told[1]

    def forget_undos(self, *_: object) -> None:
        self.undos.forget_settled()

    def presence_at(self, told: tuple[int, list[Any]], *_: object) -> None:
        at = START + 1
        known = Presence(True, 1, 0, at, "gate-a", at) if told[0] >= 0 else NEVER_SEEN
        own = self.outbox.check_ins_of(Person("salon", "imane"))
        folded = fold_known(KnownPresence(known, told[0]), own)
        assert [folded.is_inside, folded.entry_count] == told[1]


class RosterPlayer:
    """Each method plays one step of the contract."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = open_test_store(folder)
        self.event("siccam")

    def event(self, event_id: str) -> None:
        self.roster: RosterStore = self.store.roster(event_id)

    def restart(self, _: object) -> None:
        self.store.close()
        self.store = open_test_store(self.folder)
        self.event("siccam")

    def page(self, page: Json) -> None:
        assert self.roster.take_page(page) == self.roster.state()

    def clear(self, _: object) -> None:
        self.roster.clear()

    def state(self, expected: Json) -> None:
        state = asdict(self.roster.state())
        assert {name: state[name] for name in expected} == expected

    def sealed(self, told: tuple[str, str | None]) -> None:
        assert self.roster.find_sealed(told[0]) == told[1]

    def presence(self, told: tuple[list[str], Json | None]) -> None:
        found = self.roster.find_presence(*told[0])
        if told[1] is None:
            assert found == KnownPresence()
        else:
            assert asdict(found.presence) | {"number": found.number} == told[1]

    def inside(self, told: tuple[str, int]) -> None:
        assert self.roster.count_inside(told[0]) == told[1]
