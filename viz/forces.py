"""Positions of one connected graph: stress for a small one, t-SNE's forces for a large one.

Stress majorization: Gansner, Koren, North, "Graph drawing by stress majorization" (2004).
Forces: van der Maaten, "Accelerating t-SNE" (2014), with the repulsion taken by FFT on a grid as in
Linderman et al., "Fast interpolation-based t-SNE" (2019); attraction acts along the graph's links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

STEPS, EARLY, EXAGGERATION = 300, 80, 8.0
COARSE, FINE = 128, 256
CELL = 0.25
EXACT_UP_TO = 250
RATE = 15.0


def stress(links: Any, rounds: int = 150) -> Points:
    """Returns positions, one link long, whose distances follow those of the graph.

    Args:
        links: symmetric sparse matrix of a connected graph; only which links exist counts.
        rounds: steps of majorization; each lowers the stress. Cost: rounds times n squared.
    """
    from scipy.sparse.csgraph import shortest_path

    apart = shortest_path(links, unweighted=True)
    place = _scaled_distances(apart)
    np.fill_diagonal(apart, 1.0)
    pull = apart**-2
    np.fill_diagonal(pull, 0.0)
    inverse = np.linalg.pinv(np.diag(pull.sum(1)) - pull, hermitian=True)
    for _ in range(rounds):
        place = np.asarray(inverse @ _pulled(place, pull * apart))
    return place


def _pulled(place: Points, strength: Points) -> Points:
    away = place[:, None] - place[None]
    length = np.sqrt((away**2).sum(2))
    ratio = np.divide(strength, length, out=np.zeros_like(length), where=length > 1e-9)
    moved: Points = ratio.sum(1)[:, None] * place - ratio @ place
    return moved


def _scaled_distances(apart: Points) -> Points:
    """Returns classical scaling of the distances, with a small spread that parts equal nodes."""
    count = len(apart)
    centring = np.eye(count) - 1.0 / count
    values, vectors = np.linalg.eigh(centring @ (apart**2) @ centring / -2.0)
    place = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-6))
    turn = np.arange(count) * 2.399963
    return np.asarray(place + 0.05 * np.stack([np.cos(turn), np.sin(turn)], 1))


@dataclass(frozen=True)
class _Kernels:
    """The repulsion of a unit on a grid, transformed: its strength, its push along x and y."""

    size: int
    step: float
    strength: Any
    along: tuple[Any, Any]

    @classmethod
    def of(cls, size: int, step: float) -> _Kernels:
        from scipy.fft import rfft2

        place = np.fft.fftfreq(size, 1 / size) * step
        near = 1 / (1 + place[:, None] ** 2 + place**2)
        push = near * near
        return cls(size, step, rfft2(near), (rfft2(push * place[:, None]), rfft2(push * place)))


def forces(links: Any, seed: int) -> Points:
    """Returns positions in which neighbours of the graph lie beside one another.

    Args:
        links: symmetric sparse matrix of strengths.
        seed: of the first spread.
    """
    count = links.shape[0]
    share = _shares(links)
    place = _spectral(links, seed) * 0.01
    place += np.random.default_rng(seed).standard_normal((count, 2)) * 5e-4
    speed, gain, kernels = np.zeros_like(place), np.ones_like(place), None
    rate = max(count / 12, RATE)
    for step in range(STEPS):
        kernels = _fitting(kernels, float(np.ptp(place, axis=0).max()))
        early = step < EARLY
        slope = _slope(place, share * (EXAGGERATION if early else 1.0), kernels)
        gain = np.maximum(np.where((slope > 0) != (speed > 0), gain + 0.2, gain * 0.8), 0.01)
        speed = np.clip((0.5 if early else 0.8) * speed - rate * gain * slope, -5, 5)
        place += speed
        place -= place.mean(0)
    return place


def _shares(links: Any) -> Any:
    """Returns the links as shares of 1, each node's own links counted alike."""
    import scipy.sparse as sparse

    total = np.asarray(links.sum(1)).ravel()
    each = sparse.diags(1 / np.maximum(total, 1e-9)) @ links
    both = (each + each.T).tocsr()
    return both / both.sum()


def _fitting(kernels: _Kernels | None, extent: float) -> _Kernels:
    """Returns kernels whose grid holds `extent`; steps grow by quarters of a doubling."""
    size = COARSE if extent * 1.3 / COARSE <= CELL else FINE
    step = 2.0 ** (np.ceil(np.log2(max(extent * 1.3 / size, 0.01)) * 4) / 4)
    if kernels and kernels.size == size and kernels.step == step:
        return kernels
    return _Kernels.of(size, step)


def _slope(place: Points, share: Any, kernels: _Kernels) -> Points:
    repulsion, total = _repulsion(place, kernels)
    source = np.repeat(np.arange(len(place)), np.diff(share.indptr))
    away = place[source] - place[share.indices]
    pull = share.data / (1 + (away**2).sum(1))
    drawn = [np.bincount(source, pull * away[:, axis], len(place)) for axis in (0, 1)]
    slope: Points = 4 * (np.stack(drawn, 1) - repulsion / total)
    return slope


def _repulsion(place: Points, kernels: _Kernels) -> tuple[Points, float]:
    """Returns the push on each node and the sum of all strengths, by bilinear cells of a grid."""
    from scipy.fft import irfft2, rfft2

    if len(place) <= EXACT_UP_TO:
        return _exact_repulsion(place)
    size = kernels.size
    at = (place - place.min(0)) / kernels.step
    low = at.astype(int)
    (u, v), (x, y) = (at - low).T, low.T
    cells = [x * size + y, (x + 1) * size + y, x * size + y + 1, (x + 1) * size + y + 1]
    parts = [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v]
    spread = np.bincount(np.concatenate(cells), np.concatenate(parts), size * size)
    density = rfft2(spread.reshape(size, size))
    read = [
        sum(part * field[cell] for part, cell in zip(parts, cells, strict=True))
        for kernel in (kernels.strength, *kernels.along)
        for field in [irfft2(density * kernel, (size, size)).ravel()]
    ]
    return np.stack(read[1:], 1), float(read[0].sum() - _own(parts, kernels.step))


def _own(parts: list[Points], step: float) -> float:
    """Returns the strength of nodes on themselves: a little under 1 each, as cells spread them."""
    a, b, c, d = parts
    beside, across = 1 / (1 + step**2), 1 / (1 + 2 * step**2)
    alone = a * a + b * b + c * c + d * d
    return float((alone + 2 * beside * (a + d) * (b + c) + 2 * across * (a * d + b * c)).sum())


def _exact_repulsion(place: Points) -> tuple[Points, float]:
    away = place[:, None] - place[None]
    near = 1 / (1 + (away**2).sum(2))
    push = ((near * near)[:, :, None] * away).sum(1)
    return push, float(near.sum() - len(place))


def _spectral(links: Any, seed: int, rounds: int = 60) -> Points:
    """Returns the two smoothest vectors of the graph, by power iteration, clipped to 5 spreads."""
    import scipy.sparse as sparse

    total = np.asarray(links.sum(1)).ravel() + 1e-9
    root = 1 / np.sqrt(total)
    walk = (sparse.diags(root) @ links @ sparse.diags(root)).tocsr()
    basis = np.random.default_rng(seed).standard_normal((links.shape[0], 8))
    basis[:, 0] = np.sqrt(total)
    for _ in range(rounds):
        for _ in range(3):
            basis = 0.5 * (basis + walk @ basis)
        basis = np.linalg.qr(basis)[0]
    vectors = np.linalg.eigh(basis.T @ (walk @ basis))[1]
    place = (basis @ vectors[:, ::-1])[:, 1:3] * root[:, None]
    return np.asarray(np.clip(place / np.maximum(place.std(0), 1e-12), -5, 5))
