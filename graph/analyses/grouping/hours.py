"""Hours that add up to jobs: the closed forms behind employer groupings.

A month is measured in full-time equivalents: 1 is 1607 h / 12. Every array has its twelve months
on the last axis. `margin` is the κ of the definition; it is concave and homogeneous, hence
superadditive: two needs together never sustain less than each alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from graph.analyses.reasons import Described
from graph.errors import DataError

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Jobs = NDArray[np.int64]
Flags = NDArray[np.bool_]

MONTHS = 12
HOURS_A_MONTH = 1607 / MONTHS
TOLERANCE = 1e-7


class Rules(Described):
    """What a shared job must meet; `tau`, `beta`, `alpha`, `rho` as in the definition."""

    tau: float = Field(0.95, gt=0, le=1, description="Share of a job's hours filled over the year.")
    beta: float = Field(0.70, gt=0, le=1, description="Share of a job filled in its leanest month.")
    alpha: float = Field(
        0.15, ge=0, le=1, description="How far annualised hours may exceed full time in a month."
    )
    rho: float = Field(0.60, gt=0, le=1, description="Largest share of the hours of one member.")


def checked(months: Sequence[Sequence[float]] | Floats, names: Sequence[str]) -> Floats:
    """Returns the months of each employer as an array of shape (n, 12).

    Raises:
        DataError: an employer has other than twelve months, or a month that is negative or no
            number; it is named.
    """
    for row, name in zip(months, names, strict=True):
        if len(row) != MONTHS:
            raise DataError("grouping.twelve_months", name=name, count=len(row))
        for month, value in enumerate(row, 1):
            if not 0 <= value < np.inf:
                raise DataError("grouping.bad_month", name=name, month=month, value=str(value))
    return np.asarray(months, float).reshape(-1, MONTHS)


def covered(totals: Floats, need: float, alpha: float) -> Floats:
    """Returns the largest k with Σ min(total, (1+α)k) ≥ 12·need·k; infinite when need ≤ 0.

    The sum is the least, over j, of the j leanest months plus 12−j months at (1+α)k: so k is the
    least ratio of the leanest months' hours to what they must bring.
    """
    leanest = np.cumsum(np.sort(totals, -1), -1)
    brought = MONTHS * need - (MONTHS - np.arange(1, MONTHS + 1)) * (1 + alpha)
    binding = brought > TOLERANCE
    if not binding.any():
        return np.full(totals.shape[:-1], np.inf)
    least: Floats = (leanest[..., binding] / brought[binding]).min(-1)
    return least


def margin(totals: Floats, rules: Rules) -> Floats:
    """Returns κ, the real number of jobs that monthly totals sustain."""
    lean: Floats = totals.min(-1) / rules.beta
    return np.minimum(covered(totals, rules.tau, rules.alpha), lean)


def whole(margins: Floats) -> Jobs:
    """Returns the whole jobs of a margin; a rounding error below a job does not lose it."""
    return np.floor(margins + TOLERANCE).astype(np.int64)


def residual(months: Floats, rules: Rules) -> Floats:
    """Returns what is left of each need once the jobs it sustains alone are served.

    Its own k jobs take min(month, θk), θ ≥ 1 the least that fills them over the year. They
    sustain k, so by superadditivity what is left sustains less than one job.
    """
    own = whole(margin(months, rules))[..., None].astype(float)
    leanest = np.sort(months, -1).cumsum(-1)[..., :-1]
    reached = (MONTHS * rules.tau * own - leanest) / (MONTHS - np.arange(1, MONTHS))
    level = np.maximum(own, reached.max(-1, keepdims=True))
    left = months - np.minimum(months, np.where(own > 0, level, 0.0))
    return np.where(left < TOLERANCE, 0.0, left)


def supports(totals: Floats, jobs: NDArray[np.integer] | int, rules: Rules) -> Flags:
    """Returns whether monthly totals sustain so many jobs: the definition, without a sort."""
    k = np.asarray(jobs, float)[..., None]
    asked = MONTHS * rules.tau * k[..., 0]
    enough = _sum_up_to(totals, (1 + rules.alpha) * k) >= asked - TOLERANCE
    lean: Flags = totals.min(-1) >= rules.beta * k[..., 0] - TOLERANCE
    return enough & lean


def shared(others: Floats, jobs: NDArray[np.integer] | int, rules: Rules) -> Flags:
    """Returns whether the others bring (1−ρ) of the hours of so many jobs, whoever the member."""
    k = np.asarray(jobs, float)[..., None]
    asked = MONTHS * (rules.tau - rules.rho) * k[..., 0]
    return _sum_up_to(others, (1 + rules.alpha) * k) >= asked - TOLERANCE


def _sum_up_to(totals: Floats, most: Floats) -> Floats:
    summed: Floats = np.minimum(totals, most).sum(-1)
    return summed


def missing(totals: Floats, jobs: int, rules: Rules) -> Floats:
    """Returns the least full-time equivalents, on average over the year, that `jobs` still lack.

    The leanest months are first raised to β, then the year to τ; 0 where the totals suffice.
    """
    lean = np.maximum(totals, rules.beta * jobs)
    year = MONTHS * rules.tau * jobs - _sum_up_to(lean, np.array((1 + rules.alpha) * jobs))
    lacking: Floats = ((lean - totals).sum(-1) + np.maximum(year, 0)) / MONTHS
    return lacking


def total(needs: Floats, sets: Indices) -> Floats:
    """Returns the monthly totals of sets given as rows of indices: shape (sets, 12)."""
    summed = picked(needs, sets[:, 0])
    for place in range(1, sets.shape[1]):
        summed += picked(needs, sets[:, place])
    return summed


def picked(months: Floats, rows: Indices) -> Floats:
    """Returns some rows, laid out month after month: sums over months then run along memory."""
    return months.T.take(rows, axis=1).T


def holds(needs: Floats, sets: Indices, jobs: NDArray[np.integer], rules: Rules) -> Flags:
    """Returns whether g ≥ `jobs` for each set: totals, share and robustness."""
    totals = total(needs, sets)
    good = supports(totals, jobs, rules)
    rows = np.flatnonzero(good)
    for place in range(sets.shape[1] if sets.shape[1] > 1 else 0):
        others = picked(totals, rows) - picked(needs, sets[rows, place])
        kept = shared(others, jobs[rows], rules) & supports(others, jobs[rows] // 2, rules)
        good[rows] = kept
        rows = rows[kept]
    return good


def gain(needs: Floats, sets: Indices, rules: Rules, least: Jobs | int = 0) -> Jobs:
    """Returns g of each set of residual needs, sets known to reach `least`.

    g is the greatest k that the totals sustain, of which no member brings more than ρ, and half of
    which (rounded down) survives any one leaver. It never falls when a member is added.
    """
    found = np.full(len(sets), least, np.int64)
    rows = np.arange(len(sets))
    while rows.size:
        rows = rows[holds(needs, sets[rows], found[rows] + 1, rules)]
        found[rows] += 1
    return found
