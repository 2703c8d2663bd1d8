"""Whether an order is total: two lines that tie in it must be the same line.

The rule, in one sentence: each column stands in `ORDER BY`, or is made of nodes whose key stands
there, or of an aggregate over lines that the others tell apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cypherast import ast as a

from queries.model import MAYBE, Types
from queries.parser import TextError, line_of, walked

AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "collect", "percentilecont"})


def check_total(clause: a.AstNode, scope: Mapping[str, Types]) -> None:
    """Refuses a `RETURN` or `WITH` whose columns are not all settled by its `ORDER BY`."""
    columns = _columns(clause, scope)
    terms = [each.this for each in clause.order.expressions] if clause.order else []
    named = {term.this for term in terms if isinstance(term, a.Identifier)}
    ordered = [*terms, *(columns[name] for name in named & columns.keys())]
    settled = {name for term in ordered if (name := _settled_by(term, scope))}
    loose = [
        name
        for name, made in columns.items()
        if made not in ordered and not _aggregated(made) and not _names(made, scope) <= settled
    ]
    if loose:
        raise TextError("question.order", line_of(clause), columns=", ".join(loose))


def _columns(clause: a.AstNode, scope: Mapping[str, Types]) -> dict[str, a.AstNode]:
    columns: dict[str, a.AstNode] = {}
    for column in clause.expressions:
        if isinstance(column, a.Star):
            columns |= {name: a.Identifier(this=name) for name in scope}
        elif isinstance(column, a.Alias):
            columns[column.alias.this] = column.this
        else:
            columns[str(getattr(column, "this", ""))] = column
    return columns


def _settled_by(term: a.AstNode, scope: Mapping[str, Types]) -> str | None:
    """A value is settled by itself, a node of one type by its key."""
    if isinstance(term, a.Identifier) and not scope.get(term.this, {"column"}):
        return str(term.this)
    if isinstance(term, a.Property) and isinstance(term.this, a.Identifier):
        name = str(term.this.this)
        return name if term.name == "key" and len(scope.get(name, MAYBE) - MAYBE) == 1 else None
    return None


def _aggregated(made: a.AstNode) -> bool:
    return calls([made], AGGREGATES)


def calls(nodes: Sequence[a.AstNode], functions: frozenset[str]) -> bool:
    """Returns whether any of the functions, in lower case, is called in the nodes."""
    return any(
        isinstance(each, a.FunctionCall) and each.name.lower() in functions
        for node in nodes
        for each in walked(node)
    )


def _names(made: a.AstNode, scope: Mapping[str, Types]) -> set[str]:
    return {n.this for n in walked(made) if isinstance(n, a.Identifier) and n.this in scope}
