"""Where each node of a picture stands: connected parts laid out, packed, nodes pushed apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from viz.forces import forces, stress
from viz.room import ROOMY_UP_TO, roomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Link = tuple[str, str, float]
WIDTH, HEIGHT = 1600.0, 1000.0
STRESS_UP_TO = 40
LONGEST_LINK = 190.0
FILL = 0.16
DECIMALS = 1


def positions(
    node_keys: Iterable[str],
    links: Iterable[Link],
    start: Mapping[str, tuple[float, float]] | None = None,
    seed: int = 1,
    names: Mapping[str, str] | None = None,
) -> dict[str, tuple[float, float]]:
    """Returns the place of each node, about 1600 by 1000 when few, the same on every run.

    The order of nodes and links does not count, nor does direction; a weight is a strength.
    Nodes without links stand apart, in rows below. Nodes of `start` stay where they were, and the
    others come near their neighbours. With `names`, a small picture gives each name its room.
    """
    keys = sorted(set(node_keys))
    matrix = _matrix(keys, links)
    known = {key: start[key] for key in keys if key in start} if start else {}
    if names and not known and 1 < len(keys) <= ROOMY_UP_TO:
        place = _named(matrix, [names.get(key, key) for key in keys])
    else:
        place = _continued(keys, matrix, known, seed) if known else _fresh(matrix, seed)
    return {key: (float(x), float(y)) for key, (x, y) in zip(keys, place.tolist(), strict=True)}


def spacing(count: int) -> float:
    """Returns how far apart, at least, nodes are kept in a picture of `count`."""
    return float(np.clip(600 / np.sqrt(max(count, 1)), 14, 56))


def _matrix(keys: list[str], links: Iterable[Link]) -> Any:
    """Returns the symmetric sparse matrix of strengths; links of the same two nodes add up."""
    import scipy.sparse as sparse

    index = {key: at for at, key in enumerate(keys)}
    ends = sorted((*sorted((index[a], index[b])), max(w, 1e-6)) for a, b, w in links if a != b)
    rows, columns, strengths = zip(*ends, strict=True) if ends else ((), (), ())
    upper = sparse.coo_matrix(
        (np.array(strengths, float), (np.array(rows, int), np.array(columns, int))),
        (len(keys), len(keys)),
    ).tocsr()
    return (upper + upper.T).tocsr()


def _fresh(matrix: Any, seed: int) -> Points:
    count = matrix.shape[0]
    if count == 0:
        return np.zeros((0, 2))
    gap = spacing(count)
    linked, alone = _parts(matrix)
    place = np.zeros((count, 2))
    drawn = [_apart(_part(matrix[part][:, part], gap, count, seed), gap) for part in linked]
    for part, corner, points in zip(linked, _packed(drawn, 3 * gap), drawn, strict=True):
        place[part] = points - points.min(0) + corner
    joined = np.concatenate(linked) if linked else np.array([], int)
    place[alone] = _rows(len(alone), place[joined], gap)
    middle = (place.min(0) + place.max(0)) / 2
    return np.asarray(np.round(place - middle, DECIMALS))


def _named(matrix: Any, names: list[str]) -> Points:
    linked, alone = _parts(matrix)
    place = roomy(matrix, [*linked, *alone.reshape(-1, 1)], names)
    middle = (place.min(0) + place.max(0)) / 2
    return np.asarray(np.round(place - middle, DECIMALS))


def _parts(matrix: Any) -> tuple[list[NDArray[np.int64]], NDArray[np.int64]]:
    """Returns the connected parts, largest first, ties by first key, and the nodes alone."""
    from scipy.sparse.csgraph import connected_components

    labels = connected_components(matrix, directed=False)[1]
    sizes = np.bincount(labels)
    order = sorted(np.flatnonzero(sizes > 1), key=lambda part: (-sizes[part], part))
    return [np.flatnonzero(labels == part) for part in order], np.flatnonzero(sizes[labels] == 1)


def _part(links: Any, gap: float, total: int, seed: int) -> Points:
    """Returns the positions of one connected part at the scale of the picture, its axis level."""
    if links.shape[0] <= STRESS_UP_TO:
        return _levelled(stress(links)) * min(LONGEST_LINK, 3.2 * gap)
    place = _levelled(forces(links, seed))
    place *= _stretch(*np.ptp(place, axis=0))
    wide, high = np.ptp(place, axis=0)
    area = WIDTH * HEIGHT * links.shape[0] / total
    least = links.shape[0] * np.pi * (gap / 2) ** 2 / FILL
    return np.asarray(place * np.sqrt(max(area, least) / (wide * high)))


def _stretch(wide: float, high: float) -> Points:
    """Returns the factors that bring a box nearer the canvas's shape, by a fifth at most."""
    factor = float(np.clip(np.sqrt(WIDTH / HEIGHT * high / wide), 1.0, 1.2))
    return np.array([factor, 1 / factor])


def _levelled(place: Points) -> Points:
    """Returns the points turned so that their long axis lies flat."""
    centred = place - place.mean(0)
    turned: Points = centred @ np.linalg.svd(centred, full_matrices=False)[2].T
    return turned


def _apart(place: Points, gap: float, movable: NDArray[np.bool_] | None = None) -> Points:
    """Returns the points with those nearer than `gap` pushed apart; only movable ones move."""
    from scipy.spatial import cKDTree

    place = place.copy()
    moves = np.ones(len(place)) if movable is None else movable.astype(float)
    for _ in range(80):
        pairs = cKDTree(place).query_pairs(gap, output_type="ndarray")
        pairs = pairs[moves[pairs].any(1)]
        if not len(pairs):
            break
        place += _pushes(place, pairs, gap) * moves[:, None]
    return place


def _pushes(place: Points, pairs: NDArray[np.int64], gap: float) -> Points:
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    left, right = pairs.T
    away = place[left] - place[right]
    away[(away**2).sum(1) < 1e-6] = (0.7, 0.3)
    length = np.sqrt((away**2).sum(1))
    push = (0.45 * (gap * 1.01 - length) / length)[:, None] * away
    shared = np.sqrt(np.maximum(np.bincount(pairs.ravel(), minlength=len(place)), 1))
    moved = [
        np.bincount(left, push[:, axis], len(place)) - np.bincount(right, push[:, axis], len(place))
        for axis in (0, 1)
    ]
    return np.stack(moved, 1) / shared[:, None]


def _packed(parts: list[Points], margin: float) -> list[Points]:
    """Returns the upper left corner of each part, set on shelves about 8 wide for 5 high."""
    boxes = [np.ptp(part, axis=0) + margin for part in parts]
    widest = max((box[0] for box in boxes), default=0.0)
    limit = max(widest, 1.35 * np.sqrt(sum(box[0] * box[1] for box in boxes)))
    corners, x, y, shelf = [], 0.0, 0.0, 0.0
    for box in boxes:
        if x and x + box[0] > limit:
            x, y, shelf = 0.0, y + shelf, 0.0
        corners.append(np.array([x, y]))
        x, shelf = x + box[0], max(shelf, box[1])
    return corners


def _rows(count: int, placed: Points, gap: float) -> Points:
    """Returns places for nodes alone: rows under what is placed, wide enough for a name."""
    low, high = (placed.min(0), placed.max(0)) if len(placed) else (np.zeros(2), np.zeros(2))
    wide = high[0] - low[0]
    across = float(np.clip(wide / max(count, 1), 3.2 * gap, 6 * gap))
    columns = max(int(wide // across) + 1, int(np.ceil(np.sqrt(count * 0.8))), 1)
    at = np.arange(count)
    left = low[0] + wide / 2 - (min(columns, max(count, 1)) - 1) * across / 2
    top = high[1] + (2.5 * gap if len(placed) else 0.0)
    return np.stack([left + at % columns * across, top + at // columns * gap * 1.6], 1)


def _continued(
    keys: list[str], matrix: Any, known: Mapping[str, tuple[float, float]], seed: int
) -> Points:
    """Returns the places with those known kept and the others near their neighbours."""
    fixed = np.array([key in known for key in keys])
    place = np.array([known.get(key, (0.0, 0.0)) for key in keys], float)
    near = _beside(place, fixed.copy(), matrix)
    far = np.flatnonzero(~near)
    gap = spacing(len(keys))
    if len(far):
        apart = _fresh(matrix[far][:, far], seed)
        place[far] = apart + _below(place[near], apart, gap)
    pushed = _apart(place, gap, ~fixed)
    return np.where(fixed[:, None], place, np.round(pushed, DECIMALS))


def _beside(place: Points, settled: NDArray[np.bool_], matrix: Any) -> NDArray[np.bool_]:
    """Sets each node reached from settled ones at the mean of its neighbours; says which are."""
    while True:
        reach = matrix @ settled.astype(float)
        new = np.flatnonzero(~settled & (reach > 0))
        if not len(new):
            return settled
        place[new] = (matrix[new][:, settled] @ place[settled]) / reach[new, None]
        turn = new * 2.399963
        place[new] += np.stack([np.cos(turn), np.sin(turn)], 1)
        settled[new] = True


def _below(placed: Points, apart: Points, gap: float) -> Points:
    """Returns the shift that sets `apart` centred under what is placed."""
    middle = (placed[:, 0].min() + placed[:, 0].max()) / 2
    return np.array([middle, placed[:, 1].max() + 3 * gap - apart[:, 1].min()])
