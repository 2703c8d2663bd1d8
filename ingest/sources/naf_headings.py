"""The headings of a NAF and the tree they stand in, as records.

A code tells what stands above it (`25.62B`, `25.62`, `25.6`, `25`); only the section of a division
is told by the table. The four upper levels of NAF rev. 2 are facts of this folder: they do not
change, and many published files have subclasses alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from graph import codes
from graph.errors import DataError
from ingest.official.source import Row

PART_OF = "Sector-PART_OF-Sector"
REV2 = "naf2"
NAF2025 = "naf25"
REV2_UPPER = Path(__file__).with_name("naf_rev2_upper_levels.csv")
LEVELS = {1: 1, 2: 2, 4: 3, 5: 4, 6: 5}  # by the length of a code
SUBCLASS = 6
CLASS = 5


@dataclass
class Headings:
    """The headings of one nomenclature: titles by code, and the section of each division."""

    nomenclature: str
    titles: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, title: str) -> None:
        """Keeps a heading under its code."""
        self.titles[code] = titled(title)

    def above(self, code: str) -> str:
        """Returns the code of what a heading is part of, "" for a section."""
        if len(code) == 1:
            return ""
        return self.sections.get(code, "") if len(code) == 2 else code[:-1].removesuffix(".")

    def checked(self, file: Path) -> Headings:
        """Returns these headings when their tree is whole.

        Raises:
            DataError: what a heading is part of is missing, or a class has no subclass.
        """
        for code in self.titles:
            if len(code) > 1 and self.above(code) not in self.titles:
                raise DataError("source.naf_alone", file=file.name, key=code)
        classes = (code for code in self.titles if len(code) == CLASS)
        told = {code[:CLASS] for code in self.titles if len(code) == SUBCLASS}
        if lacking := [code for code in classes if code not in told]:
            shown = ", ".join(lacking[:3])
            raise DataError("source.naf_short", file=file.name, count=len(lacking), codes=shown)
        return self

    def rows(self) -> Iterator[Row]:
        """Yields each heading, and what it is part of."""
        for code, title in self.titles.items():
            yield heading(self.nomenclature, code, title)
            if above := self.above(code):
                ends = f"{self.nomenclature}:{code}", f"{self.nomenclature}:{above}"
                yield Row(PART_OF, ends, {})


def heading(nomenclature: str, code: str, title: str) -> Row:
    """Returns a heading as a record."""
    values = {"code": code, "title": title, "level": LEVELS[len(code)]}
    return Row("Sector", (f"{nomenclature}:{code}",), values)


def titled(text: str) -> str:
    """Returns a title on one line; those of sections are published in capitals."""
    line = " ".join(text.split())
    return line.capitalize() if line.isupper() else line


def code_of(nomenclature: str, text: str, file: Path) -> str:
    """Returns the code of a heading as the register writes it: `SECTION A`, `1`, `0111Z`.

    Raises:
        DataError: the text is no code of this nomenclature.
    """
    plain = text.upper().removeprefix("SECTION").strip()
    # A spreadsheet that took codes for numbers wrote divisions 01 to 09 with one figure.
    plain = f"0{plain}" if plain[:1].isdigit() and not plain[1:2].isdigit() else plain
    try:
        key = codes.sector(f"{nomenclature}:{plain}")
    except ValueError:
        raise DataError("source.naf_code", file=file.name, value=text) from None
    return key.partition(":")[2]


@cache
def _upper() -> tuple[tuple[str, str, str], ...]:
    with REV2_UPPER.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return tuple((row["code"], row["above"], row["title"]) for row in rows)


def rev2(file: Path, told: Iterable[tuple[str, str]]) -> Headings:
    """Returns NAF rev. 2 whole, with the codes and titles that a file tells.

    Raises:
        DataError: a code is none of NAF rev. 2's, or a class has no subclass.
    """
    upper = {code: title for code, _, title in _upper()}
    sections = {code: above for code, above, _ in _upper() if len(code) == 2}
    found = Headings(REV2, upper, sections)
    for code, title in told:
        if code not in upper and code[:CLASS] not in upper:
            raise DataError("source.naf_code", file=file.name, value=code)
        found.add(code, title)
    return found.checked(file)


def naf2025(file: Path, told: Iterable[Mapping[str, str]]) -> Headings:
    """Returns NAF 2025 from rows of a class (or more), a subclass and their title, in order.

    Raises:
        DataError: a text is no code, or the tree is not whole.
    """
    found, section = Headings(NAF2025), ""
    for row in told:
        for code in _codes(row, found, file):
            found.add(code, row["title"])
            if len(code) == 1:
                section = code
            elif len(code) == 2:
                found.sections[code] = section
    return found.checked(file)


def _codes(row: Mapping[str, str], found: Headings, file: Path) -> Iterator[str]:
    if row["subclass"]:
        code = code_of(NAF2025, row["subclass"], file)
        if row["upper"]:
            yield code[:CLASS]
        yield code
    elif row["upper"]:
        yield _whole(code_of(NAF2025, row["upper"], file), found)


def _whole(code: str, found: Headings) -> str:
    """Returns a code with the zeros it lost where a spreadsheet took it for a number.

    Headings come in order, so the class 60.20 that is written 60.2 follows the group 60.2.
    """
    while code in found.titles and len(code) < CLASS:
        code += ".0" if len(code) == 2 else "0"
    return code
