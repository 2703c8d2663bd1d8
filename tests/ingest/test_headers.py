"""A table says what it is by its name and header, in French or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.declare import EDGES, NODES
from graph.errors import DataError, UnknownNameError
from ingest.headers import Mapped, mapped, named_type
from ingest.tables import tables

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, name: str, header: str, wanted: str | None = None) -> Mapped:
    path = folder / name
    path.write_text(f"{header}\n", encoding="utf-8")
    (table,) = tables(path)
    return mapped(table, wanted)


def meanings(found: Mapped) -> dict[str, str]:
    return {header: meaning.name for header, meaning in found.meanings.items()}


@pytest.mark.parametrize(
    ("name", "header", "label"),
    [
        ("entreprises.csv", "nom;commune", "Company"),
        ("ETABLISSEMENTS 2026.csv", "nom;commune", "Company"),
        ("2026 besoins du Blaisois.csv", "clé;intitulé", "Need"),
        ("effectifs-mobilisables.csv", "clé;effectif", "Surplus"),
        ("besoins.csv", "key;title;posts", "Need"),
        ("communes.csv", "code;nom", "Territory"),
        ("export.csv", "SIRET;raison sociale;effectif;NAF", "Company"),
        ("export.csv", "siret;name;headcount;legal form", "Company"),
        ("export.csv", "clé;débute le;places;places prises", "Session"),
        ("emploie.csv", "établissement;métier;effectif", "Employs"),
        ("export.csv", "partenaire;partenaire lié;niveau", "WorksWith"),
    ],
)
def test_a_table_is_recognised(tmp_path: Path, name: str, header: str, label: str) -> None:
    assert read(tmp_path, name, header).of.__name__ == label


def test_headers_are_read_whatever_their_accents_case_and_signs(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "CLE;Intitule;a_pourvoir_avant;Fevrier;Métier", "besoins")
    assert meanings(found) == {
        "CLE": "key",
        "Intitule": "title",
        "a_pourvoir_avant": "by",
        "Fevrier": "m02",
        "Métier": "occupation",
    }


@pytest.mark.parametrize(
    ("header", "month"),
    [
        ("2026-01-01", "m01"),
        ("2026-12", "m12"),
        ("01/09/2026", "m09"),
        ("janv-26", "m01"),
        ("Févr. 2026", "m02"),
        ("2026 août", "m08"),
        ("juin 26", "m06"),
        ("juil-26", "m07"),
        ("May 2026", "m05"),
        ("décembre 2026", "m12"),
    ],
)
def test_a_month_of_a_year_is_that_month(tmp_path: Path, header: str, month: str) -> None:
    found = read(tmp_path, "besoins.csv", f"clé;intitulé;{header};Forge 26;2026-01-02")
    assert meanings(found) == {"clé": "key", "intitulé": "title", header: month}
    assert found.left == ("Forge 26", "2026-01-02")


def test_the_same_month_of_another_year_is_left(tmp_path: Path) -> None:
    found = read(tmp_path, "besoins.csv", "clé;déc-26;janv-26;janv-27")
    assert meanings(found) == {"clé": "key", "déc-26": "m12", "janv-26": "m01"}
    assert found.left == ("janv-27",)


def test_the_two_languages_mean_the_same(tmp_path: Path) -> None:
    french = read(tmp_path, "a.csv", "nom;effectif;forme juridique;commune;emplois", "Company")
    english = read(tmp_path, "b.csv", "name;headcount;legal form;commune;employs", "company")
    assert [*meanings(french).values()] == [*meanings(english).values()]


def test_a_column_that_means_nothing_is_left_and_bookkeeping_is_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "nom;commune;téléphone du maire;confirmé le", "Company")
    assert found.left == ("téléphone du maire",)
    assert meanings(found) == {"nom": "name", "commune": "commune"}


def test_any_table_may_say_who_says_it_and_when(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "nom;commune;source;observé le", "Company")
    assert meanings(found) == {
        "nom": "name",
        "commune": "commune",
        "source": "source",
        "observé le": "observed_on",
    }


def test_a_table_needs_what_its_columns_name(tmp_path: Path) -> None:
    assert read(tmp_path, "besoins.csv", "clé;établissement;métier").needs == {
        "Company",
        "Occupation",
    }
    assert read(tmp_path, "emploie.csv", "établissement;métier").needs == {"Company", "Occupation"}


@pytest.mark.parametrize(
    ("name", "header", "code", "columns"),
    [
        ("entreprises.csv", "nm;commune;effectif", "table.column_near", ["nom"]),
        ("viviers.csv", "effectif;nature", "table.column_missing", ["clé"]),
        ("partenaires.csv", "nom;commune", "table.column_missing", ["nature"]),
        ("emploie.csv", "métier;effectif", "table.column_missing", ["établissement ou partenaire"]),
    ],
)
def test_a_column_that_lacks_is_named_with_the_nearest(
    tmp_path: Path, name: str, header: str, code: str, columns: list[str]
) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, name, header)
    assert caught.value.code == "table.lacks"
    assert [issue.column for issue in caught.value.issues] == columns
    assert caught.value.issues[0].code == code


@pytest.mark.parametrize("header", ["a;b;c", "nom", "titre;montant"])
def test_a_header_that_fits_no_type_is_refused_with_the_types(tmp_path: Path, header: str) -> None:
    with pytest.raises(DataError, match="besoins") as caught:
        read(tmp_path, "export.csv", header)
    assert caught.value.code == "table.no_type"


def test_two_columns_of_one_meaning_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="raison sociale") as caught:
        read(tmp_path, "entreprises.csv", "nom;raison sociale;commune")
    assert caught.value.code == "table.same_meaning"


def test_a_type_is_said_in_any_of_its_names() -> None:
    assert named_type("Établissements") is named_type("company") is NODES["Company"]
    assert named_type("CONCERNS") is EDGES["CONCERNS"]
    assert named_type("concerns") is NODES["Concern"]
    with pytest.raises(UnknownNameError, match="Company"):
        named_type("Compagny")
