"""The chapter of the theme `needs`."""

from __future__ import annotations

from typing import Any

from tests.queries.territory import Table, edge, node


def outlook(key: str, family: str, **values: object) -> dict[str, Any]:
    """A figure of the survey of 2025, unless another year or publisher is said."""
    return node(key, **{"publisher": "BMO", "family": family, "year": 2025, **values})


NODES: dict[str, Table] = {
    "Occupation": [node("B1802", title="Sellerie"), node("B1803", title="Couture")],
    "Skill": [
        node("bes-coudre", title="Coudre une pièce", kind="competence"),
        node("bes-lire", title="Lire un patron", kind="savoir"),
        node("bes-nuit", title="Travailler de nuit", kind="context"),
    ],
    "Company": [
        node("bes-selles", name="Sellerie du Val"),
        node("bes-capotes", name="Capotes de Briare"),
        node("bes-loin", name="Tapisserie de Blois"),
    ],
    "Actor": [node("bes-atelier", name="Atelier d'insertion", latitude=47.6857, longitude=2.6306)],
    "Outlook": [
        outlook("bes-o1", "B4X43", title="Selliers", projects=40, difficult=25, withheld=True),
        outlook("bes-o2", "B4X44", title="Couturiers", withheld=True),
        outlook("bes-o3", "B4X43", projects=12, difficult=5, seasonal=3, withheld=False),
        outlook("bes-o4", "S2X61", projects=9, withheld=True),
        outlook("bes-o5", "B4X43", year=2024, projects=99, difficult=98, seasonal=97),
        outlook("bes-o6", "B4X", publisher="Dares", year=2030, projects=5000),
    ],
    "Need": [
        node(
            "bes-1",
            title="Sellier",
            posts=2.0,
            contract="permanent",
            starts_on="2026-06-07",
            horizon="urgent",
            visibility="public",
        ),
        node(
            "bes-2",
            title="Renfort d'été",
            contract="seasonal",
            m06=1.5,
            m07=2.0,
            m08=1.5,
            starts_on="2023-08-31",
            horizon="medium",
            visibility="partners",
        ),
        node(
            "bes-3",
            posts=3.0,
            contract="fixed-term",
            starts_on="2026-08-01",
            by="2026-09-01",
            horizon="anticipation",
            visibility="cell",
        ),
        node(
            "bes-4",
            posts=1.0,
            contract="permanent",
            m01=0.5,
            m12=0.25,
            starts_on="2025-11-30",
            horizon="urgent",
            visibility="public",
        ),
        node(
            "bes-5",
            posts=50.0,
            contract="permanent",
            by="2020-01-01",
            status="filled",
            visibility="public",
        ),
        node("bes-6", contract="permanent", horizon="short", visibility="cell"),
        node("bes-8", starts_on="2020-01-01", m12=1.0, visibility="public"),
    ],
}
EDGES: dict[str, Table] = {
    "Company-LOCATED_IN-Territory": [
        edge("bes-selles", "com:45155"),
        edge("bes-capotes", "com:45053"),
        edge("bes-loin", "com:41018"),
    ],
    "Actor-LOCATED_IN-Territory": [edge("bes-atelier", "com:45053")],
    "Company-EMPLOYS-Occupation": [edge("bes-selles", "B1803", headcount=5)],
    "Occupation-REQUIRES-Skill": [
        edge("B1802", "bes-coudre", core=True),
        edge("B1802", "bes-lire", core=False),
        edge("B1803", "bes-coudre", core=True),
    ],
    "Company-HAS_NEED-Need": [
        edge("bes-selles", "bes-1"),
        edge("bes-capotes", "bes-2"),
        edge("bes-capotes", "bes-3"),
        edge("bes-loin", "bes-4"),
        edge("bes-selles", "bes-5"),
    ],
    "Actor-HAS_NEED-Need": [edge("bes-atelier", "bes-6"), edge("bes-atelier", "bes-8")],
    "Need-FOR_OCCUPATION-Occupation": [
        edge("bes-1", "B1802"),
        edge("bes-2", "B1802"),
        edge("bes-3", "B1803"),
        edge("bes-4", "B1802"),
        edge("bes-5", "B1802"),
        edge("bes-6", "B1802"),
        edge("bes-8", "B1803"),
    ],
    "Outlook-CONCERNS-Territory": [
        edge("bes-o1", "be:2415"),
        edge("bes-o2", "be:2415"),
        edge("bes-o3", "be:2404"),
        edge("bes-o4", "be:2404"),
        edge("bes-o5", "be:2415"),
        edge("bes-o6", "be:2415"),
    ],
    "Outlook-CONCERNS-Occupation": [
        edge("bes-o1", "B1802"),
        edge("bes-o2", "B1803"),
        edge("bes-o3", "B1802"),
        edge("bes-o5", "B1802"),
    ],
    "Need-CALLS_FOR-Skill": [
        edge("bes-1", "bes-coudre"),
        edge("bes-1", "bes-lire"),
        edge("bes-3", "bes-nuit"),
    ],
}
ASKED: dict[str, dict[str, object]] = {
    "needs-beside-outlook": {},
    "needs-by-month": {},
    "needs-by-occupation": {},
    "needs-past-horizon": {"on": "2026-09-07"},
    "needs-without-training": {},
    "outlook-by-basin": {},
    "same-occupation-nearby": {"employer": "bes-selles"},
    "skills-called-for": {},
}
