"""The chapter of the theme `quality`: a survey, old records, and companies known by halves."""

from __future__ import annotations

from tests.queries.territory import Table, edge, node

NODES: dict[str, Table] = {
    "Company": [
        node("qua-scierie", name="Scierie", confirmed_on="2025-09-07", sources=["registre"]),
        node(
            "qua-fonte",
            name="Fonderie",
            siret="99990000400006",
            headcount=30,
            confirmed_on="2025-09-08",
            sources=["registre"],
        ),
        node("qua-nulle", name="Nulle part", sources=["registre", "enquête"]),
        node(
            "qua-fermee",
            name="Tannerie",
            status="closed",
            confirmed_on="2020-01-01",
            sources=["registre"],
        ),
        node("qua-entiere", name="Entière", siret="99990001200017", headcount=9, sources=["carte"]),
    ],
    "Actor": [
        node(
            "qua-asso",
            name="Association",
            headcount=30,
            confirmed_on="2024-02-29",
            sources=["Registre"],
        ),
    ],
    "Contact": [
        node("qua-contact", function="Direction", confirmed_on="2025-01-31", visibility="cell")
    ],
    "Service": [
        node("qua-service", name="Bilan", confirmed_on="2025-02-01"),
        node("qua-officiel", confirmed_on="2020-01-01", sources=["official:datainclusion"]),
    ],
    "Resource": [node("qua-salle", name="Salle", confirmed_on="2025-03-01")],
    "Training": [node("qua-soudage", title="Soudage", confirmed_on="2025-04-01")],
    "Pool": [node("qua-vivier", title="Demandeurs", confirmed_on="2025-05-01")],
    "Need": [
        node("qua-n1", confirmed_on="2025-06-30", visibility="partners"),
        node("qua-n2", status="filled", confirmed_on="2020-01-01", visibility="public"),
    ],
    "Surplus": [
        node("qua-s1", title="Fin de ligne", confirmed_on="2025-09-01", visibility="public"),
        node("qua-s2", status="over", confirmed_on="2020-01-01", visibility="public"),
    ],
    "Concern": [
        node(
            "qua-c1", title="Bois", status="followed", confirmed_on="2025-08-07", visibility="cell"
        ),
        node("qua-c2", status="closed", confirmed_on="2020-01-01", visibility="public"),
    ],
    "Project": [node("qua-projet", name="Fini", status="done", confirmed_on="2020-01-01")],
    "Action": [
        node("qua-action", title="Rappeler", confirmed_on="2025-09-06"),
        node("qua-faite", title="Faite", status="done", confirmed_on="2020-01-01"),
    ],
    "Survey": [
        node("qua-audit", name="Audit RH", starts_on="2026-05-18"),
        node("qua-barometre", name="Baromètre", starts_on="2026-06-01"),
        node("qua-vide", name="Enquête à venir", starts_on="2027-01-04"),
    ],
    "Response": [
        node("qua-r1", answered_on="2026-06-01", visibility="partners"),
        node("qua-r2", answered_on="2026-06-02", visibility="cell"),
        node("qua-r3", answered_on="2026-06-03", visibility="public"),
    ],
}
EDGES: dict[str, Table] = {
    "Company-LOCATED_IN-Territory": [
        edge("qua-scierie", "com:45155"),
        edge("qua-entiere", "com:45155"),
    ],
    "Survey-SENT_TO-Company": [
        edge("qua-audit", "plats", wave=1),
        edge("qua-audit", "plats", wave=2),
        edge("qua-audit", "qua-scierie", wave=1),
        edge("qua-audit", "usinage", wave=1),
        edge("qua-audit", "qua-fonte", wave=1),
        edge("qua-barometre", "biscuits", wave=1),
    ],
    "Company-ANSWERED-Response": [
        edge("plats", "qua-r1"),
        edge("qua-scierie", "qua-r2"),
        edge("usinage", "qua-r3"),
    ],
    "Response-ANSWERS-Survey": [
        edge("qua-r1", "qua-audit"),
        edge("qua-r2", "qua-audit"),
        edge("qua-r3", "qua-barometre"),
    ],
}
ASKED: dict[str, dict[str, object]] = {
    "silent-companies": {"survey": "qua-audit"},
    "records-to-confirm": {"on": "2026-09-07"},
    "said-by-one-source": {"source": "registre"},
}
