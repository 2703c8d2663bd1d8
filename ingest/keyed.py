"""Tables that were given back in the columns of a reading: these, then a column of keys a record.

The columns of keys say which records a line was made of. They are no part of the header: a table
that comes again is known by the shape it first had, and read as it was then.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from graph.claims import View
from graph.declare import NODES, name_of
from graph.kinds import Property
from graph.wording import language
from ingest.giving import written
from ingest.mapping import TableMapping
from ingest.parts import Part, free
from ingest.returning import same
from ingest.rows import Batch, Table

if TYPE_CHECKING:
    from ingest.claims import Given, Parsed
    from ingest.headers import Meaning

# What holds of records, asked for by type, by type and key.
Held = Callable[[Mapping[str, Collection[str]]], Mapping[tuple[str, str], View]]

KEYS_OF = ("clé : ", "key : ")
COLUMN = re.compile(r"(?:clé|key) ?: ?(.+)")


def key_header(record: str) -> str:
    """Returns the header of the keys of a record of the rows."""
    return KEYS_OF[language() == "en"] + record


@dataclass(frozen=True)
class Returned(Table):
    """A table without its columns of keys.

    Attributes:
        sent: the table with these.
        held: how to ask what holds of its records.
    """

    sent: Table | None = field(default=None, repr=False, compare=False)
    held: Held = field(default=lambda _: {}, repr=False, compare=False)


def returned(table: Table) -> Table:
    """Returns a table without columns of keys, where it has such."""
    keys = set(_key_columns(table).values())
    if not keys or len(keys) == len(table.columns):
        return table
    kept = [
        (name, place)
        for name, place in zip(table.columns, table.positions, strict=True)
        if name not in keys
    ]
    bare = replace(
        table,
        columns=tuple(name for name, _ in kept),
        positions=tuple(place for _, place in kept),
    )
    own = {each.name: getattr(bare, each.name) for each in fields(bare)}
    return Returned(**own, sent=table)


def as_sent(table: Table) -> Table:
    """Returns a table with its columns of keys, where it came with such."""
    return table.sent if isinstance(table, Returned) and table.sent else table


def keys_in(table: Table) -> Mapping[str, str]:
    """Returns record of the rows to the header of its keys; none where it was not given back."""
    return _key_columns(as_sent(table)) if isinstance(table, Returned) else {}


def _key_columns(table: Table) -> dict[str, str]:
    found = ((COLUMN.fullmatch(header), header) for header in table.columns)
    return {match[1]: header for match, header in found if match}


@dataclass(frozen=True)
class Keyed:
    """Which records the lines of a table were made of, and what holds of these.

    Attributes:
        keys: record of the rows to the key of each place that has one.
        views: what holds of records, by type and key.
        places: the places of the lines that were given back.
    """

    keys: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    views: Mapping[tuple[str, str], View] = field(default_factory=dict)
    places: frozenset[int] = frozenset()

    def cells(self, part: Part) -> list[str]:
        """Returns the keys of the rows of a record; of a line with several, the first has it."""
        left = dict(self.keys.get(part.record.name, {}))
        return [left.pop(place, "") for place in part.places]

    def views_of(self, part: Part) -> list[View | None]:
        """Returns what holds of the record of each row; None where that is new."""
        return [self.views.get((part.record.type, key)) for key in self.cells(part)]

    def repeats(self, part: Part, name: str, texts: Sequence[str]) -> list[bool]:
        """Returns whether texts say of the rows of a record what holds of it already."""
        pairs = zip(self.views_of(part), texts, strict=True)
        return [bool(view and text and same(view.values.get(name), text)) for view, text in pairs]

    def complete(self, part: Part, known: Mapping[str, Meaning]) -> None:
        """Adds what lines leave out of known records and these must have, as it holds."""
        views = self.views_of(part)
        if not any(views):
            return
        for name, kind in known.items():
            must = isinstance(kind, Property) and (kind.required or name in part.record.constants)
            if must and isinstance(kind, Property):
                cells = [_text(kind, view.values.get(name)) if view else "" for view in views]
                part.fill(free(kind.fr, part), kind, cells)


def keyed(batch: Batch, mapping: TableMapping, table: Table) -> Keyed:
    """Returns which records the lines of a table were made of: none where it was not given back."""
    if not isinstance(table, Returned):
        return Keyed()
    columns = {name: batch.cells[header] for name, header in keys_in(table).items()}
    keys: dict[str, dict[int, str]] = {}
    wanted: dict[str, set[str]] = defaultdict(set)
    for record in mapping.records:
        cells = columns.get(record.name, [])
        if record.type in NODES:
            keys[record.name] = {place: cell for place, cell in enumerate(cells) if cell}
            wanted[record.type] |= set(keys[record.name].values())
    places = (place for cells in columns.values() for place, cell in enumerate(cells) if cell)
    return Keyed(keys, table.held(wanted), frozenset(places))


def settled(parsed: Parsed) -> None:
    """Leaves, of what returned lines say of one record against each other, what is new.

    Who changes a record that stands on several lines changes one of them.
    """
    table = parsed.mapped.table
    if not isinstance(table, Returned):
        return
    told: dict[tuple[str, str], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for given in parsed.given:
        for name, value in given.claim.values.items():
            told[_place(given)][name].append(value)
    contested: dict[str, set[str]] = defaultdict(set)
    for (record, key), values in told.items():
        if any(value != each[0] for each in values.values() for value in each):
            contested[record].add(key)
    views = table.held(contested)
    for place, given in enumerate(parsed.given):
        view = views.get(_place(given)) if given.line in parsed.returned else None
        if view:
            parsed.given[place] = _new_alone(given, view, told[_place(given)])


def _new_alone(given: Given, view: View, told: Mapping[str, Sequence[Any]]) -> Given:
    values = {
        name: value
        for name, value in given.claim.values.items()
        if not same(view.values.get(name), value) or all(each == value for each in told[name])
    }
    return given._replace(claim=given.claim._replace(values=values))


def _place(given: Given) -> tuple[str, str]:
    return name_of(given.record), given.claim.key


def _text(kind: Property, value: object) -> str:
    cell = written(kind, value)
    return "" if cell is None else str(cell)
