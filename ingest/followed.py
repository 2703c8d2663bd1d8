"""Communes that merged, followed to the one that they became, wherever an old code is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from graph.claims import edge_key
from graph.declare import SIGNATURES, Signature, name_of, record_type
from graph.errors import Issue
from graph.schema import Territory

if TYPE_CHECKING:
    from graph.current import Current
    from ingest.claims import Given, Parsed

BECAME = (
    "MATCH (a:Territory)-[:BECOMES]->(b:Territory) "
    "RETURN a.key AS old, collect(DISTINCT b.key) AS became"
)


def successors(current: Current) -> dict[str, str]:
    """Returns, by key of a territory that became exactly one other, the one that it is now."""
    current.prepare()
    rows = current.store.read(BECAME, timeout=600).rows
    became = {
        str(old): str(keys[0]) for old, keys in rows if isinstance(keys, list) and len(keys) == 1
    }
    return {old: _last(old, became) for old in became}


def _last(old: str, became: Mapping[str, str]) -> str:
    met = {old}
    while (old := became[old]) in became and old not in met:
        met.add(old)
    return old


@cache
def followed_end(name: str) -> int | None:
    """Returns which end of a type of edge is followed, 0 or 1; None where none is.

    What is said between two territories stays with the old one.
    """
    record = record_type(name)
    if not isinstance(record, Signature):
        return None
    ends = [record.source is Territory, record.target is Territory]
    return ends.index(True) if sum(ends) == 1 else None


def follow(current: Current, parsed: Iterable[Parsed]) -> None:
    """Replaces the old codes that tables name by what they became; a note tells each code once."""
    naming = [one for one in parsed if any(_named(given) for given in one.given)]
    became = successors(current) if naming else {}
    for one in naming if became else ():
        notes: dict[str, Issue] = {}
        for place, given in enumerate(one.given):
            if (old := _named(given)) in became:
                one.given[place] = _renamed(given, old, became[old])
                notes.setdefault(old, _note(one, given, old, became[old]))
        one.notes += notes.values()


def _named(given: Given) -> str:
    """Returns the territory that a claim ties something else to, "" where it does not."""
    end = followed_end(name_of(given.record))
    return str((given.claim.start, given.claim.end)[end]) if end is not None else ""


def _renamed(given: Given, old: str, new: str) -> Given:
    start, end = (new if key == old else str(key) for key in (given.claim.start, given.claim.end))
    signature = SIGNATURES[name_of(given.record)]
    key = edge_key(signature, start, end, given.claim.values)
    claim = given.claim._replace(key=key, start=start, end=end)
    refers = tuple((node, new if key == old else key, head) for node, key, head in given.refers)
    return given._replace(claim=claim, refers=refers)


def _note(one: Parsed, given: Given, old: str, new: str) -> Issue:
    header = next((head for _, key, head in given.refers if key == old), None)
    values = {"value": old.removeprefix("com:"), "key": new.removeprefix("com:")}
    return Issue("load.followed", one.mapped.table.file, given.line, header, values)
