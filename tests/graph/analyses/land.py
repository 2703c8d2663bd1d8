"""A small territory of employers and monthly needs, built need by need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.results import EmployerGrouping, GroupingsResult
from graph.analyses.groupings import run
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer, Visibility

HALF = [1.0] * 6 + [0.0] * 6
OTHER_HALF = [0.0] * 6 + [1.0] * 6
FRUIT = [1, 1, 1, 0.5, 0, 0, 0, 0, 0.5, 1, 1, 1]
CHEESE = [0, 0, 0, 0.5, 1, 1, 1, 1, 0.5, 0, 0, 0]
VINEYARD = [1, 1, 0.9, 0.4, 0.3, 0.2, 0, 0, 0.2, 0.4, 0.6, 1]
GARDEN = [0, 0, 0.1, 0.6, 0.8, 0.9, 1, 1, 0.8, 0.6, 0.4, 0]
HARVEST = [0.0] * 8 + [12.0] * 2 + [0.0] * 2
SUMMER = [0.0] * 4 + [3.0] * 5 + [0.0] * 3
# name, latitude, longitude
PLACES = {
    "com:37132": ("Loches", 47.1281, 0.9953),
    "com:37020": ("Beaulieu-lès-Loches", 47.1289, 1.0161),
    "com:37130": ("Ligueil", 47.0428, 0.8181),
    "com:37183": ("Perrusson", 47.0989, 1.0139),
    "com:37031": ("Bourgueil", 47.2817, 0.1686),
    "com:37011": ("Avoine", 47.2069, 0.1803),
    "com:36044": ("Châteauroux", 46.8095, 1.6906),
}
TITLES = {
    "A1401": "Aide agricole de production fruitière ou viticole",
    "A1419": "Aide maraîcher",
    "H1303": "Intervention technique en hygiène et sécurité",
    "H3301": "Conduite d'équipement de conditionnement",
    "H3302": "Opérations manuelles d'assemblage",
    "I1203": "Maintenance des bâtiments et des locaux",
}


@dataclass
class Land:
    """A territory that grows need by need."""

    nodes: dict[str, list[NodeRecord]] = field(default_factory=dict)
    edges: dict[str, list[EdgeRecord]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes["Territory"] = [
            *(
                {"key": key, "name": name, "latitude": latitude, "longitude": longitude}
                for key, (name, latitude, longitude) in PLACES.items()
            ),
            {"key": "be:2411", "name": "Loches"},
        ]
        self.nodes["Occupation"] = [{"key": key, "title": title} for key, title in TITLES.items()]
        for commune in ("com:37132", "com:37020", "com:37130", "com:37183"):
            self.link("Territory-PART_OF-Territory", commune, "be:2411")

    def link(self, signature: str, source: str, target: str) -> None:
        self.edges.setdefault(signature, []).append((source, target, {}))

    def employer(
        self, name: str, commune: str | None, label: str = "Company", **values: object
    ) -> None:
        record = {"key": name.lower().replace(" ", "-"), "name": name, **values}
        self.nodes.setdefault(label, []).append(record)
        if commune:
            self.link(f"{label}-LOCATED_IN-Territory", str(record["key"]), commune)

    def need(
        self,
        name: str,
        occupation: str,
        months: Sequence[float | None],
        label: str = "Company",
        visibility: Visibility = "partners",
        **values: object,
    ) -> None:
        needs = self.nodes.setdefault("Need", [])
        key, owner = f"need-{len(needs):03}", name.lower().replace(" ", "-")
        monthly = {f"m{month:02}": value for month, value in enumerate(months, 1)}
        needs.append({"key": key, "visibility": visibility, **monthly, **values})
        self.link(f"{label}-HAS_NEED-Need", owner, key)
        self.link("Need-FOR_OCCUPATION-Occupation", key, occupation)

    def tell(self, label: str, place: int, **values: object) -> None:
        self.nodes[label][place] = {**self.nodes[label][place], **values}

    def snapshot(self, visibility: Visibility = "cell") -> Snapshot:
        return Snapshot.build(
            self.nodes, self.edges, Viewer(visibility=visibility), as_of="2026-09-07"
        )

    def result(self, visibility: Visibility = "cell", **parameters: object) -> GroupingsResult:
        return run(self.snapshot(visibility), GroupingsParameters.model_validate(parameters))

    def agreed(self, *givers: str, **values: object) -> None:
        told = {"key": "accord", "agreed_on": "2026-09-01", "visibility": "partners", **values}
        self.nodes.setdefault("Agreement", []).append(told)
        for giver in givers:
            self.link("Company-GAVE-Agreement", giver, "accord")


def pair(commune: str = "com:37183", **values: Any) -> Land:
    """Returns two employers of Loches and a commune whose half-years make one job."""
    land = Land()
    land.employer("Alpha", "com:37132", **values)
    land.employer("Bravo", commune)
    land.need("Alpha", "H3302", HALF)
    land.need("Bravo", "H3302", OTHER_HALF)
    return land


def members(result: GroupingsResult) -> list[tuple[str, list[str], int]]:
    return [(g.family, sorted(m.key for m in g.members), g.jobs) for g in result.list]


def only(result: GroupingsResult) -> EmployerGrouping:
    (found,) = result.list
    return found


def codes(result: GroupingsResult) -> list[str]:
    return [why.code for why in only(result).reasons]


def story() -> Land:
    land = Land()
    for name, commune in (
        ("Fruits", "com:37130"), ("Fromagerie", "com:37183"), ("Ehpad", "com:37132"),
        ("Camping", "com:37132"), ("Collège", "com:37020"), ("Vigne", "com:37031"),
        ("Maraîcher", "com:37011"), ("Tournage", "com:36044"), ("Fraisage", "com:36044"),
        ("Soudage", "com:36044"), ("Conserves", "com:37132"), ("Bocaux", "com:37132"),
    ):  # fmt: skip
        land.employer(name, commune)
    for name, occupation, months in (
        ("Fruits", "H3302", FRUIT), ("Fromagerie", "H3302", CHEESE),
        ("Ehpad", "I1203", [0.4] * 12), ("Camping", "I1203", [0.4] * 12),
        ("Collège", "I1203", [0.3] * 12),
        ("Vigne", "A1419", VINEYARD), ("Vigne", "A1401", HARVEST), ("Maraîcher", "A1419", GARDEN),
        ("Tournage", "H1303", [0.4] * 12), ("Fraisage", "H1303", [0.4] * 12),
        ("Soudage", "H1303", [0.3] * 12),
        ("Conserves", "H3301", SUMMER), ("Bocaux", "H3301", SUMMER),
    ):  # fmt: skip
        land.need(name, occupation, months)
    return land
