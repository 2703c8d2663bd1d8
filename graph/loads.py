"""What one load is: of which kind, of what it speaks, what a person did by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import orjson
import sqlalchemy as sa

from graph.claims import FORM, GONE, OFFICIAL, THERE, digest_of, dumped
from graph.declare import NODES
from graph.ledger import Ledger, LoadRow
from graph.state import LEDGER, LOADS
from graph.views import ORDER

Kind = Literal["table", "form", "official", "embargo", "analysis"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Deed = Literal["changed", "confirmed", "removed", "merged"]
TAKEN = digest_of(dumped({GONE: True}))
ANALYSIS, EMBARGO, MERGED = "analysis:", "embargo", " = "


@dataclass(frozen=True)
class ByHand:
    """What a person did to one record; `into` is the key it was merged into."""

    deed: Deed
    type: str
    key: str
    into: str = ""


@dataclass(frozen=True)
class Ending:
    """Who undid a load, and which types it delivers whole since which day; None: nobody, none."""

    undone_by: str | None
    complete_for: tuple[str, ...]
    complete_on: str | None


def kind_of(row: LoadRow) -> Kind:
    """Returns of which kind a load is."""
    if row.source == FORM:
        return "form"
    if row.source.startswith(OFFICIAL):
        return "official"
    if row.source == EMBARGO:
        return "embargo"
    return "analysis" if row.source.startswith(ANALYSIS) else "table"


def by_hand(ledger: Ledger, rows: Sequence[LoadRow]) -> dict[int, ByHand]:
    """Returns what a person did in each of the loads that forms made, by number."""
    forms = {row.id: row for row in rows if kind_of(row) == "form"}
    chosen = sa.select(LEDGER.c.load, LEDGER.c.type, LEDGER.c.digest)
    said: dict[tuple[int, str], set[bytes]] = defaultdict(set)
    with ledger.engine.connect() as connection:
        for number, of, mark in connection.execute(chosen.where(LEDGER.c.load.in_(list(forms)))):
            said[number, of].add(mark)
    return {number: _deed(row, said) for number, row in forms.items()}


def _deed(row: LoadRow, marks: Mapping[tuple[int, str], set[bytes]]) -> ByHand:
    """Returns what was done to the record that a load's label names."""
    of, _, key = row.label.partition(" ")
    said = marks.get((row.id, of), set())
    if MERGED in key:
        key, _, into = key.partition(MERGED)
        return ByHand("merged", of, key, into)
    if TAKEN in said:
        return ByHand("removed", of, key)
    return ByHand("confirmed" if said == {THERE} else "changed", of, key)


def spoken_of(ledger: Ledger, number: int) -> dict[str, int]:
    """Returns of how many records of each type a load speaks, in the order of the model."""
    count = sa.func.count(LEDGER.c.key.distinct())
    chosen = sa.select(LEDGER.c.type, count).where(LEDGER.c.load == number)
    with ledger.engine.connect() as connection:
        rows = connection.execute(chosen.group_by(LEDGER.c.type)).all()
    return dict(sorted(map(tuple, rows), key=lambda row: ORDER[row[0]]))


def keys_spoken_of(ledger: Ledger, numbers: Sequence[int], name: str) -> list[str]:
    """Returns the keys of a type that some loads speak of, each once, in the order of the loads."""
    own = LEDGER.c.load.in_(numbers) & (LEDGER.c.type == name)
    first = sa.func.min(LEDGER.c.id)
    chosen = sa.select(LEDGER.c.key).where(own).group_by(LEDGER.c.key).order_by(first)
    with ledger.engine.connect() as connection:
        return list(connection.execute(chosen).scalars())


def first_nodes(ledger: Ledger, number: int, most: int) -> list[tuple[str, str]]:
    """Returns the first nodes that a load speaks of, each once, as type and key, in its order."""
    own = (LEDGER.c.load == number) & LEDGER.c.type.in_(list(NODES))
    first = sa.func.min(LEDGER.c.id)
    chosen = sa.select(LEDGER.c.type, LEDGER.c.key).where(own)
    grouped = chosen.group_by(LEDGER.c.type, LEDGER.c.key).order_by(first).limit(most)
    with ledger.engine.connect() as connection:
        return [(label, key) for label, key in connection.execute(grouped)]


def ending_of(ledger: Ledger, number: int) -> Ending:
    """Returns what else is known of an acknowledged load."""
    columns = (LOADS.c.undone_by, LOADS.c.complete_for, LOADS.c.complete_on)
    with ledger.engine.connect() as connection:
        by, types, on = connection.execute(sa.select(*columns).where(LOADS.c.id == number)).one()
    return Ending(by, tuple(orjson.loads(types)) if types else (), on)
