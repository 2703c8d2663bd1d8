"""Communities of a weighted graph: groups whose links stay among themselves.

Louvain's method (Blondel et al. 2008) by `networkx` to some thousands of nodes and by `networkit`
beyond, on one thread: the same seed gives the same communities. A weight is a strength.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx

Places = NDArray[np.int64]
Numbers = NDArray[np.float64]

SMALL = 3_000
ALONE = -1


@dataclass(frozen=True)
class Links:
    """Links of a graph of `nodes` nodes, each once, `a` before `b`; a weight is a strength."""

    nodes: int
    a: Places
    b: Places
    weights: Numbers

    def __len__(self) -> int:
        return len(self.a)

    @property
    def degrees(self) -> Places:
        """How many links each node has."""
        ends = np.concatenate([self.a, self.b])
        return np.bincount(ends, minlength=self.nodes).astype(np.int64)

    @classmethod
    def of(cls, nodes: int, weights: Mapping[tuple[int, int], float]) -> Links:
        """Returns the links of pairs in the order of their ends."""
        ends = np.array(sorted(weights), np.int64).reshape(-1, 2)
        strengths = np.array([weights[pair] for pair in sorted(weights)], np.float64)
        return cls(nodes, ends[:, 0], ends[:, 1], strengths)

    def kept(self, which: NDArray[np.bool_]) -> Links:
        """Returns some of the links."""
        return Links(self.nodes, self.a[which], self.b[which], self.weights[which])

    def triples(self) -> Iterator[tuple[int, int, float]]:
        """Yields both ends and the weight of each."""
        return zip(self.a.tolist(), self.b.tolist(), self.weights.tolist(), strict=True)

    def graph(self) -> nx.Graph[int]:
        """Returns the graph of the nodes that have a link."""
        import networkx as nx

        found: nx.Graph[int] = nx.Graph()
        found.add_weighted_edges_from(self.triples())
        return found


def communities(links: Links, seed: int) -> Places:
    """Returns the community of each node: 0 is the largest, then by first member.

    A node without a link is in none: -1.
    """
    if not len(links):
        return np.full(links.nodes, ALONE, np.int64)
    labels = _small(links, seed) if links.nodes <= SMALL else _large(links, seed)
    return _in_order(np.where(links.degrees > 0, labels, ALONE))


def _small(links: Links, seed: int) -> Places:
    import networkx as nx

    labels = np.empty(links.nodes, np.int64)
    for label, members in enumerate(nx.community.louvain_communities(links.graph(), seed=seed)):
        labels[list(members)] = label
    return labels


def _large(links: Links, seed: int) -> Places:
    """Returns Louvain's labels; the library's threads are put back, its seed is its own."""
    import networkit as nk

    threads = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)
    nk.setSeed(seed, False)
    try:
        told = (links.weights, (links.a, links.b))
        graph = nk.GraphFromCoo(told, n=links.nodes, weighted=True, directed=False)
        found = nk.community.PLM(graph, refine=False, par="none").run().getPartition()
        return np.array(found.getVector(), np.int64)
    finally:
        nk.setNumberOfThreads(threads)


def _in_order(labels: Places) -> Places:
    """Returns the same communities numbered by size, then by first member."""
    known = labels != ALONE
    _, first, inverse, sizes = np.unique(
        labels[known], return_index=True, return_inverse=True, return_counts=True
    )
    ranks = np.empty(len(sizes), np.int64)
    ranks[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    numbered = np.full(len(labels), ALONE, np.int64)
    numbered[known] = ranks[inverse]
    return numbered
