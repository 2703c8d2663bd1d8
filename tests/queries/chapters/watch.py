"""The chapter of the theme `watch`: signals at each level, and what the cell made of them."""

from __future__ import annotations

from tests.queries.territory import Table, edge, node

NODES: dict[str, Table] = {
    "Signal": [
        node(
            "vei-s1",
            title="Une équipe arrêtée",
            kind="decline",
            severity=2,
            seen_on="2026-03-01",
            visibility="cell",
        ),
        node(
            "vei-s2",
            title="Deux usines ferment",
            kind="closure",
            severity=3,
            seen_on="2026-04-01",
            visibility="partners",
        ),
        node(
            "vei-s3",
            title="Une ligne de plus",
            kind="growth",
            severity=1,
            seen_on="2026-05-01",
            visibility="public",
        ),
        node(
            "vei-s4",
            title="Une annonce chaque semaine",
            kind="hiring",
            severity=0,
            seen_on="2026-06-01",
            visibility="public",
        ),
        node(
            "vei-s5",
            title="Un préavis de grève",
            kind="social",
            severity=1,
            seen_on="2026-06-02",
            visibility="partners",
        ),
        node("vei-s6", title="Un car supprimé", seen_on="2026-06-03", visibility="public"),
    ],
    "Concern": [
        node(
            "vei-c1",
            title="Plats cuisinés",
            status="followed",
            raised_on="2026-04-10",
            due_on="2026-12-31",
            visibility="partners",
        ),
        node("vei-c2", title="Usinage fragile", visibility="cell"),
        node(
            "vei-c3",
            title="Un recrutement difficile",
            status="closed",
            due_on="2026-01-31",
            visibility="public",
        ),
    ],
    "Project": [node("vei-accueil", name="Accueil partagé")],
    "Need": [node("vei-n1", title="Renfort", by="2026-10-01", visibility="public")],
}
EDGES: dict[str, Table] = {
    "Signal-ABOUT-Company": [
        edge("vei-s1", "plats"),
        edge("vei-s3", "plats"),
        edge("vei-s4", "usinage"),
        edge("vei-s5", "biscuits"),
    ],
    "Signal-ABOUT-Sector": [edge("vei-s2", "naf2:10.85Z"), edge("vei-s3", "naf2:10.85Z")],
    "Signal-ABOUT-Territory": [edge("vei-s6", "com:41018")],
    "Actor-REPORTED-Signal": [
        edge("mission", "vei-s1"),
        edge("mde", "vei-s2"),
        edge("cfa", "vei-s2"),
        edge("mde", "vei-s3"),
        edge("opco", "vei-s3"),
    ],
    "Signal-SUPPORTS-Concern": [
        edge("vei-s1", "vei-c1"),
        edge("vei-s2", "vei-c1"),
        edge("vei-s3", "vei-c1"),
        edge("vei-s4", "vei-c3"),
    ],
    "Concern-LED_TO-Project": [edge("vei-c1", "releve"), edge("vei-c1", "vei-accueil")],
    "Actor-OWNS-Concern": [edge("mde", "vei-c1"), edge("opco", "vei-c3")],
    "Company-HAS_NEED-Need": [edge("plats", "vei-n1")],
}
ASKED: dict[str, dict[str, object]] = {
    "signals-by-sector": {"since": "01/03/2026"},
    "concerns-and-signals": {},
    "companies-with-signals-and-needs": {"basin": "be:2415"},
}
