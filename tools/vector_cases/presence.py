"""Who is inside after entries and exits in whatever order they arrive."""

from tools.vector_cases import Section, case, section

_IN_A = ("entry", 100, "gate-a")
_IN_B = ("entry", 200, "gate-b")
_OUT = ("exit", 150, "gate-a")

_Fact = tuple[str, int, str]


def make_sections() -> list[Section]:
    """The fold, one case a story."""
    return [section("fold_presence", [*_in_order(), *_out_of_order()])]


def _fold(name: str, facts: list[_Fact], **expected: object) -> dict[str, object]:
    presence: dict[str, object] = {
        "is_inside": False,
        "entry_count": 0,
        "exit_count": 0,
        "entered_at": None,
        "entered_gate_id": None,
        "last_at": None,
    }
    check_ins = [{"direction": way, "at": at, "gate_id": gate} for way, at, gate in facts]
    return case(name, {"check_ins": check_ins}, presence | expected)


def _entered(at: int, gate: str) -> dict[str, object]:
    return {"entered_at": at, "entered_gate_id": gate}


def _in_order() -> list[dict[str, object]]:
    a, b = _entered(100, "gate-a"), _entered(200, "gate-b")
    return [
        _fold("never seen", []),
        _fold("came in", [_IN_A], is_inside=True, entry_count=1, last_at=100, **a),
        _fold("went home", [_IN_A, _OUT], entry_count=1, exit_count=1, last_at=150, **a),
        _fold(
            "came back",
            [_IN_A, _OUT, _IN_B],
            is_inside=True,
            entry_count=2,
            exit_count=1,
            last_at=200,
            **b,
        ),
        _fold("only seen leaving", [_OUT], exit_count=1, last_at=150),
        _fold("let in twice", [_IN_A, _IN_B], is_inside=True, entry_count=2, last_at=200, **b),
        _fold("left twice", [_OUT, _OUT], exit_count=2, last_at=150),
    ]


def _out_of_order() -> list[dict[str, object]]:
    a, b = _entered(100, "gate-a"), _entered(200, "gate-b")
    same_in, same_out = ("entry", 100, "gate-b"), ("exit", 100, "gate-b")
    left = {"entry_count": 1, "exit_count": 1}
    return [
        _fold(
            "an entry arrives after the exit that followed", [_OUT, _IN_A], last_at=150, **left, **a
        ),
        _fold(
            "an exit arrives after the entry that followed",
            [_IN_B, _OUT],
            is_inside=True,
            last_at=200,
            **left,
            **b,
        ),
        _fold(
            "an older entry arrives late",
            [_IN_B, _IN_A],
            is_inside=True,
            entry_count=2,
            last_at=200,
            **b,
        ),
        _fold("in and out in one millisecond", [_IN_A, same_out], last_at=100, **left, **a),
        _fold("out and in in one millisecond", [same_out, _IN_A], last_at=100, **left, **a),
        _fold(
            "two gates in one millisecond",
            [_IN_A, same_in],
            is_inside=True,
            entry_count=2,
            last_at=100,
            **_entered(100, "gate-b"),
        ),
        _fold(
            "two gates in one millisecond, the other way round",
            [same_in, _IN_A],
            is_inside=True,
            entry_count=2,
            last_at=100,
            **_entered(100, "gate-b"),
        ),
    ]
