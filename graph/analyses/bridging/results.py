"""What a bridge says, and how a crossing becomes one."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field

from graph.analyses.bridging.crossings import Crossing, Move
from graph.analyses.bridging.market import NEVER, LeftOut, Market, Stock
from graph.analyses.moves.moves import Moves, move_reasons
from graph.analyses.moves.skills import Effort, SkillWeight
from graph.analyses.moves.trainings import NextSession, TrainingOffer
from graph.analyses.reasons import Described, Named, Reason, named, reason
from graph.codes import slug
from graph.viewer import Visibility, lowest


class Party(Described):
    """One end of a bridge: an employer and what it releases or seeks."""

    type: Literal["Company", "Actor"] = Field(description="Type of the employer.")
    employer: Named = Field(description="The employer.")
    commune: str | None = Field(description="Its commune.")
    record: Named = Field(description="The surplus or the need.")
    people: int = Field(ge=1, description="People released, or whole posts to fill.")
    sources: tuple[str, ...] = Field(description="Who says it.")
    observed_on: str | None = Field(description="First day it was observed.")


class DatedOffer(Described):
    """A training for what is missing, with its next session."""

    training: TrainingOffer = Field(description="The training.")
    session: NextSession | None = Field(description="Its next session; none when not known.")
    in_time: bool | None = Field(
        description="Whether that session starts before the need's date; unknown without session."
    )


class Bridge(Described):
    """People of one employer who could move to another, with all that it can be checked by."""

    key: str = Field(description="Both employers, both occupations and both records.")
    source: Party = Field(description="Who releases people.")
    target: Party = Field(description="Who seeks people.")
    from_occupation: Named = Field(description="Occupation they leave.")
    to_occupation: Named = Field(description="Occupation they could take.")
    people: int = Field(ge=0, description="People, nobody counted twice in the answer.")
    people_possible: int = Field(ge=1, description="People if this bridge stood alone.")
    score: float = Field(ge=0, le=1, description="Likeness of the occupations; 1 for one.")
    coverage: float = Field(ge=0, le=1, description="Weight of the skills already held.")
    effort: Effort = Field(description="What the move asks.")
    official: int | None = Field(description="Rank as an official ROME mobility.")
    km: float = Field(ge=0, description="Kilometres as the crow flies.")
    starts_on: date = Field(description="First day on which both sides and the analysis hold.")
    until: date | None = Field(description="Last such day; none when open.")
    held: tuple[SkillWeight, ...] = Field(description="Skills already held, heaviest first.")
    missing: tuple[SkillWeight, ...] = Field(description="Skills to acquire, heaviest first.")
    trainings: tuple[DatedOffer, ...] = Field(description="What teaches the missing skills.")
    visibility: Visibility = Field(description="The lowest of what it derives from.")
    vetoed: bool = Field(description="Whether someone refused it; the reasons say why.")
    reasons: tuple[Reason, ...] = Field(description="Why, in sentences.")


class NearMiss(Described):
    """A bridge that the radius alone keeps out."""

    key: str = Field(description="Key the bridge would have.")
    source: Party = Field(description="Who releases people.")
    target: Party = Field(description="Who seeks people.")
    from_occupation: Named = Field(description="Occupation they leave.")
    to_occupation: Named = Field(description="Occupation they could take.")
    people_possible: int = Field(ge=1, description="People if it stood alone.")
    score: float = Field(ge=0, le=1, description="Likeness of the occupations; 1 for one.")
    km: float = Field(description="Kilometres as the crow flies.")
    beyond_km: float = Field(description="Of them, beyond the radius.")
    visibility: Visibility = Field(description="The lowest of what it derives from.")
    reason: Reason = Field(description="By how much it is out of reach.")


class PoolCount(Described):
    """People counted in an occupation that is sought: the other half of the market."""

    pool: Named = Field(description="The pool.")
    kind: str | None = Field(description="Who they are.")
    headcount: int | None = Field(description="How many were counted.")
    counted_on: str | None = Field(description="Day of the count.")
    occupation: Named = Field(description="Their occupation.")
    territories: tuple[Named, ...] = Field(description="Where they were counted.")


class BridgesResult(Described):
    """The bridges of an answer: people × score, score, kilometres, keys; refused last."""

    on: date = Field(description="Day of the analysis.")
    bridges: tuple[Bridge, ...] = Field(description="The bridges shown.")
    total: int = Field(ge=0, description="How many there are.")
    people: int = Field(ge=0, description="People over all of them, nobody counted twice.")
    near_misses: tuple[NearMiss, ...] = Field(description="Just out of reach, nearest first.")
    left_out: tuple[LeftOut, ...] = Field(description="What no bridge can rest on, and why.")
    pools: tuple[PoolCount, ...] = Field(description="Pools of the occupations sought.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")


class Writer:
    """Writes crossings out in full."""

    def __init__(self, market: Market, moves: Moves) -> None:
        self.market = market
        self.moves = moves
        self.snapshot = market.snapshot
        self._skills = cache(self._compare)
        self._dated = cache(self._offers)

    def key(self, crossing: Crossing) -> str:
        """Returns the key of a bridge."""
        surplus, need, move = crossing.surplus, crossing.need, crossing.move
        employers = map(self.market.key_of, (surplus.employer, need.employer))
        occupations = (
            self.moves.skills.occupations.keys[p] for p in (move.origin, move.destination)
        )
        records = (
            self.snapshot.table("Surplus").keys[surplus.record],
            self.snapshot.table("Need").keys[need.record],
        )
        return slug(*employers, *occupations, *records)

    def bridge(self, crossing: Crossing, people: int) -> Bridge:
        """Returns a crossing as a bridge that `people` take jointly."""
        surplus, need, move = crossing.surplus, crossing.need, crossing.move
        held, missing = self._skills(move.origin, move.destination)
        trainings = self._dated(move.origin, move.destination, need.until)
        last = min(surplus.until, need.until)
        return Bridge(
            **self._ends(crossing),
            people=people,
            coverage=move.coverage,
            effort=self.moves.effort(move.origin, move.destination),
            official=self.moves.rank(move.origin, move.destination),
            km=round(crossing.km, 3),
            starts_on=date.fromisoformat(self._first(crossing)),
            until=None if last == NEVER else date.fromisoformat(last),
            held=held,
            missing=missing,
            trainings=trainings,
            vetoed=crossing.refused is not None,
            reasons=self._reasons(crossing, people, trainings),
        )

    def near_miss(self, crossing: Crossing, radius_km: float) -> NearMiss:
        """Returns a crossing as one that lies beyond the radius."""
        beyond = round(crossing.km - radius_km, 3)
        return NearMiss(
            **self._ends(crossing),
            km=round(crossing.km, 3),
            beyond_km=beyond,
            reason=reason("bridge.beyond", km=round(max(beyond, 0.1), 1)),
        )

    def _ends(self, crossing: Crossing) -> dict[str, object]:
        occupations = self.moves.skills.occupations
        surplus, need, move = crossing.surplus, crossing.need, crossing.move
        return {
            "key": self.key(crossing),
            "source": self._party("Surplus", surplus),
            "target": self._party("Need", need),
            "from_occupation": named(occupations, move.origin, "title"),
            "to_occupation": named(occupations, move.destination, "title"),
            "people_possible": crossing.possible,
            "score": move.score,
            "visibility": lowest(surplus.visibility, need.visibility),
        }

    def _party(self, label: str, stock: Stock) -> Party:
        employers, table = self.snapshot.table(stock.employer.label), self.snapshot.table(label)
        return Party(
            type=stock.employer.label,
            employer=named(employers, stock.employer.place),
            commune=self.market.commune_of(stock.employer),
            record=named(table, stock.record, "title"),
            people=stock.people,
            sources=tuple(_texts(table.value(stock.record, "sources"))),
            observed_on=table.value(stock.record, "observed_on"),
        )

    def _compare(
        self, origin: int, destination: int
    ) -> tuple[tuple[SkillWeight, ...], tuple[SkillWeight, ...]]:
        skills = self.moves.skills
        held = skills.described(skills.held(origin, destination), destination)
        return held, skills.described(skills.missing(origin, destination), destination)

    def _offers(self, origin: int, destination: int, by: str) -> tuple[DatedOffer, ...]:
        trainings = self.moves.trainings
        offers = trainings.offers(self.moves.skills.missing(origin, destination), destination)
        on = date.fromisoformat(self.market.on)
        dated = []
        for offer in offers:
            session = trainings.next_session(offer.key, on)
            in_time = session.starts_on <= by if session else None
            dated.append(DatedOffer(training=offer, session=session, in_time=in_time))
        return tuple(dated)

    def _first(self, crossing: Crossing) -> str:
        return max(crossing.surplus.starts_on, crossing.need.starts_on, self.market.on)

    def _reasons(
        self, crossing: Crossing, people: int, trainings: tuple[DatedOffer, ...]
    ) -> tuple[Reason, ...]:
        return (
            reason("bridge.people", count=people, possible=crossing.possible),
            *self._of_move(crossing.move),
            _distance(round(crossing.km, 1)),
            self._window(crossing),
            *self._of_trainings(crossing.move, trainings),
            *([crossing.refused] if crossing.refused else []),
        )

    def _of_move(self, move: Move) -> tuple[Reason, ...]:
        if move.same:
            return (reason("move.effort.same"),)
        return move_reasons(self.moves, move.origin, move.destination)

    def _of_trainings(self, move: Move, trainings: tuple[DatedOffer, ...]) -> tuple[Reason, ...]:
        if move.same:
            return ()
        if not self._skills(move.origin, move.destination)[1]:
            return (reason("bridge.nothing_missing"),)
        in_time = sum(offer.in_time is True for offer in trainings)
        return (reason("bridge.trainings", count=in_time),)

    def _window(self, crossing: Crossing) -> Reason:
        first = date.fromisoformat(self._first(crossing))
        last = min(crossing.surplus.until, crossing.need.until)
        if last == NEVER:
            return reason("bridge.window.open", first=first)
        return reason("bridge.window.closed", first=first, last=date.fromisoformat(last))


def _distance(km: float) -> Reason:
    return reason("bridge.km", km=km) if km else reason("bridge.same_place")


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, (list, tuple)) else []
