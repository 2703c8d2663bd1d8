"""Trainings that teach what a move lacks, and their next session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from graph.analyses.moves.skills import Skills
from graph.analyses.reasons import Described
from graph.snapshot import Snapshot


class TrainingOffer(Described):
    """A training that fills part of what a move lacks."""

    key: str = Field(description="Key of the training.")
    title: str = Field(description="Title of the programme.")
    hours: int | None = Field(description="Length in hours.")
    teaches: tuple[str, ...] = Field(
        description="Missing skills that it teaches, heaviest first; empty when it only prepares."
    )
    share: float = Field(
        ge=0, le=1, description="Weight it teaches over the weight missing; 1 when it prepares."
    )
    prepares: bool = Field(
        description="Whether it names no skill but prepares for the occupation of arrival."
    )


class NextSession(Described):
    """The first session of a training from a day on."""

    key: str = Field(description="Key of the session.")
    starts_on: str = Field(description="First day.")
    seats_left: int | None = Field(description="Seats not taken yet; unknown when not said.")


class Trainings:
    """The trainings of a snapshot, by what they teach."""

    def __init__(self, snapshot: Snapshot, skills: Skills) -> None:
        self.skills = skills
        self.trainings = snapshot.table("Training")
        self.sessions = snapshot.table("Session")
        self.teaches = snapshot.links("Training-TEACHES-Skill")
        self.prepares = snapshot.links("Training-PREPARES_FOR-Occupation")
        self.certified = snapshot.links("Training-PREPARES_FOR-Certification")
        self.opens = snapshot.links("Certification-OPENS-Occupation")
        self.runs = snapshot.links("Training-HAS_SESSION-Session")

    def offers(self, missing: Sequence[int], destination: int) -> tuple[TrainingOffer, ...]:
        """Returns what teaches missing skills or prepares for the destination.

        A training that names the skills it teaches is judged by them alone. The greatest share
        of the missing weight comes first, then the key.
        """
        found = {place for skill in missing for place in self.teaches.by_target.get(skill, ())}
        silent = self._preparing(destination) - self.teaches.by_source.keys() if missing else set()
        offers = [self._offer(place, missing) for place in sorted(found | silent)]
        return tuple(sorted(offers, key=lambda offer: (-offer.share, offer.key)))

    def next_session(self, training: str, on: date) -> NextSession | None:
        """Returns the first session that starts on a day or later, or `None`."""
        coming = self.coming_sessions(training, on)
        return coming[0] if coming else None

    def coming_sessions(self, training: str, on: date) -> list[NextSession]:
        """Returns the sessions that start on a day or later, the first first."""
        return [
            NextSession(key=self.sessions.keys[place], starts_on=day, seats_left=self._left(place))
            for day, place in sorted(self._coming(self.trainings.index[training], on.isoformat()))
        ]

    def _preparing(self, destination: int) -> set[int]:
        found = set(self.prepares.by_target.get(destination, ()))
        for certification in self.opens.by_target.get(destination, ()):
            found.update(self.certified.by_target.get(certification, ()))
        return found

    def _offer(self, place: int, missing: Sequence[int]) -> TrainingOffer:
        taught = set(self.teaches.by_source.get(place, ()))
        useful = [skill for skill in missing if skill in taught]
        weights = self.skills.weights
        share = sum(weights[useful]) / sum(weights[list(missing)]) if taught else 1.0
        hours = self.trainings.value(place, "hours")
        return TrainingOffer(
            key=self.trainings.keys[place],
            title=str(self.trainings.value(place, "title") or self.trainings.keys[place]),
            hours=hours if isinstance(hours, int) else None,
            teaches=tuple(map(self.skills.title, useful)),
            share=min(1.0, round(float(share), 4)),
            prepares=not taught,
        )

    def _coming(self, training: int, day: str) -> Iterator[tuple[str, int]]:
        for place in self.runs.by_source.get(training, ()):
            starts_on = self.sessions.value(place, "starts_on")
            if isinstance(starts_on, str) and starts_on >= day:
                yield starts_on, place

    def _left(self, place: int) -> int | None:
        seats = self.sessions.value(place, "seats")
        taken = self.sessions.value(place, "seats_taken")
        return (
            max(0, seats - (taken if isinstance(taken, int) else 0))
            if isinstance(seats, int)
            else None
        )
