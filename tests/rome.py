"""ROME 4.0 as it is published, in a snapshot: its occupations, skills and official mobilities."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

VERSION = "460"


def rome(reference: Path) -> Snapshot:
    """Returns the published ROME of the folder of published tables."""
    folder = reference / "rome"
    links = sorted({(row["code_rome"], row["code_ogr"]) for row in rows(folder, "coherence_item")})
    moves: list[EdgeRecord] = [
        (row["code_rome"], row["code_rome_cible"], {"rank": int(row["numero_ordre"])})
        for row in rows(folder, "rubrique_mobilite")
    ]
    requires: list[EdgeRecord] = [(occupation, skill, {}) for occupation, skill in links]
    nodes = {
        "Occupation": _occupations(folder),
        "Skill": _skills(folder, sorted({skill for _, skill in links})),
    }
    edges = {"Occupation-REQUIRES-Skill": requires, "Occupation-MOVES_TO-Occupation": moves}
    return Snapshot.build(nodes, edges, Viewer())


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """Yields the rows of one published file."""
    path = folder / f"unix_{name}_v{VERSION}_utf8.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _occupations(folder: Path) -> list[NodeRecord]:
    titles: dict[str, list[str]] = defaultdict(list)
    for row in rows(folder, "referentiel_appellation"):
        titles[row["code_rome"]].append(row["libelle_appellation_court"])
    return [
        {
            "key": row["code_rome"],
            "title": row["libelle_rome"],
            "job_titles": titles[row["code_rome"]],
            "domain": row["code_rome"][:3],
            "parent": row["code_rome_parent"],
            "regulated": row["emploi_reglemente"] == "O",
            "version": VERSION,
        }
        for row in rows(folder, "referentiel_code_rome")
    ]


def _skills(folder: Path, keys: list[str]) -> list[NodeRecord]:
    told = {
        row["code_ogr"]: (row["libelle_competence"], "competence")
        for row in rows(folder, "referentiel_competence")
    }
    for row in rows(folder, "referentiel_savoir"):
        told[row["code_ogr_savoir"]] = (row["libelle_savoir"], "savoir")
    found = ((key, *told.get(key, (key, "context"))) for key in keys)
    return [{"key": key, "title": title, "kind": kind} for key, title, kind in found]
