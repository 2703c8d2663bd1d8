"""A ROME of some occupations, whose skills have a letter for a name and no title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from graph.analyses.moves.closeness import Closeness
from graph.analyses.moves.skills import Skills
from graph.analyses.moves.texts import Floats
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

Ends = tuple[str, str]
Told = Mapping[str, Mapping[str, object]]
NOTHING: Told = {}


def rome(required: Mapping[str, str], moves: Iterable[Ends] = (), told: Told = NOTHING) -> Snapshot:
    """Returns occupations with the skills that each requires, a letter a skill."""
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key, **told.get(key, {})} for key in required],
        "Skill": [{"key": each} for each in sorted(set("".join(required.values())))],
    }
    requires: list[EdgeRecord] = [
        (key, each, {}) for key, all_ in required.items() for each in all_
    ]
    official: list[EdgeRecord] = [(*ends, {}) for ends in moves]
    edges = {"Occupation-REQUIRES-Skill": requires, "Occupation-MOVES_TO-Occupation": official}
    return Snapshot.build(nodes, edges, Viewer())


def closeness(required: Mapping[str, str], told: Told = NOTHING) -> Closeness:
    """Returns how close such occupations are."""
    return Closeness(Skills(rome(required, told=told)))


def table(size: int, *moves: tuple[int, int]) -> Floats:
    """Returns official mobilities as an array, 1 from a row to a column."""
    known = np.zeros((size, size), np.float32)
    for origin, end in moves:
        known[origin, end] = 1
    return known
