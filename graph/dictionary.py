"""The data dictionary, made from the model alone: `docs/data-dictionary.md`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.declare import BOOKKEEPING, EDGES, NODES, Edge, Node, edge_columns
from graph.kinds import Property

HEAD = """# Data dictionary

Made from `graph/schema.py` by `python -m graph.dictionary > docs/data-dictionary.md`; a test
compares them. Days are ISO texts (`2026-09-07`), so that they sort as they stand. A type *with a
visibility* is read only by viewers whose level allows it.

Every node and edge also carries its bookkeeping:

| property | what it is |
|---|---|
"""


def markdown() -> str:
    """Returns the data dictionary of the whole model."""
    lines = [HEAD.rstrip("\n"), *(f"| `{p.name}` | {p.description} |" for p in BOOKKEEPING)]
    lines += ["", "## Node types", ""]
    for node in NODES.values():
        lines += _node(node)
    lines += ["## Edge types", ""]
    for edge in EDGES.values():
        lines += _edge(edge)
    return "\n".join(lines).rstrip() + "\n"


def _node(node: type[Node]) -> Iterator[str]:
    guarded = " With a visibility." if node.guarded() else ""
    kept = f" Kept {node.retention} months after its last confirmation." if node.retention else ""
    yield f"### {node.__name__}"
    yield ""
    yield f"{_said(node)}{guarded}{kept} French: *{node.fr}*. Key: {node.key.description}"
    yield ""
    yield from _table([node.key.code, *node.properties.values()])
    columns = list(edge_columns(node))
    if columns:
        yield ""
        yield "Its own table may also hold these columns, which make edges:"
        yield ""
        yield "| column | French | edge |"
        yield "|---|---|---|"
        for column in columns:
            yield f"| `{column.name}` | {column.fr} | `{column.signature.name}` |"
    yield ""


def _edge(edge: type[Edge]) -> Iterator[str]:
    ends = ", ".join(f"{source.__name__} → {target.__name__}" for source, target in edge.ends)
    undirected = " Undirected: stored from the smaller key." if edge.undirected else ""
    yield f"### {edge.type}"
    yield ""
    yield f"{_said(edge)}{undirected} French: *{edge.fr}*. Joins {ends}."
    yield ""
    if edge.properties:
        yield from _table(list(edge.properties.values()))
        yield ""


def _said(of: type) -> str:
    return inspect.cleandoc(of.__doc__ or "").split("\n")[0]


def _table(kinds: list[Property]) -> Iterator[str]:
    yield "| property | French | kind | limits | what it is |"
    yield "|---|---|---|---|---|"
    for kind in kinds:
        marks = [kind.limits.replace("|", "\\|")] if kind.limits else []
        marks += ["required"] if kind.required else []
        marks += ["part of the identity"] if kind.identity else []
        marks += [f"`{kind.default}` if not said"] if kind.default not in (None, "") else []
        limits = "; ".join(marks)
        yield f"| `{kind.name}` | {kind.fr} | {kind.label} | {limits} | {kind.description} |"


if __name__ == "__main__":
    import sys

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(markdown())
