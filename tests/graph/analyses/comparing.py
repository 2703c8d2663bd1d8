"""The bridges of a drawn territory once more, by comparing each surplus with each need in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import floor

import numpy as np

from graph.analyses.moves.moves import Moves, moves_of
from graph.geography import haversine
from tests.graph.analyses.territories import DAY, EMPLOYERS, LEVELS, SIDES, Land

TODAY = DAY.isoformat()
Place = tuple[str, str]


@dataclass(frozen=True)
class Side:
    """A surplus, a need or usual departures that count."""

    employer: str
    record: str
    occupations: tuple[str, ...]
    people: int
    first: str
    last: str

    @property
    def place(self) -> Place:
        return self.employer, self.record


def sides(land: Land, label: str) -> Iterator[Side]:
    """Yields the surpluses or the needs that count."""
    has, of, count, ends = SIDES[label]
    owners = {
        record: owner
        for kind in ("Company", "Actor")
        for owner, record in land.ends(f"{kind}-{has}-{label}")
    }
    for key, told in land.records(label).items():
        owner = owners[key]
        people = told[count] if told[count] is not None else int(label == "Need")
        occupations = tuple(o for r, o in sorted(land.ends(f"{label}-{of}-Occupation")) if r == key)
        last = str(told[ends] or "9999-12-31")
        counts = told["status"] == "open" and occupations and last >= TODAY and people
        closed = label == "Need" and is_closed(land, owner)
        if counts and not closed and where(land, owner) is not None:
            first = str(told["starts_on"] or "0001-01-01")
            yield Side(owner, key, occupations, int(str(people)), first, last)


def departures(land: Land, turnover: float) -> Iterator[Side]:
    """Yields who usually leaves; what is declared of an occupation stands for them."""
    declared = {(s.employer, each) for s in sides(land, "Surplus") for each in s.occupations}
    for kind in ("Company", "Actor"):
        for owner, occupation, told in land.edges.get(f"{kind}-EMPLOYS-Occupation", ()):
            people = floor(int(str(told["headcount"] or 0)) * turnover + 1e-9)
            known = where(land, owner) is not None and not is_closed(land, owner)
            if people and known and (owner, occupation) not in declared:
                yield Side(owner, occupation, (occupation,), people, "0001-01-01", "9999-12-31")


def leaving(land: Land, basis: str, turnover: float) -> list[Side]:
    """Returns those whose people could leave; without a company asked about `auto` is declared."""
    usual = departures(land, turnover) if basis == "usual" else ()
    return [*sides(land, "Surplus"), *usual]


def crossable(
    land: Land,
    radius_km: float,
    minutes: float | None,
    basis: str,
    min_score: float,
    turnover: float,
) -> set[tuple[str, str, str]]:
    """Returns who could cross to which need: the employer, its surplus or occupation, the need."""
    moves = moves_of(land.snapshot())
    return {
        (*source.place, target.record)
        for source, target in product(leaving(land, basis, turnover), sides(land, "Need"))
        if source.employer != target.employer
        and source.first <= target.last
        and target.first <= source.last
        and in_reach(land, source.employer, target.employer, radius_km, minutes)
        and any(
            alike(moves, a, b, min_score) for a in source.occupations for b in target.occupations
        )
    }


def limits(land: Land, turnover: float) -> dict[Place, int]:
    """Returns the people that each may release or take."""
    every = [*leaving(land, "usual", turnover), *sides(land, "Need")]
    return {each.place: each.people for each in every}


def alike(moves: Moves, origin: str, end: str, least: float) -> bool:
    a, b = (moves.skills.occupations.index[key] for key in (origin, end))
    return a == b or bool(moves.scores(a).score[b] >= least) or (a, b) in moves.official


def in_reach(land: Land, one: str, other: str, km: float, minutes: float | None) -> bool:
    a, b = where(land, one), where(land, other)
    taken = by_road(land, one, other)
    if minutes is not None and taken is not None:
        return taken <= minutes
    return bool(haversine(np.array(a), np.array(b)) <= km)


def by_road(land: Land, one: str, other: str) -> float | None:
    """Returns the minutes between two communes: 0 in one, a way back as long as the way there."""
    told = {(a, b): v["minutes"] for a, b, v in land.edges["Territory-REACHES-Territory"]}
    a, b = (commune(land, each) for each in (one, other))
    if not told or a is None or b is None:
        return None
    found = 0 if a == b else told.get((a, b), told.get((b, a)))
    return None if found is None else float(str(found))


def commune(land: Land, employer: str) -> str | None:
    pairs = dict(land.ends(f"{EMPLOYERS[employer]}-LOCATED_IN-Territory"))
    return pairs.get(employer)


def where(land: Land, employer: str) -> tuple[float, float] | None:
    """Returns the coordinates of an employer, its own before those of its commune."""
    own = land.records(EMPLOYERS[employer])[employer]
    around = land.records("Territory").get(commune(land, employer) or "", {})
    for told in (own, around):
        if told.get("latitude") is not None:
            return float(str(told["latitude"])), float(str(told["longitude"]))
    return None


def is_closed(land: Land, employer: str) -> bool:
    return land.records(EMPLOYERS[employer])[employer].get("status") == "closed"


def said_to_agree(land: Land, visibility: str) -> set[tuple[str, str]]:
    """Returns the pairs that both gave an agreement, in force and one that a reader may see."""
    readable = LEVELS[: LEVELS.index(visibility) + 1]
    found = set()
    for key, told in land.records("Agreement").items():
        givers = [
            giver
            for kind in ("Company", "Actor")
            for giver, agreement in land.ends(f"{kind}-GAVE-Agreement")
            if agreement == key
        ]
        in_force = str(told["agreed_on"]) <= TODAY <= str(told["until"] or "9999-12-31")
        if in_force and told["visibility"] in readable:
            found |= {(a, b) for a in givers for b in givers if a != b}
    return found
