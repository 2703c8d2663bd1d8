"""Who said what of a record and when, property by property, and which value holds and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import orjson

from graph.claims import GONE, Moment, Rank, Said, counted, rank_of, telling
from graph.declare import Record

Why = Literal["alone", "agreed", "priority", "day", "load", "value"]


@dataclass(frozen=True)
class Word:
    """What one source says of a property at its latest: None where a form emptied it."""

    value: object
    source: str
    observed_on: str
    load: int
    holds: bool


@dataclass(frozen=True)
class Told:
    """All that sources say of one property, the word that holds first, and why it does.

    `alone`: one source says it; `agreed`: all say the same; else sources differ, and it holds by
    the `priority` of its source, as the latest `day`, as the later `load` of a form, or, all else
    equal, as the greatest `value`.
    """

    name: str
    words: tuple[Word, ...]
    why: Why

    @property
    def contested(self) -> bool:
        """Whether two sources say different things of it."""
        return self.why not in ("alone", "agreed")


def provenance(
    record: Record, said: Sequence[Said], floors: Mapping[str, Moment] | None = None
) -> dict[str, Told]:
    """Returns what is told of each property of a record, in the order of the model.

    Of each source its latest word counts. `floors` are as `current_view` takes them.
    """
    live = counted([row for row in said if row.alive], floors or {})
    found: dict[str, dict[str, tuple[Rank, object, Said]]] = {}
    for row in telling(live) if live else ():
        for name, value in orjson.loads(row.text).items():
            latest = found.setdefault(name, {})
            rank = rank_of(row, value)
            if row.source not in latest or rank > latest[row.source][0]:
                latest[row.source] = rank, value, row
    return {name: _told(name, found[name].values()) for name in record.properties if name in found}


def _told(name: str, latest: Iterable[tuple[Rank, object, Said]]) -> Told:
    ranked = sorted(latest, key=lambda each: each[0], reverse=True)
    words = tuple(
        Word(value, row.source, row.observed_on, row.load, holds=place == 0)
        for place, (_, value, row) in enumerate(ranked)
    )
    return Told(name, words, _why(ranked))


def _why(ranked: Sequence[tuple[Rank, object, Said]]) -> Why:
    best, value, _ = ranked[0]
    others = [rank for rank, other, _ in ranked[1:] if other != value]
    if len(ranked) == 1:
        return "alone"
    if not others:
        return "agreed"
    names: tuple[Why, ...] = ("priority", "day", "load", "value")
    return next(why for why, own, other in zip(names, best, others[0], strict=True) if own != other)


def taken_away(said: Sequence[Said]) -> int | None:
    """Returns the load of the form that took a record away; None where it is there."""
    latest: tuple[Rank, int] | None = None
    away = False
    for row in said:
        values = orjson.loads(row.text) if row.alive else {}
        if GONE in values:
            spoken = rank_of(row, values[GONE]), row.load
            if latest is None or spoken > latest:
                latest, away = spoken, bool(values[GONE])
    return latest[1] if latest and away else None
