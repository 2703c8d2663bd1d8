"""NAF rev. 2, the nomenclature of activities: its classes, with a dot or without.

Published by the INSEE under Licence Ouverte. Read: the 732 classes with their titles.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph import codes
from graph.errors import DataError
from ingest.sources.layouts import modified_on, published
from ingest.sources.source import Asked, Delivery, Row, Source

COLUMNS = ("naf_id", "naf_label")


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what a file of NAF classes says; `path` may be the folder that holds it alone.

    Raises:
        DataError: the file has another layout, or a code is none of NAF's.
    """
    files = sorted(asked.path.glob("*.csv")) if asked.path.is_dir() else []
    file = files[0] if files else asked.path
    yield Delivery("2", modified_on(file), _rows(file))


def _rows(file: Path) -> Iterator[Row]:
    for row in published(file, COLUMNS):
        try:
            key = codes.sector(row["naf_id"])
        except ValueError:
            raise DataError("source.naf_code", file=file.name, value=row["naf_id"]) from None
        code = key.removeprefix("naf2:")
        yield Row("Sector", (key,), {"code": code, "title": row["naf_label"], "level": 5})


SOURCE = Source("naf", "INSEE", "Licence Ouverte 2.0", "source.naf", ("Sector",), read)
