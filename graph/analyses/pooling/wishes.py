"""What employers want, and what nothing can rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import repeat
from typing import Literal, NamedTuple

from pydantic import Field

from graph.analyses.bridging.stocks import EMPLOYERS, NEVER, Employer
from graph.analyses.pooling.ground import Ground, Spot
from graph.analyses.reasons import Described, Named, Reason, named, reason
from graph.declare import NODES
from graph.snapshot import Snapshot

Said = Literal["Training", "Skill", "Need", "Resource"]
Left = Literal["Training", "Skill", "Need", "Resource", "Session"]


class LeftOut(Described):
    """A wish, a need or a resource that nothing rests on, and why."""

    type: Left = Field(description="Type of what is wished, needed or had.")
    record: Named = Field(description="What it is.")
    employer: Named | None = Field(description="Whose it is; none below the cell.")
    reason: Reason = Field(description="Why it is left out.")


class Wish(NamedTuple):
    """What an employer wants, as it said last; `people` is None when it did not say how many."""

    employer: Employer
    type: Said
    place: int
    people: int | None
    by: str
    said_on: str


class Wishes:
    """Reads what employers want; what nothing can rest on goes to `left_out`."""

    def __init__(self, snapshot: Snapshot, ground: Ground, on: str) -> None:
        self.snapshot = snapshot
        self.ground = ground
        self.on = on
        self.left_out: list[LeftOut] = []

    def leave(self, employer: Employer | None, type_: Left, place: int, why: Reason) -> None:
        """Notes that something is left out."""
        table, told = self.snapshot.table(type_), None
        if employer and self.snapshot.viewer.visibility == "cell":
            told = named(self.snapshot.table(employer.label), employer.place)
        record = named(table, place, NODES[type_].headline)
        left = LeftOut(type=type_, record=record, employer=told, reason=why)
        self.left_out.append(left)

    def of(self, type_: Said) -> Iterator[tuple[Wish, Spot]]:
        """Yields the wishes for a type that hold, each with where its employer is.

        Of one employer and thing what was said last stands.
        """
        for wish in self._last(type_):
            spot = self.ground.spot(*wish.employer)
            if why := self._against(wish, spot):
                self.leave(wish.employer, type_, wish.place, reason(why))
            elif spot is not None:
                yield wish, spot

    def _last(self, type_: Said) -> Iterator[Wish]:
        for label in EMPLOYERS:
            said: dict[tuple[int, int], list[Wish]] = defaultdict(list)
            for pair, people, before, since in self._rows(f"{label}-WANTS-{type_}"):
                number = int(people) if isinstance(people, (int, float)) else None
                by, on = str(before or NEVER), str(since or "")
                wish = Wish(Employer(label, pair[0]), type_, pair[1], number, by, on)
                said[pair].append(wish)
            for wishes in said.values():
                *earlier, last = sorted(wishes, key=lambda wish: wish.said_on)
                for each in earlier:
                    self.leave(each.employer, type_, each.place, reason("sharing.left.said_again"))
                yield last

    def _rows(self, signature: str) -> Iterator[tuple[tuple[int, int], object, object, object]]:
        links = self.snapshot.links(signature)
        columns = [
            links.columns.get(name, repeat(None, len(links)))
            for name in ("people", "before", "since")
        ]
        yield from zip(links.pairs(), *columns, strict=True)

    def _against(self, wish: Wish, spot: Spot | None) -> str:
        """Returns why a wish does not hold; nothing where it does."""
        employers = self.snapshot.table(wish.employer.label)
        if employers.value(wish.employer.place, "status") == "closed":
            return "sharing.left.closed"
        if wish.by < self.on:
            return "sharing.left.expired"
        if wish.people == 0:
            return "sharing.left.nobody"
        return "sharing.left.not_placed" if spot is None else ""


def owners(snapshot: Snapshot, edge: str) -> dict[int, Employer]:
    """Returns the first open employer, by type and key, at the other end of edges `HAS_…-…`."""
    found: dict[int, Employer] = {}
    for label in EMPLOYERS:
        table = snapshot.table(label)
        for owner, held in snapshot.links(f"{label}-{edge}").pairs():
            if table.value(owner, "status") != "closed":
                found.setdefault(held, Employer(label, owner))
    return found
