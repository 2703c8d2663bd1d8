"""The plan of a territory: each occupation planned alone, its groupings written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.analyses.grouping.baseline import baseline_of
from graph.analyses.grouping.family import Family
from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.planning import Plan, plan_of
from graph.analyses.grouping.results import FamilyPlanned, GroupingPlan
from graph.analyses.grouping.writing import Writer
from graph.analyses.reasons import Reason, reason


def planned(
    families: Mapping[str, Family], parameters: GroupingsParameters, writer: Writer
) -> GroupingPlan:
    """Returns the plan of the families asked for; of all, that of every occupation alone.

    An occupation and its domain hold the same needs, which no plan may count twice. Jobs and
    bounds of families add up, since an employer may be in several groupings for different ones.
    """
    chosen = _apart(families, parameters.family)
    plans = dict(_plans(chosen, parameters))
    told = tuple(_family(families[name], plan, parameters) for name, plan in plans.items())
    jobs, bound = sum(each.jobs for each in told), sum(each.bound for each in told)
    return GroupingPlan(
        groupings=tuple(
            writer.grouping(families[name], members, count)
            for name, plan in plans.items()
            for members, count in zip(plan.sets, plan.jobs, strict=True)
        ),
        jobs=jobs,
        bound=bound,
        proven=jobs == bound,
        baseline=sum(each.baseline for each in told),
        seconds=round(sum(each.seconds for each in told), 1),
        families=told,
        reasons=tuple(_reasons(told, jobs, bound)),
    )


def _apart(families: Mapping[str, Family], wanted: str | None) -> list[Family]:
    """Returns the families of two employers or more that share no need."""
    return [
        family
        for family in families.values()
        if len(family.employers) > 1 and (wanted is not None or len(family.codes) == 1)
    ]


def _plans(chosen: list[Family], parameters: GroupingsParameters) -> Iterator[tuple[str, Plan]]:
    """Yields the plan of each family, the smallest first: what one does not need the next has."""
    left = parameters.seconds
    order = sorted(chosen, key=lambda family: (len(family.employers), family.name))
    for done, family in enumerate(order):
        seconds = left / (len(order) - done)
        plan = plan_of(family.left, family.near, family.km, parameters, parameters.largest, seconds)
        left = max(0.0, left - plan.seconds)
        yield family.name, plan


def _family(family: Family, plan: Plan, parameters: GroupingsParameters) -> FamilyPlanned:
    return FamilyPlanned(
        family=family.name,
        jobs=sum(plan.jobs),
        bound=plan.bound,
        proven=plan.proven,
        baseline=baseline_of(family.left, family.near, parameters, parameters.largest),
        seconds=round(plan.seconds, 1),
    )


def _reasons(told: tuple[FamilyPlanned, ...], jobs: int, bound: int) -> Iterator[Reason]:
    yield reason("grouping.plan.jobs", count=jobs)
    if jobs == bound:
        yield reason("grouping.plan.proven")
    else:
        seconds = round(sum(each.seconds for each in told), 1)
        yield reason("grouping.plan.found", seconds=seconds, count=bound)
    yield reason("grouping.plan.baseline", count=sum(each.baseline for each in told))
