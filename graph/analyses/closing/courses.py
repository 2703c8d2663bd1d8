"""Which trainings lead to the moves of a closure, and which three open most posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from graph.analyses.bridging.crossings import Crossing
from graph.analyses.closing.ways import Route, ways
from graph.analyses.moves.moves import Moves

ENOUGH = 0.5  # share of the missing weight that a training must teach to lead to a move
UNLOCKING = 3
TRIED = 20


class Courses:
    """The trainings that lead to moves, and their sessions from a day on."""

    def __init__(self, moves: Moves, on: date) -> None:
        self.moves = moves
        self.on = on
        self._leading = cache(self._leading_to)

    def routes(self, crossing: Crossing) -> list[Route]:
        """Returns the sessions that lead to a crossing and start before the need's date."""
        move, by = crossing.move, crossing.need.until
        found = self._leading(move.origin, move.destination)
        return [route for route in found if route.session.starts_on <= by]

    def straight(self, crossing: Crossing) -> str | None:
        """Returns the effort of a crossing that asks for no qualifying course, else `None`."""
        effort = self.moves.effort(crossing.move.origin, crossing.move.destination)
        return None if effort == "long" else effort

    def unlocking(self, crossings: Sequence[Crossing]) -> list[tuple[Route, int]]:
        """Returns the trainings that open most posts, and how many more each opens.

        One after the other: each is the one whose first session opens most beside what needs no
        training and what those before it open; of equals the one that starts first, then by key.
        At most UNLOCKING, among the TRIED that lead to most posts.
        """
        chosen: list[tuple[Route, int]] = []
        before = self._opened(crossings, frozenset())
        candidates = self._candidates(crossings)
        while candidates and len(chosen) < UNLOCKING:
            taken = frozenset(route.offer.key for route, _ in chosen)
            gains = [
                (self._opened(crossings, taken | {route.offer.key}) - before, route)
                for route in candidates
            ]
            gain, best = min(gains, key=lambda pair: (-pair[0], *_order(pair[1])))
            if gain <= 0:
                break
            chosen.append((best, gain))
            candidates.remove(best)
            before += gain
        return chosen

    def _opened(self, crossings: Sequence[Crossing], trainings: frozenset[str]) -> int:
        """Returns how many people could move with these trainings alone."""

        def routes(crossing: Crossing) -> list[Route]:
            return [r for r in self.routes(crossing) if r.offer.key in trainings]

        return sum(way.people for way in ways(crossings, self._untrained, routes))

    def _untrained(self, crossing: Crossing) -> str | None:
        """Returns the effort of a move that lacks nothing, else `None`."""
        move = crossing.move
        if move.same:
            return "same"
        known = len(self.moves.skills.of(move.destination))
        lacks = len(self.moves.skills.missing(move.origin, move.destination))
        return "short" if known and not lacks else None

    def _candidates(self, crossings: Sequence[Crossing]) -> list[Route]:
        first: dict[str, Route] = {}
        posts: dict[str, int] = {}
        for crossing in crossings:
            if self._untrained(crossing) is not None:
                continue
            for route in self.routes(crossing):
                key = route.offer.key
                first[key] = min(first.get(key, route), route, key=_order)
                posts[key] = posts.get(key, 0) + crossing.possible
        most = sorted(first, key=lambda key: (-posts[key], key))[:TRIED]
        return [first[key] for key in most]

    def _leading_to(self, origin: int, destination: int) -> tuple[Route, ...]:
        trainings = self.moves.trainings
        offers = trainings.offers(self.moves.skills.missing(origin, destination), destination)
        return tuple(
            Route(offer, session)
            for offer in offers
            if offer.prepares or offer.share >= ENOUGH
            for session in trainings.coming_sessions(offer.key, self.on)
        )


def _order(route: Route) -> tuple[str, str]:
    return route.session.starts_on, route.offer.key
