"""What a snapshot says of moves: flags, ranks, refusals, and which lists are made of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from graph.analyses.moves.moves import Moves, move_reasons, moves_of
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from tests.graph.analyses.moves.small import rome

FOUR = {"A1101": "pq", "A1102": "pq", "B1101": "p", "C1101": ""}
A, A2, B, C = range(4)


def with_edges(**told: list[EdgeRecord]) -> Moves:
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key} for key in FOUR],
        "Skill": [{"key": "p"}, {"key": "q"}],
    }
    edges: dict[str, list[EdgeRecord]] = {
        "Occupation-REQUIRES-Skill": [(a, b, {}) for a, all_ in FOUR.items() for b in all_],
        **{f"Occupation-{edge}-Occupation": links for edge, links in told.items()},
    }
    return Moves(Snapshot.build(nodes, edges, Viewer()))


@pytest.mark.parametrize("blank", [None, False])
def test_a_flag_that_is_blank_is_as_one_that_is_not_set(blank: object) -> None:
    told = {
        "A1101": {"regulated": True, "retired": blank},
        "A1102": {"regulated": blank, "retired": True},
    }
    found = Moves(rome(FOUR, told=told))
    assert (set(found.regulated), set(found.retired)) == ({A}, {A2})


def test_an_occupation_without_flags_is_neither_regulated_nor_retired() -> None:
    found = Moves(rome(FOUR))
    assert not found.regulated | found.retired


def test_a_rank_is_that_of_the_official_mobility_and_zero_where_it_is_not_said() -> None:
    found = with_edges(MOVES_TO=[("A1101", "B1101", {"rank": 3}), ("A1101", "C1101", {})])
    assert (found.rank(A, B), found.rank(A, C), found.rank(B, A)) == (3, 0, None)
    told = [
        [each.code for each in move_reasons(found, A, end) if "official" in each.code]
        for end in (A2, B, C)
    ]
    assert told == [[], ["move.official"], ["move.official_unranked"]]


def test_a_mobility_to_itself_is_none() -> None:
    found = with_edges(MOVES_TO=[("A1101", "A1101", {}), ("A1101", "B1101", {})])
    assert np.flatnonzero(found.known[A]).tolist() == [B]


def test_what_is_refused_or_retired_or_itself_is_in_no_list() -> None:
    found = with_edges(VETOED=[("A1101", "A1102", {})])
    assert [each.place for each in found.ranking(A)] == [B]
    assert [each.place for each in found.ranking(A2)] == [A, B]
    retired = Moves(rome(FOUR, told={"A1102": {"retired": True}}))
    assert [each.place for each in retired.ranking(A)] == [B]


def test_an_official_destination_that_is_like_nothing_is_in_the_list() -> None:
    """C1101 has no skill: nothing speaks for it but the mobility."""
    assert [each.place for each in Moves(rome(FOUR)).ranking(A)] == [A2, B]
    official = Moves(rome(FOUR, [("A1101", "C1101")]))
    assert {each.place for each in official.ranking(A)} == {A2, B, C}


def test_practice_needs_sixty_occupations_that_lead_somewhere() -> None:
    keys = [f"A1{n:03}" for n in range(61)]
    moves = list(itertools.pairwise(keys))
    few = Moves(rome(dict.fromkeys(keys, "p"), moves[:59]))
    enough = Moves(rome(dict.fromkeys(keys, "p"), moves[:60]))
    assert (few.practised, enough.practised) == (False, True)
    assert {each.track for each in few.ranking(0)} == {"close"}
    assert [each.track for each in enough.ranking(0)[:6]] == ["frequent", "frequent", "close"] * 2
    assert not few.scores(0).practice.any()


def test_the_score_is_likeness_or_practice() -> None:
    keys = [f"A1{n:03}" for n in range(61)]
    found = Moves(rome(dict.fromkeys(keys, "p"), itertools.pairwise(keys))).scores(0)
    expected = 1 - (1 - found.likeness) * (1 - found.practice)
    assert found.score == pytest.approx(expected, abs=2e-6)
    assert found.practice.max() > 0


def test_moves_are_made_once_for_a_snapshot() -> None:
    one, other = rome(FOUR), rome(FOUR)
    assert moves_of(one) is moves_of(one)
    assert moves_of(one) is not moves_of(other)
