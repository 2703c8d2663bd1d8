"""The chapter of the theme `desk`: services that choose whom they serve, requests on their way."""

from __future__ import annotations

from tests.queries.territory import Table, edge, node

NODES: dict[str, Table] = {
    "Territory": [node("com:75056", name="Paris", kind="commune")],
    "Sector": [node("naf2:10.8", title="Autres produits alimentaires", code="10.8", level=3)],
    "Company": [
        node("gui-traiteur", name="Traiteur du Pont", headcount=60, legal_form="sas"),
        node("gui-atelier", name="Atelier du Canal", headcount=12, legal_form="SARL"),
        node("gui-inconnu", name="Inconnu & Cie"),
    ],
    "Topic": [node("gui-former", name="Former")],
    "Service": [
        node("gui-petits", name="Petits", smallest_headcount=1, largest_headcount=49),
        node("gui-alimentaire", name="Alimentaire", sectors_served=["01", "10.8"]),
        node("gui-mecanique", name="Mécanique", sectors_served=["naf2:25.62B"]),
        node("gui-sas", name="Sociétés", legal_forms=["SA", "SAS"]),
        node("gui-tous", name="Tous"),
    ],
    "Request": [
        node(
            "gui-r1",
            title="Former deux soudeurs",
            asked_on="2026-08-22",
            state="new",
            visibility="partners",
        ),
        node(
            "gui-r2",
            title="Loger un apprenti",
            asked_on="2026-08-28",
            state="in-progress",
            visibility="cell",
        ),
        node("gui-r3", title="Recruter", asked_on="2026-08-29", visibility="public"),
        node(
            "gui-r4",
            title="Accueillir",
            asked_on="2026-01-10",
            state="answered",
            visibility="public",
        ),
        node("gui-r5", title="Prêter", asked_on="2026-01-10", state="closed", visibility="public"),
    ],
    "Referral": [
        node(
            "gui-f1",
            referred_on="2026-08-24",
            state="sent",
            due_on="2026-08-31",
            visibility="partners",
        ),
        node(
            "gui-f2",
            referred_on="2026-08-23",
            state="refused",
            due_on="2026-08-30",
            visibility="partners",
        ),
        node(
            "gui-f3",
            referred_on="2026-09-01",
            state="accepted",
            due_on="2026-09-15",
            visibility="cell",
        ),
        node(
            "gui-f4",
            referred_on="2026-01-12",
            state="done",
            due_on="2026-01-20",
            visibility="public",
        ),
        node("gui-f5", referred_on="2026-09-01", due_on="2026-09-07", visibility="public"),
        node("gui-f6", referred_on="2026-09-01", state="accepted", visibility="partners"),
    ],
}
EDGES: dict[str, Table] = {
    "Sector-PART_OF-Sector": [edge("naf2:10.85Z", "naf2:10.8")],
    "Company-IN_SECTOR-Sector": [
        edge("gui-traiteur", "naf2:10.85Z"),
        edge("gui-atelier", "naf2:25.62B"),
    ],
    "Company-LOCATED_IN-Territory": [
        edge("gui-traiteur", "com:45155"),
        edge("gui-atelier", "com:45053"),
    ],
    "Actor-OFFERS-Service": [
        edge("mde", "gui-petits"),
        edge("opco", "gui-alimentaire"),
        edge("opco", "gui-mecanique"),
        edge("opco", "gui-sas"),
        edge("opco", "gui-tous"),
    ],
    "Service-ANSWERS_TO-Topic": [
        edge("gui-petits", "gui-former"),
        edge("gui-alimentaire", "gui-former"),
        edge("gui-mecanique", "gui-former"),
        edge("gui-sas", "gui-former"),
        edge("gui-tous", "gui-former"),
    ],
    "Company-ASKED-Request": [
        edge("plats", "gui-r1"),
        edge("usinage", "gui-r3"),
        edge("plats", "gui-r4"),
        edge("plats", "gui-r5"),
    ],
    "Actor-ASKED-Request": [edge("mission", "gui-r2")],
    "Request-ON_TOPIC-Topic": [edge("gui-r1", "gui-former"), edge("gui-r3", "recruter")],
    "Request-HAS_REFERRAL-Referral": [
        edge("gui-r1", "gui-f1"),
        edge("gui-r1", "gui-f2"),
        edge("gui-r1", "gui-f3"),
        edge("gui-r4", "gui-f4"),
        edge("gui-r3", "gui-f5"),
        edge("gui-r3", "gui-f6"),
    ],
    "Referral-TO-Service": [
        edge("gui-f1", "gui-petits"),
        edge("gui-f2", "gui-petits"),
        edge("gui-f3", "gui-tous"),
        edge("gui-f4", "gui-petits"),
        edge("gui-f5", "accueil-blois"),
        edge("gui-f6", "diagnostic"),
    ],
}
ASKED: dict[str, dict[str, object]] = {
    "who-can-answer": {"topic": "gui-former", "company": "gui-atelier"},
    "requests-waiting": {"days": "8", "on": "07/09/2026"},
    "delays-by-partner": {"on": "2026-09-07"},
}
