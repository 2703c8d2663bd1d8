"""The expressions by which an engine reads a published table, CSV or Parquet, whatever its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from glob import escape
from pathlib import Path

import duckdb

from ingest.official.layouts import columns_of, delimiter_of

BUFFER = 4 << 20  # bytes of a CSV read at a time, for each thread
NONE: Mapping[str, str] = {}


def header_of(path: Path) -> list[str]:
    """Returns the names of the columns of a CSV or Parquet file; empty where it is neither."""
    if not _is_parquet(path):
        return columns_of(path)
    with duckdb.connect(":memory:") as engine:
        try:
            found = engine.execute(f"DESCRIBE SELECT * FROM {scanned(path)}").fetchall()
        except duckdb.Error:
            return []
    return [str(row[0]) for row in found]


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def scanned(path: Path) -> str:
    """Returns the expression that reads a file, every value of a CSV as the text it is."""
    # A folder called `sirene [mai]` or `annee=2026` is no pattern, and gives no column.
    place = quoted(escape(str(path.absolute())))
    if _is_parquet(path):
        return f"read_parquet({place}, hive_partitioning=false)"
    delimiter = delimiter_of(path)
    return (
        f"read_csv({place}, header=true, all_varchar=true, auto_detect=false, "
        f"hive_partitioning=false, delim='{delimiter}', quote='\"', escape='\"', "
        f"buffer_size={BUFFER}, columns={_typed(columns_of(path))})"
    )


def _typed(names: Sequence[str]) -> str:
    """Returns the columns of a CSV as texts: one without a name, or with another's, is numbered."""
    met: set[str] = set()
    columns = []
    for place, name in enumerate(names, 1):
        unique = f"{name} {place}" if not name or name.casefold() in met else name
        met.add(unique.casefold())
        columns.append(f"{quoted(unique)}: 'VARCHAR'")
    return "{" + ", ".join(columns) + "}"


def quoted(text: str) -> str:
    """Returns a text as a statement writes it."""
    return "'" + text.replace("'", "''") + "'"


def selected(path: Path, needed: Mapping[str, str], optional: Mapping[str, str] = NONE) -> str:
    """Returns the columns to keep, under our names; an optional one that is missing is empty."""
    there = set(header_of(path))
    chosen = {**needed, **{name: column for name, column in optional.items() if column in there}}
    texts = [f'CAST("{column}" AS VARCHAR) AS {name}' for name, column in chosen.items()]
    return ", ".join([*texts, *(f"'' AS {name}" for name in optional.keys() - chosen.keys())])
