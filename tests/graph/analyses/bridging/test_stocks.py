"""Stocks in arrays: what goes in comes out, in the order that is asked for."""

from __future__ import annotations

import numpy as np

from graph.analyses.bridging.stocks import Employer, Stocks, employer_numbers, employer_of


def stocks(label: str, *occupations: tuple[int, ...]) -> Stocks:
    size = len(occupations)
    return Stocks(
        labels=np.full(size, label),
        records=np.arange(size),
        employers=employer_numbers("Actor", np.arange(size)),
        occupations=np.fromiter(occupations, dtype=np.object_),
        people=np.arange(1, size + 1),
        starts_on=np.full(size, "2026-10-01"),
        until=np.full(size, "2027-01-01"),
        visibility=np.full(size, "partners"),
        where=np.full((size, 2), 47.5),
    )


def test_a_number_tells_a_company_from_an_actor_of_the_same_place() -> None:
    numbers = [employer_numbers(label, 7).item() for label in ("Company", "Actor")]
    assert [employer_of(number) for number in numbers] == [
        Employer("Company", 7),
        Employer("Actor", 7),
    ]


def test_a_stock_is_told_with_all_that_its_arrays_hold() -> None:
    second = stocks("Surplus", (4,), (5, 6))[1]
    assert second == (
        "Surplus", 1, ("Actor", 1), (5, 6), 2, "2026-10-01", "2027-01-01", "partners", (47.5, 47.5)
    )  # fmt: skip


def test_each_occupation_of_a_stock_stands_beside_its_place() -> None:
    places, occupations = stocks("Need", (4,), (), (5, 6)).by_occupation()
    assert list(zip(places.tolist(), occupations.tolist(), strict=True)) == [(0, 4), (2, 5), (2, 6)]


def test_those_chosen_and_those_before_others_keep_their_order() -> None:
    chosen = stocks("Staff", (1,), (2,), (3,)).only(np.array([True, False, True]))
    both = chosen.before(stocks("Surplus", (9,)))
    assert [stock.place for stock in both] == [("Staff", 0), ("Staff", 2), ("Surplus", 0)]
    assert [stock.occupations for stock in both] == [(1,), (3,), (9,)]
