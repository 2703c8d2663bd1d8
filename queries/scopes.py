"""What each name of a question stands for, clause by clause: the rules of visibility and model.

A name stands for a set of labels and edge types: what of the graph it may carry; none is a value.
The rule of visibility is sound because a node enters a question through a node pattern only: each
first occurrence says its label and, where the label has a visibility, is filtered by the `WHERE` of
the same `MATCH`; `WITH`, `collect` and renaming carry only nodes that passed.

A name that may be null (`MAYBE`) enters no further pattern: the embedded server takes a null for a
new node there, which nothing has filtered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from cypherast import ast as a

from graph.declare import EDGES, NODES
from queries.model import MAYBE, VALUE, Types, check_edge, guarded, labels_of, readable
from queries.order import AGGREGATES, calls, check_total
from queries.parser import TextError, children, line_of

LONGEST_RANGE = 1000
Scope = dict[str, Types]
CARRYING = (a.List, a.ListSlice, a.ListSubscript, a.Case, a.Coalesce, a.Add)
PASSING = frozenset({"collect", "head", "last", "tail", "min", "max"})
PLAIN = (
    "nodes relationships size range round floor ceil abs sqrt sin cos asin radians tointeger "
    "tofloat tostring tolower toupper trim split substring left right replace labels type length "
    "nullif date duration duration.indays"
)
FUNCTIONS = PASSING | AGGREGATES | frozenset(PLAIN.split())


class Scopes:
    """Walks the clauses of one statement in order, and refuses what breaks a rule.

    A question (`strict`) names its columns and promises an order; a statement of the operator
    need not.
    """

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self.loops = 0
        self.clauses: dict[type[a.AstNode], Callable[[a.AstNode, Scope], Scope]] = {
            a.Match: self._match,
            a.Unwind: self._unwind,
            a.With: self._with,
            a.CallSubquery: self._call,
        }
        self.expressions: dict[type[a.AstNode], Callable[[a.AstNode, Scope], Types]] = {
            a.Identifier: self._identifier,
            a.Property: self._property,
            a.Map: self._map,
            a.MapProjection: self._projection,
            a.FunctionCall: self._function,
            a.ListSubscript: self._subscript,
            a.ListComprehension: self._comprehension,
            a.Quantifier: self._comprehension,
            a.ListLambda: self._reduce,
            a.LabelPredicate: self._label,
            a.CountSubquery: self._inner,
            a.PatternPredicate: self._inner,
        }

    def columns(self, query: a.AstNode) -> Scope:
        """Returns the columns of a whole statement, none of which carries a whole node."""
        columns = self.query(query, {}, outermost=True)
        if whole := next((name for name, types in columns.items() if types), None):
            raise TextError("question.whole_node", line_of(query.clauses[-1]), name=whole)
        return columns

    def query(self, query: a.AstNode, scope: Scope, *, outermost: bool = False) -> Scope:
        """Returns the columns of a query that sees `scope` of the text around it."""
        if isinstance(query, a.Union):
            first, second = self.query(query.this, scope), self.query(query.expression, scope)
            return {name: types | second.get(name, VALUE) for name, types in first.items()}
        scope, before = dict(scope), None
        for clause in query.clauses:
            if isinstance(clause, (a.With, a.Return)):
                self._check_collected(clause, before)
            if isinstance(clause, a.Return):
                return self._returned(clause, scope, promised=outermost)
            scope = self.clauses[type(clause)](clause, scope)
            before = clause
        return {}

    def _check_collected(self, clause: a.AstNode, before: a.AstNode | None) -> None:
        ordered = isinstance(before, a.With) and before.order
        if self.strict and not ordered and calls(clause.expressions, frozenset({"collect"})):
            raise TextError("question.collect_order", line_of(clause))

    def _match(self, clause: a.AstNode, scope: Scope) -> Scope:
        found = self.pattern(clause.pattern.paths, scope, filtered(clause.where))
        for part in (clause.pattern, clause.where):
            self.expression(part, scope | found)
        doubt = MAYBE if clause.optional else VALUE
        return scope | {name: types | doubt for name, types in found.items() if name not in scope}

    def _unwind(self, clause: a.AstNode, scope: Scope) -> Scope:
        if _is_range(clause.expression):  # a row each: the time limit ends it
            self._all(clause.expression.expressions, scope)
            return scope | {clause.alias.this: VALUE}
        return scope | {clause.alias.this: self._doubted(clause.expression, scope)}

    def _with(self, clause: a.AstNode, scope: Scope) -> Scope:
        columns = self._returned(clause, scope)
        self.expression(clause.where, columns)
        return columns

    def _returned(self, clause: a.AstNode, scope: Scope, *, promised: bool = False) -> Scope:
        columns = self._projected(clause, scope)
        if self.strict and (promised or clause.limit or clause.skip):
            check_total(clause, scope)
        return columns

    def _projected(self, clause: a.AstNode, scope: Scope) -> Scope:
        columns: Scope = {}
        for number, column in enumerate(clause.expressions, 1):
            if isinstance(column, a.Star) and isinstance(clause, a.With):
                columns |= scope
            else:
                columns[self._named(column, clause, number)] = self._doubted(column, scope)
        for part in (clause.order, clause.skip, clause.limit):
            self.expression(part, scope | columns)
        return columns

    def _named(self, column: a.AstNode, clause: a.AstNode, number: int) -> str:
        if isinstance(column, a.Alias):
            return str(column.alias.this)
        if isinstance(column, a.Identifier):
            return str(column.this)
        if isinstance(column, a.Star) or isinstance(clause, a.With) or self.strict:
            raise TextError("question.unnamed", line_of(clause), number=number)
        return f"#{number}"

    def _call(self, clause: a.AstNode, scope: Scope) -> Scope:
        if isinstance(clause.variables, a.Star) or clause.optional or clause.in_transactions:
            raise TextError("question.construct", line_of(clause), name="CALL")
        seen = {each.this: self._identifier(each, scope) for each in clause.variables or ()}
        return scope | self.query(clause.query, seen)

    def pattern(self, paths: Sequence[a.AstNode], scope: Scope, passed: set[str]) -> Scope:
        """Returns the names that the paths of one `MATCH` bring in; `passed` are filtered."""
        new: Scope = {}
        for path in paths:
            types = [self._part(part, scope | new, new, passed) for part in path.elements]
            for place in range(1, len(types), 2):
                check_edge(types[place - 1], path.elements[place], types[place + 1])
            if path.variable:
                new[path.variable.this] = VALUE.union(*types)
        return new

    def _part(self, part: a.AstNode, scope: Scope, new: Scope, passed: set[str]) -> Types:
        if not isinstance(part, (a.NodePattern, a.RelationshipPattern)):
            raise TextError("question.construct", line_of(part), name=type(part).__name__)
        if part.where:
            raise TextError("question.inner_where", line_of(part))
        name = part.variable.this if part.variable else ""
        if isinstance(part, a.RelationshipPattern):
            if name in scope:
                raise TextError("question.edge_again", line_of(part), name=name)
            types = frozenset(part.types or ())
        else:
            types = self._node(part, name, scope, passed)
        if name and name not in scope:
            new[name] = types
        self._check_readable(part, [key for key, _ in _entries(part)], types & known())
        return types

    def _node(self, node: a.NodePattern, name: str, scope: Scope, passed: set[str]) -> Types:
        said = labels_of(node.labels) if node.labels else VALUE
        if name in scope:
            if scope[name] >= MAYBE:
                raise TextError("question.maybe_null", line_of(node), name=name)
            if not scope[name] or not scope[name] <= NODES.keys():
                raise TextError("question.not_a_node", line_of(node), name=name)
            return scope[name]
        if not said:
            raise TextError("question.unlabelled", line_of(node), name=name)
        hidden = guarded(said)
        if hidden and (name not in passed or any(not NODES[each].guarded() for each in said)):
            raise TextError(
                "question.visibility", line_of(node), name=name or "x", label="|".join(sorted(said))
            )
        return said

    def expression(self, node: a.AstNode | None, scope: Scope) -> Types:
        """Returns what of the graph an expression carries; all that it holds is checked."""
        if node is None:
            return VALUE
        if found := self.expressions.get(type(node)):
            return found(node, scope)
        if isinstance(node, a.Alias):
            return self.expression(node.this, scope)
        if isinstance(node, (a.NodePattern, a.RelationshipPattern)):
            return self.expression(node.properties, scope)
        if isinstance(node, a.PathPattern):
            return self._all(node.elements, scope)
        carried = self._all(children(node), scope)
        return carried if isinstance(node, CARRYING) else VALUE

    def _doubted(self, made: a.AstNode, scope: Scope) -> Types:
        """Returns what an expression carries; only a name by itself is surely what it was."""
        plain = made.this if isinstance(made, a.Alias) else made
        types = self.expression(plain, scope)
        return types | MAYBE if types and not isinstance(plain, a.Identifier) else types

    def _all(self, nodes: Iterable[a.AstNode], scope: Scope) -> Types:
        return VALUE.union(*[self.expression(each, scope) for each in nodes])

    def _identifier(self, node: a.AstNode, scope: Scope) -> Types:
        if node.this not in scope:
            raise TextError("question.unknown_name", line_of(node), name=node.this)
        return scope[node.this]

    def _property(self, node: a.AstNode, scope: Scope) -> Types:
        self._check_readable(node, [node.name], self.expression(node.this, scope))
        return VALUE

    def _check_readable(self, node: a.AstNode, names: Sequence[str], types: Types) -> None:
        for name in names:
            for each in sorted(types - MAYBE):
                if name not in readable(each):
                    raise TextError("question.property", line_of(node), type=each, name=name)

    def _map(self, node: a.AstNode, scope: Scope) -> Types:
        for key, value in node.entries:
            if self.expression(value, scope):
                raise TextError("question.whole_node", line_of(node), name=key)
        return VALUE

    def _projection(self, node: a.AstNode, scope: Scope) -> Types:
        types = self.expression(node.this, scope)
        for entry in node.entries:
            if isinstance(entry, a.PropertySelector):
                self._check_readable(node, [entry.name], types)
            elif not isinstance(entry, tuple):
                raise TextError("question.whole_node", line_of(node), name=str(entry))
            elif self.expression(entry[1], scope):
                raise TextError("question.whole_node", line_of(node), name=entry[0])
        return VALUE

    def _function(self, node: a.AstNode, scope: Scope) -> Types:
        name = node.name.lower()
        if name not in FUNCTIONS:
            raise TextError("question.function", line_of(node), name=node.name)
        if _is_range(node) and not _is_short(node):
            raise TextError("question.range", line_of(node), longest=LONGEST_RANGE)
        carried = self._all((e for e in node.expressions if not isinstance(e, a.Star)), scope)
        if name in {"nodes", "relationships"}:
            return carried & (NODES if name == "nodes" else EDGES).keys()
        return carried if name in PASSING else VALUE

    def _subscript(self, node: a.AstNode, scope: Scope) -> Types:
        self.expression(node.index, scope)
        if not isinstance(node.index, (a.Integer, a.Identifier)):
            raise TextError("question.subscript", line_of(node))
        return self.expression(node.this, scope)

    def _comprehension(self, node: a.AstNode, scope: Scope) -> Types:
        source = self._doubted(node.source, scope)
        inner = scope | {node.variable.this: source}
        with self._loop(node):
            self.expression(node.where, inner)
            if isinstance(node, a.Quantifier):
                return VALUE
            return self.expression(node.projection, inner) if node.projection else source

    @contextmanager
    def _loop(self, node: a.AstNode) -> Iterator[None]:
        """Refuses a loop inside a loop: servers look at the time between rows only.

        The list that a record holds as a property is short, and does not count.
        """
        if isinstance(node.source, a.Property):
            yield
            return
        if self.loops:
            raise TextError("question.loop", line_of(node))
        self.loops += 1
        yield
        self.loops -= 1

    def _reduce(self, node: a.AstNode, scope: Scope) -> Types:
        if node.name != "reduce":
            raise TextError("question.function", line_of(node), name=node.name)
        start = self.expression(node.initial, scope)
        item = {node.variable.this: self._doubted(node.source, scope)}
        with self._loop(node):
            inner = scope | item | {node.accumulator.this: start}
            return start | self.expression(node.expression, inner)

    def _label(self, node: a.AstNode, scope: Scope) -> Types:
        labels_of(node.labels)
        self.expression(node.this, scope)
        return VALUE

    def _inner(self, node: a.AstNode, scope: Scope) -> Types:
        query = node.query if isinstance(node, a.CountSubquery) else node.pattern
        if isinstance(query, a.PathPattern):
            self.expression(query, scope | self.pattern([query], scope, set()))
        else:
            self.query(query, scope)
        return VALUE


def _is_range(node: a.AstNode) -> bool:
    return isinstance(node, a.FunctionCall) and node.name.lower() == "range"


def _is_short(node: a.AstNode) -> bool:
    """Whether a range has few items, said by its text."""
    bounds = [int(each.this) for each in node.expressions[:2] if isinstance(each, a.Integer)]
    return len(bounds) == 2 and abs(bounds[1] - bounds[0]) <= LONGEST_RANGE


def known() -> frozenset[str]:
    """Returns every label and edge type of the model."""
    return frozenset(NODES.keys() | EDGES.keys())


def filtered(where: a.AstNode | None) -> set[str]:
    """Returns the names that `x.visibility IN $visible` filters, through AND only."""
    node = where.this if isinstance(where, a.Where) else where
    if isinstance(node, a.And):
        return filtered(node.this) | filtered(node.expression)
    return {node.this.this.this} if node is not None and _is_filter(node) else set()


def _is_filter(node: a.AstNode) -> bool:
    return (
        isinstance(node, a.In)
        and isinstance(node.this, a.Property)
        and node.this.name == "visibility"
        and isinstance(node.this.this, a.Identifier)
        and isinstance(node.expression, a.Parameter)
        and node.expression.name == "visible"
    )


def _entries(part: a.AstNode) -> Sequence[tuple[str, a.AstNode]]:
    return part.properties.entries if isinstance(part.properties, a.Map) else ()
