"""Files hold the promise: exact CSV bytes, typed cells, one JSON document."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import openpyxl
from hypothesis import given, strategies as st

from graph.wording import spoken
from viz.exports import csv_bytes, json_bytes, xlsx_bytes


@dataclass(frozen=True)
class Titled:
    name: str
    title: str


COLUMNS = [Titled("name", "Nom"), Titled("posts", "Postes"), Titled("open", "Ouvert")]
HEAD = {"title": "Besoins", "parameters": {"km": 35.5}, "as_of": "2026-09-07", "truncated": False}


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
    ]
    lines = csv_bytes(COLUMNS, rows).decode("utf-8-sig").splitlines()[1:]
    assert lines == ["'=1+1;-2;", "'@a;-0,5;", "'-;;", "'+33;;"]


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
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(COLUMNS, rows, HEAD)))
    assert list(book.worksheets[0].values) == [
        ("Nom", "Postes", "Ouvert"),
        ("=1+1", 1284.5, True),
        (datetime(2026, 9, 7), 3, None),
        ("2026-99-99", None, False),
    ]
    assert book.worksheets[0]["A2"].data_type == "s"


def test_a_workbook_says_its_filters_date_and_number_of_rows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(COLUMNS, [], HEAD)))
    assert list(book["À propos"].values) == [
        ("Titre", "Besoins"),
        ("Filtres", "km = 35,5"),
        ("Lu dans le graphe le", datetime(2026, 9, 7)),
        ("Nombre de lignes", 0),
        ("Coupé", "non"),
    ]


def test_what_a_workbook_cannot_hold_is_left_out_of_a_text() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_bytes(COLUMNS[:1], [["a\x00b"], ["x" * 40_000]], HEAD))
    )
    assert [len(str(row[0])) for row in book.worksheets[0].values] == [3, 2, 32_767]


def test_json_is_one_document_in_utf_8_with_every_accent() -> None:
    assert json_bytes({"title": "Métiers"}) == '{\n  "title": "Métiers"\n}\n'.encode()


def test_files_follow_the_reader_s_language() -> None:
    with spoken("en"):
        assert csv_bytes(COLUMNS[:1], [[True]]) == "\ufeffNom\r\nyes\r\n".encode()
