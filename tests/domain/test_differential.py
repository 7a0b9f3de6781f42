"""Python and JavaScript give the same answers to tens of thousands of generated cases.

The cases are the same in every run; see conftest.py for new ones.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.domain import lead_strategies as leads
from tests.domain import sealing_strategies as sealing
from tests.domain import strategies
from tests.domain.javascript import JavaScript, run_javascript
from tests.domain.python_functions import FUNCTIONS
from tools.vector_cases.badge_codes import KEYRING
from tools.vector_cases.sealed_code import PUBLIC_KEY as SEALING_KEY

CASES_AT_LEAST = 20_000
SPARE = 1.25
"""Hypothesis sometimes makes the same case twice; only different ones count."""


@dataclass(frozen=True)
class Comparison:
    """How many cases of what kind a function is given; `family` come of one draw."""

    function: str
    cases: strategies.Cases
    count: int
    family: int = 1
    shared: dict[str, Any] = field(default_factory=dict)


COMPARISONS = (
    Comparison("parse_badge_code", strategies.texts, 3_000, 3, {"keyring": KEYRING}),
    Comparison("undo_layouts", strategies.texts, 1_200, 3),
    Comparison("make_badge_code", strategies.makings, 600),
    Comparison("check_character", strategies.bodies, 500),
    Comparison("format_short_code", strategies.shorts, 100),
    Comparison("make_scan_id", strategies.id_makings, 1_500, 3),
    Comparison("is_scan_id", strategies.id_texts, 300),
    Comparison("measure_offset", strategies.samples, 300),
    Comparison("best_offset", strategies.sample_lists, 600, 3),
    Comparison("corrected_time", strategies.device_times, 300),
    Comparison("plausible_time", strategies.arrivals, 300),
    Comparison("is_clock_off", strategies.offsets, 200),
    Comparison("fold_presence", strategies.check_ins, 2_000, 4),
    Comparison("decide_admission", strategies.admissions, 4_500, 4),
    Comparison("parse_scan_batch", strategies.batches, 1_500, 3),
    Comparison("text_token", sealing.texts, 300, 3),
    Comparison("roster_index", sealing.tokens, 300),
    Comparison("seal_entry", sealing.sealings, 600),
    Comparison("open_entry", sealing.openings, 600, 3),
    Comparison("roster_digest", sealing.digests, 300),
    Comparison("seal_code", sealing.codes, 600, 3, {"public_key": SEALING_KEY}),
    Comparison("clip_badge_text", strategies.texts, 800, 3),
    Comparison("make_hybrid_time", leads.hybrid_makings, 150),
    Comparison("parse_hybrid_time", leads.hybrid_texts, 8),
    Comparison("fields_shared", leads.levels, 5),
    Comparison("fold_lead", leads.folds, 1_200, 2),
    Comparison("parse_fact_batch", leads.fact_batches, 1_000),
    Comparison("decide_capture", leads.decisions, 1_000),
    Comparison("judge_answer", leads.answers, 500),
)

_SETTINGS = settings(
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with run_javascript() as running:
        yield running


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.function)
def test_both_languages_agree(javascript: JavaScript, comparison: Comparison) -> None:
    compared: set[str] = set()

    @settings(_SETTINGS, max_examples=int(comparison.count * SPARE) // comparison.family)
    @given(comparison.cases)
    def compare(cases: list[dict[str, Any]]) -> None:
        for sent in map(json.dumps, cases):
            assert_same_answer(javascript, comparison, sent)
            compared.add(sent)

    compare()
    different = len(compared)
    assert different >= comparison.count


def test_the_comparisons_are_enough() -> None:
    assert {comparison.function for comparison in COMPARISONS} == set(FUNCTIONS)
    assert sum(comparison.count for comparison in COMPARISONS) >= CASES_AT_LEAST


def assert_same_answer(javascript: JavaScript, comparison: Comparison, sent: str) -> None:
    """Both get the case as it comes out of JSON, and answer in JSON."""
    case = json.loads(sent)
    here = FUNCTIONS[comparison.function]({**comparison.shared, **case})
    there = javascript.ask(comparison.function, case, comparison.shared)
    assert json.loads(json.dumps(here)) == there, f"{comparison.function} of {sent}"
