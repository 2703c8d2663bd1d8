"""Sets grown member by member, depth first, compiled; it stops after so many steps and goes on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.analyses.grouping.compiled import compiled
from graph.analyses.grouping.hours import MONTHS, TOLERANCE, Flags, Floats, Jobs, Rules
from graph.analyses.grouping.judging import Months, Numbers, Row, held, numbers, sustain

Block = NDArray[np.intp]


class Price(NamedTuple):
    """What members cost, (n,), where sets are sought with more jobs than they cost and `slack`.

    Without, `slack` is -1. `lifts` (n, w) is, by each of some weights of months, what a member
    weighs less its price, and `rests` (more, n, w) the most that so many later ones add to it;
    no set has more jobs than it weighs. `paid` and `sums` stand for those who are in, by depth.
    """

    prices: Floats
    slack: float
    lifts: Floats
    rests: Floats
    paid: Floats
    sums: Floats


class Trail(NamedTuple):
    """Where the search stands: what it knows, and, by depth, who is in and who comes next.

    `pairs` (n, n) is g of every pair; `most` (more, n, 13) what a member and so many later ones
    bring at most, month by month and over the year; `known` the jobs that a listed set must exceed.
    """

    needs: Floats
    later: Flags
    pairs: Jobs
    most: Floats
    rules: Numbers
    depth: Row
    members: Row
    following: Row
    totals: Floats
    known: Jobs
    common: Flags
    halves: Floats
    price: Price


def unpriced(largest: int, employers: int) -> Price:
    """Returns no prices: every set may be listed."""
    none, rests = np.zeros((largest + 1, 0)), np.zeros((largest, employers, 0))
    free = np.zeros(employers)
    return Price(free, -1.0, np.zeros((employers, 0)), rests, np.zeros(largest + 1), none)


def first_steps(
    needs: Floats, later: Flags, pairs: Jobs, most: Floats, rules: Rules, price: Price
) -> Trail:
    """Returns the beginning of a search: nobody is in, everybody may come."""
    largest = len(most)
    return Trail(
        needs,
        later,
        pairs,
        most,
        numbers(rules),
        np.zeros(1, np.intp),
        np.zeros(largest, np.intp),
        np.zeros(largest + 1, np.intp),
        np.zeros((largest + 1, MONTHS)),
        np.zeros(largest + 1, np.int64),
        np.ones((largest + 1, len(needs)), np.bool_),
        np.zeros((1 << largest, MONTHS)),
        price,
    )


@compiled
def grow(trail: Trail, members: Block, jobs: Jobs, steps: int) -> int:
    """Goes on for so many steps or until the block is full; returns how many sets it wrote.

    The search is over once the depth is -1.
    """
    count = 0
    for _ in range(steps):
        depth = trail.depth[0]
        added = next_one(trail, depth)
        if added < 0:
            trail.depth[0] -= 1
            if depth == 0:
                break
            continue
        asked = asked_of(trail, depth, added)
        if not promises(trail, depth, added, asked) or not pays(trail, depth, added):
            continue
        found = joined(trail, depth, added, asked)
        if found and (trail.price.slack >= 0 or worth_listing(trail, depth + 1, found)):
            members[count] = -1
            members[count, : depth + 1] = trail.members[: depth + 1]
            jobs[count] = found
            count += 1
        if depth + 1 < len(trail.members):
            deepen(trail, depth, added, max(found, asked - 1))
        if count == len(jobs):
            break
    return count


@compiled
def next_one(trail: Trail, depth: int) -> int:
    """Returns who comes next at a depth, -1 after the last."""
    for member in range(trail.following[depth], len(trail.needs)):
        if trail.common[depth, member]:
            trail.following[depth] = member + 1
            return member
    return -1


@compiled
def asked_of(trail: Trail, depth: int, added: int) -> int:
    """Returns the jobs a listed set must reach: more than any part of it known to have some."""
    most = int(trail.known[depth])
    for place in range(depth if depth > 1 else 0):
        most = max(most, trail.pairs[trail.members[place], added])
    cost = trail.price.paid[depth] + trail.price.prices[added] + trail.price.slack
    return max(most, int(np.floor(cost))) + 1


@compiled
def pays(trail: Trail, depth: int, added: int) -> bool:
    """Returns whether a set that holds these could weigh more than it costs, by each weight."""
    price, more = trail.price, len(trail.members) - depth - 1
    for weight in range(price.lifts.shape[1]):
        lift = price.sums[depth, weight] + price.lifts[added, weight]
        if lift + price.rests[more, added, weight] <= price.slack - TOLERANCE:
            return False
    return True


@compiled
def promises(trail: Trail, depth: int, added: int, asked: int) -> bool:
    """Returns whether a set that holds these could reach so many jobs, by its months alone."""
    most = trail.most[len(trail.members) - depth - 1, added]
    totals = trail.totals[depth]
    limit, year = (1 + trail.rules.alpha) * asked, TOLERANCE
    for month in range(MONTHS):
        highest = totals[month] + most[month]
        if highest < trail.rules.beta * asked - TOLERANCE:
            return False
        year += min(highest, limit)
    needed = MONTHS * trail.rules.tau * asked
    return year >= needed and totals.sum() + most[MONTHS] + TOLERANCE >= needed


@compiled
def joined(trail: Trail, depth: int, added: int, asked: int) -> int:
    """Adds a member; returns g of the set where it reaches what is asked, else 0."""
    totals = trail.totals[depth + 1]
    for month in range(MONTHS):
        totals[month] = trail.totals[depth, month] + trail.needs[added, month]
    trail.members[depth] = added
    jobs = asked - 1
    while held(trail.needs, trail.members, depth + 1, totals, jobs + 1, trail.rules):
        jobs += 1
    return jobs if jobs >= asked else 0


@compiled
def deepen(trail: Trail, depth: int, added: int, known: int) -> None:
    """Goes one member deeper: those may come who are near all and later."""
    trail.depth[0], trail.following[depth + 1] = depth + 1, added + 1
    trail.known[depth + 1] = known
    price = trail.price
    price.paid[depth + 1] = price.paid[depth] + price.prices[added]
    for weight in range(price.lifts.shape[1]):
        price.sums[depth + 1, weight] = price.sums[depth, weight] + price.lifts[added, weight]
    for member in range(added + 1, len(trail.needs)):
        near = trail.common[depth, member] and trail.later[added, member]
        trail.common[depth + 1, member] = near


@compiled
def worth_listing(trail: Trail, size: int, jobs: int) -> bool:
    """Returns whether no member can go, and no split into two do, without losing a job."""
    needs, halves, rules = trail.needs, trail.halves, trail.rules
    members = trail.members[:size]
    if size > 2 and spares(needs, members, trail.totals[size], jobs, rules):
        return False
    if jobs == 1:
        return True
    fill(halves, needs, members)
    whole = (1 << size) - 1
    for one in range(1, 1 << (size - 1)):
        if lean(halves, one, rules.beta) and lean(halves, whole - one, rules.beta):
            first = reached_by(needs, members, halves, one, rules)
            if first and reaches(needs, members, halves, whole - one, jobs - first, rules):
                return False
    return True


@compiled
def spares(needs: Floats, members: Row, totals: Months, jobs: int, rules: Numbers) -> bool:
    """Returns whether a member can go without losing a job."""
    others, left = np.empty(len(members) - 1, np.intp), np.empty(MONTHS)
    for place in range(len(members)):
        for month in range(MONTHS):
            left[month] = totals[month] - needs[members[place], month]
        if sustain(left, jobs, rules):
            others[:place] = members[:place]
            others[place:] = members[place + 1 :]
            if held(needs, others, len(others), left, jobs, rules):
                return True
    return False


@compiled
def fill(halves: Floats, needs: Floats, members: Row) -> None:
    """Writes the months of every choice of members: row b has those of b's bits."""
    for place in range(len(members)):
        first = 1 << place
        for chosen in range(first):
            for month in range(MONTHS):
                added = halves[chosen, month] + needs[members[place], month]
                halves[first + chosen, month] = added


@compiled
def lean(halves: Floats, chosen: int, beta: float) -> bool:
    """Returns whether the leanest month of a choice sustains a job."""
    least = np.inf
    for month in range(MONTHS):
        least = min(least, halves[chosen, month])
    return least >= beta - TOLERANCE


@compiled
def reaches(
    needs: Floats, members: Row, halves: Floats, chosen: int, jobs: int, rules: Numbers
) -> bool:
    """Returns whether the members of a choice have so many jobs."""
    if not sustain(halves[chosen], jobs, rules):
        return False
    part, count = np.empty(len(members), np.intp), 0
    for place in range(len(members)):
        if chosen >> place & 1:
            part[count] = members[place]
            count += 1
    return held(needs, part, count, halves[chosen], jobs, rules)


@compiled
def reached_by(needs: Floats, members: Row, halves: Floats, chosen: int, rules: Numbers) -> int:
    """Returns g of the members of a choice."""
    jobs = 0
    while reaches(needs, members, halves, chosen, jobs + 1, rules):
        jobs += 1
    return jobs
