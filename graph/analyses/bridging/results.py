"""What a bridge says."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from graph.analyses.bridging.agreements import AgreementSeen
from graph.analyses.bridging.market import LeftOut
from graph.analyses.bridging.parameters import Basis
from graph.analyses.moves.skills import Effort, SkillWeight
from graph.analyses.moves.trainings import NextSession, TrainingOffer
from graph.analyses.reasons import Described, Named, Reason
from graph.viewer import Visibility
from graph.wording import sentence


class Party(Described):
    """One end of a bridge: an employer and what it releases or seeks.

    Whoever was not part of the bridge reads a `description` in place of all that names it.
    """

    type: Literal["Company", "Actor"] = Field(description="Type of the employer.")
    blurred: bool = Field(description="Whether it is described in place of named.")
    description: tuple[Reason, ...] = Field(description="Words that fit several employers.")
    employer: Named | None = Field(description="The employer; none when blurred.")
    commune: str | None = Field(description="Its commune; none when blurred.")
    record: Named | None = Field(
        description="The surplus or the need; none when blurred, or of usual departures."
    )
    people: int = Field(ge=1, description="People released, or whole posts to fill.")
    sources: tuple[str, ...] = Field(description="Who says it; none when blurred.")
    observed_on: str | None = Field(description="First day it was observed.")
    age_months: int | None = Field(description="Whole months from then to the day of the analysis.")

    @property
    def name(self) -> str:
        """What people call it, or the words that stand for it."""
        if self.employer:
            return self.employer.name
        return ", ".join(each.sentence for each in self.description)


class DatedOffer(Described):
    """A training for what is missing, with its next session."""

    training: TrainingOffer = Field(description="The training.")
    session: NextSession | None = Field(description="Its next session; none when not known.")
    in_time: bool | None = Field(
        description="Whether that session starts before the need's date; unknown without session."
    )


class Bridge(Described):
    """People of one employer who could move to another, with all that it can be checked by."""

    key: str = Field(description="A mark made of both employers, occupations and records.")
    source: Party = Field(description="Who releases people.")
    target: Party = Field(description="Who seeks people.")
    from_occupation: Named = Field(description="Occupation they leave.")
    to_occupation: Named = Field(description="Occupation they could take.")
    people: int = Field(ge=0, description="People, nobody counted twice in the answer.")
    people_possible: int = Field(ge=1, description="People if this bridge stood alone.")
    basis: Basis = Field(description="Declared surplus, or usual turnover.")
    score: float = Field(ge=0, le=1, description="Likeness and practice together; 1 for one.")
    likeness: float = Field(ge=0, le=1, description="What one can already do; 1 for one.")
    practice: float = Field(ge=0, le=1, description="Where such occupations officially lead.")
    coverage: float = Field(ge=0, le=1, description="Weight of the skills already held.")
    effort: Effort = Field(description="What the move asks.")
    official: int | None = Field(description="Rank as an official ROME mobility.")
    km: float = Field(
        ge=0, description="Kilometres as the crow flies; rounded up to a step when blurred."
    )
    minutes: float | None = Field(
        description="Minutes by road; none where no travel time was loaded, or blurred."
    )
    starts_on: date = Field(description="First day on which both sides and the analysis hold.")
    until: date | None = Field(description="Last such day; none when open.")
    held: tuple[SkillWeight, ...] = Field(description="Skills already held, heaviest first.")
    missing: tuple[SkillWeight, ...] = Field(description="Skills to acquire, heaviest first.")
    trainings: tuple[DatedOffer, ...] = Field(description="What teaches the missing skills.")
    visibility: Visibility = Field(description="The lowest of what it derives from.")
    vetoed: bool = Field(description="Whether someone refused it; the reasons say why.")
    agreement: AgreementSeen | None = Field(description="What lets both sides be named.")
    introducer: Reason | None = Field(description="Who could introduce them to each other.")
    loan: tuple[Reason, ...] = Field(description="What to settle where staff is lent.")
    reasons: tuple[Reason, ...] = Field(description="Why, in sentences.")

    @property
    def paragraph(self) -> str:
        """The bridge to be read aloud: who, how many and from what to what, then why."""
        kind = "same" if self.effort == "same" else "other"
        lead = sentence(
            f"bridge.lead.{kind}",
            count=self.people,
            source=self.source.name,
            target=self.target.name,
            leaving=self.from_occupation.name,
            coming=self.to_occupation.name,
        )
        told = [each.sentence for each in (*self.reasons[1:], self.introducer) if each]
        return " ".join([lead, *told])


class NearMiss(Described):
    """A bridge that the distance alone keeps out."""

    key: str = Field(description="Key the bridge would have.")
    source: Party = Field(description="Who releases people.")
    target: Party = Field(description="Who seeks people.")
    from_occupation: Named = Field(description="Occupation they leave.")
    to_occupation: Named = Field(description="Occupation they could take.")
    people_possible: int = Field(ge=1, description="People if it stood alone.")
    basis: Basis = Field(description="Declared surplus, or usual turnover.")
    score: float = Field(ge=0, le=1, description="Likeness and practice together; 1 for one.")
    likeness: float = Field(ge=0, le=1, description="What one can already do; 1 for one.")
    practice: float = Field(ge=0, le=1, description="Where such occupations officially lead.")
    km: float = Field(
        description="Kilometres as the crow flies; rounded up to a step when blurred."
    )
    beyond_km: float | None = Field(
        description="Of them, beyond the radius; none when blurred or counted in minutes."
    )
    beyond_minutes: float | None = Field(
        description="Minutes beyond those asked for; none when blurred or counted in kilometres."
    )
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
    basis: Basis = Field(description="Declared surpluses, or usual turnover beside them.")
    bridges: tuple[Bridge, ...] = Field(description="The bridges shown.")
    total: int = Field(ge=0, description="How many there are.")
    people: int = Field(ge=0, description="People over all of them, nobody counted twice.")
    near_misses: tuple[NearMiss, ...] = Field(description="Just out of reach, nearest first.")
    left_out: tuple[LeftOut, ...] = Field(description="What no bridge can rest on, and why.")
    pools: tuple[PoolCount, ...] = Field(description="Pools of the occupations sought.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")
