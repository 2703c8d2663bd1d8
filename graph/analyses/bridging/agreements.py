"""Agreements: which employers agreed to be named to each other, and who may read that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from pydantic import Field

from graph.analyses.bridging.stocks import EMPLOYERS, NEVER, Employer
from graph.analyses.reasons import Described, Named, named
from graph.snapshot import Snapshot
from graph.viewer import Visibility


class AgreementSeen(Described):
    """What stands between employers: an agreement of all of them, or of some so far."""

    key: str = Field(description="Its key.")
    complete: bool = Field(description="Whether all of them gave it.")
    missing: tuple[Named, ...] = Field(description="Those who have not given it yet.")
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
        self._givers: dict[int, set[Employer]] = defaultdict(set)
        for label in EMPLOYERS:
            for giver, agreement in snapshot.links(f"{label}-GAVE-Agreement").pairs():
                if self._holds(agreement):
                    self._givers[agreement].add(Employer(label, giver))

    def seen(self, employers: Collection[Employer]) -> tuple[bool, AgreementSeen | None]:
        """Returns whether the reader may read their names, and the agreement that is told.

        The cell reads all names, and what some of them gave so far too; others what all gave.
        """
        reads_all = self.snapshot.viewer.visibility == "cell"
        found = self.among(employers)
        agreement = found if found and (found.complete or reads_all) else None
        return reads_all or agreement is not None, agreement

    def among(self, employers: Collection[Employer]) -> AgreementSeen | None:
        """Returns what all of them gave, the first by key; else what most gave so far.

        What somebody else gave too is of something else, unless all of them gave it.
        """
        asked = set(employers)
        whole = [place for place, givers in self._givers.items() if asked <= givers]
        if whole:
            return self._seen(min(whole), ())
        begun = [place for place, givers in self._givers.items() if givers < asked]
        if not begun:
            return None
        place = min(begun, key=lambda each: (-len(self._givers[each]), each))
        return self._seen(place, [e for e in employers if e not in self._givers[place]])

    def _seen(self, place: int, missing: Iterable[Employer]) -> AgreementSeen:
        names = tuple(named(self.snapshot.table(e.label), e.place) for e in missing)
        told = self.table.record(place)
        return AgreementSeen.model_validate(
            {name: told.get(name) for name in ("key", "agreed_on", "until", "conditions")}
            | {"visibility": told["visibility"], "complete": not names, "missing": names}
        )

    def _holds(self, place: int) -> bool:
        begins = str(self.table.value(place, "agreed_on") or NEVER)
        return begins <= self.on <= str(self.table.value(place, "until") or NEVER)
