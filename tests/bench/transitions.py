"""All transitions of ROME 4.0, with their parts, beside one scipy sparse cosine of the same skills.

Ours makes every array that an answer is opened from: the parts of likeness, practice, both sums and
the coverage of each by each. The peer multiplies the normalised occupations by skills, once. The
snapshot is read before; `MAILLAGE_REFERENCE` names the folder of published tables.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from graph.analyses.moves.moves import Moves
from graph.analyses.moves.skills import Skills
from graph.snapshot import Snapshot
from tests.bench._race import interleaved, print_head, print_row
from tests.conftest import REFERENCE
from tests.rome import rome


def main() -> None:
    """Prints the figures for all pairs."""
    snapshot = rome(REFERENCE)
    count = len(snapshot.table("Occupation"))
    runs = {
        "ours": lambda: _timed(lambda: _ours(snapshot)),
        "cosine": lambda: _timed(lambda: _cosine(snapshot)),
    }
    seconds = interleaved(runs)
    ratio = median(seconds["ours"]) / median(seconds["cosine"])
    print_head("sparse cosine", "maillage / cosine")
    name = f"{count:,} x {count:,} transitions"
    print_row(name, seconds["ours"], seconds["cosine"], ratio, "5 or less")


def _timed(run: Callable[[], None]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _ours(snapshot: Snapshot) -> None:
    moves = Moves(snapshot)
    _ = (moves.likeness_sums, moves.combined_sums)
    for origin in range(len(moves.skills.occupations)):
        moves.scores(origin)


def _cosine(snapshot: Snapshot) -> None:
    from scipy.sparse import csr_array

    skills = Skills(snapshot)
    links = skills.links
    shape = (len(skills.occupations), len(skills.skills))
    held = csr_array((skills.weights[links.targets], (links.sources, links.targets)), shape=shape)
    lengths = np.sqrt(np.asarray(held.multiply(held).sum(axis=1)).ravel())
    unit = held.multiply(1 / np.where(lengths > 0, lengths, 1)[:, None]).tocsr()
    (unit @ unit.T).toarray()
