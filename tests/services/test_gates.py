"""Gates: a name, a list, a direction, in the organizer's order."""

import pytest

from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.events import get_event_setup
from server.services.gates import NewGate, add_gate, change_gate, move_gate
from tests.support.fair import Fair


def names(fair: Fair) -> list[str]:
    return [gate.name for gate in get_event_setup(fair.database, fair.event_id).gates]


def test_it_works(fair: Fair) -> None:
    new = NewGate("  Sortie   nord ", fair.list_id, "exit")
    gate_id = add_gate(fair.database, fair.event_id, new, fair.clock())
    setup = get_event_setup(fair.database, fair.event_id)
    added = setup.gates[-1]
    assert (added.id, added.name, added.direction) == (gate_id, "Sortie nord", "exit")
    assert added.change_number == setup.event.change_number


def test_a_change_reaches_the_next_scan(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    assert device.scan(fair.code("imane"))["verdict"] == "admitted"
    before = change_gate(
        fair.database, fair.gate_a, NewGate("Sortie", fair.list_id, "exit"), fair.clock()
    )
    assert before.direction == "entry"
    assert device.scan(fair.code("imane"), direction="exit")["verdict"] == "exited"
    assert names(fair) == ["Sortie", "Porte B"]


def test_the_organizer_decides_the_order(local_fair: Fair) -> None:
    fair = local_fair
    move_gate(fair.database, fair.gate_b, -1, fair.clock())
    assert names(fair) == ["Porte B", "Porte A"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "name_missing", "name"),
        ({"direction": "sideways"}, "bad_direction", "direction"),
        ({"list_id": "nowhere"}, "list_unknown", "list_id"),
        ({"name": "Porte A"}, "gate_exists", "name"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(
    local_fair: Fair, changes: dict[str, str], code: str, field: str
) -> None:
    fair = local_fair
    wrong = NewGate(**({"name": "Porte C", "list_id": fair.list_id} | changes))
    for write in (
        lambda: add_gate(fair.database, fair.event_id, wrong, fair.clock()),
        lambda: change_gate(fair.database, fair.gate_b, wrong, fair.clock()),
    ):
        with pytest.raises(AccueilError) as caught:
            write()
        assert (caught.value.code, caught.value.params["field"]) == (code, field)
    assert names(fair) == ["Porte A", "Porte B"]


def test_a_gate_that_does_not_exist(local_fair: Fair) -> None:
    fair = local_fair
    with pytest.raises(NotFoundError, match="no gate"):
        change_gate(fair.database, "nowhere", NewGate("Porte", fair.list_id), fair.clock())
    with pytest.raises(NotFoundError, match="no gate"):
        move_gate(fair.database, "nowhere", 1, fair.clock())


def test_a_taken_name_is_a_conflict(fair: Fair) -> None:
    new = NewGate("Porte A", fair.list_id)
    with pytest.raises(ConflictError):
        add_gate(fair.database, fair.event_id, new, fair.clock())
