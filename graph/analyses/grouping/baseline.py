"""The baseline beside a plan: communities of complementary employers, cut into groups."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from graph.analyses.grouping.hours import TOLERANCE, Flags, Floats, Rules, gain, margin


def baseline_of(needs: Floats, near: Flags, rules: Rules, largest: int = 8, seed: int = 0) -> int:
    """Returns the jobs of Louvain's communities (Blondel et al. 2008), as NetworkX finds them.

    Two employers near each other are linked by what their margin together exceeds their margins
    alone. A community is cut into sets of at most `largest`, all near one another: each takes those
    who fit, the largest needs first.
    """
    alone = margin(needs, rules)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(needs)))
    for one in range(len(needs)):
        more = margin(needs[one] + needs, rules) - alone[one] - alone
        others = np.flatnonzero(near[one] & (more > TOLERANCE))
        graph.add_weighted_edges_from((one, o, more[o]) for o in others.tolist() if o > one)
    found = nx.community.louvain_communities(graph, seed=seed) if len(needs) else []
    sets = [each for members in found for each in _cut(needs, near, members, largest)]
    return sum(int(gain(needs, np.array([each]), rules)[0]) for each in sets)


def _cut(needs: Floats, near: Flags, members: set[int], largest: int) -> Iterator[list[int]]:
    """Yields the sets that a community is cut into."""
    left = sorted(members, key=lambda member: (-needs[member].sum(), member))
    while left:
        taken: list[int] = []
        for member in left:
            if len(taken) < largest and near[member, taken].all():
                taken.append(member)
        left = [member for member in left if member not in taken]
        yield taken
