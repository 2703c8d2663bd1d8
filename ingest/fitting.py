"""A mapping held against the table it is to read, and against the model, before any row is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from graph.declare import EDGES, NODES, SIGNATURES, EdgeColumn
from graph.errors import DataError, Issue
from graph.wording import language
from ingest.headers import EndColumn, Mapped, Tabled, meanings_of, words
from ingest.mapping import RecordMapping, TableMapping
from ingest.rows import Table

Fault = tuple[str, str, dict[str, object]]  # its sentence, its place in the file, the values


def fitted(mapping: TableMapping, table: Table) -> TableMapping:
    """Returns a mapping with the headers as the table writes them.

    Raises:
        DataError: it names what the table or the model has not; each issue says where.
    """
    own = {words(header): header for header in reversed(table.columns)}
    own |= {header: header for header in table.columns}

    def as_written(header: str) -> str:
        return own.get(header) or own.get(words(header), header)

    records = [
        record.model_copy(
            update={
                "columns": {to: [*map(as_written, of)] for to, of in record.columns.items()},
                "prose": record.prose and as_written(record.prose),
                "carried": [*map(as_written, record.carried)],
            }
        )
        for record in mapping.records
    ]
    crosses = [
        cross.model_copy(update={"columns": {as_written(h): k for h, k in cross.columns.items()}})
        for cross in mapping.crosses
    ]
    found = mapping.model_copy(
        update={
            "header": list(table.columns),
            "records": records,
            "crosses": crosses,
            "left": [*map(as_written, mapping.left)],
            "answers": {as_written(h): told for h, told in mapping.answers.items()},
        }
    )
    if faults := list(_faults(found, table)):
        raise DataError("mapping.misfit", faults, file=table.file)
    return found


def checked(mapping: TableMapping, file: str) -> TableMapping:
    """Returns a mapping that suits its own header and the model.

    Raises:
        DataError: it does not; each issue says where.
    """
    columns = tuple(mapping.header)
    places = tuple(range(len(columns)))
    return fitted(
        mapping, Table(file, file, columns, "", 0, len(columns), places, lambda: iter(()))
    )


def narrowed(mapping: TableMapping, table: Table) -> TableMapping | None:
    """Returns a mapping without the columns that a table lacks; None where it has others.

    Refused rows come back with the columns that they fill.
    """
    own = set(map(words, table.columns))
    if not own.issubset(map(words, mapping.header)):
        return None
    records = [
        record.model_copy(
            update={
                "columns": {
                    name: held
                    for name, headers in record.columns.items()
                    if (held := [header for header in headers if words(header) in own])
                },
                "prose": record.prose if record.prose and words(record.prose) in own else None,
                "carried": [header for header in record.carried if words(header) in own],
            }
        )
        for record in mapping.records
    ]
    crosses = [
        cross.model_copy(
            update={"columns": {h: key for h, key in cross.columns.items() if words(h) in own}}
        )
        for cross in mapping.crosses
    ]
    return mapping.model_copy(
        update={
            "header": list(table.columns),
            "records": records,
            "crosses": crosses,
            "left": [header for header in mapping.left if words(header) in own],
        }
    )


def worded(exact: Mapped) -> TableMapping:
    """Returns the mapping of a header in the words of one type."""
    columns = {meaning.name: [header] for header, meaning in exact.meanings.items()}
    record = RecordMapping(name=exact.of.fr, type=exact.of.__name__, columns=columns)
    return TableMapping(header=list(exact.table.columns), records=[record], left=list(exact.left))


def type_of(record: RecordMapping) -> Tabled:
    """Returns the type that a record is of, which `fitted` has met."""
    return NODES[record.type] if record.type in NODES else _edges()[record.type]


def joined(mapping: TableMapping) -> list[tuple[str, str, str]]:
    """Returns how the records of a row are joined: a record, what it does, another record.

    Each reads as the model says it: `établissement`, `a pour contact`, `contact`.
    """
    found = []
    for record in mapping.records:
        for column, other in record.joins.items():
            meaning = meanings_of(type_of(record))[column]
            if not isinstance(meaning, EdgeColumn):
                found.append((record.name, _word(type_of(record)), other))
                continue
            ends = (record.name, other) if meaning.own_end == "source" else (other, record.name)
            found.append((ends[0], _word(meaning.signature.edge), ends[1]))
    return found


def _word(of: Tabled) -> str:
    return of.en if language() == "en" else of.fr


def _edges() -> Mapping[str, Tabled]:
    return {edge.__name__: edge for edge in EDGES.values()}


def _faults(mapping: TableMapping, table: Table) -> Iterator[Issue]:
    found = chain(_table_faults(mapping, table), _records_faults(mapping), _cross_faults(mapping))
    return (Issue(code, table.file, None, place, values) for code, place, values in found)


def _table_faults(mapping: TableMapping, table: Table) -> Iterator[Fault]:
    if not mapping.records:
        yield "mapping.no_records", "records", {}
    for header in dict.fromkeys(_headers(mapping)):
        if header not in table.columns:
            yield "mapping.no_header", header, {"known": ", ".join(table.columns)}


def _headers(mapping: TableMapping) -> Iterator[str]:
    for record in mapping.records:
        for headers in record.columns.values():
            yield from headers
        yield from filter(None, (record.prose, *record.carried))
    for cross in mapping.crosses:
        yield from cross.columns


def _records_faults(mapping: TableMapping) -> Iterator[Fault]:
    """Yields what is wrong with records; one may be joined to those before it alone."""
    before: set[str] = set()
    for record in mapping.records:
        if record.name in before:
            yield "mapping.twice", record.name, {}
        if record.type in NODES or record.type in _edges():
            yield from _record_faults(record, before)
        else:
            known = ", ".join((*NODES, *_edges()))
            yield "mapping.no_type", record.name, {"type": record.type, "known": known}
        before.add(record.name)


def _record_faults(record: RecordMapping, before: set[str]) -> Iterator[Fault]:
    known = meanings_of(type_of(record))
    for name in (*record.columns, *record.constants):
        if name not in known:
            yield "mapping.no_meaning", record.name, {"name": name, "known": ", ".join(known)}
    for column, joined in record.joins.items():
        meaning = known.get(column)
        if not isinstance(meaning, (EdgeColumn, EndColumn)) or joined not in before:
            yield "mapping.no_join", record.name, {"name": column, "record": joined}
    if record.prose and record.type != "Need":
        yield "mapping.no_prose", record.name, {"type": record.type}


def _cross_faults(mapping: TableMapping) -> Iterator[Fault]:
    types = {record.name: record.type for record in mapping.records}
    for cross in mapping.crosses:
        signature = SIGNATURES.get(cross.signature)
        ends = {signature.source.__name__, signature.target.__name__} if signature else set()
        if types.get(cross.record) not in ends:
            yield "mapping.no_cross", cross.signature, {"record": cross.record}
        elif signature and cross.property and cross.property not in signature.properties:
            known = ", ".join(signature.properties)
            yield "mapping.no_meaning", cross.signature, {"name": cross.property, "known": known}
