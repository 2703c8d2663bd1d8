"""How the records of a row are joined, as a small picture with its table.

The first record stands at the left, what is joined to it at its right. Colours and outlines are
those of the model; a record is known by its words too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from api.http.labels import type_title
from api.pages.frame import say
from api.pages.tables import Cell, Column, Table
from api.wordings import enumerated
from graph.declare import NODES
from ingest.fitting import joined
from ingest.mapping import RecordMapping, TableMapping

LEFT, ACROSS, DOWN, RADIUS = 90, 270, 76, 15
TOP = 34
SIDES = {"triangle": (3, -90), "triangleDown": (3, 90), "diamond": (4, -90), "hexagon": (6, 0)}


@dataclass(frozen=True)
class Mark:
    """One record: its words, where it stands, its outline as points, or a circle without any."""

    name: str
    x: float
    y: float
    colour: str
    points: str


@dataclass(frozen=True)
class Arrow:
    """One join, from the edge of a record to that of another, with its verb in between."""

    verb: str
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def middle(self) -> tuple[float, float]:
        """Where its verb stands: nearer to its right end, where arrows stand apart."""
        part = 0.6 if self.x2 > self.x1 else 0.4
        return self.x1 + part * (self.x2 - self.x1), self.y1 + part * (self.y2 - self.y1) - 7


@dataclass(frozen=True)
class Picture:
    """The picture: `told` says in words what one sees, `table` is its twin."""

    width: int
    height: int
    marks: Sequence[Mark]
    arrows: Sequence[Arrow]
    told: str
    table: Table


def picture_of(mapping: TableMapping) -> Picture | None:
    """Returns how the records of a row are joined; None where a row makes a single record."""
    if len(mapping.records) < 2:
        return None
    words = {record.name: record_title(record) for record in mapping.records}
    joins = [(words[source], verb, words[target]) for source, verb, target in joined(mapping)]
    places = _places(list(words.values()), joins)
    marks = [
        Mark(name, *places[name], *_look(record.type, places[name]))
        for record in mapping.records
        if (name := words[record.name])
    ]
    width = LEFT * 2 + ACROSS * max(int((x - LEFT) / ACROSS) for x, _ in places.values())
    height = int(max(y for _, y in places.values())) + TOP + 14
    arrows = [_arrow(verb, places[source], places[target]) for source, verb, target in joins]
    return Picture(width, height, marks, arrows, _told(joins), _table(joins))


def record_title(record: RecordMapping) -> str:
    """Returns what a record of a row is called: as its type is, unless a person named it."""
    node = NODES.get(record.type)
    return type_title(node) if node and record.name == node.fr else record.name


def _places(
    names: Sequence[str], joins: Sequence[tuple[str, str, str]]
) -> dict[str, tuple[float, float]]:
    """Returns where each record stands: as far to the right as joins lead to it."""
    depths = {names[0]: 0}
    for _ in names:
        for source, _verb, target in joins:
            for near, far in ((source, target), (target, source)):
                if near in depths:
                    depths.setdefault(far, depths[near] + 1)
    columns: dict[int, list[str]] = {}
    for name in names:
        columns.setdefault(depths.get(name, 1), []).append(name)
    tallest = max(map(len, columns.values()))
    return {
        name: (LEFT + ACROSS * depth, TOP + DOWN * (row + (tallest - len(own)) / 2))
        for depth, own in columns.items()
        for row, name in enumerate(own)
    }


def _look(label: str, place: tuple[float, float]) -> tuple[str, str]:
    """Returns the colour and the outline of a type, at a place; an edge type is a grey diamond."""
    node = NODES.get(label)
    shape, colour = (node.shape, node.colour) if node else ("diamond", "#77766f")
    return colour, _points(shape, *place)


def _points(shape: str, x: float, y: float) -> str:
    if shape == "square":
        corners = [(x + a * RADIUS * 0.9, y + b * RADIUS * 0.9) for a, b in _corners()]
    elif shape == "star":
        corners = _around(x, y, 10, -90, (RADIUS * 1.15, RADIUS * 0.5))
    elif shape in SIDES:
        corners = _around(x, y, *SIDES[shape], (RADIUS * 1.1,))
    else:
        return ""
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)


def _corners() -> list[tuple[int, int]]:
    return [(-1, -1), (1, -1), (1, 1), (-1, 1)]


def _around(
    x: float, y: float, sides: int, first: float, radii: Sequence[float]
) -> list[tuple[float, float]]:
    """Returns points around a centre, at each of the radii in turn."""
    angles = [math.radians(first + 360 * side / sides) for side in range(sides)]
    return [
        (
            x + radii[side % len(radii)] * math.cos(angle),
            y + radii[side % len(radii)] * math.sin(angle),
        )
        for side, angle in enumerate(angles)
    ]


def _arrow(verb: str, source: tuple[float, float], target: tuple[float, float]) -> Arrow:
    (x1, y1), (x2, y2) = source, target
    far = math.dist(source, target) or 1
    across, down = (x2 - x1) / far, (y2 - y1) / far
    start, end = RADIUS + 5, RADIUS + 9
    return Arrow(
        verb,
        round(x1 + across * start, 1),
        round(y1 + down * start, 1),
        round(x2 - across * end, 1),
        round(y2 - down * end, 1),
    )


def _told(joins: Sequence[tuple[str, str, str]]) -> str:
    if not joins:
        return say("uploads.unjoined")
    return say("uploads.joined", joins=enumerated(" ".join(join) for join in joins))


def _table(joins: Sequence[tuple[str, str, str]]) -> Table:
    columns = [Column(say(f"uploads.column.{name}")) for name in ("record", "verb", "other")]
    rows = [tuple(map(Cell, join)) for join in joins]
    return Table(say("uploads.joins"), columns, rows, "", say("uploads.unjoined"), aside=True)
