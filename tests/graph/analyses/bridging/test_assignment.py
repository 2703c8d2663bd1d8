"""Joint assignment of people, where greedy is wrong and where only the order decides."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings, strategies as st

from graph.analyses.bridging.assignment import Cells, assign


class Cell(NamedTuple):
    """One supply that may fill one demand."""

    supply: int
    demand: int
    score: float
    km: float


def assigned(supply: list[int], demand: list[int], cells: list[Cell]) -> list[int]:
    ends = np.array([(cell.supply, cell.demand) for cell in cells], np.int64).reshape(-1, 2).T
    worth = np.array([(cell.score, cell.km) for cell in cells], np.float64).reshape(-1, 2).T
    people: list[int] = assign(
        np.array(supply), np.array(demand), Cells(ends[0], ends[1], worth[0], worth[1])
    ).tolist()
    return people


def test_the_best_cell_gives_way_when_more_people_land_without_it() -> None:
    """By score the first supply would take demand 0, and the second would land nowhere."""
    cells = [Cell(0, 0, 1.0, 0), Cell(0, 1, 0.6, 0), Cell(1, 0, 0.5, 0)]
    assert assigned([1, 1], [1, 1], cells) == [0, 1, 1]


def test_as_many_people_the_greatest_score_decides() -> None:
    cells = [Cell(0, 0, 0.9, 0), Cell(0, 1, 0.8, 0), Cell(1, 0, 0.7, 0), Cell(1, 1, 0.5, 0)]
    assert assigned([1, 1], [1, 1], cells) == [0, 1, 1, 0]


def test_between_equals_the_nearest_then_the_first_decide() -> None:
    far_near = [Cell(0, 0, 0.5, 30.0), Cell(1, 0, 0.5, 10.0)]
    assert assigned([1, 1], [1], far_near) == [0, 1]
    equal = [Cell(0, 0, 0.5, 10.0), Cell(1, 0, 0.5, 10.0)]
    assert assigned([1, 1], [1], equal) == [1, 0]


def test_two_plans_of_one_worth_keep_the_first_cell() -> None:
    square = [Cell(*pair, 1.0, 5.0) for pair in product(range(2), range(2))]
    assert assigned([3, 2], [3, 2], square) == [3, 0, 0, 2]


def test_without_cells_nobody_moves() -> None:
    assert assigned([4], [4], []) == []


sizes = st.lists(st.integers(1, 5), min_size=1, max_size=3)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], list[int], list[Cell]]:
    supply, demand = draw(sizes), draw(sizes)
    pairs = list(product(range(len(supply)), range(len(demand))))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=len(pairs)))
    score = st.integers(0, 10).map(lambda tenth: tenth / 10)
    return supply, demand, [Cell(*pair, draw(score), 0.0) for pair in sorted(chosen)]


@settings(max_examples=40, deadline=None)
@given(problems())
def test_no_plan_of_whole_people_is_better(
    problem: tuple[list[int], list[int], list[Cell]],
) -> None:
    supply, demand, cells = problem
    people = assigned(supply, demand, cells)
    assert fits(people, supply, demand, cells)
    assert worth(people, cells) >= best_by_trying(supply, demand, cells)


def fits(people: list[int], supply: list[int], demand: list[int], cells: list[Cell]) -> bool:
    left, wanted = list(supply), list(demand)
    for count, cell in zip(people, cells, strict=True):
        left[cell.supply] -= count
        wanted[cell.demand] -= count
    return min(people, default=0) >= 0 and min(left) >= 0 and min(wanted) >= 0


def worth(people: list[int], cells: list[Cell]) -> tuple[int, float]:
    scores = sum(n * cell.score for n, cell in zip(people, cells, strict=True))
    return sum(people), round(scores, 3)


def best_by_trying(supply: list[int], demand: list[int], cells: list[Cell]) -> tuple[int, float]:
    """The worth of the best plan, over every number of people on every cell in turn."""
    found = {(tuple(supply), tuple(demand)): (0, 0.0)}
    for cell in cells:
        grown: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, float]] = {}
        for (left, wanted), (count, scores) in found.items():
            for n in range(min(left[cell.supply], wanted[cell.demand]) + 1):
                state = (less(left, cell.supply, n), less(wanted, cell.demand, n))
                value = (count + n, round(scores + n * cell.score, 3))
                grown[state] = max(grown.get(state, (0, 0.0)), value)
        found = grown
    return max(found.values())


def less(amounts: tuple[int, ...], place: int, n: int) -> tuple[int, ...]:
    return (*amounts[:place], amounts[place] - n, *amounts[place + 1 :])
