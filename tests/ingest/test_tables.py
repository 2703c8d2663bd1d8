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
        "entreprises.csv, ligne 3, nom : cette cellule dépasse 131\u202f072 caractères, le maximum ; "
        "raccourcissez-la, ou cherchez un guillemet ouvert et jamais refermé.",
    )
