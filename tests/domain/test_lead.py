"""A lead is the same whatever the order in which its captures and edits arrive."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.lead import EMPTY_LEAD, Capture, Edit, fold_lead, view_lead
from tests.domain.lead_strategies import facts

Facts = tuple[list[dict[str, Any]], list[dict[str, Any]]]
_TIME = "0000000000{:03d}-0000-018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a20"


def _edit(number: int, field: str, value: Any, member: str = "Sara") -> Edit:
    return Edit(f"edit-{number}", field, value, _TIME.format(number), member, number)


def test_the_last_writer_of_a_field_wins() -> None:
    edits = [_edit(2, "rating", "hot", "Ali"), _edit(1, "rating", "cold")]
    view = view_lead(fold_lead([], edits))
    assert view["rating"] == "hot"
    assert {one["member"]: one["value"] for one in view["ratings"]} == {
        "Ali": "hot",
        "Sara": "cold",
    }


def test_notes_are_only_added() -> None:
    view = view_lead(fold_lead([], [_edit(2, "note", "then"), _edit(1, "note", "first")]))
    assert [note["text"] for note in view["notes"]] == ["first", "then"]


def test_what_is_taken_back_is_gone() -> None:
    fields = {"tag:CRM": (True, False), "answer:seats": ("a", None), "rating": ("hot", None)}
    edits = [
        _edit(2 * n + step, field, value)
        for n, (field, values) in enumerate(fields.items())
        for step, value in enumerate(values)
    ]
    view = view_lead(fold_lead([], edits))
    assert (view["tags"], view["answers"], view["rating"], view["ratings"]) == ([], {}, None, [])


@settings(max_examples=300)
@given(facts, st.randoms(use_true_random=False), st.integers(0, 7))
def test_any_order_gives_the_same_lead(found: Facts, dice: Any, cut: int) -> None:
    captures = [Capture(**one) for one in found[0]]
    edits = [Edit(**one) for one in found[1]]
    expected = fold_lead(captures, edits)
    dice.shuffle(captures)
    dice.shuffle(edits)
    assert fold_lead(captures, edits) == expected
    early = fold_lead(captures[:cut], edits[:cut])
    assert fold_lead(captures[cut:], edits[cut:], early) == expected
    assert fold_lead(captures, edits, expected) == expected
    assert fold_lead([], [], expected) == expected
    assert fold_lead(captures, edits, EMPTY_LEAD) == expected
