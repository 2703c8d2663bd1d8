"""How close occupations are, worked out by hand.

    A1101 p q    A1102 p q    B1101 p    C1101 none

p is required by three of four, ln(5 / 3) = 0.5108; q by two, ln(5 / 2) = 0.9163. Common to A1101
and B1101 is p: 0.5108 / 1.4271 = 0.3579.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.moves.closeness import Closeness
from graph.analyses.moves.skills import Skills
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from tests.graph.analyses.moves.small import closeness

FOUR = {"A1101": "pq", "A1102": "pq", "B1101": "p", "C1101": ""}
held = st.text(alphabet="pqrs", max_size=4).map(lambda letters: "".join(sorted(set(letters))))


def test_each_part_by_hand() -> None:
    found = closeness(FOUR)
    assert found.parts["skills"][0].tolist() == pytest.approx([1, 1, 0.3579, 0], abs=1e-4)
    assert found.parts["domain"][0].tolist() == [1, 1, 0, 0]
    assert found.parts["family"][0].tolist() == [1, 0, 0, 0]
    for silent in ("words", "titles"):
        assert not found.parts[silent].any()


def test_the_likeness_is_the_weighed_mean_and_nobody_is_like_himself() -> None:
    expected = [0, (1 + 0.05) / 2.65, 0.3579 / 2.65, 0]
    assert closeness(FOUR).likeness[0].tolist() == pytest.approx(expected, abs=1e-4)


def test_a_family_is_of_those_with_one_head() -> None:
    told = {"A1101": {"parent": "A1101"}, "B1101": {"parent": "A1101"}}
    found = closeness(FOUR, told)
    assert found.families.tolist() == ["A1101", "A1102", "A1101", "C1101"]
    assert found.heads.tolist() == [True, False, False, False]
    assert found.parts["family"][0].tolist() == [1, 0, 1, 0]


def test_a_domain_that_is_said_comes_before_the_head_of_the_code() -> None:
    told = {"B1101": {"domain": "A11"}, "A1102": {"domain": "Z99"}}
    assert closeness(FOUR, told).parts["domain"][0].tolist() == [1, 0, 1, 0]


def test_skills_of_another_kind_have_no_part_in_an_overlap_of_one() -> None:
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key} for key in ("A1101", "B1101", "C1101")],
        "Skill": [{"key": "p", "kind": "context"}, {"key": "q", "kind": "savoir"}],
    }
    links: list[EdgeRecord] = [
        ("A1101", "p", {}), ("A1101", "q", {}), ("B1101", "p", {}), ("C1101", "q", {}),
    ]  # fmt: skip
    snapshot = Snapshot.build(nodes, {"Occupation-REQUIRES-Skill": links}, Viewer())
    found = Closeness(Skills(snapshot))
    assert found.contexts[0].tolist() == [1, 1, 0]


@given(st.lists(held, min_size=1, max_size=6))
@settings(deadline=None, max_examples=40)
def test_both_ways_are_equal_and_between_nothing_and_all(required: list[str]) -> None:
    found = closeness({f"A11{n:02}": letters for n, letters in enumerate(required)})
    assert np.array_equal(found.likeness, found.likeness.T)
    assert found.likeness.min() >= 0
    assert found.likeness.max() <= 1
    for i, j in product(range(len(required)), repeat=2):
        both = bool(set(required[i]) & set(required[j]))
        assert (found.parts["skills"][i, j] > 0) == both
