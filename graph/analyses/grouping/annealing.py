"""Disjoint groups by simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983), compiled.

Every employer is in one group, alone or with others near it. A move takes an employer into
another's group, alone again, or exchanges the two. The way towards one more job counts with a high
power: groups short of little are finished, and one that is short of much gives to others. Random
numbers depend on the seed alone, never on the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from graph.analyses.grouping.compiled import compiled
from graph.analyses.grouping.hours import MONTHS, TOLERANCE, Floats, Indices, Jobs
from graph.analyses.grouping.judging import Market, Months, Row, Worth, valued

ALONE = 0.05
EXCHANGE = 0.5
STRETCH = 20_000

Set = tuple[int, ...]


class Groups(NamedTuple):
    """The groups of one moment, one a row: members, how many, months, jobs, worth.

    `of` is the group of each employer.
    """

    of: Indices
    members: Indices
    sizes: Indices
    totals: Floats
    jobs: Jobs
    worth: Floats


class Cooling(NamedTuple):
    """Temperatures from the first to the last of so many moves, in jobs; a seed."""

    first: float
    last: float
    moves: int
    seed: int


class Move(NamedTuple):
    """Who goes to which group, -1 for no move, and who comes instead, -1 for nobody."""

    goes: int
    group: int
    comes: int


def grouped(market: Market, of: Indices, largest: int, worth: Worth) -> Groups:
    """Returns the groups that give each employer's."""
    size = len(of)
    groups = Groups(
        of.copy(),
        np.zeros((size, largest), np.intp),
        np.zeros(size, np.intp),
        np.zeros((size, MONTHS)),
        np.zeros(size, np.int64),
        np.zeros(size),
    )
    np.add.at(groups.totals, of, market.needs)
    for employer, group in enumerate(of.tolist()):
        groups.members[group, groups.sizes[group]] = employer
        groups.sizes[group] += 1
    for group in range(size):
        told = groups.members[group], int(groups.sizes[group]), groups.totals[group]
        groups.jobs[group], groups.worth[group] = valued(market, *told, worth)
    return groups


@compiled
def fits(market: Market, groups: Groups, employer: int, group: int, leaving: int) -> bool:
    """Returns whether an employer is near everyone of a group but the one who leaves it."""
    for place in range(groups.sizes[group]):
        member = groups.members[group, place]
        if member != leaving and not market.near[employer, member]:
            return False
    return True


@compiled
def without(groups: Groups, group: int, leaving: int, coming: int, members: Row) -> int:
    """Writes the members of a group after one left and one came, -1 for nobody; how many."""
    count = 0
    for place in range(groups.sizes[group]):
        if groups.members[group, place] != leaving:
            members[count] = groups.members[group, place]
            count += 1
    if coming >= 0:
        members[count] = coming
        count += 1
    return count


@compiled
def settle(groups: Groups, group: int, members: Row, count: int, totals: Months) -> None:
    """Gives a group its new members and totals."""
    groups.sizes[group] = count
    groups.totals[group] = totals
    for place in range(count):
        groups.members[group, place] = members[place]
        groups.of[members[place]] = group


@compiled
def parting(groups: Groups, goes: int) -> Move:
    """Returns the move of an employer into an empty group."""
    if groups.sizes[groups.of[goes]] > 1:
        for group in range(len(groups.sizes)):
            if groups.sizes[group] == 0:
                return Move(goes, group, -1)
    return Move(goes, -1, -1)


@compiled
def drawn(market: Market, groups: Groups) -> Move:
    """Returns a move at random that keeps groups together, or none."""
    goes, kind = np.random.randint(len(groups.of)), np.random.random()
    if kind < ALONE:
        return parting(groups, goes)
    none = Move(goes, -1, -1)
    first, last = market.starts[goes], market.starts[goes + 1]
    if first == last:
        return none
    other = market.neighbours[np.random.randint(first, last)]
    home, group = groups.of[goes], groups.of[other]
    comes = other if kind < EXCHANGE else -1
    full = comes < 0 and groups.sizes[group] == groups.members.shape[1]
    if group == home or full or not fits(market, groups, goes, group, comes):
        return none
    if comes >= 0 and not fits(market, groups, comes, home, goes):
        return none
    return Move(goes, group, comes)


@compiled
def exchange(market: Market, groups: Groups, move: Move, less: Months, more: Months) -> None:
    """Writes the months of both groups after a move."""
    home = groups.of[move.goes]
    for month in range(MONTHS):
        change = market.needs[move.goes, month]
        if move.comes >= 0:
            change -= market.needs[move.comes, month]
        less[month] = groups.totals[home, month] - change
        more[month] = groups.totals[move.group, month] + change


@compiled
def walk(
    market: Market, groups: Groups, best: Row, worth: Worth, cooling: Cooling, reached: float
) -> float:
    """Makes the moves; returns the most that was reached, and writes `best`, the groups then.

    What is reached is the jobs of all groups, or their worth where members have a price.
    """
    np.random.seed(cooling.seed)
    left, joined = np.empty_like(groups.members[0]), np.empty_like(groups.members[0])
    less, more = np.empty(MONTHS), np.empty(MONTHS)
    temperature = cooling.first
    counted = groups.worth.sum() if worth.member else float(groups.jobs.sum())
    for _ in range(cooling.moves):
        temperature *= (cooling.last / cooling.first) ** (1 / cooling.moves)
        move = drawn(market, groups)
        if move.group < 0:
            continue
        home, group = groups.of[move.goes], move.group
        exchange(market, groups, move, less, more)
        few = without(groups, home, move.goes, move.comes, left)
        many = without(groups, group, move.comes, move.goes, joined)
        jobs, value = valued(market, left, few, less, worth)
        others, other = valued(market, joined, many, more, worth)
        gained = value + other - groups.worth[home] - groups.worth[group]
        if gained < 0 and np.random.random() >= np.exp(gained / temperature):
            continue
        change = jobs + others - groups.jobs[home] - groups.jobs[group]
        counted += gained if worth.member else change
        settle(groups, home, left, few, less)
        settle(groups, group, joined, many, more)
        groups.jobs[home], groups.worth[home] = jobs, value
        groups.jobs[group], groups.worth[group] = others, other
        if counted > reached + TOLERANCE:
            reached = counted
            best[:] = groups.of
    return reached


def annealed(
    market: Market,
    start: Groups,
    worth: Worth,
    cooling: Cooling,
    going: Callable[[], bool],
) -> list[Set]:
    """Returns the best groups met on a walk that cools, those of two or more; `start` changes.

    The walk is cut into stretches; before each, `going` says whether there is time for it.
    """
    best = start.of.copy()
    reached = start.worth.sum() if worth.member else float(start.jobs.sum())
    stretches = -(-cooling.moves // STRETCH)
    heats = np.geomspace(cooling.first, cooling.last, stretches + 1).tolist()
    for place, (first, last) in enumerate(pairwise(heats)):
        if not going():
            break
        seed = int(np.random.SeedSequence((cooling.seed, place)).generate_state(1)[0])
        stretch = Cooling(first, last, STRETCH, seed)
        reached = walk(market, start, best, worth, stretch, reached)
    sets = [tuple(np.flatnonzero(best == group).tolist()) for group in np.unique(best)]
    return [members for members in sets if len(members) > 1]
