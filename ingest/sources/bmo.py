"""BMO: recruitment projects by employment basin and family of occupations, year by year.

"Enquête Besoins en main-d'œuvre", published each spring by France Travail: a national workbook
(`Base_open_data_BMO_2025.xlsx`, 50,000 rows, in an archive for some years) or a CSV of some of its
rows. A folder may hold several years, each an edition of its own, and several files of one year.
Columns are known by their names, whose case, accents and order vary with the years (`BE25` or
`BE24`, `Nom métier BMO` or `nom_metier BMO` or `nommetier`). A table of passage from the FAP 2021
to ROME, as Dares publishes it ("La nomenclature des familles professionnelles 2021"), joins
families to occupations where it lies in the same folder.

Read: recruitment projects, those judged difficult, the seasonal ones. A figure that is `*`, or
empty, is withheld: it is never zero. A basin over two départements has a row in each: its figure is
their sum, and withheld as soon as one of them is. Basins that are loaded are taken; where no basin
is, those of the départements that are. A basin that is not loaded keeps its figures, which are tied
to it once it is. A family has the figure of all its occupations: it is no figure of any one of
them. Families of 2023 and before are of the FAP 2009, so no table of the FAP 2021 joins them.

Left: the eight great families, names of places, the local committees of 2026 (their rows are added
up). A row told twice in a folder counts once, two different figures for it are refused. The files
carry a year and no day: a file's own day stands for it, so that a year loaded again from a later
file replaces what was said of that year, a figure that it withholds included.

Never seen whole: any national workbook; a CSV of one region for 2025 was, the others are known from
the headers that programs which read them name. Neither table of passage.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from graph import codes
from graph.errors import DataError
from ingest.official.choice import Scope
from ingest.official.layouts import (
    Named,
    columns_of,
    encoding_of,
    layout,
    matching,
    modified_on,
    numbered,
    tables_of,
)
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources.passage import Passages, passages, tells_passage

OUTLOOK = "Outlook"
IN_TERRITORY = "Outlook-CONCERNS-Territory"
OF_OCCUPATION = "Outlook-CONCERNS-Occupation"
ROLES = {
    "year": "annee",
    "family": "code metier bmo|metier",
    "title": "nom metier bmo|nommetier",
    "department": "dept",
    "basin": r"be\d\d",
    "projects": "met",
    "difficult": "xmet",
    "seasonal": "smet",
}
EXPECTED = ("annee", "Code métier BMO", "Nom métier BMO", "Dept", "BE25", "met", "xmet", "smet")
COMMITTEE = "clpe"
FIGURES = ("projects", "difficult", "seasonal")
WITHHELD = frozenset({"*", ""})
WHOLE = re.compile(r"\d{1,9}")
YEAR = re.compile(r"(?:19|20)\d\d")


class Line(NamedTuple):
    """Where a row stands."""

    file: str
    line: str


class Place(NamedTuple):
    """What makes a row: a basin and a family, in one département and one committee."""

    basin: str
    family: str
    department: str
    committee: str


Figures = tuple[int | None, ...]


@dataclass
class Survey:
    """One year: its figures by row, None where withheld, the titles of families, its files."""

    year: int
    figures: dict[Place, Figures] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields a delivery a year, once every file is known to be right.

    Raises:
        DataError: no file has the layout, a value is none, or two files contradict each other.
    """
    tables = tables_of(asked.path)
    encodings = {file: encoding_of(file) for file in tables}
    found = {file: matching(file, ROLES, encodings[file]) for file in tables}
    if not any(found.values()):
        raise _no_such(asked.path, tables)
    joining = [file for file in tables if not found[file] and tells_passage(file)]
    joined = passages(joining) if joining else None
    surveys: dict[int, Survey] = {}
    for file, columns in found.items():
        if columns:
            _survey(surveys, file, columns, encodings[file], asked.choice.known)
    if not surveys:
        raise DataError("source.bmo.empty", file=asked.path.name)
    for _, survey in sorted(surveys.items()):
        day = max(map(modified_on, [*survey.files, *joining]))
        rows = _rows(survey, joined or {})
        if joined is not None:
            unjoined = len(survey.titles.keys() - joined.keys())
            survey.left.update({"source.left.bmo_family": unjoined} if unjoined else {})
        yield Delivery(str(survey.year), day, rows, str(survey.year), survey.left)


def _no_such(path: Path, tables: Sequence[Path]) -> DataError:
    if len(tables) == 1:
        return layout(tables[0], EXPECTED, columns_of(tables[0], encoding_of(tables[0])))
    return layout(path, EXPECTED, [file.name for file in tables])


def _survey(
    surveys: dict[int, Survey], file: Path, columns: Named, encoding: str, scope: Scope
) -> None:
    """Adds the rows of a file to the survey of their year."""
    basins = scope.keys is not None and any(key.startswith("be:") for key in scope.keys)
    for number, row in numbered(file, list(columns.values()), encoding):
        line = Line(file.name, str(number))
        named = {role: row[name].strip() for role, name in columns.items()}
        year = _year(line, named["year"])
        survey = surveys.setdefault(year, Survey(year))
        if file not in survey.files:
            survey.files.append(file)
        place = _place(line, named, row.get(COMMITTEE, "").strip())
        if not scope.holds(f"be:{place.basin}" if basins else f"dep:{place.department}"):
            survey.left["source.left.bmo_outside"] += 1
            continue
        _add(survey, line, place, tuple(_figure(line, named[name]) for name in FIGURES))
        survey.titles.setdefault(place.family, named["title"])


def _year(line: Line, text: str) -> int:
    if not YEAR.fullmatch(text):
        raise DataError("source.bmo.year", value=text, **line._asdict())
    return int(text)


def _place(line: Line, named: Mapping[str, str], committee: str) -> Place:
    """Returns the place of a row, with the zeros that a spreadsheet took from its codes."""
    basin, department = named["basin"].zfill(4), named["department"].zfill(2)
    family = named["family"].upper()
    try:
        codes.territory(f"be:{basin}")
        codes.slug(family)
    except ValueError:
        raise DataError("source.bmo.place", basin=basin, family=family, **line._asdict()) from None
    return Place(basin.upper(), family, department, committee)


def _figure(line: Line, text: str) -> int | None:
    if text in WITHHELD:
        return None
    if not WHOLE.fullmatch(text):
        raise DataError("source.bmo.figure", value=text, **line._asdict())
    return int(text)


def _add(survey: Survey, line: Line, place: Place, figures: Figures) -> None:
    if place not in survey.figures:
        survey.figures[place] = figures
    elif survey.figures[place] == figures:
        survey.left["source.left.bmo_twice"] += 1
    else:
        raise DataError(
            "source.bmo.contradiction",
            basin=place.basin,
            family=place.family,
            year=str(survey.year),
            **line._asdict(),
        )


def _rows(survey: Survey, joined: Passages) -> Iterator[Row]:
    places = sorted(survey.figures)
    for (basin, family), parts in groupby(places, key=lambda place: place[:2]):
        key = codes.slug(f"bmo {basin} {family} {survey.year}")
        totals = _totals([survey.figures[place] for place in parts])
        yield Row(OUTLOOK, (key,), _outlook(survey, family, totals))
        yield Row(IN_TERRITORY, (key, f"be:{basin}"), {})
        for occupation in joined.get(family, ()):
            yield Row(OF_OCCUPATION, (key, occupation), {})


def _totals(parts: Sequence[Figures]) -> Figures:
    """Returns the sum of each figure over the parts of a basin; None where one is withheld."""
    return tuple(None if None in column else sum(column) for column in zip(*parts, strict=True))


def _outlook(survey: Survey, family: str, totals: Figures) -> dict[str, object]:
    values: dict[str, object] = {
        "publisher": "BMO",
        "family": family,
        "year": survey.year,
        "withheld": None in totals,
    }
    if title := survey.titles[family]:
        values["title"] = title
    known = zip(FIGURES, totals, strict=True)
    return values | {name: figure for name, figure in known if figure is not None}


SOURCE = Source(
    "bmo",
    "France Travail",
    "Licence Ouverte 2.0",
    "source.bmo",
    (OUTLOOK, IN_TERRITORY, OF_OCCUPATION),
    read,
    local=True,
    replaces_demonstration_of=(OUTLOOK, IN_TERRITORY),
)
