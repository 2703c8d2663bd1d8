from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import DataError
from ingest.rejects import Rejects, protected
from ingest.tables import tables

if TYPE_CHECKING:
    from pathlib import Path


def test_refused_rows_load_again_as_the_tables_they_came_from(tmp_path: Path) -> None:
    path = tmp_path / "rejets.csv"
    with Rejects(path) as rejects:
        rejects.add("entreprises.csv", 4, "effectif : pas un nombre", {"nom": "A", "effectif": "x"})
        rejects.add("plan.xlsx, feuille besoins", 9, "postes", {"nom": "B", "cause": "départ"})
        rejects.add("entreprises.csv", 7, "nom vide", {"nom": "", "effectif": "=1+1"})
    assert path.read_bytes().decode("utf-8-sig").splitlines() == [
        "fichier;ligne;cause;nom;effectif;cause",
        "entreprises.csv;4;effectif : pas un nombre;A;x;",
        "plan.xlsx, feuille besoins;9;postes;B;;départ",
        "entreprises.csv;7;nom vide;;'=1+1;",
    ]
    companies, needs = tables(path)
    assert (companies.name, companies.columns, companies.rows) == (
        "entreprises",
        ("nom", "effectif"),
        2,
    )
    assert (needs.name, needs.columns, needs.rows) == ("besoins", ("nom", "cause"), 1)
    (rows,) = companies.batches()
    assert rows.lines == [2, 4]
    assert rows.cells == {"nom": ["A", ""], "effectif": ["x", "=1+1"]}
    (rows,) = needs.batches()
    assert rows.cells == {"nom": ["B"], "cause": ["départ"]}


def test_rows_of_one_table_keep_its_empty_columns(tmp_path: Path) -> None:
    path = tmp_path / "rejets.csv"
    with Rejects(path) as rejects:
        rejects.add(
            "entreprises.csv", 2, "nom vide", {"nom": "", "ville": "Blois", "en trop 1": ""}
        )
    (table,) = tables(path)
    assert table.columns == ("nom", "ville")


def test_nothing_refused_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rejets.csv"
    path.write_text("mine", encoding="utf-8")
    with Rejects(path) as rejects:
        pass
    assert rejects.summary() == ""
    assert [one.name for one in tmp_path.iterdir()] == ["rejets.csv"]
    assert path.read_text(encoding="utf-8") == "mine"


def test_the_newest_run_replaces_the_file_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rejets.csv"
    path.write_text("earlier", encoding="utf-8")
    with Rejects(path) as rejects:
        rejects.add("a.csv", 2, "inconnu", {"nom": "B"})
    assert rejects.summary() == (
        f"1 ligne refusée est dans {path}, qui remplace celui du chargement précédent : "
        "corrigez-la, puis chargez ce fichier."
    )
    assert path.read_bytes().decode("utf-8-sig").splitlines()[1:] == ["a.csv;2;inconnu;B"]
    assert [one.name for one in tmp_path.iterdir()] == ["rejets.csv"]


def interrupted_after_one_row(rejects: Rejects) -> None:
    rejects.add("a.csv", 2, "inconnu", {"nom": "A"})
    raise KeyboardInterrupt


def test_rows_refused_before_a_failure_are_written(tmp_path: Path) -> None:
    path = tmp_path / "rejets.csv"
    rejects = Rejects(path)
    with pytest.raises(KeyboardInterrupt), rejects:
        interrupted_after_one_row(rejects)
    assert path.read_bytes().decode("utf-8-sig").splitlines()[1:] == ["a.csv;2;inconnu;A"]


def test_a_path_without_a_folder_is_refused_before_any_row(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught, Rejects(tmp_path / "absent" / "rejets.csv"):
        pass
    assert caught.value.code == "rejects.unwritable"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("@nom", "'@nom"),
        ("-x", "'-x"),
        ("+33 2", "'+33 2"),
        ("-5,2", "-5,2"),
        ("'=1", "''=1"),
        ("l'an", "l'an"),
    ],
)
def test_only_what_a_spreadsheet_would_compute_is_protected(text: str, expected: str) -> None:
    assert protected(text) == expected
