"""The communities of a structure as a small picture, whose twin is the tables beside it.

A disc is a community, as large as it has companies; a line is a link of the backbone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph.analyses.structuring.results import Community, StructureResult

WIDTH, HEIGHT, MOST = 760, 420, 24
SMALLEST, LARGEST = 9.0, 34.0


@dataclass(frozen=True)
class Disc:
    """A community: its number, its words, where it stands and how large."""

    number: int
    name: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Line:
    """A link of the backbone, between the middles of two discs."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True)
class Picture:
    """The largest communities and the backbone among them."""

    width: int
    height: int
    discs: tuple[Disc, ...]
    lines: tuple[Line, ...]


def picture(result: StructureResult) -> Picture:
    """Returns the picture of a structure that has a community."""
    from viz.layout import positions

    shown = {each.number: each for each in result.communities[:MOST]}
    spine = [
        each
        for each in result.backbone
        if each.community in shown and each.other_community in shown
    ]
    links = [(str(each.community), str(each.other_community), each.weight) for each in spine]
    places = _fitted(positions(map(str, shown), links))
    largest = max(each.size for each in shown.values())
    discs = {number: _disc(each, places[str(number)], largest) for number, each in shown.items()}
    strongest = max((each.weight for each in spine), default=1.0)
    lines = tuple(
        _line(discs[each.community], discs[each.other_community], each.weight / strongest)
        for each in spine
    )
    return Picture(WIDTH, HEIGHT, tuple(discs.values()), lines)


def _fitted(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Returns the same places, drawn to the whole of the picture less its margins."""
    ends = [(min(axis), max(axis)) for axis in zip(*places.values(), strict=True)]
    return {
        key: (_scaled(x, *ends[0], WIDTH), _scaled(y, *ends[1], HEIGHT))
        for key, (x, y) in places.items()
    }


def _scaled(value: float, least: float, most: float, size: int) -> float:
    margin = 2 * LARGEST
    part = (value - least) / (most - least) if most > least else 0.5
    return round(margin + part * (size - 2 * margin), 1)


def _disc(community: Community, place: tuple[float, float], largest: int) -> Disc:
    share = math.sqrt(community.size / largest)
    radius = round(SMALLEST + share * (LARGEST - SMALLEST), 1)
    return Disc(community.number, community.name, *place, radius)


def _line(one: Disc, other: Disc, share: float) -> Line:
    return Line(one.x, one.y, other.x, other.y, round(1 + 5 * share, 1))
