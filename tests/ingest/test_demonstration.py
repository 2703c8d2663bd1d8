"""The demonstration's tables are whole, read without a word, and true where they are real."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from stdnum.fr import siren, siret

from graph.declare import Edge, Record, edge_columns
from ingest.demonstration import tables_of_the_territory
from ingest.headers import OBSERVED, SOURCE, end_columns
from tests.ingest.territory import STORY, by_key, employers, number, parsed, read, rows

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.claims import Parsed

BEARERS = {
    "chateauroux-metropole": {"ambition-industrie"},
    "maison-de-l-emploi-du-blaisois": {"cellule-de-veille-economique"},
    "maison-de-l-emploi-de-l-est-du-loiret": {"formation-emploi-maintenance"},
    "maison-de-l-emploi-du-chinonais": {"outils-d-enquetes"},
    "maison-de-l-emploi-touraine-cote-sud": {"outils-d-enquetes"},
    "mission-locale-loire-touraine": {"outils-d-enquetes"},
}


def test_every_cell_is_read_and_every_column_has_a_meaning() -> None:
    for one in parsed():
        file = one.mapped.table.file
        assert (file, one.issues, one.notes, one.mapped.left) == (file, [], [], ())


def test_every_reference_stands_in_the_tables() -> None:
    known: dict[str, set[str]] = defaultdict(set)
    given = [one for table in parsed() for one in table.given]
    for one in given:
        if isinstance(one.record, type):
            known[one.record.__name__].add(one.claim.key)
    named = {(node.__name__, key) for one in given for node, key, _ in one.refers}
    assert len(named) > 400
    assert [pair for pair in sorted(named) if pair[1] not in known[pair[0]]] == []


def _is_of(table: Parsed, record: Record) -> bool:
    return getattr(record, "edge", record) is table.mapped.of


def test_every_key_stands_once() -> None:
    for one in parsed():
        own = [given.claim.key for given in one.given if _is_of(one, given.record)]
        assert len(set(own)) == len(own) == one.lines


def test_headers_are_the_labels_of_the_model() -> None:
    for one in parsed():
        of = one.mapped.of
        labels = {kind.fr for kind in (*of.properties.values(), SOURCE, OBSERVED)} | {"clé", "code"}
        columns = end_columns(of) if issubclass(of, Edge) else edge_columns(of)
        labels |= {column.fr for column in columns}
        assert [header for header in one.mapped.table.columns if header not in labels] == []


def test_files_are_utf8_without_a_mark_and_end_lines_alike() -> None:
    for path in tables_of_the_territory():
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.decode("utf-8").endswith("\n")


def test_there_are_some_150_establishments_and_36_partners() -> None:
    assert len(rows("etablissements")) == 154
    assert len(rows("partenaires")) == 36
    assert {row["clé"] for row in rows("partenaires") if row["source"] == "brochure"} == {*BEARERS}
    assert len({row["nom"] for row in rows("etablissements")}) == 154


def test_no_establishment_has_a_number_that_was_given_out() -> None:
    numbered = [*rows("etablissements"), *(row for row in rows("partenaires") if row["SIRET"])]
    assert len(numbered) == 156
    assert len({row["SIREN"] for row in numbered}) == 156
    for row in numbered:
        assert row["SIREN"].startswith("9999")
        assert row["SIRET"].startswith(row["SIREN"])
        assert siren.is_valid(row["SIREN"])
        assert siret.is_valid(row["SIRET"])


def test_every_establishment_says_that_it_is_a_demonstration() -> None:
    assert {row["source"] for row in rows("etablissements")} == {"demonstration"}


def test_names_would_break_a_careless_program() -> None:
    names = "".join(row["nom"] for row in rows("etablissements"))
    assert {sign for sign in "'’&\"«éœŒçÉ+" if sign not in names} == set()
    assert max(len(row["nom"]) for row in rows("etablissements")) > 90


def test_nothing_is_observed_after_the_day_of_the_story() -> None:
    observed = {given.claim.observed_on for one in parsed() for given in one.given}
    assert max(observed) == STORY.isoformat()


def test_nobody_employs_more_people_than_it_has() -> None:
    for row in employers().values():
        if row["emplois"]:
            parts = [part.strip().split(":") for part in row["emplois"].split(";")]
            assert sum(int(part[1]) for part in parts) <= int(row["effectif"])


@pytest.mark.reference
def test_communes_are_those_of_the_published_table(reference: Path) -> None:
    published = {
        row["code_insee"]: row
        for row in read(reference / "cog/communes_centre_val_de_loire.csv", ",")
    }
    basins = {
        row["CODE_COMMUNE_INSEE"]: row["BE19"]
        for row in read(reference / "bassins/lexique-bassins.csv", ",")
    }
    communes = [row for row in rows("territoires") if row["nature"] == "commune"]
    assert len(communes) == 74
    for row in communes:
        fact = published[row["code"]]
        assert row["nom"] == fact["nom"]
        assert row["population"] == fact["population_municipale"]
        assert number(row["latitude"]) == float(fact["mairie_lat"])
        assert number(row["longitude"]) == float(fact["mairie_lon"])
        parts = (basins[row["code"]], fact["code_epci"], fact["code_departement"])
        assert row["fait partie de"] == "be:{}; epci:{}; dep:{}".format(*parts)


@pytest.mark.reference
def test_titles_and_mobilities_are_the_official_ones(reference: Path) -> None:
    titles = {
        row["code_rome"]: row["libelle_rome"]
        for row in read(reference / "rome/unix_referentiel_code_rome_v460_utf8.csv", ",")
    }
    moves = {
        f"{row['code_rome']} {row['code_rome_cible']}:{row['numero_ordre']}"
        for row in read(reference / "rome/unix_rubrique_mobilite_v460_utf8.csv", ",")
    }
    labels = {
        row["naf_id"]: row["naf_label"] for row in read(reference / "naf/naf_labels.csv", "|")
    }
    ours = {
        f"{row['code']} {move}" for row in rows("metiers") for move in row["mobilités"].split("; ")
    }
    assert {row["code"]: row["intitulé"] for row in rows("metiers")}.items() <= titles.items()
    assert {move for move in ours if ":" in move} <= moves
    assert len(ours) > 250
    for row in rows("secteurs-d-activite"):
        assert labels[row["code"].replace(".", "")] == row["libellé"]


@pytest.mark.reference
def test_published_figures_are_those_of_the_survey_of_needs(reference: Path) -> None:
    published = {
        (f"be:{row['BE25']}", row["Code métier BMO"]): (row["met"], row["xmet"], row["smet"])
        for row in read(reference / "bmo/bmo_2025_centre_val_de_loire.csv", ",")
    }
    assert len(rows("projections-publiees")) == 33
    for row in rows("projections-publiees"):
        figures = [row[header] or "*" for header in ("projets", "difficiles", "saisonniers")]
        assert tuple(figures) == published[row["territoire"], row["famille"]]
        assert row["secret"] == ("oui" if "*" in figures else "non")


def test_an_occupation_requires_six_to_twelve_skills() -> None:
    required = Counter(row["métier"] for row in rows("requiert"))
    assert required.keys() == by_key("metiers", "code").keys()
    assert (min(required.values()), max(required.values())) == (6, 12)
    assert {row["compétence"] for row in rows("requiert")} == by_key("competences").keys()


def test_a_real_organisation_has_its_project_and_nothing_invented() -> None:
    for key, projects in BEARERS.items():
        row = by_key("partenaires")[key]
        filled = {header for header, cell in row.items() if cell}
        known = {"clé", "nom", "nature", "statut", "commune", "territoires couverts"}
        assert filled <= known | {"source", "observé le"}
        named = {
            (one.mapped.table.name, given.claim.start, given.claim.end)
            for one in parsed()
            for given in one.given
            if key in (given.claim.start, given.claim.end) and given.refers
        }
        led = {end for table, _, end in named if table == "participe-a"}
        assert led == projects
        assert {table for table, _, _ in named} <= {"participe-a", "partenaires"}


def test_a_real_project_has_no_invented_figure() -> None:
    for key in set().union(*BEARERS.values()):
        row = by_key("projets")[key]
        assert [row[h] for h in ("horizon", "débute le", "finit le", "financement")] == [""] * 4
