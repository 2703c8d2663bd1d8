from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from graph.errors import DataError
from ingest.tables import Batch, Table, tables

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["siret", "nom", "ville"]
TEXT = "siret;nom;ville\n1;Scierie;Blois\n"


def whole(table: Table) -> Batch:
    """Returns all rows of a small table as one batch."""
    (batch,) = table.batches()
    return batch


def written(folder: Path, content: str | bytes, name: str = "entreprises.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(DataError) as caught:
        tables(path)
    return caught.value.code, str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_separator_and_encoding_gives_the_same_cells(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    text = f"nom{separator}activité\nForge{separator}métal\n"
    (table,) = tables(written(tmp_path, text.encode(encoding)))
    assert table.columns == ("nom", "activité")
    assert whole(table).cells == {"nom": ["Forge"], "activité": ["métal"]}


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
narrow = st.text(bytes(range(1, 256)).decode("cp1252", "ignore"), max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    separator=st.sampled_from([",", ";", "\t"]),
    draws=st.data(),
)
def test_what_is_written_is_read_back(
    folder: Path, encoding: str, separator: str, draws: st.DataObject
) -> None:
    texts = narrow if encoding == "cp1252" else cell
    unprotected = texts.filter(lambda text: not text.strip().startswith("'"))
    rows = draws.draw(st.lists(st.tuples(unprotected, unprotected, unprotected), max_size=8))
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([["clé", "nom", "ville"], *rows])
    (table,) = tables(written(folder, stream.getvalue().encode(encoding)))
    found = [
        row for batch in table.batches(size=3) for row in zip(*batch.cells.values(), strict=True)
    ]
    stripped = [tuple(map(str.strip, row)) for row in rows]
    assert found == [row for row in stripped if any(row)]
    assert table.rows == len(found)


def test_a_line_number_is_that_of_the_editor(tmp_path: Path) -> None:
    text = '\n\nnom;ville\n\n"sur\ndeux lignes";Blois\n;\nForge;Tours\n\n\n'
    batch = whole(tables(written(tmp_path, text))[0])
    assert batch.lines == [5, 8]
    assert batch.cells == {"nom": ["sur\ndeux lignes", "Forge"], "ville": ["Blois", "Tours"]}


def test_too_many_cells_are_an_issue_and_too_few_are_empty(tmp_path: Path) -> None:
    text = "siret;nom;ville\n1;A\n2;B;Blois;x\n3;C;Tours;;\n"
    batch = whole(tables(written(tmp_path, text))[0])
    assert batch.lines == [2, 4]
    assert batch.cells == {"siret": ["1", "3"], "nom": ["A", "C"], "ville": ["", "Tours"]}
    assert [(issue.code, issue.line) for issue in batch.issues] == [("table.too_many_cells", 3)]
    assert batch.raw == {3: {"siret": "2", "nom": "B", "ville": "Blois", "en trop 1": "x"}}
    assert str(batch.issues[0]) == (
        "entreprises.csv, ligne 3 : 4 cellules, pour 3 colonnes ; mettez entre guillemets un "
        "texte qui contient le séparateur, ou ôtez ce qui est en trop."
    )


def test_a_ten_megabyte_cell_is_one_clear_error(tmp_path: Path) -> None:
    text = "siret;nom;ville\n1;A;Blois\n2;" + "x" * 10_000_000 + ";Tours\n"
    assert refusal(written(tmp_path, text)) == (
        "table.cell_too_long",
        "entreprises.csv, ligne 3, nom : cette cellule dépasse 131\u202f072 caractères, le "
        "maximum ; raccourcissez-la, ou cherchez un guillemet ouvert et jamais refermé.",
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "table.empty"),
        ("a.csv", b"\xef\xbb\xbf\n ;;\n", "table.empty"),
        ("a.csv", b"nom;ville\nA\0;B\n", "table.binary"),
        ("a.csv", b"nom;activit\x8e\nA;m\x8ftal\n", "table.encoding"),
        ("a.csv", b'nom;ville\nA;B\nC;"D\nE;F\n', "table.quote_open"),
        ("a.csv", b"nom;" * 20_000 + b"ville\n", "table.too_wide"),
        ("a.csv", b"nom;ville\n" + b"a;" * 600_000, "table.line_too_long"),
        ("a.csv", b'nom;ville\nA;"' + b"b\n" * 70_000 + b'"\n', "table.cell_too_long"),
        ("a.xls", b"<html><table></table></html>", "table.markup"),
        ("a.xlsx", b"PK\x03\x04 broken", "table.broken"),
        ("a.xlsx", b"\0\1\2", "table.broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "table.broken"),
        ("a.pdf", b"%PDF-1.7", "table.unknown_kind"),
    ],
)
def test_what_is_no_table_is_one_error(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    found, text = refusal(written(tmp_path, content, name))
    assert found == code
    assert text.startswith(f"{name}")
    assert "\n" not in text


def test_a_quote_never_closed_names_its_line(tmp_path: Path) -> None:
    _, text = refusal(written(tmp_path, 'nom;ville\nA;B\nC;"D\nE;F\n'))
    assert text.startswith("entreprises.csv, ligne 3 : un guillemet est ouvert")


def test_paths_that_hold_no_file_are_errors(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    assert refusal(tmp_path)[0] == "table.folder"
    assert refusal(tmp_path / "absent.csv")[0] == "table.missing"
    assert refusal(tmp_path / "loop.csv")[0] == "table.unreadable"


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    (table,) = tables(written(tmp_path, "nom;ville\n"))
    assert (table.columns, table.rows, list(table.batches())) == (("nom", "ville"), 0, [])


def test_cp1252_far_into_a_file_is_found_and_noted(tmp_path: Path) -> None:
    content = "nom;ville\n" + "Forge;Blois\n" * 20_000 + "Café;Gien\n"
    (table,) = tables(written(tmp_path, content.encode("cp1252")))
    *_, last = table.batches()
    assert (last.cells["nom"][-1], last.lines[-1]) == ("Café", 20_002)
    assert [note.code for note in table.notes] == ["table.read_as_cp1252"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Effectif (CDI, CDD);Ville\n1,5;Tours\n", ("Effectif (CDI, CDD)", "Ville")),
        ("sep=,\nnom,ville\nA;x,B\n", ("nom", "ville")),
        ('nom,"a;b;c"\nA,B\n', ("nom", "a;b;c")),
        ("nom\nDupont, Jean\n", ("nom",)),
        ("nom;ville;;\nA;B;;\n", ("nom", "ville")),
    ],
)
def test_the_separator_is_the_one_header_and_rows_agree_on(
    tmp_path: Path, text: str, columns: tuple[str, ...]
) -> None:
    (table,) = tables(written(tmp_path, text))
    assert table.columns == columns
    assert whole(table).issues == []


def test_an_apostrophe_before_a_formula_is_stripped(tmp_path: Path) -> None:
    text = "nom;ville\n'=1+1;'@x\n'-5;''=1\n'Atelier;l'an\n"
    batch = whole(tables(written(tmp_path, text))[0])
    assert batch.cells == {"nom": ["=1+1", "-5", "'Atelier"], "ville": ["@x", "'=1", "l'an"]}


def test_a_csv_named_as_a_workbook_is_read_and_noted(tmp_path: Path) -> None:
    (table,) = tables(written(tmp_path, TEXT, "a.xlsx"))
    assert whole(table).cells == {"siret": ["1"], "nom": ["Scierie"], "ville": ["Blois"]}
    assert [str(note) for note in table.notes] == [
        "a.xlsx : lu comme un CSV : ce n'est pas un classeur, malgré son nom"
    ]
