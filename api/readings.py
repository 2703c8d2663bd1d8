"""How each table of what was sent is read, and what a person says of it instead.

The fields of a form name columns and records by their place: `c3` is the fourth column, `0:siret`
the SIRET of the first record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from graph.declare import NODES, EdgeColumn, Node
from graph.errors import DataError, Issue
from graph.mappings import KeptMapping, Mappings
from ingest.fitting import fitted, type_of
from ingest.headers import EndColumn, Mapped, meanings_of, named_type
from ingest.mapping import CrossMapping, RecordMapping, TableMapping, read, shape
from ingest.reading import Reading
from ingest.recognition import EXAMPLES, ColumnGuess
from ingest.sharing import COMPUTED, joins_to
from ingest.synonyms import PROSE

if TYPE_CHECKING:
    from api.uploads import Draft, Sent
    from api.workspace import Workspace
    from ingest.rows import Table

Origin = Literal["corrected", "kept", "exact", "recognised", "doubtful"]
SAMPLE = 200
CROSS = "x"
Fields = Mapping[str, str]


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
    kept = Mappings(workspace.ledger.engine)
    return [_reading(table, sent.draft, reading, kept) for table in sent.tables()]


def _reading(table: Table, draft: Draft, reading: Reading, known: Mappings) -> TableReading:
    own = shape(table.columns)
    if said := draft.mappings.get(own):
        return _fitted(TableReading(table, said, "corrected"))
    kept = None if draft.type else known.find(own)
    if kept:
        return _fitted(TableReading(table, read(kept.text, kept.name), "kept", kept=kept))
    try:
        noted, way = reading.way(table)
    except DataError as error:
        return _guessed(table, reading, error)
    if isinstance(way, TableMapping):
        return _guessed(table, reading)
    more = any(note.code == "mapping.more" for note in noted.notes)
    return _guessed(table, reading) if more else TableReading(table, _exact(way), "exact")


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


def _exact(exact: Mapped) -> TableMapping:
    """Returns the reading of a header in the words of one type, as a mapping."""
    columns = {meaning.name: [header] for header, meaning in exact.meanings.items()}
    record = RecordMapping(name=exact.of.fr, type=exact.of.__name__, columns=columns)
    left = [header for header in exact.table.columns if header not in exact.meanings]
    return TableMapping(header=list(exact.table.columns), records=[record], left=left)


# what a column is taken for, as the value of a field


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
        (name, other.name, meaning.fr)
        for name, meaning in meanings_of(type_of(record)).items()
        for other in before
        if isinstance(meaning, (EdgeColumn, EndColumn)) and _names(meaning) is type_of(other)
    ]


def _names(meaning: EdgeColumn | EndColumn) -> type[Node]:
    return meaning.other if isinstance(meaning, EdgeColumn) else meaning.node


def addable() -> list[type[Node]]:
    """Returns the types of which a row may make a record."""
    return [node for node in NODES.values() if node.__name__ not in COMPUTED]


# what a person says instead


def corrected(mapping: TableMapping, fields: Fields) -> TableMapping:
    """Returns a mapping as the fields of a form say it; a column without a field stays as it is.

    Raises:
        UnknownNameError: no type is called as the record to add.
    """
    values = chosen(mapping)
    for place, header in enumerate(mapping.header):
        values[header] = fields.get(f"c{place}", values.get(header, ""))
    kept = [p for p in range(len(mapping.records)) if not fields.get(f"off{p}")]
    names = {mapping.records[place].name for place in kept}
    records = [_corrected(place, mapping.records[place], names, values, fields) for place in kept]
    if wanted := fields.get("add"):
        records.append(_added(named_type(wanted).__name__, records))
    crosses = [each for each in _crosses(mapping, values) if each.record in names]
    read = {
        header for record in records for headers in record.columns.values() for header in headers
    }
    read |= {record.prose for record in records if record.prose}
    read |= {header for cross in crosses for header in cross.columns}
    return mapping.model_copy(
        update={
            "records": records,
            "crosses": crosses,
            "left": [header for header in mapping.header if header not in read],
            "answers": _answers(mapping, fields),
        }
    )


def _corrected(
    place: int, record: RecordMapping, names: set[str], values: Fields, fields: Fields
) -> RecordMapping:
    columns: dict[str, list[str]] = {}
    for header, value in values.items():
        of, _, meaning = value.partition(":")
        if of == str(place) and meaning:
            columns.setdefault(meaning, []).append(header)
    prose = columns.pop(PROSE, [None])[0]
    read = {header for headers in columns.values() for header in headers} | {prose}
    return record.model_copy(
        update={
            "columns": columns,
            "prose": prose,
            "carried": [header for header in record.carried if header in read],
            "constants": _constants(place, record, fields),
            "joins": _joins(place, record, names, fields),
        }
    )


def _constants(place: int, record: RecordMapping, fields: Fields) -> dict[str, str]:
    found = dict(record.constants)
    for name in meanings_of(type_of(record)):
        if (text := fields.get(f"k{place}:{name}")) is not None:
            found[name] = text.strip()
    if added := fields.get(f"kn{place}"):
        found[added] = fields.get(f"kt{place}", "").strip()
    return {name: text for name, text in found.items() if text}


def _joins(place: int, record: RecordMapping, names: set[str], fields: Fields) -> dict[str, str]:
    said = fields.get(f"j{place}")
    if said is None:
        return {column: other for column, other in record.joins.items() if other in names}
    column, _, other = said.partition(":")
    return {column: other} if other in names else {}


def _added(label: str, records: Sequence[RecordMapping]) -> RecordMapping:
    """Returns a record of another type, joined to the first one of the row where it can be."""
    of = NODES[label]
    taken = {record.name for record in records}
    name = next(name for name in _numbered(of.fr) if name not in taken)
    column = joins_to(records[0].type).get(label) if records else None
    joins = {column: records[0].name} if column else {}
    return RecordMapping(name=name, type=label, joins=joins)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} {number}"
        number += 1


def _crosses(mapping: TableMapping, values: Fields) -> Iterator[CrossMapping]:
    for place, cross in enumerate(mapping.crosses):
        own = {h: key for h, key in cross.columns.items() if values.get(h) == f"{CROSS}:{place}"}
        if own:
            yield cross.model_copy(update={"columns": own})


def _answers(mapping: TableMapping, fields: Fields) -> dict[str, dict[str, str]]:
    """Returns the answers given before with those of the form; an empty one takes one back."""
    found = {header: dict(told) for header, told in mapping.answers.items()}
    number = 0
    while (text := fields.get(f"at{number}")) is not None:
        header = fields.get(f"ah{number}", "")
        answer = fields.get(f"ao{number}", "").strip() or fields.get(f"as{number}", "")
        if header in mapping.header:
            found.setdefault(header, {})[text] = answer
        number += 1
    told = {h: {text: key for text, key in own.items() if key} for h, own in found.items()}
    return {header: own for header, own in told.items() if own}
