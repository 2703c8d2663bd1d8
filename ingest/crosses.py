"""Wide tables: a column a partner, with a cross or a level where there is an edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.codes import slug
from graph.declare import SIGNATURES, Node, Signature
from graph.kinds import CellError, Choice
from ingest.evidence import Known
from ingest.headers import words
from ingest.mapping import CrossMapping

FEWEST = 2  # columns of crosses that make a wide table


def crosses_of(
    root: type[Node],
    record: str,
    cells: Mapping[str, Sequence[str]],
    kinds: Mapping[str, str | None],
    known: Known,
) -> list[CrossMapping]:
    """Returns the edges that columns of crosses make; `cells` are those of columns not yet read.

    What the headers name decides which edges; names that nobody knows stand for partners of the
    table itself where its type has edges to its own.
    """
    marked = [header for header, kind in kinds.items() if kind in {"cross", "level"}]
    if len(marked) < FEWEST:
        return []
    signature, keys = max(
        ((one, _keys(one, root, marked, known)) for one in _from(root)),
        key=lambda pair: len(pair[1]),
        default=(None, {}),
    )
    if signature is None:
        return []
    if len(keys) < FEWEST:
        own = [one for one in _from(root) if one.source is root and one.target is root]
        signature, keys = (own[0], _slugs(marked)) if own else (signature, {})
    filled = {cell for header in keys for cell in cells[header] if cell}
    levels = all(kinds[header] == "level" for header in keys) and filled != {"1"}
    name = _property(signature, filled) if levels else None
    mapping = CrossMapping(signature=signature.name, record=record, columns=keys, property=name)
    return [mapping] if len(keys) >= FEWEST else []


def _from(root: type[Node]) -> list[Signature]:
    """Returns the edges of a type, first those that go both ways: a cross has no direction."""
    found = [one for one in SIGNATURES.values() if root in {one.source, one.target}]
    return sorted(found, key=lambda one: not one.edge.undirected)


def _keys(one: Signature, root: type[Node], headers: Sequence[str], known: Known) -> dict[str, str]:
    other = one.target if one.source is root else one.source
    found = {header: known(other, header) for header in headers}
    return {header: key for header, key in found.items() if key}


def _slugs(headers: Sequence[str]) -> dict[str, str]:
    """Returns the key that each header would have, without those that have no word."""
    return {header: slug(header) for header in headers if words(header)}


def _property(signature: Signature, cells: set[str]) -> str | None:
    """Returns the first property that all the cells can be values of."""
    for name, kind in signature.properties.items():
        try:
            if isinstance(kind, Choice) and [kind.read(cell) for cell in cells]:
                return name
        except CellError:
            continue
    return None
