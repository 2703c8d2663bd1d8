"""Communes of the code officiel géographique, with their EPCI, département and region.

Published by the INSEE under Licence Ouverte: « Code officiel géographique (COG) », « Base des EPCI
à fiscalité propre » and « Table d'appartenance géographique des communes », each found by that
name on insee.fr. A folder may hold several, recognised by their columns: `v_commune_AAAA.csv`, with
`v_mvt_commune_AAAA.csv` for what merged since 1943, `v_departement_AAAA.csv` and
`v_region_AAAA.csv` for names (else the program's own), and a workbook of EPCI, either
`EPCI_au_01-01-AAAA.xlsx` or `table-appartenance-geo-communes-AA.xlsx`, which also lists the
communes where no `v_commune` does. Or one CSV that joins population and coordinates to them
(`code_insee`, `nom`, `code_epci`, `mairie_lat` and others), alone or beside the INSEE's files. Of
several editions in a folder the newest by name is read.

`--territory` chooses among the places of the files themselves, all of them without it. `--within`
takes what lies near across any border; it needs coordinates, from the joined CSV or from an earlier
load. Whatever is asked, a commune comes with the EPCI, département and region that it lies in.

Read: communes, municipal arrondissements as communes that are part of their own, EPCI,
départements, regions, what is part of what; the town hall's coordinates, the commune's centre
where it has none. A commune that merged is kept with the day since when it is no more, as part of
what its successor lies in, and becomes that successor: chains of mergers are followed to the one
that lives in the edition. Tables loaded later that name the old code mean the new one. Where
nothing tells of EPCI, communes stay in those of the edition before.

Nothing goes by a file that leaves out whole départements of those loaded before, such as one region
after another: it only adds.

Left: postal codes, cantons, arrondissements, communes of overseas collectivities. A commune shared
out among several, or that came into being again and is no more, becomes none; they are counted. A
commune without an EPCI (four islands) is counted too where a table of EPCI was there.

The edition is the year in the name of the file, published on its 1 January. The joined CSV tells
none, and counts as of the day when the file was last written: an edition of the INSEE of the same
year is then older, and refused; put the CSV and the INSEE's files in one folder, which
counts as of the later of their days.

Never seen whole: the INSEE's files, of which only columns and rows cited by public programs were
seen; `v_commune` before 2021, which has its columns in lower case, is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from graph.errors import DataError
from ingest.official.choice import Scope
from ingest.official.layouts import Named, by_layout, columns_of, layout, modified_on, numbered
from ingest.official.source import Asked, Delivery, Source
from ingest.sources.cog import (
    COMMUNES,
    LAYOUTS,
    add_merged,
    bad_cell,
    commune_code,
    main_file,
    register,
    year_of,
)
from ingest.sources.territories import BECOMES, EPCI, PART_OF, Commune, Register

JOINED = (
    "code_insee",
    "nom",
    "population_municipale",
    "code_departement",
    "departement",
    "code_region",
    "region",
    "code_epci",
    "epci",
    "centroid_lon",
    "centroid_lat",
    "mairie_lon",
    "mairie_lat",
)
ABOVE = (
    ("epci", "code_epci", "epci"),
    ("dep", "code_departement", "departement"),
    ("reg", "code_region", "region"),
)
DEGREES = {"lat": ("latitude", 90), "lon": ("longitude", 180)}


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what a file or folder of communes says of the territories asked for.

    Raises:
        DataError: a file has another layout, or a code, a name or coordinates fail.
    """
    files = by_layout(asked.path, {"joined": JOINED, **LAYOUTS}, ())
    listed = main_file(files)
    if not (listed or files["joined"]):
        raise _other(asked.path)
    found = register(files, listed) if listed else Register(files["joined"][0].name)
    for file in files["joined"]:
        _add(found, file, beside=listed is not None)
    before = asked.before("Territory")
    found.keep_epci(before, asked.before(PART_OF))
    add_merged(found, files)
    scope = found.scope(asked.choice)
    version = year_of(listed) if listed else ""
    days = [modified_on(file) for file in files["joined"]]
    if listed:
        days.append(f"{version}-01-01" if version else modified_on(listed))
    day = max(days)
    rows = found.rows(scope, before, version or day)
    known = {key for key in before if key.startswith("dep:") and scope.holds(key)}
    whole = known <= found.regions.keys()
    yield Delivery(version or day, day, rows, whole=whole, left=_left(found, scope))


def _other(path: Path) -> DataError:
    names = sorted(file.name for file in path.iterdir()) if path.is_dir() else columns_of(path)
    return layout(path, [" / ".join((", ".join(COMMUNES), ", ".join(JOINED)))], names)


def _left(found: Register, scope: Scope) -> Counter[str]:
    left = Counter[str]()
    for code in found.lost:
        department = f"dep:{code[: 3 if code.startswith('97') else 2]}"
        left["source.left.shared_out"] += department in found.regions and scope.holds(department)
    if any(key.startswith("epci:") for key in found.names):
        left["source.left.no_epci"] = sum(
            scope.holds(f"com:{code}") and not found.communes[code].lies_in("epci:")
            for code in found.living
        )
    return +left


def _add(found: Register, file: Path, *, beside: bool) -> None:
    """Adds a joined CSV; `beside` the INSEE's files it only completes the communes they list."""
    for line, row in numbered(file, JOINED):
        code = commune_code(file, line, row["code_insee"])
        keys = {prefix: f"{prefix}:{row[name]}" for prefix, name, _ in ABOVE if row[name]}
        if not beside:
            found.names |= {keys[prefix]: row[name] for prefix, _, name in ABOVE if prefix in keys}
            found.communes[code] = Commune(row["nom"], (keys["dep"],) if "dep" in keys else ())
            if {"dep", "reg"} <= keys.keys():
                found.regions[keys["dep"]] = keys["reg"]
        if commune := found.communes.get(code):
            commune.values = _values(file, line, row)
            if "epci" in keys and not commune.lies_in(EPCI):
                commune.joins(keys["epci"])
                found.names[keys["epci"]] = row["epci"]


def _values(file: Path, line: int, row: Named) -> dict[str, float | int]:
    place = "mairie" if row["mairie_lat"] and row["mairie_lon"] else "centroid"
    values: dict[str, float | int] = {}
    if row[f"{place}_lat"] and row[f"{place}_lon"]:
        for axis, (name, most) in DEGREES.items():
            values[name] = _number(file, line, row[f"{place}_{axis}"], -most, most)
    if text := row["population_municipale"]:
        values["population"] = int(_number(file, line, text, 0, 10_000_000))
    return values


def _number(file: Path, line: int, text: str, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = most + 1
    if not least <= value <= most:
        raise bad_cell(file, line, f"{least} … {most}", text)
    return value


SOURCE = Source(
    "communes",
    "INSEE",
    "Licence Ouverte 2.0",
    "source.communes",
    ("Territory", PART_OF, BECOMES),
    read,
    local=True,
    brings_places=True,
    retires=("Territory",),
    keeps=(PART_OF,),
)
