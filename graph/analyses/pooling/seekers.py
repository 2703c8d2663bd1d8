"""Who would take a seat: wishes as employers said them, and needs that a training prepares for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from graph.analyses.bridging.market import Market
from graph.analyses.bridging.stocks import Employer
from graph.analyses.pooling.ground import Spot
from graph.analyses.pooling.wishes import Said, Wishes
from graph.analyses.reasons import reason
from graph.snapshot import Snapshot
from graph.viewer import Visibility

STRENGTH: tuple[Said, ...] = ("Training", "Skill", "Need")  # what stands for what


class Seeker(NamedTuple):
    """People of an employer who could take a seat of any of `trainings`, by a day.

    `place` is that of what was said in the table of its `type`; `counted` says whether it told how
    many people.
    """

    employer: Employer
    spot: Spot
    type: Said
    place: int
    people: int
    counted: bool
    by: str
    said_on: str | None
    visibility: Visibility
    trainings: frozenset[int]

    @property
    def turn(self) -> tuple[bool, str, Employer, str, int]:
        """Its turn for a seat: wishes first, then the soonest day, then the key's order."""
        return self.type == "Need", self.by, self.employer, self.type, self.place


class Teaching:
    """What each training teaches and prepares for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.teaches = snapshot.links("Training-TEACHES-Skill").by_target
        self.prepares: Mapping[int, set[int]] = defaultdict(set)
        for training, occupation in self._prepared(snapshot):
            self.prepares[occupation].add(training)
        self.modules = self._modules()

    def of_skills(self, skills: Iterable[int]) -> frozenset[int]:
        """Returns the trainings that teach any of several skills."""
        return frozenset(each for skill in skills for each in self.teaches.get(skill, ()))

    def of_need(self, occupations: Iterable[int], skills: Iterable[int]) -> frozenset[int]:
        """Returns what prepares for an occupation, or for none and teaches a skill called for."""
        prepared = {each for one in occupations for each in self.prepares.get(one, ())}
        return frozenset(prepared | (self.of_skills(skills) & self.modules))

    def _modules(self) -> frozenset[int]:
        preparing = {each for trainings in self.prepares.values() for each in trainings}
        teaching = {each for trainings in self.teaches.values() for each in trainings}
        return frozenset(teaching - preparing)

    def _prepared(self, snapshot: Snapshot) -> Iterator[tuple[int, int]]:
        yield from snapshot.links("Training-PREPARES_FOR-Occupation").pairs()
        opened = snapshot.links("Certification-OPENS-Occupation").by_source
        certified = snapshot.links("Training-PREPARES_FOR-Certification")
        for training, certification in certified.pairs():
            yield from ((training, occupation) for occupation in opened.get(certification, ()))


def seekers(wishes: Wishes, market: Market) -> list[Seeker]:
    """Returns who would take a seat, in turn; what a wish of the same employer covers is left out.

    A wish for a training stands for what its employer said of a skill, and either stands for its
    needs, where one training answers both.
    """
    teaching = Teaching(wishes.snapshot)
    found: dict[Said, list[Seeker]] = {
        "Training": list(_of_wishes(wishes, "Training", teaching)),
        "Skill": list(_of_wishes(wishes, "Skill", teaching)),
        "Need": list(_of_needs(wishes, market, teaching)),
    }
    kept: list[Seeker] = []
    for type_ in STRENGTH:
        stronger = _trainings_of(kept)
        for seeker in found[type_]:
            if seeker.trainings.isdisjoint(stronger[seeker.employer]):
                kept.append(seeker)
            else:
                why = reason("sharing.left.covered")
                wishes.leave(seeker.employer, type_, seeker.place, why)
    return sorted(kept, key=lambda seeker: seeker.turn)


def _trainings_of(kept: Iterable[Seeker]) -> Mapping[Employer, set[int]]:
    found: Mapping[Employer, set[int]] = defaultdict(set)
    for seeker in kept:
        found[seeker.employer].update(seeker.trainings)
    return found


def _of_wishes(wishes: Wishes, type_: Said, teaching: Teaching) -> Iterator[Seeker]:
    for wish, spot in wishes.of(type_):
        place = wish.place
        found = frozenset({place}) if type_ == "Training" else teaching.of_skills([place])
        if found:
            yield Seeker(
                employer=wish.employer,
                spot=spot,
                type=type_,
                place=place,
                people=wish.people or 1,
                counted=wish.people is not None,
                by=wish.by,
                said_on=wish.said_on or None,
                visibility="public",
                trainings=found,
            )
        else:
            wishes.leave(wish.employer, type_, place, reason("sharing.left.no_training"))


def _of_needs(wishes: Wishes, market: Market, teaching: Teaching) -> Iterator[Seeker]:
    """Yields open needs of whole posts; those of no training are no matter of a session."""
    snapshot = wishes.snapshot
    skills = snapshot.links("Need-CALLS_FOR-Skill").by_source
    for stock in market.stocks("Need", None):
        found = teaching.of_need(stock.occupations, skills.get(stock.record, ()))
        spot = wishes.ground.spot(*stock.employer)
        if found and spot:
            yield Seeker(
                employer=stock.employer,
                spot=spot,
                type="Need",
                place=stock.record,
                people=stock.people,
                counted=True,
                by=stock.until,
                said_on=None,
                visibility=stock.visibility,
                trainings=found,
            )
