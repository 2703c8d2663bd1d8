"""A made-up land of companies with surpluses and needs, from a seed."""

from __future__ import annotations

import numpy as np

from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

SEED = 20260907
OCCUPATIONS, SKILLS, REQUIRED, MOBILITIES = 300, 900, 12, 5
AREA = 40_000  # companies on the whole of it, which is about France's size
SIDE = 9.0  # degrees
Records = tuple[dict[str, list[NodeRecord]], dict[str, list[EdgeRecord]]]


def land(companies: int) -> Snapshot:
    """Returns as many needs as companies and half as many surpluses, over 300 occupations.

    Companies stand as thick as 40,000 would over France; each occupation has five mobilities.
    """
    nodes, edges = records(companies)
    return Snapshot.build(nodes, edges, Viewer(), as_of="2026-09-07T08:00:00+00:00")


def records(companies: int) -> Records:
    """Returns the nodes and edges of that land."""
    chance = np.random.default_rng(SEED)
    side = SIDE * (companies / AREA) ** 0.5
    where = chance.random((companies, 2)) * side + [43.0, 0.0]
    keys = [f"c{n:05}" for n in range(companies)]
    surpluses, needs = max(companies // 2, 3), companies
    owners = {
        "Surplus": np.concatenate([[0, 0, 0], chance.integers(0, companies, surpluses - 3)]),
        "Need": chance.integers(0, companies, needs),
    }
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": _occupation(n), "title": f"Métier {n}"} for n in range(OCCUPATIONS)],
        "Skill": [{"key": f"s{n:04}", "kind": "competence"} for n in range(SKILLS)],
        "Company": [
            {"key": key, "name": key, "latitude": lat, "longitude": lon, "headcount": 40}
            for key, (lat, lon) in zip(keys, where.tolist(), strict=True)
        ],
    }
    edges: dict[str, list[EdgeRecord]] = {
        "Occupation-REQUIRES-Skill": _required(chance),
        "Occupation-MOVES_TO-Occupation": _mobilities(chance),
    }
    for label, has, of, count in (
        ("Surplus", "HAS_SURPLUS", "OF_OCCUPATION", "headcount"),
        ("Need", "HAS_NEED", "FOR_OCCUPATION", "posts"),
    ):
        size = len(owners[label])
        people, jobs = chance.integers(1, 9, size), chance.integers(0, OCCUPATIONS, size)
        stocks = [f"{label[0].lower()}{n:06}" for n in range(size)]
        nodes[label] = [
            {"key": key, count: n, "starts_on": "2026-10-01"}
            for key, n in zip(stocks, people.tolist(), strict=True)
        ]
        edges[f"Company-{has}-{label}"] = [
            (keys[owner], key, {})
            for owner, key in zip(owners[label].tolist(), stocks, strict=True)
        ]
        edges[f"{label}-{of}-Occupation"] = [
            (key, _occupation(job), {}) for key, job in zip(stocks, jobs.tolist(), strict=True)
        ]
    return nodes, edges


def _occupation(number: int) -> str:
    return f"{'ABCDEFGHIJKLMN'[number % 14]}{1100 + number}"


def _required(chance: np.random.Generator) -> list[EdgeRecord]:
    return [
        (_occupation(n), f"s{skill:04}", {})
        for n in range(OCCUPATIONS)
        for skill in sorted(chance.choice(SKILLS // 3, REQUIRED, replace=False).tolist())
    ]


def _mobilities(chance: np.random.Generator) -> list[EdgeRecord]:
    return [
        (_occupation(n), _occupation(end), {"rank": rank})
        for n in range(OCCUPATIONS)
        for rank, end in enumerate(
            chance.choice(OCCUPATIONS, MOBILITIES, replace=False).tolist(), 1
        )
        if end != n
    ]
