"""Employment basins of France Travail, and the communes of each.

Published under Licence Ouverte beside the survey « Enquête Besoins en Main-d'Œuvre (BMO) », whose
results are told by these basins. A CSV or workbook with a row a commune: `CODE_COMMUNE_INSEE`, then
a basin's code and name in a pair of columns that bear the year: `BE19` and `NOMBE19`, `BE25` and
`NOMBE25`. Where a table has several pairs the newest is read.

`--territory` takes the basins of the communes known that are chosen; a basin is also a territory to
choose (`be:2413`). Without it, those of the communes known; of all where none is known yet.

Read: basins, each commune's basin. A basin comes if one of its communes does. Names are kept as
published, mostly in capitals; where a table writes a basin in two ways, as most of its rows do. A
commune that merged since the table was made is put where its successor is, and a commune that the
table does not know where all those that became it are.

Left: the names of communes and the regions, which the communes' own table gives. Rows outside the
territory chosen, and the known communes that the table puts nowhere, are counted.

The edition is the year in the names of its columns, as of its 1 January.

Never seen whole: a table of communes with basins later than 2019 (`BE19`); the survey's own tables
of 2024 and 2025 name theirs `BE24` and `BE25`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph import codes
from ingest.official.choice import COMMUNE, Choice, Scope
from ingest.official.layouts import columns_of, encoding_of, layout, numbered, tables_of
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources.cog import bad_cell
from ingest.sources.territories import PART_OF

CODE = "CODE_COMMUNE_INSEE"
BASIN = re.compile(r"BE(\d\d)")
EXPECTED = (CODE, "BE25", "NOMBE25")


@dataclass
class Table:
    """The basin of each commune, both by key, and how often each basin is called what."""

    year: str
    basins: dict[str, str] = field(default_factory=dict)
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what a table of communes and basins says of the territories asked for.

    Raises:
        DataError: the file has another layout, or a code cannot be read.
    """
    table = _table(*_found(asked.path))
    _follow(table.basins, asked.became())
    scope = asked.choice.scope(above={commune: (be,) for commune, be in table.basins.items()})
    far = sum(not scope.holds(commune) for commune in table.basins)
    kept = {commune: be for commune, be in table.basins.items() if scope.holds(commune)}
    nowhere = _placed_nowhere(asked.choice, scope, table.basins)
    left = Counter({"source.left.far": far, "source.left.no_basin": nowhere})
    day = f"20{table.year}-01-01"
    yield Delivery(f"BE{table.year}", day, _rows(kept, table.names), left=+left)


def _found(path: Path) -> tuple[Path, str]:
    """Returns the table with the newest basins, and their year."""
    files = tables_of(path)
    years = {file: _year(columns_of(file, encoding_of(file))) for file in files}
    found = max(files, key=lambda file: years[file], default=path)
    if not years.get(found):
        names = [file.name for file in files] if path.is_dir() else columns_of(path)
        raise layout(path, EXPECTED, names)
    return found, years[found]


def _year(columns: list[str]) -> str:
    pairs = (found[1] for name in columns if (found := BASIN.fullmatch(name)))
    years = [year for year in pairs if f"NOMBE{year}" in columns and CODE in columns]
    return max(years, default="")


def _table(file: Path, year: str) -> Table:
    table = Table(year)
    code, name = f"BE{year}", f"NOMBE{year}"
    for line, row in numbered(file, (CODE, code, name), encoding_of(file)):
        if row[code]:
            commune = _key(file, line, COMMUNE + row[CODE].zfill(5), "36044")
            basin = _key(file, line, "be:" + row[code].zfill(4), "2410")
            table.basins[commune] = basin
            table.names[basin][row[name]] += 1
    return table


def _key(file: Path, line: int, key: str, right: str) -> str:
    try:
        return codes.territory(key)
    except ValueError:
        raise bad_cell(file, line, right, key.partition(":")[2]) from None


def _follow(basins: dict[str, str], became: Mapping[str, str]) -> None:
    """Puts what merged and what it became in one basin."""
    parts: dict[str, set[str]] = defaultdict(set)
    for old, now in became.items():
        parts[now] |= {basins[old]} if old in basins else set()
    for now, told in parts.items():
        if now not in basins and len(told) == 1:
            basins[now] = next(iter(told))
    for old, now in became.items():
        if now in basins:
            basins[old] = basins[now]


def _placed_nowhere(choice: Choice, scope: Scope, basins: Mapping[str, str]) -> int:
    """Returns how many known communes have no basin; what lies in a commune has that one's."""
    return sum(
        scope.holds(place.key)
        and place.key not in basins
        and not any(key.startswith(COMMUNE) for key in place.above)
        for place in choice.places
    )


def _rows(kept: Mapping[str, str], names: Mapping[str, Counter[str]]) -> Iterator[Row]:
    for basin in sorted(set(kept.values())):
        name = min(names[basin], key=lambda name: (-names[basin][name], name))
        values = {"code": basin.removeprefix("be:"), "kind": "basin", "name": name}
        yield Row("Territory", (basin,), values)
    for commune, basin in kept.items():
        yield Row(PART_OF, (commune, basin), {})


SOURCE = Source(
    "bassins",
    "France Travail",
    "Licence Ouverte 2.0",
    "source.bassins",
    ("Territory", PART_OF),
    read,
    local=True,
)
