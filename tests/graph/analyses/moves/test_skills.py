"""Skills and what a move asks, worked out by hand.

    A1101 p q    B1101 p r    C1101 p

p is required by all three, ln(4 / 3) = 0.2877; q and r by one, ln 4 = 1.3863.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.moves.skills import Skills, effort, veto
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from tests.graph.analyses.moves.small import rome

THREE = {"A1101": "pq", "B1101": "pr", "C1101": "p"}
A, B, C = range(3)
P, Q, R = range(3)


def test_weights_totals_and_coverage() -> None:
    found = Skills(rome(THREE))
    assert found.weights.tolist() == pytest.approx([0.2877, 1.3863, 1.3863], abs=1e-4)
    assert found.totals.tolist() == pytest.approx([1.6740, 1.6740, 0.2877], abs=1e-4)
    assert found.coverage(A).tolist() == pytest.approx([1, 0.1719, 1], abs=1e-4)
    assert found.coverage(C).tolist() == pytest.approx([0.1719, 0.1719, 1], abs=1e-4)


def test_what_is_held_and_what_is_missing_goes_one_way() -> None:
    found = Skills(rome(THREE))
    assert (found.held(A, B), found.missing(A, B)) == ([P], [R])
    assert (found.held(B, A), found.missing(B, A)) == ([P], [Q])
    assert (found.held(A, C), found.missing(A, C)) == ([P], [])


def test_core_skills_are_those_that_are_told_so_and_a_blank_is_none() -> None:
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": "A1101"}],
        "Skill": [{"key": key, "title": key.upper(), "kind": "context"} for key in "pqr"],
    }
    links: list[EdgeRecord] = [
        ("A1101", "p", {"core": True}), ("A1101", "q", {"core": False}), ("A1101", "r", {}),
    ]  # fmt: skip
    found = Skills(Snapshot.build(nodes, {"Occupation-REQUIRES-Skill": links}, Viewer()))
    assert found.core == {(0, P)}
    told = found.described([P, Q], 0)
    assert [(each.title, each.kind, each.core) for each in told] == [
        ("P", "context", True),
        ("Q", "context", False),
    ]


def test_without_skills_nothing_is_covered() -> None:
    found = Skills(rome({"A1101": "", "B1101": ""}))
    assert found.coverage(0).tolist() == [0, 0]
    assert found.totals.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("coverage", "likeness", "told"),
    [(0.25, 0, "short"), (0, 0.25, "short"), (0.24, 0.24, "long"), (1, 1, "short")],
)
def test_a_quarter_of_either_makes_a_move_short(
    coverage: float, likeness: float, told: str
) -> None:
    assert effort(coverage, likeness) == told
    assert effort(coverage, likeness, regulated=True) == "long"
    assert effort(coverage, likeness, regulated=True, same=True) == "same"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"reason": "Habilitation", "said_by": "Conseil"},
            "Piste écartée (Conseil) : Habilitation.",
        ),
        ({"reason": "Habilitation", "said_by": None}, "Piste écartée : Habilitation."),
        ({"reason": "", "said_by": "Conseil"}, "Piste écartée, sans motif noté."),
    ],
)
def test_a_refusal_says_who_and_why_where_that_is_known(
    values: dict[str, object], sentence: str
) -> None:
    assert veto(values).sentence == sentence


letters = st.text(alphabet="pqrst", max_size=5).map(lambda told: "".join(sorted(set(told))))


@given(st.lists(letters, min_size=2, max_size=5))
@settings(deadline=None, max_examples=60)
def test_a_skill_less_that_is_lacking_never_lowers_coverage(required: list[str]) -> None:
    origin, destination = required[:2]
    keys = [f"A11{n:02}" for n in range(len(required))]
    before = Skills(rome(dict(zip(keys, required, strict=True)))).coverage(0)[1]
    for lacking in sorted(set(destination) - set(origin)):
        fewer = [origin, destination.replace(lacking, ""), *required[2:]]
        found = Skills(rome(dict(zip(keys, fewer, strict=True))))
        if found.of(1):
            assert found.coverage(0)[1] >= before


@given(st.lists(letters, min_size=2, max_size=5))
@settings(deadline=None, max_examples=60)
def test_held_and_missing_are_all_that_is_required(required: list[str]) -> None:
    found = Skills(rome({f"A11{n:02}": told for n, told in enumerate(required)}))
    held, missing = found.held(0, 1), found.missing(0, 1)
    assert {*held, *missing} == found.of(1)
    assert not {*held} & {*missing}
    share = found.weights[held].sum() / found.totals[1] if found.totals[1] else 0
    assert found.coverage(0)[1] == pytest.approx(share, abs=1e-9)
