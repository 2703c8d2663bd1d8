"""A table made to be heavy comes to its rows or to a message in seconds, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ingest.rows import letter
from tests.ingest.test_archives import HEADER, LAST, LINE, saved

if TYPE_CHECKING:
    from pathlib import Path

READ = """
import resource, sys
from pathlib import Path
from graph.errors import DataError
from ingest.claims import parse
from ingest.describing import doubtful
from ingest.headers import mapped
from ingest.recognition import propose
from ingest.tables import tables

def seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

started, told = seconds(), []
try:
    for table in tables(Path(sys.argv[1])):
        told.append(str(doubtful(propose(table))))
        told += map(str, parse(mapped(table), "essai", "2026-09-07").notes)
    print("read")
except DataError as error:
    told.append(str(error))
    print(error.code)
# What started it counts in ru_maxrss; the kernel's own line is of this program alone.
peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) >> 10
print(seconds() - started, peak, max(map(len, told)))
"""
WIDE = ";".join(f"c{place}" for place in range(16_384))
LONG = ";".join(f"{n} responsable recrutement métier {'mot ' * 30}" for n in range(5000))
DRAWN = '<row r="{0}"><c r="A{0}"><f>A{1}+1</f><v>{0}</v></c></row>'
TEXTS = {
    "a line of separators": (";" * 1_000_000 + "\n", "table.empty"),
    "a line of separators over rows": (";" * 1_000_000 + "\nA;B\n", "table.no_type"),
    "body lines of separators": ("nom;commune\n" + ("a;" * 400_000 + "\n") * 3, "table.no_type"),
    "total lines": ("clé;nom\n" + "Total;12\n" * 300_000, "table.no_type"),
    "a hundred thousand columns": (";".join(map(str, range(100_000))) + "\nA\n", "table.too_wide"),
    "the widest header": (WIDE + "\n" + WIDE + "\n", "table.no_type"),
    "one name for all columns": (";".join(["nom"] * 16_384) + "\nA\n", "table.no_type"),
    "columns without a name": (
        "nom" + ";" * 16_000 + "\n" + (";".join(["a"] * 16_001) + "\n") * 50,
        "table.no_type",
    ),
    "long names": (LONG + "\n" + (";".join(["mot"] * 5000) + "\n") * 50, "table.no_type"),
    "a quote never closed": ('nom;commune\n"' + "a\n" * 500_000, "table.cell_too_long"),
}
SHEETS = {
    "a formula in the last row": f'<row r="{LAST}"><c r="B{LAST}"><f>1+1</f><v>2</v></c></row>',
    "a chain of formulas": "".join(DRAWN.format(n, n - 1) for n in range(3, 100_000)),
    "a value every thousand rows": "".join(
        f'<row r="{n}"><c r="B{n}"><v>2</v></c></row>' for n in range(1000, LAST, 1000)
    ),
}


def placed(count: int) -> str:
    """Returns a row of so many cells that each say where they stand."""
    cells = "".join(f'<c r="{letter(place)}1"><v>1</v></c>' for place in range(count))
    return f'<row r="1">{cells}</row>'


def measured(path: Path) -> str:
    """Returns what a file comes to in a process of its own, whose time and memory it bounds."""
    command = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found, figures = done.stdout.splitlines()
    seconds, megabytes, longest = map(float, figures.split())
    assert seconds < 5
    assert megabytes < 1000
    assert longest < 200_000
    return found


@pytest.mark.parametrize(("text", "code"), TEXTS.values(), ids=TEXTS)
def test_a_heavy_text_comes_to_a_message_in_seconds(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "suivi.csv").write_text(text, encoding="utf-8")
    assert measured(tmp_path / "suivi.csv") == code


@pytest.mark.parametrize("rows", SHEETS.values(), ids=SHEETS)
def test_a_heavy_sheet_is_read_in_seconds(tmp_path: Path, rows: str) -> None:
    assert measured(saved(tmp_path / "suivi.xlsx", HEADER + LINE + rows)) in {
        "read",
        "table.no_type",
    }


def test_a_million_cells_in_a_row_are_refused_in_seconds(tmp_path: Path) -> None:
    assert measured(saved(tmp_path / "suivi.xlsx", placed(1_000_000))) == "table.too_wide"
