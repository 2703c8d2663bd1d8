"""Those who share, for their reader: named, or blurred until all of them agreed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal, NamedTuple

from graph.analyses.bridging.agreements import Agreements, AgreementSeen
from graph.analyses.bridging.blurring import Blur, step
from graph.analyses.bridging.introductions import Introductions
from graph.analyses.bridging.stocks import NEVER, Employer
from graph.analyses.pooling.gathering import TOGETHER
from graph.analyses.pooling.ground import STEPS, Ground, Spot
from graph.analyses.pooling.results import Caller, Participant
from graph.analyses.pooling.wishes import Said
from graph.analyses.reasons import Reason, named
from graph.analyses.sourcing import observed
from graph.declare import NODES


class Part(NamedTuple):
    """What an employer brings to a sharing, and how far it is from where that is.

    `place` is that of what it said in the table of `said`.
    """

    employer: Employer
    role: Literal["wish", "need", "owner"]
    said: Said
    place: int
    people: int
    km: float
    minutes: float | None
    by: str = NEVER
    said_on: str | None = None
    days: float | None = None
    weekdays: tuple[str, ...] = ()


class Seen(NamedTuple):
    """Whether those who share are blurred, what lets them be named and who could introduce them."""

    blurred: bool
    agreement: AgreementSeen | None
    introducer: Reason | None


class Parties:
    """Writes those who share; the cell reads all names, others once all of them agreed."""

    def __init__(self, ground: Ground, on: str) -> None:
        self.ground = ground
        self.snapshot = ground.snapshot
        self.on = on
        self.agreements = Agreements(self.snapshot, date.fromisoformat(on))
        self.introductions = Introductions(self.snapshot)
        self._blur = Blur(self.snapshot, STEPS)

    def seen(self, everyone: Collection[Employer]) -> Seen:
        """Returns those who share as their reader may see them.

        The cell sees all, an agreement of some of them alone included; others see names once two or
        more of them are all that share, and all of them agreed.
        """
        several = len(set(everyone)) >= TOGETHER
        alone = self.snapshot.viewer.visibility == "cell", None
        open_to_all, agreement = self.agreements.seen(everyone) if several else alone
        introducer = self.introductions.among(everyone) if several and open_to_all else None
        return Seen(not open_to_all, agreement, introducer)

    def written(self, part: Part, blurred: bool, spot: Spot) -> Participant:
        """Returns one who shares, named or not, `spot` being where that would be."""
        told = self._blurred(part, spot) if blurred else self._named(part)
        return Participant.model_validate(
            told
            | {
                "type": part.employer.label,
                "role": part.role,
                "people": part.people,
                "days": part.days,
                "by": None if part.by == NEVER else date.fromisoformat(part.by),
            }
        )

    def callers(self, employer: Employer) -> tuple[Caller, ...]:
        """Returns whom to call at an employer's, as far as the reader may know."""
        table = self.snapshot.table("Contact")
        links = self.snapshot.links(f"{employer.label}-HAS_CONTACT-Contact").by_source
        return tuple(
            Caller.model_validate(
                {name: table.value(place, name) for name in ("function", "telephone", "email")}
            )
            for place in links.get(employer.place, ())
        )

    def commune(self, employer: Employer) -> str | None:
        """Returns the name of the commune of an employer."""
        spot = self.ground.spot(*employer)
        found = self.ground.commune(spot) if spot else None
        return found.name if found else None

    def _blurred(self, part: Part, spot: Spot) -> dict[str, object]:
        return {
            "blurred": True,
            "description": self._blur.told(part.employer, spot.where),
            "employer": None,
            "commune": None,
            "record": None,
            "said": None,
            "sources": (),
            "observed_on": None,
            "age_months": None,
            "weekdays": (),
            "km": float(step(part.km, STEPS)),
            "minutes": None,
            "callers": (),
        }

    def _named(self, part: Part) -> dict[str, object]:
        """Returns what names an employer; a wish is as old as when it was said."""
        employers = self.snapshot.table(part.employer.label)
        table = self.snapshot.table(part.said)
        holder, place = (
            (employers, part.employer.place) if part.role == "wish" else (table, part.place)
        )
        told = observed(holder, place, date.fromisoformat(self.on), part.said_on)
        return {
            "blurred": False,
            "description": (),
            "employer": named(employers, part.employer.place),
            "commune": self.commune(part.employer),
            "record": named(table, part.place, NODES[part.said].headline),
            "said": part.said,
            "sources": told.sources,
            "observed_on": told.observed_on and told.observed_on[:10],
            "age_months": told.age_months,
            "weekdays": part.weekdays,
            "km": round(part.km, 3),
            "minutes": part.minutes,
            "callers": self.callers(part.employer),
        }
