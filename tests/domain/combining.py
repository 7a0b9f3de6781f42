"""Strategies that are cheap to draw from.

A draw is what costs time, and there are tens of thousands of cases: values that belong together
are drawn at once from a list of all their combinations, and one draw gives several variants of a
case.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from hypothesis import strategies as st

VARIANTS = 4
Values = st.SearchStrategy[Any]


def weigh(*choices: tuple[int, Values]) -> Values:
    """One of the strategies, each as often as its weight says."""
    drawn = [values for weight, values in choices for _ in range(weight)]
    return st.sampled_from(drawn).flatmap(lambda values: values)


def combine(**fields: Sequence[Any]) -> Values:
    """Objects of all combinations of the fields' values, by a single draw."""
    return st.sampled_from(shuffle(make_combinations(**fields)))


def shuffle(values: Iterable[Any]) -> list[Any]:
    """In an order without meaning, always the same: Hypothesis prefers what comes first."""
    listed = list(values)
    return random.Random(20240426).sample(listed, len(listed))


def make_combinations(**fields: Sequence[Any]) -> Iterator[Any]:
    """All of them, one by one."""
    for values in product(*fields.values()):
        yield dict(zip(fields, values, strict=True))


def hex_digits(size: int) -> Values:
    """As many random bytes."""
    return st.binary(min_size=size, max_size=size).map(bytes.hex)
