"""How a crossing becomes a bridge, for its reader: named, or blurred until both sides agreed."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from graph.analyses.bridging.agreements import Agreements, AgreementSeen
from graph.analyses.bridging.blurring import Blur, step
from graph.analyses.bridging.crossings import Crossing, Crossings, Move
from graph.analyses.bridging.introductions import Introductions
from graph.analyses.bridging.market import Market
from graph.analyses.bridging.results import Bridge, DatedOffer, NearMiss, Party
from graph.analyses.bridging.stocks import NEVER, Stock
from graph.analyses.marks import mark
from graph.analyses.moves.moves import Moves, move_reasons
from graph.analyses.moves.skills import SkillWeight
from graph.analyses.reasons import Reason, named, reason
from graph.analyses.sourcing import STALE_MONTHS, observed
from graph.viewer import lowest

LOAN = (
    "bridge.loan.profit",
    "bridge.loan.employee",
    "bridge.loan.convention",
    "bridge.loan.amendment",
    "bridge.loan.representatives",
    "bridge.loan.poaching",
    "bridge.loan.lawyer",
)


class _Seen(NamedTuple):
    """A crossing as its reader may see it: both sides, named or blurred, and their agreement."""

    crossing: Crossing
    source: Party
    target: Party
    agreement: AgreementSeen | None

    @property
    def blurred(self) -> bool:
        """Whether a side is described in place of named."""
        return self.source.blurred or self.target.blurred


class Writer:
    """Writes crossings out in full; `asked` are the keys of the employers its reader named."""

    def __init__(self, market: Market, moves: Moves, asked: frozenset[str] = frozenset()) -> None:
        self.market = market
        self.moves = moves
        self.snapshot = market.snapshot
        self.asked = asked
        self.agreements = Agreements(self.snapshot, date.fromisoformat(market.on))
        self.introductions = Introductions(self.snapshot)
        self._blur = Blur(self.snapshot)
        self._skills = cache(self._compare)
        self._dated = cache(self._offers)

    def key(self, crossing: Crossing) -> str:
        """Returns the key of a bridge: a mark that names nobody, the same in every run."""
        one, other = self._side(crossing.surplus), self._side(crossing.need)
        return self._mark(one, other, crossing.move)

    def keys(self, crossings: Crossings) -> list[str]:
        """Returns the keys of many bridges, reading each side once."""
        ones, others = (
            list(map(self._side, side)) for side in (crossings.surpluses, crossings.needs)
        )
        pairs = crossings.pairs
        places = zip(pairs.surplus.tolist(), pairs.need.tolist(), pairs.move.tolist(), strict=True)
        return [self._mark(ones[a], others[b], crossings.moves[move]) for a, b, move in places]

    def _side(self, stock: Stock) -> tuple[str, str]:
        """Returns the keys of an employer and of its record; none of usual departures."""
        usual = stock.label == "Staff"
        record = "" if usual else self.snapshot.table(stock.label).keys[stock.record]
        return self.market.key_of(stock.employer), record

    def _mark(self, one: tuple[str, str], other: tuple[str, str], move: Move) -> str:
        occupations = self.moves.skills.occupations.keys
        ends = occupations[move.origin], occupations[move.destination]
        return mark(self.snapshot, "p", one[0], other[0], *ends, one[1], other[1])

    def bridge(self, crossing: Crossing, people: int) -> Bridge:
        """Returns a crossing as a bridge that `people` take jointly."""
        surplus, need, move = crossing.surplus, crossing.need, crossing.move
        held, missing = self._skills(move.origin, move.destination)
        trainings = self._dated(move.origin, move.destination, need.until)
        last = min(surplus.until, need.until)
        seen = self._seen(crossing)
        return Bridge.model_validate(
            self._ends(seen)
            | {
                "people": people,
                "coverage": move.coverage,
                "effort": self.moves.effort(move.origin, move.destination),
                "official": self.moves.rank(move.origin, move.destination),
                "minutes": None if seen.blurred else crossing.minutes,
                "starts_on": date.fromisoformat(self._first(crossing)),
                "until": None if last == NEVER else date.fromisoformat(last),
                "held": held,
                "missing": missing,
                "trainings": trainings,
                "vetoed": crossing.refused is not None,
                "agreement": seen.agreement,
                "introducer": self._introducer(seen),
                "loan": self._loan(surplus),
                "reasons": self._reasons(seen, people, trainings),
            }
        )

    def near_miss(self, crossing: Crossing) -> NearMiss:
        """Returns a crossing as one that lies just out of reach."""
        seen, beyond = self._seen(crossing), crossing.beyond or 0
        told = round(max(beyond, 0.1), 1)
        why = reason("bridge.beyond", km=told)
        if crossing.timed:
            why = reason("bridge.beyond_minutes", minutes=told)
        in_km = None if seen.blurred or crossing.timed else round(beyond, 3)
        in_minutes = None if seen.blurred or not crossing.timed else round(beyond, 1)
        return NearMiss.model_validate(
            self._ends(seen)
            | {
                "beyond_km": in_km,
                "beyond_minutes": in_minutes,
                "reason": reason("bridge.beyond_blurred") if seen.blurred else why,
            }
        )

    def _ends(self, seen: _Seen) -> dict[str, object]:
        """Returns what a bridge and a near miss have in common."""
        occupations, crossing = self.moves.skills.occupations, seen.crossing
        surplus, need, move = crossing.surplus, crossing.need, crossing.move
        levels = [surplus.visibility, need.visibility]
        if seen.agreement and seen.agreement.complete:
            levels.append(seen.agreement.visibility)
        return {
            "key": self.key(crossing),
            "source": seen.source,
            "target": seen.target,
            "from_occupation": named(occupations, move.origin, "title"),
            "to_occupation": named(occupations, move.destination, "title"),
            "people_possible": crossing.possible,
            "basis": "usual" if surplus.label == "Staff" else "declared",
            "score": move.score,
            "likeness": move.likeness,
            "practice": move.practice,
            "km": float(step(crossing.km)) if seen.blurred else round(crossing.km, 3),
            "visibility": lowest(*levels),
        }

    def _seen(self, crossing: Crossing) -> _Seen:
        """Returns a crossing as its reader may see it.

        The cell sees all, an agreement of one side alone included; others see names once both
        agreed, and those they named themselves.
        """
        surplus, need = crossing.surplus, crossing.need
        open_to_all, agreement = self.agreements.seen((surplus.employer, need.employer))
        source = self._party(surplus, need, open_to_all)
        return _Seen(crossing, source, self._party(need, surplus, open_to_all), agreement)

    def _party(self, stock: Stock, other: Stock, open_to_all: bool) -> Party:
        if not open_to_all and self.market.key_of(stock.employer) not in self.asked:
            return Party(
                type=stock.employer.label,
                blurred=True,
                description=self._blur.told(stock.employer, other.where),
                employer=None,
                commune=None,
                record=None,
                people=stock.people,
                sources=(),
                observed_on=None,
                age_months=None,
            )
        return self._named_party(stock)

    def _named_party(self, stock: Stock) -> Party:
        employers, table = (
            self.snapshot.table(stock.employer.label),
            self.snapshot.table(stock.label),
        )
        declared = stock.label != "Staff"
        seen, place = (table, stock.record) if declared else (employers, stock.employer.place)
        told = observed(seen, place, date.fromisoformat(self.market.on))
        return Party(
            type=stock.employer.label,
            blurred=False,
            description=(),
            employer=named(employers, stock.employer.place),
            commune=self.market.commune_of(stock.employer),
            record=named(table, stock.record, "title") if declared else None,
            people=stock.people,
            **told._asdict(),
        )

    def _introducer(self, seen: _Seen) -> Reason | None:
        if seen.blurred:
            return None
        ends = seen.crossing.surplus.employer, seen.crossing.need.employer
        return self.introductions.among(ends)

    def _loan(self, surplus: Stock) -> tuple[Reason, ...]:
        lent = surplus.label == "Surplus" and (
            self.snapshot.table("Surplus").value(surplus.record, "reason") == "lending"
        )
        return tuple(reason(code) for code in LOAN) if lent else ()

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
        self, seen: _Seen, people: int, trainings: tuple[DatedOffer, ...]
    ) -> tuple[Reason, ...]:
        crossing = seen.crossing
        return (
            reason("bridge.people", count=people, possible=crossing.possible),
            *self._of_move(crossing.move),
            _distance(seen),
            self._window(crossing),
            *self._of_trainings(crossing.move, trainings),
            *_of_basis(seen),
            *_of_agreement(seen.agreement),
            *_of_refusal(seen),
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


def _distance(seen: _Seen) -> Reason:
    crossing = seen.crossing
    if seen.blurred:
        return reason("bridge.km_blurred", km=step(crossing.km))
    km = round(crossing.km, 1)
    if crossing.minutes:
        return reason("bridge.minutes", minutes=round(crossing.minutes), km=km)
    return reason("bridge.km", km=km) if km else reason("bridge.same_place")


def _of_basis(seen: _Seen) -> tuple[Reason, ...]:
    """Returns that nothing was declared, or that what was is old; a blurred side tells no age."""
    if seen.crossing.surplus.label == "Staff":
        return (reason("bridge.usual", count=seen.crossing.surplus.people),)
    oldest = max(party.age_months or 0 for party in (seen.source, seen.target))
    return (reason("bridge.stale", count=oldest),) if oldest > STALE_MONTHS else ()


def _of_refusal(seen: _Seen) -> tuple[Reason, ...]:
    """Returns why it is refused; where a side is blurred only that it is, since words may name."""
    if seen.crossing.refused is None:
        return ()
    return (reason("bridge.refused") if seen.blurred else seen.crossing.refused,)


def _of_agreement(found: AgreementSeen | None) -> tuple[Reason, ...]:
    if found is None:
        return ()
    day = date.fromisoformat(found.agreed_on)
    if found.missing:
        return (reason("bridge.half_agreed", day=day, name=found.missing[0].name),)
    return (reason("bridge.agreed", day=day),)
