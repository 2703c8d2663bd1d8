"""The chapter of the theme `groupings`."""

from __future__ import annotations

from tests.queries.territory import Table, edge, node


def months(first: int, last: int, people: float) -> dict[str, float]:
    """Returns the same need from the first to the last month of a year."""
    return {f"m{month:02}": people for month in range(first, last + 1)}


NODES: dict[str, Table] = {
    "Occupation": [node("A1416", title="Maraîchage"), node("A1419", title="Vigne")],
    "Company": [
        node("grp-potager", name="Potager du Val"),
        node("grp-verger", name="Verger du Val"),
        node("grp-cave", name="Cave de Briare"),
        node("grp-serre", name="Serre du Val"),
        node("grp-loin", name="Champignons de Blois"),
        node("grp-egal", name="Épicerie du Val"),
    ],
    "Actor": [node("grp-lycee", name="Lycée agricole")],
    "Need": [
        node("grp-n1", **(months(1, 12, 0.5) | months(4, 9, 1.5)), visibility="public"),
        node("grp-n2", **(months(1, 3, 1.0) | months(10, 12, 1.0)), visibility="public"),
        node("grp-n3", **months(1, 2, 2.0), visibility="cell"),
        node("grp-n4", m03=0.5, recurring=True, visibility="partners"),
        node("grp-n5", **months(3, 8, 1.0), visibility="public"),
        node("grp-n6", **months(7, 12, 1.0), visibility="public"),
        node("grp-n7", m11=1.0, visibility="public"),
        node("grp-n8", **months(1, 12, 0.4), visibility="public"),
        node("grp-n9", m12=5.0, recurring=False, visibility="public"),
        node("grp-n10", m12=1.0, visibility="public"),
        node("grp-n11", m12=7.0, status="dropped", visibility="public"),
    ],
    "Grouping": [
        node("grp-g3", family="A14", jobs=1, visibility="public"),
        node("grp-g4", family="A14", jobs=1, visibility="partners"),
        node("grp-g5", family="I13", jobs=1, visibility="cell"),
    ],
}
EDGES: dict[str, Table] = {
    "Company-LOCATED_IN-Territory": [
        edge("grp-potager", "com:45155"),
        edge("grp-verger", "com:45053"),
        edge("grp-cave", "com:45053"),
        edge("grp-serre", "com:45155"),
        edge("grp-loin", "com:41018"),
        edge("grp-egal", "com:45155"),
    ],
    "Actor-LOCATED_IN-Territory": [edge("grp-lycee", "com:45155")],
    "Company-HAS_NEED-Need": [
        edge("grp-potager", "grp-n1"),
        edge("grp-verger", "grp-n2"),
        edge("grp-cave", "grp-n3"),
        edge("grp-cave", "grp-n4"),
        edge("grp-serre", "grp-n6"),
        edge("grp-loin", "grp-n7"),
        edge("grp-egal", "grp-n8"),
        edge("grp-egal", "grp-n9"),
        edge("usinage", "grp-n10"),
        edge("grp-egal", "grp-n11"),
    ],
    "Actor-HAS_NEED-Need": [edge("grp-lycee", "grp-n5")],
    "Need-FOR_OCCUPATION-Occupation": [
        edge("grp-n1", "A1416"),
        edge("grp-n2", "A1419"),
        edge("grp-n3", "A1416"),
        edge("grp-n4", "A1416"),
        edge("grp-n5", "A1416"),
        edge("grp-n6", "A1416"),
        edge("grp-n7", "A1416"),
        edge("grp-n8", "A1416"),
        edge("grp-n9", "A1416"),
        edge("grp-n10", "I1304"),
        edge("grp-n11", "A1416"),
    ],
    "Company-CANDIDATE_FOR-Grouping": [
        edge("grp-potager", "grp-g3"),
        edge("grp-verger", "grp-g3"),
        edge("grp-potager", "grp-g4"),
        edge("grp-potager", "grp-g5"),
        edge("usinage", "grp-g5"),
    ],
    "Actor-CANDIDATE_FOR-Grouping": [edge("grp-lycee", "grp-g3"), edge("grp-lycee", "grp-g4")],
    "Grouping-FOR_OCCUPATION-Occupation": [edge("grp-g3", "A1416"), edge("grp-g4", "A1419")],
}
ASKED: dict[str, dict[str, object]] = {
    "companies-in-several-groupings": {},
    "complementary-seasons": {"employer": "grp-potager"},
    "groupings-by-basin": {},
}
