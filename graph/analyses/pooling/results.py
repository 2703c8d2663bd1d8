"""What is said of things to share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from graph.analyses.bridging.agreements import AgreementSeen
from graph.analyses.bridging.results import Party
from graph.analyses.pooling.parameters import Kind
from graph.analyses.pooling.wishes import LeftOut, Said
from graph.analyses.reasons import Described, Named, Reason
from graph.viewer import Visibility
from graph.wording import sentence

State = Literal["full", "held", "short"]


class Caller(Described):
    """Whom to call: a function, never a person."""

    function: str = Field(description="What the person is there for.")
    telephone: str | None = Field(description="Professional telephone.")
    email: str | None = Field(description="Professional address.")


class Body(Described):
    """Who gives a training."""

    actor: Named = Field(description="The partner.")
    commune: str | None = Field(description="Its commune.")
    callers: tuple[Caller, ...] = Field(description="Whom to call there.")


class Participant(Party):
    """One of those who share: an employer, what it wants, seeks or has, and how far it is."""

    role: Literal["wish", "need", "owner"] = Field(
        description="Whether it said a wish, has an open need, or has what others want."
    )
    said: Said | None = Field(description="Type of what it said; none when blurred.")
    people: int = Field(ge=0, description="People counted; 0 of who has a resource.")
    days: float | None = Field(description="Days a week, of a function.")
    weekdays: tuple[str, ...] = Field(description="Days of the week that it named.")
    by: date | None = Field(description="Last day by which it must begin; none when open.")
    km: float = Field(description="Kilometres as the crow flies; rounded up when blurred.")
    minutes: float | None = Field(description="Minutes by road, where known and not blurred.")
    callers: tuple[Caller, ...] = Field(description="Whom to call; none when blurred.")


class Sharing(Described):
    """Something that several could share, with all that it can be checked by."""

    key: str = Field(description="A mark that names nobody, the same in every run.")
    kind: Kind = Field(description="A session, a resource or a function.")
    what: Named | None = Field(description="The training or the resource; none when blurred.")
    participants: tuple[Participant, ...] = Field(description="Who, in turn.")
    km: float = Field(description="Of them, the farthest; a step when one is blurred.")
    basins: tuple[Named, ...] = Field(
        description="Employment basins of those who share, by key; none when one is blurred."
    )
    agreement: AgreementSeen | None = Field(description="What lets them be named.")
    introducer: Reason | None = Field(description="Who could introduce them to each other.")
    visibility: Visibility = Field(description="The lowest of what it derives from.")
    reasons: tuple[Reason, ...] = Field(description="Why, in sentences; the first says what.")
    questions: tuple[Reason, ...] = Field(description="What to settle, and with whom.")

    @property
    def title(self) -> str:
        """What is shared."""
        return self.what.name if self.what else sentence("sharing.unnamed")

    @property
    def blurred(self) -> bool:
        """Whether one who shares is described in place of named."""
        return any(each.blurred for each in self.participants)

    @property
    def parts(self) -> str:
        """Each who shares with how many people or days; what one said twice is added up."""
        told: dict[str, list[Participant]] = {}
        for place, each in enumerate(self.participants):
            told.setdefault(each.employer.key if each.employer else str(place), []).append(each)
        return sentence("told.then").join(map(_counted, told.values()))

    @property
    def who(self) -> str:
        """Who shares, in a sentence."""
        return sentence("sharing.who", parts=self.parts)

    @property
    def paragraph(self) -> str:
        """It all, to be read aloud: what, who, why."""
        first, *others = (each.sentence for each in self.reasons)
        return " ".join([first, self.who, *others])


def _counted(said: Sequence[Participant]) -> str:
    """Returns who, and how many people or days over all it said."""
    name, days = said[0].name, [each.days for each in said if each.days is not None]
    if days:
        return sentence("sharing.part.days", name=name, count=round(sum(days), 2))
    return sentence("sharing.part.people", name=name, count=sum(each.people for each in said))


class SharedSession(Sharing):
    """A session of a training that several employers could fill."""

    session: Named | None = Field(description="The session; none of one to ask for.")
    bodies: tuple[Body, ...] = Field(description="Who gives the training.")
    place: Named | None = Field(
        description="Commune where it is held; none when not known, or at one who is blurred."
    )
    starts_on: date | None = Field(description="First day; none of one to ask for.")
    last: date | None = Field(description="Last day on which it can begin; none when open.")
    hours: int | None = Field(description="Length in hours.")
    seats: int = Field(description="Seats in all.")
    taken: int = Field(description="Of them, taken before.")
    people: int = Field(description="People who take a seat here.")
    left: int = Field(ge=0, description="Seats that stay free.")
    lacking: int = Field(ge=0, description="People it lacks to be held.")
    beyond: int = Field(ge=0, description="People who find no seat in it.")
    state: State = Field(description="Full; held with seats left; or short of people.")


class SharedResource(Sharing):
    """A resource that one has and others want."""

    owner: Participant = Field(description="Who has it.")
    nature: str | None = Field(description="Kind of resource.")
    available: str | None = Field(description="When it can be had, as said.")
    weekdays: tuple[str, ...] = Field(description="Days of the week that this names.")

    @property
    def title(self) -> str:
        """The resource, or its kind where its owner is blurred."""
        return self.what.name if self.what else sentence(f"sharing.nature.{self.nature or 'other'}")

    @property
    def who(self) -> str:
        """Who has it and who wants it."""
        wanting = sentence("sharing.wanting", parts=self.parts)
        return f"{sentence('sharing.owner', name=self.owner.name)} {wanting}"

    @property
    def paragraph(self) -> str:
        """It all, to be read aloud, its name first."""
        return f"{self.title}. {super().paragraph}"

    @property
    def blurred(self) -> bool:
        """Whether one who shares is described in place of named."""
        return self.owner.blurred or super().blurred


class SharedFunction(Sharing):
    """A function that several employers need a few days a week."""

    function: str = Field(description="Which: quality, hr, web, maintenance or buildings.")
    occupations: tuple[Named, ...] = Field(description="Occupations of the needs, by key.")
    days: float = Field(description="Days a week, over all of them.")
    divisions: int = Field(description="Divisions of the NAF they come from.")

    @property
    def title(self) -> str:
        """The function."""
        return sentence(f"sharing.function.{self.function}")


class SharingResult(Described):
    """What could be shared.

    Sessions: those of several employers first, then the fewest people lacking, those that exist,
    the most people, the soonest day, the key. Resources: most who want it, nearest, key.
    Functions: most days, nearest, key.
    """

    on: date = Field(description="Day of the analysis.")
    sessions: tuple[SharedSession, ...] = Field(description="Sessions to fill together.")
    resources: tuple[SharedResource, ...] = Field(description="Resources to lend.")
    functions: tuple[SharedFunction, ...] = Field(description="Functions to share by the day.")
    total: int = Field(ge=0, description="How many there are in all.")
    people: int = Field(ge=0, description="People who take a seat, nobody counted twice.")
    left_out: tuple[LeftOut, ...] = Field(description="What nothing rests on, and why.")
    reasons: tuple[Reason, ...] = Field(description="What the whole rests on.")

    @property
    def all(self) -> tuple[Sharing, ...]:
        """Everything that could be shared: sessions, resources, functions."""
        return (*self.sessions, *self.resources, *self.functions)
