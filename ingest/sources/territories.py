"""What an edition of the communes says, whatever its layout, and the rows that a load takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from graph.claims import SEPARATOR
from graph.errors import DataError
from ingest.official.choice import COMMUNE, Choice, Place, Scope, placed
from ingest.official.source import Row, Values
from ingest.sources.departments import DEPARTMENTS, REGIONS
from ingest.sources.mergers import Merged

PART_OF = "Territory-PART_OF-Territory"
BECOMES = "Territory-BECOMES-Territory"
KINDS = {"com": "commune", "epci": "epci", "dep": "department", "reg": "region"}
EPCI = "epci:"
COORDINATES = ("latitude", "longitude")
LASTING = (*COORDINATES, "population")  # kept from an earlier edition where one does not tell them


@dataclass
class Commune:
    """A commune, or a municipal arrondissement: its name, what it lies in, what else is known.

    An arrondissement lies in its commune.
    """

    name: str
    within: tuple[str, ...]
    values: dict[str, float | int] = field(default_factory=dict)

    def lies_in(self, kind: str) -> bool:
        """Returns whether it lies in something of a kind: `epci:`, `com:`."""
        return any(key.startswith(kind) for key in self.within)

    def joins(self, epci: str) -> None:
        """Puts it in an EPCI, by key, in the place of any other."""
        kept = [key for key in self.within if not key.startswith(EPCI)]
        self.within = (epci, *kept)


@dataclass
class Register:
    """An edition: communes by code; the names of what they lie in, by key; what merged.

    `parents` gives, by code of an associated or delegated commune, its name and its commune; `lost`
    holds the codes that became no one commune.
    """

    file: str
    communes: dict[str, Commune] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    parents: dict[str, tuple[str, str]] = field(default_factory=dict)
    merged: dict[str, Merged] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    @property
    def living(self) -> set[str]:
        """The codes of the communes themselves, without arrondissements."""
        return {code for code, one in self.communes.items() if not one.lies_in(COMMUNE)}

    def keep_epci(self, territories: Mapping[str, Values], parts: Iterable[str]) -> None:
        """Leaves communes in their EPCI of until now, where the edition tells of none.

        `parts` are the keys of what was said to be part of what.
        """
        if any(commune.lies_in(EPCI) for commune in self.communes.values()):
            return
        for part in parts:
            start, _, end = part.partition(SEPARATOR)
            commune = self.communes.get(start.removeprefix(COMMUNE))
            if commune and end.startswith(EPCI) and (known := territories.get(end)):
                commune.joins(end)
                self.names[end] = str(known.get("name", ""))

    def scope(self, choice: Choice) -> Scope:
        """Returns the territories that are chosen among the places of the edition.

        Raises:
            DataError: a distance is asked for, and no commune has coordinates.
        """
        if not choice.codes:
            return Scope()
        places = self._places({place.key: place for place in choice.places})
        if choice.within and not any(place.latitude is not None for place in places):
            raise DataError("source.no_coordinates", file=self.file)
        return choice.scope(places)

    def _places(self, known: Mapping[str, Place]) -> tuple[Place, ...]:
        """Returns the places to choose from, at the coordinates known where it gives none."""
        old: dict[str, set[str]] = {}
        for code, one in self.merged.items():
            old.setdefault(one.successor, set()).add(COMMUNE + code)
        places = []
        for code, commune in self.communes.items():
            key = COMMUNE + code
            found = [commune.values.get(name) for name in COORDINATES]
            if None in found and key in known:
                found = [known[key].latitude, known[key].longitude]
            above = frozenset(self._above(commune.within)) | old.get(code, set())
            places.append(Place(key, found[0], found[1], above))
        return placed(places)

    def _above(self, within: tuple[str, ...]) -> Iterator[str]:
        for key in within:
            yield key
            if commune := self.communes.get(key.removeprefix(COMMUNE)):
                yield from self._above(commune.within)
            if key in self.regions:
                yield self.regions[key]

    def rows(self, scope: Scope, before: Mapping[str, Values], version: str) -> Iterator[Row]:
        """Yields what the edition says of the territories chosen.

        A commune that merged on a day that nothing tells is retired since the first edition that
        says so: `before` is what was said until now, `version` names this edition.
        """
        lying = (commune.within for _, commune in self._chosen(scope))
        met = sorted(set(chain.from_iterable(map(self._above, lying))))
        for key in met:
            if not key.startswith(COMMUNE):
                yield _territory(key, self._name(key))
        for key in met:
            if key in self.regions:
                yield Row(PART_OF, (key, self.regions[key]), {})
        for code, commune in self._chosen(scope):
            values = _lasting(before, COMMUNE + code) | commune.values
            yield _territory(COMMUNE + code, commune.name, values)
            yield from _parts(COMMUNE + code, commune.within)
        yield from self._merged(scope, before, version)

    def _chosen(self, scope: Scope) -> Iterator[tuple[str, Commune]]:
        for code, commune in self.communes.items():
            if scope.holds(COMMUNE + code):
                yield code, commune

    def _merged(self, scope: Scope, before: Mapping[str, Values], version: str) -> Iterator[Row]:
        """Yields communes that are no more: they lie in what their successor lies in."""
        for code, one in sorted(self.merged.items()):
            key, now = COMMUNE + code, COMMUNE + one.successor
            if scope.holds(now):
                retired = one.retired or before.get(key, {}).get("retired", version)
                yield _territory(key, one.name, _lasting(before, key) | {"retired": retired})
                yield Row(BECOMES, (key, now), {})
                yield from _parts(key, self.communes[one.successor].within)

    def _name(self, key: str) -> str:
        kind, _, code = key.partition(":")
        facts = {"dep": DEPARTMENTS, "reg": REGIONS}.get(kind, {})
        if name := self.names.get(key) or facts.get(code):
            return name
        raise DataError("source.unnamed", file=self.file, key=key)


def _lasting(before: Mapping[str, Values], key: str) -> dict[str, object]:
    return {name: value for name, value in before.get(key, {}).items() if name in LASTING}


def _territory(key: str, name: str, values: Mapping[str, object] | None = None) -> Row:
    kind, _, code = key.partition(":")
    known = {"code": code, "kind": KINDS[kind], "name": name}
    return Row("Territory", (key,), known | dict(values or {}))


def _parts(key: str, within: tuple[str, ...]) -> Iterator[Row]:
    return (Row(PART_OF, (key, above), {}) for above in within)
