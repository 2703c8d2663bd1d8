"""Files hold the promise: exact CSV bytes, typed cells, one JSON document."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl
from hypothesis import given, strategies as st

from graph.wording import spoken
from viz.exports import Dialect, Rows, write_csv, write_json, write_xlsx


@dataclass(frozen=True)
class Titled:
    name: str
    title: str


COLUMNS = [Titled("name", "Nom"), Titled("posts", "Postes"), Titled("open", "Ouvert")]


@dataclass
class Written:
    """A table of given rows, in batches of two, that counts them as they pass."""

    columns: Sequence[Titled]
    rows: Rows
    passed: int = field(default=0)

    def batches(self) -> Iterator[Rows]:
        for start in range(0, len(self.rows), 2):
            batch = self.rows[start : start + 2]
            self.passed += len(batch)
            yield batch

    def head(self) -> Mapping[str, Any]:
        return {"title": "Métiers", "row_count": self.passed}

    def about(self) -> Sequence[tuple[str, object]]:
        return [("Titre", "Besoins"), ("Lu le", "2026-09-07"), ("Lignes", self.passed)]


def csv_bytes(columns: Sequence[Titled], rows: Rows, dialect: Dialect = "french") -> bytes:
    """Returns the rows of a file, without what a French one says after them."""
    whole = io.BytesIO()
    write_csv(whole, Written(columns, rows), dialect)
    table, _, _ = whole.getvalue().partition(b"\r\n\r\nTitre;")
    return table if table == whole.getvalue() else table + b"\r\n"


def xlsx_bytes(columns: Sequence[Titled], rows: Rows) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, Written(columns, rows))
    return target.getvalue()


def json_bytes(columns: Sequence[Titled], rows: Rows) -> bytes:
    target = io.BytesIO()
    write_json(target, Written(columns, rows))
    return target.getvalue()


def test_a_french_csv_has_these_bytes() -> None:
    rows: list[list[object]] = [
        ["L'Atelier d'Amboise & Fils", 1284.5, True],
        ["Été ; hiver", 2.0, False],
    ]
    expected = (
        "\ufeffNom;Postes;Ouvert\r\n"
        "L'Atelier d'Amboise & Fils;1284,5;oui\r\n"
        '"Été ; hiver";2;non\r\n'
    )
    assert csv_bytes(COLUMNS, rows) == expected.encode()


def test_a_csv_for_machines_has_these_bytes() -> None:
    rows: list[list[object]] = [['Deux "mots", ici', 0.5, True], [None, 1e-07, None]]
    expected = 'name,posts,open\r\n"Deux ""mots"", ici",0.5,true\r\n,0.0000001,\r\n'
    assert csv_bytes(COLUMNS, rows, "rfc4180") == expected.encode()


def test_a_text_that_begins_like_a_formula_gets_an_apostrophe_and_a_number_none() -> None:
    rows: list[list[object]] = [
        ["=1+1", -2, None],
        ["@a", -0.5, None],
        ["-", None, None],
        ["+33", None, None],
        ["'=1", None, None],
        ["'a", None, None],
    ]
    lines = csv_bytes(COLUMNS, rows).decode("utf-8-sig").splitlines()[1:]
    assert lines == ["'=1+1;-2;", "'@a;-0,5;", "'-;;", "'+33;;", "''=1;;", "'a;;"]


def test_a_french_csv_that_is_to_be_loaded_again_holds_rows_only() -> None:
    whole = io.BytesIO()
    write_csv(whole, Written(COLUMNS[:1], [["Amont"]]), about=False)
    assert whole.getvalue().decode("utf-8-sig") == "Nom\r\nAmont\r\n"


def test_what_no_workbook_can_hold_is_left_out_of_its_texts() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(COLUMNS[:1], [["a\x00\ufffe\ud800b"]])))
    assert list(book.worksheets[0].values) == [("Nom",), ("ab",)]


def test_lists_are_joined_by_semicolons() -> None:
    assert csv_bytes(COLUMNS[:1], [[["a", 1.5]]], "rfc4180") == b"name\r\na; 1.5\r\n"


def test_no_number_is_written_with_an_exponent_or_as_nan() -> None:
    rows: list[list[object]] = [[1e21], [float("nan")], [float("inf")]]
    lines = csv_bytes(COLUMNS[:1], rows, "rfc4180").decode().splitlines()[1:]
    assert lines == ["1000000000000000000000", '""', '""']


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_as_it_was(value: float) -> None:
    text = csv_bytes(COLUMNS[:2], [["x", value]]).decode("utf-8-sig").splitlines()[1]
    assert float(text.partition(";")[2].replace(",", ".")) == value


def test_a_workbook_has_typed_cells() -> None:
    rows: list[list[object]] = [
        ["=1+1", 1284.5, True],
        ["2026-09-07", 3, None],
        ["2026-99-99", None, False],
    ]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(COLUMNS, rows)))
    assert list(book.worksheets[0].values) == [
        ("Nom", "Postes", "Ouvert"),
        ("=1+1", 1284.5, True),
        (datetime(2026, 9, 7), 3, None),
        ("2026-99-99", None, False),
    ]
    assert book.worksheets[0]["A2"].data_type == "s"


def test_a_french_csv_says_what_it_is_after_an_empty_line() -> None:
    target = io.BytesIO()
    write_csv(target, Written(COLUMNS[:1], [["a"], ["=b"], ["c"]]))
    assert target.getvalue().decode() == (
        "\ufeffNom\r\na\r\n'=b\r\nc\r\n\r\nTitre;Besoins\r\nLu le;2026-09-07\r\nLignes;3\r\n"
    )


def test_a_workbook_says_what_it_is_on_a_sheet_of_its_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(COLUMNS, [["a", 1, True]] * 3)))
    assert list(book["À propos"].values) == [
        ("Titre", "Besoins"),
        ("Lu le", datetime(2026, 9, 7)),
        ("Lignes", 3),
    ]


def test_what_a_workbook_cannot_hold_is_left_out_of_a_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(COLUMNS[:1], [["a\x00b"], ["x" * 40_000]])))
    assert [len(str(row[0])) for row in book.worksheets[0].values] == [3, 2, 32_767]


def test_json_is_one_document_with_its_count_before_the_rows() -> None:
    assert json_bytes(COLUMNS[:2], [["Été", 1.5], ["b", None], ["c", [1]]]).decode() == (
        '{\n  "title": "Métiers",\n  "row_count": 3,\n  "columns": [\n'
        '    {\n      "name": "name",\n      "title": "Nom"\n    },\n'
        '    {\n      "name": "posts",\n      "title": "Postes"\n    }\n  ],\n'
        '  "rows": [\n'
        '    {"name":"Été","posts":1.5},\n'
        '    {"name":"b","posts":null},\n'
        '    {"name":"c","posts":[1]}\n'
        "  ]\n}\n"
    )


def test_json_without_a_row_is_a_document_too() -> None:
    assert json.loads(json_bytes(COLUMNS[:1], [])) == {
        "title": "Métiers",
        "row_count": 0,
        "columns": [{"name": "name", "title": "Nom"}],
        "rows": [],
    }


@given(st.lists(st.lists(st.text() | st.integers(-9, 9) | st.none(), min_size=2, max_size=2)))
def test_json_gives_back_every_row(rows: list[list[object]]) -> None:
    document = json.loads(json_bytes(COLUMNS[:2], rows))
    assert [[row["name"], row["posts"]] for row in document["rows"]] == rows
    assert document["row_count"] == len(rows)


class Endless(Written):
    """As many rows as asked for, made as they are wanted."""

    def batches(self) -> Iterator[Rows]:
        for _ in range(200):
            yield [["x" * 50, 1.5, True]] * 500


def test_no_more_than_a_part_of_a_long_file_stands_in_memory(tmp_path: Any) -> None:
    for name, write in (("csv", write_csv), ("json", write_json)):
        with (tmp_path / name).open("wb") as file:
            tracemalloc.start()
            write(file, Endless(COLUMNS, []))
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert (tmp_path / name).stat().st_size > 5_000_000
        assert most < 12_000_000


def test_files_follow_the_reader_s_language() -> None:
    with spoken("en"):
        assert csv_bytes(COLUMNS[:1], [[True]]) == "\ufeffNom\r\nyes\r\n".encode()
