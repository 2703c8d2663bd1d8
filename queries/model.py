"""The model as a question meets it: what a name may read, and which edge joins which types."""

from __future__ import annotations

from cypherast import ast as a

import graph.schema  # noqa: F401 - fills the registries
from graph.declare import BOOKKEEPING, EDGES, NODES, SIGNATURES
from queries.parser import TextError, line_of

Types = frozenset[str]
VALUE: Types = frozenset()
MAYBE: Types = frozenset({"null"})
LONGEST_PATH = 6


def readable(name: str) -> set[str]:
    """Returns the properties of a label or an edge type, bookkeeping and key included."""
    kind = NODES[name] if name in NODES else EDGES[name]
    own = {"key"} if name in NODES else set()
    return own | kind.properties.keys() | {each.name for each in BOOKKEEPING}


def labels_of(pattern: a.LabelExpression) -> Types:
    """Returns the labels of `:A` or `:A|B`; any other expression is no label of the model."""
    text = str(pattern.expression) if pattern.expression else ":".join(pattern.labels)
    labels = frozenset(text.split("|"))
    if strange := labels - NODES.keys():
        raise TextError("question.label", line_of(pattern), name=min(strange))
    return labels


def guarded(labels: Types) -> bool:
    """Returns whether any of the labels has a visibility."""
    return any(NODES[label].guarded() for label in labels)


def ends(edge: str) -> set[tuple[str, str]]:
    """Returns the pairs of labels that an edge type joins, source first."""
    found = (s for s in SIGNATURES.values() if s.edge.type == edge)
    return {(s.source.__name__, s.target.__name__) for s in found}


def check_edge(left: Types, edge: a.RelationshipPattern, right: Types) -> None:
    """Refuses an edge without a known type, or that never joins what stands on its sides."""
    line = line_of(edge)
    if not edge.types:
        raise TextError("question.edge_untyped", line)
    joined: set[tuple[str, str]] = set()
    for name in edge.types:
        if name not in EDGES:
            raise TextError("question.edge_unknown", line, name=name)
        fitting = _directed(name, edge.direction) & {(x, y) for x in left for y in right}
        if not fitting:
            raise _misjoined(edge, name, left, right)
        joined |= fitting
    if left != {x for x, _ in joined} or right != {y for _, y in joined}:
        raise _misjoined(edge, "|".join(edge.types), left, right)
    if edge.variable_length:
        _check_length(edge)


def _directed(name: str, direction: a.Direction) -> set[tuple[str, str]]:
    forth = ends(name)
    back = {(target, source) for source, target in forth}
    if direction is a.Direction.OUTGOING:
        return forth
    return back if direction is a.Direction.INCOMING else forth | back


def _misjoined(edge: a.RelationshipPattern, name: str, left: Types, right: Types) -> TextError:
    known = sorted({pair for each in name.split("|") for pair in ends(each)})
    return TextError(
        "question.edge_ends",
        line_of(edge),
        edge=name,
        left="|".join(sorted(left)),
        right="|".join(sorted(right)),
        joins=", ".join(f"(:{source})->(:{target})" for source, target in known),
    )


def _check_length(edge: a.RelationshipPattern) -> None:
    """A variable length has a bound, and passes only through types without a visibility."""
    hidden = any(guarded(frozenset(pair)) for name in edge.types for pair in ends(name))
    if edge.max_hops is None or edge.max_hops > LONGEST_PATH or hidden:
        raise TextError("question.variable_length", line_of(edge), longest=LONGEST_PATH)
