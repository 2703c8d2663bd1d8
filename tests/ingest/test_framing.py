"""A table is found where a person put it: under titles, with its totals and merged cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from ingest.framing import Frame, framed
from ingest.tables import Table, tables

Cells = list[list[object]]
PEOPLE: Cells = [["Scierie", "Blois", 12], ["Forge", "Tours", 8], ["Moulin", "Gien", 3]]
HEADER: list[object] = ["Nom", "Commune", "Effectif"]


def workbook(folder: Path, rows: Cells, *merged: str) -> Table:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(folder / "suivi.xlsx")
    (table,) = tables(folder / "suivi.xlsx")
    return table


def text(folder: Path, content: str, encoding: str = "utf-8") -> Table:
    path = folder / "suivi.csv"
    path.write_bytes(content.encode(encoding))
    (table,) = tables(path)
    return table


def lines(table: Table) -> dict[int, tuple[str, ...]]:
    """Returns the cells of each line."""
    return {
        line: row
        for batch in table.batches()
        for line, row in zip(batch.lines, zip(*batch.cells.values(), strict=True), strict=True)
    }


def told(table: Table) -> list[str]:
    return [str(note) for note in table.notes]


def test_titles_above_the_header_are_left_and_told(tmp_path: Path) -> None:
    title: Cells = [
        ["Suivi des besoins"],
        [],
        ["", "", "mise à jour le 03/09/2026"],
        [],
    ]
    table = workbook(tmp_path, [*title, HEADER, *PEOPLE])
    assert table.columns == ("Nom", "Commune", "Effectif")
    assert (table.header_lines, table.rows) == ((5,), 3)
    assert lines(table) == {
        6: ("Scierie", "Blois", "12"),
        7: ("Forge", "Tours", "8"),
        8: ("Moulin", "Gien", "3"),
    }
    assert told(table) == [
        "suivi.xlsx, feuille Sheet, ligne 1 : 2 lignes au-dessus de l'en-tête sont laissées de "
        "côté : « Suivi des besoins », « mise à jour le 03/09/2026 »"
    ]


@pytest.mark.parametrize("merged", ["A1:C1", "A1:F1", "A1:C2"])
def test_a_title_merged_over_the_sheet_is_no_group_of_columns(tmp_path: Path, merged: str) -> None:
    gap: Cells = [[]] * int(merged == "A1:C2")
    table = workbook(tmp_path, [["Suivi"], *gap, HEADER, *PEOPLE], merged)
    assert table.columns == ("Nom", "Commune", "Effectif")
    assert len(lines(table)) == 3


def test_a_few_cells_about_the_file_are_no_header(tmp_path: Path) -> None:
    header: list[object] = [*HEADER, "NAF", "Tél", "Site", "Note", "Vu le"]
    about: list[object] = ["Auteur", "Dupont", "Date", date(2026, 9, 3)]
    body: Cells = [[*row, "16.10A", "02", "www", "ras", "hier"] for row in PEOPLE]
    table = workbook(tmp_path, [about, header, *body])
    assert table.columns == tuple(header)
    assert table.header_lines == (2,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "title",
    [
        "Suivi des besoins, été 2026\n",
        "Suivi des besoins;;\n;;\n",
        "Suivi des besoins\n\nmise à jour le 03/09/2026\n\n",
        '"Suivi\ndes besoins";;;;\n',
    ],
)
def test_titles_above_a_text_table_are_left(tmp_path: Path, title: str, encoding: str) -> None:
    rows = "Nom;Commune;Activité\nScierie;Blois;Bois\nForge;Tours;Métal\n"
    table = text(tmp_path, title + rows, encoding)
    assert (table.columns, table.delimiter) == (("Nom", "Commune", "Activité"), ";")
    first = title.count("\n") + 2
    assert lines(table) == {
        first: ("Scierie", "Blois", "Bois"),
        first + 1: ("Forge", "Tours", "Métal"),
    }


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("nom\nDupont, Jean\nMartin, Luc\n", ("nom",)),
        ("nom\nA;B\nC;D\n", ("nom",)),
        ("nom;ville\nA\nB\nC\n", ("nom", "ville")),
        ("nom;;ville\nA;;B\n", ("nom", "ville")),
        ("2024;2025\n1;2\n3;4\n", ("2024", "2025")),
        ("a;b;c;d;e;f\n1;;;;;\n2;;;;;\nx;y;z;u;v;w\n", tuple("abcdef")),
        ("nom;ville\nA;B;C;D;E\nF;G\nH;I\n", ("nom", "ville")),
    ],
)
def test_a_first_line_that_is_as_wide_as_the_table_is_its_header(
    tmp_path: Path, content: str, columns: tuple[str, ...]
) -> None:
    table = text(tmp_path, content)
    assert (table.columns, table.header_lines) == (columns, (1,))
    assert [note for note in table.notes if note.code == "table.above"] == []


names = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=8, unique=True)


@given(names, st.lists(st.lists(st.sampled_from(["", "mot", "12"]), max_size=8), max_size=30))
def test_a_full_header_on_the_first_line_is_the_header(
    header: list[str], rows: list[list[str]]
) -> None:
    body = [(place, row[: len(header)]) for place, row in enumerate(rows, 2) if any(row)]
    assert framed([(1, header), *body]) == Frame((1,), tuple(header))


def test_groups_come_before_the_names_of_their_columns(tmp_path: Path) -> None:
    table = workbook(
        tmp_path,
        [
            ["Suivi des besoins"],
            ["SIRET", "Entreprise", "", "Contact", "", "Effectif"],
            ["", "Nom", "Commune", "Nom", "Tél", ""],
            ["1", "Scierie", "Blois", "Dupont", "02", 12],
            ["2", "Forge", "Tours", "Martin", "03", 8],
        ],
        "B2:C2",
        "D2:E2",
        "A2:A3",
        "F2:F3",
    )
    assert table.columns == (
        "SIRET",
        "Entreprise Nom",
        "Entreprise Commune",
        "Contact Nom",
        "Contact Tél",
        "Effectif",
    )
    assert table.header_lines == (2, 3)
    assert lines(table)[5] == ("2", "Forge", "Tours", "Martin", "03", "8")


@pytest.mark.parametrize(
    ("upper", "lower", "columns"),
    [
        (
            "SIRET;Contact;;Effectif",
            ";Nom;Tél;",
            ("SIRET", "Contact Nom", "Contact Tél", "Effectif"),
        ),
        (
            "Entreprise;;Contact;",
            "Nom;Ville;Nom;Tél",
            ("Entreprise Nom", "Entreprise Ville", "Contact Nom", "Contact Tél"),
        ),
        (";;Contact;", "SIRET;Nom;Nom;Tél", ("SIRET", "Nom", "Contact Nom", "Contact Tél")),
        (
            "Entreprise;;Contact;;Note",
            "Nom;Ville;Nom;Tél;",
            ("Entreprise Nom", "Entreprise Ville", "Contact Nom", "Contact Tél", "Note"),
        ),
    ],
)
@pytest.mark.parametrize("title", ["", "Suivi 2026;;;\n\n"])
def test_a_group_left_blank_to_its_right_holds_for_all_its_columns(
    tmp_path: Path, title: str, upper: str, lower: str, columns: tuple[str, ...]
) -> None:
    width = len(columns)
    row = ";".join(f"valeur {place}" for place in range(width))
    table = text(tmp_path, f"{title}{upper}\n{lower}\n{row}\n{row}\n")
    assert table.columns == columns
    assert table.rows == 2


def test_three_header_lines_are_read_together(tmp_path: Path) -> None:
    table = workbook(
        tmp_path,
        [
            ["Entreprise", "", "Besoin", "", ""],
            ["", "", "Poste", "Calendrier", ""],
            ["Nom", "Commune", "Métier", "Début", "Fin"],
            ["Scierie", "Blois", "Scieur", "mars", "avril"],
            ["Forge", "Tours", "Soudeur", "mai", "juin"],
        ],
        "A1:B1",
        "C1:E1",
        "D2:E2",
    )
    assert table.columns == (
        "Entreprise Nom",
        "Entreprise Commune",
        "Besoin Poste Métier",
        "Besoin Calendrier Début",
        "Besoin Calendrier Fin",
    )
    assert list(lines(table)) == [4, 5]


def test_a_value_merged_over_lines_holds_for_each_that_says_more(tmp_path: Path) -> None:
    table = workbook(
        tmp_path,
        [
            ["Entreprise", "Contact", "Tél"],
            ["Scierie", "Dupont", "02"],
            ["", "Martin", "03"],
            ["", "", ""],
            ["Forge", "Durand", ""],
            ["Moulin", "Petit", "05"],
        ],
        "A2:A4",
        "B5:C5",
    )
    assert lines(table) == {
        2: ("Scierie", "Dupont", "02"),
        3: ("Scierie", "Martin", "03"),
        5: ("Forge", "Durand", ""),
        6: ("Moulin", "Petit", "05"),
    }
    assert lines(table) == lines(table)


def test_total_lines_are_no_records_and_are_told(tmp_path: Path) -> None:
    table = workbook(
        tmp_path,
        [
            HEADER,
            PEOPLE[0],
            ["Sous-total Loir-et-Cher", "", 12],
            *PEOPLE[1:],
            ["", "TOTAL GÉNÉRAL", 23],
            ["Total établissements : 3"],
        ],
    )
    assert (table.rows, list(lines(table))) == (3, [2, 4, 5])
    assert told(table) == [
        "suivi.xlsx, feuille Sheet : 3 lignes de total ne sont pas lues comme des fiches : "
        "lignes 3, 6, 7"
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Nom;Commune;Effectif", "Total Énergies;Blois;120"),
        ("Nom;SIRET;Effectif", "TOTAL;54205118000066;120"),
        ("Nom;Code commune;Effectif", "Total;37261;120"),
        ("Nom;CP;Effectif", "TOTAL;37000;"),
        ("Nom;Commune;Effectif", "Total Énergies;;"),
        ("Nom;Commune;Effectif", "Totalement bio;;12"),
        ("Nom;Commune;Effectif", "total-energies-37261;;12"),
        ("Nom", "Total"),
        ("Nom;Habitants;Surface", "Somme;570559;6170"),
    ],
)
def test_what_is_called_total_may_be_a_record(tmp_path: Path, header: str, row: str) -> None:
    last = row.replace(row.partition(";")[0], "Forge")
    table = text(tmp_path, f"{header}\n{row}\n{last}\n")
    assert (table.rows, list(lines(table)), told(table)) == (2, [2, 3], [])


def test_a_sum_that_ends_the_table_is_a_total(tmp_path: Path) -> None:
    table = text(tmp_path, "Nom;Habitants\nSomme;570559\nAisne;531345\nSomme;1101904\n")
    assert list(lines(table)) == [2, 3]


def test_a_name_in_two_columns_is_told_apart(tmp_path: Path) -> None:
    table = text(tmp_path, "Nom;Ville;Nom;Nom (2);Nom\nA;B;C;D;E\n")
    assert table.columns == ("Nom", "Ville", "Nom (3)", "Nom (2)", "Nom (4)")
    assert lines(table) == {2: ("A", "B", "C", "D", "E")}
    assert told(table) == [
        "suivi.csv, ligne 1 : 2 colonnes portent le nom d'une autre ; elles sont lues comme "
        "« Nom (3) », « Nom (4) »"
    ]


def test_a_column_without_a_name_is_called_by_its_letter(tmp_path: Path) -> None:
    table = workbook(tmp_path, [["", "Nom", "", ""], ["", "A", "", 1], ["", "B", "", ""]])
    assert table.columns == ("Nom", "colonne D")
    assert lines(table) == {2: ("A", "1"), 3: ("B", "")}
    assert told(table) == [
        "suivi.xlsx, feuille Sheet, ligne 1 : une colonne contient des valeurs mais n'a pas de "
        "nom ; elle est appelée par sa lettre : colonne D"
    ]


def test_dates_in_a_header_are_its_names(tmp_path: Path) -> None:
    months: list[object] = [date(2026, month, 1) for month in range(1, 13)]
    row: list[object] = ["scieur", *range(12)]
    table = workbook(tmp_path, [["Plan de charge"], ["Besoin", *months], row, row])
    assert table.columns[:3] == ("Besoin", "2026-01-01", "2026-02-01")
    assert table.columns[12] == "2026-12-01"


def test_formatted_blanks_to_the_end_of_the_sheet_count_for_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER, *PEOPLE]:
        sheet.append(row)
    for cell in ("C1048576", "XFD3", "XFD1048576"):
        sheet[cell].font = Font(bold=True)
    book.save(tmp_path / "suivi.xlsx")
    (table,) = tables(tmp_path / "suivi.xlsx")
    assert (table.columns, table.width, table.rows) == (("Nom", "Commune", "Effectif"), 3, 3)


def test_a_header_that_ends_in_a_million_separators_is_as_wide_as_its_names(tmp_path: Path) -> None:
    table = text(tmp_path, "nom;ville" + ";" * 1_000_000 + "\nA;B\n")
    assert (table.columns, table.width) == (("nom", "ville"), 2)
    assert lines(table) == {2: ("A", "B")}


def test_three_lines_of_merged_names_are_one_header(tmp_path: Path) -> None:
    rows: Cells = [
        ["ENTREPRISE", None, None, "CONTACT", None, None],
        ["Identité", None, "Ville", "Personne", None, None],
        ["Nom", "SIREN", "Siège", "Nom", "Prénom", "Tél"],
        ["Scierie", "999900046", "Blois", "Roy", "Anne", "02 54 00 00 00"],
    ]
    table = workbook(tmp_path, rows, "A1:C1", "D1:F1", "A2:B2", "D2:F2")
    assert table.columns == (
        "ENTREPRISE Identité Nom",
        "ENTREPRISE Identité SIREN",
        "ENTREPRISE Ville Siège",
        "CONTACT Personne Nom",
        "CONTACT Personne Prénom",
        "CONTACT Personne Tél",
    )
    assert list(lines(table)) == [4]


def test_a_line_of_words_under_a_name_of_two_columns_is_a_row(tmp_path: Path) -> None:
    rows: Cells = [
        ["ENTREPRISE", None, "CONTACT", None, None],
        ["Nom", "Ville", "Qui", None, "Fonction"],
        ["Scierie", "Blois", "Anne", "Roy", "DRH"],
        ["Forge", "Tours", "Marc", "Bel", "Gérant"],
    ]
    table = workbook(tmp_path, rows, "A1:B1", "C1:E1", "C2:D2")
    assert list(lines(table)) == [3, 4]
