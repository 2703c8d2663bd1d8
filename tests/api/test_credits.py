"""What a licence asks to be shown goes with every file and page that shows its data."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.cli import run
from tests.api.test_cli import Commands

COMMUNES = (
    "code_insee,nom,population_municipale,code_departement,departement,code_region,region,"
    "code_epci,epci,centroid_lon,centroid_lat,mairie_lon,mairie_lat\n"
    "99001,Amont,120,99,Bief,99,Vallée,,,2.0,47.0,2.0,47.0\n"
)
PARTNERS = "nom;nature;commune\nMDE;maison de l'emploi;99001\n"
CREDIT = "INSEE, communes 2026-09-01 (1er septembre 2026), Licence Ouverte 2.0"
DAY = 1788220800  # 2026-09-01, the day of the file


@pytest.fixture
def maillage(own_folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Commands:
    Path("communes.csv").write_text(COMMUNES, encoding="utf-8")
    os.utime("communes.csv", (DAY, DAY))
    Path("partenaires.csv").write_text(
        "nom;nature;commune\nMDE;maison de l'emploi;99001\n", "utf-8"
    )
    assert run(["sources", "load", "communes", "--from", "communes.csv"]) == 0
    assert run(["load", "partenaires.csv"]) == 0
    return Commands(capfdbinary)


def test_every_file_of_an_answer_credits_its_publisher(maillage: Commands) -> None:
    maillage("query", "communes", "--format", "csv", "-o", "c.csv")
    with Path("c.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert ["Sources", CREDIT] in list(csv.reader(stream, delimiter=";"))
    maillage("query", "communes", "--format", "xlsx", "-o", "c.xlsx")
    told = [cell.value for sheet in load_workbook("c.xlsx") for row in sheet for cell in row]
    assert CREDIT in told
    [source] = maillage("query", "communes", "--format", "json").document["sources"]
    assert source == {
        "name": "official:communes", "confirmed_on": "2026-09-01", "credit": CREDIT,
    }  # fmt: skip


def test_pictures_and_analyses_credit_it_beside_those_who_have_no_licence(
    maillage: Commands,
) -> None:
    maillage("draw", "passerelles", "-o", "p.html")
    assert f"Sources : {CREDIT}" in Path("p.html").read_text("utf-8")
    document = maillage("analyse", "groupings", "--format", "json").document
    assert {"name": "official:communes", "credit": CREDIT} in document["sources"]
    assert {"name": "partenaires", "credit": None} in document["sources"]


def test_the_list_of_sources_says_the_edition_loaded_and_its_age(maillage: Commands) -> None:
    rows = {row["name"]: row for row in maillage("sources", "--format", "json").document["sources"]}
    assert rows["communes"]["editions"] == [
        {
            "version": "2026-09-01",
            "published_on": "2026-09-01",
            "age_in_days": (date.today() - date(2026, 9, 1)).days,
            "territories": None,
            "within": 0.0,
            "load": 1,
        }
    ]
    assert rows["rome"]["editions"] == []
    maillage("loads", "undo", "1")
    rows = {row["name"]: row for row in maillage("sources", "--format", "json").document["sources"]}
    assert rows["communes"]["editions"] == []


def test_years_are_written_as_years_in_filters_and_tables(maillage: Commands) -> None:
    table = "éditeur;famille;année;territoire\nBMO;A0X40;2025;be:9901\n"
    Path("projections.csv").write_text(table, "utf-8")
    Path("bassins.csv").write_text("clé;nom;nature\nbe:9901;Bief;bassin d'emploi\n", "utf-8")
    maillage("load", "bassins.csv", "--type", "territoires")
    assert maillage("load", "projections.csv", "--type", "projections publiées").code == 0
    asked = ("query", "outlook-by-basin", "year=2025")
    assert " 2025 " in maillage(*asked).out
    assert ";year = 2025\r\n" in maillage(*asked, "--format", "csv").out
