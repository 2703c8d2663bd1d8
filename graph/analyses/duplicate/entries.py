"""Employers as a directory lists them: all that says whether two of them are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from graph.codes import siret
from graph.geography import positions
from graph.snapshot import NodeTable, Snapshot

EMPLOYERS = ("Company", "Actor")


@dataclass(frozen=True)
class Entry:
    """A company or an actor; what is not known of it is empty, or `None` for where it stands.

    `commune` is a key. `siren` is the head of the SIRET where it is not said.
    """

    type: str
    key: str
    name: str
    siret: str = ""
    siren: str = ""
    acronym: str = ""
    address: str = ""
    commune: str = ""
    commune_name: str = ""
    where: tuple[float, float] | None = None
    closed: bool = False


def entries(snapshot: Snapshot) -> list[Entry]:
    """Returns the companies of a snapshot, then its actors, in the order of their keys."""
    return [entry for label in EMPLOYERS for entry in _entries(snapshot, label)]


def _entries(snapshot: Snapshot, label: str) -> Iterator[Entry]:
    table, towns = snapshot.table(label), snapshot.table("Territory")
    located = snapshot.links(f"{label}-LOCATED_IN-Territory").by_source
    where = positions(snapshot, label).tolist()
    for place, key in enumerate(table.keys):
        town = next(iter(located.get(place, ())), None)
        number = _text(table, place, "siret") or _siret(key)
        latitude, longitude = where[place]
        yield Entry(
            type=label,
            key=key,
            name=_text(table, place, "name"),
            siret=number,
            siren=_text(table, place, "siren") or number[:9],
            acronym=_text(table, place, "acronym"),
            address=_text(table, place, "address"),
            commune="" if town is None else towns.keys[town],
            commune_name="" if town is None else _text(towns, town, "name"),
            where=None if isnan(latitude) or isnan(longitude) else (latitude, longitude),
            closed=table.value(place, "status") == "closed",
        )


def _text(table: NodeTable, place: int, column: str) -> str:
    return str(table.value(place, column) or "")


def _siret(key: str) -> str:
    """Returns a key that is a SIRET; nothing of a slug."""
    try:
        return siret(key)
    except ValueError:
        return ""
