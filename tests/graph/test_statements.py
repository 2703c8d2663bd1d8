"""Every form of statement that declarations become, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import graph.schema  # noqa: F401  the registry holds what it declares
from graph import statements
from graph.declare import NODES, SIGNATURES, Record, record_type
from graph.statements import constraints, model_mark, put, remove

if TYPE_CHECKING:
    from graph.servers import Place
    from graph.store import Store


def test_a_node_is_put_whole_by_its_key() -> None:
    expected = "UNWIND $rows AS r MERGE (n:Company {key: r.key}) SET n = r"
    assert put(NODES["Company"]) == expected


def test_a_node_is_removed_with_its_edges() -> None:
    expected = "UNWIND $rows AS r MATCH (n:Company {key: r.key}) DETACH DELETE n"
    assert remove(NODES["Company"]) == expected


def test_an_edge_is_put_between_its_two_ends() -> None:
    assert put(SIGNATURES["Company-EMPLOYS-Occupation"]) == (
        "UNWIND $rows AS r MATCH (a:Company {key: r.a}) MATCH (b:Occupation {key: r.b}) "
        "MERGE (a)-[e:EMPLOYS]->(b) SET e = r.v"
    )


def test_an_edge_with_an_identity_is_found_by_it() -> None:
    assert put(SIGNATURES["Actor-TAKES_PART_IN-Project"]) == (
        "UNWIND $rows AS r MATCH (a:Actor {key: r.a}) MATCH (b:Project {key: r.b}) "
        "MERGE (a)-[e:TAKES_PART_IN {role: r.v.role}]->(b) SET e = r.v"
    )
    assert remove(SIGNATURES["Actor-TAKES_PART_IN-Project"]) == (
        "UNWIND $rows AS r MATCH (a:Actor {key: r.a}) MATCH (b:Project {key: r.b}) "
        "MATCH (a)-[e:TAKES_PART_IN {role: r.v.role}]->(b) DELETE e"
    )


def test_every_label_has_one_unique_key() -> None:
    texts = constraints()
    assert texts[0] == (
        "CREATE CONSTRAINT territory_key IF NOT EXISTS FOR (n:Territory) REQUIRE n.key IS UNIQUE"
    )
    assert texts[-1] == (
        "CREATE CONSTRAINT graph_key IF NOT EXISTS FOR (n:Graph) REQUIRE n.key IS UNIQUE"
    )
    assert len(texts) == len(set(texts)) == len(NODES) + 1


def test_the_mark_changes_with_the_constraints(monkeypatch: pytest.MonkeyPatch) -> None:
    before = model_mark()
    monkeypatch.setattr(statements, "NODES", {**NODES, "Novelty": NODES["Topic"]})
    assert model_mark() != before
    assert len(before) == 16


@pytest.mark.parametrize("name", ["Company-EMPLOYS-Occupation", "Actor-TAKES_PART_IN-Project"])
def test_what_is_put_twice_is_there_once_and_what_is_removed_is_gone(
    store: Store, name: str
) -> None:
    signature = SIGNATURES[name]
    store.write(put(signature.source), [{"key": "a", "name": "A"}])
    store.write(put(signature.target), [{"key": "b"}])
    store.write(put(signature.source), [{"key": "a", "headcount": 2}])
    row = {"a": "a", "b": "b", "v": {"role": "lead", "load": 1}}
    store.write(put(record_type(name)), [row, row])
    found = (
        f"MATCH (a {{key: 'a'}})-[e:{signature.edge.type}]->(b) RETURN a.name, a.headcount, e.load"
    )
    label = signature.source.__name__
    text = found.replace("(a {", f"(a:{label} {{")
    assert store.read(text).rows == [(None, 2, 1)]
    store.write(remove(record_type(name)), [row])
    assert store.read(text).rows == []
    store.write(remove(signature.source), [{"key": "a"}])
    assert store.read(f"MATCH (a:{label}) RETURN count(a)").rows == [(0,)]


def test_every_statement_of_the_model_runs(place: Place, store: Store) -> None:
    store.declare(constraints())
    records: list[Record] = [*NODES.values(), *SIGNATURES.values()]
    for record in records:
        store.write(put(record), [])
