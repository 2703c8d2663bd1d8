"""Plans of employer groupings beside the measured prototype and the baseline of communities.

Employers of one family in a basin, made from a seed: small needs all year, seasons of two to five
months, a month now and then, in four towns within 30 km of nearly all. The seconds T in which the
prototype proves a plan of 30, a minute at most, are measured first; ours then gets a fifth of T
at 30, T at 40 and 100, twice T above, and the prototype as long. Both plan the same needs; a gap
is what lacks to one's own bound. The complete lists come last. `MAILLAGE_REFERENCE` names the
tables beside whose folder the prototype's lies.
"""

from __future__ import annotations

import os
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

from graph.analyses.grouping.baseline import baseline_of
from graph.analyses.grouping.hours import Flags, Floats, Rules, residual
from graph.analyses.grouping.minimal_sets import BUDGET, groupings_of
from graph.analyses.grouping.planning import Plan, plan_of

RULES, SEEDS, KM = Rules(), (1, 2, 3), 30.0
GOALS = {30: (0.2, "proven"), 40: (1, "proven"), 100: (1, "5 %"), 200: (2, "8 %"), 500: (2, "15 %")}
LISTS = ((100, 5), (40, 8))
PROTOTYPE_SECONDS = 60
STARTS = (2, 3, 4, 5, 6, 8, 9, 10, 11)


def main() -> None:
    """Prints T, then a line for each plan and each list."""
    prototype = loaded()
    plan_of(*made(30, 0), RULES, seconds=10)  # what is compiled is so from here on
    taken = [_proof(prototype, seed) for seed in SEEDS]
    t = float(np.median(taken))
    print(f"T, the prototype at 30: {t:.0f} s, of {[round(each) for each in taken]}", flush=True)
    print(f"{'':<10}{'ours':>5}{'bound':>6}{'gap':>7}{'s':>7}   {'peer':>5}{'bound':>6}{'gap':>7}"
          f"{'s':>7}   {'baseline':>8}   goal", flush=True)  # fmt: skip
    for count, (share, goal) in GOALS.items():
        for seed in SEEDS:
            _planned(prototype, count, seed, share * t, goal)
    for count, largest in LISTS:
        _listed(count, largest)


def loaded() -> Any:
    """Returns the prototype, a module of its own."""
    tables = Path(os.environ.get("MAILLAGE_REFERENCE", "../shared/data"))
    path = tables.resolve().parent / "reference" / "groupings_prototype.py"
    spec = spec_from_file_location("groupings_prototype", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made(count: int, seed: int) -> tuple[Floats, Flags, Floats]:
    """Returns residual needs, who is near whom, and distances."""
    chance = np.random.default_rng([seed, count])
    towns = chance.uniform(-12, 12, (4, 2))
    places = towns[chance.integers(4, size=count)] + chance.normal(0, 3.5, (count, 2))
    km = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    months = np.array([_months(chance) for _ in range(count)]).round(2)
    return residual(months, RULES), km <= KM, km


def _months(chance: np.random.Generator) -> Floats:
    """Returns the months of one employer: half all year, a third in seasons, the rest rare."""
    kind = chance.choice(3, p=(0.5, 0.33, 0.17))
    if kind == 0:
        level = chance.uniform(1, 3) if chance.random() < 0.1 else chance.uniform(0.2, 0.6)
        return level * chance.uniform(0.9, 1.1, 12)
    months = np.zeros(12)
    if kind == 1:
        season = (chance.choice(STARTS) + np.arange(chance.integers(2, 6))) % 12
        most = min(4.0, chance.integers(1, 4) * chance.uniform(0.6, 2.0))
        months[season] = most * chance.uniform(0.8, 1.1, len(season))
        return months + (chance.uniform(0.05, 0.25) if chance.random() < 0.3 else 0.0)
    rare = chance.choice(12, chance.integers(1, 4), replace=False)
    months[rare] = chance.uniform(0.3, 1.0)
    return months


def _proof(prototype: Any, seed: int) -> float:
    """Returns the seconds in which the prototype proves a plan of 30, or gives up."""
    needs, near, _ = made(30, seed)
    _, jobs, bound, seconds = prototype.colgen(needs, near, PROTOTYPE_SECONDS, seed)
    print(f"prototype, 30, seed {seed}: {jobs} of {bound}, {seconds:.1f} s", flush=True)
    return float(seconds)


def _planned(prototype: Any, count: int, seed: int, seconds: float, goal: str) -> None:
    needs, near, km = made(count, seed)
    plan: Plan = plan_of(needs, near, km, RULES, seconds=seconds)
    search = prototype.colgen if count <= 40 else prototype.heuristic
    _, jobs, bound, taken = search(needs, near, seconds, seed)
    ours = _told(sum(plan.jobs), plan.bound, plan.seconds)
    print(f"{count:>4}, {seed:<4}{ours}   {_told(jobs, bound, taken)}   "
          f"{baseline_of(needs, near, RULES):>8}   {goal}", flush=True)  # fmt: skip


def _told(jobs: int, bound: int, seconds: float) -> str:
    return f"{jobs:>5}{bound:>6}{(bound - jobs) / max(bound, 1):>7.1%}{seconds:>7.1f}"


def _listed(count: int, largest: int) -> None:
    needs, near, _ = made(count, SEEDS[0])
    begun = time.perf_counter()
    found = groupings_of(needs, near, RULES, largest, BUDGET)
    seconds = time.perf_counter() - begun
    print(f"list of {count}: {len(found.jobs)} sets, complete to {found.complete_to}, "
          f"{seconds:.1f} s; goal {largest}", flush=True)  # fmt: skip
