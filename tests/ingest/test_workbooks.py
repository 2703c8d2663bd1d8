from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from graph.errors import DataError
from ingest.tables import tables

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def saved(path: Path, rows: list[list[object]], title: str = "besoins") -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        tables(path)
    return caught.value.code


def test_typed_cells_become_the_text_a_person_writes(tmp_path: Path) -> None:
    values: list[object] = [
        45000.0,
        0.1,
        1e-7,
        True,
        date(2026, 9, 7),
        datetime(2026, 9, 7, 10, 30),
        time(8, 5),
        timedelta(hours=35),
        " 36044 ",
        "'=1",
    ]
    rows: list[list[object]] = [["valeur", "clé"], *([value, "x"] for value in values)]
    (table,) = tables(saved(tmp_path / "plan.xlsx", rows))
    (batch,) = table.batches()
    assert batch.cells["valeur"] == [
        "45000",
        "0.1",
        "0.0000001",
        "oui",
        "2026-09-07",
        "2026-09-07 10:30",
        "08:05",
        "35:00",
        "36044",
        "'=1",
    ]
    assert batch.lines == list(range(2, 12))


def test_each_visible_filled_sheet_is_a_table(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("vide")
    book.create_sheet("brouillon")["A1"] = "choix"
    book["brouillon"].sheet_state = "hidden"
    sheet = book.create_sheet("besoins")
    sheet["B3"], sheet["C3"], sheet["B6"], sheet["C6"] = "nom", "postes", "A", 2
    book["Sheet"]["A1"] = "clé"
    book.save(tmp_path / "plan.xlsx")
    first, second = tables(tmp_path / "plan.xlsx")
    assert (first.file, first.name, first.rows) == ("plan.xlsx, feuille Sheet", "Sheet", 0)
    assert (second.name, second.columns) == ("besoins", ("nom", "postes"))
    assert first.fingerprint != second.fingerprint
    (batch,) = second.batches()
    assert (batch.lines, batch.cells) == ([6], {"nom": ["A"], "postes": ["2"]})
    assert [note.values for note in second.notes] == [{"sheet": "brouillon"}]


def test_a_value_far_below_blank_rows_keeps_its_line(tmp_path: Path) -> None:
    blank: list[list[object]] = [[]] * 199_998
    (table,) = tables(saved(tmp_path / "plan.xlsx", [["nom"], *blank, ["A"]]))
    (batch,) = table.batches()
    assert (batch.lines, batch.cells) == ([200_000], {"nom": ["A"]})


def test_a_cell_too_far_out_is_refused_before_it_takes_memory(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "nom"  # type: ignore[index]
    book.active["CV1000000"] = "x"  # type: ignore[index]
    book.save(tmp_path / "plan.xlsx")
    assert refusal(tmp_path / "plan.xlsx") == "table.too_far"


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(120 << 20))
    assert refusal(path) == "table.too_large"


def test_a_cell_too_long_names_its_column(tmp_path: Path) -> None:
    path = saved(tmp_path / "plan.xlsx", [["nom", "notes"], ["A", "x" * 30_000]])
    long = tmp_path / "long.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(long, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(b"x" * 30_000, b"x" * 140_000))
    with pytest.raises(DataError, match=r"long\.xlsx, feuille besoins, ligne 2, B : cette cellule"):
        tables(long)


def test_columns_without_a_name_are_called_by_their_letters(tmp_path: Path) -> None:
    path = saved(tmp_path / "plan.xlsx", [[None, "nom"], [None, "A", 1, 2]])
    (table,) = tables(path)
    assert table.columns == ("nom", "colonne C", "colonne D")


def test_a_workbook_under_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(compound("EncryptedPackage"))
    assert refusal(path) == "table.protected"


def compound(stream: str) -> bytes:
    """Returns a compound file that holds one empty stream of that name."""
    end, free, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    root = entry("Root Entry", 5, (none, none, 1), end)
    child = entry(stream, 2, (none, none, none), end)
    unused = entry("", 0, (none, none, none), 0)
    return header + table + root + child + unused * 2


def entry(name: str, kind: int, links: tuple[int, int, int], start: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le") if name else b""
    head = struct.pack("<64sHBB3I", text, len(text), kind, 1, *links)
    return head + bytes(36) + struct.pack("<IQ", start, 0)


def test_an_ods_sheet_with_a_million_blank_rows_reads(tmp_path: Path) -> None:
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="45000"/>'
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    path = tmp_path / "plan.ods"
    save_ods(
        path,
        f"<table:table-row>{text.format('nom')}{text.format('postes')}</table:table-row>"
        f"<table:table-row>{text.format('Forge')}{number}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048574">{wide}</table:table-row>',
    )
    (table,) = tables(path)
    (batch,) = table.batches()
    assert (table.file, batch.lines) == ("plan.ods, feuille besoins", [2])
    assert batch.cells == {"nom": ["Forge"], "postes": ["45000"]}


def save_ods(path: Path, rows: str) -> None:
    declared = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMES.items())
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" '
            f'm:media-type="{kind}"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {declared}><office:body><office:spreadsheet>"
            f'<table:table table:name="besoins">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
