"""Communes of the code officiel géographique, with their EPCI, département and region.

Facts of the INSEE, Licence Ouverte, in the layout that joins population and coordinates. Read:
communes, EPCI, départements, regions, what is part of what. Left: postal codes. The town hall's
coordinates are taken, the commune's centre where it has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.sources.layouts import modified_on, published
from ingest.sources.source import Asked, Delivery, Row, Source

PART_OF = "Territory-PART_OF-Territory"
COLUMNS = (
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
    ("epci", "code_epci", "epci", "epci"),
    ("dep", "code_departement", "departement", "department"),
    ("reg", "code_region", "region", "region"),
)


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what a file of communes says; `path` may be the folder that holds it alone.

    Raises:
        DataError: the file has another layout.
    """
    file = _file(asked.path)
    yield Delivery(modified_on(file), modified_on(file), _rows(file))


def _file(path: Path) -> Path:
    files = sorted(path.glob("*.csv")) if path.is_dir() else []
    return files[0] if files else path


def _rows(file: Path) -> Iterator[Row]:
    told: set[tuple[str, ...]] = set()
    for row in published(file, COLUMNS):
        key = f"com:{row['code_insee']}"
        yield Row("Territory", (key,), _commune(row))
        keys = {}
        for prefix, code, name, kind in ABOVE:
            if row[code]:
                keys[prefix] = f"{prefix}:{row[code]}"
                values = {"code": row[code], "kind": kind, "name": row[name]}
                yield from _once(told, Row("Territory", (keys[prefix],), values))
        for prefix in ("epci", "dep"):
            if prefix in keys:
                yield Row(PART_OF, (key, keys[prefix]), {})
        if {"dep", "reg"} <= keys.keys():
            yield from _once(told, Row(PART_OF, (keys["dep"], keys["reg"]), {}))


def _commune(row: dict[str, str]) -> dict[str, object]:
    place = "mairie" if row["mairie_lat"] and row["mairie_lon"] else "centroid"
    values: dict[str, object] = {
        "code": row["code_insee"],
        "kind": "commune",
        "name": row["nom"],
        "latitude": float(row[f"{place}_lat"]),
        "longitude": float(row[f"{place}_lon"]),
    }
    if row["population_municipale"]:
        values["population"] = int(row["population_municipale"])
    return values


def _once(told: set[tuple[str, ...]], row: Row) -> Iterator[Row]:
    if row.ends not in told:
        told.add(row.ends)
        yield row


SOURCE = Source(
    "communes", "INSEE", "Licence Ouverte 2.0", "source.communes", ("Territory", PART_OF), read
)
