"""What speaks for two employers being one, and what that comes to.

    score = (1 - (1 - name) x doubt) x place

- `name`, 0 to 1: likeness of the names without legal form, word by word, rare words weighing more
  (`graph.analyses.duplicate.employer_names`); 0.9 for a sigle and what it stands for;
- `doubt`: 1, times 0.15 where the SIREN is the same, times 0.6 where the address is;
- `place`: 1 at one address; in one commune 0.93 at addresses partly alike, 0.95 where an address
  is not known, 0.8 at another. Out of it, where the SIREN is the same or the name is rare and
  nearly the same, 0.8 within 20 km (it moved), 0.7 where the distance is not known, else 0.6;
- a tenth less where one of the two is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from graph.addresses import address_likeness
from graph.analyses.duplicate.employer_names import ACRONYM, EmployerNames, words_of
from graph.analyses.duplicate.entries import Entry
from graph.analyses.reasons import Reason, reason
from graph.codes import folded
from graph.geography import haversine

SIREN_DOUBT, ADDRESS_DOUBT = 0.15, 0.6
SAME_ADDRESS, OTHER_ADDRESS = 0.85, 0.6
AT_ONE_ADDRESS, ADDRESS_UNKNOWN, ADDRESS_NEAR, ADDRESS_OTHER = 1.0, 0.95, 0.93, 0.8
MOVED, DISTANCE_UNKNOWN, FAR = 0.8, 0.7, 0.6
NEAR_KM = 20.0
NEARLY_SAME = 0.95
CLOSED_SHARE = 0.9
DIGITS = 4


class Facts(NamedTuple):
    """What is known of a pair; `address` is a likeness, `km` a distance between two communes."""

    siret: str = ""
    siren: str = ""
    name: float = 0.0
    sigle: str | None = None
    commune: str = ""
    address: float | None = None
    km: float | None = None
    closed: bool = False
    types: bool = False

    @property
    def score(self) -> float:
        """How much speaks for one establishment, 0 to 1."""
        if self.siret:
            return 1.0
        doubt = SIREN_DOUBT if self.siren else 1.0
        if self.commune and self.address is not None and self.address >= SAME_ADDRESS:
            doubt *= ADDRESS_DOUBT
        place = _in_commune(self.address) if self.commune else _elsewhere(self.km)
        closed = CLOSED_SHARE if self.closed else 1.0
        return round((1 - (1 - self.name) * doubt) * place * closed, DIGITS)

    @property
    def evidence(self) -> tuple[Reason, ...]:
        """What speaks for it, and against it, in sentences."""
        return tuple(self._evidence())

    def _evidence(self) -> Iterator[Reason]:
        if self.siret:
            yield reason("duplicate.siret", siret=self.siret)
            if self.types:
                yield reason("duplicate.types")
            return
        if self.siren:
            yield reason("duplicate.siren", siren=self.siren)
        yield self._name()
        yield from self._where()
        if self.closed:
            yield reason("duplicate.closed")

    def _name(self) -> Reason:
        if self.name == 1:
            return reason("duplicate.name_same")
        if self.sigle:
            return reason("duplicate.sigle", sigle=self.sigle)
        return reason("duplicate.name", percent=round(100 * self.name))

    def _where(self) -> Iterator[Reason]:
        if not self.commune:
            known = self.km is not None
            yield (
                reason("duplicate.elsewhere", km=self.km) if known else reason("duplicate.nowhere")
            )
            return
        yield reason("duplicate.commune", commune=self.commune)
        if self.address is not None and self.address >= SAME_ADDRESS:
            yield reason("duplicate.address")
        elif self.address is not None and self.address >= OTHER_ADDRESS:
            yield reason("duplicate.address_near")
        elif self.address is not None:
            yield reason("duplicate.address_other")


class Comparison:
    """Compares entries by twos; their names are weighed once."""

    def __init__(self, listed: Sequence[Entry]) -> None:
        self.listed = listed
        self.names = EmployerNames([entry.name for entry in listed])

    def facts(self, a: int, b: int) -> Facts | None:
        """Returns what is known of the pair at two places; `None` where they cannot be one."""
        one, other = self.listed[a], self.listed[b]
        if one.siret and other.siret:
            same = one.siret == other.siret
            return Facts(siret=one.siret, types=one.type != other.type) if same else None
        if one.siren and other.siren and one.siren != other.siren:
            return None
        siren = one.siren if one.siren == other.siren else ""
        name, sigle = self._name(a, b)
        closed = one.closed != other.closed
        if one.commune and one.commune == other.commune:
            commune = one.commune_name or one.commune
            address = address_likeness(one.address, other.address)
            return Facts("", siren, name, sigle, commune, address, None, closed)
        if siren or (name >= NEARLY_SAME and self.names.rare(a, b)):
            return Facts("", siren, name, sigle, "", None, _km(one, other), closed)
        return None

    def _name(self, a: int, b: int) -> tuple[float, str | None]:
        one, other = self.listed[a], self.listed[b]
        light = {*words_of(one.commune_name), *words_of(other.commune_name)}
        alike = self.names.likeness(a, b, light)
        if alike >= ACRONYM:
            return alike, None
        sigle = self.names.acronym(a, b) or _sigle(one, other)
        return (ACRONYM, sigle) if sigle else (alike, None)


def _sigle(one: Entry, other: Entry) -> str | None:
    """Returns the sigle of one that is the name of the other."""
    for known, name in ((one.acronym, other.name), (other.acronym, one.name)):
        if known and folded(known).replace(".", "") == folded(name).replace(".", ""):
            return known
    return None


def _in_commune(address: float | None) -> float:
    if address is None:
        return ADDRESS_UNKNOWN
    if address >= SAME_ADDRESS:
        return AT_ONE_ADDRESS
    return ADDRESS_NEAR if address >= OTHER_ADDRESS else ADDRESS_OTHER


def _elsewhere(km: float | None) -> float:
    if km is None:
        return DISTANCE_UNKNOWN
    return MOVED if km <= NEAR_KM else FAR


def _apart(km: float | None) -> Reason:
    return reason("duplicate.nowhere") if km is None else reason("duplicate.elsewhere", km=km)


def _km(one: Entry, other: Entry) -> float | None:
    if one.where is None or other.where is None:
        return None
    return round(float(haversine(np.array(one.where), np.array(other.where))), 1)
