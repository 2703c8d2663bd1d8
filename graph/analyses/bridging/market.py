"""The two sides of a market: surpluses or usual departures, and open needs, where and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import repeat
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from graph.analyses.bridging.stocks import (
    ALWAYS,
    EMPLOYERS,
    NEVER,
    Employer,
    Flags,
    Stocks,
    Texts,
    employer_numbers,
    employer_of,
)
from graph.analyses.bridging.travel import Travel
from graph.analyses.reasons import Described, Named, Reason, named, reason
from graph.geography import Indexes, Numbers, positions
from graph.snapshot import NodeTable, Snapshot

MONTHS = tuple(f"m{month:02}" for month in range(1, 13))
SIDES = {"Surplus": ("HAS_SURPLUS", "OF_OCCUPATION"), "Need": ("HAS_NEED", "FOR_OCCUPATION")}
ENDS = {"Surplus": "until", "Need": "by"}
NOBODY = -1


class LeftOut(Described):
    """A surplus or a need that no bridge can rest on, and why."""

    side: Literal["Surplus", "Need"] = Field(description="What it is.")
    record: Named = Field(description="The surplus or the need.")
    reason: Reason = Field(description="Why it is left out.")


class Market:
    """Reads one side after the other; what is left out is in `left_out`, in the order of keys."""

    def __init__(self, snapshot: Snapshot, on: date, horizon: date | None) -> None:
        self.snapshot = snapshot
        self.on = on.isoformat()
        self.horizon = horizon.isoformat() if horizon else NEVER
        self.left_out: list[LeftOut] = []
        self._travel = Travel(snapshot)

    def stocks(self, label: Literal["Surplus", "Need"], employer: str | None) -> Stocks:
        """Returns the open surpluses or needs, of one employer where its key is given.

        A surplus counts its headcount. A need counts its posts rounded down: less than one
        full-time post is nobody's job. Without posts it counts what its leanest month sustains,
        and one person when it gives no figure at all.
        """
        every = self._every(label)
        open_ones = self.snapshot.table(label).texts("status", "") == "open"
        asked = open_ones & self._owned_by(label, employer)
        why = self._against(label, every)
        for place in np.flatnonzero(asked & (why != "")).tolist():
            record = named(self.snapshot.table(label), place, "title")
            told = LeftOut(side=label, record=record, reason=reason(str(why[place])))
            self.left_out.append(told)
        return every.only(asked & (why == ""))

    def staff(self, employer: str | None, turnover: float) -> Stocks:
        """Returns who usually leaves an employer within a year, of one where its key is given.

        Each occupation counts its headcount times the turnover, rounded down. Closed employers
        and those without coordinates have none.
        """
        employers, occupations, headcounts = np.concatenate(list(map(self._staff, EMPLOYERS))).T
        people = _whole(headcounts * turnover)
        where = self._where[employers]
        leaving = (people > 0) & ~self._closed[employers] & ~np.isnan(where[:, 0])
        if employer is not None:
            leaving &= np.isin(employers, self._numbers(employer))
        size = len(np.flatnonzero(leaving))
        return Stocks(
            labels=np.full(size, "Staff"),
            records=np.arange(size),
            employers=employers[leaving],
            occupations=_tuples(zip(occupations[leaving].tolist(), strict=True)),
            people=people[leaving],
            starts_on=np.full(size, ALWAYS),
            until=np.full(size, NEVER),
            visibility=np.full(size, "public"),
            where=where[leaving],
        )

    def _staff(self, label: str) -> Indexes:
        """Returns a row an employer and occupation: the number, the place and the headcount."""
        links = self.snapshot.links(f"{label}-EMPLOYS-Occupation")
        said = links.columns.get("headcount", repeat(None, len(links)))
        headcounts = [each if isinstance(each, int) else 0 for each in said]
        owners = employer_numbers(label, links.sources)
        return np.stack([owners, links.targets, np.array(headcounts, np.int64)], axis=1)

    def key_of(self, employer: Employer) -> str:
        """Returns the key of an employer."""
        return self.snapshot.table(employer.label).keys[employer.place]

    def commune_of(self, employer: Employer) -> str | None:
        """Returns the name of the commune an employer is in."""
        places = self.communes_of(employer)
        return named(self.snapshot.table("Territory"), places[0]).name if places else None

    def communes_of(self, employer: Employer) -> tuple[int, ...]:
        """Returns the places of the communes an employer is in."""
        return self._travel.communes_of(employer)

    def minutes(self, ones: Indexes, others: Indexes) -> Numbers:
        """Returns the minutes by road between the communes of employers, the least; 0 in one.

        Employers are numbers, in pairs. `nan` where no travel time was loaded. A time said one way
        holds for the way back, unless that is said too.
        """
        pairs = (list(map(employer_of, each.tolist())) for each in (ones, others))
        return self._travel.between(*pairs)

    def _every(self, label: Literal["Surplus", "Need"]) -> Stocks:
        table = self.snapshot.table(label)
        owners = self._owners(label)
        links = self.snapshot.links(f"{label}-{SIDES[label][1]}-Occupation").by_source
        return Stocks(
            labels=np.full(len(table), label),
            records=np.arange(len(table)),
            employers=owners,
            occupations=_tuples(links.get(place, ()) for place in range(len(table))),
            people=_headcounts(table) if label == "Surplus" else _posts(table),
            starts_on=table.texts("starts_on", ALWAYS),
            until=table.texts(ENDS[label], NEVER),
            visibility=table.texts("visibility", "public"),
            where=self._where[owners],
        )

    def _owners(self, label: str) -> Indexes:
        """Returns the number of the first employer of each stock, else NOBODY."""
        owners = np.full(len(self.snapshot.table(label)), NOBODY, dtype=np.int64)
        for employer in reversed(EMPLOYERS):
            links = self.snapshot.links(f"{employer}-{SIDES[label][0]}-{label}")
            owners[links.targets[::-1]] = employer_numbers(employer, links.sources[::-1])
        return owners

    def _owned_by(self, label: str, key: str | None) -> Flags:
        """Returns which stocks are of an employer, or of anybody when no key is given."""
        owned = np.full(len(self.snapshot.table(label)), key is None)
        mine = [] if key is None else self._numbers(key)
        for employer in EMPLOYERS:
            links = self.snapshot.links(f"{employer}-{SIDES[label][0]}-{label}")
            theirs = np.isin(employer_numbers(employer, links.sources), mine)
            owned[links.targets[theirs]] = True
        return owned

    def _numbers(self, key: str) -> list[int]:
        """Returns the numbers of the employers of a key."""
        tables = {label: self.snapshot.table(label).index for label in EMPLOYERS}
        return [
            int(employer_numbers(label, index[key]))
            for label, index in tables.items()
            if key in index
        ]

    def _against(self, label: str, stocks: Stocks) -> Texts:
        """Returns why no bridge can rest on each, the first cause; empty where one can."""
        faults = {
            "bridge.left.no_employer": stocks.employers == NOBODY,
            "bridge.left.no_occupation": np.array(
                [not held for held in stocks.occupations], np.bool_
            ),
            "bridge.left.employer_closed": self._closed[stocks.employers] & (label == "Need"),
            "bridge.left.expired": stocks.until < self.on,
            "bridge.left.later": stocks.starts_on > self.horizon,
            "bridge.left.part_time": stocks.people < 1,
            "bridge.left.not_placed": np.isnan(stocks.where[:, 0]),
        }
        told = np.array(["", *faults])
        first = np.select(list(faults.values()), np.arange(1, len(told)), 0)
        return told[first]

    @cached_property
    def _where(self) -> Numbers:
        """Where the employer of each number is; nobody, who is the last, is nowhere."""
        where = np.full((self._size + 1, 2), np.nan)
        for label in EMPLOYERS:
            places = np.arange(len(self.snapshot.table(label)))
            where[employer_numbers(label, places)] = positions(self.snapshot, label)
        return where

    @cached_property
    def _closed(self) -> Flags:
        """Whether the employer of each number is closed; nobody, who is the last, is not."""
        closed = np.zeros(self._size + 1, np.bool_)
        for label in EMPLOYERS:
            table = self.snapshot.table(label)
            numbers = employer_numbers(label, np.arange(len(table)))
            closed[numbers] = table.texts("status", "") == "closed"
        return closed

    @property
    def _size(self) -> int:
        return len(EMPLOYERS) * max(len(self.snapshot.table(label)) for label in EMPLOYERS)


def _tuples(each: Iterable[tuple[int, ...]]) -> NDArray[np.object_]:
    """Returns an array whose elements are tuples."""
    return np.fromiter(each, dtype=np.object_)


def _whole(people: Numbers) -> Indexes:
    """Returns people rounded down, but for what arithmetic alone takes away."""
    return np.floor(people + 1e-9).astype(np.int64)


def _posts(needs: NodeTable) -> Indexes:
    """Returns how many people each need can take for good: whole posts only."""
    said = needs.numbers("posts")
    for place in np.flatnonzero(np.isnan(said)).tolist():
        said[place] = _sustained(needs, place)
    return _whole(said)


def _sustained(needs: NodeTable, place: int) -> float:
    """Returns what the leanest month of a need sustains; one when it gives no figure at all."""
    months = [needs.value(place, month) for month in MONTHS]
    if all(month is None for month in months):
        return 1
    return min(m if isinstance(m, (int, float)) else 0 for m in months)


def _headcounts(surpluses: NodeTable) -> Indexes:
    return np.nan_to_num(surpluses.numbers("headcount")).astype(np.int64)
