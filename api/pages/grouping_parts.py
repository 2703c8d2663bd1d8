"""Parts of what pages say of a grouping: its words, months, members, ways and leavers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from babel.dates import get_month_names

from api.computing import day_of
from api.http.labels import day_text
from api.http.service import Service
from api.pages.frame import Link, linked_names, record_url, say, spaced
from api.pages.results import lines_of, percent
from api.pages.tables import Cell, Column, Table, fixed, shown
from api.wordings import joined
from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.results import (
    EmployerGrouping,
    GroupingPlan,
    GroupingsResult,
    Member,
)
from graph.wording import language, number, sentence
from viz.months import SMALL, WIDE, chart

SEEN = 0.005  # full-time equivalents from which on a month is short
THIN = 0.1  # a margin of fewer jobs than this above whole ones is thin
DRAWN = 4  # members whose leaving is drawn; of more there is the table
FIGURES = frozenset({"jobs", "margin", "km", "hours", "share", "employers", "found", "complete"})
SAID_ABOVE = ("grouping.sustains", "grouping.existing", "grouping.distance", "grouping.same_place")


def columns(names: Sequence[str]) -> list[Column]:
    """Returns the columns of a table of groupings, with their titles."""
    return [Column(say(f"grouped.column.{name}"), name in FIGURES) for name in names]


def month_names(width: Literal["abbreviated", "narrow", "wide"] = "abbreviated") -> list[str]:
    """Returns the names of the twelve months in the reader's language."""
    names = get_month_names(width, locale=language())
    return [names[month] for month in range(1, 13)]


def joined_months(months: Iterable[int]) -> str:
    """Returns the names of months, told from 0, as a sentence lists them."""
    names = month_names("wide")
    return joined([names[month] for month in sorted(months)])


def title_of(grouping: EmployerGrouping) -> str:
    """Returns what a page on a grouping is called: its jobs, and where they are."""
    places = list(dict.fromkeys(m.commune.name for m in grouping.members if m.commune))
    count = grouping.jobs
    if grouping.blurred or not places:
        return say("grouped.of_members", count=count, members=len(grouping.members))
    code = "grouped.at" if len(places) == 1 else "grouped.between"
    return say(code, count=count, places=joined(places))


def answer_of(grouping: EmployerGrouping) -> list[Any]:
    """Returns what a grouping comes to, in sentences to be read aloud."""
    names = joined([spaced(member.title) for member in grouping.members])
    margin = say(
        "grouped.thin" if grouping.margin - grouping.jobs < THIN else "grouped.margin",
        margin=number(grouping.margin, 2),
        count=grouping.jobs,
    )
    told = [say("grouped.answer", count=grouping.jobs, names=names), margin]
    return [*told, *_existing(grouping)]


def _existing(grouping: EmployerGrouping) -> list[Any]:
    """Returns to which grouping that is there already it is to be proposed, if it is small."""
    if all(reason.code != "grouping.existing" for reason in grouping.reasons):
        return []
    if not grouping.existing:
        return [say("grouped.no_existing")]
    links = [Link(each.name, record_url("Actor", each.key)) for each in grouping.existing]
    return [linked_names("grouped.existing", links, joined)]


def charts_of(grouping: EmployerGrouping) -> dict[str, Any]:
    """Returns the picture of twelve months, and that of each member's leaving."""
    series = [member.months for member in grouping.members]
    few = grouping.members if len(series) <= DRAWN else ()
    return {
        "picture": chart(series, grouping.jobs, WIDE),
        "picture_says": _picture_says(grouping),
        "keys": [member.name for member in grouping.members],
        "month_names": month_names(),
        "initials": month_names("narrow"),
        "leaving": [_without(grouping, member) for member in few],
    }


def _without(grouping: EmployerGrouping, gone: Member) -> dict[str, Any]:
    """Returns the months that the others have, under the line of the jobs of all."""
    blank = (0.0,) * 12
    others = [blank if member is gone else member.months for member in grouping.members]
    return {
        "title": spaced(gone.reasons[0].sentence),
        "picture": chart(others, grouping.jobs, SMALL),
    }


def _picture_says(grouping: EmployerGrouping) -> str:
    return say(
        "grouped.picture",
        count=grouping.jobs,
        least=number(min(grouping.months), 2),
        most=number(max(grouping.months), 2),
        holes=len(short_months(grouping, grouping.jobs)),
    )


def short_months(grouping: EmployerGrouping, line: float) -> set[int]:
    """Returns the months, from 0, whose hours are under a line of jobs."""
    return {place for place, month in enumerate(grouping.months) if month < line - SEEN}


def list_table(result: GroupingsResult, address: str, query: str) -> Table:
    """Returns the list of groupings, each leading to its page."""
    count = say("result.shown", shown=len(result.list), count=result.found)
    return _groupings(result.list, count, address, query)


def plan_table(plan: GroupingPlan, address: str, query: str) -> Table:
    """Returns the groupings of a plan, each leading to its page."""
    count = say("grouped.plan_of", count=len(plan.groupings))
    return _groupings(plan.groupings, count, address, query)


def _groupings(found: Sequence[EmployerGrouping], count: str, address: str, query: str) -> Table:
    names = ("grouping", "jobs", "members", "margin", "share", "km")
    rows = [
        [
            Cell(_occupations(one), f"{address}/{one.key}{query}", code=one.family),
            Cell(shown(one.jobs)),
            Cell(parts=[_with_share(each) for each in one.members]),
            Cell(fixed(one.margin, 2)),
            Cell(percent(one.share)),
            Cell(_km(one)),
        ]
        for one in found
    ]
    return Table(
        say("result.groupings"), columns(names), rows, count, say("result.no_grouping"), aside=True
    )


def _occupations(one: EmployerGrouping) -> str:
    return ", ".join(each.name for each in one.occupations)


def _with_share(member: Member) -> Cell:
    return replace(_named(member), after=f" ({percent(member.share)})")


def _named(member: Member) -> Cell:
    if member.blurred:
        return Cell(spaced(member.title), blurred=True)
    return Cell(member.name, record_url(member.type, member.key))


def _km(one: EmployerGrouping) -> str:
    return say("closures.less_than", km=round(one.km)) if one.blurred else fixed(one.km, 1)


def families_table(result: GroupingsResult) -> Table:
    """Returns what was looked at, family by family, and why some have no grouping."""
    names = ("family", "employers", "found", "complete", "why")
    rows = [
        [
            Cell(each.family),
            Cell(shown(each.employers)),
            Cell(shown(each.found)),
            Cell(shown(each.complete_to)),
            Cell(" ".join(lines_of(each.reasons))),
        ]
        for each in result.families
    ]
    return Table(say("grouped.families"), columns(names), rows, aside=True)


def left_out_table(result: GroupingsResult) -> Table:
    """Returns the needs that are not counted, each with why."""
    rows = [
        [
            Cell(out.employer.name),
            Cell(out.need.name, record_url("Need", out.need.key)),
            Cell(spaced(out.reason.sentence)),
        ]
        for out in result.left_out
    ]
    names = ("employer", "need", "why")
    return Table(say("grouped.left_out"), columns(names), rows, aside=True)


def months_table(grouping: EmployerGrouping) -> Table:
    """Returns the figures that the picture of twelve months draws."""
    heads = [Column(say("grouped.column.member"))]
    heads += [Column(name, number=True) for name in month_names()]
    rows = [
        [Cell(name), *(Cell(fixed(month, 2)) for month in months)]
        for name, months in (
            *((member.name, member.months) for member in grouping.members),
            (say("grouped.together"), grouping.months),
        )
    ]
    return Table(say("grouped.in_fte"), heads, rows)


def members_table(grouping: EmployerGrouping) -> Table:
    """Returns the members with their hours, and who says so since when."""
    names = ("member", "commune", "occupations", "days", "hours", "share", "source")
    rows = [
        [
            _named(member),
            Cell(member.commune.name if member.commune else ""),
            Cell(", ".join(each.name for each in member.occupations)),
            Cell(", ".join(member.weekdays)),
            Cell(shown(member.hours)),
            Cell(percent(member.share)),
            Cell(spaced("; ".join(_seen(member)))),
        ]
        for member in grouping.members
    ]
    hours = sum(member.hours for member in grouping.members)
    blank = [Cell(), Cell(), Cell()]
    rows.append([Cell(say("grouped.together")), *blank, Cell(shown(hours)), Cell(), Cell()])
    return Table(say("grouped.by_share"), columns(names), rows)


def _seen(member: Member) -> list[str]:
    """Returns who says each need of a member and since when."""
    told = []
    for need in member.needs:
        said = joined(need.sources) or need.need.name
        if need.observed_on is None or need.age_months is None:
            told.append(said)
        else:
            age = say("bridging.aged", day=day_text(need.observed_on), count=need.age_months)
            told.append(f"{said}, {age}")
    return told


def ways_of(grouping: EmployerGrouping) -> list[str]:
    """Returns how far every two members are, and the longest return trip from the middle one."""
    if grouping.blurred:
        return [spaced(r.sentence) for r in grouping.reasons if r.code.startswith("grouping.dist")]
    told = [_way(way.one, way.other, way.km, way.minutes) for way in grouping.ways]
    return [*told, _round_trip(grouping)] if grouping.km else told


def _way(one: str, other: str, km: float, minutes: float | None) -> str:
    if not km:
        return say("grouped.same_place", one=one, other=other)
    if minutes is None:
        return say("grouped.way", one=one, other=other, km=number(km, 1))
    told = {"km": number(km, 1), "minutes": round(minutes)}
    return say("grouped.way_by_road", one=one, other=other, **told)


def _round_trip(grouping: EmployerGrouping) -> str:
    """Returns how far one who lives beside the middle member goes and comes back in a day."""
    farthest = {
        member.name: max(way.km for way in grouping.ways if member.name in (way.one, way.other))
        for member in grouping.members
    }
    name = min(farthest, key=lambda each: (farthest[each], each))
    return say("grouped.round_trip", name=name, km=number(2 * farthest[name], 1))


def leavers_table(grouping: EmployerGrouping) -> Table:
    """Returns what remains if each member leaves, and who could take its place."""
    rows = [
        [
            Cell(spaced(member.title), blurred=member.blurred),
            Cell(shown(member.jobs_without)),
            Cell(fixed(member.margin_without, 2)),
            Cell(_replacing(member, grouping.jobs)),
        ]
        for member in grouping.members
    ]
    heads = [Column(say("grouped.column.leaver"))]
    heads += [Column(say(f"grouped.column.{name}"), number=True) for name in ("jobs", "margin")]
    heads.append(Column(say("grouped.column.replacements")))
    return Table(say("grouped.if_one_leaves"), heads, rows, aside=True)


def _replacing(member: Member, jobs: int) -> str:
    if jobs > 1:
        return say("grouped.others_stay")
    if member.replacements:
        return joined([each.name for each in member.replacements])
    return say("grouped.replaceable", count=member.replaceable)


def to_settle(grouping: EmployerGrouping) -> list[str]:
    """Returns what to settle before it holds, in sentences."""
    told = [r for r in grouping.reasons if not r.code.startswith(SAID_ABOVE)]
    lines = [*_at_once(grouping), *lines_of(told), say("grouped.equal_pay")]
    if grouping.introducer:
        return [*lines, spaced(grouping.introducer.sentence)]
    return [*lines, *([] if grouping.blurred else [say("grouped.no_introducer")])]


def _at_once(grouping: EmployerGrouping) -> list[str]:
    """Returns the months in which several members want hours, whose days are to be shared out."""
    together = zip(*(member.months for member in grouping.members), strict=True)
    wanting = [sum(month > 0 for month in months) for months in together]
    months = [place for place, count in enumerate(wanting) if count > 1]
    if not months:
        return []
    if len(months) == len(wanting):
        return [say("grouped.at_once_always")]
    return [say("grouped.at_once", count=len(months), months=joined_months(months))]


def basis_of(service: Service, grouping: EmployerGrouping, given: Mapping[str, str]) -> list[str]:
    """Returns by which rules it was found, of which day, and who may read it."""
    rules = GroupingsParameters.model_validate(given)
    shares = {name: round(100 * getattr(rules, name)) for name in ("tau", "beta", "alpha", "rho")}
    return [
        say("grouped.rules", km=number(rules.distance_km, 1), **shares),
        say("grouped.computed", day=day_text(rules.on or day_of(service.workspace))),
        say("grouped.level", level=sentence(f"visibility.{grouping.visibility}")),
    ]
