"""NAF rev. 2, NAF 2025 and the table of passage load as the INSEE lays them out."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest

from graph.current import Current
from graph.errors import DataError
from graph.servers import Place
from ingest.official.source import Asked, Delivery, Row
from ingest.sources import load_official, naf_headings
from ingest.sources.naf import BECOMES, SOURCE
from ingest.sources.naf_headings import PART_OF
from tests.graphs import edge, graph_of, keys_of, node, opened, tell

Line = Sequence[str | float | None]
STRUCTURE_NAME = "Structure NAF 2025 Maj 2024-10-04.xlsx"
PASSAGE_NAME = "Correspondances_NAFrev2-NAF2025.xlsx"
STRUCTURE: tuple[Line, ...] = (
    ("NACE\nRev.2.1", "NAF 2025\nsous-classes", "Intitulés"),
    ("A", None, "AGRICULTURE, SYLVICULTURE ET PÊCHE"),
    ("01", None, "Culture et production animale, chasse et services annexes"),
    ("01.1", None, "Cultures non permanentes"),
    ("01.13", "01.13Y", "Culture de légumes, de melons, de racines et de tubercules"),
    ("01.19", "01.19Y", "Autres cultures non permanentes"),
    ("01.6", None, "Activités de soutien à l’agriculture"),
    ("01.63", "01.63Y", "Traitement primaire des récoltes et traitement des semences"),
    ("C", None, "INDUSTRIE MANUFACTURIÈRE"),
    ("25", None, "Fabrication de produits métalliques"),
    ("25.5", None, "Traitement et revêtement des métaux ; usinage"),
    ("25.53", "25.53Y", "Usinage des métaux"),
    ("K", None, "TÉLÉCOMMUNICATIONS, PROGRAMMATION INFORMATIQUE, CONSEIL"),
    ("62", None, "Programmation, conseil et autres activités informatiques"),
    ("62.2", None, "Activités de conseil en informatique"),
    ("62.20", None, "Activités de conseil en informatique"),
    (None, "62.20G", "Conseil en systèmes et logiciels informatiques"),
    (None, "62.20H", "Gestion d'installations informatiques"),
    ("V", None, "ACTIVITÉS DES ORGANISATIONS ET ORGANISMES EXTRATERRITORIAUX"),
    ("99", None, "Activités des organisations et organismes extraterritoriaux"),
    ("99.0", None, "Activités des organisations et organismes extraterritoriaux"),
    ("99.00", "99.00Y", "Activités des organisations et organismes extraterritoriaux"),
)
PASSAGE_HEADER = (
    "Sous-classes NAF rév. 2 – codes",
    "Sous-classes NAF rév. 2 – intitulés",
    "Contenu commun",
    "Sous-classes NAF 2025 – codes",
    "Sous-classes NAF 2025 – intitulés",
    "Type de correspondance",
)
LEGUMES = "Culture de légumes, de melons, de racines et de tubercules"
SEEDS = "Traitement primaire des récoltes et traitement des semences"
PASSAGE = (
    ("01.13Z", "Culture de légumes", "tout le contenu", "01.13Y", LEGUMES, "Unique"),
    ("01.19Z", "Autres cultures", "- les rutabagas", "01.13Y", LEGUMES, "Multiple"),
    ("01.19Z", "Autres cultures", "- les fleurs", "01.19Y", "Autres cultures", "Multiple"),
    ("01.63Z", "Traitement des récoltes", "tout le contenu", "01.63Y", SEEDS, "Unique"),
    ("01.64Z", "Traitement des semences", "tout le contenu", "01.63Y", SEEDS, "Unique"),
    ("25.62B", "Mécanique industrielle", "tout le contenu", "25.53Y", "Usinage", "Unique"),
)
BECOME = {
    ("naf2:01.13Z", "naf25:01.13Y"),
    ("naf2:01.19Z", "naf25:01.13Y"),
    ("naf2:01.19Z", "naf25:01.19Y"),
    ("naf2:01.63Z", "naf25:01.63Y"),
    ("naf2:01.64Z", "naf25:01.63Y"),
    ("naf2:25.62B", "naf25:25.53Y"),
}


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def workbook(path: Path, *lines: Line, title: str = "NAF 2025", above: int = 0) -> Path:
    """Writes one sheet, with a second one that has other columns, as the INSEE's workbooks do."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for _ in range(above):
        sheet.append(["Institut national de la statistique et des études économiques"])
    for line in lines:
        sheet.append(list(line))
    book.create_sheet("Sections").append(["NACE\nRev.2.1", "Intitulés"])
    book.save(path)
    return path


def structure(folder: Path, *left_out: str, name: str = STRUCTURE_NAME) -> Path:
    kept = (line for line in STRUCTURE if line[0] not in left_out and line[1] not in left_out)
    return workbook(folder / name, *kept)


def passage(folder: Path, *lines: Line, name: str = PASSAGE_NAME) -> Path:
    rows = lines or PASSAGE
    return workbook(folder / name, PASSAGE_HEADER, *rows, title="Correspondances", above=2)


def naf_csv(path: Path, *codes: str, header: str = "naf_id|naf_label") -> Path:
    mark = header[6] if "|" in header else ";"
    lines = [header, *(f"{code}{mark}Titre de {code}" for code in codes)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[tuple[Delivery, list[Row]]]:
    return [(delivery, list(delivery.rows)) for delivery in SOURCE.read(Asked(path))]


def titles(rows: list[Row]) -> dict[str, str]:
    return {row.ends[0]: row.values["title"] for row in rows if row.record == "Sector"}


def edges(rows: list[Row], record: str) -> set[tuple[str, str]]:
    return {(row.ends[0], row.ends[1]) for row in rows if row.record == record}


def subclasses(reference: Path) -> dict[str, str]:
    """Returns the subclasses of the published file, read by other means than the program's."""
    with (reference / "naf" / "naf_labels.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row[0]: row[1] for row in list(csv.reader(stream, delimiter="|"))[1:]}


@pytest.mark.reference
def test_rev_2_comes_with_its_five_levels_and_each_heading_in_the_one_above(
    reference: Path,
) -> None:
    [(delivery, rows)] = read(reference / "naf")
    assert (delivery.part, delivery.version, delivery.published_on) == ("rev2", "2", "2008-01-01")
    levels = Counter(row.values["level"] for row in rows if row.record == "Sector")
    assert levels == {1: 21, 2: 88, 3: 272, 4: 615, 5: 732}
    above = dict(edges(rows, PART_OF))
    published = subclasses(reference)
    assert len(published) == 732
    told = titles(rows)
    for code, title in published.items():
        dotted = f"naf2:{code[:2]}.{code[2:]}"
        assert told[dotted] == title
        chain = [dotted]
        while chain[-1] in above:
            chain.append(above[chain[-1]])
        klass = f"naf2:{code[:2]}.{code[2:4]}"
        assert chain[1:4] == [klass, klass[:-1], klass[:7]]
        assert chain[4].removeprefix("naf2:") in "ABCDEFGHIJKLMNOPQRSTU"
        assert len(chain) == 5
    assert set(above) | {f"naf2:{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTU"} == set(told)
    assert [above[f"naf2:{code}"] for code in ("25", "45", "84", "99")] == [
        "naf2:C",
        "naf2:G",
        "naf2:O",
        "naf2:U",
    ]
    assert told["naf2:C"] == "Industrie manufacturière"


def all_of_rev_2(*, dotted: bool) -> list[str]:
    """Returns one subclass for every class, which is the least that a whole file has."""
    with naf_headings.REV2_UPPER.open(encoding="utf-8", newline="") as stream:
        codes = [row[0] + "Z" for row in list(csv.reader(stream))[1:] if len(row[0]) == 5]
    return codes if dotted else [code.replace(".", "") for code in codes]


def test_codes_with_a_dot_and_without_are_the_same(tmp_path: Path) -> None:
    plain = naf_csv(tmp_path / "plain.csv", *all_of_rev_2(dotted=False))
    dotted = naf_csv(tmp_path / "dotted.csv", *all_of_rev_2(dotted=True), header="Code;Libellé")
    [(_, first)], [(_, second)] = read(plain), read(dotted)
    keys = [{row.ends for row in rows} for rows in (first, second)]
    assert keys[0] == keys[1]
    assert len(titles(first)) == 21 + 88 + 272 + 615 + 615


def test_the_full_list_of_titles_is_read_as_published(tmp_path: Path) -> None:
    header = (
        "ligne",
        "Code",
        " Intitulés de la  NAF rév. 2, version finale ",
        "Intitulés NAF rév. 2, \nen 65 caractères",
        "Intitulés NAF rév. 2, \nen 40 caractères",
    )
    told: list[Line] = [
        (code, f"Titre de {code} ", "court", "abrégé") for code in all_of_rev_2(dotted=True)
    ]
    upper: list[Line] = [
        ("SECTION O", "ADMINISTRATION  PUBLIQUE "),
        ("", ""),
        (84.0, "Administration"),
    ]
    lines = [(number, *line) for number, line in enumerate([*upper, *told], 1)]
    [(_, rows)] = read(workbook(tmp_path / "int_courts_naf_rev_2.xlsx", header, *lines))
    found = titles(rows)
    assert found["naf2:O"] == "Administration publique"
    assert found["naf2:84"] == "Administration"
    assert found["naf2:84.11Z"] == "Titre de 84.11Z"
    assert found["naf2:84.1"] == "Administration générale, économique et sociale"


def test_lists_of_one_level_complete_each_other(tmp_path: Path) -> None:
    head: tuple[Line, ...] = (
        ("NAF rév. 2, 2008 - Liste des postes",),
        (),
        ("Code", "Libellé"),
    )
    five = [(code, "Cinq") for code in all_of_rev_2(dotted=True)]
    workbook(tmp_path / "naf2008_liste_n5.xlsx", *head, *five, title="Feuil1")
    workbook(tmp_path / "naf2008_liste_n1.xlsx", *head, ("C", "Un"), title="Feuil1")
    [(_, rows)] = read(tmp_path)
    assert titles(rows)["naf2:C"] == "Un"
    assert titles(rows)["naf2:01.11Z"] == "Cinq"


def test_a_truncated_rev_2_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    table = naf_csv(tmp_path / "naf.csv", *all_of_rev_2(dotted=True)[:600])
    with pytest.raises(DataError) as refused:
        read(table)
    assert refused.value.code == "source.naf_short"
    assert "15 classes" in str(refused.value)
    assert "naf.csv" in str(refused.value)


@pytest.mark.parametrize("code", ["2562", "25.65Z", "01.1A", "V", "25.62BB", ""])
def test_a_code_that_is_none_of_rev_2_is_named(tmp_path: Path, code: str) -> None:
    table = naf_csv(tmp_path / "naf.csv", *all_of_rev_2(dotted=True), code)
    if not code:
        assert len(read(table)) == 1
        return
    with pytest.raises(DataError) as refused:
        read(table)
    assert refused.value.code == "source.naf_code"
    assert code in str(refused.value)


def test_naf_2025_comes_with_its_five_levels(tmp_path: Path) -> None:
    [(delivery, rows)] = read(structure(tmp_path))
    assert (delivery.part, delivery.version) == ("2025", "2025")
    assert delivery.published_on == "2024-10-04"
    levels = Counter(row.values["level"] for row in rows if row.record == "Sector")
    assert levels == {1: 4, 2: 4, 3: 5, 4: 6, 5: 7}
    above = dict(edges(rows, PART_OF))
    assert len(above) == 4 + 5 + 6 + 7
    assert above["naf25:62.20H"] == "naf25:62.20"
    assert above["naf25:62.20"] == "naf25:62.2"
    assert above["naf25:62.2"] == "naf25:62"
    assert above["naf25:62"] == "naf25:K"
    assert above["naf25:99"] == "naf25:V"
    assert titles(rows)["naf25:25.53"] == titles(rows)["naf25:25.53Y"] == "Usinage des métaux"
    assert titles(rows)["naf25:C"] == "Industrie manufacturière"


def test_naf_2025_is_the_same_where_a_spreadsheet_took_its_codes_for_numbers(
    tmp_path: Path,
) -> None:
    spoilt: list[Line] = [STRUCTURE[0]]
    for code, *others in STRUCTURE[1:]:
        number = isinstance(code, str) and code[0].isdigit()
        spoilt.append((float(str(code)) if number else code, *others))
    [(_, whole)] = read(structure(tmp_path))
    [(_, numbers)] = read(workbook(tmp_path / "nombres.xlsx", *spoilt))
    assert numbers == whole


def test_the_sheet_of_naf_2025_loads_as_csv_too(tmp_path: Path) -> None:
    table = tmp_path / "naf2025.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(("NACE Rev.2.1", "NAF 2025 sous-classes", "Intitulés"))
        writer.writerows(STRUCTURE[1:])
    [(_, rows)] = read(table)
    [(_, same)] = read(structure(tmp_path))
    assert rows == same


@pytest.mark.parametrize(
    ("left_out", "code"),
    [("C", "naf_alone"), ("62.2", "naf_alone"), ("62.20", "naf_alone"), ("25", "naf_alone")],
)
def test_a_naf_2025_without_a_heading_in_the_middle_is_refused(
    tmp_path: Path, left_out: str, code: str
) -> None:
    lines = [line for line in STRUCTURE if line[0] != left_out]
    if left_out == "C":
        lines = [line for line in lines if line[0] != "A"]
    with pytest.raises(DataError) as refused:
        read(workbook(tmp_path / "structure.xlsx", *lines))
    assert refused.value.code == f"source.{code}"


def test_a_naf_2025_cut_within_a_class_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        read(workbook(tmp_path / "structure.xlsx", *STRUCTURE[:16]))
    assert refused.value.code == "source.naf_short"
    assert "62.20" in str(refused.value)


def test_the_passage_gives_each_pair_once_and_counts_lines_without_codes(tmp_path: Path) -> None:
    note = ("", "", "Note : 46.89Y n'a pas d'antécédent", "", "", "")
    one_sided = ("", "", "", "46.89Y", "Autre commerce de gros spécialisé n.c.a.", "")
    table = passage(tmp_path, *PASSAGE, PASSAGE[0], note, one_sided)
    [(delivery, rows)] = read(table)
    assert delivery.part == "passage"
    assert edges(rows, BECOMES) == BECOME
    assert len([row for row in rows if row.record == BECOMES]) == len(BECOME)
    assert titles(rows)["naf25:01.63Y"] == SEEDS
    assert set(titles(rows)) == {new for _, new in BECOME}
    assert delivery.left == {"source.left.naf_passage": 2}


def test_the_earlier_layout_of_the_passage_is_read_too(tmp_path: Path) -> None:
    header = (
        "n°",
        "NAFold-code\n(code niveau sous-classe de la nomenclature actuelle)",
        "NAFold-intitulé\n(niveau sous-classe)",
        "NACEold-code\n(niveau classe)",
        "NACEnew-code\n(niveau classe)",
        "NAFnew-code\n(code niveau sous-classe de la nomenclature 2025, correspondance logique "
        "avec les NAFold-codes)",
        "NAFnew-intitulé\n(niveau sous-classe)",
    )
    lines = [(1, one[0], one[1], one[0][:5], one[3][:5], one[3], one[4]) for one in PASSAGE]
    [(_, rows)] = read(workbook(tmp_path / "table-correspondance.xlsx", header, (None,), *lines))
    assert edges(rows, BECOMES) == BECOME
    assert titles(rows)["naf25:25.53Y"] == "Usinage"


@pytest.mark.parametrize(
    ("old", "new"), [("01.13", "01.13Y"), ("01.13Z", "01.1"), ("01.1A", "01.13Y")]
)
def test_a_passage_between_headings_that_are_no_subclasses_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    with pytest.raises(DataError) as refused:
        read(passage(tmp_path, (old, "", "", new, "", "")))
    assert refused.value.code == "source.naf_code"


def test_a_passage_without_one_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        read(passage(tmp_path, ("", "", "Note", "", "", "")))
    assert refused.value.code == "source.layout"


def test_of_two_structures_in_a_folder_the_one_published_last_is_read(tmp_path: Path) -> None:
    structure(tmp_path)
    structure(tmp_path, "62.20H", name="A Structure NAF 2025 Maj 2026-03-01.xlsx")
    [(delivery, rows)] = read(tmp_path)
    assert delivery.published_on == "2026-03-01"
    assert "naf25:62.20H" not in titles(rows)


def test_another_table_is_refused_with_the_layouts_expected(tmp_path: Path) -> None:
    nested = workbook(tmp_path / "naf2008_5_niveaux.xlsx", ("NIV5", "NIV4"), ("01.11Z", "01.11"))
    for path in (nested, tmp_path):
        with pytest.raises(DataError) as refused:
            read(path)
        assert refused.value.code == "source.layout"
        assert "naf_id + naf_label" in str(refused.value)
        assert "NIV5" in str(refused.value)


def becoming(current: Current) -> set[tuple[str, str]]:
    text = "MATCH (a:Sector)-[:BECOMES]->(b:Sector) RETURN a.key, b.key"
    return {(str(old), str(new)) for old, new in current.store.read(text).rows}


def retired(current: Current) -> set[str]:
    text = "MATCH (s:Sector) WHERE s.retired IS NOT NULL RETURN s.key"
    return {str(key) for (key,) in current.store.read(text).rows}


@pytest.mark.reference
def test_what_people_tied_to_rev_2_is_named_and_stays_when_naf_2025_comes(
    current: Current, reference: Path, tmp_path: Path
) -> None:
    load_official(current, "naf", reference / "naf" / "naf_labels.csv")
    tied = [edge("Company-IN_SECTOR-Sector", "atelier", "naf2:25.62B")]
    tell(current, ("Company", [node("atelier", name="L'Atelier")]))
    tell(current, ("Company-IN_SECTOR-Sector", tied))
    folder = tmp_path / "naf"
    (folder / "notes").mkdir(parents=True)
    shutil.copy(reference / "naf" / "naf_labels.csv", folder)
    structure(folder)
    passage(folder)
    first, second, third = load_official(current, "naf", folder)
    assert first.successions == second.successions == []
    assert dict(first.outcome.unchanged) == {"Sector": 1728, PART_OF: 1707}
    assert dict(second.outcome.created) == {"Sector": 26, PART_OF: 22}
    [told] = third.successions
    assert {one.key: (one.fate, one.holds) for one in told.gone} == {
        "naf2:01.13Z": ("merged", True),
        "naf2:01.19Z": ("split", True),
        "naf2:01.63Z": ("merged", True),
        "naf2:01.64Z": ("merged", True),
        "naf2:25.62B": ("renumbered", True),
    }
    assert {one.key: one.pointed for one in told.gone if one.pointed} == {
        "naf2:25.62B": {"Company": 1}
    }
    said = list(third.sentences())
    assert any("5 codes ont un successeur et restent en place" in line for line in said)
    assert not any("disparus" in line for line in said)
    assert any(
        "naf2:25.62B « Mécanique industrielle » : 1 établissement" in line
        and "devient naf25:25.53Y « Usinage »" in line
        for line in said
    )
    kept = "MATCH (:Company {key: 'atelier'})-[:IN_SECTOR]->(s:Sector) RETURN s.key"
    assert current.store.read(kept).rows == [("naf2:25.62B",)]
    assert becoming(current) == BECOME
    assert len(keys_of(current, "Sector")) == 1728 + 26
    assert retired(current) == set()
    assert all(one.known_already for one in load_official(current, "naf", folder))


def test_the_order_of_loading_does_not_matter_and_a_passage_loads_alone(
    current: Current, tmp_path: Path
) -> None:
    tables = [
        passage(tmp_path),
        structure(tmp_path),
        naf_csv(tmp_path / "naf.csv", *all_of_rev_2(dotted=True), "25.62B"),
    ]
    os.utime(tables[0], (1_770_000_000, 1_770_000_000))
    [alone] = load_official(current, "naf", tables[0])
    assert alone.waiting == {BECOMES: 6}
    assert alone.successions == []
    assert keys_of(current, "Sector") == sorted({new for _, new in BECOME})
    for table in tables[1:]:
        load_official(current, "naf", table)
    one_way = graph_of(current)
    assert becoming(current) == BECOME
    for load in [row.id for row in current.ledger.loads()]:
        current.undo(load, "test")
    assert keys_of(current, "Sector") == []
    for table in reversed(tables):
        load_official(current, "naf", table)
    assert graph_of(current) == one_way


def test_a_heading_that_a_newer_naf_2025_drops_stays_marked_and_in_its_place(
    current: Current, tmp_path: Path
) -> None:
    load_official(current, "naf", structure(tmp_path))
    load_official(current, "naf", passage(tmp_path))
    newer = structure(tmp_path, "62.20H", "25.5", "25.53", name="Structure 2027-01-01.xlsx")
    [report] = load_official(current, "naf", newer)
    assert retired(current) == {"naf25:62.20H", "naf25:25.5", "naf25:25.53"}
    [told] = report.successions
    assert [one.key for one in told.gone if not one.holds] == [
        "naf25:25.5",
        "naf25:25.53",
        "naf25:62.20H",
    ]
    place = "MATCH (:Sector {key: 'naf25:62.20H'})-[:PART_OF]->(s:Sector) RETURN s.key"
    assert current.store.read(place).rows == [("naf25:62.20",)]
    fewer = passage(tmp_path, *PASSAGE[:5], name="Correspondances 2027-02-01.xlsx")
    load_official(current, "naf", fewer)
    assert becoming(current) == set()
    assert "naf25:25.53Y" in retired(current)
    assert "naf25:01.13Y" not in retired(current)
