"""The published files of data·inclusion as records: JSON, CSV and workbook say the same.

A JSON file is one array of objects whose days are milliseconds since 1970; in a CSV and a workbook
a list is written as Python writes it, `['mobilite--preparer-un-permis']`.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import ijson

from graph import codes
from graph.errors import DataError
from graph.kinds import TRUE
from ingest.official.layouts import columns_of, layout, modified_on, published, tables_of
from ingest.sources.named_days import named_day

LAYOUTS = {
    "services": ("id", "source", "structure_id", "nom", "thematiques", "date_maj"),
    "structures": ("id", "source", "nom", "siret", "code_insee", "date_maj"),
}
FORMATS = (".json", ".csv", ".xlsx")  # of one day, the first is read
DEEPEST = 8  # a list in a record in the list of records is 3 deep
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOWNS = {"751": "75056", "6938": "69123", "132": "13055"}  # by the start of their arrondissements


@dataclass(frozen=True)
class Record:
    """A structure or a service as a file gives it."""

    file: str
    values: Mapping[str, object]

    def text(self, *columns: str) -> str:
        """Returns the first of these columns that holds anything, else ""."""
        found = (self.values.get(column) for column in columns)
        return next((text for one in found if one is not None and (text := str(one).strip())), "")

    @cached_property
    def key(self) -> str:
        """The slug of its producer and its id there, which many editions prefix with it."""
        return self._slug("id")

    @cached_property
    def structure(self) -> str:
        """The key of the structure that a service names."""
        return self._slug("structure_id")

    def _slug(self, column: str) -> str:
        told, start = self.text(column), f"{self.text('source')}--"
        try:
            return codes.slug(told if told.startswith(start) else start + codes.slug(told))
        except ValueError:
            raise self._wrong(column, told) from None

    @cached_property
    def commune(self) -> str:
        """The key of its commune, of the town for an arrondissement; "" where none is told."""
        try:
            return commune_key(self.text("code_insee"))
        except ValueError:
            return ""

    def listed(self, column: str) -> list[str]:
        """Returns the texts of a list, each once; one text stands for a list of it.

        Raises:
            DataError: the cell begins like a list and is none.
        """
        told = self.values.get(column)
        if isinstance(told, str) and told.startswith("["):
            told = self._evaluated(column, told)
        if not isinstance(told, list):
            told = [self.text(column)]
        return list(dict.fromkeys(str(one) for one in told if one))

    def _evaluated(self, column: str, told: str) -> list[object]:
        try:
            return list(literal_eval(told))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            raise self._wrong(column, told) from None

    def day(self, column: str) -> str:
        """Returns an ISO day, "" where none is told.

        Raises:
            DataError: the value is no day.
        """
        told = self.values.get(column)
        try:
            if isinstance(told, (int, float)):
                return (EPOCH + timedelta(milliseconds=told)).date().isoformat()
            return date.fromisoformat(self.text(column)[:10]).isoformat() if told else ""
        except (ValueError, OverflowError):
            raise self._wrong(column, told) from None

    def degrees(self) -> dict[str, float]:
        """Returns its latitude and longitude, empty where they are not told or impossible."""
        try:
            latitude, longitude = (float(self.text(name)) for name in ("latitude", "longitude"))
        except ValueError:
            return {}
        possible = abs(latitude) <= 90 and abs(longitude) <= 180
        return {"latitude": latitude, "longitude": longitude} if possible else {}

    def is_true(self, column: str) -> bool:
        """Returns whether a yes stands there."""
        return codes.folded(self.text(column)) in TRUE

    def _wrong(self, column: str, told: object) -> DataError:
        return DataError(
            "source.inclusion_value",
            file=self.file,
            key=self.text("id") or "—",
            name=column,
            value=str(told)[:80],
        )


def commune_key(code: str) -> str:
    """Returns the key of a commune by its official code, or that of one of its arrondissements."""
    town = next((town for start, town in TOWNS.items() if code.startswith(start)), code)
    return codes.territory(f"com:{town}")


def files_of(path: Path) -> dict[str, Path]:
    """Returns the file of structures and that of services, as far as they are there.

    Of several editions the newest is taken, of several formats of it the first of `FORMATS`.

    Raises:
        DataError: there is neither, or the names of the newest do not tell one same day.
    """
    found: dict[str, list[Path]] = {}
    for file in filter(Path.is_file, [*tables_of(path), *_json_of(path)]):
        header = set(_names(file))
        fitting = (name for name, columns in LAYOUTS.items() if set(columns) <= header)
        if name := next(fitting, None):
            found.setdefault(name, []).append(file)
    if not found:
        names = sorted(file.name for file in path.iterdir()) if path.is_dir() else _names(path)
        raise layout(path, LAYOUTS["structures"], names)
    newest = {name: max(files, key=_preference) for name, files in found.items()}
    if len(set(map(named_day, newest.values()))) > 1:
        names = sorted(file.name for file in newest.values())
        raise DataError("source.inclusion_days", file=path.name, names=", ".join(names))
    return newest


def edition_of(file: Path) -> str:
    """Returns the day that a file's name tells, else the one it was last written on.

    Raises:
        DataError: the name tells as its day what is none.
    """
    return named_day(file) or modified_on(file)


def records_of(file: Path, columns: Sequence[str]) -> Iterator[Record]:
    """Yields the records of a file, streamed.

    Raises:
        DataError: the file has not these columns, or cannot be read to its end.
    """
    rows = _of_json(file, columns) if _is_json(file) else published(file, columns)
    for values in rows:
        yield Record(file.name, values)


def _of_json(file: Path, columns: Sequence[str]) -> Iterator[Mapping[str, object]]:
    try:
        with file.open("rb") as stream:
            for values in ijson.items(ijson.parse(_shallow(stream, file)), "item"):
                if not isinstance(values, dict) or not set(columns) <= values.keys():
                    raise layout(file, columns, values if isinstance(values, dict) else ())
                yield values
    except ijson.JSONError as error:
        raise DataError("table.unreadable", file=file.name, reason=str(error)) from None


def _shallow(stream: BinaryIO, file: Path) -> Iterator[tuple[str, object]]:
    """Yields the events of a JSON file, before what it nests deeply fills the memory.

    Raises:
        DataError: it nests deeper than any record does.
    """
    depth = 0
    for event, value in ijson.basic_parse(stream, use_float=True):
        depth += event.startswith("start_") - event.startswith("end_")
        if depth > DEEPEST:
            raise layout(file, LAYOUTS["structures"], ())
        yield event, value


def _names(file: Path) -> list[str]:
    if not _is_json(file):
        return columns_of(file)
    try:
        return list(next(_of_json(file, ()), {}))
    except DataError:
        return []


def _is_json(file: Path) -> bool:
    return file.suffix.lower() == ".json"


def _json_of(path: Path) -> list[Path]:
    return [file for file in path.iterdir() if _is_json(file)] if path.is_dir() else []


def _preference(file: Path) -> tuple[str, int, str]:
    suffix = file.suffix.lower()
    rank = FORMATS.index(suffix) if suffix in FORMATS else len(FORMATS)
    return edition_of(file), -rank, file.name
