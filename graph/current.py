"""Carries the ledger into the graph: the graph is the ledger's current view.

Each record's view is computed and written under the graph's one write lock; while one batch is on
its way to the server the next is computed. The lock is let go when somebody waits, so that a form
saved during a long load waits for one batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import orjson

import graph.schema  # noqa: F401  the registry holds what it declares
from graph import statements
from graph.claims import NEVER, OFFICIAL, Claim, Moment, Said, View, current_view
from graph.declare import NODES, SIGNATURES, Node, Record, Signature, name_of, record_type
from graph.editions import Edition
from graph.errors import DataError, StoreError
from graph.ledger import BATCH, Delivery, Ledger, Staging
from graph.locks import Turn
from graph.store import Store

ORDER = {name: place for place, name in enumerate(chain(NODES, SIGNATURES))}
Progress = Callable[[int], object]
LAST_DAY = "9999-12-31"


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


class Current:
    """The graph of one ledger."""

    def __init__(self, ledger: Ledger, store: Store) -> None:
        self.ledger = ledger
        self.store = store

    def catch_up(self) -> None:
        """Finishes what dead processes left: forgets staged loads, carries acknowledged ones.

        An emptied graph is filled again.

        Raises:
            StoreError: the graph belongs to another ledger.
        """
        if self.ledger.loads() and not self._found():
            self.prepare()
        for number in self.ledger.unfinished():
            with self.ledger.alive(number) as free:
                # Asked anew: its process may have finished it since.
                stage = self.ledger.stage(number) if free else None
                if stage == "staged":
                    self.ledger.forget(number)
                elif stage == "pending":
                    self.carry(number)

    @contextmanager
    def staging(
        self,
        author: str,
        source: str,
        label: str,
        fingerprint: str | None = None,
        edition: Edition | None = None,
    ) -> Iterator[Staging]:
        """Opens a load of this graph; what is not acknowledged when the block ends is forgotten.

        Raises:
            StoreError: the graph belongs to another ledger.
        """
        if self.prepare():
            self.catch_up()
        with self.ledger.staging(author, source, label, fingerprint, edition) as load:
            yield load

    def undo(self, number: int, author: str) -> Outcome | None:
        """Undoes a load, also when later ones stand on it; None when it was undone before.

        Raises:
            UnknownNameError: there is no such load.
            DataError: another process is still busy with it.
        """
        with self.ledger.alive(number) as free:
            if not free:
                raise DataError("ledger.busy", number=str(number))
            if not self.ledger.undo(number, author):
                return None
            return self.carry(number)

    def carry(self, number: int, progress: Progress = lambda _: None) -> Outcome:
        """Brings the records of a load to their current view; doing it twice changes nothing."""
        if self.prepare():
            self.catch_up()
        outcome = Outcome()
        with ExitStack() as holding, ThreadPoolExecutor(1) as writer:
            turn = Turn(self.ledger.lock, holding)
            for batch in self._batches(number, outcome, turn):
                turn.follow(writer.submit(self._write, batch))
                progress(len(batch.put) + len(batch.remove))
            turn.finish()
        with self.ledger.lock.held():
            self._advance()
        self.ledger.mark(number, state="applied")
        return outcome

    def edit(self, record: Record, claim: Claim, author: str, expected: str | None) -> Outcome:
        """Writes one record that a person changed; `expected` is the revision they were shown.

        Raises:
            DataError: someone else changed the record meanwhile.
        """
        with self.staging(author, claim.source, f"{name_of(record)} {claim.key}") as load:
            load.say(record, [claim])
            with self.ledger.lock.held():
                view = self.view(record, claim.key)
                if (view and view.values["revision"]) != expected:
                    raise DataError("ledger.changed_meanwhile", key=claim.key)
                load.acknowledge()
            return self.carry(load.number)

    def view(self, record: Record, key: str) -> View | None:
        """Returns what holds of a record by the ledger; None when nobody says it."""
        said = self.ledger.said(record, [key]).get(key, [])
        return current_view(record, said, floors(self.ledger.deliveries(), record))

    def erase(self, node: type[Node], source: str, keys: Sequence[str]) -> int:
        """Removes for good what one source says of some nodes and of their edges.

        Returns how many nodes nobody else says; the ledger forgets it too: no undo brings it back.
        """
        removed = 0
        with self.ledger.lock.held():
            for first in range(0, len(keys), BATCH):
                batch = keys[first : first + BATCH]
                for signature in SIGNATURES.values():
                    for end, of in (("start", signature.source), ("end", signature.target)):
                        if of is node and (tied := self.ledger.touching(signature, end, batch, 0)):
                            self._erase(signature, source, tied)
                removed += self._erase(node, source, batch)
            self._advance()
        return removed

    def _erase(self, record: Record, source: str, keys: Sequence[str]) -> int:
        before = self.ledger.said(record, keys)
        self.ledger.erase(record, source, keys)
        after = self.ledger.said(record, keys)
        lowest = floors(self.ledger.deliveries(), record)
        batch = Batch(record, [], [], [])
        for key in keys:
            if view := current_view(record, after.get(key, []), lowest):
                batch.put.append(_row(record, view))
            elif key in before:
                batch.remove.append(_removal(record, key, before[key][0]))
            elif not isinstance(record, Signature):
                batch.remove.append({"key": key})
        self._write(batch)
        return len(batch.remove)

    def said_by(self, record: Record, source: str) -> Iterator[tuple[str, View]]:
        """Yields what one source still says of the records of a type, whatever others say."""
        lowest = {source: floors(self.ledger.deliveries(), record).get(source, NEVER)}
        for keys in self.ledger.earlier(record, source, LAST_DAY):
            for key, said in self.ledger.said(record, keys).items():
                own = [row for row in said if row.source == source]
                if view := current_view(record, own, lowest):
                    yield key, view

    def _batches(self, number: int, outcome: Outcome, turn: Turn) -> Iterator[Batch]:
        views = _Views(self.ledger, number)
        for record, said in chain(views.spoken(), views.swept()):
            if turn.take():
                views.renew()
            batch = views.batch(record, said, outcome)
            yield batch
            yield from self._returning(views, batch)

    def _returning(self, views: _Views, batch: Batch) -> Iterator[Batch]:
        """Yields the edges that others had said of nodes that come into being."""
        for signature in SIGNATURES.values() if batch.born else ():
            for end, node in (("start", signature.source), ("end", signature.target)):
                if node is batch.record and views.others(signature):
                    keys = self.ledger.touching(signature, end, batch.born, views.number)
                    for first in range(0, len(keys), BATCH):
                        yield views.batch(signature, keys[first : first + BATCH], Outcome())

    def _write(self, batch: Batch) -> None:
        if batch.put:
            self.store.write(statements.put(batch.record), batch.put)
        if batch.remove:
            self.store.write(statements.remove(batch.record), batch.remove)

    def prepare(self) -> bool:
        """Returns whether the graph was empty: then every load is to be carried into it again.

        Raises:
            StoreError: the graph belongs to another ledger.
        """
        with self.ledger.lock.held():
            model = self._found()
            if model != statements.model_mark():
                self.store.declare(statements.constraints())
                if not model:
                    self.ledger.rebuild()
                self._advance()
            return not model

    def _found(self) -> str | None:
        """Returns the mark of the model that the graph was declared by; None when it is empty."""
        text = f"MATCH (g:{statements.GRAPH_LABEL}) RETURN g.id AS id, g.model AS model"
        found = self.store.read(text).rows
        if found and found[0][0] != self.ledger.identity()[0]:
            raise StoreError("ledger.other_graph", place=self.store.place_name)
        return str(found[0][1]) if found else None

    def _advance(self) -> None:
        self.ledger.advance()
        identity, revision = self.ledger.identity()
        model = statements.model_mark()
        row = {"key": "graph", "id": identity, "revision": revision, "model": model}
        text = f"UNWIND $rows AS r MERGE (g:{statements.GRAPH_LABEL} {{key: r.key}}) SET g = r"
        self.store.write(text, [row])


class _Views:
    """Views of records before and after a load counts, or ceases to count when it is undone.

    What it knows of other loads holds while the write lock is held.
    """

    def __init__(self, ledger: Ledger, number: int) -> None:
        self.ledger = ledger
        self.number = number
        self.undone = ledger.load(number).undone_at is not None
        self.renew()

    def renew(self) -> None:
        """Asks again what other loads say."""
        self.deliveries = self.ledger.deliveries()
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
        if isinstance(spoken, Mapping) and not self.others(record):
            told = spoken
        else:
            told = self.ledger.said(record, list(spoken))
        for key, said in told.items():
            after = current_view(record, said, floors_after)
            earlier = self._before(said)
            before = current_view(record, earlier, floors_before) if earlier else None
            outcome.note(name_of(record), before, after)
            if after is None:
                batch.remove.append(_removal(record, key, said[0]))
                continue
            batch.put.append(_row(record, after))
            if before is None and not isinstance(record, Signature):
                batch.born.append(key)
        return batch

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
        if self.undone or self.others(record):
            return False
        return not self.ledger.repeats(self.number, record)

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


def _row(record: Record, view: View) -> dict[str, Any]:
    if isinstance(record, Signature):
        return {"a": view.start, "b": view.end, "v": view.values}
    return view.values


def _removal(record: Record, key: str, said: Said) -> dict[str, Any]:
    if not isinstance(record, Signature):
        return {"key": key}
    values = orjson.loads(said.text)
    identity = {name: values.get(name) for name in record.edge.identity}
    return {"a": said.start, "b": said.end, "v": identity}
