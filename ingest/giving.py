"""Types given back as tables, in the columns of their templates: the graph to rows of cells.

What is written here is read again by the loader as it stood: a column's text, list or code, and
the edges of an edge column with what they say. The last column is the record's revision, by which
a table that comes again is known (`ingest.returning`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import IO, TYPE_CHECKING, Protocol

from graph.declare import (
    BOOKKEEPING,
    SIGNATURES,
    Edge,
    EdgeColumn,
    Node,
    Signature,
    edge_columns,
    node_type,
)
from graph.kinds import CellError, Choice, Flag, Property, Texts, escaped
from graph.wording import language, sentence
from ingest.cells import references
from ingest.headers import EndColumn, Meaning, Tabled, end_columns
from ingest.held import BATCH, KEPT, Values, edges_of, ends_of, keys_of, values_of
from ingest.returning import plain, same
from ingest.sheets import Aside, SheetColumn, write_workbook
from ingest.templates import help_sheet, sheet_column, sheet_name, title

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer

Cell = str | int | float | None
BETWEEN = "; "
LONGEST_CELL = 32_767  # what a cell of a workbook can hold
BOOKS = {kind.name: kind for kind in BOOKKEEPING if kind.name in KEPT}


@dataclass(frozen=True)
class Column:
    """One column of a table of that type, as its template calls it."""

    meaning: Meaning

    @property
    def name(self) -> str:
        """What programs call it."""
        return self.meaning.name

    @property
    def title(self) -> str:
        """Its header in the current language."""
        return title(self.meaning)


@dataclass(kw_only=True)
class Passed:
    """What is known of a table on its way out once its rows have passed.

    Attributes:
        row_count: how many rows have passed.
        sources: who says the rows that have passed.
        left_out: how many cells were longer than a spreadsheet holds, and are empty or shortened.
    """

    row_count: int = 0
    sources: set[str] = field(default_factory=set)
    left_out: int = 0

    def cell(self, kind: Property, values: Values) -> Cell:
        """Returns the cell of a property; empty where a spreadsheet cannot hold it."""
        cell = written(kind, values.get(kind.name))
        if not isinstance(cell, str) or len(cell) <= LONGEST_CELL:
            return cell
        self.left_out += 1
        return None

    def ends(self, column: EdgeColumn, ends: Sequence[tuple[str, Values]]) -> Cell:
        """Returns the cell of an edge column; what a spreadsheet cannot hold of it is left out."""
        found: list[str] = []
        length = 0
        for key, values in ends:
            part = edge_part(column, key, values)
            if part is None or length + len(part) > LONGEST_CELL:
                self.left_out += 1
                continue
            found.append(part)
            length += len(part) + len(BETWEEN)
        return BETWEEN.join(found) or None

    def said_by(self, values: Values) -> list[str]:
        """Returns the sources of a record that passes."""
        sources = [str(each) for each in values.get("sources") or ()]
        self.sources.update(sources)
        return sources


@dataclass
class GivenBack(Passed):
    """A type's table on its way out: its rows pass once, then it can say what they were.

    Attributes:
        credits: source to the line by which its publisher is credited.
    """

    store: Store
    viewer: Viewer
    of: Tabled
    keys: Sequence[str] | None = None
    credits: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it is called."""
        return sheet_name(self.of)

    @property
    def called(self) -> str:
        """What its file is called, without an ending."""
        return self.of.__name__.lower()

    @property
    def sheet_columns(self) -> list[SheetColumn]:
        """Its columns as a workbook shows them."""
        kept = [SheetColumn(Column(BOOKS[name]).title) for name in KEPT]
        return [*(sheet_column(self.of, each) for each in template_columns(self.of)), *kept]

    def helps(self) -> list[Aside]:
        """Returns the sheets that explain it."""
        return [help_sheet(self.of)]

    @property
    def columns(self) -> list[Column]:
        """Its columns: those of the template, then what the loader passes over."""
        kept = [BOOKS[name] for name in KEPT]
        return [Column(each) for each in (*template_columns(self.of), *kept)]

    def batches(self) -> Iterator[list[list[Cell]]]:
        """Yields its rows, those of nodes by key or as `keys` asks, those of edges by ends."""
        of = self.of
        found = self._edges(of) if issubclass(of, Edge) else self._nodes(of)
        for rows in found:
            self.row_count += len(rows)
            yield rows

    def _nodes(self, of: type[Node]) -> Iterator[list[list[Cell]]]:
        keys = self.keys if self.keys is not None else keys_of(self.store, self.viewer, of)
        tied = list(edge_columns(of))
        for first in range(0, len(keys), BATCH):
            batch = keys[first : first + BATCH]
            known = values_of(self.store, self.viewer, of, batch)
            ends = [ends_of(self.store, self.viewer, column, batch) for column in tied]
            yield [
                [
                    key,
                    *(self.cell(kind, known[key]) for kind in of.properties.values()),
                    *(self.ends(c, e.get(key, ())) for c, e in zip(tied, ends, strict=True)),
                    *self._books(known[key]),
                ]
                for key in batch
                if key in known
            ]

    def _edges(self, of: type[Edge]) -> Iterator[list[list[Cell]]]:
        ends = end_columns(of)
        for signature in SIGNATURES.values():
            if signature.edge is of:
                for found in edges_of(self.store, self.viewer, signature):
                    yield [
                        [
                            *(end_cell(column, signature, start, end) for column in ends),
                            *(self.cell(kind, values) for kind in of.properties.values()),
                            *self._books(values),
                        ]
                        for start, end, values in found
                    ]

    def _books(self, values: Values) -> list[Cell]:
        sources = self.said_by(values)
        credited = BETWEEN.join(self.credits.get(source, source) for source in sources)
        return [credited, values.get("confirmed_on"), values.get("revision")]


class Given(Protocol):
    """A table given back, as a workbook shows it."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def sheet_columns(self) -> Sequence[SheetColumn]:
        """Its columns."""

    def batches(self) -> Iterator[list[list[Cell]]]:
        """Yields its rows."""

    def helps(self) -> Sequence[Aside]:
        """Returns the sheets that explain it."""


def write_given(
    target: IO[bytes], table: Given, about: Callable[[], Sequence[tuple[str, object]]]
) -> None:
    """Writes a table given back as a workbook with what explains it, and `about` on a sheet."""

    def asides() -> list[Aside]:
        return [*table.helps(), Aside(sentence("export.sheet_about"), about())]

    write_workbook(target, table.title, table.sheet_columns, table.batches(), asides)


def template_columns(of: Tabled) -> list[Meaning]:
    """Returns what the columns of a type's own table mean, in their order."""
    if issubclass(of, Edge):
        return [*end_columns(of), *of.properties.values()]
    return [of.key.code, *of.properties.values(), *edge_columns(of)]


# cells


def written(kind: Property, value: object) -> Cell:
    """Returns the cell that reads as the value: a label where it names its choice, else its code.

    A list is one text with `;` between its parts.
    """
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    if isinstance(kind, Flag):
        return sentence("word.yes" if value else "word.no")
    if isinstance(kind, Choice):
        return _label(kind, str(value))
    if isinstance(kind, Texts) and isinstance(value, list):
        return BETWEEN.join(escaped(text) for each in value if (text := plain(str(each)))) or None
    return plain(str(value)) or None


def _label(kind: Choice, code: str) -> str:
    label = kind.choices[code][language() == "en"] if code in kind.choices else code
    return label if _reads_as(kind, label, code) else code


def _reads_as(kind: Property, text: str, value: object) -> bool:
    try:
        return same(value, kind.read(text))
    except CellError:
        return False


def edge_part(column: EdgeColumn, key: str, values: Values) -> str | None:
    """Returns the part of a cell that names an edge with what it says: `I1304:12`.

    None where no text reads as that key.
    """
    texts = [_in_part(kind, values.get(name)) for name, kind in column.signature.properties.items()]
    while texts and not texts[-1]:
        texts.pop()
    named = _key_part(column.other.__name__, key)
    return None if named is None else ":".join((named, *map(escaped, texts)))


def _in_part(kind: Property, value: object) -> str:
    cell = written(kind, value)
    if isinstance(cell, (int, float)):
        text = format(Decimal(repr(cell)), "f").removesuffix(".0")
        return text.replace(".", ",") if language() == "fr" else text
    return cell or ""


@cache
def _key_part(label: str, key: str) -> str | None:
    """Returns how a cell names a key, also where a text follows it."""
    other = node_type(label)
    for text in (key.removeprefix("com:"), key, escaped(key)):
        try:
            found = references(other, f"{text}:0")
        except CellError:
            continue
        if [(each.key, each.texts) for each in found] == [(key, ("0",))]:
            return text
    return None


def end_cell(column: EndColumn, signature: Signature, start: str, end: str) -> Cell:
    """Returns the cell of a column that names one end of an edge; empty for other types of end."""
    if column.end == "source":
        return start if column.node is signature.source else None
    return end if column.node is signature.target else None
