"""The domain of leads as JSON in, JSON out; the JavaScript side is `lead_functions.mjs`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from domain import hybrid_time, lead, lead_capture, lead_messages, qualifiers, share_levels
from domain.errors import MessageError

Given = dict[str, Any]


def _make_hybrid_time(given: Given) -> Any:
    try:
        return hybrid_time.make_hybrid_time(**given)
    except ValueError:
        return {"error": "not_a_hybrid_time"}


def _parse_hybrid_time(given: Given) -> Any:
    found = hybrid_time.parse_hybrid_time(given["text"])
    return asdict(found) if found else None


def _fold_lead(given: Given) -> Any:
    captures = [lead.Capture(**one) for one in given["captures"]]
    edits = [lead.Edit(**one) for one in given["edits"]]
    folded = lead.fold_lead(captures, edits)
    assert lead.lead_from_json(lead.lead_to_json(folded)) == folded
    return {"fold": lead.lead_to_json(folded), "view": lead.view_lead(folded)}


def _parse_fact_batch(given: Given) -> Any:
    try:
        return [asdict(one) for one in lead_messages.parse_fact_batch(given["message"])]
    except MessageError as error:
        return {"error": error.code}


def _decide_capture(given: Given) -> Any:
    visitor = given["visitor"]
    verdict = lead_capture.decide_capture(
        given["code_kind"],
        given["text"],
        lead_capture.Visitor(**visitor) if visitor else None,
        given["gives_contact"],
        given["is_training"],
    )
    return asdict(verdict)


def _judge_answer(given: Given) -> Any:
    """Whether it fits, whether a question that hangs on it is asked, and how it is kept."""
    try:
        kept = qualifiers.read_answer(given["answer"])
    except ValueError:
        return {"error": "no_answer"}
    options = tuple(qualifiers.Option(code, {}) for code in given["options"])
    question = qualifiers.Qualifier("asked", given["kind"], {}, options)
    condition = qualifiers.Condition("asked", tuple(given["any_of"]))
    follower = qualifiers.Qualifier("follower", "text", {}, (), condition)
    return {
        "kept": kept,
        "fits": qualifiers.fits(question, kept),
        "is_asked": qualifiers.is_asked(follower, {"asked": kept}),
    }


LEAD_FUNCTIONS: dict[str, Callable[[Given], Any]] = {
    "make_hybrid_time": _make_hybrid_time,
    "parse_hybrid_time": _parse_hybrid_time,
    "fields_shared": lambda given: list(share_levels.fields_shared(given["level"])),
    "fold_lead": _fold_lead,
    "parse_fact_batch": _parse_fact_batch,
    "decide_capture": _decide_capture,
    "judge_answer": _judge_answer,
}
