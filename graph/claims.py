"""What sources say of a record, and the view that follows from the set of it.

The view is a pure function of the live claims: for each property the greatest of (source
priority, date observed, value). So order, undo and replay give the same graph, and an empty cell
never erases; only a form, where a person empties a property or removes a record, says so, and of
two forms of a day the later holds. What a source no longer says goes by a rule: its claim counts
only if its latest date is not before that source's last complete delivery of the type; of an
official source, that of the same day included, where an earlier load made it. Of an official source
only the latest claim of a record gives values, whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import orjson

from graph.declare import Record, Signature, name_of, record_type

SEPARATOR = "\x1f"
PRIORITIES = {"form": 90, "demonstration": 10}
OFFICIAL = "official:"
Values = dict[str, Any]
Moment = tuple[str, int]  # a day, and a load on it
Rank = tuple[int, str, int, tuple[float, str]]
NEVER: Moment = ("", 0)
FORM = "form"
GONE = "_gone"  # a form says it of a record that a person took away, or confirms that it is there


class Claim(NamedTuple):
    """What one source says of one record on one day; `start` and `end` are an edge's keys."""

    key: str
    values: Values
    observed_on: str
    source: str
    start: str | None = None
    end: str | None = None


class Said(NamedTuple):
    """A claim as the ledger keeps it; `alive` unless its load is undone or still being staged."""

    load: int
    key: str
    start: str | None
    end: str | None
    source: str
    observed_on: str
    digest: bytes
    text: str
    alive: bool


@dataclass(frozen=True)
class View:
    """What holds of a record now; `values` with its bookkeeping, as the graph stores it."""

    start: str | None
    end: str | None
    values: Values


def priority(source: str) -> int:
    """Returns whom to believe first: forms 90, official tables 50, partners 40, the demo 10."""
    return PRIORITIES.get(source, 50 if source.startswith(OFFICIAL) else 40)


def edge_key(signature: Signature, start: str, end: str, values: Mapping[str, Any]) -> str:
    """Returns what makes an edge itself: both ends and its identity properties."""
    identity = [str(values[name]) for name in signature.edge.identity]
    return SEPARATOR.join((start, end, *identity))


def dumped(values: Mapping[str, Any]) -> str:
    """Returns values as JSON, the same text for the same values."""
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()


def digest_of(text: str) -> bytes:
    """Returns the 8 bytes by which two texts are told apart."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


THERE = digest_of(dumped({GONE: False}))  # which alone makes no record


def current_view(
    record: Record, said: Sequence[Said], floors: Mapping[str, Moment] | None = None
) -> View | None:
    """Returns what holds of a record, in any order of `said`; None when nobody says it.

    `floors` gives, for a source, the moment of its last complete delivery of the type.
    """
    if len(said) == 1 and said[0].source != FORM:
        return _alone(record, said[0], floors or {})
    live = counted([row for row in said if row.alive], floors or {})
    if not live:
        return None
    first, heard = live[0], telling(live)
    if len({row.digest for row in heard}) == 1:
        values: Values = orjson.loads(heard[0].text)
        mark = heard[0].digest
    else:
        values = _merged(heard)
        mark = digest_of(dumped(values))
    if any(row.source == FORM for row in heard):
        if values.pop(GONE, False) or all(row.digest == THERE for row in live):
            return None
        values = {name: value for name, value in values.items() if value is not None}
        mark = digest_of(dumped(values))
    return View(first.start, first.end, _kept(record, values, live, mark))


def _alone(record: Record, row: Said, floors: Mapping[str, Moment]) -> View | None:
    """Returns the view of what one claim says: most records have one."""
    if not row.alive or _moment(row) < floors.get(row.source, NEVER):
        return None
    values = _kept(record, orjson.loads(row.text), [row], row.digest)
    return View(row.start, row.end, values)


def counted(live: list[Said], floors: Mapping[str, Moment]) -> list[Said]:
    """Returns the claims of sources that still say something since their last delivery."""
    if not floors:
        return live
    latest = _latest(live)
    return [row for row in live if latest[row.source] >= floors.get(row.source, NEVER)]


def _moment(row: Said) -> Moment:
    return row.observed_on, row.load


def _latest(live: Iterable[Said]) -> dict[str, Moment]:
    """Returns, by source, the last moment at which it spoke."""
    latest: dict[str, Moment] = {}
    for row in live:
        latest[row.source] = max(latest.get(row.source, NEVER), _moment(row))
    return latest


def telling(live: list[Said]) -> list[Said]:
    """Returns the claims whose values count: of an official source only its latest edition's.

    An edition says all that its publisher says of a record: what it leaves out no longer holds, a
    name that may not be shown any more first of all.
    """
    if len(live) == 1 or not any(row.source.startswith(OFFICIAL) for row in live):
        return live
    latest = _latest(live)
    return [
        row
        for row in live
        if _moment(row) == latest[row.source] or not row.source.startswith(OFFICIAL)
    ]


def _merged(live: Iterable[Said]) -> Values:
    best: dict[str, tuple[Rank, Any]] = {}
    for row in live:
        for name, value in orjson.loads(row.text).items():
            rank = rank_of(row, value)
            if name not in best or rank > best[name][0]:
                best[name] = rank, value
    return {name: best[name][1] for name in sorted(best)}


def rank_of(row: Said, value: object) -> Rank:
    """Returns by what a value is believed: source, day, for a form its load, then the value."""
    load = row.load if row.source == FORM else 0
    return priority(row.source), row.observed_on, load, _comparable(value)


def _comparable(value: object) -> tuple[float, str]:
    """Returns what values are compared by: numbers as such, anything else as its text."""
    counts = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if counts else 0.0, orjson.dumps(value).decode()  # type: ignore[arg-type]


def _kept(record: Record, values: Values, live: Sequence[Said], mark: bytes) -> Values:
    """Adds defaults, key and bookkeeping; `revision` is a hash, the same after replay and undo."""
    kept = _defaults(name_of(record)) | values
    if not isinstance(record, Signature):
        kept["key"] = live[0].key
    dates = [row.observed_on for row in live]
    kept["sources"] = sorted({row.source for row in live})
    kept["observed_on"] = min(dates)
    kept["confirmed_on"] = max(dates)
    kept["load"] = max(row.load for row in live)
    kept["revision"] = mark.hex()
    return kept


@cache
def _defaults(name: str) -> Values:
    """Returns what holds of records of a type while no source says it."""
    kinds = record_type(name).properties.items()
    return {name: kind.default for name, kind in kinds if kind.default is not None}
