"""How far links reach over groups, and which links between groups stand out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

DIGITS = 9


def participation(strengths: Mapping[int, float]) -> float:
    """Returns 1 - Σ (strength in a group / strength)², 0 when all is in one group.

    Guimerà and Amaral 2005; 0 where there is no strength at all.
    """
    total = sum(strengths.values())
    if not total:
        return 0.0
    return round(1 - sum((part / total) ** 2 for part in strengths.values()), DIGITS)


def significance(graph: nx.Graph[int], a: int, b: int) -> float:
    """Returns how likely chance gives so strong a link to either end, the smaller of both.

    The disparity filter of Serrano, Boguñá and Vespignani 2009: (1 - p)^(k - 1), p the share of
    the link in the strength of an end with k links. An end with one link tells nothing, 1; a link
    that is the only one of both its ends stands alone and is kept, 0.
    """
    degrees = [graph.degree[a], graph.degree[b]]
    if max(degrees) == 1:
        return 0.0
    shares = [graph[a][b]["weight"] / graph.degree(end, weight="weight") for end in (a, b)]
    chances = [
        1.0 if degree == 1 else (1 - share) ** (degree - 1)
        for degree, share in zip(degrees, shares, strict=True)
    ]
    return round(min(chances), DIGITS)


def betweenness(graph: nx.Graph[int]) -> dict[int, float]:
    """Returns the share of shortest ways that pass through each node; near means strongly linked.

    A weight is a strength, so the length of a link is 1 / weight (Newman 2001; Brandes 2001).
    """
    import networkx as nx

    ends: Iterable[tuple[int, int, float]] = graph.edges(data="weight")
    lengths: nx.Graph[int] = nx.Graph()
    lengths.add_nodes_from(graph)
    lengths.add_weighted_edges_from((a, b, 1 / weight) for a, b, weight in ends)
    found = nx.betweenness_centrality(lengths, weight="weight")
    return {node: round(share, DIGITS) for node, share in found.items()}
