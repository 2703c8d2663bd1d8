"""Links and nodes that hold blocks of three or more together, and no others."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings, strategies as st

from graph.analyses.structuring.joints import holding_links, holding_nodes

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=18)


def cliques_joined() -> nx.Graph[int]:
    graph: nx.Graph[int] = nx.complete_graph(4)
    graph.update(nx.complete_graph(range(4, 7)))
    graph.add_edge(3, 4)
    return graph


def test_the_link_between_two_cliques_holds_them() -> None:
    assert holding_links(cliques_joined()) == {(3, 4): (4, 3)}


def test_the_end_of_that_link_holds_three_and_three() -> None:
    assert holding_nodes(cliques_joined()) == {3: (3, 3)}


def test_a_company_at_the_end_of_a_single_link_holds_nothing() -> None:
    star = nx.star_graph(5)
    assert (holding_links(star), holding_nodes(star)) == ({}, {})


def test_a_chain_of_seven_is_held_in_its_middle() -> None:
    chain = nx.path_graph(7)
    assert holding_links(chain) == {(2, 3): (3, 4), (3, 4): (4, 3)}
    assert holding_nodes(chain) == {3: (3, 3)}


@given(PAIRS)
@settings(deadline=None)
def test_what_holds_is_what_falls_apart_without_it(pairs: list[tuple[int, int]]) -> None:
    graph: nx.Graph[int] = nx.Graph((a, b) for a, b in pairs if a != b)
    links = {}
    for a, b in sorted((min(e), max(e)) for e in graph.edges):
        without = nx.restricted_view(graph, [], [(a, b)])
        sides = [nx.node_connected_component(without, end) for end in (a, b)]
        if b not in sides[0] and min(map(len, sides)) >= 3:
            links[a, b] = (len(sides[0]), len(sides[1]))
    nodes = {}
    for node in sorted(graph):
        around = graph.subgraph(nx.node_connected_component(graph, node) - {node})
        parts = sorted((len(c) for c in nx.connected_components(around)), reverse=True)
        if len(large := [part for part in parts if part >= 3]) > 1:
            nodes[node] = tuple(large)
    assert (holding_links(graph), holding_nodes(graph)) == (links, nodes)
