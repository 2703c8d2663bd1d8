"""The stock files of SIRENE: what a territory needs, of tens of millions of rows.

The files are scanned once each by an engine that keeps what is chosen and spills to the disk beyond
`MEMORY`, so that a national file of 10 GB is read in the same memory as a département's.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from graph.errors import DataError
from ingest.official.layouts import columns_of, delimiter_of, published

MEMORY = "128MB"
BUFFER = 4 << 20  # bytes of a CSV read at a time, for each thread
THREADS = 2
POLLED = 0.2  # seconds between two looks at how far a scan is
READ = 2000  # rows fetched at a time
NONE: Mapping[str, str] = {}

Progress = Callable[[float], object]


class Establishment(NamedTuple):
    """A row of StockEtablissement with what other files say of it; "" where nothing is."""

    siret: str
    diffusion: str
    band: str
    band_year: str
    number: str
    repetition: str
    street_kind: str
    street: str
    commune: str
    since: str
    state: str
    sign: str
    usual_name: str
    activity: str
    nomenclature: str
    longitude: str
    latitude: str
    east: str
    north: str
    unit: str
    unit_diffusion: str
    unit_category: str
    unit_name: str
    unit_usual_name: str
    unit_acronym: str
    unit_person: str
    consents: bool


@dataclass(frozen=True)
class Stock:
    """The published files, each where it is there; `units` always is."""

    establishments: Path
    units: Path
    places: Path | None = None
    links: Path | None = None
    consents: Path | None = None


ESTABLISHMENT = {
    "siren": "siren",
    "siret": "siret",
    "diffusion": "statutDiffusionEtablissement",
    "band": "trancheEffectifsEtablissement",
    "band_year": "anneeEffectifsEtablissement",
    "number": "numeroVoieEtablissement",
    "repetition": "indiceRepetitionEtablissement",
    "street_kind": "typeVoieEtablissement",
    "street": "libelleVoieEtablissement",
    "commune": "codeCommuneEtablissement",
    "since": "dateDebut",
    "state": "etatAdministratifEtablissement",
    "sign": "enseigne1Etablissement",
    "usual_name": "denominationUsuelleEtablissement",
    "activity": "activitePrincipaleEtablissement",
    "nomenclature": "nomenclatureActivitePrincipaleEtablissement",
    "treated": "dateDernierTraitementEtablissement",
}
OPTIONAL = {
    "longitude": "longitude",
    "latitude": "latitude",
    "east": "coordonneeLambertAbscisseEtablissement",
    "north": "coordonneeLambertOrdonneeEtablissement",
}
UNIT = {
    "siren": "siren",
    "unit": "siren",
    "unit_diffusion": "statutDiffusionUniteLegale",
    "unit_category": "categorieJuridiqueUniteLegale",
    "unit_name": "denominationUniteLegale",
    "unit_usual_name": "denominationUsuelle1UniteLegale",
    "unit_acronym": "sigleUniteLegale",
    "unit_person": "nomUniteLegale",
}
PLACE = {"siret": "siret", "place_longitude": "x_longitude", "place_latitude": "y_latitude"}
LINK = {
    "predecessor": "siretEtablissementPredecesseur",
    "successor": "siretEtablissementSuccesseur",
}


class Scan:
    """One reading of the stock, in memory of its own."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, progress: Progress) -> None:
        self._engine = engine
        self._progress = progress

    def choose(self, stock: Stock, communes: Sequence[str] | None, known: Iterable[str]) -> None:
        """Keeps the establishments of some communes (None: all) that are open, or known already."""
        self._list("known", known)
        # A list in the statement itself is sought while the file is read: twice as fast as a join.
        codes = ", ".join(f"'{code}'" for code in communes or ())
        where = "true" if communes is None else f"codeCommuneEtablissement IN ({codes or 'NULL'})"
        columns = _selected(stock.establishments, ESTABLISHMENT, OPTIONAL)
        self._keep("chosen", columns, stock.establishments, where)
        of_chosen = "siren IN (SELECT siren FROM chosen)"
        self._keep("units", _selected(stock.units, UNIT), stock.units, of_chosen)
        self._keep_places(stock.places)
        self._list("consents", _sirets(stock.consents) if stock.consents else ())
        self._keep_links(stock.links)

    def rows(self) -> Iterator[Establishment]:
        """Yields what is kept, by SIRET; those closed only where they are known."""
        given = {"longitude": "coalesce(nullif(longitude, ''), place_longitude)",
                 "latitude": "coalesce(nullif(latitude, ''), place_latitude)",
                 "consents": "siret IN (SELECT code FROM consents)"}  # fmt: skip
        columns = (given.get(name, name) for name in Establishment._fields)
        shown = ", ".join(c if c == given["consents"] else f"coalesce({c}, '')" for c in columns)
        found = self._engine.execute(
            f"SELECT {shown} FROM chosen LEFT JOIN units USING (siren) "
            "LEFT JOIN places USING (siret) "
            "WHERE state <> 'F' OR siret IN (SELECT code FROM known) ORDER BY siret"
        )
        while batch := found.fetchmany(READ):
            yield from map(Establishment._make, batch)

    def day(self) -> str | None:
        """Returns the last day on which the register changed anything that was chosen."""
        row = self._engine.execute("SELECT max(treated) FROM chosen").fetchone()
        return row[0][:10] if row and row[0] else None

    def open(self) -> int:
        """Returns how many open establishments are chosen."""
        return self._count("chosen WHERE state <> 'F'")

    def closed(self) -> int:
        """Returns how many closed establishments are left, since nobody knows them."""
        return self._count("chosen WHERE state = 'F' AND siret NOT IN (SELECT code FROM known)")

    def successions(self) -> Iterator[tuple[str, str]]:
        """Yields who is known and was taken over, with who took over, in order."""
        found = self._engine.execute(
            "SELECT DISTINCT predecessor, successor FROM links "
            "WHERE successor <> predecessor AND predecessor IN (SELECT siret FROM chosen) "
            "AND successor IN (SELECT siret FROM chosen) ORDER BY ALL"
        )
        while batch := found.fetchmany(READ):
            yield from batch

    def _keep_places(self, places: Path | None) -> None:
        if places:
            of_chosen = "siret IN (SELECT siret FROM chosen)"
            self._keep("places", _selected(places, PLACE), places, of_chosen)
        else:
            self._run("CREATE TEMP TABLE places (siret VARCHAR, place_longitude VARCHAR, "
                      "place_latitude VARCHAR)")  # fmt: skip

    def _keep_links(self, links: Path | None) -> None:
        if links:
            of_known = f"{LINK['predecessor']} IN (SELECT code FROM known)"
            self._keep("links", _selected(links, LINK), links, of_known)
        else:
            self._run("CREATE TEMP TABLE links (predecessor VARCHAR, successor VARCHAR)")

    def _keep(self, name: str, columns: str, path: Path, where: str) -> None:
        self._run(f"CREATE TEMP TABLE {name} AS SELECT {columns} FROM {_scanned(path)} "
                  f"WHERE {where}", path)  # fmt: skip

    def _list(self, name: str, codes: Iterable[str]) -> None:
        self._run(f"CREATE TEMP TABLE {name} (code VARCHAR)")
        self._engine.execute(
            f"INSERT INTO {name} SELECT unnest(?::VARCHAR[])", [sorted(set(codes))]
        )

    def _count(self, text: str) -> int:
        row = self._engine.execute(f"SELECT count(*) FROM {text}").fetchone()
        return int(row[0]) if row else 0

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
        if fault and path:
            reason = str(fault[0]).splitlines()[0]
            raise DataError("table.unreadable", file=path.name, reason=reason) from fault[0]
        if fault:
            raise fault[0]


@contextmanager
def scanning(progress: Progress = lambda _: None) -> Iterator[Scan]:
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
            yield Scan(engine, progress)


def header_of(path: Path) -> list[str]:
    """Returns the names of the columns of a CSV or Parquet file; empty where it is neither."""
    if not _is_parquet(path):
        return columns_of(path)
    with duckdb.connect(":memory:") as engine:
        try:
            found = engine.execute(f"DESCRIBE SELECT * FROM {_scanned(path)}").fetchall()
        except duckdb.Error:
            return []
    return [str(row[0]) for row in found]


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _scanned(path: Path) -> str:
    """Returns the expression that reads a file, every value of a CSV as the text it is."""
    place = _quoted(str(path))
    if _is_parquet(path):
        return f"read_parquet({place})"
    delimiter = delimiter_of(path)
    return (
        f"read_csv({place}, header=true, all_varchar=true, auto_detect=false, "
        f"delim='{delimiter}', quote='\"', escape='\"', "
        f"buffer_size={BUFFER}, columns={_typed(columns_of(path))})"
    )


def _typed(names: Sequence[str]) -> str:
    return "{" + ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names) + "}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _selected(path: Path, needed: Mapping[str, str], optional: Mapping[str, str] = NONE) -> str:
    """Returns the columns to keep, under our names; an optional one that is missing is empty."""
    there = set(header_of(path))
    chosen = {**needed, **{name: column for name, column in optional.items() if column in there}}
    texts = [f'CAST("{column}" AS VARCHAR) AS {name}' for name, column in chosen.items()]
    return ", ".join([*texts, *(f"'' AS {name}" for name in optional.keys() - chosen.keys())])


def _sirets(path: Path) -> list[str]:
    return [row["siret"] for row in published(path, ("siret",))]
