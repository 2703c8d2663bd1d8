"""What a group of employers is worth, compiled: its jobs, and how far it is on the way to more."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.analyses.grouping.compiled import compiled
from graph.analyses.grouping.hours import MONTHS, TOLERANCE, Flags, Floats, Indices, Rules

Row = NDArray[np.intp]
Months = NDArray[np.float64]


class Numbers(NamedTuple):
    """The rules as the compiled functions take them."""

    tau: float
    beta: float
    alpha: float
    rho: float


class Market(NamedTuple):
    """Employers with needs (n, 12), who is near whom, and all neighbours in one row.

    Those of employer i are `neighbours[starts[i] : starts[i + 1]]`.
    """

    needs: Floats
    near: Flags
    km: Floats
    neighbours: Indices
    starts: Indices
    rules: Numbers


class Worth(NamedTuple):
    """What counts beside jobs: the way towards one more, to a power; a member; a kilometre."""

    way: float
    power: float
    member: float
    km: float


def numbers(rules: Rules) -> Numbers:
    """Returns the rules as numbers."""
    return Numbers(rules.tau, rules.beta, rules.alpha, rules.rho)


def market(needs: Floats, near: Flags, km: Floats, rules: Rules) -> Market:
    """Returns the market of employers; nobody is a neighbour of itself."""
    others = np.ascontiguousarray(near & ~np.eye(len(needs), dtype=np.bool_))
    starts = np.r_[0, others.sum(1).cumsum()].astype(np.intp)
    return Market(
        np.ascontiguousarray(needs, float),
        others,
        np.ascontiguousarray(km, float),
        np.nonzero(others)[1],
        starts,
        numbers(rules),
    )


@compiled
def way_to(totals: Months, jobs: int, rules: Numbers) -> float:
    """Returns how far totals are on the way to so many jobs; 1 or more when they sustain them."""
    most, least, year = (1 + rules.alpha) * jobs, np.inf, TOLERANCE
    for month in range(MONTHS):
        least = min(least, totals[month])
        year += min(totals[month], most)
    lean = (least + TOLERANCE) / (rules.beta * jobs)
    return min(lean, year / (MONTHS * rules.tau * jobs))


@compiled
def way_to_share(others: Months, jobs: int, rules: Numbers) -> float:
    """Returns how far the others are on the way to their share; 1 when they bring it."""
    most, year = (1 + rules.alpha) * jobs, TOLERANCE
    for month in range(MONTHS):
        year += min(others[month], most)
    asked = MONTHS * (rules.tau - rules.rho) * jobs
    return year / asked if asked > year else 1.0


@compiled
def judged(
    needs: Floats, members: Row, count: int, totals: Months, rules: Numbers
) -> tuple[int, float]:
    """Returns g of a group, as `hours.gain`, and its way to one job more, 0 to 1."""
    others = np.empty(MONTHS)
    jobs = 0
    while count > 1:
        way, half = way_to(totals, jobs + 1, rules), (jobs + 1) // 2
        for place in range(count):
            for month in range(MONTHS):
                others[month] = totals[month] - needs[members[place], month]
            way = min(way, way_to_share(others, jobs + 1, rules))
            if half:
                way = min(way, (1 + way_to(others, half, rules)) / 2)
        if way < 1:
            return jobs, max(way, 0.0)
        jobs += 1
    return 0, 0.0


@compiled
def width(km: Floats, members: Row, count: int) -> float:
    """Returns the greatest distance between two members."""
    greatest = 0.0
    for one in range(count):
        for other in range(one):
            greatest = max(greatest, km[members[one], members[other]])
    return greatest


@compiled
def valued(
    market: Market, members: Row, count: int, totals: Months, worth: Worth
) -> tuple[int, float]:
    """Returns the jobs of a group and what it is worth."""
    jobs, way = judged(market.needs, members, count, totals, market.rules)
    value = jobs + worth.way * way**worth.power
    if jobs and worth.member:
        value -= worth.member * count + worth.km * width(market.km, members, count)
    return jobs, value


@compiled
def sustain(totals: Months, jobs: int, rules: Numbers) -> bool:
    """Returns whether monthly totals sustain so many jobs, as `hours.supports`."""
    most, year = (1 + rules.alpha) * jobs, TOLERANCE
    for month in range(MONTHS):
        if totals[month] < rules.beta * jobs - TOLERANCE:
            return False
        year += min(totals[month], most)
    return year >= MONTHS * rules.tau * jobs


@compiled
def held(
    needs: Floats, members: Row, count: int, totals: Months, jobs: int, rules: Numbers
) -> bool:
    """Returns whether g of a set reaches so many jobs, as `hours.holds`."""
    if count < 2 or not sustain(totals, jobs, rules):
        return False
    most, asked = (1 + rules.alpha) * jobs, MONTHS * (rules.tau - rules.rho) * jobs
    half = jobs // 2
    least, full, hours = rules.beta * half, (1 + rules.alpha) * half, MONTHS * rules.tau * half
    for place in range(count):
        brought, kept, leanest = TOLERANCE, TOLERANCE, np.inf
        for month in range(MONTHS):
            left = totals[month] - needs[members[place], month]
            brought += min(left, most)
            kept += min(left, full)
            leanest = min(leanest, left)
        if brought < asked or (half and (leanest < least - TOLERANCE or kept < hours)):
            return False
    return True
