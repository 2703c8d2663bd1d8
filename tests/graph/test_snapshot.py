from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from graph.declare import NODES, SIGNATURES
from graph.snapshot import (
    EdgeRecord,
    NodeRecord,
    NodeTable,
    Snapshot,
    edge_statement,
    node_statement,
    read_snapshot,
)
from graph.statements import put
from graph.viewer import Viewer
from tests.village import CELL, PARTNERS, village

if TYPE_CHECKING:
    from graph.store import Store

GRAPH = {"key": "graph", "id": "one", "revision": 7}
COMPANIES: list[NodeRecord] = [{"key": "b", "name": "B", "headcount": 4}, {"key": "a", "name": "A"}]
NEEDS: list[NodeRecord] = [
    {"key": "n2", "visibility": "public", "posts": 2.0},
    {"key": "n1", "visibility": "cell"},
    {"key": "n3"},
]
HAS_NEED: list[EdgeRecord] = [("b", "n2", {}), ("a", "n1", {}), ("a", "n3", {}), ("zoe", "n2", {})]


def build(viewer: Viewer) -> Snapshot:
    nodes = {"Company": COMPANIES, "Need": NEEDS}
    return Snapshot.build(nodes, {"Company-HAS_NEED-Need": HAS_NEED}, viewer)


def test_nodes_stand_in_the_order_of_their_keys() -> None:
    companies = build(CELL).table("Company")
    assert companies.keys == ("a", "b")
    assert companies.index == {"a": 0, "b": 1}
    assert companies.columns["headcount"] == (None, 4)


def test_a_default_holds_where_nothing_is_said() -> None:
    assert build(CELL).table("Company").columns["status"] == ("open", "open")
    assert build(CELL).table("Need").columns["visibility"] == ("cell", "public", "cell")


def test_edges_point_into_the_tables_of_their_ends() -> None:
    links = build(CELL).links("Company-HAS_NEED-Need")
    assert links.sources.tolist() == [0, 0, 1]
    assert links.targets.tolist() == [0, 2, 1]
    assert links.by_source == {0: (0, 2), 1: (1,)}
    assert links.by_target == {0: (0,), 2: (0,), 1: (1,)}


def test_an_edge_without_its_end_is_absent() -> None:
    records = list(build(CELL).edge_records("Company-HAS_NEED-Need"))
    assert records == [("a", "n1", {}), ("a", "n3", {}), ("b", "n2", {})]


def test_what_a_viewer_may_not_see_is_absent_with_its_edges() -> None:
    seen = build(PARTNERS)
    assert seen.table("Need").keys == ("n2",)
    assert list(seen.edge_records("Company-HAS_NEED-Need")) == [("b", "n2", {})]


def test_a_type_that_was_not_read_is_empty() -> None:
    seen = build(CELL)
    assert seen.table("Training").keys == ()
    assert list(seen.links("Training-TEACHES-Skill").pairs()) == []


def test_the_order_of_records_changes_nothing() -> None:
    wants: list[EdgeRecord] = [
        ("a", "t", {"since": day}) for day in ("2026-02-01", "2025-01-01", "2026-01-01")
    ]
    trainings: list[NodeRecord] = [{"key": "t", "title": "T"}]
    nodes = {"Company": COMPANIES, "Training": trainings}
    for order in permutations(wants):
        seen = Snapshot.build(nodes, {"Company-WANTS-Training": order}, CELL)
        days = seen.links("Company-WANTS-Training").columns["since"]
        assert days == ("2025-01-01", "2026-01-01", "2026-02-01")


def test_an_undirected_edge_starts_from_the_smaller_key() -> None:
    actors: list[NodeRecord] = [
        {"key": "x", "name": "X", "kind": "chamber"},
        {"key": "y", "name": "Y"},
    ]
    links = {"Actor-WORKS_WITH-Actor": [("y", "x", {"level": "3"})]}
    seen = Snapshot.build({"Actor": actors}, links, CELL)
    assert list(seen.edge_records("Actor-WORKS_WITH-Actor")) == [
        ("x", "y", {"level": "3", "since": None})
    ]


def test_a_snapshot_cannot_be_changed() -> None:
    links = build(CELL).links("Company-HAS_NEED-Need")
    with pytest.raises(ValueError, match="read-only"):
        links.sources[0] = 1


def test_unknown_numbers_are_not_a_number() -> None:
    numbers = build(CELL).table("Company").numbers("headcount")
    assert numbers[1] == 4
    assert str(numbers[0]) == "nan"


def test_a_column_as_texts_says_what_is_not_known() -> None:
    nodes = {"Need": [{"key": "a", "by": "2026-10-01"}, {"key": "b"}]}
    needs = Snapshot.build(nodes, {}, CELL).table("Need")
    assert needs.texts("by", "never").tolist() == ["2026-10-01", "never"]
    assert NodeTable().texts("by", "never").tolist() == []


def test_a_guarded_type_is_read_at_the_levels_of_the_viewer() -> None:
    assert node_statement("Skill") == (
        "MATCH (n:Skill) RETURN right(n.key, 2) AS part, "
        "collect([n.key, n.title, n.kind, n.version, n.retired, n.sources, n.observed_on])"
    )
    assert node_statement("Surplus").startswith(
        "MATCH (n:Surplus) WHERE n.visibility IN $visible RETURN right(n.key, 2) AS part, "
    )


def test_edges_are_read_a_row_a_node_of_one_end() -> None:
    assert edge_statement(SIGNATURES["Company-EMPLOYS-Occupation"], "b") == (
        "MATCH (a:Company)-[e:EMPLOYS]->(b:Occupation) RETURN b.key, collect(a.key), "
        "collect(coalesce(e.headcount, $missing)), "
        "collect(coalesce(e.leaving_within_3_years, $missing))"
    )
    assert edge_statement(SIGNATURES["Visit-REVEALED-Need"], "a") == (
        "MATCH (a:Visit)-[e:REVEALED]->(b:Need) "
        "WHERE a.visibility IN $visible AND b.visibility IN $visible "
        "RETURN a.key, collect(b.key)"
    )


def records_of(seen: Snapshot) -> tuple[dict[str, list[NodeRecord]], dict[str, list[EdgeRecord]]]:
    nodes: dict[str, list[NodeRecord]] = {
        label: [table.record(place) for place in range(len(table))]
        for label, table in seen.nodes.items()
        if len(table)
    }
    edges = {name: list(seen.edge_records(name)) for name in seen.edges if len(seen.links(name))}
    return nodes, edges


def put_village(store: Store) -> None:
    nodes, edges = records_of(village(CELL))
    for label, found in nodes.items():
        store.write(put(NODES[label]), [said(record) for record in found])
    for name, rows in edges.items():
        written = [{"a": a, "b": b, "v": said(values)} for a, b, values in rows]
        store.write(put(SIGNATURES[name]), written)


def said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def test_what_a_server_holds_is_read_as_it_was_built(store: Store) -> None:
    put_village(store)
    store.write("UNWIND $rows AS r MERGE (g:Graph {key: 'graph'}) SET g = r", [GRAPH])
    for viewer in (CELL, PARTNERS):
        seen = read_snapshot(store, viewer)
        assert records_of(seen) == records_of(village(viewer))
        assert seen.revision == "one-7"
    few = read_snapshot(store, CELL, ["Company", "Occupation", "Surplus"])
    assert sorted(few.nodes) == ["Company", "Occupation", "Surplus"]
    assert [name for name in few.edges if len(few.links(name))] == [
        "Company-EMPLOYS-Occupation",
        "Company-HAS_SURPLUS-Surplus",
        "Surplus-OF_OCCUPATION-Occupation",
        "Occupation-MOVES_TO-Occupation",
    ]
