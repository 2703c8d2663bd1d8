"""Closure: if this employer lets its people go, where they could land together, and who could not.

People of its surpluses, or of all its staff where none is declared, over the bridges within reach:
a flow of least cost in which a long move takes a seat of a course that starts in time. Direction
counts. Order: ways by people, then by the keys of bridges. Cost: the bridges of one employer, one
flow, and one more flow for each training tried. There is no randomness.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isnan

from pydantic import Field

from graph.analyses.bridges import ANALYSIS as BRIDGES, BridgesParameters
from graph.analyses.bridging.crossings import Crossing
from graph.analyses.bridging.finding import Found, crossing_set, nearest_misses
from graph.analyses.bridging.parameters import ReachParameters
from graph.analyses.bridging.results import NearMiss
from graph.analyses.bridging.stocks import ALWAYS, EMPLOYERS, Employer, Flags, Stock
from graph.analyses.bridging.writing import Writer
from graph.analyses.closing.courses import Courses
from graph.analyses.closing.results import ClosureResult, LandingWay, Leaving, Unlocking
from graph.analyses.closing.ways import Way, ways
from graph.analyses.reasons import Named, Reason, named, reason
from graph.analyses.registry import Analysis
from graph.errors import DataError
from graph.geography import positions
from graph.snapshot import Snapshot

CLOSURE = "closure"
NEAR = 5
GROUP_OF_CONCERN = 1000  # staff from which reclassification leave replaces the CSP


class ClosureParameters(ReachParameters):
    """Whose closure, and how far its people can go."""

    company: str = Field(description="Key of the employer that lets people go.")


def run(snapshot: Snapshot, parameters: ClosureParameters) -> ClosureResult:
    """Returns where the people of an employer could land.

    Raises:
        UnknownNameError: no company or actor has that key.
        DataError: nothing is known of whom it employs or releases, or of where it is.
    """
    found, declared = _found(snapshot, parameters)
    leaving = list(found.surpluses)
    if not leaving:
        raise DataError(_missing(snapshot, parameters.company), name=parameters.company)
    on = date.fromisoformat(found.market.on)
    open_ones = [c for c in found.within if c.refused is None]
    courses = Courses(found.moves, on)
    taken = ways(open_ones, courses.straight, courses.routes)
    closes = _closes_on(snapshot, leaving)
    writer = Writer(found.market, found.moves, frozenset({parameters.company}))
    landing = tuple(_way(writer, way, on, closes) for way in _in_order(taken))
    landed = _landed(taken)
    groups = _leaving(found, landed, courses)
    employer = leaving[0].employer
    efforts = Counter[str]()
    for each in landing:
        efforts[each.bridge.effort] += each.bridge.people
    people, without = (sum(g.people for g in groups), sum(g.without for g in groups))
    early = sum(each.bridge.people for each in landing if each.early)
    return ClosureResult(
        on=on,
        employer=named(snapshot.table(employer.label), employer.place),
        type=employer.label,
        commune=found.market.commune_of(employer),
        closes_on=closes,
        basis="declared" if declared else "staff",
        people=people,
        landing=sum(efforts.values()),
        same=efforts["same"],
        short=efforts["short"],
        long=efforts["long"],
        early=early,
        without=without,
        leaving=groups,
        ways=landing,
        near_misses=_near_misses(writer, found, landed),
        unlocking=_unlocking(snapshot, courses, open_ones),
        to_ask=_to_ask(snapshot, employer),
        reasons=_basis(declared),
        answer=_answer(people, efforts, without, found, parameters, (early, closes)),
    )


def _missing(snapshot: Snapshot, key: str) -> str:
    """Returns what is missing of an employer: where it is, or whom it employs or releases."""
    for label in EMPLOYERS:
        place = snapshot.table(label).index.get(key)
        if place is not None and isnan(positions(snapshot, label)[place][0]):
            return "closure.not_placed"
    return "closure.nothing_known"


def _found(snapshot: Snapshot, parameters: ClosureParameters) -> tuple[Found, bool]:
    """Returns the crossings of the employer, and whether they rest on what it declared.

    Surpluses of a closure alone where there are any; else all it declared; else all its staff.
    """
    asked = parameters.model_dump() | {"basis": "declared"}
    found = crossing_set(snapshot, BridgesParameters.model_validate(asked))
    if not len(found.surpluses):
        asked |= {"basis": "usual", "turnover": 1.0}
        return crossing_set(snapshot, BridgesParameters.model_validate(asked)), False
    closing = snapshot.table("Surplus").texts("reason", "")[found.surpluses.records] == CLOSURE
    return (_only(found, closing) if closing.any() else found), True


def _only(found: Found, chosen: Flags) -> Found:
    """Returns what is found of the surpluses that are chosen."""
    within, beyond = (
        each.only(chosen[each.pairs.surplus]) for each in (found.within, found.beyond)
    )
    return replace(found, surpluses=found.surpluses.only(chosen), within=within, beyond=beyond)


def _closes_on(snapshot: Snapshot, leaving: Sequence[Stock]) -> date | None:
    employer = leaving[0].employer
    told = snapshot.table(employer.label).value(employer.place, "closed_on")
    first = min(each.starts_on for each in leaving)
    day = str(told or ("" if first == ALWAYS else first))
    return date.fromisoformat(day) if day else None


def _in_order(taken: Sequence[Way]) -> list[Way]:
    """Returns the ways, the most people first, then the fewest kilometres; equals as they come."""
    return sorted(taken, key=lambda way: (-way.people, round(way.crossing.km, 3)))


def _way(writer: Writer, way: Way, on: date, closes: date | None) -> LandingWay:
    need = way.crossing.need
    dated = need.starts_on != ALWAYS
    opens = max(on, date.fromisoformat(need.starts_on)) if dated else on
    return LandingWay(
        bridge=writer.bridge(way.crossing, way.people),
        training=way.route.offer if way.route else None,
        session=way.route.session if way.route else None,
        opens_on=opens,
        early=dated and closes is not None and opens < closes,
    )


def _landed(taken: Sequence[Way]) -> Counter[tuple[str, int]]:
    """Returns how many people of each surplus have a way out."""
    landed = Counter[tuple[str, int]]()
    for way in taken:
        landed[way.crossing.surplus.place] += way.people
    return landed


def _leaving(
    found: Found, landed: Counter[tuple[str, int]], courses: Courses
) -> tuple[Leaving, ...]:
    """Returns the people of each occupation, the most first, then by key."""
    people, landing = Counter[int](), Counter[int]()
    for stock in found.surpluses:
        people[stock.occupations[0]] += stock.people
        landing[stock.occupations[0]] += landed[stock.place]
    reach: dict[int, list[Crossing]] = defaultdict(list)
    for crossing in found.within:
        reach[crossing.surplus.occupations[0]].append(crossing)
    table = found.moves.skills.occupations
    groups = [
        Leaving(
            occupation=named(table, occupation, "title"),
            people=count,
            landing=landing[occupation],
            without=count - landing[occupation],
            why=_why(reach[occupation], courses) if count > landing[occupation] else None,
        )
        for occupation, count in people.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.people, group.occupation.key)))


def _why(reach: Sequence[Crossing], courses: Courses) -> Reason:
    """Returns why some of an occupation have no way out, from what is within reach of it."""
    open_ones = [crossing for crossing in reach if crossing.refused is None]
    led = [c for c in open_ones if courses.straight(c) is not None or courses.routes(c)]
    if led:
        return reason("closure.why.taken")
    if open_ones:
        return reason("closure.why.no_course")
    return reason("closure.why.refused" if reach else "closure.why.no_need")


def _near_misses(
    writer: Writer, found: Found, landed: Counter[tuple[str, int]]
) -> tuple[NearMiss, ...]:
    """Returns what lies just out of reach of those who have no way out, nearest first."""
    left = {s.place for s in found.surpluses if landed[s.place] < s.people}
    misses = [c for c in nearest_misses(found.beyond) if c.surplus.place in left]
    return tuple(writer.near_miss(each) for each in misses[:NEAR])


def _unlocking(
    snapshot: Snapshot, courses: Courses, crossings: Sequence[Crossing]
) -> tuple[Unlocking, ...]:
    return tuple(
        Unlocking(
            training=route.offer,
            provider=_provider(snapshot, route.offer.key),
            session=route.session,
            posts=posts,
        )
        for route, posts in courses.unlocking(crossings)
    )


def _provider(snapshot: Snapshot, training: str) -> Named | None:
    place = snapshot.table("Training").index[training]
    givers = snapshot.links("Actor-DELIVERS-Training").by_target.get(place, ())
    return named(snapshot.table("Actor"), givers[0]) if givers else None


def _to_ask(snapshot: Snapshot, employer: Employer) -> tuple[Reason, ...]:
    """Returns which accompaniments to ask about; which applies depends on the whole group."""
    headcount = snapshot.table(employer.label).value(employer.place, "headcount")
    large = isinstance(headcount, int) and headcount >= GROUP_OF_CONCERN
    return (
        reason("closure.ask.leave" if large else "closure.ask.csp", staff=GROUP_OF_CONCERN),
        reason("closure.ask.collective"),
        reason("closure.ask.lawyer"),
    )


def _basis(declared: bool) -> tuple[Reason, ...]:
    return (
        reason("closure.basis.declared" if declared else "closure.basis.staff"),
        reason("closure.basis.once"),
        reason("closure.basis.course"),
        reason("closure.basis.unlocking"),
    )


def _reach(found: Found, parameters: ClosureParameters) -> Reason:
    if parameters.minutes is None:
        return reason("closure.reach.km", km=found.radius_km)
    return reason("closure.reach.minutes", minutes=parameters.minutes, km=found.radius_km)


def _answer(
    people: int,
    efforts: Counter[str],
    without: int,
    found: Found,
    parameters: ClosureParameters,
    leaving_early: tuple[int, date | None],
) -> tuple[Reason, ...]:
    landing, (early, closes) = sum(efforts.values()), leaving_early
    told = [
        reason("closure.answer.people", count=people),
        _reach(found, parameters),
        reason("closure.answer.landing", count=landing),
    ]
    if landing:
        split = {effort: efforts[effort] for effort in ("same", "short", "long")}
        told.append(reason("closure.answer.split", **split))
    told.append(reason("closure.answer.without", count=without))
    if early and closes:
        told.append(reason("closure.answer.early", count=early, day=closes))
    return tuple(told)


ANALYSIS = Analysis(
    name="closure",
    title="closure.title",
    help="closure.help",
    parameters=ClosureParameters,
    result=ClosureResult,
    types=BRIDGES.types,
    run=run,
)
