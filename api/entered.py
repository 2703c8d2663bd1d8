"""What a person entered in a form: read and checked as a line of a table is, then said.

What is said is what differs from what holds, so that what a person leaves alone stays its source's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from api.editing import Held, Tie, known_ends, text_of
from graph.aliases import aliases
from graph.claims import FORM, GONE, SEPARATOR, Claim
from graph.current import Change
from graph.declare import EdgeColumn, Node, Record, edge_columns
from graph.errors import Issue
from graph.kinds import Property
from graph.viewer import Viewer
from graph.wording import language
from ingest.claims import Given, Reader
from ingest.giving import template_columns
from ingest.headers import Mapped
from ingest.naming import Names, rewritten
from ingest.returning import plain, same
from ingest.rows import Batch, Table

if TYPE_CHECKING:
    from api.workspace import Workspace

Rewritten = tuple[Batch, list[Issue], list[Issue]]


@dataclass(frozen=True)
class Entered:
    """What the texts of a form say of a record; where there are `issues` none of it is saved."""

    node: type[Node]
    key: str
    values: Mapping[str, Any]
    ties: Mapping[str, Sequence[Tie]]
    issues: Sequence[Issue]


def entered(workspace: Workspace, node: type[Node], texts: Mapping[str, str]) -> Entered:
    """Returns what the texts of a form say, and all that is wrong with them; columns are fields."""
    reader = _reader(workspace, node, {name: plain(text) for name, text in texts.items()})
    own, *edges = reader.given()
    ties = _ties(workspace, node, edges)
    issues = list(reader.issues)
    for column in edge_columns(node):
        issues += _unknown(workspace, column, ties[column.name])
        issues += _twice(column, ties[column.name])
    issues += _beyond(workspace.settings.viewer(), node, texts)
    return Entered(node, own.claim.key, own.claim.values, ties, issues)


def _reader(workspace: Workspace, node: type[Node], texts: Mapping[str, str]) -> Reader:
    """Returns what reads the texts as the one line of a table, whose columns are the fields."""
    meanings = {meaning.name: meaning for meaning in template_columns(node)}
    places = tuple(range(len(meanings)))
    table = Table("", node.__name__, tuple(meanings), "", 1, len(places), places, _no_file)
    names = Names.of(workspace.store, workspace.settings.viewer())
    batch = Batch([1], {name: [texts.get(name, "")] for name in meanings})
    today = date.today().isoformat()
    return Reader(Mapped(table, node, meanings, ()), batch, FORM, today, partial(_keyed, names))


def _no_file() -> Iterator[tuple[int, list[str]]]:
    return iter(())


def _keyed(names: Names, batch: Batch, table: Mapped) -> Rewritten:
    return rewritten(batch, table, names, {})


def _ties(workspace: Workspace, node: type[Node], edges: Sequence[Given]) -> dict[str, list[Tie]]:
    """Returns the edges that a form says, by edge column, under the keys they are read by."""
    known = aliases(workspace.ledger)
    found: dict[str, list[Tie]] = {column.name: [] for column in edge_columns(node)}
    for given in edges:
        other, key, column = given.refers[0]
        edge = known.canonical(given.record, given.claim.key)
        start, end, *_ = edge.split(SEPARATOR)
        own = known.root(other.__name__, key)
        found[column].append(Tie(edge, start, end, own, given.claim.values))
    return found


def _unknown(workspace: Workspace, column: EdgeColumn, ties: Sequence[Tie]) -> Iterator[Issue]:
    known = known_ends(workspace, column, [tie.other for tie in ties])
    for tie in ties:
        if tie.other not in known:
            type_ = column.other.fr if language() == "fr" else column.other.en
            values = {"type": type_, "key": tie.other.removeprefix("com:")}
            yield Issue("edit.unknown_end", column=column.name, values=values)


def _twice(column: EdgeColumn, ties: Sequence[Tie]) -> Iterator[Issue]:
    counted = Counter((tie.key, tie.other) for tie in ties)
    for (_, other), times in counted.items():
        if times > 1:
            yield Issue("edit.end_twice", column=column.name, values={"key": other})


def _beyond(viewer: Viewer, node: type[Node], texts: Mapping[str, str]) -> Iterator[Issue]:
    """Yields what is wrong where who edits a record could not read it afterwards."""
    if node.guarded():
        kind = node.properties["visibility"]
        level = texts.get("visibility") or text_of(kind, kind.default)
        if level not in viewer.visible:
            yield Issue("edit.beyond", column="visibility")


# saying it


def new_key_issue(workspace: Workspace, found: Entered) -> Issue | None:
    """Returns what is wrong with the key of a new record: it stands for one that is or was."""
    current, values = workspace.current, {"key": found.key}
    if current.view(found.node, found.key):
        return Issue("edit.exists", column="key", values=values)
    if current.taken_away(found.node, found.key) is not None:
        return Issue("edit.was_removed", column="key", values=values)
    return None


def save(workspace: Workspace, before: Held, found: Entered) -> bool:
    """Writes what differs from `before`, whose mark must still be the record's.

    Returns whether anything did.

    Raises:
        DataError: someone else changed the record meanwhile, or made it.
    """
    told = list(_differences(workspace, before, found))
    if told:
        change = Change(found.node, found.key, before.mark, told)
        workspace.current.change(change, workspace.settings.viewer().name)
    return bool(told)


def _differences(
    workspace: Workspace, before: Held, found: Entered
) -> Iterator[tuple[Record, list[Claim]]]:
    values = _news(found.node.properties, before.values, found.values)
    if values or not before.mark:
        yield found.node, [_claim(found.key, values)]
    for column in edge_columns(found.node):
        ties = before.ties.get(column.name, ())
        if claims := list(_edge_claims(workspace, column, ties, found.ties[column.name])):
            yield column.signature, claims


def _news(
    kinds: Mapping[str, Property], old: Mapping[str, Any], new: Mapping[str, Any]
) -> dict[str, Any]:
    """Returns the values that differ, None for what was emptied; a default need not be said."""
    news = {n: v for n, v in new.items() if not same(old.get(n, kinds[n].default), v)}
    emptied = (n for n, value in old.items() if n not in new and value != kinds[n].default)
    return news | dict.fromkeys(emptied)


def _edge_claims(
    workspace: Workspace, column: EdgeColumn, before: Sequence[Tie], now: Sequence[Tie]
) -> Iterator[Claim]:
    signature, current = column.signature, workspace.current
    old, new = {tie.key: tie for tie in before}, {tie.key: tie for tie in now}
    for key, tie in old.items():
        if key not in new:
            yield _claim(key, _identity(column, tie) | {GONE: True}, tie.start, tie.end)
    for key, tie in new.items():
        if key not in old:
            back = {GONE: False} if current.taken_away(signature, key) is not None else {}
            yield _claim(key, {**tie.values, **back}, tie.start, tie.end)
        elif news := _news(signature.properties, old[key].values, tie.values):
            yield _claim(key, _identity(column, tie) | news, tie.start, tie.end)


def _identity(column: EdgeColumn, tie: Tie) -> dict[str, Any]:
    return {name: tie.values[name] for name in column.signature.edge.identity}


def _claim(key: str, values: Mapping[str, Any], *ends: str) -> Claim:
    return Claim(key, dict(values), date.today().isoformat(), FORM, *ends)
