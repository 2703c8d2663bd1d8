"""Communities of 100,000 companies and 0.9 M links, beside `networkit` alone.

Both begin with the same arrays. The peer builds its graph and runs Louvain on one thread, with
the same seed; ours also numbers the communities by size, and does it twice to the same result.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from graph.analyses.structuring.communities import Links, communities
from tests.bench._race import interleaved, print_head, print_row

SIZES = (1_000, 10_000, 100_000)
LINKS_EACH, BLOCK, INSIDE, SEED = 9, 200, 0.8, 20260907


def main() -> None:
    """Prints the figures at each size."""
    import networkit as nk

    print_head("networkit", "maillage / peer")
    for size in SIZES:
        links = planted(size)
        if (communities(links, SEED) != communities(links, SEED)).any():
            raise RuntimeError(size)

        def peer(links: Links = links) -> None:
            nk.setNumberOfThreads(1)
            nk.setSeed(SEED, False)
            told = (links.weights, (links.a, links.b))
            graph = nk.GraphFromCoo(told, n=links.nodes, weighted=True, directed=False)
            nk.community.PLM(graph, refine=False, par="none").run().getPartition()

        runs = {
            "ours": lambda links=links: _timed(lambda: communities(links, SEED)),
            "peer": lambda peer=peer: _timed(peer),
        }
        seconds = interleaved(runs)
        ratio = median(seconds["ours"]) / median(seconds["peer"])
        name = f"{size} companies, {len(links)} links"
        print_row(name, seconds["ours"], seconds["peer"], ratio, "2 or less")


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def planted(size: int) -> Links:
    """Returns links of which four fifths stay within blocks of 200 companies."""
    chance = np.random.default_rng(SEED)
    a = np.repeat(np.arange(size), LINKS_EACH)
    near = a // BLOCK * BLOCK + chance.integers(0, BLOCK, len(a))
    b = np.where(chance.random(len(a)) < INSIDE, near % size, chance.integers(0, size, len(a)))
    pairs = np.unique(np.sort(np.stack([a, b], 1), axis=1)[a != b], axis=0)
    return Links(size, pairs[:, 0], pairs[:, 1], chance.random(len(pairs)))
