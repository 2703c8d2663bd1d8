"""Several keys of one node: what was merged is said under its old key still, and read under one.

A merge is a load that gives aliases. The ledger keeps every claim under the key it was said with,
so that a merge undone leaves no trace; whoever reads it asks for all the spellings of a key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from graph.claims import SEPARATOR, Said
from graph.declare import Node, Record, Signature
from graph.state import ALIASES, LOADS

if TYPE_CHECKING:
    from graph.ledger import Ledger


class Alias(NamedTuple):
    """A key of a type that stands for another since a load."""

    load: int
    type: str
    key: str
    into: str


class Merge(NamedTuple):
    """An alias that counts, who gave it and at which instant."""

    alias: Alias
    author: str
    at: str


class Aliases:
    """The aliases that count at a moment; those of one load may be taken the other way round."""

    def __init__(self, known: Iterable[Alias]) -> None:
        self._into: dict[str, dict[str, str]] = defaultdict(dict)
        for alias in known:
            self._into[alias.type][alias.key] = alias.into

    def root(self, label: str, key: str) -> str:
        """Returns the key under which a node is read."""
        into = self._into.get(label, {})
        while key in into:
            key = into[key]
        return key

    @cached_property
    def _spellings(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for label, into in self._into.items():
            for key in into:
                found[label][self.root(label, key)].append(key)
        return found

    def spellings(self, label: str, root: str) -> list[str]:
        """Returns every key that stands for a node, its own first."""
        return [root, *sorted(self._spellings.get(label, {}).get(root, ()))]

    def spread(self, node: type[Node], keys: Iterable[str]) -> list[str]:
        """Returns every key that stands for any of some nodes."""
        label = node.__name__
        roots = dict.fromkeys(self.root(label, key) for key in keys)
        return [each for root in roots for each in self.spellings(label, root)]

    def touches(self, record: Record) -> bool:
        """Returns whether nodes of a type, or at an end of a type of edge, have several keys."""
        if isinstance(record, Signature):
            return self.touches(record.source) or self.touches(record.target)
        return bool(self._into.get(record.__name__))

    def canonical(self, record: Record, key: str) -> str:
        """Returns the key under which what is said with `key` is read."""
        if not self.touches(record):
            return key
        if not isinstance(record, Signature):
            return self.root(record.__name__, key)
        start, end, *rest = key.split(SEPARATOR)
        return SEPARATOR.join((*self._ends(record, start, end), *rest))

    def _ends(self, signature: Signature, start: str, end: str) -> list[str]:
        ends = [
            self.root(signature.source.__name__, start),
            self.root(signature.target.__name__, end),
        ]
        return sorted(ends) if signature.edge.undirected else ends

    def _all(self, record: Record, key: str) -> set[str]:
        """Returns the keys of all that is read under `key`; none where `key` is not read."""
        if self.canonical(record, key) != key:
            return set()
        if not isinstance(record, Signature):
            return set(self.spellings(record.__name__, key))
        start, end, *rest = key.split(SEPARATOR)
        starts = self.spellings(record.source.__name__, start)
        ends = self.spellings(record.target.__name__, end)
        pairs = [sorted(p) if record.edge.undirected else p for p in product(starts, ends)]
        if start == end and len(starts) > 1:  # what tied two that became one ties nothing
            pairs = [pair for pair in pairs if pair[0] == pair[1]]
        return {SEPARATOR.join((*pair, *rest)) for pair in pairs}

    def said(self, ledger: Ledger, record: Record, keys: Sequence[str]) -> dict[str, list[Said]]:
        """Returns all that acknowledged loads say of some records, by the key they are read by."""
        if not self.touches(record):
            return ledger.said(record, keys)
        by_key = {raw: key for key in keys for raw in self._all(record, key)}
        found: dict[str, list[Said]] = {}
        for raw, rows in ledger.said(record, list(by_key)).items():
            found.setdefault(by_key[raw], []).extend(
                self._read(record, by_key[raw], row) for row in rows
            )
        return found

    def _read(self, record: Record, key: str, row: Said) -> Said:
        if not isinstance(record, Signature):
            return row._replace(key=key)
        start, end, *_ = key.split(SEPARATOR)
        return row._replace(key=key, start=start, end=end)


def aliases(ledger: Ledger, turned: int | None = None) -> Aliases:
    """Returns the aliases of live loads; of the load `turned`, those if it is undone, else not."""
    chosen = sa.select(ALIASES, LOADS.c.undone_at).join(LOADS, LOADS.c.id == ALIASES.c.load)
    counting = chosen.where(LOADS.c.acknowledged_at.is_not(None)).order_by(ALIASES.c.id)
    with ledger.engine.connect() as connection:
        rows = connection.execute(counting).all()
    return Aliases(
        Alias(load, label, key, into)
        for _, load, label, key, into, undone in rows
        if (undone is None) != (load == turned)
    )


def aliases_of(ledger: Ledger, number: int) -> list[Alias]:
    """Returns what a load merges."""
    columns = (ALIASES.c.load, ALIASES.c.type, ALIASES.c.key, ALIASES.c.into)
    chosen = sa.select(*columns).where(ALIASES.c.load == number).order_by(ALIASES.c.id)
    with ledger.engine.connect() as connection:
        return [Alias(*row) for row in connection.execute(chosen)]


def merging(ledger: Ledger, label: str, key: str) -> int | None:
    """Returns the live load that made a key an alias; None where it is none."""
    chosen = (
        sa.select(sa.func.max(ALIASES.c.load))
        .join(LOADS, LOADS.c.id == ALIASES.c.load)
        .where(ALIASES.c.type == label, ALIASES.c.key == key)
        .where(LOADS.c.undone_at.is_(None), LOADS.c.acknowledged_at.is_not(None))
    )
    with ledger.engine.connect() as connection:
        return connection.execute(chosen).scalar()


def merges(ledger: Ledger) -> list[Merge]:
    """Returns every alias of live loads, the newest first."""
    columns = (ALIASES.c.load, ALIASES.c.type, ALIASES.c.key, ALIASES.c.into)
    chosen = (
        sa.select(*columns, LOADS.c.author, LOADS.c.started_at)
        .join(LOADS, LOADS.c.id == ALIASES.c.load)
        .where(LOADS.c.undone_at.is_(None), LOADS.c.acknowledged_at.is_not(None))
        .order_by(ALIASES.c.id.desc())
    )
    with ledger.engine.connect() as connection:
        return [
            Merge(Alias(*alias), author, at) for *alias, author, at in connection.execute(chosen)
        ]
