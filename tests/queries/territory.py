"""A territory small enough to answer every question by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import graph.schema  # noqa: F401 - fills the registries
from graph import statements
from graph.declare import NODES, record_type
from graph.store import Store

Table = list[dict[str, Any]]
SAID = {"sources": ["relevé"], "confirmed_on": "2026-09-01"}


def node(key: str, **values: object) -> dict[str, Any]:
    return {"key": key, **SAID, **values}


def edge(source: str, target: str, **values: object) -> dict[str, Any]:
    return {"a": source, "b": target, "v": values}


NODE_TABLES: dict[str, Table] = {
    "Territory": [
        node("com:45155", name="Gien", kind="commune", latitude=47.6857, longitude=2.6306),
        node("com:45053", name="Briare", kind="commune", latitude=47.6333, longitude=2.7419),
        node("com:41018", name="Blois", kind="commune", latitude=47.5861, longitude=1.3359),
        node("be:2415", name="Gien", kind="basin"),
        node("be:2404", name="Blois", kind="basin"),
        node("reg:24", name="Centre-Val de Loire", kind="region"),
    ],
    "Occupation": [
        node("I1304", title="Maintenance d'équipements"),
        node("H2102", title="Conduite de ligne alimentaire"),
    ],
    "Sector": [
        node("naf2:10.85Z", title="Fabrication de plats préparés"),
        node("naf2:25.62B", title="Mécanique industrielle"),
    ],
    "Project": [node("releve", name="Relève technique", status="running")],
    "Company": [
        node("plats", name="Plats du Giennois"),
        node("usinage", name="Usinage de Briare", sources=["relevé", "enquête"]),
        node("biscuits", name="Biscuits d'Aurore & Fils", confirmed_on="2026-10-05"),
    ],
    "Actor": [
        node("mde", name="Maison de l'emploi"),
        node("cfa", name="CFA de l'Est"),
        node("opco", name="OPCO régional"),
        node("mission", name="Mission locale"),
    ],
    "Contact": [
        node("accueil", function="Accueil", telephone="02 00 00 00 01", visibility="partners"),
        node("direction", function="Direction", telephone="02 00 00 00 02", visibility="cell"),
    ],
    "Topic": [node("recruter", name="Recruter")],
    "Service": [
        node("diagnostic", name="Diagnostic", largest_headcount=49),
        node("conseil", name="Conseil"),
        node("accueil-blois", name="Accueil à Blois"),
    ],
    "Certification": [node("RNCP1", title="Conducteur")],
    "Training": [
        node("technicien", title="Technicien", hours=1100),
        node("conducteur", title="Conducteur", hours=420),
    ],
    "Session": [
        node("passee", starts_on="2026-01-05", seats=12, seats_taken=2),
        node("novembre", starts_on="2026-11-02", seats=12, seats_taken=7),
        node("janvier", starts_on="2027-01-10", seats=10),
    ],
    "Need": [
        node("n1", title="Technicien", posts=2.0, difficulty=3, by="2026-12-31", visibility="cell"),
        node("n2", posts=0.4, difficulty=1, by="2026-11-30", visibility="partners"),
        node("n3", title="Saison", posts=6.0, status="open", visibility="public"),
        node("n4", posts=9.0, status="filled", visibility="public"),
    ],
    "Bridge": [
        node("b1", people=4, effort="same", coverage=1.0, km=97.7, visibility="partners"),
        node("b2", people=1, effort="long", coverage=0.4, km=97.7, visibility="cell"),
    ],
    "Grouping": [
        node(
            "g1",
            family="I13",
            jobs=1,
            margin=1.05,
            largest_share=0.58,
            km=10.1,
            visibility="partners",
        ),
        node("g2", family="H21", jobs=2, margin=1.2, largest_share=0.5, km=9.0, visibility="cell"),
    ],
}
EDGE_TABLES: dict[str, Table] = {
    "Territory-PART_OF-Territory": [
        edge("com:45155", "be:2415"),
        edge("com:45053", "be:2415"),
        edge("com:41018", "be:2404"),
        edge("be:2415", "reg:24"),
        edge("be:2404", "reg:24"),
    ],
    "Company-LOCATED_IN-Territory": [
        edge("plats", "com:45155"),
        edge("usinage", "com:45053"),
        edge("biscuits", "com:41018"),
    ],
    "Company-IN_SECTOR-Sector": [
        edge("plats", "naf2:10.85Z"),
        edge("usinage", "naf2:25.62B"),
    ],
    "Actor-LOCATED_IN-Territory": [edge("cfa", "com:45155"), edge("mission", "com:41018")],
    "Training-LOCATED_IN-Territory": [
        edge("technicien", "com:45155"),
        edge("conducteur", "com:41018"),
    ],
    "Actor-COVERS-Territory": [edge("mde", "be:2415"), edge("opco", "reg:24")],
    "Service-COVERS-Territory": [
        edge("diagnostic", "be:2415"),
        edge("accueil-blois", "com:41018"),
    ],
    "Actor-WORKS_WITH-Actor": [
        edge("cfa", "mde", level="3", since="2019-01-01"),
        edge("mde", "opco", level="2"),
        edge("cfa", "mission", level="1"),
    ],
    "Actor-OFFERS-Service": [
        edge("mde", "diagnostic"),
        edge("opco", "conseil"),
        edge("mission", "accueil-blois"),
    ],
    "Actor-HAS_CONTACT-Contact": [edge("mde", "accueil"), edge("mde", "direction")],
    "Service-ANSWERS_TO-Topic": [
        edge("diagnostic", "recruter"),
        edge("conseil", "recruter"),
        edge("accueil-blois", "recruter"),
    ],
    "Company-HAS_NEED-Need": [
        edge("plats", "n1"),
        edge("usinage", "n2"),
        edge("plats", "n4"),
        edge("biscuits", "n3"),
    ],
    "Need-FOR_OCCUPATION-Occupation": [
        edge("n1", "I1304"),
        edge("n2", "I1304"),
        edge("n3", "I1304"),
        edge("n4", "H2102"),
    ],
    "Training-PREPARES_FOR-Occupation": [edge("technicien", "I1304")],
    "Training-PREPARES_FOR-Certification": [edge("conducteur", "RNCP1")],
    "Certification-OPENS-Occupation": [edge("RNCP1", "H2102")],
    "Training-HAS_SESSION-Session": [
        edge("technicien", "passee"),
        edge("technicien", "novembre"),
        edge("technicien", "janvier"),
    ],
    "Actor-DELIVERS-Training": [edge("cfa", "technicien")],
    "Bridge-FROM-Company": [edge("b1", "biscuits"), edge("b2", "biscuits")],
    "Bridge-TO-Company": [edge("b1", "plats"), edge("b2", "usinage")],
    "Bridge-FROM_OCCUPATION-Occupation": [edge("b1", "H2102"), edge("b2", "H2102")],
    "Bridge-TO_OCCUPATION-Occupation": [edge("b1", "H2102"), edge("b2", "I1304")],
    "Company-CANDIDATE_FOR-Grouping": [
        edge("usinage", "g1"),
        edge("plats", "g1"),
        edge("usinage", "g2"),
        edge("biscuits", "g2"),
    ],
}


def write(store: Store, nodes: Mapping[str, Table], edges: Mapping[str, Table]) -> None:
    for name, rows in (*nodes.items(), *edges.items()):
        store.write(statements.put(record_type(name)), rows)


Tables = dict[str, Table]


def seen_at(levels: Sequence[str], nodes: Tables, edges: Tables) -> tuple[Tables, Tables]:
    """The same without what is of another level, and without the edges of what is left out."""
    kept = {
        label: [row for row in rows if not NODES[label].guarded() or row["visibility"] in levels]
        for label, rows in nodes.items()
    }
    keys = {label: {row["key"] for row in rows} for label, rows in kept.items()}

    def stands(name: str, row: dict[str, Any]) -> bool:
        source, _, target = name.split("-")
        return row["a"] in keys.get(source, ()) and row["b"] in keys.get(target, ())

    return kept, {name: [r for r in rows if stands(name, r)] for name, rows in edges.items()}


def hidden_twins(nodes: Tables, edges: Tables) -> tuple[Tables, Tables]:
    """Every guarded node again, for the cell only, with the edges of the original."""
    twins = {
        label: [{**row, "key": f"{row['key']}-twin", "visibility": "cell"} for row in rows]
        for label, rows in nodes.items()
        if NODES[label].guarded()
    }
    joined: Tables = {}
    for name, rows in edges.items():
        source, _, target = name.split("-")
        if source in twins or target in twins:
            joined[name] = [_twin(row, source in twins, target in twins) for row in rows]
    return twins, joined


def _twin(row: dict[str, Any], source: bool, target: bool) -> dict[str, Any]:
    return {
        "a": f"{row['a']}-twin" if source else row["a"],
        "b": f"{row['b']}-twin" if target else row["b"],
        "v": row["v"],
    }
