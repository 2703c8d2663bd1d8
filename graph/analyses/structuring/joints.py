"""Links and nodes that alone hold blocks of a graph together.

A link is one when without it the nodes of either side, three or more, are no longer joined; a
node when without it two blocks or more of three nodes each fall apart (Tarjan 1972). Smaller
blocks do not count: nearly every graph has a company at the end of a single link.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import networkx as nx

LEAST = 3

Link = tuple[int, int]
Sides = Mapping[tuple[Hashable, Hashable], int]


def holding_links(graph: nx.Graph[int]) -> dict[Link, Link]:
    """Returns the links that hold blocks together, with how many nodes each end's side has."""
    import networkx as nx

    found = cast("Iterable[Link]", nx.bridges(cast("Any", graph)))  # its stub takes links as nodes
    cuts = [(min(link), max(link)) for link in found]
    tree: nx.Graph[Any] = nx.Graph()
    block_of, weights = {}, {}
    whole = nx.restricted_view(graph, [], cuts)
    for number, block in enumerate(nx.connected_components(whole)):
        weights[number] = len(block)
        block_of.update(dict.fromkeys(block, number))
    tree.add_nodes_from(weights)
    tree.add_edges_from((block_of[a], block_of[b]) for a, b in cuts)
    sides = _sides(tree, weights)
    counted = {
        (a, b): (sides[block_of[b], block_of[a]], sides[block_of[a], block_of[b]]) for a, b in cuts
    }
    return {link: both for link, both in sorted(counted.items()) if min(both) >= LEAST}


def holding_nodes(graph: nx.Graph[int]) -> dict[int, tuple[int, ...]]:
    """Returns the nodes that hold blocks together, with the sizes of these, the largest first."""
    import networkx as nx

    joints = set(nx.articulation_points(graph))
    tree: nx.Graph[Any] = nx.Graph()
    weights: dict[Hashable, int] = dict.fromkeys(joints, 1)
    blocks = cast("Iterable[set[int]]", nx.biconnected_components(graph))  # its stub: lists
    for number, block in enumerate(blocks):
        weights["block", number] = len(block - joints)
        tree.add_edges_from((("block", number), joint) for joint in block & joints)
    sides = _sides(tree, weights)
    found = {}
    for joint in sorted(joints):
        parts = sorted((sides[joint, block] for block in tree[joint]), reverse=True)
        if sum(part >= LEAST for part in parts) > 1:
            found[joint] = tuple(part for part in parts if part >= LEAST)
    return found


def _sides(tree: nx.Graph[Any], weights: Mapping[Any, int]) -> Sides:
    """Returns what each link of a forest holds at its far end: `(from, to)` is the side of `to`."""
    import networkx as nx

    sides: dict[tuple[Hashable, Hashable], int] = {}
    for part in nx.connected_components(tree):
        total, below = sum(weights[node] for node in part), dict.fromkeys(part, 0)
        root = next(iter(part))
        parents = {child: parent for parent, child in nx.dfs_edges(tree, root)}
        for node in nx.dfs_postorder_nodes(tree, root):
            below[node] += weights[node]
            if node in parents:
                parent = parents[node]
                sides[parent, node], sides[node, parent] = below[node], total - below[node]
                below[parent] += below[node]
    return sides
