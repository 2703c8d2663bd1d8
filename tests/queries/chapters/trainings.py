"""The chapter of the theme `trainings`."""

from __future__ import annotations

from tests.queries.territory import Table, edge, node

NODES: dict[str, Table] = {
    "Sector": [
        node("naf2:15", title="Industrie du cuir"),
        node("naf2:15.1", title="Apprêt des cuirs"),
        node("naf2:15.12Z", title="Articles de voyage et de maroquinerie"),
    ],
    "Occupation": [node("C1501", title="Cordonnerie"), node("C1504", title="Maroquinerie")],
    "Skill": [
        node("for-piquer", title="Piquer le cuir", kind="competence"),
        node("for-teindre", title="Teindre le cuir", kind="savoir"),
        node("for-debout", title="Travailler debout", kind="context"),
        node("for-ranger", title="Ranger l'atelier", kind="competence"),
        node("for-coller", title="Coller le cuir"),
        node("for-vernir", title="Vernir le cuir"),
    ],
    "Certification": [node("RNCP77", title="Maroquinier")],
    "Company": [
        node("for-cordo", name="Cordonnerie de Gien"),
        node("for-maro", name="Maroquinerie de Blois"),
    ],
    "Actor": [node("for-ecole", name="École du cuir", latitude=47.6857, longitude=2.6306)],
    "Training": [
        node("for-cuir", title="Travail du cuir", hours=35),
        node("for-titre", title="Titre de maroquinier"),
    ],
    "Session": [
        node("for-1", starts_on="2026-11-02", seats=8, seats_taken=8),
        node("for-2", starts_on="2026-09-07"),
    ],
    "Resource": [
        node("for-salle", name="Salle", kind="premises", available="mardi"),
        node("for-presse", name="Presse", kind="equipment"),
        node("for-tuteur", name="Tuteur", kind="tutor"),
    ],
    "Need": [
        node("for-n1", posts=2.0, visibility="public"),
        node("for-n2", posts=1.5, visibility="partners"),
        node("for-n3", visibility="cell"),
        node("for-n4", posts=9.0, status="filled", visibility="public"),
    ],
}
EDGES: dict[str, Table] = {
    "Sector-PART_OF-Sector": [edge("naf2:15.12Z", "naf2:15.1"), edge("naf2:15.1", "naf2:15")],
    "Company-LOCATED_IN-Territory": [
        edge("for-cordo", "com:45155"),
        edge("for-maro", "com:41018"),
    ],
    "Company-IN_SECTOR-Sector": [edge("for-cordo", "naf2:15.12Z"), edge("for-maro", "naf2:15.1")],
    "Company-EMPLOYS-Occupation": [edge("for-cordo", "C1501", headcount=3)],
    "Actor-LOCATED_IN-Territory": [edge("for-ecole", "com:41018")],
    "Training-LOCATED_IN-Territory": [edge("for-cuir", "com:41018")],
    "Session-LOCATED_IN-Territory": [edge("for-1", "com:45053")],
    "Resource-LOCATED_IN-Territory": [edge("for-salle", "com:45053")],
    "Actor-DELIVERS-Training": [edge("for-ecole", "for-cuir"), edge("cfa", "for-titre")],
    "Training-HAS_SESSION-Session": [edge("for-cuir", "for-1"), edge("for-cuir", "for-2")],
    "Training-PREPARES_FOR-Occupation": [edge("for-cuir", "C1501")],
    "Training-PREPARES_FOR-Certification": [
        edge("for-cuir", "RNCP77"),
        edge("for-titre", "RNCP77"),
    ],
    "Certification-OPENS-Occupation": [edge("RNCP77", "C1504")],
    "Training-TEACHES-Skill": [edge("for-cuir", "for-piquer")],
    "Company-HAS_RESOURCE-Resource": [
        edge("for-cordo", "for-salle"),
        edge("for-maro", "for-tuteur"),
    ],
    "Actor-HAS_RESOURCE-Resource": [edge("for-ecole", "for-presse")],
    "Occupation-REQUIRES-Skill": [
        edge("C1501", "for-piquer", core=True),
        edge("C1501", "for-teindre", core=True),
        edge("C1501", "for-debout", core=True),
        edge("C1501", "for-ranger", core=False),
    ],
    "Company-HAS_NEED-Need": [
        edge("for-cordo", "for-n1"),
        edge("for-maro", "for-n2"),
        edge("for-maro", "for-n3"),
        edge("for-maro", "for-n4"),
    ],
    "Need-FOR_OCCUPATION-Occupation": [
        edge("for-n1", "C1501"),
        edge("for-n2", "C1504"),
        edge("for-n3", "C1504"),
        edge("for-n4", "C1504"),
    ],
    "Need-CALLS_FOR-Skill": [
        edge("for-n2", "for-teindre"),
        edge("for-n2", "for-piquer"),
        edge("for-n3", "for-coller"),
        edge("for-n4", "for-vernir"),
    ],
}
ASKED: dict[str, dict[str, object]] = {
    "actors-for-sector": {"sector": "naf2:15"},
    "next-sessions": {"since": "2026-09-07"},
    "resources-nearby": {"commune": "com:45155"},
    "skills-without-training": {},
    "trainings-for-occupation": {
        "occupation": "I1304",
        "commune": "com:45053",
        "since": "2026-09-07",
    },
}
