"""The survey of recruitment projects: what its publisher withholds stays withheld."""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.current import Current
from graph.errors import DataError
from graph.servers import Place
from graph.viewer import Viewer
from ingest.official.choice import Choice, Place as Commune
from ingest.official.source import Asked, Delivery, Row
from ingest.sources import load_official
from ingest.sources.bmo import SOURCE
from queries.answer import answer
from queries.catalogue import catalogue
from tests.graphs import edge, keys_of, node, opened, tell

OF_2025 = (
    "annee,Code métier BMO,Nom métier BMO,Famille_met,Lbl_fam_met,REG,NOM_REG,Dept,NomDept,"
    "BE25,NOMBE25,met,xmet,smet"
)
PASSAGE = ("FAP 2021", "Intitulé FAP", "ROME", "Intitulé ROME", "Qualification")
FIGURES = {"projects": "met", "difficult": "xmet", "seasonal": "smet"}
Cells = Sequence[object]


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds published files and nothing else."""
    made = tmp_path / "bmo"
    made.mkdir()
    return made


def line(basin: str, family: str, *figures: object, year: int = 2025, dept: str = "18") -> str:
    titled = f'{year},{family},"Famille {family}, ensemble",Z,Autres métiers,24,Centre,{dept},X'
    return ",".join([titled, basin, "NOM", *map(str, figures)])


def survey(path: Path, *lines: str, header: str = OF_2025, day: int = 0) -> Path:
    """Writes a CSV as the region's is written; `day` counts days after the first of 2026."""
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    at = 1_767_268_800 + 86_400 * day
    os.utime(path, (at, at))
    return path


def workbook(path: Path, header: Cells, *rows: Cells, sheet: str = "BMO_2025_open_data") -> Path:
    """Writes a workbook as the national one: its variables described first, then its rows."""
    book = Workbook()
    described = book.active
    assert described is not None
    described.title = "Description_des_variables"
    for name in ("annee", "Code métier BMO", "met", "xmet", "smet", "BE25", "Dept"):
        described.append([name, "ce que dit la variable"])
    table = book.create_sheet(sheet)
    for row in (header, *rows):
        table.append(list(row))
    book.save(path)
    return path


def deliveries(path: Path, chosen: Choice | None = None) -> list[tuple[Delivery, list[Row]]]:
    found = SOURCE.read(Asked(path, chosen or Choice()))
    return [(delivery, list(delivery.rows)) for delivery in found]


def outlooks(path: Path, chosen: Choice | None = None) -> dict[str, dict[str, object]]:
    rows = [row for _, found in deliveries(path, chosen) for row in found]
    return {row.ends[0]: row.values for row in rows if row.record == "Outlook"}


def ties(path: Path, record: str) -> set[tuple[str, ...]]:
    found = deliveries(path)
    return {row.ends for _, rows in found for row in rows if row.record == record}


def refused(path: Path) -> DataError:
    with pytest.raises(DataError) as error:
        deliveries(path)
    return error.value


def known(*above: str) -> Choice:
    """Returns the choice of all that is known: one commune, and what it is part of."""
    return Choice(places=(Commune("com:18033", 47.0, 2.4, frozenset(above)),))


@pytest.mark.reference
def test_every_figure_of_the_region_is_read_and_every_withheld_one_stays_so(
    reference: Path,
) -> None:
    file = reference / "bmo" / "bmo_2025_centre_val_de_loire.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        published = list(csv.DictReader(stream))
    found = outlooks(file)
    assert len(published) == len(found) == 2433
    stars = {name: sum(row[column] == "*" for row in published) for name, column in FIGURES.items()}
    assert stars == {"projects": 635, "difficult": 1176, "seasonal": 1886}
    assert stars == {name: sum(name not in values for values in found.values()) for name in FIGURES}
    flagged = sum("*" in (row["met"], row["xmet"], row["smet"]) for row in published)
    assert flagged == sum(values["withheld"] is True for values in found.values())
    told = {
        f"bmo-{row['BE25']}-{row['Code métier BMO'].lower()}-2025": {
            name: int(row[column]) for name, column in FIGURES.items() if row[column] != "*"
        }
        for row in published
    }
    assert {
        key: {name: values[name] for name in FIGURES if name in values}
        for key, values in found.items()
    } == told
    assert found["bmo-2401-a0x40-2025"] == {
        "publisher": "BMO",
        "family": "A0X40",
        "title": "Agriculteurs",
        "year": 2025,
        "projects": 210,
        "difficult": 106,
        "seasonal": 134,
        "withheld": False,
    }
    assert ties(file, "Outlook-CONCERNS-Territory") == {
        (key, f"be:{key.split('-')[1]}") for key in found
    }


def test_a_withheld_figure_is_never_zero(tmp_path: Path) -> None:
    lines = [line("2401", "A0X40", "*", "*", "*"), line("2402", "A0X40", "0", "0", "")]
    found = outlooks(survey(tmp_path / "bmo.csv", *lines))
    all_withheld, none_known = found["bmo-2401-a0x40-2025"], found["bmo-2402-a0x40-2025"]
    assert not FIGURES.keys() & all_withheld.keys()
    assert all_withheld["withheld"] is True
    assert (none_known["projects"], none_known["difficult"]) == (0, 0)
    assert "seasonal" not in none_known
    assert none_known["withheld"] is True


def test_a_basin_over_two_departements_is_added_up_and_withheld_where_a_part_is(
    tmp_path: Path,
) -> None:
    lines = [
        line("2401", "A0X40", "200", "20", "*", dept="18"),
        line("2401", "A0X40", "10", "*", "*", dept="36"),
        line("2401", "A0X41", "7", "5", "1", dept="18"),
    ]
    found = outlooks(survey(tmp_path / "bmo.csv", *lines))
    both = found["bmo-2401-a0x40-2025"]
    assert both["projects"] == 210
    assert not {"difficult", "seasonal"} & both.keys()
    assert both["withheld"] is True
    assert found["bmo-2401-a0x41-2025"]["withheld"] is False


def test_committees_of_2026_are_parts_of_their_basin(tmp_path: Path) -> None:
    header = OF_2025.replace("25,NOMBE25", "26,NOMBE26,clpe")
    row = "2026,A0X40,Agriculteurs,Z,Autres,24,Centre,18,Cher,2401,BOURGES"
    lines = [f"{row},Nord,3,2,1", f"{row},Sud,3,2,1"]
    [values] = outlooks(survey(tmp_path / "bmo.csv", *lines, header=header)).values()
    assert (values["projects"], values["difficult"], values["seasonal"]) == (6, 4, 2)
    assert values["withheld"] is False


def test_the_national_workbook_is_read_past_the_description_of_its_variables(
    tmp_path: Path,
) -> None:
    header = OF_2025.split(",")
    guadeloupe = (2025, "M1X80", "Techniciens", "A", "Fonctions", 1, "Guadeloupe", 971, "G", 101)
    book = workbook(tmp_path / "Base.xlsx", header, (*guadeloupe, "BASSE-TERRE", 227, "80", "*"))
    assert outlooks(book) == {
        "bmo-0101-m1x80-2025": {
            "publisher": "BMO",
            "family": "M1X80",
            "title": "Techniciens",
            "year": 2025,
            "projects": 227,
            "difficult": 80,
            "withheld": True,
        }
    }
    assert ties(book, "Outlook-CONCERNS-Territory") == {("bmo-0101-m1x80-2025", "be:0101")}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "annee;code métier BMO ;nom_metier BMO;Famille_metier;Libellé de famille de métier;"
            "REG;NOM_REG;Dept;NomDept;BE17;NOMBE17;met;xmet;smet",
            "2017;A0Z40;Agriculteurs;Z;Autres;24;Centre;18;Cher;2401;BOURGES;12;*;3",
        ),
        (
            "annee;BE20;NOMBE20;Famille_met;Lbl_fam_met;metier;nommetier;Dept;NomDept;met;xmet;"
            "smet;REG;NOM_REG",
            "2017;2401;BOURGES;Z;Autres;A0Z40;Agriculteurs;18;Cher;12;*;3;24;Centre",
        ),
        (
            "annee;Code métier BMO;Nom métier BMO;Famille_met;Lbl_fam_met;BE23;NOMBE23;Dept;"
            "NomDept;REG;NOM_REG;met;xmet;smet",
            "2017;A0Z40;Agriculteurs;Z;Autres;2401;BOURGES;18;Cher;24;Centre;12;*;3",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_headers_of_every_year_are_known(
    tmp_path: Path, header: str, row: str, encoding: str
) -> None:
    file = tmp_path / "données.csv"
    file.write_bytes(f"{header}\r\n{row}\r\n".encode(encoding))
    [(key, values)] = outlooks(file).items()
    assert key == "bmo-2401-a0z40-2017"
    assert values["title"] == "Agriculteurs"
    assert (values["projects"], values["seasonal"]) == (12, 3)
    assert "difficult" not in values


def test_each_year_is_an_edition_whose_day_is_that_of_its_newest_file(tmp_path: Path) -> None:
    survey(tmp_path / "b.csv", line("2401", "A0X40", 1, 1, 1, year=2024), day=3)
    survey(tmp_path / "a.csv", line("2401", "A0X40", 2, 1, 1), day=1)
    survey(tmp_path / "c.csv", line("2402", "A0X40", 3, 1, 1), day=2)
    found = deliveries(tmp_path)
    assert [(one.version, one.part, one.published_on) for one, _ in found] == [
        ("2024", "2024", "2026-01-04"),
        ("2025", "2025", "2026-01-03"),
    ]
    assert [len(rows) for _, rows in found] == [2, 4]


def test_only_basins_that_are_loaded_are_taken(tmp_path: Path) -> None:
    lines = [line("2401", "A0X40", 1, 1, 1), line("2402", "A0X40", 2, 2, 2, dept="36")]
    file = survey(tmp_path / "bmo.csv", *lines)
    [(delivery, rows)] = deliveries(file, known("dep:36", "be:2401"))
    assert [row.ends[0] for row in rows] == ["bmo-2401-a0x40-2025"] * 2
    assert delivery.left == {"source.left.bmo_outside": 1}
    assert len(outlooks(file)) == 2


def test_where_no_basin_is_loaded_the_departement_says_what_is_taken(tmp_path: Path) -> None:
    lines = [line("2401", "A0X40", 1, 1, 1, dept="1"), line("2402", "A0X40", 2, 2, 2, dept="36")]
    file = survey(tmp_path / "bmo.csv", *lines)
    assert list(outlooks(file, known("dep:36", "reg:24"))) == ["bmo-2402-a0x40-2025"]
    assert list(outlooks(file, known("dep:01"))) == ["bmo-2401-a0x40-2025"]


def test_a_table_of_passage_joins_families_to_occupations(tmp_path: Path) -> None:
    lines = [line("2401", family, 1, 1, 1) for family in ("A0X41", "D1X33", "Z9X99")]
    survey(tmp_path / "bmo.csv", *lines, day=1)
    assert ties(tmp_path, "Outlook-CONCERNS-Occupation") == set()
    book = workbook(
        tmp_path / "Dares_FAP2021_Table_passage_ROME.xlsx",
        PASSAGE,
        ("A0X41f", "Aides d'éleveurs", "A1403", "Aide d'élevage", "Q_12"),
        ("A0X41a", "Éleveurs", "A1403", "Aide d'élevage", "Q_4"),
        ("A0X41a", "Éleveurs", "A1407", "Élevage", "Q_4"),
        ("D1X33", "Soudeurs", "H2913", "Soudage", ""),
        ("Q0X00", "Sans emploi", "", "", ""),
        sheet="Table",
    )
    os.utime(book, (1_767_700_800, 1_767_700_800))
    joined = {
        ("bmo-2401-a0x41-2025", "A1403"),
        ("bmo-2401-a0x41-2025", "A1407"),
        ("bmo-2401-d1x33-2025", "H2913"),
    }
    assert ties(tmp_path, "Outlook-CONCERNS-Occupation") == joined
    [(delivery, _)] = deliveries(tmp_path)
    assert delivery.left == {"source.left.bmo_family": 1}
    assert delivery.published_on == "2026-01-06"
    book.unlink()
    rows = "ROME;Qualif;FAP341\nA1403;é;A0X41f\nA1407;4;A0X41a\nH2913;;D1X33\n"
    (tmp_path / "pour_programme.csv").write_bytes(rows.encode("cp1252"))
    assert ties(tmp_path, "Outlook-CONCERNS-Occupation") == joined


def test_a_row_told_in_two_files_counts_once(tmp_path: Path) -> None:
    survey(tmp_path / "a.csv", line("2401", "A0X40", 5, "*", 1))
    survey(tmp_path / "b.csv", line("2401", "A0X40", 5, "*", 1), line("2402", "A0X40", 6, 2, 1))
    [(delivery, rows)] = deliveries(tmp_path)
    assert [row.values["projects"] for row in rows if row.record == "Outlook"] == [5, 6]
    assert delivery.left == {"source.left.bmo_twice": 1}


@pytest.mark.parametrize(
    ("lines", "code", "named"),
    [
        ([line("2401", "A0X40", "douze", 1, 1)], "source.bmo.figure", ("ligne 2", "douze")),
        ([line("2401", "A0X40", -3, 1, 1)], "source.bmo.figure", ("ligne 2", "-3")),
        ([line("24 01", "A0X40", 1, 1, 1)], "source.bmo.place", ("24 01",)),
        ([line("2401", "", 1, 1, 1)], "source.bmo.place", ("2401",)),
        ([line("2401", "A0X40", 1, 1, 1, year=25)], "source.bmo.year", ("ligne 2", "25")),
        (
            [line("2401", "A0X40", 1, 1, 1), line("2401", "A0X40", 2, 1, 1)],
            "source.bmo.contradiction",
            ("ligne 3", "2401", "A0X40", "2025"),
        ),
        ([], "source.bmo.empty", ()),
    ],
)
def test_what_is_wrong_is_refused_with_its_file_and_place(
    tmp_path: Path, lines: list[str], code: str, named: tuple[str, ...]
) -> None:
    error = refused(survey(tmp_path / "bmo.csv", *lines))
    assert error.code == code
    for word in ("bmo.csv", *named):
        assert word in str(error)


def test_another_table_is_refused_with_what_was_expected_and_found(tmp_path: Path) -> None:
    other = tmp_path / "naf.csv"
    other.write_text("naf_id|naf_label\n0111Z|Culture\n", encoding="utf-8")
    for path in (other, tmp_path):
        error = refused(path)
        assert error.code == "source.layout"
        assert "Code métier BMO" in str(error)
    assert "naf_id" in str(refused(other))
    assert "naf.csv" in str(refused(tmp_path))


def test_nothing_is_loaded_when_a_later_year_is_wrong(current: Current, folder: Path) -> None:
    survey(folder / "a.csv", line("2401", "A0X40", 1, 1, 1, year=2024))
    survey(folder / "b.csv", line("2401", "A0X40", "x", 1, 1))
    with pytest.raises(DataError, match=r"b\.csv"):
        load_official(current, "bmo", folder)
    assert current.ledger.loads() == []


def test_a_year_published_again_replaces_that_year_alone(current: Current, folder: Path) -> None:
    (folder / "anciens").mkdir()
    survey(folder / "a.csv", line("2401", "A0X40", 1, 1, 1, year=2024), day=1)
    again = survey(
        folder / "b.csv", line("2401", "A0X40", 9, "*", 1), line("2401", "A0X41", 2, 2, 2), day=1
    )
    load_official(current, "bmo", folder)
    assert keys_of(current, "Outlook") == [
        "bmo-2401-a0x40-2024",
        "bmo-2401-a0x40-2025",
        "bmo-2401-a0x41-2025",
    ]
    survey(again, line("2401", "A0X40", 8, "*", 1), day=2)
    load_official(current, "bmo", folder)
    assert keys_of(current, "Outlook") == ["bmo-2401-a0x40-2024", "bmo-2401-a0x40-2025"]
    text = "MATCH (p:Outlook {year: 2025}) RETURN p.projects, p.difficult, p.withheld, p.sources"
    assert current.store.read(text).rows == [(8, None, True, ["official:bmo:2025"])]


@pytest.mark.reference
def test_totals_of_the_region_are_at_least_where_a_figure_is_withheld(
    current: Current, reference: Path
) -> None:
    file = reference / "bmo" / "bmo_2025_centre_val_de_loire.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        published = list(csv.DictReader(stream))
    loaded = sorted({row["BE25"] for row in published} - {"2409"})
    basins = [
        node(f"be:{code}", code=code, kind="basin", name=f"Bassin {code}", source="bassins")
        for code in loaded
    ]
    tell(current, ("Territory", basins))
    [report] = load_official(current, "bmo", file)
    elsewhere = sum(row["BE25"] == "2409" for row in published)
    assert dict(report.waiting) == {"Outlook-CONCERNS-Territory": elsewhere}
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in published:
        for column in ("met", "xmet"):
            star = row[column] == "*"
            sums[row["BE25"]][f"*{column}" if star else column] += 1 if star else int(row[column])
        sums[row["BE25"]]["rows"] += 1
    question = catalogue().question("needs-beside-outlook")
    found = answer(current.store, Viewer(), question, {})
    assert [tuple(row) for row in found.rows] == [
        (
            *(f"be:{code}", f"Bassin {code}", None, None, 0, None, None, "BMO", 2025),
            *(sums[code]["rows"], sums[code]["met"], sums[code]["*met"] > 0),
            *(sums[code]["xmet"], sums[code]["*xmet"] > 0),
        )
        for code in loaded
    ]
    assert all(sums[code]["*met"] for code in loaded)
    tell(current, ("Territory", [node("be:2409", kind="basin", source="bassins")]))
    found = answer(current.store, Viewer(), catalogue().question("outlook-by-basin"), {})
    assert found.total == len(published)


def test_official_figures_take_the_place_of_those_of_the_demonstration(
    current: Current, tmp_path: Path
) -> None:
    shown = node(
        "bmo-2401-a0x40-2025", "2025-04-01", "demonstration", publisher="BMO", family="A", year=2025
    )
    basin = node("be:2401", kind="basin", name="Bourges", source="bassins")
    tell(current, ("Territory", [basin]))
    tie = edge("Outlook-CONCERNS-Territory", shown.key, "be:2401", "demonstration")
    own = tell(current, ("Outlook", [shown]), ("Outlook-CONCERNS-Territory", [tie]))
    file = survey(tmp_path / "bmo.csv", line("2401", "A0X40", 5, "*", "*"))
    [report] = load_official(current, "bmo", file)
    assert report.withdrawn == [own]
    text = "MATCH (p:Outlook)-[:CONCERNS]->(t:Territory) RETURN p.family, p.sources, t.key"
    assert current.store.read(text).rows == [("A0X40", ["official:bmo:2025"], "be:2401")]


def test_a_figure_that_a_later_file_withholds_is_taken_back(current: Current, folder: Path) -> None:
    told = survey(folder / "a.csv", line("2401", "A0X40", 9, 4, 3), day=1)
    load_official(current, "bmo", told)
    withheld = survey(folder / "b.csv", line("2401", "A0X40", 9, "*", 3), day=2)
    load_official(current, "bmo", withheld)
    figures = "MATCH (o:Outlook) RETURN o.projects, o.difficult, o.seasonal, o.withheld"
    assert current.store.read(figures).rows == [(9, None, 3, True)]
