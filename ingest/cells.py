"""Cells to values: what people write, and what spreadsheets do to codes, column by column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.declare import EdgeColumn, Node, Signature
from graph.kinds import CellError, Code, Property, parts, unescaped
from graph.validation import Fault, check
from ingest.mending import is_unknown, mended, retouched

ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
Cause = tuple[str, Mapping[str, object]]


@dataclass
class Column:
    """The values of one column; `wrong` and `mended` are by place in the batch."""

    values: list[object]
    wrong: dict[int, Cause] = field(default_factory=dict)
    mended: dict[int, str] = field(default_factory=dict)


def read(kind: Property, cells: Sequence[str]) -> Column:
    """Returns the values of a column's cells; an empty cell is `None`.

    Equal cells are read once, so a column of a few thousand codes costs its distinct values.
    """
    known: dict[str, tuple[object, Cause | None, str | None]] = {"": (None, None, None)}
    for cell in set(cells) - known.keys():
        known[cell] = read_one(kind, cell)
    column = Column([known[cell][0] for cell in cells])
    odd = {cell for cell, (_, cause, mend) in known.items() if cause or mend}
    for place, cell in enumerate(cells) if odd else ():
        if cell in odd:
            _, cause, mend = known[cell]
            if cause:
                column.wrong[place] = cause
            elif mend:
                column.mended[place] = mend
    return column


def read_one(kind: Property, cell: str) -> tuple[object, Cause | None, str | None]:
    """Returns the value of one cell, why it has none, and what it was mended to, if it was."""
    if told := retouched(kind, cell):
        return kind.read(told), None, told
    try:
        return kind.read(cell), None, None
    except CellError as error:
        for mend in (kind.repair, partial(mended, kind)):
            repaired = mend(cell)
            if repaired is not None and repaired != cell:
                try:
                    return kind.read(repaired), None, repaired
                except CellError:
                    pass
        if is_unknown(kind, cell):
            return None, None, None
        code = "cell.rounded" if isinstance(kind, Code) and ROUNDED.fullmatch(cell) else error.code
        return None, (code, error.values), None


@dataclass(frozen=True)
class Reference:
    """What one part of an edge cell names: `I1304:12` is the key `I1304` and the text `12`."""

    key: str
    texts: tuple[str, ...]
    mended: str | None = None


@dataclass(frozen=True)
class Named:
    """What a whole edge cell names, each reference with its edge's values, or why it does not."""

    cell: str
    pairs: Sequence[tuple[Reference, dict[str, Any]]] = ()
    faults: Sequence[Fault] = ()
    error: CellError | None = None


def named(column: EdgeColumn, cell: str) -> Named:
    """Returns what a cell of an edge column names; what is wrong with it is in the answer."""
    signature = column.signature
    try:
        found = references(column.other, cell)
        values = [_properties(signature, reference.texts) for reference in found]
    except CellError as error:
        return Named(cell, error=error)
    return Named(cell, list(zip(found, values, strict=True)), check(signature, values))


def _properties(signature: Signature, texts: tuple[str, ...]) -> dict[str, Any]:
    kinds = list(signature.properties.values())
    if len(texts) > len(kinds):
        raise CellError("cell.too_many_parts", value=":".join(texts), right=len(kinds))
    pairs = zip(kinds, texts, strict=False)
    return {kind.name: kind.read(text) for kind, text in pairs if text}


def references(other: type[Node], cell: str) -> list[Reference]:
    """Returns what an edge cell names, parts separated by `;`, properties after `:`.

    A backslash before one of these signs makes it a part of the text.

    Raises:
        CellError: a part does not begin with a key of that type.
    """
    found = (part.strip() for part in parts(cell, ";"))
    return [_reference(other.key.code, part) for part in found if part]


def _reference(key: Code, part: str) -> Reference:
    pieces = [unescaped(piece).strip() for piece in parts(part, ":")]
    for length in (1, 2):
        value, cause, mended = read_one(key, ":".join(pieces[:length]))
        if cause is None:
            return Reference(str(value), tuple(pieces[length:]), mended)
    raise CellError("cell.code", value=part, right=key.example)
