"""Records as a form shows them to one viewer, and the texts of its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.claims import View
from graph.codes import slug
from graph.declare import EdgeColumn, Node, edge_columns
from graph.errors import UnknownNameError
from graph.kinds import Choice, Flag, Property
from graph.records import counts, known_keys
from graph.wording import language
from ingest.giving import BETWEEN, edge_part, written

if TYPE_CHECKING:
    from api.workspace import Workspace

YES, NO = "oui", "non"


class Tie(NamedTuple):
    """An edge in an edge column of a record: its key, both ends, the other one, what it says."""

    key: str
    start: str
    end: str
    other: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Held:
    """A record as its form shows it; a new one has no mark, and nothing holds of it.

    `ties` are, by edge column, the edges to ends that the viewer may read: no others are touched.
    `load` is the latest that says any of it.
    """

    node: type[Node]
    key: str
    mark: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    ties: Mapping[str, Sequence[Tie]] = field(default_factory=dict)
    load: int = 0


def held(workspace: Workspace, node: type[Node], key: str) -> Held:
    """Returns a record for its form; whether the viewer may read it is asked before.

    Raises:
        UnknownNameError: nobody says such a record.
    """
    mark = workspace.current.mark(node, key)  # before the rest, so that it is never newer
    view = workspace.current.view(node, key)
    if view is None:
        raise UnknownNameError("record.unknown", name=key, near="")
    values = {name: value for name, value in view.values.items() if name in node.properties}
    ties, load = _ties(workspace, node, key)
    return Held(node, key, mark, values, ties, max(load, view.values["load"]))


def _ties(workspace: Workspace, node: type[Node], key: str) -> tuple[dict[str, list[Tie]], int]:
    """Returns the edges that a form shows, by edge column, and the latest load that says one."""
    columns = {column.signature.name: column for column in edge_columns(node)}
    found: dict[str, list[Tie]] = {column.name: [] for column in columns.values()}
    load = 0
    for signature, edge, view in workspace.current.edges(node, key):
        column = columns.get(signature.name)
        if column and (tie := _tie(column, key, edge, view)):
            found[column.name].append(tie)
            load = max(load, view.values["load"])
    ties = {c.name: _readable(workspace, c, found[c.name]) for c in columns.values()}
    return ties, load


def _tie(column: EdgeColumn, key: str, edge: str, view: View) -> Tie | None:
    """Returns an edge as its column names it; None where it is another's, or no text says it."""
    own, other = view.start or "", view.end or ""
    if column.own_end == "target" or (column.signature.edge.undirected and own != key):
        own, other = other, own
    if own != key or edge_part(column, other, view.values) is None:
        return None
    values = {n: value for n, value in view.values.items() if n in column.signature.properties}
    return Tie(edge, view.start or "", view.end or "", other, values)


def _readable(workspace: Workspace, column: EdgeColumn, ties: Sequence[Tie]) -> list[Tie]:
    known = known_ends(workspace, column, [tie.other for tie in ties])
    return sorted((tie for tie in ties if tie.other in known), key=lambda tie: tie.key)


def known_ends(workspace: Workspace, column: EdgeColumn, keys: Sequence[str]) -> set[str]:
    """Returns which of the keys are those of nodes that the viewer may tie a record to."""
    viewer = workspace.settings.viewer()
    return known_keys(workspace.store, viewer, [column.other.__name__], keys) if keys else set()


# texts


def texts_of(found: Held) -> dict[str, str]:
    """Returns the text of each field, which reads as what holds."""
    shown = {"key": found.key}
    for name, kind in found.node.properties.items():
        shown[name] = text_of(kind, found.values.get(name, kind.default))
    for column in edge_columns(found.node):
        ties = found.ties.get(column.name, ())
        parts = (edge_part(column, tie.other, tie.values) for tie in ties)
        shown[column.name] = BETWEEN.join(filter(None, parts))
    return shown


def text_of(kind: Property, value: object) -> str:
    """Returns the text of a field: a choice by its code, a flag as `oui` or `non`."""
    if value is None:
        return ""
    if isinstance(kind, Flag):
        return YES if value else NO
    if isinstance(kind, Choice):
        return str(value)
    if isinstance(value, (int, float)):
        text = format(Decimal(repr(value)), "f").removesuffix(".0")
        return text.replace(".", ",") if language() == "fr" else text
    return str(written(kind, value) or "")


def new_texts(workspace: Workspace, node: type[Node]) -> dict[str, str]:
    """Returns the texts of an empty form: defaults, and a key where nothing else would make it."""
    shown = texts_of(Held(node, ""))
    if node.guarded():
        shown["visibility"] = workspace.settings.viewer().visibility
    if not node.key.alternatives and node.key.reader is slug:
        shown["key"] = _free_key(workspace, node)
    return shown


def _free_key(workspace: Workspace, node: type[Node]) -> str:
    """Returns the first key such as `besoin-012`, after as many as one reads, never said yet."""
    there = counts(workspace.store, workspace.settings.viewer())[node.__name__]
    numbered = (f"{slug(node.fr)}-{number:03}" for number in count(there + 1))
    return next(key for key in numbered if not workspace.ledger.said(node, [key]))
