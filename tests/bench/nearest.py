"""The 10 nearest of each of 100,000 companies of 12 skills, beside the library alone.

A company has 12 of the 20 skills of one of 1,500 occupations; skills are as common as words are.
The peer multiplies the matrix by itself and keeps the eleven best of each row; of those that are
equal it keeps any, ours the first. Each run is a process of its own, for the memory it takes.
"""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from statistics import median
from typing import Any

from graph.analyses.structuring.nearest import nearest
from tests.bench._race import interleaved, print_head, print_row, timed_process

SIZES = (1_000, 10_000, 100_000)
SKILLS, OCCUPATIONS, OF_OCCUPATION, HELD, K, SEED = 2_000, 1_500, 20, 12, 10, 20260907


def main() -> None:
    """Prints the figures at each size, with the memory of a process of each."""
    print_head("sparse_dot_topn", "maillage / peer")
    for size in SIZES:
        runs = {name: partial(_seconds, name, size) for name in ("ours", "peer")}
        seconds = interleaved(runs)
        ratio = median(seconds["ours"]) / median(seconds["peer"])
        print_row(f"{size} companies", seconds["ours"], seconds["peer"], ratio, "0.75 or less")
        memory = {name: _megabytes(name, size) for name in ("nothing", "ours", "peer")}
        more = {name: memory[name] - memory["nothing"] for name in ("ours", "peer")}
        print(f"{'':<34} memory: {more['ours']:.0f} MB more, {more['peer']:.0f} MB for the peer")


def _seconds(name: str, size: int) -> float:
    command = [sys.executable, "-m", __name__, name, str(size)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _megabytes(name: str, size: int) -> float:
    return timed_process([sys.executable, "-m", __name__, name, str(size)], {}).megabytes


def alone(name: str, size: int) -> None:
    """Prints the seconds of one search; the making of companies is not counted."""
    from sparse_dot_topn import sp_matmul_topn

    profiles = companies(size)
    begun = time.perf_counter()
    if name == "ours":
        nearest(profiles, K)
    elif name == "peer":
        sp_matmul_topn(profiles, profiles.T.tocsr(), top_n=K + 1, sort=True, n_threads=2)
    sys.stdout.write(str(time.perf_counter() - begun))


def companies(size: int) -> Any:
    """Returns the rows of companies, of length 1, weighed by rarity."""
    import numpy as np
    from scipy.sparse import csr_matrix

    chance = np.random.default_rng(SEED)
    common = 1 / np.arange(1, SKILLS + 1) ** 0.6
    common /= common.sum()
    required = np.array(
        [chance.choice(SKILLS, OF_OCCUPATION, False, common) for _ in range(OCCUPATIONS)]
    )
    picked = chance.random((size, OF_OCCUPATION)).argsort(axis=1)[:, :HELD]
    held = required[chance.integers(0, OCCUPATIONS, size)[:, None], picked].ravel()
    having = np.bincount(held, minlength=SKILLS)
    weights = np.log((size + 1) / having[held]).reshape(size, HELD)
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    return csr_matrix((weights.ravel(), held, np.arange(0, size * HELD + 1, HELD)), (size, SKILLS))


if __name__ == "__main__":
    alone(sys.argv[1], int(sys.argv[2]))
