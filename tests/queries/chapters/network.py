"""The chapter of the theme `network`."""

from __future__ import annotations

from tests.queries.territory import Table, edge, node

NODES: dict[str, Table] = {
    "Actor": [
        node("net-a", name="Agence du Nord", kind="public-employment"),
        node("net-b", name="Branche du cuir", kind="branch"),
        node("net-c", name="Club du canal", kind="association"),
        node("net-d", name="Dispositif d'appui"),
        node("net-e", name="Espace emploi", kind="employment"),
        node("net-f", name="Foyer", kind="association"),
        node("net-hub", name="Chambre de l'Est", kind="chamber"),
    ],
    "Topic": [node("net-former", name="Former"), node("net-preter", name="Prêter")],
    "Service": [
        node("net-atelier", name="Atelier"),
        node("net-bilan", name="Bilan"),
        node("net-conseil", name="Conseil en formation"),
        node("net-entraide", name="Entraide"),
    ],
    "Project": [node("net-projet", name="Cuir en relais"), node("net-idee", name="Idée")],
}
EDGES: dict[str, Table] = {
    "Actor-LOCATED_IN-Territory": [
        edge("net-hub", "com:45155"),
        edge("net-b", "com:45053"),
        edge("net-c", "com:41018"),
        edge("net-e", "com:45155"),
    ],
    "Actor-COVERS-Territory": [edge("net-a", "be:2415"), edge("net-f", "be:2404")],
    "Actor-WORKS_WITH-Actor": [
        edge("net-a", "net-b", level="5"),
        edge("net-a", "net-hub", level="4"),
        edge("net-b", "net-d", level="1"),
        edge("net-b", "net-hub", level="2"),
        edge("net-c", "net-d", level="3"),
        edge("net-c", "net-f"),
        edge("net-c", "net-hub"),
        edge("net-e", "net-hub", level="1", since="2024-03-01"),
        edge("net-f", "net-hub", level="2"),
    ],
    "Actor-OFFERS-Service": [
        edge("net-a", "net-atelier"),
        edge("net-a", "net-bilan"),
        edge("net-b", "net-conseil"),
        edge("net-f", "net-entraide"),
    ],
    "Service-COVERS-Territory": [edge("net-atelier", "com:45053")],
    "Service-ANSWERS_TO-Topic": [
        edge("net-atelier", "net-former"),
        edge("net-bilan", "net-former"),
        edge("net-conseil", "net-former"),
        edge("net-entraide", "net-former"),
    ],
    "Actor-TAKES_PART_IN-Project": [
        edge("net-hub", "net-projet", role="lead", since="2026-01-05"),
        edge("net-hub", "net-projet", role="funder"),
        edge("cfa", "net-projet", role="trainer"),
        edge("mde", "net-projet", role="partner"),
        edge("net-a", "net-projet", role="partner"),
        edge("mission", "releve", role="lead"),
    ],
    "Company-TAKES_PART_IN-Project": [
        edge("usinage", "net-projet", role="host", since="2026-02-01")
    ],
}
ASKED: dict[str, dict[str, object]] = {
    "links-held-by-one": {},
    "partners-for-topic": {"topic": "net-former", "commune": "com:45053"},
    "partners-of-project": {"project": "net-projet"},
    "partners-of-territory": {"territory": "be:2415"},
    "partnership-levels": {},
    "single-link-actors": {},
}
