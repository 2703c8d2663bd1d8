"""The terms that rank destinations, and their weights: sums, so that a place can be explained.

Two sums. *Likeness* ranks by what a person can already do. *Combined* adds to it what the official
mobilities of other occupations say. The default list takes two of the second, then one of the
first, the best not yet taken, so that rare destinations, which practice hides, keep their place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from graph.analyses.moves.closeness import Closeness, same
from graph.analyses.moves.practice import Places, Practice
from graph.analyses.moves.texts import Floats

LIKENESS = ("nearness", "nearness_back", "broad_domain", "contexts", "head")
TURNS = (0, 0, 1)  # two frequent destinations, then a close one
COMBINED = ("likeness", "neighbours", "popular", "domains", "unseen", "head", "broad_domain")


@dataclass(frozen=True)
class Weights:
    """What each term weighs, and where that was learned."""

    likeness: Mapping[str, float]
    combined: Mapping[str, float]
    learned_on: date
    publisher: str
    version: str
    occupations: int
    moves: int


@cache
def shipped() -> Weights:
    """Returns the weights of this program."""
    text = files("graph.analyses.moves").joinpath("weights.json").read_text(encoding="utf-8")
    told = json.loads(text)
    return Weights(**told | {"learned_on": date.fromisoformat(told["learned_on"])})


def likeness_terms(closeness: Closeness, occupations: int) -> dict[str, Floats]:
    """Returns the terms of likeness, each (N, N).

    Nearness is -ln(1 + rank), 0 for the nearest; back, the rank of the origin among those nearest
    to the destination. A graph of fewer occupations than `occupations` counts as a sample of them.
    """
    size = len(closeness.likeness)
    scale = np.float32(max(occupations - 1, 1) / max(size - 1, 1))
    rank = _ranks(closeness.likeness) * scale
    return {
        "nearness": -np.log1p(rank),
        "nearness_back": -np.log1p(rank.T),
        "broad_domain": same(closeness.broad_domains),
        "contexts": closeness.contexts,
        "head": np.broadcast_to(closeness.heads.astype(np.float32)[None], (size, size)),
    }


def practice_terms(
    found: Practice, likeness: Floats, static: Mapping[str, Floats], occupations: int
) -> dict[str, Floats]:
    """Returns the terms of the combined sum for the occupations asked; `likeness` is (N, N)."""
    rows = found.asked
    size = likeness.shape[1]
    popular = np.log(found.popular * occupations / max(size, 1) + 0.5).astype(np.float32)
    return {
        "likeness": likeness[rows],
        "neighbours": found.neighbours,
        "popular": np.broadcast_to(popular[None], (len(rows), size)),
        "domains": np.log(found.domains + np.float32(1e-5)),
        "unseen": np.broadcast_to((found.popular == 0).astype(np.float32)[None], (len(rows), size)),
        "head": static["head"][rows],
        "broad_domain": static["broad_domain"][rows],
    }


def weighed(terms: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """Returns the sum of terms, each times its weight."""
    total = sum(np.float32(weight) * terms[name] for name, weight in weights.items())
    return np.asarray(total, dtype=np.float32)


def in_turn(one: Places, other: Places, pattern: Sequence[int] = TURNS) -> list[tuple[int, int]]:
    """Returns the places of two rankings of the same, taken in turn, and from which: 0 or 1.

    A place that one list gave is not given again; when both are through, all are there once.
    """
    given: set[int] = set()
    order: list[tuple[int, int]] = []
    heads = [iter(one.tolist()), iter(other.tolist())]
    while len(order) < len(one):
        turn = pattern[len(order) % len(pattern)]
        place = next(place for place in heads[turn] if place not in given)
        given.add(place)
        order.append((place, turn))
    return order


def ranked(sums: Floats) -> Places:
    """Returns the places of a row of sums, greatest first; ties by place."""
    return np.argsort(-sums, kind="stable").astype(np.int64)


def _ranks(closeness: Floats) -> Floats:
    """Returns the rank of each destination of each origin, from 0; the origin itself is last."""
    near = closeness.copy()
    np.fill_diagonal(near, -1)
    order = np.argsort(-near, axis=1, kind="stable")
    ranks = np.empty_like(near)
    np.put_along_axis(ranks, order, np.arange(len(near), dtype=np.float32)[None], axis=1)
    return ranks
