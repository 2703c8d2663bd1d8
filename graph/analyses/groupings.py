"""Employer groupings: sets of employers whose needs make full-time jobs that none has alone.

A family is every occupation alone, then every domain (three characters of ROME) in which several
occupations are needed; of a domain only the sets that no occupation alone already makes. The
residual needs of an employer are those its own jobs in that family leave. All five rules of the
definition hold for every set listed: residual needs, totals, share, robustness, minimality.

Direction does not count, nothing is weighted, nothing is random. Cost grows with the number of
sets: 100 employers all near one another take about a second to sets of four, 30 s to five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.blurring import FEWEST, names_few
from graph.analyses.grouping.family import Family
from graph.analyses.grouping.hours import Flags, Floats, Indices, holds
from graph.analyses.grouping.minimal_sets import Sets, groupings_of
from graph.analyses.grouping.monthly_needs import TYPES, Employer, MonthlyNeeds
from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.reasons import why_none
from graph.analyses.grouping.records import RECORDS, rows_of
from graph.analyses.grouping.results import FamilyExamined, GroupingPlan, GroupingsResult, LeftOut
from graph.analyses.grouping.writing import Writer
from graph.analyses.reasons import Reason, reason
from graph.analyses.registry import Analysis
from graph.errors import DataError
from graph.progress import progress
from graph.snapshot import Snapshot

BLOCK = 200_000


class Ranked(NamedTuple):
    """A set in its rank: fields are compared in this order."""

    jobs_per_member: float
    size: int
    km: float
    employers: tuple[Employer, ...]
    family: str
    members: tuple[int, ...]
    jobs: int


def run(snapshot: Snapshot, parameters: GroupingsParameters) -> GroupingsResult:
    """Returns every grouping up to a size, the best described, with what is not counted.

    Raises:
        DataError: a need has a negative month, its employer is named; or the territory would name
            employers to a reader who may not know them.
        UnknownNameError: no family or territory is called that.
    """
    on = parameters.on or date.fromisoformat(snapshot.as_of[:10])
    source = MonthlyNeeds(snapshot, parameters.basin, on)
    if source.within is not None and names_few(snapshot, source.within):
        raise DataError("grouping.too_narrow", count=FEWEST)
    families = {
        name: Family.of(name, codes, source, parameters)
        for name, codes in source.families(parameters.family).items()
    }
    ranked: list[Ranked] = []
    examined: list[FamilyExamined] = []
    for done, family in enumerate(families.values()):
        progress(done, len(families))
        if len(family.employers) > 1:
            found, report = _examined(family, families, parameters)
            ranked.extend(found)
            examined.append(report)
    shown = sorted(ranked)[: parameters.most]
    writer = Writer(source)
    return GroupingsResult(
        list=tuple(writer.grouping(families[r.family], r.members, r.jobs) for r in shown),
        found=(count := sum(family.found for family in examined)),
        plan=_planned(families, parameters, writer) if parameters.plan else None,
        families=tuple(examined),
        left_out=(left_out := source.left_out(parameters.family)),
        reasons=_basis(count, len(source.counted), left_out),
    )


def _planned(
    families: dict[str, Family], parameters: GroupingsParameters, writer: Writer
) -> GroupingPlan:
    from graph.analyses.grouping.plans import planned  # what compiles takes a while to import

    return planned(families, parameters, writer)


def _examined(
    family: Family, families: dict[str, Family], parameters: GroupingsParameters
) -> tuple[list[Ranked], FamilyExamined]:
    sets = groupings_of(family.left, family.near, parameters, parameters.largest, parameters.budget)
    alone = [families[c] for c in sorted(family.codes) if c in families and c != family.name]
    fresh = ~_made_alone(family, alone, sets)
    kept = Sets(sets.members[fresh], sets.jobs[fresh], sets.complete_to)
    why = []
    if not len(sets.jobs):
        why.append(why_none(family))
    if sets.complete_to < parameters.largest:
        why.append(reason("grouping.stopped", family=family.name, count=sets.complete_to))
    report = FamilyExamined(
        family=family.name,
        employers=len(family.employers),
        complete_to=sets.complete_to,
        found=len(kept.jobs),
        reasons=tuple(why),
    )
    return _best(family, kept, parameters.most), report


def _made_alone(family: Family, alone: Sequence[Family], sets: Sets) -> Flags:
    """Returns which sets make as many jobs with the needs of one occupation alone."""
    made = np.zeros(len(sets.jobs), np.bool_)
    places = {employer: row for row, employer in enumerate(family.employers)}
    for single in alone:
        needs: Floats = np.zeros((len(places) + 1, 12))
        needs[[places[employer] for employer in single.employers]] = single.left
        for start in range(0, len(made), BLOCK):
            part = slice(start, start + BLOCK)
            made[part] |= holds(needs, sets.members[part], sets.jobs[part], family.rules)
    return made


def _best(family: Family, sets: Sets, most: int) -> list[Ranked]:
    """Returns the best sets of a family, in order; members are compared by their keys."""
    sizes = (sets.members >= 0).sum(1)
    km = _greatest(family.km, sets.members)
    columns = [sets.members[:, place] for place in reversed(range(sets.members.shape[1]))]
    order = np.lexsort((*columns, km, sizes, -(sets.jobs / sizes)))[:most]
    found = []
    for row in order.tolist():
        members = tuple(sets.members[row, : sizes[row]].tolist())
        jobs, employers = int(sets.jobs[row]), tuple(family.employers[m] for m in members)
        rank = (-jobs / len(members), len(members), float(km[row]))
        found.append(Ranked(*rank, employers, family.name, members, jobs))
    return found


def _greatest(km: Floats, members: Indices) -> Floats:
    """Returns the greatest distance in each set, to the metre; padding is nowhere."""
    padded = np.pad(km, ((0, 1), (0, 1)))
    found = np.zeros(len(members))
    for one, other in combinations(range(members.shape[1]), 2):
        np.maximum(found, padded[members[:, one], members[:, other]], out=found)
    return found.round(3)


def _basis(found: int, counted: int, left_out: Sequence[LeftOut]) -> tuple[Reason, ...]:
    """Returns how much was found, on how many needs, and how many are left out by cause."""
    causes = Counter(out.reason.code for out in left_out)
    return (
        reason("groupings.found", count=found),
        reason("groupings.counted", count=counted),
        *(reason(f"groupings.{code.split('.')[1]}", count=n) for code, n in causes.items()),
    )


ANALYSIS = Analysis(
    name="groupings",
    title="groupings.title",
    help="groupings.help",
    parameters=GroupingsParameters,
    result=GroupingsResult,
    types=TYPES,
    run=run,
    write=lambda result, run: rows_of(result.all, run),
    writes=RECORDS,
)
