"""Places of a small picture: every part laid out, packed on the canvas, room for each name."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from viz.forces import stress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Part = NDArray[np.int64]

ROOMY_UP_TO = 60
FRAME = np.array([620.0, 465.0])
WIDE = 1400.0
FULLEST = 0.6
LETTER, LINE, GLYPH = 7.2, 16.0, 24.0
LETTERS_A_LINE, LINES = 21, 3
SHORTEST_LINK, LONGEST_LINK = 60.0, 170.0
DENSITY = 0.4
MOST_STRETCH = 1.5
GAP = 26.0
SPREADS = 12
WIDTHS = (0.6, 0.8, 1.0, 1.25, 1.6)
ROUNDS = 400


def roomy(matrix: Any, parts: Sequence[Part], names: Sequence[str]) -> Points:
    """Returns the places of a small graph's nodes, each with room for its name below it.

    The room is counted in pixels, on the smallest screen served (1024 by 768) as long as the names
    fit there; the places are in units of a canvas of 1600 by 1000.

    Args:
        matrix: symmetric sparse matrix of the links.
        parts: the connected parts, nodes alone included; earlier ones are packed first.
        names: what is written at each node.
    """
    boxes = np.array([_box(name) for name in names]).reshape(-1, 2)
    place = np.zeros((len(boxes), 2))
    drawn = [_part(matrix[part][:, part], boxes[part]) for part in parts]
    sizes = [
        np.ptp(points, axis=0) + boxes[part].max(0)
        for part, points in zip(parts, drawn, strict=True)
    ]
    corners = _spread(_best_packed(sizes), np.array(sizes))
    for part, points, corner in zip(parts, drawn, corners, strict=True):
        place[part] = points - points.min(0) + corner + boxes[part].max(0) / 2
    frame = FRAME * max(1.0, np.sqrt(boxes.prod(1).sum() / FRAME.prod() / FULLEST))
    return np.asarray(_apart(_filling(place, frame), boxes, frame) * (WIDE / frame[0]))


def wrapped(name: str) -> list[str]:
    """Returns the lines, three at most, that a name is written in, as alike as its words allow."""
    most = LETTERS_A_LINE * LINES
    short = name if len(name) <= most else name[: most - 1] + "…"
    lines = min(-(-len(short) // LETTERS_A_LINE), LINES)
    if lines < 2 or " " not in short:
        return [short]
    for letters in range(len(short) // lines, len(short) + 1):
        found = wrap(short, letters, break_long_words=False, break_on_hyphens=False)
        if len(found) <= lines:
            return found
    return [short]


def _box(name: str) -> tuple[float, float]:
    """Returns the width and height in pixels of a node with its name below."""
    lines = wrapped(name)
    return max(LETTER * max(map(len, lines)), GLYPH) + 10, GLYPH + LINE * len(lines) + 4


def _part(links: Any, boxes: Points) -> Points:
    """Returns the places of one connected part in pixels, no box on another."""
    if len(boxes) == 1:
        return np.zeros((1, 2))
    place = _levelled(stress(links))
    wide, high = np.maximum(np.ptp(place, axis=0), 0.05)
    scale = np.sqrt(boxes.prod(1).sum() / DENSITY / (wide * high))
    return _apart(place * np.clip(scale, SHORTEST_LINK, LONGEST_LINK), boxes)


def _levelled(place: Points) -> Points:
    """Returns the points turned so that their long axis lies flat."""
    centred = place - place.mean(0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned: Points = centred @ (axes * np.sign(axes.sum(1) + 1e-9)[:, None]).T
    return turned


def _best_packed(sizes: Sequence[Points]) -> Points:
    """Returns the upper left corner of each box: of several packings the one that fits best."""
    tried = [np.array(_packed(sizes, FRAME * (wide, 1.0))) for wide in WIDTHS]
    return min(tried, key=lambda corners: _cost((corners + sizes).max(0), FRAME))


def _packed(sizes: Sequence[Points], frame: Points) -> list[Points]:
    """Returns the upper left corner of each box, where the whole stays nearest the frame."""
    corners: list[Points] = []
    ends: list[Points] = []
    for size in sizes:
        lefts = sorted({0.0, *(float(end[0]) for end in ends)})
        tops = sorted({0.0, *(float(end[1]) for end in ends)})
        free = [
            np.array([x, y])
            for y in tops
            for x in lefts
            if not _meets(np.array([x, y]), size + GAP, corners, ends)
        ]
        reach = np.max(ends, axis=0) if ends else np.zeros(2)
        corners.append(min(free, key=lambda at: _cost(np.maximum(reach, at + size), frame)))
        ends.append(corners[-1] + size + GAP)
    return corners


def _spread(corners: Points, sizes: Points) -> Points:
    """Returns the corners moved, one part after another, to the middle of the room it has."""
    whole = (corners + sizes).max(0)
    whole = np.maximum(whole, FRAME * (whole / FRAME).max())
    corners = corners.copy()
    for _ in range(SPREADS):
        for part in range(len(corners)):
            for axis in (1, 0):
                low, high = _free(corners, sizes, part, axis)
                corners[part, axis] = (low + min(high, whole[axis]) - sizes[part, axis]) / 2
    return corners


def _free(corners: Points, sizes: Points, part: int, axis: int) -> tuple[float, float]:
    """Returns between which places a part may move along an axis."""
    across, ends = 1 - axis, corners + sizes
    beside = (corners[:, across] < ends[part, across] + GAP) & (
        ends[:, across] + GAP > corners[part, across]
    )
    before = beside & (ends[:, axis] <= corners[part, axis] + 1e-6)
    after = beside & (corners[:, axis] >= ends[part, axis] - 1e-6)
    low = ends[before, axis].max() + GAP if before.any() else 0.0
    return low, (corners[after, axis].min() - GAP if after.any() else np.inf)


def _cost(reach: Points, frame: Points) -> tuple[float, float]:
    return float((reach / frame).max()), float((reach / frame).sum())


def _meets(at: Points, size: Points, corners: list[Points], ends: list[Points]) -> bool:
    if not corners:
        return False
    before, behind = np.array(ends) - 1e-6, np.array(corners) + 1e-6
    return bool(((at < before) & (at + size > behind)).all(1).any())


def _filling(place: Points, frame: Points) -> Points:
    """Returns the places centred and stretched to the frame, one axis not far beyond the other."""
    middle = (place.min(0) + place.max(0)) / 2
    extent = np.ptp(place, axis=0)
    factors = frame / np.maximum(extent, 1e-9)
    factors = np.minimum(factors, factors.min() * MOST_STRETCH)
    return np.asarray((place - middle) * factors)


def _apart(place: Points, boxes: Points, frame: Points | None = None) -> Points:
    """Returns the places with boxes pushed off one another, inside the frame where one is given."""
    place = place.copy()
    least = (boxes[:, None] + boxes[None]) / 2
    for _ in range(ROUNDS):
        away = place[:, None] - place[None]
        over = least - np.abs(away)
        meeting = np.asarray((over > 0.01).all(2))
        np.fill_diagonal(meeting, False)
        if not meeting.any():
            break
        place += _push(away, over, meeting)
        if frame is not None:
            place = np.clip(place, -frame / 2, frame / 2)
    return place


def _push(away: Points, over: Points, meeting: NDArray[np.bool_]) -> Points:
    """Returns each node's step: along the axis where less is missing, half of what is missing."""
    order = np.arange(len(away))
    side = np.where(away == 0, np.sign(order[:, None] - order[None])[:, :, None], np.sign(away))
    flat = over[:, :, 0] <= over[:, :, 1] * 1.2
    chosen = np.stack([flat, ~flat], 2) & meeting[:, :, None]
    steps = np.where(chosen, side * (0.4 * over + 0.3), 0.0)
    moved: Points = steps.sum(1) / np.sqrt(np.maximum(meeting.sum(1), 1))[:, None]
    return moved
