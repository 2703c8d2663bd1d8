"""Cypher made from declarations: constraints, and the statements that put and remove records.

Golden-text tests hold every form. A row is `{"key": …, properties}` for a node and
`{"a": source key, "b": target key, "v": properties}` for an edge.
"""

from __future__ import annotations

import hashlib

from graph.declare import NODES, Record, Signature

GRAPH_LABEL = "Graph"


def constraints() -> list[str]:
    """Returns one statement a node type that makes its key unique, and the graph's own."""
    return [_unique(label) for label in (*NODES, GRAPH_LABEL)]


def model_mark() -> str:
    """Returns a hash of the constraints: a graph that has another lacks some of them."""
    return hashlib.blake2b("\n".join(constraints()).encode(), digest_size=8).hexdigest()


def _unique(label: str) -> str:
    name = f"{label.lower()}_key"
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.key IS UNIQUE"


def put(record: Record) -> str:
    """Returns the statement that creates or replaces the records of one batch."""
    if isinstance(record, Signature):
        return f"{_ends(record)} MERGE {_edge(record)} SET e = r.v"
    return f"UNWIND $rows AS r MERGE (n:{record.__name__} {{key: r.key}}) SET n = r"


def remove(record: Record) -> str:
    """Returns the statement that deletes the records of one batch; a node goes with its edges."""
    if isinstance(record, Signature):
        return f"{_ends(record)} MATCH {_edge(record)} DELETE e"
    return f"UNWIND $rows AS r MATCH (n:{record.__name__} {{key: r.key}}) DETACH DELETE n"


def _ends(signature: Signature) -> str:
    return (
        f"UNWIND $rows AS r MATCH (a:{signature.source.__name__} {{key: r.a}}) "
        f"MATCH (b:{signature.target.__name__} {{key: r.b}})"
    )


def _edge(signature: Signature) -> str:
    same = ", ".join(f"{name}: r.v.{name}" for name in signature.edge.identity)
    return f"(a)-[e:{signature.edge.type}{f' {{{same}}}' if same else ''}]->(b)"
