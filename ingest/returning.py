"""Tables that were given back and come again: a line says only what differs from what holds.

A line that carries a revision left this graph before. What it repeats of the current view is not
said once more, so that a partner who sends a table back unchanged becomes the source of nothing;
of what he changed he is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from graph.declare import Signature, name_of, record_type
from graph.ledger import BATCH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.claims import View
    from graph.current import Current
    from ingest.claims import Given, Parsed

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Returns a text as every table can hold it: without control signs, its line ends alike."""
    return UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def leave_unsaid(current: Current, one: Parsed) -> Counter[str]:
    """Takes out of what a table says all that its returned lines repeat of what holds.

    Returns how many records of each type its lines repeat whole.
    """
    views = _views(current, [given for given in one.given if given.line in one.returned])
    unsaid: dict[str, set[str]] = defaultdict(set)
    said = []
    for given in one.given:
        name = name_of(given.record)
        view = views.get((name, given.claim.key)) if given.line in one.returned else None
        values = given.claim.values if view is None else _news(given, view)
        if view is not None and not values:
            unsaid[name].add(given.claim.key)
        else:
            said.append(given._replace(claim=given.claim._replace(values=values)))
    one.given = said
    return Counter({name: len(keys) for name, keys in unsaid.items()})


def _views(current: Current, returned: Iterable[Given]) -> dict[tuple[str, str], View]:
    keys: dict[str, dict[str, None]] = defaultdict(dict)
    for given in returned:
        keys[name_of(given.record)][given.claim.key] = None
    return views_of(current, keys)


def views_of(
    current: Current, wanted: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], View]:
    """Returns what holds of records, asked for by type, by type and key."""
    found = {}
    for name, keys in wanted.items():
        asked = list(keys)
        for first in range(0, len(asked), BATCH):
            held = current.views(record_type(name), asked[first : first + BATCH])
            found.update({(name, key): view for key, view in held.items()})
    return found


def _news(given: Given, view: View) -> dict[str, Any]:
    """Returns what a claim says that does not hold yet; of an edge with what makes it itself."""
    said, held = given.claim.values, view.values
    news = {name: value for name, value in said.items() if not same(held.get(name), value)}
    if news and isinstance(given.record, Signature):
        identity = given.record.edge.identity
        news |= {name: said[name] for name in identity if name in said}
    return news


def same(held: object, said: object) -> bool:
    """Returns whether a value read from a table is the one that was written into it."""
    return _as_read(held) == _as_read(said)


def _as_read(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return list(dict.fromkeys(filter(None, map(plain, map(str, value)))))
    return value
