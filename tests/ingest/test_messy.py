"""Six workbooks as people keep them load after one correction at most, then without any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from ingest.load import Orders, Report, load
from ingest.mapping import TableMapping, read_all, written
from ingest.reading import Reading
from ingest.tables import tables
from tests.graphs import graph_of, opened
from tests.ingest.messy import BOOKS, KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graph.current import Current
    from graph.servers import Place


@dataclass(frozen=True)
class Expected:
    """What a workbook must come to: the correction it takes, then nodes and edges, by hand."""

    correct: Callable[[TableMapping], TableMapping] | None = None
    nodes: list[str] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)


def contract(mapping: TableMapping) -> TableMapping:
    """Says that names are held by contract, as a person writes into the file."""
    text = written(mapping)
    assert "legal_basis: intérêt légitime" in text
    (corrected,) = read_all(text.replace("intérêt légitime", "contrat"), "lecture.yaml")
    return corrected


def chamber(mapping: TableMapping) -> TableMapping:
    """Says who the CMA is."""
    (corrected,) = read_all(written(mapping).replace("CMA: cma", "CMA: chambre-de-metiers"), "f")
    return corrected


def packer(mapping: TableMapping) -> TableMapping:
    """Says which occupation an « agent » is."""
    return mapping.model_copy(update={"answers": {"Postes recherchés": {"agent": "H3302"}}})


EXPECTED: dict[str, Expected] = {
    "visites.xlsx": Expected(
        None,
        [
            "Company {'headcount': 12, 'key': 'atelier-du-lavoir-36044', 'name': "
            "'Atelier du Lavoir', 'status': 'open'}",
            "Company {'headcount': 45, 'key': 'forge-et-fils-36063', 'name': 'Forge & "
            "Fils', 'status': 'open'}",
            "Visit {'held_on': '2026-09-01', 'key': "
            "'visite-atelier-du-lavoir-36044-2026-09-01', 'learnt': 'deux départs en "
            "retraite', 'visibility': 'cell'}",
            "Visit {'held_on': '2026-09-03', 'key': "
            "'visite-forge-et-fils-36063-2026-09-03', 'visibility': 'cell'}",
        ],
        [
            "atelier-du-lavoir-36044 LOCATED_IN com:36044 {}",
            "forge-et-fils-36063 LOCATED_IN com:36063 {}",
            "visite-atelier-du-lavoir-36044-2026-09-01 AT atelier-du-lavoir-36044 {}",
            "visite-forge-et-fils-36063-2026-09-03 AT forge-et-fils-36063 {}",
        ],
    ),
    "portefeuille.xlsx": Expected(
        contract,
        [
            "Company {'key': '99990001200017', 'name': 'Atelier du Lavoir', 'siret': "
            "'99990001200017', 'status': 'open'}",
            "Company {'key': '99990002000010', 'name': 'Forge & Fils', 'siret': "
            "'99990002000010', 'status': 'open'}",
            "Contact {'function': 'Contact', 'key': 'contact-99990002000010-64a6fc', "
            "'legal_basis': 'contrat', 'name': 'Marc Bel', 'telephone': '02 54 00 00 "
            "02', 'visibility': 'cell'}",
            "Contact {'function': 'DRH', 'key': 'drh-99990001200017', 'legal_basis': "
            "'contrat', 'name': 'Anne Roy', 'telephone': '02 54 00 00 01', 'visibility': "
            "'cell'}",
            "Need {'key': 'besoin-99990001200017-soudeur', 'posts': 2.0, 'status': "
            "'open', 'title': 'soudeur', 'visibility': 'cell'}",
            "Visit {'held_on': '2026-09-03', 'key': 'visite-99990001200017-2026-09-03', "
            "'learnt': 'deux départs', 'visibility': 'cell'}",
        ],
        [
            "99990001200017 HAS_CONTACT drh-99990001200017 {}",
            "99990001200017 HAS_NEED besoin-99990001200017-soudeur {}",
            "99990001200017 LOCATED_IN com:36044 {}",
            "99990002000010 HAS_CONTACT contact-99990002000010-64a6fc {}",
            "99990002000010 LOCATED_IN com:36063 {}",
            "besoin-99990001200017-soudeur FOR_OCCUPATION H2913 {}",
            "visite-99990001200017-2026-09-03 AT 99990001200017 {}",
        ],
    ),
    "annuaire.xlsx": Expected(
        contract,
        [
            "Company {'key': '99990001200017', 'name': 'Atelier du Lavoir', 'siret': "
            "'99990001200017', 'status': 'open'}",
            "Company {'key': '99990002000010', 'name': 'Forge & Fils', 'siret': "
            "'99990002000010', 'status': 'open'}",
            "Contact {'email': 'm@example.org', 'function': 'Gérant', 'key': "
            "'gerant-99990002000010', 'legal_basis': 'contrat', 'name': 'Marc Bel', "
            "'visibility': 'cell'}",
            "Contact {'function': 'DRH', 'key': 'drh-99990001200017', 'legal_basis': "
            "'contrat', 'name': 'Anne Roy', 'visibility': 'cell'}",
        ],
        [
            "99990001200017 HAS_CONTACT drh-99990001200017 {}",
            "99990001200017 LOCATED_IN com:36044 {}",
            "99990002000010 HAS_CONTACT gerant-99990002000010 {}",
            "99990002000010 LOCATED_IN com:36063 {}",
        ],
    ),
    "interlocuteurs.xlsx": Expected(
        None,
        [
            "Company {'key': 'atelier-du-lavoir-36044', 'name': 'Atelier du Lavoir', "
            "'status': 'open'}",
            "Company {'key': 'forge-et-fils-36063', 'name': 'Forge & Fils', 'status': 'open'}",
            "Contact {'email': 'a@example.org', 'function': 'Accueil', 'key': "
            "'accueil-atelier-du-lavoir-36044', 'telephone': '02 54 00 00 01', "
            "'visibility': 'cell'}",
            "Contact {'email': 'atelier@example.org', 'function': 'Atelier', 'key': "
            "'atelier-atelier-du-lavoir-36044', 'visibility': 'cell'}",
            "Contact {'function': 'Direction', 'key': "
            "'direction-atelier-du-lavoir-36044', 'telephone': '02 54 00 00 02', "
            "'visibility': 'cell'}",
            "Contact {'function': 'Gérance', 'key': 'gerance-forge-et-fils-36063', "
            "'telephone': '02 54 00 00 03', 'visibility': 'cell'}",
        ],
        [
            "atelier-du-lavoir-36044 HAS_CONTACT accueil-atelier-du-lavoir-36044 {}",
            "atelier-du-lavoir-36044 HAS_CONTACT atelier-atelier-du-lavoir-36044 {}",
            "atelier-du-lavoir-36044 HAS_CONTACT direction-atelier-du-lavoir-36044 {}",
            "atelier-du-lavoir-36044 LOCATED_IN com:36044 {}",
            "forge-et-fils-36063 HAS_CONTACT gerance-forge-et-fils-36063 {}",
            "forge-et-fils-36063 LOCATED_IN com:36063 {}",
        ],
    ),
    "saisons.xlsx": Expected(
        packer,
        [
            "Company {'key': 'laiterie-du-pre-36063', 'name': 'Laiterie du Pré', 'status': 'open'}",
            "Company {'key': 'vergers-sainte-ombeline-36202', 'name': 'Vergers "
            "Sainte-Ombeline', 'status': 'open'}",
            "Need {'key': 'besoin-laiterie-du-pre-36063-agent', 'm01': 2.0, 'm02': 2.0, "
            "'m03': 1.0, 'm04': 0.0, 'm05': 0.0, 'm06': 0.0, 'm07': 0.0, 'm08': 0.0, "
            "'m09': 0.0, 'm10': 1.0, 'm11': 2.0, 'm12': 2.0, 'status': 'open', 'title': "
            "'agent', 'visibility': 'cell'}",
            "Need {'key': 'besoin-vergers-sainte-ombeline-36202-cueilleur-de-fruits', "
            "'m01': 0.0, 'm02': 0.0, 'm03': 0.0, 'm04': 0.0, 'm05': 1.0, 'm06': 4.0, "
            "'m07': 4.0, 'm08': 4.0, 'm09': 2.0, 'm10': 0.0, 'm11': 0.0, 'm12': 0.0, "
            "'status': 'open', 'title': 'cueilleur de fruits', 'visibility': 'cell'}",
        ],
        [
            "besoin-laiterie-du-pre-36063-agent FOR_OCCUPATION H3302 {}",
            "besoin-vergers-sainte-ombeline-36202-cueilleur-de-fruits FOR_OCCUPATION A1401 {}",
            "laiterie-du-pre-36063 HAS_NEED besoin-laiterie-du-pre-36063-agent {}",
            "laiterie-du-pre-36063 LOCATED_IN com:36063 {}",
            "vergers-sainte-ombeline-36202 HAS_NEED "
            "besoin-vergers-sainte-ombeline-36202-cueilleur-de-fruits {}",
            "vergers-sainte-ombeline-36202 LOCATED_IN com:36202 {}",
        ],
    ),
    "reseau.csv": Expected(
        chamber,
        [
            "Actor {'key': 'federation-du-batiment', 'kind': 'branch', 'name': "
            "'Fédération du bâtiment', 'status': 'open'}",
        ],
        [
            "chambre-de-metiers WORKS_WITH mission-locale-du-lavoir {'level': '2'}",
            "federation-du-batiment LOCATED_IN com:36063 {}",
            "federation-du-batiment WORKS_WITH mission-locale-du-lavoir {'level': '3'}",
            "mission-locale-du-lavoir LOCATED_IN com:36044 {}",
        ],
    ),
}


@pytest.fixture
def current(embedded_place: Place, tmp_path: Path) -> Iterator[Current]:
    with opened(embedded_place) as found:
        known = []
        for name, text in KNOWN.items():
            known.append(tmp_path / f"{name}.csv")
            known[-1].write_text(text, encoding="utf-8")
        assert load(found, known, Orders(source="base", observed_on="2026-01-01")).clean
        yield found


def loaded(current: Current, path: Path, day: str, *mappings: TableMapping) -> Report:
    return load(current, [path], Orders(source="carnet", observed_on=day, mappings=mappings))


def new(before: list[str], after: list[str]) -> list[str]:
    return [line for line in after if line not in before]


@pytest.mark.parametrize("name", BOOKS)
def test_it_loads_after_one_correction_and_then_without_any(
    current: Current, tmp_path: Path, name: str
) -> None:
    expected, path, before = EXPECTED[name], tmp_path / name, graph_of(current)
    BOOKS[name](path)
    report = loaded(current, path, "2026-09-07")
    if expected.correct:
        (table,) = tables(path)
        proposed = Reading(current).proposal(table).mapping
        report = loaded(current, path, "2026-09-07", expected.correct(proposed))
    assert (report.unreadable, [str(i) for t in report.tables for i in t.issues]) == ([], [])
    after = graph_of(current)
    assert new(before.nodes, after.nodes) == expected.nodes
    assert new(before.edges, after.edges) == expected.edges

    BOOKS[name](path, later=True)
    again = loaded(current, path, "2026-10-07")
    assert again.clean
    assert graph_of(current) != after
