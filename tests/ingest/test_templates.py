"""A template is a table of its own type, whose example line loads as it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from graph.declare import EDGES, NODES, Edge, Node
from graph.errors import DataError
from graph.wording import spoken
from ingest.claims import Parsed, parse
from ingest.headers import mapped
from ingest.tables import tables
from ingest.templates import columns, write

if TYPE_CHECKING:
    from pathlib import Path

    from graph.wording import Language

TYPES: dict[str, type[Node] | type[Edge]] = {**NODES, **EDGES}


def template(name: str, language: Language, path: Path) -> Parsed:
    with spoken(language):
        write(TYPES[name], path)
        (table,) = tables(path)
        return parse(mapped(table, name), "template", "2026-09-07")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", TYPES)
def test_the_example_line_of_a_template_is_right(
    tmp_path: Path, name: str, language: Language
) -> None:
    parsed = template(name, language, tmp_path / "table.csv")
    assert [str(issue) for issue in parsed.issues] == []
    assert [str(note) for note in parsed.notes] == []
    assert parsed.lines == 1
    assert parsed.given[0].claim.source == "template"
    of = TYPES[name]
    spoken_of = {kind.name for kind in of.properties.values() if kind.example not in (None, "")}
    told = {key for given in parsed.given for key in given.claim.values}
    assert spoken_of <= told


@pytest.mark.parametrize(
    ("name", "language"), [*((name, "fr") for name in TYPES), ("Need", "en"), ("ABOUT", "en")]
)
def test_a_workbook_filled_with_its_examples_says_what_the_text_says(
    tmp_path: Path, name: str, language: Language
) -> None:
    as_text = template(name, language, tmp_path / "table.csv")
    with spoken(language):
        path = tmp_path / "table.xlsx"
        write(TYPES[name], path)
        fill(path, [example for _, example in columns(TYPES[name])])
        (table,) = tables(path)
        as_sheet = parse(mapped(table), "template", "2026-09-07")
    assert as_sheet.mapped.of is TYPES[name]
    assert as_sheet.mapped.table.columns == as_text.mapped.table.columns
    assert [given.claim for given in as_sheet.given] == [given.claim for given in as_text.given]
    assert (as_sheet.issues, as_sheet.notes) == ([], [])


@pytest.mark.parametrize("name", TYPES)
def test_a_workbook_left_empty_says_nothing(tmp_path: Path, name: str) -> None:
    parsed = template(name, "fr", tmp_path / "table.xlsx")
    assert (parsed.lines, parsed.given, parsed.issues, parsed.notes) == (0, [], [], [])


def fill(path: Path, texts: list[str]) -> None:
    """Writes a line as a person types it: numbers and days become such, codes stay texts."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for place, text in enumerate(texts, 1):
        shown = sheet.column_dimensions[get_column_letter(place)].number_format
        typed: str | float | date = text
        if text and shown == "DD/MM/YYYY":
            typed = date.fromisoformat(text)
        elif text and shown == "General":
            typed = float(text.replace(",", "."))
        sheet.cell(2, place, typed if text else None)
    book.save(path)


def test_columns_offer_what_they_take(tmp_path: Path) -> None:
    write(NODES["Company"], tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("établissements", "visible"),
        ("Aide", "visible"),
        ("Listes", "hidden"),
    ]
    sheet = book["établissements"]
    headers: dict[str, Any] = {str(cell.value): cell for cell in sheet[1]}
    rules: dict[str, Any] = {
        str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation
    }

    def rule(header: str) -> Any:
        return rules[f"{headers[header].column_letter}2"]

    assert rule("assujetti à la TVA").formula1 == "'Listes'!$A$1:$A$2"
    assert [cell.value for cell in book["Listes"]["A"] if cell.value] == ["oui", "non"]
    assert (rule("effectif").type, rule("effectif").operator) == ("whole", "between")
    assert (rule("effectif").formula1, rule("latitude").type) == ("0", "decimal")
    assert (rule("latitude").formula1, rule("latitude").formula2) == ("-90", "90")
    assert (rule("SIRET").type, rule("SIRET").prompt) == (
        None,
        "Un code, ses zéros de tête compris.\nExemple : 99990000400006",
    )
    shown = {name: cell.column_letter for name, cell in headers.items()}
    formats = {name: sheet.column_dimensions[place].number_format for name, place in shown.items()}
    assert (formats["SIRET"], formats["fermé le"], formats["effectif"]) == (
        "@",
        "DD/MM/YYYY",
        "General",
    )
    fills = {name: cell.fill.start_color.rgb for name, cell in headers.items()}
    assert [name for name, colour in fills.items() if colour == "FFFCE4D6"] == ["nom"]
    assert headers["nom"].comment.text == (
        "Un texte.\nObligatoire.\nExemple : L'Atelier d'Amboise & Fils"
    )


def test_the_sheet_of_help_tells_every_column(tmp_path: Path) -> None:
    write(NODES["Territory"], tmp_path / "x.xlsx")
    rows = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(tmp_path / "x.xlsx")["Aide"].rows
    ]
    assert rows[0] == ["Colonne", "Ce qui peut y figurer", "Obligatoire", "Exemple"]
    assert rows[1] == [
        "clé",
        "La clé par laquelle les autres tableaux nomment cette ligne. "
        "Laissée vide, elle est faite de : code.",
        "non",
        "com:36044",
    ]
    assert rows[5] == ["population", "Un nombre entier (≥ 0).", "non", "42731"]
    assert [row[0] for row in rows[1:]] == [header for header, _ in columns(NODES["Territory"])]


def test_a_template_shows_every_column_of_the_type() -> None:
    headers = [header for header, _ in columns(NODES["Session"])]
    expected = ["clé", "débute le", "finit le", "places", "places prises", "commune", "formation"]
    assert headers == expected
    examples = dict(columns(EDGES["EMPLOYS"]))
    assert examples["établissement"] == "99990000400006"
    assert examples["effectif"] == "12"


def test_an_ending_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"\.csv"):
        write(NODES["Need"], tmp_path / "besoins.pdf")
    assert not (tmp_path / "besoins.pdf").exists()
