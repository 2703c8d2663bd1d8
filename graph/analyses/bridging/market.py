"""The two sides of a market: surpluses or usual departures, and open needs, where and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from math import floor, isnan
from typing import Literal, NamedTuple

from pydantic import Field

from graph.analyses.reasons import Described, Named, Reason, named, reason
from graph.geography import Numbers, positions
from graph.snapshot import NodeTable, Snapshot
from graph.viewer import Visibility

MONTHS = tuple(f"m{month:02}" for month in range(1, 13))
NEVER, ALWAYS = "9999-12-31", "0001-01-01"
EMPLOYERS = ("Company", "Actor")
SIDES = {"Surplus": ("HAS_SURPLUS", "OF_OCCUPATION"), "Need": ("HAS_NEED", "FOR_OCCUPATION")}


class LeftOut(Described):
    """A surplus or a need that no bridge can rest on, and why."""

    side: Literal["Surplus", "Need"] = Field(description="What it is.")
    record: Named = Field(description="The surplus or the need.")
    reason: Reason = Field(description="Why it is left out.")


class Employer(NamedTuple):
    """A company or an actor: its type and its place in the table of that type."""

    label: str
    place: int


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


class Market:
    """Reads one side after the other; what is left out is in `left_out`, in the order of keys."""

    def __init__(self, snapshot: Snapshot, on: date, horizon: date | None) -> None:
        self.snapshot = snapshot
        self.on = on.isoformat()
        self.horizon = horizon.isoformat() if horizon else NEVER
        self.left_out: list[LeftOut] = []
        self._where = {label: positions(snapshot, label) for label in EMPLOYERS}
        self._communes = {
            label: snapshot.links(f"{label}-LOCATED_IN-Territory").by_source for label in EMPLOYERS
        }
        self._occupations = {
            label: snapshot.links(f"{label}-{of}-Occupation").by_source
            for label, (_, of) in SIDES.items()
        }
        self._owned = {
            (owner, label): snapshot.links(f"{owner}-{has}-{label}").by_target
            for owner in EMPLOYERS
            for label, (has, _) in SIDES.items()
        }

    def stocks(self, label: Literal["Surplus", "Need"], employer: str | None) -> list[Stock]:
        """Returns the open surpluses or needs, of one employer where its key is given.

        A surplus counts its headcount. A need counts its posts rounded down: less than one
        full-time post is nobody's job. Without posts it counts what its leanest month sustains,
        and one person when it gives no figure at all.
        """
        return [
            stock
            for place in range(len(self.snapshot.table(label)))
            if (stock := self._stock(label, place, employer))
        ]

    def staff(self, employer: str | None, turnover: float) -> list[Stock]:
        """Returns who usually leaves an employer within a year, of one where its key is given.

        Each occupation counts its headcount times the turnover, rounded down. Closed employers
        and those without coordinates have none.
        """
        found: list[Stock] = []
        for label in EMPLOYERS:
            links = self.snapshot.links(f"{label}-EMPLOYS-Occupation")
            headcounts = links.columns.get("headcount", (None,) * len(links))
            for (owner, occupation), headcount in zip(links.pairs(), headcounts, strict=True):
                people = floor(headcount * turnover + 1e-9) if isinstance(headcount, int) else 0
                leaver = Employer(label, owner)
                if people and self._works(leaver) and employer in (None, self.key_of(leaver)):
                    found.append(self._leaving(len(found), leaver, occupation, people))
        return found

    def _works(self, employer: Employer) -> bool:
        table = self.snapshot.table(employer.label)
        closed = table.value(employer.place, "status") == "closed"
        return not closed and not isnan(self._position(employer)[0])

    def _leaving(self, record: int, employer: Employer, occupation: int, people: int) -> Stock:
        return Stock(
            label="Staff",
            record=record,
            employer=employer,
            occupations=(occupation,),
            people=people,
            starts_on=ALWAYS,
            until=NEVER,
            visibility="public",
            where=self._position(employer),
        )

    def key_of(self, employer: Employer) -> str:
        """Returns the key of an employer."""
        return self.snapshot.table(employer.label).keys[employer.place]

    def commune_of(self, employer: Employer) -> str | None:
        """Returns the name of the commune an employer is in."""
        places = self.communes_of(employer)
        return named(self.snapshot.table("Territory"), places[0]).name if places else None

    def communes_of(self, employer: Employer) -> tuple[int, ...]:
        """Returns the places of the communes an employer is in."""
        return self._communes[employer.label].get(employer.place, ())

    def minutes(self, one: Employer, other: Employer) -> float | None:
        """Returns the minutes by road between the communes of two employers, the least; 0 in one.

        `None` where no travel time was loaded. A time said one way holds for the way back, unless
        that is said too.
        """
        if not self._travel:
            return None
        starts, ends = self.communes_of(one), self.communes_of(other)
        if not set(starts).isdisjoint(ends):
            return 0.0
        pairs = [(a, b) for a in starts for b in ends]
        told = [self._travel.get((a, b), self._travel.get((b, a))) for a, b in pairs]
        return min((each for each in told if each is not None), default=None)

    @cached_property
    def _travel(self) -> dict[tuple[int, int], float]:
        links = self.snapshot.links("Territory-REACHES-Territory")
        minutes = links.columns.get("minutes", (None,) * len(links))
        told = zip(links.pairs(), minutes, strict=True)
        return {pair: float(each) for pair, each in told if isinstance(each, (int, float))}

    def _stock(
        self, label: Literal["Surplus", "Need"], place: int, wanted: str | None
    ) -> Stock | None:
        owners = list(self._owners(label, place))
        theirs = wanted is None or wanted in map(self.key_of, owners)
        if self.snapshot.table(label).value(place, "status") != "open" or not theirs:
            return None
        if not owners:
            self._leave(label, place, "bridge.left.no_employer")
            return None
        stock = self._described(label, place, owners[0])
        if why := self._against(label, stock):
            self._leave(label, place, why)
            return None
        return stock

    def _described(self, label: Literal["Surplus", "Need"], place: int, owner: Employer) -> Stock:
        table = self.snapshot.table(label)
        ends = "until" if label == "Surplus" else "by"
        occupations = self._occupations[label].get(place, ())
        return Stock(
            label=label,
            record=place,
            employer=owner,
            occupations=occupations,
            people=_headcount(table, place) if label == "Surplus" else posts(table, place),
            starts_on=str(table.value(place, "starts_on") or ALWAYS),
            until=str(table.value(place, ends) or NEVER),
            visibility=table.value(place, "visibility"),  # type: ignore[arg-type]
            where=self._position(owner),
        )

    def _against(self, label: str, stock: Stock) -> str | None:
        owner = self.snapshot.table(stock.employer.label)
        faults = {
            "bridge.left.no_occupation": not stock.occupations,
            "bridge.left.employer_closed": label == "Need"
            and owner.value(stock.employer.place, "status") == "closed",
            "bridge.left.expired": stock.until < self.on,
            "bridge.left.later": stock.starts_on > self.horizon,
            "bridge.left.part_time": stock.people < 1,
            "bridge.left.not_placed": isnan(stock.where[0]),
        }
        return next((why for why, holds in faults.items() if holds), None)

    def _leave(self, label: Literal["Surplus", "Need"], place: int, why: str) -> None:
        record = named(self.snapshot.table(label), place, "title")
        self.left_out.append(LeftOut(side=label, record=record, reason=reason(why)))

    def _owners(self, label: str, place: int) -> Iterator[Employer]:
        for owner in EMPLOYERS:
            yield from (Employer(owner, p) for p in self._owned[owner, label].get(place, ()))

    def _position(self, owner: Employer) -> tuple[float, float]:
        latitude, longitude = self._where[owner.label][owner.place].tolist()
        return latitude, longitude


def posts(needs: NodeTable, place: int) -> int:
    """Returns how many people a need can take for good: whole posts only."""
    said = needs.value(place, "posts")
    if isinstance(said, (int, float)):
        return floor(said + 1e-9)
    months = [needs.value(place, month) for month in MONTHS]
    if all(month is None for month in months):
        return 1
    return floor(min(m if isinstance(m, (int, float)) else 0 for m in months) + 1e-9)


def _headcount(surpluses: NodeTable, place: int) -> int:
    said = surpluses.value(place, "headcount")
    return said if isinstance(said, int) else 0


def meet(surplus: Stock, need: Stock) -> bool:
    """Returns whether the days of a surplus and of a need have one in common."""
    return surplus.starts_on <= need.until and need.starts_on <= surplus.until


def coordinates(stocks: list[Stock]) -> Numbers:
    """Returns the latitude and longitude of each."""
    import numpy as np

    return np.array([stock.where for stock in stocks], dtype=np.float64).reshape(-1, 2)
