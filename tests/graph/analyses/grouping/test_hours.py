"""Closed forms of shared jobs, against cases worked out by hand and a linear programme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from graph.analyses.grouping.hours import (
    Floats,
    Rules,
    checked,
    covered,
    gain,
    margin,
    residual,
    whole,
)
from graph.errors import DataError

RULES = Rules()
FIRST, LAST = range(6), range(6, 12)
MONTHLY = arrays(np.float64, 12, elements=st.integers(0, 300).map(lambda n: n / 100))


def on(months: Sequence[int], value: float) -> Floats:
    """Returns a need of `value` in some months (0 is January), none in the others."""
    return np.array([value if month in months else 0.0 for month in range(12)])


def flat(value: float) -> Floats:
    """Returns a need of `value` all year."""
    return np.full(12, value)


def jobs_of(*needs: Floats) -> int:
    """Returns g of employers with these needs, their own jobs taken off first."""
    left = residual(np.array(needs), RULES)
    return int(gain(left, np.arange(len(needs))[None], RULES)[0])


@pytest.mark.parametrize(
    ("needs", "jobs"),
    [
        pytest.param([on(FIRST, 1), on(LAST, 1)], 1, id="opposite half-years"),
        pytest.param([on(FIRST, 1), on(FIRST, 1)], 0, id="same half-year"),
        pytest.param([on(range(6), 1), on(range(7, 12), 1)], 0, id="a month missing in both"),
        pytest.param([flat(1), flat(0.3)], 0, id="a job alone, then 0.3"),
        pytest.param([flat(1.6), flat(0.4)], 1, id="1.6 leaves 0.6, with 0.4"),
        pytest.param([flat(0.6), flat(0.4)], 1, id="the share limit just met"),
        pytest.param([flat(0.7), flat(0.25)], 0, id="others bring under 35 %"),
        pytest.param([on(FIRST, 0.4) + on(LAST, 0.6)] * 2, 1, id="annualised 0.8 and 1.2"),
        pytest.param([flat(0.55), on(range(11), 0.5) + on([11], 0.14)], 0, id="a month at 0.69"),
        pytest.param([flat(0.55), on(range(11), 0.5) + on([11], 0.15)], 1, id="a month at 0.70"),
        pytest.param([on(FIRST, 2), on(LAST, 2)], 1, id="opposite 2 + 2: one leaver ends both"),
        pytest.param([on(FIRST, 1), on(LAST, 1)] * 2, 2, id="opposite 1 + 1 + 1 + 1"),
        pytest.param([on(FIRST, 1), on(LAST, 1), on([3], 0.5)], 1, id="a useless third"),
        pytest.param([flat(0.5)], 0, id="one employer"),
        pytest.param([flat(0.0), flat(0.0)], 0, id="no need at all"),
        pytest.param([flat(0.5), flat(0.5)], 1, id="equal needs"),
    ],
)
def test_jobs_of_a_case_worked_out_by_hand(needs: list[Floats], jobs: int) -> None:
    assert jobs_of(*needs) == jobs


@pytest.mark.parametrize(
    ("need", "left"),
    [
        (flat(1.6), flat(0.6)),
        (flat(0.9), flat(0.9)),
        (flat(2.0), flat(0.0)),
        (on(FIRST, 3), on(FIRST, 3)),
        # 0.8 and 1.2: its own job works 1.1 in the long months to fill 95 % of the year
        (on(FIRST, 0.8) + on(LAST, 1.2), on(LAST, 0.1)),
    ],
)
def test_own_jobs_come_off_first(need: Floats, left: Floats) -> None:
    assert residual(need[None], RULES)[0] == pytest.approx(left)


@given(MONTHLY)
def test_an_employer_alone_scores_nothing(need: Floats) -> None:
    left = residual(need[None], RULES)
    assert int(whole(margin(left, RULES))[0]) == 0
    assert bool((left <= need).all())


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        (flat(1.0), 12 / 11.4),
        (flat(0.95), 1.0),
        (on(FIRST, 0.8) + on(LAST, 1.2), (4.8 + 7.2) / 11.4),
        (on(range(11), 1.05) + on([11], 0.7), 1.0),
        # twice as much in half of the year: the lean half binds, 6 / (11.4 - 6 * 1.15)
        (on(FIRST, 1) + on(LAST, 2), 6 / 4.5),
        (flat(0.0), 0.0),
    ],
)
def test_the_margin_of_totals_worked_out_by_hand(totals: Floats, expected: float) -> None:
    assert float(margin(totals[None], RULES)[0]) == pytest.approx(expected)


def by_linear_programme(totals: Floats, rules: Rules) -> float:
    """Returns the most jobs k, u_m hours worked a month: u ≤ T, u ≤ (1+α)k, Σu ≥ 12τk, T ≥ βk."""
    hours = np.vstack(
        [
            np.c_[np.eye(12), np.full(12, -1 - rules.alpha)],
            [*[-1.0] * 12, 12 * rules.tau],
            np.c_[np.zeros((12, 12)), np.full(12, rules.beta)],
        ]
    )
    limits = [*[0.0] * 13, *totals]
    bounds = [*[(0, month) for month in totals], (0, None)]
    solved = linprog([*[0.0] * 12, -1.0], A_ub=hours, b_ub=limits, bounds=bounds, method="highs")
    return float(-solved.fun)


def test_the_margin_agrees_with_a_linear_programme() -> None:
    random = np.random.default_rng(8)
    for _ in range(200):
        totals = random.gamma(1.5, 0.8, 12).round(2) * (random.random(12) < random.uniform(0.7, 2))
        rules = Rules(
            tau=random.uniform(0.5, 1), beta=random.uniform(0.1, 1), alpha=random.uniform(0, 0.5)
        )
        expected = by_linear_programme(totals, rules)
        assert float(margin(totals[None], rules)[0]) == pytest.approx(expected, abs=1e-6)


def test_nothing_is_asked_of_the_others_when_one_may_bring_all() -> None:
    assert float(covered(flat(0.0)[None], -0.05, 0.15)[0]) == np.inf


@settings(max_examples=60)
@given(arrays(np.float64, (5, 12), elements=st.integers(0, 250).map(lambda n: n / 100)))
def test_jobs_never_fall_when_a_member_is_added(needs: Floats) -> None:
    left = residual(needs, RULES)
    found = [int(gain(left, np.arange(size)[None], RULES)[0]) for size in range(2, 6)]
    assert found == sorted(found)


@given(arrays(np.float64, (4, 12), elements=st.integers(0, 500).map(lambda n: n / 100)))
def test_jobs_follow_from_the_margins_of_all_and_of_all_but_one(needs: Floats) -> None:
    totals = needs.sum(0)
    others = totals - needs
    share = np.floor(covered(others, RULES.tau - RULES.rho, RULES.alpha).min() + 1e-7)
    robust = 2 * whole(margin(others, RULES)).min() + 1
    expected = min(int(whole(margin(totals[None], RULES))[0]), int(share), int(robust))
    assert int(gain(needs, np.arange(4)[None], RULES)[0]) == expected


def test_thirteen_months_are_refused_by_name() -> None:
    with pytest.raises(DataError) as refused:
        checked([[1.0] * 12, [1.0] * 13], ["Camping", "Collège"])
    assert refused.value.code == "grouping.twelve_months"
    assert refused.value.values == {"name": "Collège", "count": 13}


@pytest.mark.parametrize("value", [-0.5, float("nan"), float("inf")])
def test_an_impossible_month_is_refused_by_name(value: float) -> None:
    with pytest.raises(DataError) as refused:
        checked([[1.0, value, *[1.0] * 10]], ["Camping"])
    assert refused.value.code == "grouping.bad_month"
    assert (refused.value.values["name"], refused.value.values["month"]) == ("Camping", 2)
