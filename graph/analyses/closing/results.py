"""What the answer to a closure says."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from graph.analyses.bridging.results import Bridge, NearMiss
from graph.analyses.moves.trainings import NextSession, TrainingOffer
from graph.analyses.reasons import Described, Named, Reason


class Leaving(Described):
    """The people of one surplus or of one occupation."""

    occupation: Named = Field(description="Their occupation.")
    people: int = Field(ge=1, description="How many they are.")
    landing: int = Field(ge=0, description="Of them, how many have a post at most.")
    without: int = Field(ge=0, description="Of them, how many have no way out.")
    why: Reason | None = Field(description="Why some have none.")


class LandingWay(Described):
    """People who could take one bridge, counted once over the answer."""

    bridge: Bridge = Field(description="The bridge, with the people of the answer.")
    training: TrainingOffer | None = Field(description="The course that comes first.")
    session: NextSession | None = Field(description="Its session, whose seats are counted.")
    opens_on: date = Field(description="First day on which the post can be taken.")
    early: bool = Field(description="Whether that is before the closing day.")


class Unlocking(Described):
    """A training that opens posts."""

    training: TrainingOffer = Field(description="The training.")
    provider: Named | None = Field(description="Who gives it.")
    session: NextSession = Field(description="Its first session in time.")
    posts: int = Field(ge=1, description="Posts it opens beside those before it in the list.")


class ClosureResult(Described):
    """Where the people of an employer could land together; nobody is counted twice."""

    on: date = Field(description="Day of the analysis.")
    employer: Named = Field(description="Who lets people go.")
    type: Literal["Company", "Actor"] = Field(description="Type of the employer.")
    commune: str | None = Field(description="Its commune.")
    closes_on: date | None = Field(description="Closing day, or first day people are free.")
    basis: Literal["declared", "staff"] = Field(
        description="Declared surpluses, or all the staff where none is declared."
    )
    people: int = Field(ge=0, description="People who lose their post.")
    landing: int = Field(ge=0, description="Posts open to them together, at most.")
    same: int = Field(ge=0, description="Of them, in the same occupation.")
    short: int = Field(ge=0, description="Of them, with a short adaptation.")
    long: int = Field(ge=0, description="Of them, after a long course with seats in time.")
    early: int = Field(ge=0, description="Of them, posts that open before the closing day.")
    without: int = Field(ge=0, description="People without a known way out.")
    leaving: tuple[Leaving, ...] = Field(description="By occupation, the most people first.")
    ways: tuple[LandingWay, ...] = Field(description="Who could go where, the most people first.")
    near_misses: tuple[NearMiss, ...] = Field(
        description="Just out of reach, for those who have no way out."
    )
    unlocking: tuple[Unlocking, ...] = Field(description="Trainings that open most posts.")
    to_ask: tuple[Reason, ...] = Field(description="Accompaniments to ask about.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")
    answer: tuple[Reason, ...] = Field(description="The answer in sentences with their figures.")

    @property
    def paragraph(self) -> str:
        """The answer as one paragraph."""
        return " ".join(each.sentence for each in self.answer)
