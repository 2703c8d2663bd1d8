"""Addresses of the pages of duplicates: which pairs they list, which pair they decide of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Query

from graph.analyses.duplicates import DuplicatesParameters

ADDRESS = "/doublons"
PAGE = 50
LARGEST = 2**31 - 1  # what every database counts to
LEAST = DuplicatesParameters().threshold
TYPES: Mapping[str, Literal["Company", "Actor"]] = {"Company": "Company", "Actor": "Actor"}
Key = Annotated[str, Query(max_length=500)]


@dataclass(frozen=True)
class Asked:
    """Which pairs are listed; `least` is as it was typed."""

    type: str = ""
    least: str = ""
    place: int = 1

    @property
    def parameters(self) -> DuplicatesParameters | None:
        """What the search is asked; None where the least score is none."""
        try:
            least = float(self.least.replace(",", ".")) if self.least.strip() else LEAST
        except ValueError:
            return None
        if not 0 <= least <= 1:
            return None
        return DuplicatesParameters(
            threshold=least, type=TYPES.get(self.type), top=PAGE * self.place
        )

    def url(self, path: str = ADDRESS, place: int | None = None, **also: str) -> str:
        """Returns an address that keeps what is listed."""
        at = self.place if place is None else place
        shown = {"type": self.type, "seuil": self.least, "page": str(at) if at > 1 else ""}
        query = {name: value for name, value in (shown | also).items() if value}
        return path + (f"?{urlencode(query)}" if query else "")


def asked(
    type: Annotated[str, Query(max_length=40)] = "",
    least: Annotated[str, Query(alias="seuil", max_length=20)] = "",
    place: Annotated[int, Query(alias="page", ge=1, le=2000)] = 1,
) -> Asked:
    """Returns which pairs an address lists."""
    return Asked(type if type in TYPES else "", least, place)


AskedOf = Annotated[Asked, Depends(asked)]


class Two(NamedTuple):
    """The type and the keys of two records, as an address gives them; empty where it does not."""

    type: str
    a: str
    b: str


def two(of: Annotated[str, Query(alias="de", max_length=40)] = "", a: Key = "", b: Key = "") -> Two:
    """Returns the two records that an address decides of."""
    return Two(of, a, b)


TwoOf = Annotated[Two, Depends(two)]


def pair_url(chosen: Asked, verb: str, label: str, a: str, b: str) -> str:
    """Returns where a button decides of a pair."""
    return chosen.url(f"{ADDRESS}/{verb}", de=label, a=a, b=b)


def undo_url(chosen: Asked, number: int) -> str:
    """Returns where a button lets two merged records be two again."""
    return chosen.url(f"{ADDRESS}/defaire", fait=str(number))


def compare_url(chosen: Asked, label: str, a: str, b: str = "") -> str:
    """Returns where two records stand side by side; without `b`, where it is looked for."""
    query = {"a": a, "b": b} if b else {"a": a}
    kept = {"type": chosen.type, "seuil": chosen.least}
    shown = query | {name: value for name, value in kept.items() if value}
    return f"{ADDRESS}/{label}?{urlencode(shown)}"
