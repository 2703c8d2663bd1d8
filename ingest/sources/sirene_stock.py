"""The stock files of SIRENE: what a territory needs, of tens of millions of rows.

The files are scanned once each by an engine that keeps what is chosen and spills to the disk beyond
`MEMORY`, so that a national file of 10 GB is read in the same memory as a département's.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from graph.errors import DataError
from ingest.sources.sirene_columns import (
    ESTABLISHMENT,
    LINK,
    OPTIONAL,
    PLACE,
    TREATED,
    UNIT,
    UNIT_OPTIONAL,
    UNIT_TREATED,
    Establishment,
)
from ingest.sources.sirene_consents import consenting
from ingest.sources.sirene_files import quoted, scanned, selected

MEMORY = "128MB"
THREADS = 2
POLLED = 0.2  # seconds between two looks at how far a scan is
READ = 2000  # rows fetched at a time
SAMPLED = 20_000  # rows in which a late day is sought before a scan
LONG_AGO = "1900"  # before any day of the register, as texts sort
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TAKEN = "(state = 'A' OR (state = 'F' AND siret IN (SELECT code FROM known)))"

Progress = Callable[[float], object]


@dataclass(frozen=True)
class Stock:
    """The published files, each where it is there; `units` always is."""

    establishments: Path
    units: Path
    places: Path | None = None
    links: Path | None = None
    consents: Path | None = None


class Scan:
    """One reading of the stock, in memory of its own."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, stock: Stock, progress: Progress) -> None:
        self._engine = engine
        self._stock = stock
        self._progress = progress
        self._days: dict[Path, set[str]] = {}

    def choose(self, communes: Sequence[str] | None, known: Iterable[str]) -> None:
        """Keeps the establishments of some communes (None: all) that are open, or known already."""
        stock = self._stock
        self._list("consents", consenting(stock.consents) if stock.consents else ())
        self._list("known", known)
        # A list in the statement itself is sought while the file is read: twice as fast as a join.
        codes = ", ".join(f"'{code}'" for code in communes or ())
        here = "true" if communes is None else f"codeCommuneEtablissement IN ({codes or 'NULL'})"
        columns = selected(stock.establishments, ESTABLISHMENT, OPTIONAL)
        columns = f"{columns}, {here} AS here"
        self._keep_dated("establishments", columns, stock.establishments, here, TREATED)
        self._run("CREATE TEMP VIEW chosen AS SELECT * FROM establishments WHERE here")
        columns = selected(stock.units, UNIT, UNIT_OPTIONAL)
        of_these = "siren IN (SELECT siren FROM chosen UNION SELECT left(code, 9) FROM known)"
        self._keep_dated("units", columns, stock.units, of_these, UNIT_TREATED)
        self._keep_places(stock.places)
        self._keep_links(stock.links)

    def rows(self) -> Iterator[Establishment]:
        """Yields what is kept, by SIRET; those closed only where they are known."""
        given = {"longitude": "coalesce(nullif(longitude, ''), place_longitude)",
                 "latitude": "coalesce(nullif(latitude, ''), place_latitude)",
                 "consents": "siret IN (SELECT code FROM consents)"}  # fmt: skip
        columns = (given.get(name, name) for name in Establishment._fields)
        shown = ", ".join(c if c == given["consents"] else f"coalesce({c}, '')" for c in columns)
        found = self._found(
            f"SELECT {shown} FROM chosen LEFT JOIN units USING (siren) "
            f"LEFT JOIN places USING (siret) WHERE {TAKEN} ORDER BY siret"
        )
        yield from map(Establishment._make, found)

    def day(self) -> str | None:
        """Returns the last day on which the register changed anything, chosen or not.

        Raises:
            DataError: a file holds something else for such a day.
        """
        for path, days in self._days.items():
            if not all(map(ISO_DAY.fullmatch, days)):
                raise DataError("source.date", file=path.name)
        return max(set().union(*self._days.values()), default=None)

    def open(self) -> int:
        """Returns how many open establishments are chosen."""
        return self._count("chosen WHERE state = 'A'")

    def closed(self) -> int:
        """Returns how many are left: closed and known to nobody, or neither open nor closed."""
        return self._count(f"chosen WHERE NOT coalesce({TAKEN}, false)")

    def known_units(self) -> Iterator[tuple[str, str, bool]]:
        """Yields each SIRET known, its unit's category and whether it consents to be listed."""
        yield from self._found(
            "SELECT code, coalesce(unit_category, ''), code IN (SELECT code FROM consents) "
            "FROM known JOIN units ON siren = left(code, 9) "
            r"WHERE regexp_full_match(code, '\d{14}') ORDER BY code"
        )

    def successions(self) -> Iterator[tuple[str, str]]:
        """Yields who is known and was taken over, with who took over, in order."""
        yield from self._found(
            "SELECT DISTINCT predecessor, successor FROM links "
            "WHERE successor <> predecessor AND predecessor IN (SELECT siret FROM chosen) "
            "AND successor IN (SELECT siret FROM chosen) ORDER BY ALL"
        )

    def _keep_dated(self, name: str, columns: str, path: Path, where: str, treated: str) -> None:
        """Keeps rows, and in the same scan the first and last day on which any was treated.

        A row that is not asked for stays only where its day is later than those of a sample, or
        is none at all: few do, and a second scan would take as long as the first.
        """
        day = f"nullif(left(CAST({treated} AS VARCHAR), 10), '')"
        sample = f"SELECT {treated} FROM {scanned(path)} LIMIT {SAMPLED}"
        [(last,)] = self._found(f"SELECT max({day}) FROM ({sample})", path)
        late = f"{day} NOT BETWEEN '{LONG_AGO}' AND {quoted(last or LONG_AGO)}"
        columns = f"{columns}, {day} AS day, coalesce({late}, false) AS late"
        self._keep(name, columns, path, f"{where} OR {late}")
        [days] = self._found(f"SELECT min(day), max(day) FROM {name} WHERE late", path)
        self._days[path] = {text for text in (last, *days) if text}

    def _keep_places(self, places: Path | None) -> None:
        if places:
            of_chosen = "siret IN (SELECT siret FROM chosen)"
            self._keep("places", selected(places, PLACE), places, of_chosen)
        else:
            self._run("CREATE TEMP TABLE places (siret VARCHAR, place_longitude VARCHAR, "
                      "place_latitude VARCHAR)")  # fmt: skip

    def _keep_links(self, links: Path | None) -> None:
        if links:
            of_known = f"{LINK['predecessor']} IN (SELECT code FROM known)"
            self._keep("links", selected(links, LINK), links, of_known)
        else:
            self._run("CREATE TEMP TABLE links (predecessor VARCHAR, successor VARCHAR)")

    def _keep(self, name: str, columns: str, path: Path, where: str) -> None:
        self._run(f"CREATE TEMP TABLE {name} AS SELECT {columns} FROM {scanned(path)} "
                  f"WHERE {where}", path)  # fmt: skip

    def _list(self, name: str, codes: Iterable[str]) -> None:
        self._run(f"CREATE TEMP TABLE {name} (code VARCHAR)")
        self._engine.execute(
            f"INSERT INTO {name} SELECT unnest(?::VARCHAR[])", [sorted(set(codes))]
        )

    def _count(self, text: str) -> int:
        [(count,)] = self._found(f"SELECT count(*) FROM {text}")
        return int(count)

    def _found(self, query: str, path: Path | None = None) -> Iterator[Any]:
        """Yields the rows of a query as they are fetched."""
        try:
            found = self._engine.execute(query)
            while batch := found.fetchmany(READ):
                yield from batch
        except duckdb.Error as error:
            raise self._unreadable(error, path) from error

    def _run(self, statement: str, path: Path | None = None) -> None:
        """Runs a statement on a thread of its own, and tells meanwhile how far it is."""
        fault: list[duckdb.Error] = []

        def scan() -> None:
            try:
                self._engine.execute(statement)
            except duckdb.Error as error:
                fault.append(error)

        thread = threading.Thread(target=scan, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(POLLED)
            self._progress(max(0.0, self._engine.query_progress()))
        if fault:
            raise self._unreadable(fault[0], path) from fault[0]

    def _unreadable(self, error: duckdb.Error, path: Path | None) -> DataError:
        """Returns the error by the name of a file: the establishments', where several are read."""
        reason = str(error).splitlines()[0]
        name = (path or self._stock.establishments).name
        return DataError("table.unreadable", file=name, reason=reason)


@contextmanager
def scanning(stock: Stock, progress: Progress = lambda _: None) -> Iterator[Scan]:
    """Yields a scan; what it spills to the disk goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        settings: dict[str, Any] = {
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": folder,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        with duckdb.connect(":memory:", config=settings) as engine:
            yield Scan(engine, stock, progress)
