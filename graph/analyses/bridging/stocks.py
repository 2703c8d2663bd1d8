"""Surpluses and needs: one as it is told, and many in arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.geography import Indexes, Numbers
from graph.viewer import Visibility

Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]

NEVER, ALWAYS = "9999-12-31", "0001-01-01"
EMPLOYERS = ("Company", "Actor")


class Employer(NamedTuple):
    """A company or an actor: its type and its place in the table of that type."""

    label: str
    place: int


def employer_numbers(label: str, places: ArrayLike) -> Indexes:
    """Returns the number of each employer of a type, which tells it from all others."""
    return np.asarray(places, dtype=np.int64) * len(EMPLOYERS) + EMPLOYERS.index(label)


def employer_of(number: int) -> Employer:
    """Returns the employer of a number."""
    place, kind = divmod(number, len(EMPLOYERS))
    return Employer(EMPLOYERS[kind], place)


class Stock(NamedTuple):
    """A surplus or a need with the people it counts and the days it holds, both included.

    `record` is its place in the table of its `label`; of the staff who usually leave, `Staff`, its
    place among them.
    """

    label: Literal["Surplus", "Need", "Staff"]
    record: int
    employer: Employer
    occupations: tuple[int, ...]
    people: int
    starts_on: str
    until: str
    visibility: Visibility
    where: tuple[float, float]

    @property
    def place(self) -> tuple[str, int]:
        """What tells it from every other."""
        return self.label, self.record


@dataclass(frozen=True, eq=False)
class Stocks:
    """Many stocks, an array a property; each is made when it is asked for.

    `employers` are numbers, `occupations` tuples of places.
    """

    labels: Texts
    records: Indexes
    employers: Indexes
    occupations: NDArray[np.object_]
    people: Indexes
    starts_on: Texts
    until: Texts
    visibility: Texts
    where: Numbers

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, place: int) -> Stock:
        latitude, longitude = self.where[place].tolist()
        return Stock(
            label=str(self.labels[place]),  # type: ignore[arg-type]
            record=int(self.records[place]),
            employer=employer_of(int(self.employers[place])),
            occupations=self.occupations[place],
            people=int(self.people[place]),
            starts_on=str(self.starts_on[place]),
            until=str(self.until[place]),
            visibility=str(self.visibility[place]),  # type: ignore[arg-type]
            where=(latitude, longitude),
        )

    def __iter__(self) -> Iterator[Stock]:
        return (self[place] for place in range(len(self)))

    def only(self, chosen: Flags) -> Stocks:
        """Returns those that are chosen."""
        return Stocks(*(column[chosen] for column in self._columns()))

    def before(self, others: Stocks) -> Stocks:
        """Returns these, then others."""
        pairs = zip(self._columns(), others._columns(), strict=True)
        return Stocks(*map(np.concatenate, pairs))

    def by_occupation(self) -> tuple[Indexes, Indexes]:
        """Returns each occupation of each stock: the places of stocks, and the occupations."""
        sizes = [len(held) for held in self.occupations]
        every = chain.from_iterable(self.occupations)
        occupations = np.fromiter(every, dtype=np.int64, count=sum(sizes))
        return np.repeat(np.arange(len(self)), sizes), occupations

    def _columns(self) -> Iterator[Any]:
        return (getattr(self, field.name) for field in fields(self))
