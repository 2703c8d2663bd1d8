"""How what could be shared is written out for its reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from graph.analyses.bridging.blurring import step
from graph.analyses.bridging.stocks import NEVER, Employer
from graph.analyses.marks import mark
from graph.analyses.pooling.functions import PartNeed, Timeshare
from graph.analyses.pooling.ground import STEPS, Spot
from graph.analyses.pooling.parties import Part, Parties, Seen
from graph.analyses.pooling.resources import Lending, Wanting, weekdays
from graph.analyses.pooling.results import (
    Body,
    Participant,
    SharedFunction,
    SharedResource,
    SharedSession,
    State,
)
from graph.analyses.pooling.sessions import Course, Filling, Taking
from graph.analyses.pooling.telling import (
    SessionSaid,
    basin_reasons,
    function_reasons,
    questions,
    resource_reasons,
    session_reasons,
)
from graph.analyses.reasons import named
from graph.viewer import Visibility, lowest

DIVISION = 2  # figures of a NAF division


class Writer:
    """Writes sharings out in full; `least` is how many hold a session."""

    def __init__(self, parties: Parties, least: int) -> None:
        self.parties = parties
        self.ground = parties.ground
        self.snapshot = parties.snapshot
        self.least = least
        self.givers = self.snapshot.links("Actor-DELIVERS-Training").by_target

    def session(self, filling: Filling) -> SharedSession:
        """Returns a session with who fills it."""
        course, takings = filling.course, filling.takings
        everyone = [taking.seeker.employer for taking in takings]
        seen = self.parties.seen(everyone)
        found = self._parties(map(_of_taking, takings), seen, course.spot)
        shared = self._shared(seen, found, [taking.seeker.spot for taking in takings])
        hidden = course.at is not None and seen.blurred
        place = None if hidden else self.ground.commune(course.spot)
        training = named(self.snapshot.table("Training"), course.training, "title")
        bodies = self._bodies(course.training)
        names = tuple(body.actor.name for body in bodies)
        said = SessionSaid(training.name, names, place.name if place else None)
        reasons = session_reasons(filling, self.least, said, found)
        sharing = SharedSession.model_validate(
            shared
            | self._facts(filling)
            | {
                "key": self._session_key(course),
                "what": training,
                "visibility": _visibility(seen, [t.seeker.visibility for t in takings]),
                "bodies": bodies,
                "place": place,
                "reasons": (*reasons, *basin_reasons(shared["basins"])),  # type: ignore[arg-type]
            }
        )
        return sharing.model_copy(update={"questions": questions(sharing)})

    def _facts(self, filling: Filling) -> dict[str, object]:
        """Returns the days and seats of a session."""
        course = filling.course
        session = self.snapshot.table("Session")
        lacking = filling.lacking(self.least)
        state: State = "short" if lacking else "held" if filling.left else "full"
        return {
            "kind": "session",
            "session": None
            if course.session is None
            else named(session, course.session, "starts_on"),
            "starts_on": course.starts_on and date.fromisoformat(course.starts_on),
            "last": None if course.last == NEVER else date.fromisoformat(course.last),
            "hours": self.snapshot.table("Training").value(course.training, "hours"),
            "seats": course.seats,
            "taken": course.taken,
            "people": filling.people,
            "left": filling.left,
            "lacking": lacking,
            "beyond": filling.beyond,
            "state": state,
        }

    def resource(self, lending: Lending) -> SharedResource:
        """Returns a resource with who has it and who wants it."""
        table, place = self.snapshot.table("Resource"), lending.resource
        everyone = [lending.owner, *(each.wish.employer for each in lending.wanting)]
        seen = self.parties.seen(everyone)
        found = self._parties(map(_of_wanting, lending.wanting), seen, lending.spot)
        owning = Part(lending.owner, "owner", "Resource", place, 0, 0.0, None)
        owner = self.parties.written(owning, seen.blurred, lending.spot)
        spots = [lending.spot, *(wanting.spot for wanting in lending.wanting)]
        told = table.value(place, "available")
        sharing = SharedResource.model_validate(
            self._shared(seen, found, spots)
            | {
                "key": self._mark("resource", table.keys[place]),
                "kind": "resource",
                "what": None if seen.blurred else named(table, place),
                "visibility": _visibility(seen, []),
                "owner": owner,
                "nature": table.value(place, "kind"),
                "available": str(told) if told else None,
                "weekdays": weekdays(told),
                "reasons": (),
            }
        )
        reasons = (*resource_reasons(sharing), *basin_reasons(sharing.basins))
        return sharing.model_copy(update={"reasons": reasons, "questions": questions(sharing)})

    def function(self, share: Timeshare) -> SharedFunction:
        """Returns a function with who needs it and how many days."""
        everyone = [need.employer for need in share.needs]
        parts = map(_of_need, share.needs, share.km, share.minutes)
        seen = self.parties.seen(everyone)
        found = self._parties(parts, seen, share.centre.spot)
        divisions = self._divisions(everyone)
        shared = self._shared(seen, found, [need.spot for need in share.needs])
        days = round(share.days, 2)
        centre = self.snapshot.table("Need").keys[share.centre.need]
        sharing = SharedFunction.model_validate(
            shared
            | {
                "key": self._mark("function", share.function, centre),
                "kind": "function",
                "what": None,
                "visibility": _visibility(seen, [need.visibility for need in share.needs]),
                "function": share.function,
                "occupations": self._occupations(share.needs),
                "days": days,
                "divisions": divisions,
                "reasons": (
                    *function_reasons(share.function, days, divisions, found),
                    *basin_reasons(shared["basins"]),  # type: ignore[arg-type]
                ),
            }
        )
        return sharing.model_copy(update={"questions": questions(sharing)})

    def _parties(self, parts: Iterable[Part], seen: Seen, spot: Spot) -> tuple[Participant, ...]:
        return tuple(self.parties.written(part, seen.blurred, spot) for part in parts)

    def _shared(
        self, seen: Seen, found: Sequence[Participant], spots: Sequence[Spot]
    ) -> dict[str, object]:
        """Returns what all kinds have in common, but for their reasons."""
        farthest = max(each.km for each in found)
        return {
            "participants": found,
            "km": float(step(farthest, STEPS)) if seen.blurred else farthest,
            "basins": () if seen.blurred else self.ground.basins(spots),
            "agreement": seen.agreement,
            "introducer": seen.introducer,
            "questions": (),
        }

    def _session_key(self, course: Course) -> str:
        """Returns the mark of a session: of itself, else of its training and where it would be."""
        if course.session is not None:
            return self._mark("session", self.snapshot.table("Session").keys[course.session])
        near = course.at
        at = self.snapshot.table(near.label).keys[near.place] if near else ""
        training = self.snapshot.table("Training").keys[course.training]
        return self._mark("asked", training, at, str(course.before))

    def _mark(self, *told: str) -> str:
        return mark(self.snapshot, "m", *told)

    def _bodies(self, training: int) -> tuple[Body, ...]:
        actors = self.snapshot.table("Actor")
        return tuple(
            Body(
                actor=named(actors, place),
                commune=self.parties.commune(Employer("Actor", place)),
                callers=self.parties.callers(Employer("Actor", place)),
            )
            for place in self.givers.get(training, ())
        )

    def _divisions(self, everyone: Collection[Employer]) -> int:
        keys = self.snapshot.table("Sector").keys
        found = {
            keys[sector].partition(":")[2][:DIVISION]
            for label, place in everyone
            for sector in self.snapshot.links(f"{label}-IN_SECTOR-Sector").by_source.get(place, ())
        }
        return len(found)

    def _occupations(self, needs: Sequence[PartNeed]) -> tuple[object, ...]:
        links = self.snapshot.links("Need-FOR_OCCUPATION-Occupation").by_source
        places = {place for each in needs for place in links.get(each.need, ())}
        table = self.snapshot.table("Occupation")
        return tuple(named(table, place, "title") for place in sorted(places))


def _visibility(seen: Seen, levels: Iterable[Visibility]) -> Visibility:
    agreement = seen.agreement
    agreed = [agreement.visibility] if agreement and agreement.complete else []
    return lowest("public", *levels, *agreed)


def _of_taking(taking: Taking) -> Part:
    seeker = taking.seeker
    return Part(
        employer=seeker.employer,
        role="need" if seeker.type == "Need" else "wish",
        said=seeker.type,
        place=seeker.place,
        people=taking.people,
        km=taking.km,
        minutes=taking.minutes,
        by=seeker.by,
        said_on=seeker.said_on,
    )


def _of_wanting(wanting: Wanting) -> Part:
    wish = wanting.wish
    return Part(
        employer=wish.employer,
        role="wish",
        said="Resource",
        place=wish.place,
        people=wish.people or 1,
        km=wanting.km,
        minutes=wanting.minutes,
        by=wish.by,
        said_on=wish.said_on or None,
    )


def _of_need(need: PartNeed, km: float, minutes: float | None) -> Part:
    return Part(
        employer=need.employer,
        role="need",
        said="Need",
        place=need.need,
        people=1,
        km=km,
        minutes=minutes,
        by=need.by,
        days=need.days,
        weekdays=need.weekdays,
    )
