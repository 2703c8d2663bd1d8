"""How each table of what was sent is read: as a person said, as it was before, as it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from graph.declare import NODES, EdgeColumn, Node
from graph.errors import DataError, Issue
from graph.mappings import KeptMapping
from graph.wording import language
from ingest.fitting import fitted, type_of, worded
from ingest.headers import EndColumn, meanings_of
from ingest.mapping import RecordMapping, TableMapping, shape
from ingest.reading import Reading
from ingest.recognition import EXAMPLES, ColumnGuess
from ingest.sharing import COMPUTED
from ingest.synonyms import PROSE

if TYPE_CHECKING:
    from api.uploads import Draft, Sent
    from api.workspace import Workspace
    from ingest.rows import Table

Origin = Literal["corrected", "kept", "exact", "recognised", "doubtful"]
SAMPLE = 200
CROSS = "x"


@dataclass(frozen=True)
class TableReading:
    """How one table is read, and whence that comes.

    Attributes:
        origin: a person's correction, a remembered mapping, the model's own words, or a guess.
        guesses: what the columns were taken for at first, by header; none where nobody guessed.
        lacking: what the records of a guess still must have.
        kept: the remembered mapping, where that is the origin.
        broken: why the mapping does not suit the table.
    """

    table: Table
    mapping: TableMapping
    origin: Origin
    guesses: Mapping[str, ColumnGuess] = field(default_factory=dict)
    lacking: Sequence[Issue] = ()
    kept: KeptMapping | None = None
    broken: DataError | None = None

    @property
    def said(self) -> TableMapping | None:
        """The mapping to load by, where loading would not find it by itself."""
        return self.mapping if self.origin in {"corrected", "doubtful"} else None

    def examples(self) -> dict[str, list[str]]:
        """Returns the first different cells of each column."""
        batch = next(self.table.batches(SAMPLE), None)
        cells = batch.cells if batch else {header: [] for header in self.table.columns}
        return {
            header: list(dict.fromkeys(filter(None, texts)))[:EXAMPLES]
            for header, texts in cells.items()
        }


def readings_of(workspace: Workspace, sent: Sent) -> list[TableReading]:
    """Returns how each table of what was sent is read.

    Raises:
        DataError: a file cannot be read.
    """
    reading = Reading(workspace.current, sent.draft.type or None)
    return [_reading(table, sent.draft, reading) for table in sent.tables()]


def _reading(table: Table, draft: Draft, reading: Reading) -> TableReading:
    if said := draft.mappings.get(shape(table.columns)):
        return _fitted(TableReading(table, said, "corrected"))
    if found := reading.remembered(table):
        return _fitted(TableReading(table, found[1], "kept", kept=found[0]))
    try:
        noted, way = reading.way(table)
    except DataError as error:
        return _guessed(table, reading, error)
    if isinstance(way, TableMapping):
        return _guessed(table, reading)
    more = any(note.code == "mapping.more" for note in noted.notes)
    return _guessed(table, reading) if more else TableReading(table, worded(way), "exact")


def _fitted(found: TableReading) -> TableReading:
    """Returns a reading with the headers as the table writes them, or why that cannot be."""
    try:
        mapping = fitted(found.mapping, found.table)
    except DataError as error:
        return TableReading(found.table, found.mapping, found.origin, kept=found.kept, broken=error)
    return TableReading(found.table, mapping, found.origin, kept=found.kept)


def _guessed(table: Table, reading: Reading, error: DataError | None = None) -> TableReading:
    try:
        proposal = reading.proposal(table)
    except DataError as own:
        mapping = TableMapping(header=list(table.columns), records=[], left=list(table.columns))
        return TableReading(table, mapping, "doubtful", broken=error or own)
    guesses = {guess.header: guess for guess in proposal.columns}
    origin: Origin = "recognised" if proposal.sure and error is None else "doubtful"
    broken = None if proposal.mapping.records else error
    return TableReading(table, proposal.mapping, origin, guesses, proposal.lacking, broken=broken)


def chosen(mapping: TableMapping) -> dict[str, str]:
    """Returns, by header, the value of what a column is taken for; none for what is not read."""
    found: dict[str, str] = {}
    for place, record in enumerate(mapping.records):
        for meaning, headers in record.columns.items():
            found |= dict.fromkeys(headers, f"{place}:{meaning}")
        if record.prose:
            found[record.prose] = f"{place}:{PROSE}"
    for place, cross in enumerate(mapping.crosses):
        found |= dict.fromkeys(cross.columns, f"{CROSS}:{place}")
    return found


def joins_of(mapping: TableMapping, place: int) -> list[tuple[str, str, str]]:
    """Returns how a record may be joined: column, the name of a record before it, its words."""
    record = mapping.records[place]
    before = mapping.records[:place]
    return [
        (name, other.name, meaning.en if language() == "en" else meaning.fr)
        for name, meaning in meanings_of(type_of(record)).items()
        for other in before
        if isinstance(meaning, (EdgeColumn, EndColumn)) and type_named(meaning) is type_of(other)
    ]


def type_named(meaning: EdgeColumn | EndColumn) -> type[Node]:
    """Returns the type that the cells of a column name."""
    return meaning.other if isinstance(meaning, EdgeColumn) else meaning.node


def is_known(record: RecordMapping) -> bool:
    """Returns whether the model still has the type of a record."""
    try:
        type_of(record)
    except KeyError:
        return False
    return True


def addable() -> list[type[Node]]:
    """Returns the types of which a row may make a record."""
    return [node for node in NODES.values() if node.__name__ not in COMPUTED]
