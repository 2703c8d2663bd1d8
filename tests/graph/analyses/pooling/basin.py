"""Small basins on a meridian, built wish by wish: 0.01 degree of latitude is 1.111949 km."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from graph.analyses.pooling.results import (
    SharedFunction,
    SharedResource,
    SharedSession,
    SharingResult,
)
from graph.analyses.sharing import SharingParameters, run
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer, Visibility

DAY = date(2026, 9, 7)
# Amont-Bief 11.12 km, Amont-Colline 33.36, Bief-Colline 22.24, Amont-Loin 66.72, Colline-Loin 33.36
PLACES = {"amont": 47.0, "bief": 47.1, "colline": 47.3, "loin": 47.6, "nulle-part": None}
BASINS = {"amont": "be-1", "bief": "be-1", "colline": "be-2", "loin": "be-2"}
TITLES = {"soudage": "Soudage", "hygiene": "Hygiène", "plan": "Lecture de plan"}


@dataclass
class Basin:
    """Communes of two basins, a body at Bief that gives every training, and who wants what."""

    nodes: dict[str, list[NodeRecord]] = field(default_factory=dict)
    edges: dict[str, list[EdgeRecord]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, latitude in PLACES.items():
            self.node("Territory", key, latitude=latitude, longitude=2.0, kind="commune")
        for basin in ("be-1", "be-2"):
            self.node("Territory", basin, kind="basin")
        for commune, basin in BASINS.items():
            self.edge("Territory-PART_OF-Territory", commune, basin)
        for code in ("H2913", "H2102", "H1303", "M1501", "I1304", "I1203"):
            self.node("Occupation", code, title=f"Métier {code}")
        self.employer("Greta", "bief", "Actor")

    def node(self, label: str, key: str, **values: object) -> str:
        """Adds a node, named after its key where nothing else is said."""
        told = {"name": key.capitalize(), "sources": ["basin"], "observed_on": "2026-08-01"}
        self.nodes.setdefault(label, []).append({"key": key, **told, **values})
        return key

    def edge(self, signature: str, source: str, target: str, **values: object) -> None:
        """Adds an edge."""
        self.edges.setdefault(signature, []).append((source, target, values))

    def employer(self, name: str, commune: str, label: str = "Company", **values: object) -> str:
        """Adds an employer in a commune."""
        key = self.node(label, name.lower(), **{"name": name, **values})
        self.edge(f"{label}-LOCATED_IN-Territory", key, commune)
        return key

    def employers(self, **communes: str) -> None:
        """Adds companies by name, each in a commune."""
        for name, commune in communes.items():
            self.employer(name.capitalize(), commune)

    def training(
        self, key: str = "soudage", occupation: str | None = "H2913", giver: str | None = "greta"
    ) -> str:
        """Adds a training that Greta gives at Bief."""
        self.node("Training", key, title=TITLES[key], hours=70)
        if occupation:
            self.edge("Training-PREPARES_FOR-Occupation", key, occupation)
        if giver:
            self.edge("Actor-DELIVERS-Training", giver, key)
        return key

    def session(
        self,
        starts_on: str,
        seats: int | None = 10,
        taken: int | None = 0,
        training: str = "soudage",
        commune: str | None = None,
    ) -> str:
        """Adds a session."""
        key = f"{training}-{starts_on}-{commune or ''}"
        self.node("Session", key, starts_on=starts_on, seats=seats, seats_taken=taken)
        self.edge("Training-HAS_SESSION-Session", training, key)
        if commune:
            self.edge("Session-LOCATED_IN-Territory", key, commune)
        return key

    def wish(
        self, who: str, people: int | None = 4, what: str = "soudage", **values: object
    ) -> None:
        """Adds a wish, of a training unless another type of thing has that key."""
        types = ("Skill", "Resource")
        type_ = next((t for t in types if what in self.keys(t)), "Training")
        label = "Actor" if who in self.keys("Actor") else "Company"
        self.edge(f"{label}-WANTS-{type_}", who, what, people=people, **values)

    def need(self, who: str, occupation: str | None = "H2913", **values: object) -> str:
        """Adds an open need that partners read."""
        label = "Actor" if who in self.keys("Actor") else "Company"
        key = f"besoin-{len(self.nodes.get('Need', [])) + 1}"
        self.node("Need", key, **{"title": key, "visibility": "partners", "posts": 2, **values})
        self.edge(f"{label}-HAS_NEED-Need", who, key)
        if occupation:
            self.edge("Need-FOR_OCCUPATION-Occupation", key, occupation)
        return key

    def resource(self, who: str, key: str = "salle", **values: object) -> str:
        """Adds a resource that someone has."""
        self.node("Resource", key, **{"kind": "premises", **values})
        label = "Actor" if who in self.keys("Actor") else "Company"
        self.edge(f"{label}-HAS_RESOURCE-Resource", who, key)
        return key

    def agree(self, *who: str) -> None:
        """Adds an agreement that companies gave, in force on the day."""
        key = self.node("Agreement", "-".join(who), agreed_on="2026-09-01", visibility="partners")
        for each in who:
            self.edge("Company-GAVE-Agreement", each, key, agreed_on="2026-09-01")

    def keys(self, label: str) -> set[str]:
        """Returns the keys of a type."""
        return {str(record["key"]) for record in self.nodes.get(label, ())}

    def snapshot(self, visibility: Visibility = "cell") -> Snapshot:
        """Returns it as a reader may see it."""
        return Snapshot.build(
            self.nodes, self.edges, Viewer(visibility=visibility), as_of=DAY.isoformat()
        )

    def shared(self, visibility: Visibility = "cell", **asked: object) -> SharingResult:
        """Returns what could be shared."""
        return run(self.snapshot(visibility), SharingParameters.model_validate(asked))


Seated = tuple[str, str, list[tuple[str, int]]]


def seats(result: SharingResult) -> list[Seated]:
    """Returns each session: its first day, its state, who takes how many seats."""
    return [
        (
            str(each.starts_on or "to ask"),
            each.state,
            [(p.name, p.people) for p in each.participants],
        )
        for each in result.sessions
    ]


def left(result: SharingResult) -> list[tuple[str, str, str]]:
    """Returns what is left out: its type, whose it is, why."""
    return [
        (each.type, each.employer.name if each.employer else "", each.reason.code.split(".")[-1])
        for each in result.left_out
    ]


def one_session(result: SharingResult) -> SharedSession:
    """Returns the one session."""
    (found,) = result.sessions
    return found


def one_resource(result: SharingResult) -> SharedResource:
    """Returns the one resource."""
    (found,) = result.resources
    return found


def one_function(result: SharingResult) -> SharedFunction:
    """Returns the one function."""
    (found,) = result.functions
    return found


def said(sharing: SharedSession | SharedResource | SharedFunction) -> list[str]:
    """Returns the codes of the reasons, less what they share."""
    return [each.code.removeprefix("sharing.") for each in sharing.reasons]
