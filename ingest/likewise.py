"""Records given back in the columns of a reading, with several records on a row as they came in.

The first record of a row stands on as many rows as those joined to it need, its cells on each. The
original headers stand in their order; then a column for each record holds its key, by which the
table is known when it comes again (`ingest.keyed`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from graph.claims import edge_key
from graph.declare import NODES, SIGNATURES, Edge, EdgeColumn, Node, Signature
from graph.errors import DataError
from graph.kinds import CellError, Choice, Property
from graph.wording import sentence
from ingest.cells import read_one
from ingest.fitting import type_of
from ingest.giving import Cell, Passed, end_cell, written
from ingest.headers import EndColumn, Meaning, meanings_of, words
from ingest.held import BATCH, Values, edges_of, ends_of, keys_of, values_of
from ingest.keyed import key_header
from ingest.mapping import CrossMapping, RecordMapping, TableMapping
from ingest.mending import is_band
from ingest.returning import same
from ingest.sheets import Aside, SheetColumn

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer

Row = dict[str, str]  # record of the row to its key
Cells = dict[str, Cell]  # header to cell
CROSS = "x"
UNTOLD = {"source", "observed_on"}  # what a line says of itself anew when it comes again


@dataclass(frozen=True)
class Headed:
    """A column of the reading, or of keys."""

    title: str

    @property
    def name(self) -> str:
        """What programs call it."""
        return self.title


@dataclass
class Likewise(Passed):
    """A table of a reading on its way out: its rows pass once.

    Attributes:
        title: what it is called.
        among: type, as the ledger calls it, to the keys that may stand in it; all of other types.
    """

    store: Store
    viewer: Viewer
    mapping: TableMapping
    title: str
    among: Mapping[str, Mapping[str, None]] = field(default_factory=dict)
    _known: dict[str, dict[str, Cells]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Refuses a reading whose records hang on nothing.

        Raises:
            DataError: it names the record.
        """
        root, *others = self.mapping.records
        alone = [one.name for one in others if root.type not in NODES or not one.joins]
        if alone:
            raise DataError("giving.no_way", record=alone[0])

    @property
    def called(self) -> str:
        """What its file is called, without an ending: never what it came in as."""
        name = words(self.title) or words(self.mapping.records[0].name)
        return sentence("giving.called", name=name.replace(" ", "-"))

    @property
    def columns(self) -> list[Headed]:
        """The original columns, then those of the keys."""
        keys = [key_header(record.name) for record in self.mapping.records]
        return [Headed(header) for header in (*self.mapping.header, *keys)]

    @property
    def sheet_columns(self) -> list[SheetColumn]:
        """Its columns as a workbook shows them."""
        kinds: dict[str, Property] = {}
        for record in self.mapping.records:
            for _, headers, meaning in _columns(record):
                if isinstance(meaning, Property):
                    kinds[headers[0]] = meaning
        return [SheetColumn(each.title, kind=kinds.get(each.title)) for each in self.columns]

    def helps(self) -> list[Aside]:
        """Returns no sheet: who gave a table in these columns knows them."""
        return []

    def batches(self) -> Iterator[list[list[Cell]]]:
        """Yields its rows."""
        of = type_of(self.mapping.records[0])
        for rows in self._edges(of) if issubclass(of, Edge) else self._nodes(of):
            self.row_count += len(rows)
            yield rows

    @cached_property
    def _headers(self) -> list[str]:
        return [column.title for column in self.columns]

    def _nodes(self, of: type[Node]) -> Iterator[list[list[Cell]]]:
        among = self.among.get(of.__name__)
        wanted = list(keys_of(self.store, self.viewer, of) if among is None else among)
        for first in range(0, len(wanted), BATCH):
            self._known.clear()
            yield self._laid(wanted[first : first + BATCH])

    def _laid(self, keys: Sequence[str]) -> list[list[Cell]]:
        """Returns the rows of some first records."""
        root, *others = self.mapping.records
        self._learn(root, keys)
        groups = [[{root.name: key}] for key in keys if key in self._known[root.name]]
        for record in others:
            self._lay(record, groups)
        return [self._row(row) for group in groups for row in group]

    def _row(self, row: Row) -> list[Cell]:
        found: Cells = {}
        for name, key in row.items():
            found |= {header: cell for header, cell in self._known[name][key].items() if header}
            found[key_header(name)] = key
        return [found.get(header) for header in self._headers]

    # records side by side

    def _lay(self, record: RecordMapping, groups: Sequence[list[Row]]) -> None:
        """Puts the records of one name on the rows of those they are joined to."""
        (column, other), *further = record.joins.items()
        own = list(dict.fromkeys(row[other] for g in groups for row in g if other in row))
        found = ends_of(self.store, self.viewer, _reversed(_join(record, column)), own)
        order = {key: place for place, key in enumerate(self.among.get(record.type, ()))}
        joined = {
            key: sorted((end for end, _ in ends), key=lambda end: order.get(end, 0))
            for key, ends in found.items()
        }
        self._learn(record, list(dict.fromkeys(end for ends in joined.values() for end in ends)))
        known = self._known[record.name]
        tied = {name: self._tied(_join(record, column), list(known)) for column, name in further}
        for group in groups:
            for key in dict.fromkeys(row[other] for row in group if other in row):
                for end in joined.get(key, ()):
                    if end in known:
                        self._place(record.name, end, (other, key), tied, group)

    def _place(
        self,
        name: str,
        key: str,
        beside: tuple[str, str],
        tied: Mapping[str, Mapping[str, set[str]]],
        group: list[Row],
    ) -> None:
        """Puts a record on the first row that is free and says nothing untrue of it."""
        rows = [row for row in group if row.get(beside[0]) == beside[1]]
        for row in rows:
            true = (row[each] in ends.get(key, ()) for each, ends in tied.items() if each in row)
            if name not in row and all(true):
                row[name] = key
                return
        group.append({each: rows[0][each] for each in self._way_to(beside[0])} | {name: key})

    def _way_to(self, name: str) -> list[str]:
        """Returns the records by which one hangs on the first, itself the last."""
        joins = {record.name: [*record.joins.values()] for record in self.mapping.records}
        way = [name]
        while joins[way[0]]:
            way.insert(0, joins[way[0]][0])
        return way

    def _tied(self, column: EdgeColumn, keys: Sequence[str]) -> dict[str, set[str]]:
        found = ends_of(self.store, self.viewer, column, keys)
        return {key: {end for end, _ in ends} for key, ends in found.items()}

    # their cells

    def _learn(self, record: RecordMapping, keys: Sequence[str]) -> None:
        """Makes the cells of records known, of those that may stand in the table."""
        of = NODES[record.type]
        allowed = self._allowed(record, keys)
        values = values_of(self.store, self.viewer, of, allowed)
        known = {key: self._cells(record, of, key, values[key]) for key in allowed if key in values}
        for _, headers, meaning in _columns(record):
            if isinstance(meaning, EdgeColumn):
                ends = ends_of(self.store, self.viewer, meaning, list(known))
                for key, cells in known.items():
                    cells[headers[0]] = self.ends(meaning, ends.get(key, ()))
        for cross in self.mapping.crosses:
            if cross.record == record.name:
                self._cross(cross, of, known)
        self._known[record.name] = known

    def _allowed(self, record: RecordMapping, keys: Sequence[str]) -> list[str]:
        among = self.among.get(record.type)
        return [key for key in keys if among is None or key in among]

    def _cells(self, record: RecordMapping, of: type[Node], key: str, values: Values) -> Cells:
        self.said_by(values)
        cells: Cells = {}
        for name, headers, meaning in _columns(record):
            if name == "key":
                cells[headers[0]] = key
            elif isinstance(meaning, Property) and name not in UNTOLD:
                unsaid = _is_constant(record, meaning, values)
                cells[headers[0]] = None if unsaid else self.cell(meaning, values)
        if (header := record.columns.get("headcount")) and cells[header[0]] is None:
            cells[header[0]] = _band(record, of, values)
        if record.prose:
            cells[record.prose] = self.cell(of.properties["title"], values)
        return cells

    def _cross(self, cross: CrossMapping, of: type[Node], known: Mapping[str, Cells]) -> None:
        """Adds the columns that each name another end, to the cells of the records they cross."""
        signature = SIGNATURES[cross.signature]
        column = EdgeColumn("", "", signature, "source" if signature.source is of else "target")
        headers = {_key(column, key): header for header, key in cross.columns.items()}
        for key, ends in ends_of(self.store, self.viewer, column, list(known)).items():
            for end, values in ends:
                if end in headers:
                    known[key][headers[end]] = _crossed(cross, column, values)

    # edges of their own

    def _edges(self, of: type[Edge]) -> Iterator[list[list[Cell]]]:
        record = self.mapping.records[0]
        for signature in SIGNATURES.values():
            if signature.edge is of:
                among = self.among.get(signature.name)
                for found in edges_of(self.store, self.viewer, signature):
                    yield [
                        self._edge(record, signature, start, end, values)
                        for start, end, values in found
                        if among is None or edge_key(signature, start, end, values) in among
                    ]

    def _edge(
        self, record: RecordMapping, signature: Signature, start: str, end: str, values: Values
    ) -> list[Cell]:
        self.said_by(values)
        found: Cells = {key_header(record.name): f"{start} → {end}"}
        for name, headers, meaning in _columns(record):
            if isinstance(meaning, EndColumn):
                found[headers[0]] = end_cell(meaning, signature, start, end)
            elif isinstance(meaning, Property) and name not in UNTOLD:
                found[headers[0]] = self.cell(meaning, values)
        return [found.get(header) for header in self._headers]


def _columns(record: RecordMapping) -> Iterator[tuple[str, list[str], Meaning]]:
    """Yields what the columns of a record mean: the name, the headers that hold it, the meaning."""
    known = meanings_of(type_of(record))
    for name, headers in record.columns.items():
        if headers:
            yield name, headers, known[name]


def _join(record: RecordMapping, column: str) -> EdgeColumn:
    """Returns the edge column by which a record names another of its row.

    Raises:
        DataError: it is none.
    """
    meaning = meanings_of(type_of(record))[column]
    if not isinstance(meaning, EdgeColumn):
        raise DataError("giving.no_way", record=record.name)
    return meaning


def _reversed(column: EdgeColumn) -> EdgeColumn:
    """Returns the same edges as they are seen from their other end."""
    return replace(column, own_end="target" if column.own_end == "source" else "source")


def _is_constant(record: RecordMapping, kind: Property, values: Values) -> bool:
    """Returns whether a value is the one that the reading gives where a cell is empty."""
    text = record.constants.get(kind.name)
    return text is not None and same(values.get(kind.name), read_one(kind, text)[0])


def _band(record: RecordMapping, of: type[Node], values: Values) -> Cell:
    """Returns the band in words that stands where a headcount would, if it is all that is known."""
    kind = of.properties.get("band")
    cell = written(kind, values.get("band")) if kind and "band" not in record.columns else None
    return cell if isinstance(cell, str) and is_band(cell) else None


def _key(column: EdgeColumn, text: str) -> str:
    try:
        return str(column.other.key.code.read(text))
    except CellError:
        return text


def _crossed(cross: CrossMapping, column: EdgeColumn, values: Values) -> Cell:
    """Returns the cell where two things cross: the value as its code, or a cross."""
    if not cross.property:
        return CROSS
    kind, value = column.signature.properties[cross.property], values.get(cross.property)
    return str(value) if isinstance(kind, Choice) and value else written(kind, value)
