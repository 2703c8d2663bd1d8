"""Pairs that a person said are two records: they are never proposed as one again.

A refusal is kept under the keys that the two had then, and read under those they have now: what
was refused of a record holds for the one it was merged into. Two that were merged all the same
are refused no more until that is undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from graph.aliases import Aliases, aliases
from graph.errors import DataError
from graph.ledger import now
from graph.state import REFUSALS

if TYPE_CHECKING:
    from graph.ledger import Ledger
    from graph.viewer import Viewer

Pair = tuple[str, str, str]


class Refusal(NamedTuple):
    """Two records of a type that are two, `a` before `b`, who said so and at which instant."""

    type: str
    a: str
    b: str
    refused_by: str
    refused_at: str

    @property
    def pair(self) -> Pair:
        """The two records, as the search for duplicates is told them."""
        return self.type, self.a, self.b


class Apart:
    """The refused pairs of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def refuse(self, viewer: Viewer, label: str, a: str, b: str) -> None:
        """Says that two records are two; doing it twice changes nothing.

        Raises:
            DataError: they are one already.
        """
        pair = _read(aliases(self._ledger), label, a, b)
        if pair[1] == pair[2]:
            raise DataError("ledger.same_already", a=a, b=b)
        if pair in self.pairs():
            return
        row = (*pair, viewer.name, now())
        chosen = _chosen(pair)
        with self._ledger.engine.begin() as connection:
            connection.execute(REFUSALS.delete().where(chosen))
            connection.execute(REFUSALS.insert().values(row))

    def all(self) -> list[Refusal]:
        """Returns every refused pair once, the newest first."""
        known = aliases(self._ledger)
        newest = REFUSALS.c.refused_at.desc(), REFUSALS.c.type, REFUSALS.c.a, REFUSALS.c.b
        found: dict[Pair, Refusal] = {}
        with self._ledger.engine.connect() as connection:
            for label, a, b, by, at in connection.execute(sa.select(REFUSALS).order_by(*newest)):
                pair = _read(known, label, a, b)
                if pair[1] != pair[2]:
                    found.setdefault(pair, Refusal(*pair, by, at))
        return list(found.values())

    def pairs(self) -> frozenset[Pair]:
        """Returns the refused pairs, as the search for duplicates is told them."""
        return frozenset(each.pair for each in self.all())

    def reconsider(self, label: str, a: str, b: str) -> bool:
        """Forgets that two records were refused, under whatever keys; returns whether they were."""
        known = aliases(self._ledger)
        wanted = _read(known, label, a, b)
        with self._ledger.engine.begin() as connection:
            kept = connection.execute(sa.select(REFUSALS).where(REFUSALS.c.type == label)).all()
            said = [row[:3] for row in kept if _read(known, *row[:3]) == wanted]
            for pair in said:
                connection.execute(REFUSALS.delete().where(_chosen(pair)))
        return bool(said)


def _read(known: Aliases, label: str, a: str, b: str) -> Pair:
    one, other = sorted((known.root(label, a), known.root(label, b)))
    return label, one, other


def _chosen(pair: Pair) -> sa.ColumnElement[bool]:
    return sa.tuple_(REFUSALS.c.type, REFUSALS.c.a, REFUSALS.c.b) == pair
