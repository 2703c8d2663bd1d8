"""Which territories are loaded: the codes asked for, and what lies within some distance of them.

Territories do not stop at a border: `dep:37` within 20 km takes the communes of Maine-et-Loire that
are near enough, and what is part of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph import codes
from graph.errors import DataError, nearest
from graph.geography import neighbours

COMMUNE = "com:"
EARTH = 20_100.0  # km, half the way around it


class Place(NamedTuple):
    """A commune by its key, with its coordinates and the keys of what it is part of."""

    key: str
    latitude: float | None
    longitude: float | None
    above: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """The territories that a load takes; `keys` is None where it takes all."""

    keys: frozenset[str] | None = None

    def holds(self, key: str) -> bool:
        """Returns whether a territory, by its key, is taken."""
        return self.keys is None or key in self.keys

    @cached_property
    def communes(self) -> tuple[str, ...] | None:
        """The official codes of the communes taken, sorted; None where all are."""
        if self.keys is None:
            return None
        chosen = (key for key in self.keys if key.startswith(COMMUNE))
        return tuple(sorted(key.removeprefix(COMMUNE) for key in chosen))

    def covers(self, other: Scope) -> bool:
        """Returns whether all that another takes is taken here."""
        return self.keys is None or (other.keys is not None and other.keys <= self.keys)


@dataclass(frozen=True)
class Choice:
    """The territories asked for, by key, with `within` km around them, among known places.

    Without codes every known place is chosen; where no place is known, everything.
    """

    codes: tuple[str, ...] = ()
    within: float = 0.0
    places: tuple[Place, ...] = ()

    def scope(
        self,
        places: Iterable[Place] | None = None,
        above: Mapping[str, Iterable[str]] | None = None,
    ) -> Scope:
        """Returns what is taken; `places` replace the known ones, `above` adds what they lie in.

        Raises:
            DataError: no place is known, or none that a code asked for means.
        """
        known = list(self._enriched(self.places if places is None else places, above or {}))
        if not self.codes:
            return _scope(known) if known else Scope()
        if not known:
            raise DataError("source.no_places", codes=", ".join(self.codes))
        return _scope(self._around(self._chosen(known), known))

    @cached_property
    def known(self) -> Scope:
        """What is taken of the known places."""
        return self.scope()

    @staticmethod
    def _enriched(places: Iterable[Place], above: Mapping[str, Iterable[str]]) -> Iterator[Place]:
        for place in places:
            yield place._replace(above=place.above | set(above.get(place.key, ())))

    def _chosen(self, known: Sequence[Place]) -> list[Place]:
        met = {key for place in known for key in (place.key, *place.above)}
        for code in self.codes:
            if code not in met:
                raise DataError("source.no_place", key=code, near=", ".join(nearest(code, met)))
        asked = set(self.codes)
        return [place for place in known if place.key in asked or place.above & asked]

    def _around(self, chosen: Sequence[Place], known: Sequence[Place]) -> list[Place]:
        if not self.within:
            return list(chosen)
        _, near, _ = neighbours(_points(chosen), _points(known), self.within)
        taken = {place.key for place in chosen} | {known[place].key for place in set(near.tolist())}
        return [place for place in known if place.key in taken]


def placed(places: Iterable[Place]) -> tuple[Place, ...]:
    """Returns places, those without coordinates at the commune that they lie in or became."""
    found = tuple(places)
    known = {place.key: place for place in found if place.latitude is not None}
    return tuple(place if place.key in known else _at(place, known) for place in found)


def _at(place: Place, known: Mapping[str, Place]) -> Place:
    at = next((known[key] for key in sorted(place.above) if key in known), place)
    return place._replace(latitude=at.latitude, longitude=at.longitude)


def wanted(texts: Iterable[str], within: float) -> Choice:
    """Returns a choice from codes as people write them: `36044`, `dep:36`, `reg:24, be:2401`.

    Raises:
        DataError: a text is no territory's code.
    """
    keys = []
    for text in (part.strip() for each in texts for part in each.split(",") if part.strip()):
        try:
            keys.append(codes.territory(text))
        except ValueError:
            raise DataError("source.no_territory", value=text) from None
    if not 0 <= within < EARTH:
        raise DataError("source.within", value=within)
    if within and not keys:
        raise DataError("source.within_alone")
    return Choice(tuple(sorted(set(keys))), within)


def _scope(places: Iterable[Place]) -> Scope:
    return Scope(frozenset(key for place in places for key in (place.key, *place.above)))


def _points(places: Sequence[Place]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    found = [(place.latitude, place.longitude) for place in places]
    return np.array(found, dtype=np.float64).reshape(-1, 2)
