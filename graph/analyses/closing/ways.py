"""Who goes where together: people over posts, and through seats where a course comes first.

A flow of least cost over surpluses, needs and training sessions. A move of the same occupation or
with a short adaptation goes straight; a long one goes through a session in time, within its seats.
Each session serves one occupation of arrival, that with most posts in reach, so that nobody comes
out of it into a post that the course does not lead to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.analyses.bridging.assignment import Cells, assign, unit_costs
from graph.analyses.bridging.crossings import Crossing
from graph.analyses.flows import Arcs, least_cost
from graph.analyses.moves.trainings import NextSession, TrainingOffer

EFFORT = {"same": 0.0, "short": 2.0, "long": 4.0}  # more than any difference of scores


@dataclass(frozen=True)
class Route:
    """A training that leads to a move, and one of its sessions."""

    offer: TrainingOffer
    session: NextSession


@dataclass(frozen=True)
class Way:
    """People who take a crossing; `route` is the course that comes first."""

    crossing: Crossing
    people: int
    route: Route | None


Straight = Callable[[Crossing], str | None]
Routes = Callable[[Crossing], Sequence[Route]]


def ways(crossings: Sequence[Crossing], straight: Straight, routes: Routes) -> list[Way]:
    """Returns who takes which crossing, in their order; straight ways before those by a course.

    `straight` tells the effort of a crossing that needs no course, `None` of one that does;
    `routes` the sessions that lead to it in time. As many people as can be first, then the least
    effort and the best scores, then the fewest kilometres, then the first crossings.
    """
    network = _Network(crossings, straight, routes)
    return network.solved() if network.arcs else []


@dataclass(frozen=True)
class _Arc:
    start: int
    end: int
    most: int
    worse: float
    km: float
    of: Crossing | None = None


class _Network:
    def __init__(self, crossings: Sequence[Crossing], straight: Straight, routes: Routes) -> None:
        self.crossings = crossings
        self.people = {c.surplus.place: c.surplus.people for c in crossings}
        self.posts = {c.need.place: c.need.people for c in crossings}
        self._nodes: dict[object, int] = {}
        for place in (*self.people, *self.posts):
            self._node(place)
        self.arcs: list[_Arc] = []
        self.courses: dict[str, list[tuple[Crossing, Route]]] = defaultdict(list)
        for crossing in crossings:
            effort = straight(crossing)
            if effort is not None:
                self._straight(crossing, effort)
                continue
            for route in routes(crossing):
                self.courses[route.session.key].append((crossing, route))
        for session, taken in self.courses.items():
            self.courses[session] = _of_one_occupation(taken)
            self._course(session, self.courses[session])

    def solved(self) -> list[Way]:
        supplies = np.zeros(len(self._nodes), np.int64)
        for place, people in self.people.items():
            supplies[self._node(place)] = people
        for place, posts in self.posts.items():
            supplies[self._node(place)] = -posts
        worse, km = np.array([(arc.worse, arc.km) for arc in self.arcs]).T
        costs = unit_costs(worse, km)
        told = np.array([(arc.start, arc.end, arc.most) for arc in self.arcs], np.int64)
        starts, ends, most = told.T
        flows = least_cost(supplies, Arcs(starts, ends, most, costs)).tolist()
        straight = [
            Way(arc.of, people, None)
            for arc, people in zip(self.arcs, flows, strict=True)
            if people and arc.of is not None
        ]
        through = {
            (arc.start, arc.end): people for arc, people in zip(self.arcs, flows, strict=True)
        }
        return [*straight, *self._through(through)]

    def _node(self, name: object) -> int:
        return self._nodes.setdefault(name, len(self._nodes))

    def _straight(self, crossing: Crossing, effort: str) -> None:
        ends = self._node(crossing.surplus.place), self._node(crossing.need.place)
        worse = EFFORT[effort] + 1 - crossing.move.score
        self.arcs.append(_Arc(*ends, crossing.possible, worse, crossing.km, crossing))

    def _course(self, session: str, taken: Sequence[tuple[Crossing, Route]]) -> None:
        """Adds a session: from who may attend it, through its seats, to where it leads."""
        enter, leave = self._node((session, "enter")), self._node((session, "leave"))
        crowd = sum(self.people.values())
        seats = taken[0][1].session.seats_left
        self.arcs.append(_Arc(enter, leave, crowd if seats is None else seats, 0.0, 0.0))
        best = {c.surplus.place: max(0.0, c.move.score) for c, _ in reversed(taken)}
        for place, score in best.items():
            worse = EFFORT["long"] + 1 - score
            self.arcs.append(_Arc(self._node(place), enter, self.people[place], worse, 0.0))
        for place, km in {c.need.place: c.km for c, _ in taken}.items():
            self.arcs.append(_Arc(leave, self._node(place), self.posts[place], 0.0, km))

    def _through(self, flows: dict[tuple[int, int], int]) -> Iterator[Way]:
        """Yields who takes which crossing by a course, from who enters it and who leaves it."""
        for session, taken in self.courses.items():
            enter, leave = self._node((session, "enter")), self._node((session, "leave"))
            crossings = [crossing for crossing, _ in taken]
            supply = {
                c.surplus.place: flows.get((self._node(c.surplus.place), enter), 0)
                for c in crossings
            }
            demand = {
                c.need.place: flows.get((leave, self._node(c.need.place)), 0) for c in crossings
            }
            people = _assigned(crossings, supply, demand)
            for (crossing, route), count in zip(taken, people, strict=True):
                if count:
                    yield Way(crossing, count, route)


def _assigned(
    crossings: Sequence[Crossing],
    supply: Mapping[tuple[str, int], int],
    demand: Mapping[tuple[str, int], int],
) -> list[int]:
    """Returns how many people each crossing takes; people by the places of surplus and need."""
    rows, columns = ({place: n for n, place in enumerate(side)} for side in (supply, demand))
    ends = np.array([(rows[c.surplus.place], columns[c.need.place]) for c in crossings]).T
    worth = np.array([(c.move.score, c.km) for c in crossings]).T
    people, posts = (np.array(list(side.values()), np.int64) for side in (supply, demand))
    found: list[int] = assign(people, posts, Cells(*ends, *worth)).tolist()
    return found


def _of_one_occupation(
    taken: Sequence[tuple[Crossing, Route]],
) -> list[tuple[Crossing, Route]]:
    """Returns the crossings to the occupation with most posts; of equals the first."""
    needs = {(c.need.place, c.move.destination): c.need.people for c, _ in taken}
    posts: Counter[int] = Counter()
    for (_, destination), people in needs.items():
        posts[destination] += people
    chosen = max(posts, key=lambda destination: posts[destination])
    return [pair for pair in taken if pair[0].move.destination == chosen]
