"""Communes: the layouts of the INSEE and the joined one, what is chosen, and what merged."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator
from math import acos, cos, radians, sin
from pathlib import Path

import pytest

from graph.current import Current
from graph.errors import DataError
from graph.geography import EARTH_KM
from graph.servers import Place
from ingest.load import Orders, load
from ingest.official.choice import wanted
from ingest.official.layouts import modified_on
from ingest.official.report import OfficialReport
from ingest.official.source import Asked, Delivery, Row
from ingest.sources import SOURCES, load_official
from ingest.sources.departments import DEPARTMENTS, OF_REGION, REGIONS
from tests.graphs import opened
from tests.ingest.sources.cog_files import (
    communes_file,
    epci_workbook,
    movements_file,
    quoted,
    workbook,
)

PART_OF = "Territory-PART_OF-Territory"
BECOMES = "Territory-BECOMES-Territory"
TODAY = [("COM", "36009", ""), ("COM", "36044", ""), ("COM", "36158", ""), ("COM", "37072", "")]
AFTER = [("COM", "36044", ""), ("COM", "36158", ""), ("COMD", "36003", "36158")]
WEST = [*TODAY, ("COM", "49328", "")]
JOINED = "code_insee,nom,population_municipale,code_departement,departement,code_region,region,"


def delivered(path: Path, *codes: str, within: float = 0) -> tuple[Delivery, list[Row]]:
    [found] = SOURCES["communes"].read(Asked(path, wanted(codes, within)))
    return found, list(found.rows)


def territories(rows: list[Row]) -> dict[str, dict[str, object]]:
    return {row.ends[0]: row.values for row in rows if row.record == "Territory"}


def pairs(rows: list[Row], record: str) -> set[tuple[str, ...]]:
    return {row.ends for row in rows if row.record == record}


def joined(path: Path, rows: list[str]) -> Path:
    header = f"{JOINED}code_epci,epci,centroid_lon,centroid_lat,mairie_lon,mairie_lat"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


# what the INSEE's own files give


def test_communes_alone_come_with_the_names_of_their_departement_and_region(
    tmp_path: Path,
) -> None:
    found, rows = delivered(communes_file(tmp_path / "v_commune_2026.csv", WEST))
    assert (found.version, found.published_on) == ("2026", "2026-01-01")
    assert territories(rows)["com:36044"] == {
        "code": "36044",
        "kind": "commune",
        "name": "Châteauroux",
    }
    names = {key: values["name"] for key, values in territories(rows).items() if "com:" not in key}
    assert names == {
        "dep:36": "Indre",
        "dep:37": "Indre-et-Loire",
        "dep:49": "Maine-et-Loire",
        "reg:24": "Centre-Val de Loire",
        "reg:52": "Pays de la Loire",
    }
    assert pairs(rows, PART_OF) == {
        ("com:36009", "dep:36"),
        ("com:36044", "dep:36"),
        ("com:36158", "dep:36"),
        ("com:37072", "dep:37"),
        ("com:49328", "dep:49"),
        ("dep:36", "reg:24"),
        ("dep:37", "reg:24"),
        ("dep:49", "reg:52"),
    }


def test_names_of_the_folder_come_before_the_programs_own(tmp_path: Path) -> None:
    communes_file(tmp_path / "v_commune_2026.csv", TODAY)
    for name, lines in {
        "v_departement_2026.csv": [
            ["DEP", "REG", "CHEFLIEU", "TNCC", "NCC", "NCCENR", "LIBELLE"],
            ["36", "24", "36044", "5", "INDRE", "Indre", "L'Indre"],
        ],
        "v_arrondissement_2026.csv": [
            ["ARR", "DEP", "REG", "CHEFLIEU", "TNCC", "NCC", "NCCENR", "LIBELLE"],
            ["362", "36", "24", "36044", "0", "CHATEAUROUX", "Châteauroux", "Châteauroux"],
        ],
        "v_ctcd_2026.csv": [
            ["CTCD", "REG", "CHEFLIEU", "TNCC", "NCC", "NCCENR", "LIBELLE"],
            ["36D", "24", "36044", "5", "INDRE", "Indre", "Conseil départemental de L'Indre"],
        ],
        "v_region_2026.csv": [
            ["REG", "CHEFLIEU", "TNCC", "NCC", "NCCENR", "LIBELLE"],
            ["24", "45234", "2", "CENTRE", "Centre", "Centre – Val de Loire"],
        ],
    }.items():
        (tmp_path / name).write_text(quoted(lines), encoding="utf-8")
    found = territories(delivered(tmp_path)[1])
    assert found["dep:36"]["name"] == "L'Indre"
    assert found["dep:37"]["name"] == "Indre-et-Loire"
    assert found["reg:24"]["name"] == "Centre – Val de Loire"


def test_a_departement_that_nothing_names_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "v_commune_2026.csv"
    communes_file(file, TODAY)
    file.write_text(file.read_text("utf-8").replace('"24","36"', '"24","38X"'), encoding="utf-8")
    with pytest.raises(DataError, match="dep:38X"):
        delivered(file)


def test_the_composition_of_epci_completes_the_communes(tmp_path: Path) -> None:
    communes_file(tmp_path / "v_commune_2026.csv", WEST)
    epci_workbook(tmp_path / "EPCI_au_01-01-2026.xlsx")
    found, rows = delivered(tmp_path)
    assert territories(rows)["epci:243600327"] == {
        "code": "243600327",
        "kind": "epci",
        "name": "CA Châteauroux Métropole",
    }
    told = {ends for ends in pairs(rows, PART_OF) if ends[1].startswith("epci:")}
    assert told == {
        ("com:36044", "epci:243600327"),
        ("com:36158", "epci:243600327"),
        ("com:49328", "epci:200071876"),
    }
    assert found.left == {"source.left.no_epci": 2}


def test_a_workbook_of_epci_lists_the_communes_by_itself(tmp_path: Path) -> None:
    found, rows = delivered(epci_workbook(tmp_path / "EPCI_au_01-01-2025.xlsx"))
    assert found.published_on == "2025-01-01"
    kinds = Counter(values["kind"] for values in territories(rows).values())
    assert kinds == {"commune": 4, "epci": 2, "department": 3, "region": 2}


def test_a_table_dappartenance_names_epci_on_its_second_sheet(tmp_path: Path) -> None:
    sheets = {
        "COM": [
            ["CODGEO", "LIBGEO", "DEP", "REG", "EPCI", "NATURE_EPCI", "ARR"],
            ["36044", "Châteauroux", "36", "24", "243600327", "CA", "362"],
        ],
        "Zones_supra_communales": [
            ["NIVGEO", "CODGEO", "LIBGEO", "NB_COM"],
            ["ARR", "362", "Châteauroux", "78"],
            ["EPCI", "243600327", "CA Châteauroux Métropole", "14"],
        ],
    }
    file = workbook(tmp_path / "table-appartenance-geo-communes-23.xlsx", sheets)
    found, rows = delivered(file)
    assert found.published_on == "2023-01-01"
    assert territories(rows)["epci:243600327"]["name"] == "CA Châteauroux Métropole"


def test_a_municipal_arrondissement_is_part_of_its_commune(tmp_path: Path) -> None:
    rows = [("COM", "75056", ""), ("ARM", "75101", "75056")]
    file = communes_file(tmp_path / "v_commune_2026.csv", rows)
    found = delivered(file)[1]
    assert territories(found)["com:75101"]["name"] == "Paris 1er Arrondissement"
    assert ("com:75101", "com:75056") in pairs(found, PART_OF)
    assert ("com:75101", "dep:75") not in pairs(found, PART_OF)
    assert "com:75101" in territories(delivered(file, "75056")[1])
    assert set(territories(delivered(file, "75101")[1])) == {
        "com:75056",
        "com:75101",
        "dep:75",
        "reg:11",
    }


@pytest.mark.reference
def test_the_programs_departements_are_those_of_the_published_tables(reference: Path) -> None:
    with (reference / "bassins" / "lexique-bassins.csv").open(encoding="utf-8-sig") as stream:
        told = {(row["REG"].zfill(2), row["DEP"]) for row in csv.DictReader(stream)}
    assert told == {(region, code) for region, within in OF_REGION.items() for code in within}
    with (reference / "cog" / "communes_centre_val_de_loire.csv").open(encoding="utf-8") as stream:
        named = {(row["code_departement"], row["departement"]) for row in csv.DictReader(stream)}
    assert named <= set(DEPARTMENTS.items())
    assert (len(DEPARTMENTS), len(REGIONS)) == (101, 18)


# what merged


def test_associated_and_delegated_communes_become_their_own(tmp_path: Path) -> None:
    rows = [*TODAY, ("COMD", "36003", "36158"), ("COMA", "36004", "36158")]
    rows += [("COMD", "36158", "36158")]
    communes_file(tmp_path / "v_commune_2026.csv", rows)
    epci_workbook(tmp_path / "EPCI_au_01-01-2026.xlsx")
    found = delivered(tmp_path)[1]
    assert pairs(found, BECOMES) == {("com:36003", "com:36158"), ("com:36004", "com:36158")}
    assert territories(found)["com:36003"] == {
        "code": "36003",
        "kind": "commune",
        "name": "Nom de 36003",
        "retired": "2026",
    }
    assert "retired" not in territories(found)["com:36158"]
    for old in ("com:36003", "com:36004"):
        within = {end for start, end in pairs(found, PART_OF) if start == old}
        assert within == {"epci:243600327", "dep:36"}


def test_movements_give_the_day_and_follow_chains(tmp_path: Path) -> None:
    communes_file(tmp_path / "v_commune_2026.csv", [*TODAY, ("COMD", "36003", "36158")])
    movements_file(
        tmp_path / "v_mvt_commune_2026.csv",
        [
            ("32", "2019-01-01", "COM", "36003", "COM", "36158"),
            ("32", "2019-01-01", "COM", "36003", "COMD", "36003"),
            ("32", "2019-01-01", "COM", "36158", "COM", "36158"),
            ("31", "1974-01-01", "COM", "36002", "COM", "36003"),
            ("30", "1960-01-01", "COM", "36001", "COM", "36044"),
            ("30", "1960-01-01", "COM", "36001", "COM", "36009"),
            ("21", "1985-01-01", "COM", "36044", "COM", "36009"),
            ("33", "1972-01-01", "COM", "36009", "COM", "36044"),
            ("31", "1970-01-01", "COM", "01001", "COM", "01002"),
        ],
    )
    found, rows = delivered(tmp_path)
    assert pairs(rows, BECOMES) == {("com:36003", "com:36158"), ("com:36002", "com:36158")}
    told = territories(rows)
    assert told["com:36003"]["retired"] == "2019-01-01"
    assert told["com:36002"]["retired"] == "1974-01-01"
    assert "retired" not in told["com:36009"]
    assert found.left == {"source.left.shared_out": 1}


def test_a_territory_is_also_chosen_by_the_old_code_of_its_commune(tmp_path: Path) -> None:
    file = communes_file(tmp_path / "v_commune_2026.csv", [*WEST, ("COMD", "36003", "36158")])
    [chosen] = {frozenset(territories(delivered(file, code)[1])) for code in ("36003", "36158")}
    assert chosen == {"com:36003", "com:36158", "dep:36", "reg:24"}
    assert "com:36003" not in territories(delivered(file, "dep:49")[1])


# what is chosen


@pytest.mark.reference
@pytest.mark.parametrize(("code", "within"), [("dep:37", 0), ("dep:37", 20), ("36044", 10)])
def test_a_distance_takes_communes_across_the_border(
    reference: Path, code: str, within: float
) -> None:
    with (reference / "cog" / "communes_centre_val_de_loire.csv").open(encoding="utf-8") as stream:
        published = list(csv.DictReader(stream))
    asked = [
        row for row in published if code in (row["code_insee"], f"dep:{row['code_departement']}")
    ]
    near = {
        f"com:{row['code_insee']}"
        for row in published
        if row in asked or any(apart(row, other) <= within for other in asked)
    }
    told = territories(delivered(reference / "cog", code, within=within)[1])
    assert {key for key in told if key.startswith("com:")} == near
    assert (len(near) > len(asked)) == bool(within)


def apart(one: dict[str, str], other: dict[str, str]) -> float:
    """Returns the kilometres between two communes, by the spherical law of cosines."""
    (a, b), (c, d) = map(place, (one, other))
    return EARTH_KM * acos(min(1.0, sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d)))


def place(row: dict[str, str]) -> tuple[float, float]:
    of = "mairie" if row["mairie_lat"] else "centroid"
    return radians(float(row[f"{of}_lat"])), radians(float(row[f"{of}_lon"]))


def test_a_distance_is_refused_where_no_file_has_coordinates(tmp_path: Path) -> None:
    file = communes_file(tmp_path / "v_commune_2026.csv", WEST)
    with pytest.raises(DataError, match="coordonnées"):
        delivered(file, "dep:37", within=20)
    joined(
        tmp_path / "communes.csv",
        [
            "37072,Chinon,8000,37,Indre-et-Loire,24,Centre-Val de Loire,200043081,CC,0.24,47.17,,",
            "49328,Saumur,26000,49,Maine-et-Loire,52,Pays de la Loire,200071876,CA,,,-0.08,47.26",
        ],
    )
    found, rows = delivered(tmp_path, "dep:37", within=40)
    assert (found.version, found.published_on) == ("2026", modified_on(tmp_path / "communes.csv"))
    assert {"com:37072", "com:49328", "dep:49", "reg:52"} <= set(territories(rows))
    assert "com:36044" not in territories(rows)
    assert territories(rows)["com:37072"] == {
        "code": "37072",
        "kind": "commune",
        "name": "Chinon",
        "latitude": 47.17,
        "longitude": 0.24,
        "population": 8000,
    }


def test_a_place_that_the_files_do_not_know_is_named_with_the_nearest(tmp_path: Path) -> None:
    file = communes_file(tmp_path / "v_commune_2026.csv", TODAY)
    with pytest.raises(DataError, match="dep:36"):
        delivered(file, "dep:39")


# hostile files


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("6044,Châteauroux,1,36,Indre,24,C,2,E,,,1.6,46.8", "« 6044 »"),
        ("36044,Châteauroux,beaucoup,36,Indre,24,C,2,E,,,1.6,46.8", "« beaucoup »"),
        ("36044,Châteauroux,1,36,Indre,24,C,2,E,,,1.6,98", "« 98 »"),
        ("36044,Châteauroux,1,36,Indre,24,C,2,E,,,nan,46.8", "« nan »"),
        ("36044,Châteauroux,1,36,Indre,24,C,2,E,,,1.6", "13 colonnes"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, cells: str, shown: str) -> None:
    good = "36009,Azay-le-Ferron,1,36,Indre,24,C,2,E,,,1.1,46.8"
    with pytest.raises(DataError, match=r"communes\.csv, ligne 3") as refused:
        delivered(joined(tmp_path / "communes.csv", [good, cells]))
    assert shown in str(refused.value)


def test_a_day_of_a_movement_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    communes_file(tmp_path / "v_commune_2026.csv", TODAY)
    row = ("32", "2019-13-01", "COM", "36003", "COM", "36158")
    movements_file(tmp_path / "v_mvt_commune_2026.csv", [row])
    with pytest.raises(DataError, match=r"v_mvt_commune_2026\.csv, ligne 2.*2019-13-01"):
        delivered(tmp_path)


def test_a_file_of_another_source_is_refused_with_both_layouts(tmp_path: Path) -> None:
    file = tmp_path / "lexique.csv"
    file.write_text("CODE_COMMUNE_INSEE,BE19,NOMBE19\n36044,2410,CHATEAUROUX\n", encoding="utf-8")
    for path in (file, tmp_path):
        with pytest.raises(DataError, match=r"attendu TYPECOM.*code_insee.*trouvé"):
            delivered(path)


# from one edition to the next

DAY_OF_2020 = 1577836800


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def edition(folder: Path, year: str, rows: list[tuple[str, str, str]]) -> Path:
    (folder / year).mkdir()
    return communes_file(folder / year / f"v_commune_{year}.csv", rows)


@pytest.fixture
def merging(current: Current, tmp_path: Path) -> OfficialReport:
    """What 2026 changes after 2018: 36003 merged, 36005 is no more; an establishment in each."""
    before = [("COM", code, "") for code in ("36003", "36005", "36044", "36158")]
    load_official(current, "communes", edition(tmp_path, "2018", before))
    table = tmp_path / "etablissements.csv"
    table.write_text("nom;commune\nAtelier;36003\nForge;36005\n", encoding="utf-8")
    assert load(current, [table], Orders()).clean
    [report] = load_official(current, "communes", edition(tmp_path, "2026", AFTER))
    return report


def located(current: Current) -> list[tuple[object, ...]]:
    text = "MATCH (e:Company)-[:LOCATED_IN]->(t:Territory) RETURN e.name, t.key, t.retired"
    return sorted(tuple(row) for row in current.store.read(text).rows)


def test_a_commune_gone_in_a_newer_edition_stays_marked_with_what_stands_there(
    current: Current, merging: OfficialReport
) -> None:
    assert located(current) == [
        ("Atelier", "com:36003", "2026"),
        ("Forge", "com:36005", "2026"),
    ]
    within = current.store.read(
        "MATCH (t:Territory)-[:PART_OF]->(d:Territory) WHERE t.retired IS NOT NULL "
        "RETURN t.key AS key, d.key AS lies ORDER BY key"
    ).rows
    assert within == [("com:36003", "dep:36"), ("com:36005", "dep:36")]


def test_the_report_names_what_merged_with_its_successor_and_who_stands_there(
    merging: OfficialReport,
) -> None:
    assert not merging.partial
    [change] = merging.successions
    merged, lost = change.gone
    assert (merged.key, merged.fate, dict(merged.pointed)) == (
        "com:36003",
        "merged",
        {"Company": 1},
    )
    assert [one.key for one in merged.successors] == ["com:36158"]
    assert (lost.key, lost.fate, dict(lost.pointed)) == ("com:36005", "gone", {"Company": 1})
    [told] = [text for text in merging.sentences() if "com:36003" in text]
    assert "com:36158 « Parnac »" in told
    assert "établissement" in told


def test_an_edition_after_it_keeps_when_it_merged_and_tells_it_no_more(
    current: Current, merging: OfficialReport, tmp_path: Path
) -> None:
    [again] = load_official(current, "communes", tmp_path / "2026" / "v_commune_2026.csv")
    assert (again.known_already, again.load) == (True, merging.load)
    [later] = load_official(current, "communes", edition(tmp_path, "2027", AFTER))
    assert later.successions == []
    text = "MATCH (t:Territory) WHERE t.retired IS NOT NULL RETURN t.key, t.retired"
    marks = sorted(tuple(row) for row in current.store.read(text).rows)
    assert marks == [("com:36003", "2026"), ("com:36005", "2026")]


def test_the_insees_files_beside_the_joined_one_tell_what_merged_since_it_was_loaded(
    current: Current, tmp_path: Path
) -> None:
    row = "{},{},10,36,Indre,24,Centre-Val de Loire,243600327,CA,1.5,46.5,,"
    file = joined(
        tmp_path / "communes.csv", [row.format("36003", "Ambrault"), row.format("36158", "Parnac")]
    )
    load_official(current, "communes", file)
    communes_file(tmp_path / "v_commune_2026.csv", AFTER)
    [report] = load_official(current, "communes", tmp_path)
    assert not report.partial
    assert [one.key for one in report.successions[0].gone] == ["com:36003"]
    kept = current.store.read(
        "MATCH (t:Territory {key: 'com:36003'})-[:BECOMES]->(n:Territory) "
        "RETURN t.retired AS retired, t.latitude AS latitude, n.key AS now"
    ).rows
    assert kept == [("2026", 46.5, "com:36158")]


def test_communes_stay_in_their_epci_where_an_edition_tells_of_none(
    current: Current, tmp_path: Path
) -> None:
    epci_workbook(tmp_path / "EPCI_au_01-01-2025.xlsx")
    load_official(current, "communes", tmp_path / "EPCI_au_01-01-2025.xlsx")
    rows = [*WEST, ("COMD", "36003", "36158")]
    [report] = load_official(current, "communes", edition(tmp_path, "2026", rows))
    text = "MATCH (t)-[:PART_OF]->(e:Territory {kind: 'epci'}) RETURN t.key, e.key, e.retired"
    found = sorted(tuple(row) for row in current.store.read(text).rows)
    assert found == [
        ("com:36003", "epci:243600327", None),
        ("com:36044", "epci:243600327", None),
        ("com:36158", "epci:243600327", None),
        ("com:49328", "epci:200071876", None),
    ]
    assert dict(report.outcome.removed) == {}


def test_the_file_of_another_region_takes_nothing_away(current: Current, tmp_path: Path) -> None:
    load_official(current, "communes", edition(tmp_path, "2025", TODAY))
    [report] = load_official(current, "communes", edition(tmp_path, "2026", [("COM", "49328", "")]))
    rows = current.store.read("MATCH (t:Territory {kind: 'commune'}) RETURN t.retired").rows
    assert rows == [(None,)] * 5
    assert (report.partial, report.successions[0].gone) == (True, ())


def test_a_smaller_choice_takes_nothing_away(current: Current, tmp_path: Path) -> None:
    file = communes_file(tmp_path / "v_commune_2026.csv", WEST)
    [first] = load_official(current, "communes", file, wanted(["reg:24"], 0))
    [second] = load_official(current, "communes", file, wanted(["dep:49"], 0))
    [third] = load_official(current, "communes", file)
    rows = current.store.read("MATCH (t:Territory {kind: 'commune'}) RETURN t.retired").rows
    assert rows == [(None,)] * 5
    assert [one.partial for one in (first, second, third)] == [False, True, False]
    assert dict(third.outcome.removed) == {}


def test_coordinates_and_inhabitants_stay_where_an_edition_does_not_tell_them(
    current: Current, tmp_path: Path
) -> None:
    row = "36044,Châteauroux,42731,36,Indre,24,Centre-Val de Loire,243600327,CA,1.69,46.81,,"
    old = joined(tmp_path / "communes.csv", [row])
    os.utime(old, (DAY_OF_2020, DAY_OF_2020))
    load_official(current, "communes", old)
    load_official(current, "communes", edition(tmp_path, "2026", [("COM", "36044", "")]))
    told = "MATCH (t:Territory {key: 'com:36044'}) RETURN t.latitude, t.longitude, t.population"
    assert current.store.read(told).rows == [(46.81, 1.69, 42731)]


def test_a_commune_that_lives_again_is_marked_no_more(
    current: Current, merging: OfficialReport, tmp_path: Path
) -> None:
    again = [("COM", code, "") for code in ("36003", "36044", "36158")]
    load_official(current, "communes", edition(tmp_path, "2027", again))
    assert located(current) == [("Atelier", "com:36003", None), ("Forge", "com:36005", "2026")]
    text = "MATCH (t:Territory)-[:BECOMES]->(n:Territory) RETURN t.key"
    assert current.store.read(text).rows == []
