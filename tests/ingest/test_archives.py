"""A workbook is opened in little time and memory, or refused in one message, whatever it holds."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from graph.errors import DataError
from ingest.tables import tables
from tests.ingest.test_workbooks import save_ods

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="besoins" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t> </t></si><si><t>ville</t></si></sst>',
}
LAST = 1_048_576
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c><c r="B1" t="s"><v>1</v></c></row>'
)
LINE = '<row r="2"><c r="A2" t="inlineStr"><is><t>Forge</t></is></c><c r="B2"><v>3</v></c></row>'
READ = """
import sys
from pathlib import Path
from graph.errors import DataError
from ingest.tables import tables
try:
    (table,) = tables(Path(sys.argv[1]))
    print(sum(len(batch.lines) for batch in table.batches()))
except DataError as error:
    print(error.code)
(peak,) = (line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) >> 10)
"""


def saved(path: Path, rows: str, before: str = "") -> Path:
    """Writes a workbook of one sheet of these rows; the shared texts are a blank and `ville`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in PARTS.items():
            archive.writestr(part, content)
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", before + sheet)
    return path


def outcome(path: Path) -> tuple[str, int]:
    """Returns what reading a file in a process of its own comes to, and the megabytes it took."""
    command = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found, memory = done.stdout.splitlines()
    return found, int(memory)


BLANKS = {
    "formatted": f'<row r="{LAST}"><c r="XFD{LAST}" s="1"/></row>',
    "opened": f'<row r="{LAST}"><c r="XFD{LAST}" s="1"></c></row>',
    "no value": f'<row r="{LAST}"><c r="XFD{LAST}" s="1"><v></v></c></row>',
    "formula": f'<row r="{LAST}"><c r="XFD{LAST}" t="str"><f>IF(A1="";"";1)</f><v></v></c></row>',
    "shared space": f'<row r="{LAST}"><c r="XFD{LAST}" t="s"><v>0</v></c></row>',
    "inline": f'<row r="{LAST}"><c r="XFD{LAST}" t="inlineStr"><is><t></t></is></c></row>',
    "entity": f'<row r="{LAST}"><c r="XFD{LAST}" t="str"><v>&#160;&#10; </v></c></row>',
    "rich": f'<row r="{LAST}"><c r="XFD{LAST}" t="inlineStr"><is><r><t> </t></r></is></c></row>',
}


@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
def test_a_blank_in_the_last_cell_of_a_sheet_counts_for_nothing(tmp_path: Path, blank: str) -> None:
    (table,) = tables(saved(tmp_path / "plan.xlsx", HEADER + LINE + blank))
    (batch,) = table.batches()
    assert batch.lines == [2]
    assert batch.cells == {"nom": ["Forge"], "ville": ["3"]}


def test_a_formula_drawn_down_to_the_last_row_counts_for_nothing(tmp_path: Path) -> None:
    cell = '<row r="{0}"><c r="C{0}" t="str"><f>IF(A{0}="";"";1)</f><v></v></c></row>'
    drawn = "".join(map(cell.format, range(3, LAST + 1)))
    found, memory = outcome(saved(tmp_path / "plan.xlsx", HEADER + LINE + drawn))
    assert found == "1"
    assert memory < 1000


def test_cells_without_a_place_stand_one_after_the_other(tmp_path: Path) -> None:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = "<row>" + cell.format("nom") + cell.format(" ") + cell.format("ville") + "</row>"
    rows += "<row>" + cell.format("Forge") + "<c/>" + cell.format("Blois") + "</row>"
    (table,) = tables(saved(tmp_path / "plan.xlsx", rows))
    (batch,) = table.batches()
    assert batch.cells == {"nom": ["Forge"], "ville": ["Blois"]}


REFUSED = {
    "beyond XFD": (HEADER + '<row r="2"><c r="BDWGN2"><v>1</v></c></row>', "table.too_wide"),
    "a million cells": ("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>", "table.too_wide"),
    "beyond the last row": (
        HEADER + '<row r="99999999"><c r="A99999999"><v>1</v></c></row>',
        "table.too_far",
    ),
    "a row without places": (
        HEADER + '<row r="30000000"><c><v>1</v></c></row>',
        "table.too_far",
    ),
    "a far corner": (
        f'{HEADER}<row r="{LAST}"><c r="XFD{LAST}"><v>1</v></c></row>',
        "table.too_far",
    ),
}


@pytest.mark.parametrize(("rows", "code"), REFUSED.values(), ids=REFUSED)
def test_cells_too_far_out_are_refused_before_they_take_memory(
    tmp_path: Path, rows: str, code: str
) -> None:
    found, memory = outcome(saved(tmp_path / "plan.xlsx", rows))
    assert found == code
    assert memory < 500


def test_a_far_cell_within_the_limits_is_read(tmp_path: Path) -> None:
    far = f'<row r="{LAST}"><c r="A{LAST}"><v>1</v></c></row>'
    (table,) = tables(saved(tmp_path / "plan.xlsx", HEADER + far))
    (batch,) = table.batches()
    assert (batch.lines, batch.cells) == ([LAST], {"nom": ["1"], "ville": [""]})


def test_nested_and_shared_formulas_are_never_worked_out(tmp_path: Path) -> None:
    nested = "IF(1," * 20_000 + "1" + ",0)" * 20_000
    formula = f'<f t="shared" ref="A3:XFD{LAST}" si="0">A2&amp;A2</f>'
    shared = f'<row r="3"><c r="A3">{formula}<v>7</v></c></row>'
    deep = f'<row r="4"><c r="A4"><f>{nested}</f><v>8</v></c></row>'
    (table,) = tables(saved(tmp_path / "plan.xlsx", HEADER + LINE + shared + deep))
    (batch,) = table.batches()
    assert batch.cells["nom"] == ["Forge", "7", "8"]


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "lol">{names}]>'
    rows = HEADER + '<row r="2"><c r="A2" t="str"><v>&e11;</v></c></row>'
    found, memory = outcome(saved(tmp_path / "plan.xlsx", rows, bomb))
    assert found in {"0", "1", "table.broken"}
    assert memory < 500


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("<table:table-row>{wide}</table:table-row>", "table.too_wide"),
        (
            '<table:table-row table:number-rows-repeated="1048576">{row}</table:table-row>',
            "table.too_far",
        ),
        (
            '<table:table-row table:number-rows-repeated="90000000"/>'
            "<table:table-row>{cell}</table:table-row>",
            "table.too_far",
        ),
    ],
)
def test_repeated_cells_of_an_opendocument_are_counted(
    tmp_path: Path, rows: str, code: str
) -> None:
    cell = '<table:table-cell{} office:value-type="float" office:value="1"/>'
    wide = cell.format(' table:number-columns-repeated="1000000"')
    row = cell.format(' table:number-columns-repeated="16384"')
    save_ods(tmp_path / "plan.ods", rows.format(wide=wide, row=row, cell=cell.format("")))
    with pytest.raises(DataError) as caught:
        tables(tmp_path / "plan.ods")
    assert caught.value.code == code
