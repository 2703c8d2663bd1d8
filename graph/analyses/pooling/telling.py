"""Why several could share something, and what they have to settle first, by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from graph.analyses.bridging.stocks import NEVER
from graph.analyses.bridging.writing import LOAN
from graph.analyses.pooling.functions import WEEK
from graph.analyses.pooling.results import Participant, SharedFunction, SharedResource, Sharing
from graph.analyses.pooling.sessions import Filling
from graph.analyses.reasons import Named, Reason, reason
from graph.analyses.sourcing import STALE_MONTHS

LENT_PEOPLE = frozenset({"tutor", "trainer", "expertise"})
OF_FUNCTION = ("weekdays", "grouping", "status", "largest")
OF_SESSION = ("money", "agreement", "contract", "place", "travel")


class SessionSaid(NamedTuple):
    """Names of a session: its training, who gives it, its commune where it may be told."""

    training: str
    bodies: tuple[str, ...]
    place: str | None


def session_reasons(
    filling: Filling, least: int, said: SessionSaid, parties: Sequence[Participant]
) -> Iterator[Reason]:
    """Yields why a session could be filled, and what it lacks; the first says which it is."""
    course = filling.course
    yield _head(filling, said)
    if said.bodies:
        yield reason("sharing.bodies", count=len(said.bodies), names=", ".join(said.bodies))
    yield reason("sharing.people", count=filling.people)
    yield reason("sharing.employers", count=filling.employers)
    if course.session is not None:
        yield reason("sharing.already", count=course.taken, seats=course.seats)
    yield reason("sharing.left_seats", count=filling.left, seats=course.seats)
    if lacking := filling.lacking(least):
        yield reason("sharing.lacking", count=lacking)
    if filling.beyond:
        yield reason("sharing.beyond", count=filling.beyond)
    yield from _of_basis(filling)
    yield from common_reasons(parties)


def _head(filling: Filling, said: SessionSaid) -> Reason:
    """Returns which session it is: when and where, or that it is to ask for."""
    course, training = filling.course, said.training
    if course.starts_on is not None:
        day = date.fromisoformat(course.starts_on)
        if said.place is None:
            return reason("sharing.session.somewhere", training=training, day=day)
        return reason("sharing.session.open", training=training, day=day, place=said.place)
    if course.last == NEVER:
        return reason("sharing.session.ask", training=training)
    return reason(
        "sharing.session.ask_before", training=training, day=date.fromisoformat(course.last)
    )


def _of_basis(filling: Filling) -> Iterator[Reason]:
    """Yields what the people are counted from."""
    wished = sum(t.people for t in filling.takings if t.seeker.type != "Need")
    if wished:
        yield reason("sharing.by_wish", count=wished)
    if needed := filling.people - wished:
        yield reason("sharing.by_need", count=needed)
    if uncounted := sum(not taking.seeker.counted for taking in filling.takings):
        yield reason("sharing.uncounted", count=uncounted)
    if filling.course.at is not None:
        yield reason("sharing.near_one")
    if not filling.course.told:
        yield reason("sharing.seats_untold", seats=filling.course.seats)


def common_reasons(parties: Sequence[Participant]) -> Iterator[Reason]:
    """Yields how far those who share are, and that what one of them said is old."""
    farthest = max(parties, key=lambda party: party.km)
    minutes = [party.minutes for party in parties if party.minutes is not None]
    if any(party.blurred for party in parties):
        yield reason("sharing.km_blurred", km=round(farthest.km))
    elif minutes and len(minutes) == len(parties):
        told = {"minutes": round(max(minutes)), "km": round(farthest.km, 1)}
        yield reason("sharing.minutes", count=len(parties), **told)
    elif round(farthest.km, 1):
        yield reason("sharing.km", count=len(parties), km=round(farthest.km, 1))
    else:
        yield reason("sharing.same_place", count=len(parties))
    oldest = max(party.age_months or 0 for party in parties)
    if oldest > STALE_MONTHS:
        yield reason("sharing.stale", count=oldest)


def basin_reasons(basins: Sequence[Named]) -> Iterator[Reason]:
    """Yields which basins share; nothing where none is known."""
    if basins:
        names = ", ".join(basin.name for basin in basins)
        yield reason("sharing.basins", count=len(basins), names=names)


def resource_reasons(sharing: SharedResource) -> Iterator[Reason]:
    """Yields why a resource could be lent, and whether its days suffice."""
    if sharing.available:
        yield reason("sharing.resource.when", available=sharing.available)
    else:
        yield reason("sharing.resource.whenever")
    yield reason("sharing.resource.wanted", count=len(sharing.participants))
    if sharing.weekdays and len(sharing.participants) > len(sharing.weekdays):
        yield reason("sharing.resource.clash", count=len(sharing.weekdays))
    yield from common_reasons(sharing.participants)


def function_reasons(
    function: str, days: float, divisions: int, parties: Sequence[Participant]
) -> Iterator[Reason]:
    """Yields why a function could be shared by the day, and which days two of them want."""
    yield reason(f"sharing.function.said.{function}")
    yield reason("sharing.function.days", count=days)
    if days > WEEK:
        yield reason("sharing.function.over", week=WEEK)
    if divisions:
        yield reason("sharing.function.divisions", count=divisions)
    named = [day for party in parties for day in party.weekdays]
    clashing = [day for day in dict.fromkeys(named) if named.count(day) > 1]
    if clashing:
        yield reason("sharing.function.clash", count=len(clashing), days=", ".join(clashing))
    yield from common_reasons(parties)


def questions(sharing: Sharing) -> tuple[Reason, ...]:
    """Returns what to settle before sharing; where law is touched a lawyer checks."""
    if isinstance(sharing, SharedResource):
        lent = LOAN if sharing.nature in LENT_PEOPLE else ("sharing.ask.insurance",)
        return tuple(map(reason, ("sharing.ask.days", "sharing.ask.cost", *lent)))
    if isinstance(sharing, SharedFunction):
        return tuple(reason(f"sharing.ask.{code}") for code in OF_FUNCTION)
    return tuple(reason(f"sharing.ask.{code}") for code in OF_SESSION)
