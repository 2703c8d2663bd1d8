"""Flows from stocks at the left to stocks at the right, as wide as they carry units.

Geometry alone: what draws it gives classes to the kinds of flow and writes the labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap

BAR = 12
TOP, GAP, TALLEST = 30.0, 14.0, 360.0
LEAST = 30.0  # height that two lines of label take
LINES = 2


@dataclass(frozen=True)
class Ground:
    """What flows are drawn on: its width, where the stocks stand, the signs of a line of label."""

    width: int
    left: int
    right: int
    left_signs: int
    right_signs: int


WIDE = Ground(940, 238, 590, 24, 36)
NARROW = Ground(620, 190, 360, 18, 26)  # beside a list


@dataclass(frozen=True)
class Flow:
    """Units that go from one stock to another, by their names; `kind` says how."""

    source: str
    target: str
    units: int
    kind: str


@dataclass(frozen=True)
class Stock:
    """A stock as it is drawn: its units, and the box that stands for them."""

    name: str
    units: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.y + self.height / 2

    def lines(self, most: int) -> list[str]:
        """Returns its name in two lines of at most `most` signs, cut where it is longer."""
        told = [line for part in self.name.split("\n") for line in wrap(part, most)]
        return (
            told
            if len(told) <= LINES
            else [told[0], shorten(" ".join(told[1:]), most, placeholder="…")]
        )


@dataclass(frozen=True)
class Band:
    """A flow as it is drawn: the path of its outline."""

    kind: str
    path: str
    flow: Flow


@dataclass(frozen=True)
class Flows:
    """The whole picture."""

    ground: Ground
    height: int
    sources: tuple[Stock, ...]
    targets: tuple[Stock, ...]
    bands: tuple[Band, ...]


def flows(given: Sequence[Flow], ground: Ground = WIDE) -> Flows:
    """Returns the picture of flows; stocks stand in the order in which flows name them.

    What flows of the kind `none` lead to stands last.
    """
    carried = [flow for flow in given if flow.units]
    unit = TALLEST / max(sum(flow.units for flow in carried), 1)
    unit = min(unit, 8.0)
    sources = _stocks([(flow.source, flow.units) for flow in carried], ground.left, unit)
    landing = sorted(carried, key=lambda flow: flow.kind == "none")
    targets = _stocks([(flow.target, flow.units) for flow in landing], ground.right, unit)
    height = max(
        (stock.y + max(stock.height, LEAST) for stock in (*sources, *targets)), default=TOP
    )
    bands = _bands(carried, sources, targets, unit)
    return Flows(ground, round(height + GAP), sources, targets, bands)


def _stocks(named: Sequence[tuple[str, int]], x: float, unit: float) -> tuple[Stock, ...]:
    units: dict[str, int] = {}
    for name, count in named:
        units[name] = units.get(name, 0) + count
    found, y = [], TOP
    for name, count in units.items():
        height = count * unit
        found.append(Stock(name, count, x, round(y, 1), BAR, round(height, 1)))
        y += max(height, LEAST) + GAP
    return tuple(found)


def _bands(
    carried: Sequence[Flow], sources: Sequence[Stock], targets: Sequence[Stock], unit: float
) -> tuple[Band, ...]:
    """Returns the bands, each below those that left and reached its stocks before it."""
    leaving = {stock.name: stock.y for stock in sources}
    coming = {stock.name: stock.y for stock in targets}
    edges = sources[0].x + BAR if sources else 0, targets[0].x if targets else 0
    found = []
    for flow in carried:
        thick = flow.units * unit
        path = _path(edges, leaving[flow.source], coming[flow.target], thick)
        found.append(Band(flow.kind, path, flow))
        leaving[flow.source] += thick
        coming[flow.target] += thick
    return tuple(found)


def _path(edges: tuple[float, float], start: float, end: float, thick: float) -> str:
    left, right = edges
    middle = (left + right) / 2
    there = f"M{left} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {right} {end:.1f}"
    under, back = end + thick, start + thick
    again = f"V{under:.1f}C{middle} {under:.1f} {middle} {back:.1f} {left} {back:.1f}Z"
    return there + again
