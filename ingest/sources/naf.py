"""NAF, the French nomenclature of activities: rev. 2, NAF 2025 and the table of passage.

Published by the INSEE under Licence Ouverte, each on its page: "Nomenclature d'activités
française - NAF rév. 2", "NAF 2025" (structure) and "Vers une nouvelle nomenclature : la NAF 2025"
(correspondences). Rev. 2 holds for the APE codes of establishments until 31 December 2026, NAF
2025 from 1 January 2027; both stand beside each other here, under keys of their own (`naf2:25.62B`,
`naf25:25.53Y`), and neither takes the other's place. Point at one file, or at a folder that holds
any of them; other files of a folder are left alone.

Read: the five levels, from sections to subclasses, with their titles and what each is part of.
Rev. 2 is read from its full list of titles (`int_courts_naf_rev_2.xls`), from the lists of one
level (`naf2008_liste_n5.xls`, with the other levels or without), or from a CSV of subclasses, with
a dot or without (`naf_id|naf_label`); levels above that a file does not have are filled in. NAF
2025 is read from the first sheet of its structure (`Structure NAF 2025 Maj 2024-10-04.xlsx`, or
that sheet as CSV). The table of passage (`Correspondances_NAFrev2-NAF2025.xlsx`, of January 2026,
and the earlier one whose columns are called NAFold and NAFnew) says which subclasses of NAF 2025
each subclass of rev. 2 becomes; it loads with the structure or alone, before it or after. Nothing
that points at a heading of rev. 2 is moved or lost: the report names what people tied to headings
that change.

Left: titles in 40 and 65 characters, explanatory notes, the contents that two subclasses share,
the nested list of codes without titles (`naf2008_5_niveaux.xls`). Titles in capitals (those of
sections) are written in small letters.

Never seen whole: the workbooks of NAF 2025 and of the table of passage; their columns are known
from programs that read them and from CSV copies of their sheets, which were seen whole for NAF
2025 and in part for the passage. The full list of titles of rev. 2 was seen whole, and loads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from graph.errors import DataError
from ingest.official.layouts import columns_of, layout, matching, modified_on, published, tables_of
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources.naf_headings import (
    NAF2025,
    PART_OF,
    REV2,
    SUBCLASS,
    code_of,
    heading,
    naf2025,
    rev2,
    titled,
)

BECOMES = "Sector-BECOMES-Sector"
REV2_SINCE = "2008-01-01"  # decree 2007-1888; not one title has been published anew since
REV2_LAYOUTS = (
    {"code": "naf id", "title": "naf label"},
    {"code": "code", "title": "intitules de la naf rev. 2, version finale"},
    {"code": "code", "title": "libelle"},
)
NAF2025_LAYOUT = {
    "upper": r"nace rev\. ?2\.1",
    "subclass": "naf 2025 sous-classes?",
    "title": "intitules?",
}
OLD = r"sous-classes? naf rev\. 2 codes?.*|nafold-code.*"
NEW = r"sous-classes? naf 2025 codes?.*|nafnew-code.*"
NEW_TITLE = r"sous-classes? naf 2025 (intitule|libelle).*|nafnew-intitule.*"
EXPECTED = (
    "naf_id + naf_label",
    "Code + Intitulés de la NAF rév. 2, version finale",
    "Code + Libellé",
    "NACE Rev.2.1 + NAF 2025 sous-classes + Intitulés",
    "Sous-classes NAF rév. 2 – codes + Sous-classes NAF 2025 – codes",
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Named = dict[str, str]


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields NAF rev. 2, NAF 2025 and the table of passage, those that a file or folder has.

    Raises:
        DataError: no file has one of their layouts, a code is none of the nomenclature's, or a
            nomenclature is not whole.
    """
    found = {part: _last(asked.path, tells) for part, tells in PARTS.items()}
    if not any(found.values()):
        raise _no_layout(asked.path)
    if file := found["rev2"]:
        told = (pair for one in _rev2_files(asked.path) for pair in _titles(one))
        yield Delivery("2", REV2_SINCE, rev2(file, told).rows(), "rev2")
    if file := found["2025"]:
        yield Delivery("2025", _published_on(file), _structure(file), "2025")
    if file := found["passage"]:
        left: Counter[str] = Counter()
        rows = _passage(file, left)
        yield Delivery("2-2025", _published_on(file), rows, "passage", left)


def _rev2_names(file: Path) -> Named | None:
    return next((names for one in REV2_LAYOUTS if (names := matching(file, one))), None)


def _2025_names(file: Path) -> Named | None:
    return matching(file, NAF2025_LAYOUT)


def _passage_names(file: Path) -> Named | None:
    codes = {"old": OLD, "new": NEW}
    return matching(file, codes | {"title": NEW_TITLE}) or matching(file, codes)


PARTS: dict[str, Callable[[Path], Named | None]] = {
    "rev2": _rev2_names,
    "2025": _2025_names,
    "passage": _passage_names,
}


def _last(path: Path, tells: Callable[[Path], Named | None]) -> Path | None:
    """Returns the file published last of those of one layout."""
    return max((file for file in tables_of(path) if tells(file)), key=_published_on, default=None)


def _rev2_files(path: Path) -> list[Path]:
    return [file for file in tables_of(path) if _rev2_names(file)]


def _published_on(file: Path) -> str:
    """Returns the day in a file's name, else the day it was last written."""
    for found in DAY.findall(file.name):
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            continue
    return modified_on(file)


def _no_layout(path: Path) -> DataError:
    files = tables_of(path)
    if len(files) == 1:
        return layout(files[0], EXPECTED, columns_of(files[0]))
    return layout(path, EXPECTED, sorted(file.name for file in path.iterdir()))


def _rows_of(file: Path, names: Named | None) -> Iterator[Named]:
    """Yields the rows of a table by role; columns that a file does not have are left out."""
    for row in published(file, tuple((names or {}).values())):
        yield {role: row[name] for role, name in (names or {}).items()}


def _titles(file: Path) -> Iterator[tuple[str, str]]:
    for row in _rows_of(file, _rev2_names(file)):
        if row["code"]:
            yield code_of(REV2, row["code"], file), row["title"]


def _structure(file: Path) -> Iterator[Row]:
    yield from naf2025(file, _rows_of(file, _2025_names(file))).rows()


def _passage(file: Path, left: Counter[str]) -> Iterator[Row]:
    """Yields the subclasses of NAF 2025 with a title, and what becomes them, each once."""
    told: set[tuple[str, ...]] = set()
    for row in _rows_of(file, _passage_names(file)):
        if not _both(row):
            left["source.left.naf_passage"] += 1
            continue
        old, new = _subclass(REV2, row["old"], file), _subclass(NAF2025, row["new"], file)
        if (new,) not in told and (title := titled(row.get("title", ""))):
            told.add((new,))
            yield heading(NAF2025, new, title)
        if (old, new) not in told:
            told.add((old, new))
            yield Row(BECOMES, (f"{REV2}:{old}", f"{NAF2025}:{new}"), {})
    if not told:
        raise layout(file, EXPECTED[-1:], ("—",))


def _both(row: Named) -> bool:
    """Returns whether a row has two codes: lines below the header and notes have none."""
    return all(any(map(str.isdigit, row[role])) for role in ("old", "new"))


def _subclass(nomenclature: str, text: str, file: Path) -> str:
    code = code_of(nomenclature, text, file)
    if len(code) != SUBCLASS:
        raise DataError("source.naf_code", file=file.name, value=text)
    return code


SOURCE = Source(
    "naf",
    "INSEE",
    "Licence Ouverte 2.0",
    "source.naf",
    ("Sector", PART_OF, BECOMES),
    read,
    retires=("Sector",),
    keeps=(PART_OF,),
)
