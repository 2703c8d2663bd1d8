"""What employers could share before a job: a training session, a resource, a function by the day.

Wishes and open needs take the seats of sessions within a radius as the crow flies, or within
minutes by road where travel times were loaded: those of a session that has some left, else of one
to ask of a body that gives the training, where it gives it or near one of those who want it. Wishes
are served before needs, then the soonest day, then the key; sessions that can be held come before
those that cannot, then the soonest; nobody is counted in two. A reader below the cell reads of
those who have not agreed to be named only what fits several employers. Cost: a search of distances
for each session and each training, squared in those who want it. There is no randomness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from graph.analyses.bridging.blurring import FEWEST, names_few
from graph.analyses.bridging.filters import territories_in
from graph.analyses.bridging.market import Market
from graph.analyses.pooling.functions import Timeshare, timeshares
from graph.analyses.pooling.gathering import TOGETHER
from graph.analyses.pooling.ground import Ground, Spot
from graph.analyses.pooling.parameters import SharingParameters
from graph.analyses.pooling.parties import Parties
from graph.analyses.pooling.resources import Lending, lendings
from graph.analyses.pooling.results import SharingResult
from graph.analyses.pooling.seekers import Seeker, seekers
from graph.analyses.pooling.sessions import Filling, Sessions
from graph.analyses.pooling.wishes import LeftOut, Wishes
from graph.analyses.pooling.writing import Writer
from graph.analyses.reasons import Reason, reason
from graph.analyses.registry import Analysis
from graph.errors import DataError
from graph.progress import progress
from graph.snapshot import Snapshot

STAGES = 4  # sessions, resources, functions, what is written out
__all__ = ["ANALYSIS", "SharingParameters", "run"]


class _Found(NamedTuple):
    """What could be shared, in the order of the answer, and what was left out."""

    sessions: Sequence[Filling]
    resources: Sequence[Lending]
    functions: Sequence[Timeshare]
    waiting: Sequence[Seeker]
    left_out: tuple[LeftOut, ...]


def run(snapshot: Snapshot, parameters: SharingParameters) -> SharingResult:
    """Returns what could be shared in a territory.

    Raises:
        UnknownNameError: no territory has that key.
        DataError: a session would have fewer seats than it takes to be held, or the territory is
            too narrow for a reader who may not read names.
    """
    if parameters.least_seats > parameters.most_seats:
        raise DataError(
            "sharing.seats_crossed", least=parameters.least_seats, most=parameters.most_seats
        )
    ground = Ground(snapshot, parameters)
    on = parameters.on or date.fromisoformat(snapshot.as_of[:10])
    within = _territory(snapshot, parameters.territory)
    found = _found(snapshot, ground, parameters, on)
    kept = _kept(found, within)
    progress(STAGES - 1, STAGES)
    writer = Writer(Parties(ground, on.isoformat()), parameters.least_seats)
    top = parameters.top
    return SharingResult(
        on=on,
        sessions=tuple(map(writer.session, kept.sessions[:top])),
        resources=tuple(map(writer.resource, kept.resources[:top])),
        functions=tuple(map(writer.function, kept.functions[:top])),
        total=len(kept.sessions) + len(kept.resources) + len(kept.functions),
        people=sum(filling.people for filling in kept.sessions),
        left_out=found.left_out,
        reasons=tuple(_basis(found, ground, parameters)),
    )


def _found(snapshot: Snapshot, ground: Ground, asked: SharingParameters, on: date) -> _Found:
    """Returns all that could be shared of the kinds asked for."""
    wishes = Wishes(snapshot, ground, on.isoformat())
    market = Market(snapshot, on, None)
    sessions: list[Filling] = []
    waiting: list[Seeker] = []
    progress(0, STAGES)
    if asked.kind in {"all", "session"}:
        waiting = seekers(wishes, market)
        sessions = Sessions(wishes, asked, waiting).filled()
    progress(1, STAGES)
    resources = list(lendings(wishes)) if asked.kind in {"all", "resource"} else []
    progress(2, STAGES)
    functions = list(timeshares(wishes)) if asked.kind in {"all", "function"} else []
    return _Found(
        sorted(sessions, key=lambda each: _session_rank(each, asked.least_seats)),
        sorted(resources, key=lambda each: (-len(each.wanting), _farthest(each), each.resource)),
        sorted(functions, key=lambda each: (-each.days, max(each.km), each.centre.need)),
        waiting,
        (*wishes.left_out, *_of_market(market, functions, snapshot)),
    )


def _session_rank(filling: Filling, least: int) -> tuple[object, ...]:
    course = filling.course
    session = -1 if course.session is None else course.session
    return (
        filling.employers < TOGETHER,
        filling.lacking(least),
        course.session is None,
        -filling.people,
        course.starts_on or course.last,
        course.training,
        session,
    )


def _farthest(lending: Lending) -> float:
    return max(wanting.km for wanting in lending.wanting)


def _of_market(
    market: Market, functions: Sequence[Timeshare], snapshot: Snapshot
) -> Iterator[LeftOut]:
    """Yields the needs that no session can rest on, but for those that share a function."""
    keys = snapshot.table("Need").keys
    shared = {keys[need.need] for share in functions for need in share.needs}
    for left in market.left_out:
        if left.record.key not in shared:
            yield LeftOut(type="Need", record=left.record, employer=None, reason=left.reason)


def _territory(snapshot: Snapshot, key: str | None) -> frozenset[int] | None:
    """Returns the places of a territory and of all in it; None where none is asked for.

    Below the cell one of fewer than FEWEST employers is refused: it would name who is blurred.
    """
    if key is None:
        return None
    within = territories_in(snapshot, key)
    if names_few(snapshot, within):
        raise DataError("bridge.too_narrow", count=FEWEST)
    return within


def _kept(found: _Found, within: frozenset[int] | None) -> _Found:
    """Returns what touches a territory; all of it without one."""
    if within is None:
        return found

    def touches(*spots: Spot) -> bool:
        return any(not within.isdisjoint(spot.communes) for spot in spots)

    return found._replace(
        sessions=[
            each
            for each in found.sessions
            if touches(each.course.spot, *(taking.seeker.spot for taking in each.takings))
        ],
        resources=[
            each
            for each in found.resources
            if touches(each.spot, *(wanting.spot for wanting in each.wanting))
        ],
        functions=[
            each for each in found.functions if touches(*(need.spot for need in each.needs))
        ],
    )


def _basis(found: _Found, ground: Ground, asked: SharingParameters) -> Iterator[Reason]:
    counts = Counter(seeker.type == "Need" for seeker in found.waiting)
    if asked.kind in {"all", "session"}:
        yield reason("sharing.basis.wishes", count=counts[False])
        yield reason("sharing.basis.needs", count=counts[True])
        yield reason("sharing.basis.seats", least=asked.least_seats, most=asked.most_seats)
        yield reason("sharing.basis.notice", count=asked.notice_days)
        yield reason("sharing.basis.order")
    if ground.travel:
        yield reason("sharing.basis.minutes", minutes=ground.minutes, km=ground.radius_km)
    else:
        yield reason("sharing.basis.radius", km=ground.radius_km)
    if found.left_out:
        yield reason("sharing.basis.left_out", count=len(found.left_out))


ANALYSIS = Analysis(
    name="sharing",
    title="sharing.title",
    help="sharing.help",
    parameters=SharingParameters,
    result=SharingResult,
    types=(
        "Company",
        "Actor",
        "Need",
        "Occupation",
        "Skill",
        "Certification",
        "Training",
        "Session",
        "Resource",
        "Contact",
        "Territory",
        "Sector",
        "Agreement",
        "Project",
        "Visit",
    ),
    run=run,
)
