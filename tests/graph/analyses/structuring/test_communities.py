"""Communities, the same for the same seed, by either library."""

from __future__ import annotations

import numpy as np
import pytest

from graph.analyses.structuring import communities as module
from graph.analyses.structuring.communities import Links, communities


def links(nodes: int, pairs: list[tuple[int, int]]) -> Links:
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    return Links(nodes, a, b, np.ones(len(pairs)))


def clique(*members: int) -> list[tuple[int, int]]:
    return [(a, b) for a in members for b in members if a < b]


@pytest.mark.parametrize("small", [0, 3_000])
def test_two_cliques_are_two_communities_the_larger_first(
    monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(module, "SMALL", small)
    found = communities(links(10, [*clique(1, 2, 3), *clique(4, 5, 6, 7), (3, 4)]), seed=1)
    assert found.tolist() == [-1, 1, 1, 1, 0, 0, 0, 0, -1, -1]


def test_without_links_nobody_is_in_a_community() -> None:
    assert communities(links(3, []), seed=1).tolist() == [-1, -1, -1]


@pytest.mark.parametrize("small", [0, 3_000])
def test_the_same_seed_gives_the_same_communities(
    monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(module, "SMALL", small)
    ends = np.random.default_rng(3).integers(0, 200, (600, 2))
    pairs = sorted({(int(min(e)), int(max(e))) for e in ends if e[0] != e[1]})
    first, again = (communities(links(200, pairs), seed=5).tolist() for _ in range(2))
    assert first == again
