"""Views of records before and after a load, as batches to put into the graph and to remove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import orjson

import graph.schema  # noqa: F401  the registry holds what it declares
from graph.aliases import Aliases, aliases, aliases_of
from graph.claims import NEVER, OFFICIAL, Moment, Said, View, current_view
from graph.declare import (
    NODES,
    SIGNATURES,
    Node,
    Record,
    Signature,
    name_of,
    node_type,
    record_type,
)
from graph.ledger import BATCH, Delivery, Ledger

ORDER = {name: place for place, name in enumerate(chain(NODES, SIGNATURES))}


@dataclass
class Outcome:
    """How many records of each type a load created, updated, left alone or removed."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, before: View | None, after: View | None) -> None:
        """Counts one record by what it was and what it is."""
        if after is None:
            self.removed[name] += before is not None
        elif before is None:
            self.created[name] += 1
        elif before.values["revision"] != after.values["revision"]:
            self.updated[name] += 1
        else:
            self.unchanged[name] += 1


@dataclass(frozen=True)
class Batch:
    """Rows to put and to remove of one type; `born` are the nodes that come into being."""

    record: Record
    put: list[dict[str, Any]]
    remove: list[dict[str, Any]]
    born: list[str]


class Views:
    """Views of records before and after a load counts, or ceases to count when it is undone.

    What it knows of other loads holds while the write lock is held.
    """

    def __init__(self, ledger: Ledger, number: int) -> None:
        self.ledger = ledger
        self.number = number
        self.undone = ledger.load(number).undone_at is not None
        self.merged = aliases_of(ledger, number)
        self.renew()

    def renew(self) -> None:
        """Asks again what other loads say."""
        self.deliveries = self.ledger.deliveries()
        self.aliases = aliases(self.ledger)
        self.earlier = aliases(self.ledger, self.number) if self.merged else self.aliases
        self._applied = {row.id for row in self.ledger.loads() if row.state == "applied"}
        self._others: dict[str, bool] = {}

    def others(self, record: Record) -> bool:
        """Whether another load speaks of that type."""
        name = name_of(record)
        if name not in self._others:
            self._others[name] = self.ledger.spoken_of(record, self.number)
        return self._others[name]

    def batch(
        self, record: Record, spoken: Sequence[str] | Mapping[str, list[Said]], outcome: Outcome
    ) -> Batch:
        """Returns what becomes of some records, by key; where they are told alone, as they are."""
        batch = Batch(record, [], [], [])
        floors_after = floors(self.deliveries, record)
        floors_before = floors(self._deliveries_before(), record)
        told, told_before = self._told(record, spoken)
        for key in dict.fromkeys((*told, *told_before)):
            said = told.get(key, [])
            after = current_view(record, said, floors_after) if said else None
            earlier = self._before(told_before.get(key, []))
            before = current_view(record, earlier, floors_before) if earlier else None
            outcome.note(name_of(record), before, after)
            if after is None:
                batch.remove.append(removal_of(record, key, (said or told_before[key])[0]))
                continue
            batch.put.append(row_of(record, after))
            if before is None and not isinstance(record, Signature):
                batch.born.append(key)
        return batch

    def _told(
        self, record: Record, spoken: Sequence[str] | Mapping[str, list[Said]]
    ) -> tuple[Mapping[str, list[Said]], Mapping[str, list[Said]]]:
        """Returns all that is said of some records, and all that was if the load merges some."""
        if isinstance(spoken, Mapping) and not self.others(record):
            return spoken, spoken
        told = self._said(self.aliases, record, spoken)
        before = self._said(self.earlier, record, spoken) if self.merged else told
        return told, before

    def _said(self, known: Aliases, record: Record, keys: Iterable[str]) -> dict[str, list[Said]]:
        read = dict.fromkeys(known.canonical(record, key) for key in keys)
        return known.said(self.ledger, record, list(read))

    def _before(self, said: list[Said]) -> list[Said]:
        if not self.undone and len(said) == 1 and said[0].load == self.number:
            return []
        own = self.undone
        return [
            row._replace(alive=own if row.load == self.number else row.alive)
            for row in said
            if row.load == self.number or row.load in self._applied
        ]

    def _deliveries_before(self) -> list[Delivery]:
        return [
            replace(delivery, counts=self.undone) if delivery.load == self.number else delivery
            for delivery in self.deliveries
        ]

    def spoken(self) -> Iterator[tuple[Record, Sequence[str] | Mapping[str, list[Said]]]]:
        """Yields what the load speaks of, nodes first: by key, what it says itself if alone."""
        for name in sorted(self.ledger.types(self.number), key=ORDER.__getitem__):
            record = record_type(name)
            if self._alone(record):
                for rows in self.ledger.told(self.number, record):
                    yield record, {row.key: [row] for row in rows}
            else:
                for keys in self.ledger.keys(self.number, record):
                    yield record, keys

    def _alone(self, record: Record) -> bool:
        """Whether the load is the only one that speaks of a type, and once of each record."""
        if self.undone or self.others(record) or self.aliases.touches(record):
            return False
        return not self.ledger.repeats(self.number, record)

    def united(self) -> Iterator[tuple[Record, Sequence[str]]]:
        """Yields the nodes that the load makes one, or lets be several again, and their edges."""
        for merged in self.merged:
            node = node_type(merged.type)
            keys = {
                known.root(merged.type, key)
                for known in (self.aliases, self.earlier)
                for key in (merged.key, merged.into)
            }
            yield node, sorted(keys)
            yield from self.tied(node, sorted(keys))

    def tied(
        self, node: type[Node], keys: Sequence[str], but: int = 0
    ) -> Iterator[tuple[Signature, list[str]]]:
        """Yields the edges, as others than the load `but` say them, of some nodes, in batches."""
        spread = self.aliases.spread(node, self.earlier.spread(node, keys))
        for signature in SIGNATURES.values():
            for end, of in (("start", signature.source), ("end", signature.target)):
                if of is node and self.others(signature):
                    edges = self.ledger.touching(signature, end, spread, but)
                    for first in range(0, len(edges), BATCH):
                        yield signature, edges[first : first + BATCH]

    def swept(self) -> Iterator[tuple[Record, list[str]]]:
        """Yields what the load's source had said before this complete delivery, and no more."""
        for delivery in self.deliveries:
            if delivery.load == self.number:
                for name in sorted(delivery.types, key=ORDER.__getitem__):
                    record = record_type(name)
                    before = delivery.source, _end_of(delivery)
                    for keys in self.ledger.earlier(record, *before, but=self.number):
                        yield record, keys


def floors(deliveries: Iterable[Delivery], record: Record) -> dict[str, Moment]:
    """Returns, by source, the moment of its last complete delivery of a type that counts.

    Of a day that is not an official source's all loads count: it may deliver several tables.
    """
    found: dict[str, Moment] = {}
    for delivery in deliveries:
        if delivery.counts and name_of(record) in delivery.types:
            load = delivery.load if delivery.source.startswith(OFFICIAL) else 0
            found[delivery.source] = max(found.get(delivery.source, NEVER), (delivery.on, load))
    return found


def _end_of(delivery: Delivery) -> str:
    """Returns the day before which a delivery sweeps: an official one sweeps its own day too."""
    if not delivery.source.startswith(OFFICIAL):
        return delivery.on
    return (date.fromisoformat(delivery.on) + timedelta(days=1)).isoformat()


def row_of(record: Record, view: View) -> dict[str, Any]:
    """Returns the row that puts a record as it holds."""
    if isinstance(record, Signature):
        return {"a": view.start, "b": view.end, "v": view.values}
    return view.values


def removal_of(record: Record, key: str, said: Said) -> dict[str, Any]:
    """Returns the row that removes a record, of which something was said."""
    if not isinstance(record, Signature):
        return {"key": key}
    values = orjson.loads(said.text)
    identity = {name: values.get(name) for name in record.edge.identity}
    return {"a": said.start, "b": said.end, "v": identity}
