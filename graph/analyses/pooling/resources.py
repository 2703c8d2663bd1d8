"""Resources that some have and others want, by distance and by days."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from graph.analyses.bridging.stocks import Employer
from graph.analyses.pooling.ground import Spot
from graph.analyses.pooling.wishes import Wish, Wishes, owners
from graph.analyses.reasons import reason

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Wanting(NamedTuple):
    """A wish for a resource, where who wishes it is, and how far that is from the resource."""

    wish: Wish
    spot: Spot
    km: float
    minutes: float | None


class Lending(NamedTuple):
    """A resource, who has it, where it is, and who wants it: the soonest day, then the nearest."""

    resource: int
    owner: Employer
    spot: Spot
    wanting: tuple[Wanting, ...]


def lendings(wishes: Wishes) -> Iterator[Lending]:
    """Yields each resource that someone has and others within reach want, by key."""
    wanted: dict[int, list[tuple[Wish, Spot]]] = defaultdict(list)
    for wish, spot in wishes.of("Resource"):
        wanted[wish.place].append((wish, spot))
    held = owners(wishes.snapshot, "HAS_RESOURCE-Resource")
    for resource, wanting in sorted(wanted.items()):
        if found := _lending(wishes, resource, held.get(resource), wanting):
            yield found


def weekdays(text: object) -> tuple[str, ...]:
    """Returns the days of the week that a text names, Monday first."""
    told = re.findall(r"\w+", str(text or "").casefold())
    named = {word.removesuffix("s") for word in told}
    return tuple(day for day in DAYS if day in named)


def _lending(
    wishes: Wishes, resource: int, owner: Employer | None, wanting: list[tuple[Wish, Spot]]
) -> Lending | None:
    """Returns who of those who want a resource can have it, and leaves out the others."""
    spot = owner and (
        wishes.ground.spot("Resource", resource) or wishes.ground.spot(owner.label, owner.place)
    )
    near = []
    for wish, whose in wanting:
        code = _against(wish, owner, spot)
        reach = wishes.ground.reach([spot], [whose]) if spot else None
        if not code and reach and reach.within[0, 0]:
            road = float(reach.minutes[0, 0])
            minutes = None if np.isnan(road) else road
            near.append(Wanting(wish, whose, float(reach.km[0, 0]), minutes))
        else:
            why = reason(code or "sharing.left.too_far")
            wishes.leave(wish.employer, "Resource", resource, why)
    if owner is None or spot is None or not near:
        return None
    return Lending(resource, owner, spot, tuple(sorted(near, key=_turn)))


def _against(wish: Wish, owner: Employer | None, spot: Spot | None) -> str:
    if owner is None:
        return "sharing.left.no_owner"
    if owner == wish.employer:
        return "sharing.left.own"
    return "sharing.left.resource_not_placed" if spot is None else ""


def _turn(wanting: Wanting) -> tuple[str, float, Employer]:
    return wanting.wish.by, round(wanting.km, 3), wanting.wish.employer
