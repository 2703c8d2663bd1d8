"""Sessions that employers fill together: those with seats left, else one to ask for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.stocks import NEVER, Employer, employer_numbers
from graph.analyses.pooling.gathering import Crowd, gatherings, served
from graph.analyses.pooling.ground import Ground, Spot
from graph.analyses.pooling.parameters import SharingParameters
from graph.analyses.pooling.seekers import Seeker
from graph.analyses.pooling.wishes import Wishes
from graph.analyses.reasons import Reason, reason
from graph.geography import Numbers
from graph.snapshot import Snapshot


class Course(NamedTuple):
    """A run of a training: one of the graph, or one to ask for, whose `session` is None.

    `at` is the employer near whom it would be held where it is not held where the training is
    given; `before` counts those to ask for there already. `last` is the last day on which it can
    begin.
    """

    training: int
    session: int | None
    spot: Spot
    starts_on: str | None
    last: str
    seats: int
    taken: int
    told: bool
    at: Employer | None = None
    before: int = 0


class Taking(NamedTuple):
    """People of a seeker who have a seat, and how far they are from it."""

    seeker: Seeker
    people: int
    km: float
    minutes: float | None


class Filling(NamedTuple):
    """A course, who takes its seats, in turn, and how many find none."""

    course: Course
    takings: tuple[Taking, ...]
    beyond: int

    @property
    def people(self) -> int:
        """People who take a seat."""
        return sum(taking.people for taking in self.takings)

    @property
    def employers(self) -> int:
        """How many employers they are of."""
        return len({taking.seeker.employer for taking in self.takings})

    @property
    def left(self) -> int:
        """Seats that nobody takes."""
        return self.course.seats - self.course.taken - self.people

    def lacking(self, least: int) -> int:
        """Returns how many people it lacks to be held; a smaller session is held when full."""
        present = self.course.taken + self.people
        return max(0, min(least, self.course.seats) - present)


class Sessions:
    """Seats people: each is counted in one session alone, by `turn`."""

    def __init__(self, wishes: Wishes, asked: SharingParameters, waiting: Sequence[Seeker]) -> None:
        self.wishes = wishes
        self.snapshot: Snapshot = wishes.snapshot
        self.ground: Ground = wishes.ground
        self.asked = asked
        self.waiting = waiting
        self.left = np.array([seeker.people for seeker in waiting], np.int64)
        self.givers = self.snapshot.links("Actor-DELIVERS-Training").by_target
        self._places = {seeker: place for place, seeker in enumerate(waiting)}
        self._wanting: dict[int, list[int]] = defaultdict(list)
        for place, seeker in enumerate(waiting):
            for training in seeker.trainings:
                self._wanting[training].append(place)

    def filled(self) -> list[Filling]:
        """Returns the sessions of the graph that people join, then those to ask for.

        Of the former those that can be held come first, then the soonest.
        """
        return [*self._open(), *self._to_ask()]

    def _open(self) -> Iterator[Filling]:
        coming = sorted(self._coming(), key=lambda course: (course.starts_on, course.session))
        short = []
        for course in coming:
            filling = self._joined(course)
            if filling.lacking(self.asked.least_seats):
                short.append(course)
            elif filling.takings:
                yield self._taken(filling)
        for course in short:
            filling = self._joined(course)
            if filling.takings:
                yield self._taken(filling)

    def _coming(self) -> Iterator[Course]:
        """Yields the sessions that begin from the day on, until the horizon, with seats left."""
        table = self.snapshot.table("Session")
        for training, session in self.snapshot.links("Training-HAS_SESSION-Session").pairs():
            day = str(table.value(session, "starts_on") or "")
            if training not in self._wanting or not self.wishes.on <= day <= self._last:
                continue
            spot = self.ground.spot("Session", session) or next(self._spots(training), None)
            if spot is None:
                why = reason("sharing.left.session_not_placed")
                self.wishes.leave(None, "Session", session, why)
                continue
            seats, taken = table.value(session, "seats"), table.value(session, "seats_taken")
            told = isinstance(seats, int)
            size = int(seats) if isinstance(seats, int) else self.asked.most_seats
            already = int(taken) if isinstance(taken, int) else 0
            if already < size:
                yield Course(training, session, spot, day, day, size, already, told)

    def _spots(self, training: int) -> Iterator[Spot]:
        """Yields where a training is given: where it says, then where those who give it are."""
        places = [("Training", training), *(("Actor", g) for g in self.givers.get(training, ()))]
        yield from filter(None, (self.ground.spot(*place) for place in places))

    def _joined(self, course: Course) -> Filling:
        """Returns who could take the seats of a session that are left, in turn."""
        able = [
            place
            for place in self._wanting[course.training]
            if self.left[place] and self.waiting[place].by >= course.last
        ]
        reach = self.ground.reach([course.spot], [self.waiting[place].spot for place in able])
        near = np.flatnonzero(reach.within[0])
        places = np.array(able, np.int64)[near]
        taken = served(self.left[places].astype(np.float64), course.seats - course.taken)
        beyond = int(self.left[places].sum() - taken.sum())
        km, minutes = reach.km[0, near], reach.minutes[0, near]
        return Filling(course, self._takings(places.tolist(), taken, km, minutes), beyond)

    def _takings(
        self, places: Sequence[int], taken: Numbers, km: Numbers, minutes: Numbers
    ) -> tuple[Taking, ...]:
        told = zip(places, taken.tolist(), km.tolist(), minutes.tolist(), strict=True)
        return tuple(
            Taking(self.waiting[place], int(people), away, None if np.isnan(road) else road)
            for place, people, away, road in told
            if people
        )

    def _taken(self, filling: Filling) -> Filling:
        """Returns a filling whose people are from now on counted nowhere else."""
        for taking in filling.takings:
            self.left[self._places[taking.seeker]] -= taking.people
        return filling

    def _to_ask(self) -> Iterator[Filling]:
        """Yields the sessions to ask for, training by training, and says who stays alone."""
        for training, places in sorted(self._asking().items()):
            yield from self._asked(training, places)
        for place in np.flatnonzero(self.left).tolist():
            seeker = self.waiting[place]
            self.wishes.leave(seeker.employer, seeker.type, seeker.place, self._why(place))

    def _why(self, place: int) -> Reason:
        """Returns why a seeker has no seat, or not all its people."""
        seeker = self.waiting[place]
        if not any(self.givers.get(training) for training in seeker.trainings):
            return reason("sharing.left.no_body")
        if min(seeker.by, self._last) < self._soonest:
            return reason("sharing.left.too_soon", count=self.asked.notice_days)
        return reason("sharing.left.alone", count=int(self.left[place]))

    @cached_property
    def _soonest(self) -> str:
        """The first day on which a session that is asked for can begin."""
        first = date.fromisoformat(self.wishes.on) + timedelta(days=self.asked.notice_days)
        return first.isoformat()

    @property
    def _last(self) -> str:
        return self.asked.horizon.isoformat() if self.asked.horizon else NEVER

    def _asking(self) -> dict[int, list[int]]:
        """Returns who has no seat by the training to ask for: the one that most of them need."""
        without = [
            (place, [t for t in self.waiting[place].trainings if self.givers.get(t)])
            for place in np.flatnonzero(self.left).tolist()
            if min(self.waiting[place].by, self._last) >= self._soonest
        ]
        sought: Counter[int] = Counter()
        for place, trainings in without:
            sought.update(dict.fromkeys(trainings, int(self.left[place])))
        found: dict[int, list[int]] = defaultdict(list)
        for place, trainings in without:
            if trainings:
                found[min(trainings, key=lambda each: (-sought[each], each))].append(place)
        return found

    def _asked(self, training: int, places: Sequence[int]) -> Iterator[Filling]:
        """Yields the sessions of a training to ask for: where it is given, else near one of them.

        Those that can be held come first.
        """
        members = [self.waiting[place] for place in places]
        spots = [member.spot for member in members]
        given = list(self._spots(training))
        centres = [*given, *spots]
        reach = self.ground.reach(centres, spots)
        crowd = Crowd(
            owners=np.array([_number(member.employer) for member in members]),
            brought=self.left[np.array(places)].astype(np.float64),
            km=reach.km,
            within=reach.within,
            given=np.arange(len(centres)) < len(given),
        )
        near = [*([None] * len(given)), *(member.employer for member in members)]
        asked: Counter[Employer | None] = Counter()
        for found in gatherings(crowd, self.asked.least_seats, self.asked.most_seats):
            chosen = [places[member] for member in found.members.tolist()]
            km, minutes = (t[found.centre, found.members] for t in (reach.km, reach.minutes))
            takings = self._takings(chosen, found.taken, km, minutes)
            at = near[found.centre]
            course = self._to_open(training, takings, centres[found.centre])
            yield self._taken(Filling(course._replace(at=at, before=asked[at]), takings, 0))
            asked[at] += 1

    def _to_open(self, training: int, takings: Sequence[Taking], spot: Spot) -> Course:
        """Returns a session to ask for, which begins by the soonest day of those who take part."""
        return Course(
            training=training,
            session=None,
            spot=spot,
            starts_on=None,
            last=min(self._last, *(taking.seeker.by for taking in takings)),
            seats=self.asked.most_seats,
            taken=0,
            told=True,
        )


def _number(employer: Employer) -> int:
    return int(employer_numbers(employer.label, employer.place))
