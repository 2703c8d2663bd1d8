"""The crossings of an answer: both sides, what is within reach and what lies just beyond."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from graph.analyses.bridging.blurring import step
from graph.analyses.bridging.crossings import Crossings
from graph.analyses.bridging.filters import Filters
from graph.analyses.bridging.joining import crossings
from graph.analyses.bridging.market import Market
from graph.analyses.bridging.parameters import Basis, BridgesParameters
from graph.analyses.bridging.stocks import EMPLOYERS, Stocks
from graph.analyses.moves.moves import Moves, moves_of
from graph.errors import DataError, unknown
from graph.snapshot import Snapshot


@dataclass(frozen=True)
class Found:
    """What people could cross, in the order of surpluses, then of needs.

    `within` is what the radius or the minutes reach, `beyond` what lies just out of reach.
    """

    market: Market
    moves: Moves
    surpluses: Stocks
    needs: Stocks
    within: Crossings
    beyond: Crossings
    basis: Basis
    radius_km: float


def crossing_set(snapshot: Snapshot, parameters: BridgesParameters) -> Found:
    """Returns the crossings of a territory, of an employer, or towards one.

    Raises:
        UnknownNameError: no employer, territory or sector has that key.
        DataError: both sides, or one by filters that few fit, are named to a reader who may not
            know them.
    """
    for employer in (parameters.company, parameters.towards):
        _check_employer(snapshot, employer)
    _check_named(snapshot, parameters)
    found = _found(snapshot, parameters, parameters.basis)
    nothing = parameters.towards and not len(found.within)
    if nothing and parameters.basis == "auto" and found.basis == "declared":
        return _found(snapshot, parameters, "usual")
    return found


def employers_named(parameters: BridgesParameters) -> frozenset[str]:
    """Returns the keys of the employers that a reader named himself."""
    return frozenset(filter(None, (parameters.company, parameters.towards)))


def nearest_misses(beyond: Crossings) -> Crossings:
    """Returns what lies just out of reach and nobody refused, nearest first, then by score."""
    open_ones = beyond.only(~beyond.pairs.refused)
    away, score = open_ones.pairs.beyond, open_ones.pairs.score
    return open_ones.only(np.lexsort((-score, np.round(away, 3))))


def _found(
    snapshot: Snapshot, parameters: BridgesParameters, asked: Literal["auto"] | Basis
) -> Found:
    market = Market(snapshot, _day(snapshot, parameters), parameters.horizon)
    moves = moves_of(snapshot)
    surpluses = market.stocks("Surplus", parameters.company)
    nothing_declared = parameters.company is not None and not len(surpluses)
    automatic: Basis = "usual" if nothing_declared else "declared"
    basis = automatic if asked == "auto" else asked
    if basis == "usual":
        surpluses = _with_staff(surpluses, market.staff(parameters.company, parameters.turnover))
    needs = market.stocks("Need", parameters.towards)
    radius = _radius(snapshot, parameters)
    sides = (surpluses, needs)
    near = crossings(market, moves, sides, radius, parameters.min_score, parameters.minutes)
    kept = Filters(market, moves, parameters).kept(near)
    out = kept.pairs.beyond > 0
    return Found(market, moves, *sides, kept.only(~out), kept.only(out), basis, radius)


def _with_staff(declared: Stocks, staff: Stocks) -> Stocks:
    """Returns both, the staff first, as their labels go.

    Of one employer and occupation the declared surplus stands for the usual.
    """
    held, occupations = declared.by_occupation()
    told = set(zip(declared.employers[held].tolist(), occupations.tolist(), strict=True))
    usual = zip(staff.employers.tolist(), staff.by_occupation()[1].tolist(), strict=True)
    untold = np.array([pair not in told for pair in usual], np.bool_)
    return staff.only(untold).before(declared)


def _radius(snapshot: Snapshot, parameters: BridgesParameters) -> float:
    """Returns the radius; in steps where a side is named to a reader who sees the other blurred.

    A radius that could be moved by metres would tell where the other side is.
    """
    if snapshot.viewer.visibility == "cell" or not employers_named(parameters):
        return parameters.radius_km
    return float(step(parameters.radius_km))


def _day(snapshot: Snapshot, parameters: BridgesParameters) -> date:
    return parameters.on or date.fromisoformat(snapshot.as_of[:10])


def _check_named(snapshot: Snapshot, parameters: BridgesParameters) -> None:
    both = parameters.company is not None and parameters.towards is not None
    if both and snapshot.viewer.visibility != "cell":
        raise DataError("bridge.both_named")


def _check_employer(snapshot: Snapshot, key: str | None) -> None:
    tables = [snapshot.table(label) for label in EMPLOYERS]
    if key is None or any(key in table.index for table in tables):
        return
    keys = [known for table in tables for known in table.keys]
    raise unknown("bridge.unknown_employer", key, keys)
