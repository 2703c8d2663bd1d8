"""Participation, the backbone and betweenness, worked out by hand."""

from __future__ import annotations

import networkx as nx
import pytest

from graph.analyses.structuring.spread import betweenness, participation, significance


@pytest.mark.parametrize(
    ("strengths", "expected"),
    [({}, 0), ({1: 4}, 0), ({1: 2, 2: 2}, 0.5), ({1: 3, 2: 1}, 0.375), ({1: 1, 2: 1, 3: 2}, 0.625)],
)
def test_participation(strengths: dict[int, float], expected: float) -> None:
    assert participation(strengths) == expected


def test_a_link_stands_out_where_it_has_most_of_an_end_with_many() -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 8), (0, 2, 1), (0, 3, 1)])
    assert significance(graph, 0, 1) == pytest.approx(0.2**2)
    assert significance(graph, 0, 2) == pytest.approx(0.9**2)


def test_a_link_alone_at_both_ends_is_kept() -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 2)])
    assert significance(graph, 0, 1) == 0


def test_the_shortest_way_follows_strong_links() -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 4), (1, 2, 4), (0, 2, 1)])
    assert betweenness(graph) == {0: 0, 1: 1, 2: 0}
