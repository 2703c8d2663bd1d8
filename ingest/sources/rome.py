"""ROME 4.0, the register of occupations and skills: any version of its CSV folder.

Published by France Travail under Licence Ouverte. Read: occupations with their job titles,
competences, savoirs, savoir-être, the codes of work contexts, the skills of each occupation, the
official mobilities with their rank. Left: definitions, the tree of sectors, ecological flags.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from graph.errors import DataError
from graph.kinds import CellError, Day
from ingest.sources.layouts import layout, modified_on, published
from ingest.sources.source import Asked, Delivery, Row, Source

REQUIRES = "Occupation-REQUIRES-Skill"
MOVES = "Occupation-MOVES_TO-Occupation"
VERSION = re.compile(r"_v(\d+)_")
PUBLISHED = re.compile(r"Date de publication\s*:\s*(\d{2}/\d{2}/\d{4})")
DAY = Day("", "", "")


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what a folder of ROME's CSV files says.

    Raises:
        DataError: a file is missing, or has another layout.
    """
    folder = asked.path
    occupations = first_with(folder, "referentiel_code_rome")
    found = VERSION.search(occupations.name)
    version = found[1] if found else modified_on(occupations)
    yield Delivery(version, _published_on(folder, occupations), _rows(folder, version))


def first_with(folder: Path, part: str) -> Path:
    """Returns the CSV of a folder whose name holds `part`.

    Raises:
        DataError: there is none.
    """
    found = sorted(folder.glob(f"*{part}*.csv")) if folder.is_dir() else []
    if not found:
        names = [file.name for file in folder.iterdir()] if folder.is_dir() else [folder.name]
        raise layout(folder, [f"*{part}*.csv"], names)
    return found[-1]


def _published_on(folder: Path, fallback: Path) -> str:
    told = folder / "version.txt"
    found = PUBLISHED.search(told.read_text(encoding="utf-8")) if told.exists() else None
    try:
        return DAY.read(found[1]) if found else modified_on(fallback)
    except CellError:
        raise DataError("source.date", file=told.name) from None


def _rows(folder: Path, version: str) -> Iterator[Row]:
    yield from _occupations(folder, version)
    skills = dict(_skills(folder))
    links = list(_links(folder))
    for code in {code for _, code, _ in links} - skills.keys():
        skills[code] = {"title": f"Contexte de travail {code}", "kind": "context"}
    for code, values in sorted(skills.items()):
        yield Row("Skill", (code,), {**values, "version": version})
    for occupation, code, core in links:
        yield Row(REQUIRES, (occupation, code), {"core": core})
    yield from _mobilities(folder)


def _occupations(folder: Path, version: str) -> Iterator[Row]:
    titles = defaultdict(list)
    columns = ("libelle_appellation_court", "code_rome")
    for row in published(first_with(folder, "referentiel_appellation"), columns):
        titles[row["code_rome"]].append(row["libelle_appellation_court"])
    register = first_with(folder, "referentiel_code_rome")
    for row in published(register, ("code_rome", "libelle_rome")):
        code = row["code_rome"]
        values = {"title": row["libelle_rome"], "domain": code[:3], "version": version}
        yield Row("Occupation", (code,), values | {"job_titles": list(dict.fromkeys(titles[code]))})


def _skills(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    columns = ("code_ogr", "libelle_competence", "cat_comp")
    for row in published(first_with(folder, "referentiel_competence"), columns):
        behaviour = row["cat_comp"].startswith("Savoir-être")
        kind = "savoir-etre" if behaviour else "competence"
        yield row["code_ogr"], {"title": row["libelle_competence"], "kind": kind}
    knowledge = first_with(folder, "referentiel_savoir")
    for row in published(knowledge, ("code_ogr_savoir", "libelle_savoir")):
        yield row["code_ogr_savoir"], {"title": row["libelle_savoir"], "kind": "savoir"}


def _links(folder: Path) -> Iterator[tuple[str, str, bool]]:
    columns = ("code_rome", "code_ogr", "coeur_metier")
    for row in published(first_with(folder, "coherence_item"), columns):
        yield row["code_rome"], row["code_ogr"], row["coeur_metier"] == "Principale"


def _mobilities(folder: Path) -> Iterator[Row]:
    columns = ("code_rome", "code_rome_cible", "numero_ordre")
    for row in published(first_with(folder, "rubrique_mobilite"), columns):
        ends = (row["code_rome"], row["code_rome_cible"])
        yield Row(MOVES, ends, {"rank": int(row["numero_ordre"])})


SOURCE = Source(
    "rome",
    "France Travail",
    "Licence Ouverte 2.0",
    "source.rome",
    ("Occupation", "Skill", REQUIRES, MOVES),
    read,
    replaces_demonstration_of=("Occupation", "Skill", REQUIRES, MOVES, "Training-TEACHES-Skill"),
)
