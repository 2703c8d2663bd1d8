"""What a grouping says."""

from __future__ import annotations

from pydantic import Field

from graph.analyses.bridging.agreements import AgreementSeen
from graph.analyses.reasons import Described, Named, Reason
from graph.viewer import Visibility


class NeedSeen(Described):
    """A need that a grouping rests on: who says it, and since when."""

    need: Named = Field(description="The need.")
    sources: tuple[str, ...] = Field(description="Who says it.")
    observed_on: str | None = Field(description="First day it was observed.")
    age_months: int | None = Field(description="Whole months from then to the day of the analysis.")


class Member(Described):
    """An employer in a grouping, with the hours it would share.

    Whoever may not know it reads a letter and a `description` in place of all that names it.
    """

    type: str = Field(description="`Company` or `Actor`.")
    blurred: bool = Field(description="Whether it is described in place of named.")
    key: str = Field(description="Key of the employer; a letter when blurred.")
    name: str = Field(description="Name of the employer; a letter when blurred.")
    description: tuple[Reason, ...] = Field(description="Words that fit several employers.")
    commune: Named | None = Field(description="Where it is, if known; none when blurred.")
    occupations: tuple[Named, ...] = Field(description="Occupations it needs, by key.")
    own_jobs: int = Field(description="Full-time jobs it sustains alone; they are not shared.")
    months: tuple[float, ...] = Field(description="Full-time equivalents to share, each month.")
    weekdays: tuple[str, ...] = Field(
        description="Days of the week it asks for; none when blurred."
    )
    hours: int = Field(description="Hours to share in a year.")
    share: float = Field(ge=0, le=1, description="Its share of the grouping's hours.")
    margin_without: float = Field(description="κ of the others, should it leave.")
    jobs_without: int = Field(description="Jobs that the others still sustain.")
    replaceable: int = Field(description="How many could take its place, each alone.")
    replacements: tuple[Named, ...] = Field(
        description="Who they are, looked for when there is one job; none when blurred."
    )
    needs: tuple[NeedSeen, ...] = Field(description="What it rests on; none when blurred.")
    reasons: tuple[Reason, ...] = Field(description="What its leaving means, in sentences.")

    @property
    def title(self) -> str:
        """Its name, or its letter with the words that stand for it."""
        words = ", ".join(each.sentence for each in self.description)
        return f"{self.name} ({words})" if words else self.name


class Way(Described):
    """How far two members are from each other."""

    one: str = Field(description="Name of the one.")
    other: str = Field(description="Name of the other.")
    km: float = Field(description="Kilometres as the crow flies.")
    minutes: float | None = Field(description="Minutes by road, where travel times were loaded.")


class EmployerGrouping(Described):
    """Employers whose needs sustain jobs together that none sustains alone."""

    key: str = Field(description="A mark made of its family and members, whatever their order.")
    family: str = Field(description="Occupation or family of occupations.")
    occupations: tuple[Named, ...] = Field(description="Occupations needed, by key.")
    members: tuple[Member, ...] = Field(description="Its members, the largest share first.")
    jobs: int = Field(ge=1, description="Full-time jobs that all the rules allow.")
    margin: float = Field(description="κ: jobs the hours sustain, as a real number.")
    largest_share: float = Field(ge=0, le=1, description="Share of the largest member.")
    km: float = Field(description="Greatest distance between two members; a step when blurred.")
    ways: tuple[Way, ...] = Field(description="Every two members, the farthest first, if named.")
    months: tuple[float, ...] = Field(description="Full-time equivalents in all, each month.")
    existing: tuple[Named, ...] = Field(description="Groupings already there to propose it to.")
    agreement: AgreementSeen | None = Field(description="What lets its members be named.")
    introducer: Reason | None = Field(description="Who could introduce them to each other.")
    visibility: Visibility = Field(description="The lowest of what it derives from.")
    reasons: tuple[Reason, ...] = Field(description="What holds it and what to settle.")

    @property
    def blurred(self) -> bool:
        """Whether its members are described in place of named."""
        return any(member.blurred for member in self.members)
