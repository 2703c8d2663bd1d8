"""Agreements: which employers agreed to be named to each other, and who may read that."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pydantic import Field

from graph.analyses.bridging.stocks import EMPLOYERS, NEVER, Employer
from graph.analyses.reasons import Described, Named, named
from graph.snapshot import Snapshot
from graph.viewer import Visibility


class AgreementSeen(Described):
    """What stands between the two sides of a bridge: an agreement of both, or of one so far."""

    key: str = Field(description="Its key.")
    complete: bool = Field(description="Whether both sides gave it.")
    missing: Named | None = Field(description="The side that has not given it yet.")
    agreed_on: str = Field(description="Day it was given.")
    until: str | None = Field(description="Last day it holds; open when not said.")
    conditions: str | None = Field(description="On which conditions.")
    visibility: Visibility = Field(description="Who may read it.")


class Agreements:
    """The agreements of a snapshot that are in force on a day."""

    def __init__(self, snapshot: Snapshot, on: date) -> None:
        self.snapshot = snapshot
        self.table = snapshot.table("Agreement")
        self.on = on.isoformat()
        self._given: dict[Employer, set[int]] = defaultdict(set)
        for label in EMPLOYERS:
            for giver, agreement in snapshot.links(f"{label}-GAVE-Agreement").pairs():
                if self._holds(agreement):
                    self._given[Employer(label, giver)].add(agreement)

    def between(self, one: Employer, other: Employer) -> AgreementSeen | None:
        """Returns what both gave, the first by key; else what one alone gave so far."""
        ours, theirs = self._given.get(one, set()), self._given.get(other, set())
        if shared := ours & theirs:
            return self._seen(min(shared), None)
        waiting = [(each, other) for each in ours] + [(each, one) for each in theirs]
        alone = [pair for pair in waiting if self._givers(pair[0]) == 1]
        return self._seen(*min(alone, key=lambda pair: pair[0])) if alone else None

    def _seen(self, place: int, missing: Employer | None) -> AgreementSeen:
        names = missing and named(self.snapshot.table(missing.label), missing.place)
        told = self.table.record(place)
        return AgreementSeen.model_validate(
            {name: told.get(name) for name in ("key", "agreed_on", "until", "conditions")}
            | {"visibility": told["visibility"], "complete": missing is None, "missing": names}
        )

    def _holds(self, place: int) -> bool:
        begins = str(self.table.value(place, "agreed_on") or NEVER)
        return begins <= self.on <= str(self.table.value(place, "until") or NEVER)

    def _givers(self, agreement: int) -> int:
        return sum(agreement in given for given in self._given.values())
