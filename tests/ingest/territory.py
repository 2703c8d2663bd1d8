"""The demonstration's tables, as its tests read them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ingest.claims import Parsed, parse
from ingest.demonstration import FOLDER, tables_of_the_territory
from ingest.headers import mapped
from ingest.tables import tables

if TYPE_CHECKING:
    from pathlib import Path

STORY = date(2026, 9, 7)
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
Row = dict[str, str]


def read(path: Path, delimiter: str = ";") -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@cache
def rows(name: str) -> tuple[Row, ...]:
    return tuple(read(FOLDER / f"{name}.csv"))


@cache
def parsed() -> tuple[Parsed, ...]:
    return tuple(
        parse(mapped(table), "demonstration", STORY.isoformat())
        for path in tables_of_the_territory()
        for table in tables(path)
    )


def by_key(name: str, key: str = "clé") -> dict[str, Row]:
    return {row[key]: row for row in rows(name)}


def number(text: str) -> float:
    return float(text.replace(",", "."))


def employers() -> dict[str, Row]:
    return by_key("partenaires") | by_key("etablissements", "SIRET")


def commune_of(employer: str) -> str:
    return employers()[employer]["commune"]


def months(need: str) -> list[float]:
    return [number(by_key("besoins")[need][month]) for month in MONTHS]
