"""Carries the ledger into the graph: the graph is the ledger's current view.

Each record's view is computed and written under the graph's one write lock; while one batch is on
its way to the server the next is computed. The lock is let go when somebody waits, so that a form
saved during a long load waits for one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain

import graph.schema  # noqa: F401  the registry holds what it declares
from graph import statements
from graph.aliases import Aliases, aliases
from graph.claims import (
    FORM,
    GONE,
    NEVER,
    SEPARATOR,
    Claim,
    Said,
    Values,
    View,
    current_view,
    digest_of,
)
from graph.declare import SIGNATURES, Node, Record, Signature, name_of
from graph.editions import Edition
from graph.errors import DataError, StoreError, UnknownNameError
from graph.ledger import BATCH, Ledger, Staging
from graph.locks import Turn
from graph.provenance import Told, provenance, taken_away
from graph.store import Store
from graph.views import Batch, Outcome, Views, floors, removal_of, row_of

Progress = Callable[[int], object]
LAST_DAY = "9999-12-31"


@dataclass(frozen=True)
class Change:
    """What a person changes of a record and its edges; `mark` is that of the record as shown.

    A property of a claim that is None is emptied; an edge whose values hold `GONE` is removed.
    """

    node: type[Node]
    key: str
    mark: str
    told: Sequence[tuple[Record, Sequence[Claim]]]


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

    def change(self, change: Change, author: str) -> Outcome:
        """Writes what a person changed by hand, in one load of the source `form`, as of today.

        Raises:
            DataError: someone else changed the record meanwhile; `mark` no longer is its own.
        """
        label = f"{change.node.__name__} {change.key}"
        with self.staging(author, FORM, label) as load:
            for record, claims in change.told:
                load.say(record, claims)
            with self.ledger.lock.held():
                if self.mark(change.node, change.key) != change.mark:
                    raise DataError("ledger.changed_meanwhile", key=change.key)
                load.acknowledge()
            return self.carry(load.number)

    def mark(self, node: type[Node], key: str) -> str:
        """Returns what changes with a record or any of its edges; empty where nobody says it."""
        view = self.view(node, key)
        if view is None:
            return ""
        edges = sorted(
            f"{name_of(signature)} {edge} {held.values['revision']}"
            for signature, edge, held in self.edges(node, key)
        )
        return digest_of("\n".join((view.values["revision"], *edges))).hex()

    def edges(self, node: type[Node], key: str) -> Iterator[tuple[Signature, str, View]]:
        """Yields the edges of a record by the ledger, each with its key."""
        known = aliases(self.ledger)
        tied = self.ledger.edges_at(node, known.spread(node, [key]))
        for signature, raw in tied.items():
            read = dict.fromkeys(known.canonical(signature, edge) for edge in raw)
            for edge, view in self.views(signature, list(read)).items():
                yield signature, edge, view

    def confirm(self, record: Record, key: str, author: str) -> Outcome:
        """Says that a record is there, as of today, and nothing else; one taken away is back."""
        own = aliases(self.ledger).canonical(record, key)
        with self.staging(author, FORM, f"{name_of(record)} {own}") as load:
            load.say(record, [_claim(record, own, {GONE: False})])
            load.acknowledge()
            return self.carry(load.number)

    def remove(self, node: type[Node], key: str, author: str, mark: str | None = None) -> Outcome:
        """Takes a record away, whatever sources say of it, until it is confirmed again.

        Raises:
            UnknownNameError: nobody says such a record.
            DataError: someone else changed it since `mark`, where it is given.
        """
        found = self.mark(node, key)
        if not found:
            raise UnknownNameError("record.unknown", name=key, near="")
        own = aliases(self.ledger).root(node.__name__, key)
        gone = [(node, [_claim(node, own, {GONE: True})])]
        return self.change(Change(node, key, found if mark is None else mark, gone), author)

    def merge(self, node: type[Node], key: str, into: str, author: str) -> int:
        """Makes a node one with another, in a load that can be undone; returns its number.

        All that is said of the one counts for the other; its key stays as an alias.

        Raises:
            UnknownNameError: nobody says one of the two.
            DataError: they are one already.
        """
        with self.staging(author, FORM, f"{node.__name__} {key} = {into}") as load:
            with self.ledger.lock.held():
                known = aliases(self.ledger)
                roots = [known.root(node.__name__, each) for each in (key, into)]
                found = self.views(node, roots)
                for each in roots:
                    if each not in found:
                        raise UnknownNameError("record.unknown", name=each, near="")
                if roots[0] == roots[1]:
                    raise DataError("ledger.same_already", a=key, b=into)
                load.alias(node, *roots)
                load.acknowledge()
            self.carry(load.number)
            return load.number

    def view(self, record: Record, key: str) -> View | None:
        """Returns what holds of a record by the ledger; None when nobody says it."""
        return self.views(record, [key]).get(key)

    def views(self, record: Record, keys: Sequence[str]) -> dict[str, View]:
        """Returns what holds of some records by the ledger; those that nobody says are left out.

        A key that was merged into another is read as that one.
        """
        known = aliases(self.ledger)
        read = {key: known.canonical(record, key) for key in keys}
        said = known.said(self.ledger, record, list(dict.fromkeys(read.values())))
        lowest = floors(self.ledger.deliveries(), record)
        found = {key: current_view(record, rows, lowest) for key, rows in said.items()}
        return {key: view for key, own in read.items() if (view := found.get(own))}

    def told(self, record: Record, key: str) -> dict[str, Told]:
        """Returns, property by property, who says what of a record, and which word holds."""
        return self.told_together(record, [key])

    def told_together(self, record: Record, keys: Sequence[str]) -> dict[str, Told]:
        """Returns the same of several records, as if they were one."""
        said = [row for key in keys for row in self._said(record, key)]
        return provenance(record, said, floors(self.ledger.deliveries(), record))

    def taken_away(self, record: Record, key: str) -> int | None:
        """Returns the load by which a person took a record away; None where nobody did."""
        return taken_away(self._said(record, key))

    def _said(self, record: Record, key: str) -> list[Said]:
        known = aliases(self.ledger)
        own = known.canonical(record, key)
        return known.said(self.ledger, record, [own]).get(own, [])

    def erase(self, node: type[Node], keys: Sequence[str], source: str | None = None) -> int:
        """Removes for good what one source, or all, say of some nodes and of their edges.

        Returns how many nodes are gone; the ledger forgets it too: no undo brings it back.
        """
        removed = 0
        with self.ledger.lock.held():
            known = aliases(self.ledger)
            for first in range(0, len(keys), BATCH):
                batch = known.spread(node, keys[first : first + BATCH])
                for signature in SIGNATURES.values():
                    for end, of in (("start", signature.source), ("end", signature.target)):
                        if of is node and (tied := self.ledger.touching(signature, end, batch, 0)):
                            self._erase(signature, source, tied, known)
                removed += self._erase(node, source, batch, known)
            self._advance()
        return removed

    def _erase(self, record: Record, source: str | None, raw: Sequence[str], known: Aliases) -> int:
        keys = list(dict.fromkeys(known.canonical(record, key) for key in raw))
        before = known.said(self.ledger, record, keys)
        self.ledger.erase(record, source, raw)
        after = known.said(self.ledger, record, keys)
        lowest = floors(self.ledger.deliveries(), record)
        batch = Batch(record, [], [], [])
        for key in keys:
            if view := current_view(record, after.get(key, []), lowest):
                batch.put.append(row_of(record, view))
            elif key in before:
                batch.remove.append(removal_of(record, key, before[key][0]))
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
        views = Views(self.ledger, number)
        for record, said in chain(views.spoken(), views.united(), views.swept()):
            if turn.take():
                views.renew()
            batch = views.batch(record, said, outcome)
            yield batch
            yield from self._returning(views, batch)

    def _returning(self, views: Views, batch: Batch) -> Iterator[Batch]:
        """Yields the edges that others had said of nodes that come into being."""
        if batch.born and not isinstance(batch.record, Signature):
            for signature, keys in views.tied(batch.record, batch.born, views.number):
                yield views.batch(signature, keys, Outcome())

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


def _claim(record: Record, key: str, values: Values) -> Claim:
    ends = key.split(SEPARATOR)[:2] if isinstance(record, Signature) else (None, None)
    return Claim(key, values, date.today().isoformat(), FORM, *ends)
