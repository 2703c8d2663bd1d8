"""The chapter of the theme `bridges`: a glassworks whose people may move, and where to."""

from __future__ import annotations

from tests.queries.territory import Table, edge, node

NODES: dict[str, Table] = {
    "Sector": [
        node("naf2:23", title="Autres produits minéraux"),
        node("naf2:23.1", title="Verre"),
        node("naf2:23.13Z", title="Verre creux"),
    ],
    "Company": [node("pas-verre", name="Verrerie du Val")],
    "Occupation": [
        node("B1602", title="Verrier"),
        node("B1603", title="Conducteur de four"),
        node("B1604", title="Contrôleur"),
        node("B1605", title="Régleur"),
        node("B1606", title="Mouleur"),
        node("B1607", title="Chimiste"),
    ],
    "Skill": [
        node("pas-chauffer", title="Chauffer"),
        node("pas-mesurer", title="Mesurer", kind="savoir"),
        node("pas-regler", title="Régler", kind="competence"),
    ],
    "Certification": [node("RNCP2", title="Agent de maintenance")],
    "Training": [
        node("pas-court", title="Premier niveau", hours=140),
        node("pas-alternance", title="Alternance"),
    ],
    "Bridge": [
        node("pas-b1", people=3, effort="short", coverage=0.6, km=20.0, visibility="partners"),
        node("pas-b2", people=5, effort="same", coverage=1.0, km=20.0, visibility="cell"),
        node("pas-b3", people=3, effort="short", coverage=0.7, km=97.7, visibility="public"),
        node("pas-b4", people=3, effort="short", coverage=0.6, km=10.2, visibility="public"),
    ],
}
EDGES: dict[str, Table] = {
    "Sector-PART_OF-Sector": [edge("naf2:23.13Z", "naf2:23.1"), edge("naf2:23.1", "naf2:23")],
    "Company-IN_SECTOR-Sector": [
        edge("pas-verre", "naf2:23.13Z"),
        edge("pas-verre", "naf2:23.1"),
    ],
    "Company-LOCATED_IN-Territory": [edge("pas-verre", "com:41018")],
    "Bridge-FROM-Company": [
        edge("pas-b1", "pas-verre"),
        edge("pas-b2", "pas-verre"),
        edge("pas-b3", "pas-verre"),
    ],
    "Bridge-FROM-Actor": [edge("pas-b4", "cfa")],
    "Bridge-TO-Company": [
        edge("pas-b1", "usinage"),
        edge("pas-b2", "usinage"),
        edge("pas-b3", "plats"),
        edge("pas-b4", "usinage"),
    ],
    "Bridge-FROM_OCCUPATION-Occupation": [
        edge("pas-b1", "H2102"),
        edge("pas-b2", "H2102"),
        edge("pas-b3", "H2102"),
        edge("pas-b4", "H2102"),
    ],
    "Bridge-TO_OCCUPATION-Occupation": [
        edge("pas-b1", "I1304"),
        edge("pas-b2", "H2102"),
        edge("pas-b3", "B1605"),
        edge("pas-b4", "I1304"),
    ],
    "Training-PREPARES_FOR-Occupation": [
        edge("pas-court", "I1304"),
        edge("pas-alternance", "I1304"),
    ],
    "Training-PREPARES_FOR-Certification": [edge("pas-court", "RNCP2")],
    "Certification-OPENS-Occupation": [edge("RNCP2", "I1304")],
    "Training-TEACHES-Skill": [
        edge("pas-court", "pas-mesurer"),
        edge("technicien", "pas-mesurer"),
    ],
    "Occupation-REQUIRES-Skill": [
        edge("B1602", "pas-chauffer"),
        edge("B1603", "pas-chauffer"),
        edge("B1603", "pas-mesurer", core=True),
        edge("B1604", "pas-mesurer"),
        edge("B1606", "pas-mesurer", core=False),
        edge("B1605", "pas-regler", core=True),
        edge("B1607", "pas-regler", core=True),
    ],
    "Occupation-MOVES_TO-Occupation": [
        edge("B1602", "B1603", rank=1),
        edge("B1602", "B1604", rank=3),
        edge("B1602", "B1605", rank=9),
        edge("B1602", "B1606", rank=1),
        edge("B1602", "B1607", rank=12),
        edge("B1603", "B1602", rank=5),
        edge("B1603", "B1604", rank=1),
        edge("B1603", "B1605", rank=2),
        edge("B1604", "B1603", rank=1),
        edge("B1604", "B1605", rank=4),
        edge("B1605", "B1603", rank=1),
        edge("B1605", "B1607"),
        edge("B1606", "B1605", rank=1),
        edge("B1607", "I1304", rank=1),
    ],
    "Occupation-VETOED-Occupation": [
        edge("B1606", "B1605", reason="Habilitation exigée"),
        edge("B1605", "B1603", reason="Retour au four"),
        edge("B1602", "B1607", reason="Diplôme exigé"),
    ],
}
ASKED: dict[str, dict[str, object]] = {
    "bridges-from-employer": {"employer": "biscuits"},
    "bridges-to-employer": {"employer": "usinage"},
    "bridges-between-sectors": {"from_sector": "naf2:23", "to_sector": "naf2:25.62B"},
    "bridges-with-short-training": {"basin": "be:2404"},
    "occupation-steps": {"from_occupation": "B1602", "to_occupation": "B1605"},
    "skills-that-open-moves": {"occupation": "B1602"},
}
