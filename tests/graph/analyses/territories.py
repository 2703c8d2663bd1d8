"""Small territories drawn at random, with all that bears on a bridge.

Every name begins by its kind: `emp-` and `Emp` an employer, `rec-` and `Rec` a surplus or a need,
`com-` and `Com` a commune, `agr-` an agreement, `ski-` a skill; so that what may not be read can be
looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from hypothesis import strategies as st

from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

DAY = date(2026, 9, 7)
OCCUPATIONS, SKILLS = ("A1101", "A1102", "B1101", "C1101"), ("ski-p", "ski-q", "ski-r", "ski-s")
COMMUNES = ("com-1", "com-2", "com-3")
EMPLOYERS = {"emp-1": "Company", "emp-2": "Company", "emp-3": "Company", "emp-4": "Actor"}
SIDES = {
    "Surplus": ("HAS_SURPLUS", "OF_OCCUPATION", "headcount", "until"),
    "Need": ("HAS_NEED", "FOR_OCCUPATION", "posts", "by"),
}
LEVELS = ("public", "partners", "cell")

starts = st.sampled_from([*[None] * 4, "2026-09-07", "2027-03-01", "2026-10-01", "2027-03-01"])
ends_on = st.sampled_from([*[None] * 4, "2026-12-31", "2026-09-07", "2026-12-31", "2026-09-06"])
latitudes = st.sampled_from([*(47 + n / 100 for n in range(0, 60, 3)), None])
Nodes = dict[str, list[NodeRecord]]
Edges = dict[str, list[EdgeRecord]]


@dataclass(frozen=True)
class Land:
    """A territory as plain records."""

    nodes: Nodes
    edges: Edges

    def snapshot(self, visibility: Any = "cell") -> Snapshot:
        """Returns it as a reader may see it."""
        return Snapshot.build(
            self.nodes, self.edges, Viewer(visibility=visibility), as_of=DAY.isoformat()
        )

    def records(self, label: str) -> Mapping[str, NodeRecord]:
        """Returns the nodes of a type by key."""
        return {str(record["key"]): record for record in self.nodes.get(label, ())}

    def ends(self, signature: str) -> set[tuple[str, str]]:
        """Returns both ends of the edges of a signature."""
        return {(source, target) for source, target, _ in self.edges.get(signature, ())}


def some(
    draw: st.DrawFn, sources: Iterable[str], targets: Iterable[str], least: int, most: int
) -> list[tuple[str, str]]:
    """Returns some pairs of two ends that differ, each once."""
    pairs = [(a, b) for a, b in product(sources, targets) if a != b]
    return draw(st.lists(st.sampled_from(pairs), unique=True, min_size=least, max_size=most))


@st.composite
def lands(draw: st.DrawFn) -> Land:
    """Draws a territory."""
    nodes: Nodes = {
        "Occupation": [
            {"key": key, "regulated": draw(st.sampled_from([None, None, True]))}
            for key in OCCUPATIONS
        ],
        "Skill": [{"key": key} for key in SKILLS],
        "Territory": [
            {"key": k, "name": f"Com {k}", "latitude": draw(latitudes), "longitude": 2.0}
            for k in COMMUNES
        ],
        "Company": [],
        "Actor": [],
    }
    edges: Edges = {
        "Occupation-REQUIRES-Skill": [(*p, {}) for p in some(draw, OCCUPATIONS, SKILLS, 2, 10)],
        "Occupation-MOVES_TO-Occupation": [
            (*p, {"rank": 1}) for p in some(draw, OCCUPATIONS, OCCUPATIONS, 1, 4)
        ],
        "Occupation-VETOED-Occupation": [
            (*p, {"reason": "non", "said_by": "Emp 1"})
            for p in some(draw, OCCUPATIONS, OCCUPATIONS, 0, 2)
        ],
        "Territory-REACHES-Territory": [
            (*p, {"minutes": draw(st.integers(30, 80))})
            for p in some(draw, COMMUNES, COMMUNES, 1, 4)
        ],
    }
    for key, label in EMPLOYERS.items():
        _employer(draw, nodes, edges, key, label)
    for label in SIDES:
        _side(draw, nodes, edges, label)
    _said_between(draw, nodes, edges)
    return Land(nodes, edges)


def _employer(draw: st.DrawFn, nodes: Nodes, edges: Edges, key: str, label: str) -> None:
    told: dict[str, object] = {"key": key, "name": f"Emp {key[-1]}"}
    if label == "Company":
        told |= {"latitude": draw(latitudes), "longitude": 2.0}
        told |= {"status": draw(st.sampled_from([*[None] * 6, "closed"]))}
    nodes[label].append(told)
    if commune := draw(st.sampled_from([*COMMUNES, *COMMUNES, None])):
        edges.setdefault(f"{label}-LOCATED_IN-Territory", []).append((key, commune, {}))
    if occupation := draw(st.sampled_from([None, *OCCUPATIONS])):
        staff = {"headcount": draw(st.sampled_from([None, 0, 6, 7, 20, 30]))}
        edges.setdefault(f"{label}-EMPLOYS-Occupation", []).append((key, occupation, staff))


def _side(draw: st.DrawFn, nodes: Nodes, edges: Edges, label: str) -> None:
    has, of, count, ends = SIDES[label]
    nodes[label] = []
    for number in range(draw(st.sampled_from([3, 4, 5, 2, 0]))):
        key = f"rec-{label.lower()}-{number}"
        nodes[label].append(
            {
                "key": key,
                "title": f"Rec {label} {number}",
                count: draw(st.sampled_from([2, 1, 3, 2, 4, 1, 2, 3, None, 0])),
                "starts_on": draw(starts),
                ends: draw(ends_on),
                "visibility": draw(st.sampled_from([*LEVELS, "public", "partners"])),
                "observed_on": "2025-01-01",
                "reason": draw(st.sampled_from([None, "lending", "closure"])),
                "status": draw(st.sampled_from([*["open"] * 6, "over"])),
            }
        )
        owner = draw(st.sampled_from(tuple(EMPLOYERS)))
        edges.setdefault(f"{EMPLOYERS[owner]}-{has}-{label}", []).append((owner, key, {}))
        occupations = draw(
            st.lists(st.sampled_from(OCCUPATIONS), unique=True, min_size=1, max_size=2)
        )
        edges.setdefault(f"{label}-{of}-Occupation", []).extend(
            (key, occupation, {}) for occupation in occupations
        )


def _said_between(draw: st.DrawFn, nodes: Nodes, edges: Edges) -> None:
    """Adds refusals between employers, and agreements that some of them gave."""
    for one, other in some(draw, EMPLOYERS, EMPLOYERS, 0, 3):
        said = {"reason": f"Emp {other[-1]} a dit non", "said_by": f"Emp {one[-1]}"}
        name = f"{EMPLOYERS[one]}-VETOED-{EMPLOYERS[other]}"
        edges.setdefault(name, []).append((one, other, said))
    nodes["Agreement"] = [
        {
            "key": f"agr-{number}",
            "agreed_on": draw(starts) or "2026-09-01",
            "until": draw(ends_on),
            "visibility": draw(st.sampled_from(LEVELS)),
        }
        for number in range(2)
    ]
    for number in range(2):
        for giver in draw(
            st.lists(st.sampled_from(tuple(EMPLOYERS)), unique=True, min_size=1, max_size=4)
        ):
            name = f"{EMPLOYERS[giver]}-GAVE-Agreement"
            edges.setdefault(name, []).append((giver, f"agr-{number}", {}))
