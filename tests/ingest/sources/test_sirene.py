"""Establishments come from the stock files as they are published, and nobody's name with them."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from graph.current import Current
from graph.errors import DataError
from graph.servers import Place
from ingest.official.choice import Choice, Place as Commune, wanted
from ingest.official.source import Asked, Row
from ingest.sources import load_official
from ingest.sources.sirene import SOURCE
from ingest.sources.sirene_stock import Stock, scanning
from tests.graphs import edge, node, opened, tell
from tests.ingest.sources.stock import (
    ESTABLISHMENTS,
    LINKS,
    PLACES,
    UNITS,
    country,
    establishment,
    siret,
    unit,
    written,
)

Table = Mapping[str, str]
HERE = Choice(places=(Commune("com:36044", 46.81, 1.69, frozenset({"dep:36"})),))


def folder_of(
    folder: Path, establishments: list[dict[str, str]], units: list[dict[str, str]]
) -> Path:
    folder.mkdir(exist_ok=True)
    written(folder / "StockEtablissement_utf8.csv", ESTABLISHMENTS, establishments)
    written(folder / "StockUniteLegale_utf8.csv", UNITS, units)
    return folder


def read(
    path: Path, choice: Choice = HERE, known: tuple[str, ...] = ()
) -> tuple[list[Row], Counter[str]]:
    told = [
        (list(delivery.rows), +delivery.left)
        for delivery in SOURCE.read(Asked(path, choice, known=lambda _: known))
    ]
    assert len(told) == 1
    return told[0]


def companies(rows: list[Row]) -> dict[str, dict[str, Any]]:
    return {row.ends[0]: row.values for row in rows if row.record == "Company"}


def one(tmp_path: Path, told: dict[str, str], legal: dict[str, str]) -> dict[str, Any]:
    """Returns what is said of one establishment with its legal unit."""
    folder = folder_of(tmp_path / "stock", [establishment(1, **told)], [unit(1, **legal)])
    [values] = companies(read(folder)[0]).values()
    return values


def treated(day: str) -> dict[str, str]:
    return {"dateDernierTraitement": f"{day}T11:20:37"}


def test_an_establishment_says_what_people_know_of_it(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "stock",
        [establishment(1, enseigne="L'ATELIER  D'ÉLISE", indiceRepetition="B")],
        [unit(1, categorieJuridique="5710")],
    )
    rows, left = read(folder)
    key = siret(1)
    assert rows == [
        Row("Company", (key,), {
            "siret": key, "siren": key[:9], "name": "L'ATELIER D'ÉLISE", "legal_form": "SAS",
            "band": "11", "band_year": 2023, "status": "open", "address": "12 B RUE DU LAVOIR",
        }),
        Row("Company-LOCATED_IN-Territory", (key, "com:36044"), {}),
        Row("Company-IN_SECTOR-Sector", (key, "naf2:25.62B"), {}),
    ]  # fmt: skip
    assert not left


@pytest.mark.parametrize(
    ("told", "legal", "name"),
    [
        ({"enseigne": "LE FOURNIL", "denominationUsuelle": "BOULANGERIE"}, {}, "LE FOURNIL"),
        ({"denominationUsuelle": "BOULANGERIE"}, {}, "BOULANGERIE"),
        ({}, {"denominationUsuelle": "FOURNILS RÉUNIS"}, "FOURNILS RÉUNIS"),
        ({"enseigne": "[ND]"}, {"denomination": "SA DES FOURNILS"}, "SA DES FOURNILS"),
        ({}, {"denomination": "", "sigle": "SDF"}, "SDF"),
        ({}, {"denomination": "[ND]"}, f"Établissement {siret(1)}"),
        ({}, {"denomination": "INDIVISION MARTIN", "categorieJuridique": "2110"},
         f"Établissement {siret(1)}"),
    ],
)  # fmt: skip
def test_the_name_is_the_sign_then_the_usual_name_then_the_units(
    tmp_path: Path, told: dict[str, str], legal: dict[str, str], name: str
) -> None:
    assert one(tmp_path, told, legal)["name"] == name


def test_sole_traders_come_by_their_consent_alone_and_never_by_their_name(tmp_path: Path) -> None:
    trader = {"categorieJuridique": "1000", "denomination": "", "nom": "MARTIN"}
    folder = folder_of(
        tmp_path / "stock",
        [
            establishment(1, enseigne="CHEZ CAMILLE"),
            establishment(2, enseigne="CHEZ CAMILLE"),
            establishment(3, enseigne="PLOMBERIE MARTIN"),
        ],
        [unit(number, **trader) for number in (1, 2, 3)],
    )
    assert read(folder) == ([], Counter({"source.left.sole_traders": 3}))
    consents = folder / "accords.csv"
    consents.write_text(f"siret;accord_le\n{siret(2)};2026-05-04\n{siret(3)};2026-05-04\n", "utf-8")
    rows, left = read(folder)
    assert {key: values["name"] for key, values in companies(rows).items()} == {
        siret(2): "CHEZ CAMILLE",
        siret(3): f"Établissement {siret(3)}",
    }
    assert left == Counter({"source.left.sole_traders": 1})


@pytest.mark.parametrize("where", ["establishment", "unit"])
def test_partial_diffusion_shows_neither_name_nor_address_nor_position(
    tmp_path: Path, where: str
) -> None:
    status = {"statutDiffusion": "P"}
    told = {"enseigne": "LE FOURNIL", "coordonneeLambertAbscisse": "600000",
            "coordonneeLambertOrdonnee": "6650000"}  # fmt: skip
    values = one(
        tmp_path,
        told | (status if where == "establishment" else {}),
        status if where == "unit" else {},
    )
    assert values["name"] == f"Établissement {siret(1)}"
    assert not values.keys() & {"address", "latitude", "longitude"}
    assert values["band"] == "11"


def test_a_closed_establishment_comes_where_somebody_knows_it_with_its_successor(
    tmp_path: Path,
) -> None:
    closed = {"etatAdministratif": "F", "dateDebut": "2026-04-30"}
    folder = folder_of(
        tmp_path / "stock",
        [establishment(1, **closed), establishment(2, **closed), establishment(3)],
        [unit(number) for number in (1, 2, 3)],
    )
    links = [
        {"siretEtablissementPredecesseur": siret(before), "siretEtablissementSuccesseur": siret(3)}
        for before in (1, 2)
    ]
    written(folder / "StockEtablissementLiensSuccession_utf8.csv", LINKS, links)
    rows, left = read(folder, known=(siret(1),))
    assert companies(rows).keys() == {siret(1), siret(3)}
    assert companies(rows)[siret(1)]["status"] == "closed"
    assert companies(rows)[siret(1)]["closed_on"] == "2026-04-30"
    taken_over = [row.ends for row in rows if row.record == "Company-SUCCEEDED_BY-Company"]
    assert taken_over == [(siret(1), siret(3))]
    assert left == Counter({"source.left.closed": 1})


def test_an_establishment_without_its_legal_unit_is_left_and_counted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1), establishment(2)], [unit(2)])
    rows, left = read(folder)
    assert companies(rows).keys() == {siret(2)}
    assert left == Counter({"source.left.no_unit": 1})


def test_only_the_communes_chosen_come(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "stock",
        [establishment(1), establishment(2, codeCommune="41018"), establishment(3, codeCommune="")],
        [unit(number) for number in (1, 2, 3)],
    )
    assert companies(read(folder)[0]).keys() == {siret(1)}
    assert companies(read(folder, Choice())[0]).keys() == {siret(1), siret(2), siret(3)}


def test_a_band_that_is_not_told_is_none(tmp_path: Path) -> None:
    values = one(tmp_path, {"trancheEffectifs": "NN", "anneeEffectifs": ""}, {})
    assert not values.keys() & {"band", "band_year"}


@pytest.mark.parametrize(
    ("activity", "nomenclature", "sector"),
    [
        ("25.62B", "NAFRev2", "naf2:25.62B"),
        ("25.53Y", "NAF2025", "naf25:25.53Y"),
        ("57.10", "NAP", None),
        ("", "NAFRev2", None),
    ],
)
def test_the_activity_is_that_of_a_nomenclature_in_force(
    tmp_path: Path, activity: str, nomenclature: str, sector: str | None
) -> None:
    told = {"activitePrincipale": activity, "nomenclatureActivitePrincipale": nomenclature}
    folder = folder_of(tmp_path / "stock", [establishment(1, **told)], [unit(1)])
    found = [row.ends[1] for row in read(folder)[0] if row.record == "Company-IN_SECTOR-Sector"]
    assert found == ([sector] if sector else [])


def test_lambert_coordinates_become_degrees(tmp_path: Path) -> None:
    # The origin of Lambert 93 is 46,5° north, 3° east, at 700 000 and 6 600 000 metres.
    told = {"coordonneeLambertAbscisse": "700000.0", "coordonneeLambertOrdonnee": "6600000.0"}
    values = one(tmp_path, told, {})
    assert (values["latitude"], values["longitude"]) == (46.5, 3.0)
    nowhere = {"coordonneeLambertAbscisse": "[ND]", "coordonneeLambertOrdonnee": ""}
    assert "latitude" not in one(tmp_path, nowhere, {})


def test_the_file_of_positions_is_read_beside_the_stock(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1)], [unit(1)])
    place = {"siret": siret(1), "x_longitude": "1.7001", "y_latitude": "46.8002", "epsg": "2154"}
    written(folder / "GeolocalisationEtablissement_Sirene.csv", PLACES, [place], ";")
    [values] = companies(read(folder)[0]).values()
    assert (values["latitude"], values["longitude"]) == (46.8002, 1.7001)


def test_the_geolocated_variant_says_where_it_is(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [], [unit(1)])
    told = establishment(1) | {"longitude": "1.69", "latitude": "46.81", "geo_score": "0.9"}
    columns = (*ESTABLISHMENTS, "longitude", "latitude", "geo_score")
    plain = written(folder / "geo_siret.csv", columns, [told])
    (folder / "StockEtablissement_utf8.csv").unlink()
    with plain.open("rb") as stream, gzip.open(folder / "geo_siret.csv.gz", "wb") as packed:
        shutil.copyfileobj(stream, packed)
    plain.unlink()
    [values] = companies(read(folder)[0]).values()
    assert (values["latitude"], values["longitude"]) == (46.81, 1.69)


def test_parquet_says_the_same_as_csv(tmp_path: Path) -> None:
    for name in ("csv", "parquet"):
        (tmp_path / name).mkdir()
    folder = country(tmp_path / "csv", 400, ("36044",), 0.5)
    expected = read(folder)
    assert len(companies(expected[0])) > 20
    for path in folder.glob("*.csv"):
        target = str(tmp_path / "parquet" / f"{path.stem}.parquet")
        duckdb.execute(
            f"COPY (FROM read_csv('{path}', all_varchar=true)) TO '{target}' (FORMAT parquet)"
        )
    assert read(tmp_path / "parquet") == expected


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        tell(
            found,
            ("Territory", [
                node("com:36044", code="36044", kind="commune", name="Châteauroux"),
                node("dep:36", code="36", kind="department", name="Indre"),
            ]),
            ("Sector", [node("naf2:25.62B", code="25.62B", title="Mécanique industrielle")]),
            ("Territory-PART_OF-Territory",
             [edge("Territory-PART_OF-Territory", "com:36044", "dep:36")]),
        )  # fmt: skip
        yield found


def test_a_stock_as_archives_comes_into_the_graph_and_a_later_one_closes_it(
    current: Current, tmp_path: Path
) -> None:
    establishments = [establishment(1), establishment(2, **treated("2026-09-30"))]
    folder = folder_of(tmp_path / "stock", establishments, [unit(1), unit(2)])
    for path in list(folder.glob("*.csv")):
        with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
            archive.write(path, path.name)
        path.unlink()
    [report] = load_official(current, "sirene", folder, wanted(["dep:36"], 0.0))
    assert dict(report.outcome.created) == {
        "Company": 2,
        "Company-LOCATED_IN-Territory": 2,
        "Company-IN_SECTOR-Sector": 2,
    }
    assert (report.version, report.waiting) == ("2026-09-30", {})
    later = folder_of(
        tmp_path / "later",
        [
            establishment(
                1, etatAdministratif="F", dateDebut="2026-10-01", **treated("2026-10-04")
            ),
            establishment(2),
        ],
        [unit(1), unit(2)],
    )
    load_official(current, "sirene", later, wanted(["dep:36"], 0.0))
    rows = current.store.read("MATCH (c:Company) RETURN c.key, c.status, c.closed_on").rows
    assert set(rows) == {(siret(1), "closed", "2026-10-01"), (siret(2), "open", None)}


@pytest.mark.reference
def test_the_published_layouts_load_and_the_one_without_its_header_is_refused_by_name(
    reference: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sirene"
    folder.mkdir()
    for name in ("sample_etablissements_OK.csv", "sample_unites_legales_OK.csv"):
        shutil.copy(reference / "sirene" / name, folder)
    assert read(folder, Choice()) == ([], Counter({"source.left.closed": 3}))
    known = ("00588003400011", "00600356000015", "00600465900014")
    rows, left = read(folder, Choice(), known)
    assert (rows, left) == ([], Counter({"source.left.no_unit": 3}))
    broken = reference / "sirene" / "sample_etablissements_KO_missing_header.csv"
    with pytest.raises(DataError, match=r"sample_etablissements_KO.+attendu nic ; trouvé siren"):
        read(broken)


def test_a_stock_without_its_units_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1)], [unit(1)])
    (folder / "StockUniteLegale_utf8.csv").unlink()
    with pytest.raises(DataError, match="categorieJuridiqueUniteLegale"):
        read(folder)


def test_a_broken_line_is_refused_by_name_and_place(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1)], [unit(1)])
    with (folder / "StockEtablissement_utf8.csv").open("a", encoding="utf-8") as stream:
        stream.write("123,45\n")
    with pytest.raises(DataError, match=r"StockEtablissement_utf8\.csv.+[Ll]ine"):
        read(folder)


def test_no_other_file_of_the_folder_passes_for_consents(tmp_path: Path) -> None:
    trader = unit(1, categorieJuridique="1000", denomination="", nom="MARTIN")
    folder = folder_of(tmp_path / "stock", [establishment(1)], [trader])
    history = folder / "StockEtablissementHistorique_utf8.csv"
    history.write_text(f"siren,nic,siret,dateFin\n{siret(1)[:9]},,{siret(1)},\n", "utf-8")
    assert read(folder) == ([], Counter({"source.left.sole_traders": 1}))


def test_quotes_in_names_of_files_and_columns_are_only_text(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "l'été", [], [unit(1)])
    columns = (*ESTABLISHMENTS, "note d'usage")
    written(folder / "StockEtablissement_utf8.csv", columns, [establishment(1)])
    assert companies(read(folder)[0]).keys() == {siret(1)}


def test_the_whole_country_is_refused_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1), establishment(2)], [unit(1), unit(2)])
    monkeypatch.setattr("ingest.sources.sirene.MOST_UNCHOSEN", 1)
    with pytest.raises(DataError, match="--territory"):
        read(folder, Choice())
    assert len(companies(read(folder)[0])) == 2


TRADER = {"categorieJuridique": "1000", "denomination": ""}


@pytest.mark.parametrize(
    ("sign", "person", "shown"),
    [
        ("LEGOFF PLOMBERIE", {"nom": "LE GOFF"}, False),
        ("CHEZ LE GOFF", {"nom": "LEGOFF"}, False),
        ("D ANGELO PIZZAS", {"nom": "D'ANGELO"}, False),
        ("GARAGE DANGELO", {"nom": "D’ANGELO"}, False),
        ("MAISON L’ÆSIR", {"nom": "LAESIR"}, False),
        ("COIFFURE DURAND", {"nom": "MARTIN", "nomUsage": "DURAND"}, False),
        ("LES CLOWNS DE ZAZOU", {"nom": "MARTIN", "pseudonyme": "Zazou"}, False),
        ("CHEZ CAMILLE", {"nom": "MARTIN", "prenomUsuel": "CAMILLE", "prenom": "CAMILLE"}, True),
        ("BRAND NEW", {"nom": "[ND]", "nomUsage": "[ND]", "pseudonyme": "-"}, True),
    ],
)
def test_a_sign_that_holds_a_name_of_the_person_is_not_shown(
    tmp_path: Path, sign: str, person: dict[str, str], shown: bool
) -> None:
    person = {{"prenom": "prenom1UniteLegale"}.get(name, name): text
              for name, text in person.items()}  # fmt: skip
    folder = folder_of(
        tmp_path / "stock", [establishment(1, enseigne=sign)], [unit(1, **TRADER, **person)]
    )
    (folder / "accords.csv").write_text(f"siret,accord_le\n{siret(1)},2026-05-04\n", "utf-8")
    [values] = companies(read(folder)[0]).values()
    assert values["name"] == (sign if shown else f"Établissement {siret(1)}")


@pytest.mark.parametrize("category", ["1000", "1900", "2120", "2220", "2385"])
def test_a_unit_of_persons_shows_its_sign_alone(tmp_path: Path, category: str) -> None:
    told = {"categorieJuridique": category, "denomination": "MARTIN ET DURAND",
            "denominationUsuelle": "LES MARTIN", "sigle": "MD"}  # fmt: skip
    signs = ("", "LE FOURNIL", "SDF MARTIN & ET DURAND")
    folder = folder_of(
        tmp_path / "stock",
        [establishment(number, enseigne=sign) for number, sign in enumerate(signs)],
        [unit(number, **told) for number in range(len(signs))],
    )
    lines = "".join(f"{siret(number)},2026-05-04\n" for number in range(len(signs)))
    (folder / "accords.csv").write_text(f"siret,accord_le\n{lines}", "utf-8")
    names = {key: values["name"] for key, values in companies(read(folder)[0]).items()}
    assert names == {
        siret(0): f"Établissement {siret(0)}",
        siret(1): "LE FOURNIL",
        siret(2): f"Établissement {siret(2)}",
    }


def test_a_unit_that_has_first_names_is_a_person_whatever_its_category(tmp_path: Path) -> None:
    legal = {"categorieJuridique": "6901", "prenomUsuel": "CAMILLE", "denomination": "C MARTIN"}
    assert one(tmp_path, {}, legal)["name"] == f"Établissement {siret(1)}"


def test_the_columns_of_other_names_may_be_missing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1)], [])
    lacking = {"nomUsageUniteLegale", "pseudonymeUniteLegale", "prenom1UniteLegale",
               "prenomUsuelUniteLegale"}  # fmt: skip
    columns = [name for name in UNITS if name not in lacking]
    written(folder / "StockUniteLegale_utf8.csv", columns, [unit(1)])
    assert companies(read(folder)[0]).keys() == {siret(1)}


@pytest.mark.parametrize("category", ["", "1000", "1600"])
def test_a_unit_of_no_category_is_left_as_a_sole_trader_is(tmp_path: Path, category: str) -> None:
    folder = folder_of(
        tmp_path / "stock", [establishment(1)], [unit(1, categorieJuridique=category)]
    )
    assert read(folder) == ([], Counter({"source.left.sole_traders": 1}))


def consents(tmp_path: Path, *lines: str) -> Path:
    folder = folder_of(
        tmp_path / "stock", [establishment(1_000_000)], [unit(1_000_000, **TRADER, nom="MARTIN")]
    )
    (folder / "accords.csv").write_text("\r\n".join(["siret;accord_le", *lines, ""]), "utf-8")
    return folder


@pytest.mark.parametrize("day", ["2026-05-04", "04/05/2026", date.today().isoformat()])
def test_a_consent_counts_by_its_day_and_a_siret_that_a_spreadsheet_bent(
    tmp_path: Path, day: str
) -> None:
    key = siret(1_000_000)
    assert key.startswith("0")
    spaced = f"{key[:3]} {key[3:6]} {key[6:9]} {key[9:]}"
    for text in (key, key.lstrip("0"), spaced, f"\t{key}"):
        rows, left = read(consents(tmp_path, f"{text};{day}"))
        assert companies(rows).keys() == {key}
        assert not left


@pytest.mark.parametrize(
    "day", ["", "non", "oui", "2026-02-30", (date.today() + timedelta(days=1)).isoformat()]
)
def test_a_consent_without_a_day_up_to_today_is_refused_with_its_line(
    tmp_path: Path, day: str
) -> None:
    folder = consents(tmp_path, f"{siret(1)};2026-05-04", f"{siret(1_000_000)};{day}")
    with pytest.raises(DataError, match=rf"accords\.csv, ligne 3.+« {day} ».+accord_le"):
        read(folder)


def test_a_consent_for_what_is_no_siret_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"accords\.csv, ligne 2.+« 1,2E\+13 ».+SIRET"):
        read(consents(tmp_path, "1,2E+13;2026-05-04"))


def day_of(folder: Path, choice: Choice = HERE) -> str:
    [day] = [delivery.published_on for delivery in SOURCE.read(Asked(folder, choice))]
    return day


@pytest.mark.parametrize("sampled", [1, 20_000])
def test_one_stock_has_one_day_whatever_territory_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sampled: int
) -> None:
    monkeypatch.setattr("ingest.sources.sirene_stock.SAMPLED", sampled)
    there = Choice(places=(Commune("com:41018", None, None),))
    told = [
        establishment(1, **treated("2026-01-05")),
        establishment(2, codeCommune="41018", **treated("2026-09-30")),
        establishment(3, codeCommune="", **treated("2026-10-02")),
        establishment(4, dateDernierTraitement=""),
    ]
    folder = folder_of(tmp_path / "stock", told, [unit(1), unit(2)])
    assert [day_of(folder, choice) for choice in (HERE, there, Choice())] == ["2026-10-02"] * 3
    assert companies(read(folder)[0]).keys() == {siret(1)}
    units = [unit(1, **treated("2026-02-01")), unit(9, **treated("2026-11-03")), unit(2)]
    folder = folder_of(tmp_path / "stock", told, units)
    assert [day_of(folder, choice) for choice in (HERE, there, Choice())] == ["2026-11-03"] * 3


@pytest.mark.parametrize("sampled", [1, 20_000])
@pytest.mark.parametrize("wrong", ["01/10/2026", "hier", "2026"])
@pytest.mark.parametrize("where", ["StockEtablissement", "StockUniteLegale"])
def test_a_day_that_is_none_is_refused_by_the_name_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, wrong: str, sampled: int
) -> None:
    monkeypatch.setattr("ingest.sources.sirene_stock.SAMPLED", sampled)
    days = [{"dateDernierTraitement": day} for day in ("2025-10-01", wrong)]
    right = {"dateDernierTraitement": "2025-10-01"}
    at, of = (days, [right] * 2) if where == "StockEtablissement" else ([right] * 2, days)
    folder = folder_of(
        tmp_path / "stock",
        [establishment(n, codeCommune="41018", **day) for n, day in enumerate(at)],
        [unit(number, **day) for number, day in enumerate(of)],
    )
    with pytest.raises(DataError, match=where) as refused:
        read(folder)
    assert refused.value.code == "source.date"


@pytest.mark.parametrize("which", ["StockEtablissement_utf8.csv", "StockUniteLegale_utf8.csv"])
def test_two_files_of_one_layout_are_refused_by_both_names(tmp_path: Path, which: str) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1)], [unit(1)])
    shutil.copy(folder / which, folder / "dep36.csv")
    with pytest.raises(DataError) as refused:
        read(folder)
    assert refused.value.code == "source.sirene.two"
    assert which in str(refused.value)
    assert "dep36.csv" in str(refused.value)


@pytest.mark.parametrize("year", ["²", "２０２３", "[ND]"])
def test_a_year_that_is_no_number_is_none(tmp_path: Path, year: str) -> None:
    assert "band_year" not in one(tmp_path, {"anneeEffectifs": year}, {})


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("name", "beside"),
    [("sirene [mai]", "sirenem"), ("sirene [mai]", "sirene m"), ("s*", "sx"), ("siren=5", "m")],
)
def test_the_name_of_a_folder_is_no_pattern(
    tmp_path: Path, name: str, beside: str, ending: str
) -> None:
    for number, folder in enumerate((tmp_path / beside, tmp_path / name)):
        folder_of(folder, [establishment(number)], [unit(number)])
        for path in folder.glob("*.csv") if ending == "parquet" else ():
            plain = path.rename(tmp_path / "plain.csv")
            table = duckdb.read_csv(str(plain), all_varchar=True)
            table.write_parquet(str(tmp_path / "plain.parquet"))
            (tmp_path / "plain.parquet").rename(path.with_suffix(".parquet"))
    assert companies(read(tmp_path / name)[0]).keys() == {siret(1)}


def test_an_establishment_neither_open_nor_closed_is_left_and_counted(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "stock",
        [establishment(1, etatAdministratif=""), establishment(2, etatAdministratif="X"),
         establishment(3)],
        [unit(number) for number in (1, 2, 3)],
    )  # fmt: skip
    rows, left = read(folder, known=(siret(1), siret(2)))
    assert companies(rows).keys() == {siret(3)}
    assert left == Counter({"source.left.closed": 2})


def test_columns_without_a_name_or_of_one_name_are_only_columns(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1)], [unit(1)])
    path = folder / "StockEtablissement_utf8.csv"
    header, row = path.read_text("utf-8").splitlines()
    path.write_text(f"{header},,,note,Note\n{row},a,b,c,d\n", "utf-8")
    assert companies(read(folder)[0]).keys() == {siret(1)}


def test_only_files_of_a_folder_are_looked_at(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "stock", [establishment(1)], [unit(1)])
    (folder / "avant.csv").mkdir()
    assert companies(read(folder)[0]).keys() == {siret(1)}


@pytest.mark.parametrize("asked", ["rows", "successions", "open", "known_units"])
def test_what_the_engine_cannot_do_is_told_by_the_name_of_a_file(
    tmp_path: Path, asked: str
) -> None:
    stock = Stock(tmp_path / "etablissements.csv", tmp_path / "unites.csv")
    with scanning(stock) as scan, pytest.raises(DataError, match=r"etablissements\.csv") as refused:
        list(getattr(scan, asked)())
    assert refused.value.code == "table.unreadable"


def test_sole_traders_known_without_consent_must_go_wherever_they_are(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "stock",
        [establishment(1), establishment(2), establishment(3), establishment(4),
         establishment(5, codeCommune="41018")],
        [unit(1, **TRADER), unit(2, **TRADER), unit(3), unit(4, categorieJuridique=""),
         unit(5, **TRADER)],
    )  # fmt: skip
    (folder / "accords.csv").write_text(f"siret,accord_le\n{siret(2)},2026-05-04\n", "utf-8")
    slug = f"{siret(1)[:9]}-atelier"
    known = (*(siret(number) for number in (1, 2, 3, 4, 5, 6)), slug)
    [delivery] = [
        (dict(delivery.gone), list(delivery.rows), delivery.gone)
        for delivery in SOURCE.read(Asked(folder, HERE, known=lambda _: known))
    ]
    assert delivery[2] == {"Company": {siret(1), siret(4), siret(5)}}
    assert companies(delivery[1]).keys() == {siret(2), siret(3)}


def test_one_part_of_a_double_family_name_is_a_name_too(tmp_path: Path) -> None:
    legal = {"categorieJuridique": "5499", "nom": "MARTIN-DURAND"}
    values = one(tmp_path, {"enseigne": "PLOMBERIE DURAND"}, legal)
    assert values["name"] == "SOCIETE 1"
