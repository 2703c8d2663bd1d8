"""A bound on the jobs of any plan that asks of all sets together what each must meet alone.

For each number of jobs k, the sets with k jobs are summed: N sets, of which employer c has the
share z ≤ 1 of itself. What every set meets holds for their sum, so the linear programme below has a
solution for every plan; who is near whom is left open. With h = ⌊k/2⌋ of the jobs left when any
member goes:

* leanest month: Σ z min(need, β(k − h)) ≥ βkN. Where one member brings more than β(k − h), the
  others still bring βh; where two do, they bring βk between them.
* year: Σ u ≥ 12τkN over months, u ≤ Σ z min(need, (1+α)k) and u ≤ (1+α)kN.
* share: Σ z min(year, 12k max(ρ, τ/2)) ≥ 12τkN, the year being that of min(need, (1+α)k), since
  beside one member the others bring 12(τ − ρ)k.
* members: from 2, or 3 where h > 0, up to the largest number for each set.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, vstack

from graph.analyses.grouping.growing import unpriced
from graph.analyses.grouping.hours import MONTHS, Flags, Floats, Rules, margin, whole
from graph.analyses.grouping.minimal_sets import Search

BLOCKS = 100
LENIENCE = 1e-6
ROUNDING = 1e-3


def relaxed(needs: Floats, rules: Rules, largest: int, most: int) -> float:
    """Returns the bound, of sets that have no more than `most` jobs each.

    Each set may lack a tolerance in each month, so every row is given `LENIENCE` an employer, and
    the bound `ROUNDING` for what the solver leaves.
    """
    kinds = range(1, max(1, most) + 1)
    apart = block_diag([_of_kind(needs, rules, largest, jobs) for jobs in kinds])
    size = len(needs)
    width = size + 1 + MONTHS
    once = np.tile(np.eye(size, width), len(kinds))
    limits = np.r_[np.ones(size), np.full(apart.shape[0], LENIENCE * size)]
    cost = np.zeros(width * len(kinds))
    cost[size::width] = -np.array(kinds, float)
    found = linprog(cost, vstack([csr_array(once), apart]), limits)
    return float(-found.fun) + ROUNDING if found.status == 0 else np.inf


def most_jobs(needs: Floats, near: Flags, rules: Rules, largest: int) -> int:
    """Returns the most jobs of any set; where the search is long, what the largest months allow."""
    search = Search(needs, near, rules, largest)
    limit = int(whole(margin(np.sort(needs, 0)[::-1][:largest].sum(0), rules)))
    reached, blocks = 0, 0
    while reached < limit:
        more = 0
        for _, jobs in search.blocks(unpriced(largest, len(needs))._replace(slack=reached + 0.5)):
            more, blocks = int(jobs.max(initial=0)), blocks + 1
            if more or blocks > BLOCKS:
                break
        if not more:
            return limit if blocks > BLOCKS else reached
        reached = more
    return reached


def _of_kind(needs: Floats, rules: Rules, largest: int, jobs: int) -> Floats:
    """Returns the rows of all sets with so many jobs, each at most 0: columns z, N, then u."""
    half, full = jobs // 2, (1 + rules.alpha) * jobs
    worked = np.minimum(needs, full)
    year = np.minimum(worked.sum(1), MONTHS * jobs * max(rules.rho, rules.tau / 2))
    asked = MONTHS * rules.tau * jobs
    none, ones, each = np.zeros(MONTHS), np.ones(MONTHS), np.eye(MONTHS)
    lean = np.minimum(needs, rules.beta * (jobs - half)).T
    free, member = np.zeros(len(needs)), np.ones(len(needs))
    return np.vstack(
        [
            np.c_[-lean, rules.beta * jobs * ones, 0 * each],
            np.c_[-worked.T, none, each],
            np.c_[np.zeros((MONTHS, len(needs))), -full * ones, each],
            np.r_[free, asked, -ones],
            np.r_[-year, asked, none],
            np.r_[member, -largest, none],
            np.r_[-member, 3 if half else 2, none],
        ]
    )
