"""How a table is read, as a person says it in the fields of a form.

Fields name columns and records by their place: `c3` is what the fourth column is taken for,
`0:siret` the SIRET of the first record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from api.readings import CROSS, chosen, is_known, type_named
from graph.declare import NODES, SIGNATURES, EdgeColumn, Node, node_type
from ingest.fitting import type_of
from ingest.headers import EndColumn, meanings_of
from ingest.mapping import CrossMapping, RecordMapping, TableMapping
from ingest.reading import Reading
from ingest.sharing import joins_to
from ingest.synonyms import PROSE

if TYPE_CHECKING:
    from api.workspace import Workspace

Fields = Mapping[str, str]
Find = Callable[[type[Node], str], str | None]  # the key of what is called so; None: nothing is


def finder(workspace: Workspace) -> Find:
    """Returns what finds the key of what the graph calls so."""
    names = Reading(workspace.current).names
    return lambda node, text: names.find(node, text).key


def corrected(mapping: TableMapping, fields: Fields, find: Find) -> TableMapping:
    """Returns a mapping as the fields of a form say it; a column without a field stays as it is.

    Where a key is awaited a name will do, if `find` knows it.

    Raises:
        UnknownNameError: no type is called as the record to add.
    """
    values = chosen(mapping)
    for place, header in enumerate(mapping.header):
        values[header] = fields.get(f"c{place}", values.get(header, ""))
    kept = [
        place
        for place, record in enumerate(mapping.records)
        if is_known(record) and not fields.get(f"off{place}")
    ]
    names = {mapping.records[place].name for place in kept}
    records = [_corrected(place, mapping.records[place], names, values, fields) for place in kept]
    if wanted := fields.get("add"):
        records.append(_added(node_type(wanted), records))
    crosses = [each for each in _crosses(mapping, values, fields, find) if each.record in names]
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
            "answers": _answers(mapping, fields, find),
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
    read = [header for headers in columns.values() for header in headers]
    return record.model_copy(
        update={
            "columns": columns,
            "prose": prose,
            "carried": _carried(place, record, read, fields),
            "constants": _constants(place, record, fields),
            "joins": _joins(place, record, names, fields),
        }
    )


def _carried(place: int, record: RecordMapping, read: Sequence[str], fields: Fields) -> list[str]:
    """Returns the columns whose empty cells repeat the one above: all of a record's, or none.

    A box that is not ticked sends nothing; that it was shown is told beside it.
    """
    if f"down{place}-shown" in fields:
        return list(read) if fields.get(f"down{place}") else []
    return [header for header in record.carried if header in read]


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


def _added(of: type[Node], records: Sequence[RecordMapping]) -> RecordMapping:
    """Returns a record of another type, joined to the first one of the row where it can be."""
    label = of.__name__
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


def _crosses(
    mapping: TableMapping, values: Fields, fields: Fields, find: Find
) -> Iterator[CrossMapping]:
    for place, cross in enumerate(mapping.crosses):
        of = _other_end(mapping, cross)
        own = {}
        for header, key in cross.columns.items():
            if values.get(header) == f"{CROSS}:{place}":
                said = fields.get(f"x{mapping.header.index(header)}", "").strip() or key
                own[header] = key if said == key else find(of, said) or said
        if own:
            yield cross.model_copy(update={"columns": own})


def _other_end(mapping: TableMapping, cross: CrossMapping) -> type[Node]:
    """Returns the type that columns of crosses name."""
    signature = SIGNATURES[cross.signature]
    of = next(record.type for record in mapping.records if record.name == cross.record)
    return signature.target if signature.source.__name__ == of else signature.source


def _answers(mapping: TableMapping, fields: Fields, find: Find) -> dict[str, dict[str, str]]:
    """Returns the answers given before with those of the form; an empty one takes one back."""
    found = {header: dict(told) for header, told in mapping.answers.items()}
    number = 0
    while (text := fields.get(f"at{number}")) is not None:
        header, said = fields.get(f"ah{number}", ""), fields.get(f"ao{number}", "").strip()
        of = _named_by(mapping, header)
        key = find(of, said) if of and said else None
        if header in mapping.header:
            found.setdefault(header, {})[text] = key or said or fields.get(f"as{number}", "")
        number += 1
    told = {h: {text: key for text, key in own.items() if key} for h, own in found.items()}
    return {header: own for header, own in told.items() if own}


def _named_by(mapping: TableMapping, header: str) -> type[Node] | None:
    """Returns the type that the cells of a column name; None where they name none."""
    for record in mapping.records:
        if header == record.prose:
            return NODES["Occupation"]
        for name, headers in record.columns.items():
            meaning = meanings_of(type_of(record)).get(name)
            if header in headers and isinstance(meaning, (EdgeColumn, EndColumn)):
                return type_named(meaning)
    return None
