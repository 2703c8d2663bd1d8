"""How complete the records of each type are: which of its facts are known, and of how many.

What counts are the properties that no default fills, then what places a record: its territory,
sector and occupation, and who it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.declare import EdgeColumn, Node, edge_columns
from graph.quality import BESIDE, KEPT, readable
from graph.wording import language

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer

PLACING = ("Territory", "Sector", "Occupation")


@dataclass(frozen=True)
class Known:
    """A fact of a type: of how many records it is known, and of which share of them."""

    name: str
    title: str
    records: int
    share: float


@dataclass(frozen=True)
class Completeness:
    """How complete the records of a type are: `mean` is that of the shares of its facts."""

    type: str
    records: int
    mean: float
    facts: tuple[Known, ...]


def completeness(store: Store, viewer: Viewer) -> list[Completeness]:
    """Returns the completeness of each type that has records, in the order of the model."""
    found = (_of_type(store, viewer, node) for node in KEPT.values())
    return [each for each in found if each.records]


def _of_type(store: Store, viewer: Viewer, node: type[Node]) -> Completeness:
    names = [name for name, kind in node.properties.items() if kind.default is None]
    shown = "".join(f", count(n.{name}) AS {name}" for name in names)
    text = f"MATCH (n:{node.__name__}) WHERE {readable(node)} RETURN count(n) AS records{shown}"
    total, *counts = (int(str(count)) for count in _row(store, viewer, text))
    if not total:
        return Completeness(node.__name__, 0, 0.0, ())
    told = [(name, _words(node.properties[name].fr, node.properties[name].en)) for name in names]
    linked = _linked(store, viewer, node)
    facts = tuple(
        Known(name, title, count, count / total)
        for (name, title), count in [*zip(told, counts, strict=True), *linked]
    )
    return Completeness(node.__name__, total, sum(f.share for f in facts) / len(facts), facts)


def _row(store: Store, viewer: Viewer, text: str) -> tuple[object, ...]:
    return store.read(text, {"visible": viewer.visible}).rows[0]


def _words(fr: str, en: str) -> str:
    return fr if language() == "fr" else en


def _linked(
    store: Store, viewer: Viewer, node: type[Node]
) -> Iterator[tuple[tuple[str, str], int]]:
    """Yields the facts that are edges, each with how many records have at least one such edge."""
    for columns in _places(node).values():
        first, others = columns[0], "|".join(column.other.__name__ for column in columns)
        left, right = ("-", "->") if first.own_end == "source" else ("<-", "-")
        edge = first.signature.edge.type
        text = (
            f"MATCH (n:{node.__name__}){left}[:{edge}]{right}(m:{others}) "
            f"WHERE {readable(node)} AND {BESIDE} RETURN count(DISTINCT n) AS records"
        )
        name = "|".join(column.name for column in columns)
        title = " / ".join(_words(column.fr, column.en) for column in columns)
        yield (name, title), int(str(_row(store, viewer, text)[0]))


def _places(node: type[Node]) -> dict[str, list[EdgeColumn]]:
    """Returns the columns of each such fact; owners of any type are one."""
    found: dict[str, list[EdgeColumn]] = {}
    for column in edge_columns(node):
        if column.own_end == "target":
            found.setdefault(column.signature.edge.type, []).append(column)
        elif column.other.__name__ in PLACING:
            found[column.name] = [column]
    return found
