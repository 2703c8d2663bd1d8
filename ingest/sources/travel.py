"""Travel between territories: a table of minutes and kilometres by road, made by the territory.

No official site publishes one for all; a distance calculator makes it (the INSEE's « Metric »,
a route planner). A CSV or workbook with a row a journey and these columns, in French or English,
whatever their order, accents and capitals: where from (`origine`, `départ`, `origin`, `from`),
where to (`destination`, `arrivée`, `to`), `minutes` (`durée`, `temps`, `duration`, `time`), and
`km` (`kilomètres`, `distance`), which may be missing or empty. Other words may stand beside these
(`commune_origine`, `Durée (min)`); columns of names are passed over. Places are commune codes
(`36044`) or keys of territories (`be:2410`); decimals have a comma or a point. A folder may hold
several.

Read: minutes and kilometres from one territory to another, in the direction of the row: the way
back is a row of its own. Kept are rows of which both ends are among the territories chosen, or
known where none is. What is said of a commune that merged stays with it.

Left: rows that leave the territory, and journeys from a place to itself, both counted. Refused with
the line: what is no code, less than nothing, more than a day or than 2,000 km, faster than 200 km/h
(metres taken for kilometres, seconds for minutes), and a journey given twice in two ways.

The table counts as of the day when its file was last written; one of a later day replaces it.

Never seen whole: a calculator's own export; columns were taken from what people write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

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
from ingest.sources.cog import bad_cell

REACHES = "Territory-REACHES-Territory"
NOT = r"(?!.*\b(nom|name|libelle|label|heure|hour|date)\b)"
ROLES = {
    "origin": rf"{NOT}.*\b(origine?|depart|from)\b.*",
    "destination": rf"{NOT}.*\b(destination|arrivee|to)\b.*",
    "minutes": r".*\b(min|minutes?|duree|temps|duration|time)\b.*",
}
KM = {"km": r".*\b(kms?|kilomet(re|er)s?|distance)\b.*"}
ENDS = ("origin", "destination")
EXPECTED = ("origine", "destination", "minutes", "km")
MOST = {"minutes": 1440, "km": 2000}
FASTEST = 200 / 60  # kilometres a minute
GRACE = 2  # kilometres, for minutes that are rounded


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what tables of journeys say of the territories asked for.

    Raises:
        DataError: a file has another layout, or a line says what cannot be.
    """
    files = [file for file in tables_of(asked.path) if _columns(file)]
    if not files:
        raise _other(asked.path)
    left = Counter[str]()
    day = max(map(modified_on, files))
    yield Delivery(day, day, _rows(files, asked.choice.known, left), left=left)


def _columns(file: Path) -> Named:
    """Returns the column of each role, without kilometres where there is none; {} for another."""
    encoding = encoding_of(file)
    both = matching(file, ROLES | KM, encoding)
    return both or matching(file, ROLES, encoding) or {}


def _other(path: Path) -> DataError:
    if path.is_dir():
        return layout(path, EXPECTED, sorted(file.name for file in path.iterdir()))
    return layout(path, EXPECTED, columns_of(path, encoding_of(path)))


def _rows(files: list[Path], scope: Scope, left: Counter[str]) -> Iterator[Row]:
    told: dict[tuple[str, str], dict[str, float]] = {}
    for file in files:
        columns = _columns(file)
        for line, row in numbered(file, tuple(columns.values()), encoding_of(file)):
            cells = {role: row.get(column, "").strip() for role, column in columns.items()}
            start, end = (_territory(file, line, cells[role]) for role in ENDS)
            ends = start, end
            values = _values(file, line, cells)
            if ends[0] == ends[1]:
                left["source.left.same_place"] += 1
            elif not (scope.holds(ends[0]) and scope.holds(ends[1])):
                left["source.left.far"] += 1
            elif ends not in told:
                told[ends] = values
                yield Row(REACHES, ends, dict(values))
            elif told[ends] != values:
                raise _twice(file, line, ends)


def _twice(file: Path, line: int, ends: tuple[str, str]) -> DataError:
    return DataError("source.twice", file=file.name, line=str(line), value=" → ".join(ends))


def _territory(file: Path, line: int, text: str) -> str:
    """Returns a territory's key, of a commune's code also where a zero in front of it is lost."""
    try:
        return codes.territory(text.zfill(5) if text.isdecimal() else text)
    except ValueError:
        raise bad_cell(file, line, "36044", text) from None


def _values(file: Path, line: int, cells: Named) -> dict[str, float]:
    values = {name: _number(file, line, name, cells[name]) for name in MOST if cells.get(name)}
    if "minutes" not in values:
        raise bad_cell(file, line, "25", cells["minutes"])
    if values.get("km", 0) > values["minutes"] * FASTEST + GRACE:
        raise bad_cell(file, line, "25 min, 21,5 km", f"{cells['minutes']} min, {cells['km']} km")
    return values


def _number(file: Path, line: int, name: str, text: str) -> float:
    try:
        value = float("".join(text.split()).replace(",", "."))
    except ValueError:
        value = -1
    if not (isfinite(value) and 0 <= value <= MOST[name]):
        raise bad_cell(file, line, f"0 … {MOST[name]}", text)
    return value


SOURCE = Source(
    "travel",
    "Table du territoire",
    "celle de la table",
    "source.travel",
    (REACHES,),
    read,
    local=True,
)
