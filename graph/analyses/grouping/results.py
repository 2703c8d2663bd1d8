"""What a grouping says."""

from __future__ import annotations

from pydantic import Field

from graph.analyses.bridging.agreements import AgreementSeen
from graph.analyses.reasons import Described, Named, Reason
from graph.viewer import Visibility


class LeftOut(Described):
    """A need that is not counted."""

    employer: Named = Field(description="Whose need it is.")
    need: Named = Field(description="The need.")
    reason: Reason = Field(description="Why it is not counted.")


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
    jobs: int = Field(ge=0, description="Full-time jobs that all the rules allow.")
    margin: float = Field(description="κ: jobs the hours sustain, as a real number.")
    share: float = Field(ge=0, le=1, description="Share of the largest member.")
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


class FamilyExamined(Described):
    """What was looked at in one family, and what came of it."""

    family: str = Field(description="Occupation or family of occupations.")
    employers: int = Field(description="Employers with needs that count.")
    complete_to: int = Field(description="Every grouping of up to so many members is found.")
    found: int = Field(description="Groupings found.")
    reasons: tuple[Reason, ...] = Field(description="Why none, or why the list stops early.")


class FamilyPlanned(Described):
    """The plan of one family, and what a better one could have at most."""

    family: str = Field(description="Occupation or family of occupations.")
    jobs: int = Field(ge=0, description="Jobs of its groupings.")
    bound: int = Field(ge=0, description="Jobs that no plan exceeds.")
    proven: bool = Field(description="Whether no plan has more jobs.")
    baseline: int = Field(ge=0, description="Jobs of communities of complementary employers.")
    seconds: float = Field(ge=0, description="Seconds that the search took.")


class GroupingPlan(Described):
    """Disjoint groupings in each family, with the most jobs in all."""

    groupings: tuple[EmployerGrouping, ...] = Field(description="Its groupings, by family.")
    jobs: int = Field(ge=0, description="Jobs of all its groupings.")
    bound: int = Field(ge=0, description="Jobs that no plan exceeds.")
    proven: bool = Field(description="Whether no plan has more jobs.")
    baseline: int = Field(ge=0, description="Jobs of communities of complementary employers.")
    seconds: float = Field(ge=0, description="Seconds that the search took.")
    families: tuple[FamilyPlanned, ...] = Field(description="The same, family by family.")
    reasons: tuple[Reason, ...] = Field(description="What it comes to, in sentences.")


class GroupingsResult(Described):
    """The list: jobs per member, fewer members, distance, keys; the plan; what they rest on."""

    list: tuple[EmployerGrouping, ...] = Field(description="The best, in order.")
    found: int = Field(description="Groupings found in all, shown or not.")
    plan: GroupingPlan | None = Field(description="The plan, where it was asked for.")
    families: tuple[FamilyExamined, ...] = Field(description="Families of two employers or more.")
    left_out: tuple[LeftOut, ...] = Field(description="Needs that are not counted, and why.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")

    @property
    def all(self) -> tuple[EmployerGrouping, ...]:
        """The groupings of the list, then those of the plan that it does not show."""
        planned = self.plan.groupings if self.plan else ()
        return tuple({each.key: each for each in (*self.list, *planned)}.values())
