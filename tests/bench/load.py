"""50,000 companies with commune and sector, beside the bare driver sending the same batches.

Ours reads and checks the CSV, writes the ledger and the graph; it is timed as `ingest.load.load`
in this process and as the whole process `maillage load` with the server running. The peer
already holds the very rows, bookkeeping included, and sends them in the same statements, a
transaction of 5,000 each, on a graph with the same constraints, communes and sectors.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from stdnum import luhn

from api.settings import from_environment
from api.workspace import Workspace, opened
from ingest.load import Orders, load
from tests.bench._race import (
    Rows,
    Site,
    driven,
    interleaved,
    print_head,
    print_row,
    rows_in_graph,
    sites,
    timed_process,
)

COMPANIES, COMMUNES, SECTORS = 50_000, 1_800, 700
SEED = 20260907
TYPES = ("Company", "Company-LOCATED_IN-Territory", "Company-IN_SECTOR-Sector")


def main() -> None:
    """Prints the figures on both servers."""
    print_head("bare driver", "driver / maillage")
    with TemporaryDirectory() as folder, sites() as both:
        tables = written(Path(folder))
        for site in both:
            _measure(site, tables)


def _measure(site: Site, tables: list[Path]) -> None:
    rows, memory = _rows_of(site, tables), list[float]()

    def process() -> float:
        with _prepared(site, tables) as (_, given):
            command = [sys.executable, "-m", "api.cli", "load", str(tables[2])]
            ended = timed_process(command, given)
        memory.append(ended.megabytes)
        return ended.seconds

    runs = {
        "inside": lambda: _inside(site, tables),
        "driver": lambda: _driver(site, tables, rows),
        "process": process,
    }
    seconds = interleaved(runs)
    peer = median(seconds["driver"])
    for name, what in (("inside", "load()"), ("process", "maillage load")):
        ratio = peer / median(seconds[name])
        print_row(f"{what}, {site.name}", seconds[name], seconds["driver"], ratio, "0.8 or more")
    print(f"{'':<34} most memory of maillage load: {max(memory):.0f} MB")


def written(folder: Path) -> list[Path]:
    """Returns the tables of communes, sectors and companies, the same each time."""
    chance = random.Random(SEED)
    communes = [f"{37000 + place:05}" for place in range(COMMUNES)]
    sectors = [f"{10 + place // 26}.{10 + place % 26}A" for place in range(SECTORS)]
    sirets = sorted(chance.sample(range(10**12, 10**13), COMPANIES))
    companies = (
        (
            _checked(number),
            f"Atelier {number % 10_007}",
            chance.randint(0, 400),
            round(chance.uniform(46.3, 48.9), 5),
            round(chance.uniform(0.1, 3.1), 5),
            chance.choice(communes),
            chance.choice(sectors),
        )
        for number in sirets
    )
    heads = ["clé", "nom", "effectif", "latitude", "longitude", "commune", "NAF"]
    return [
        _table(folder / "communes.csv", ["clé", "nom"], ((f"com:{c}", f"C {c}") for c in communes)),
        _table(folder / "secteurs.csv", ["clé", "libellé"], ((s, f"S {s}") for s in sectors)),
        _table(folder / "etablissements.csv", heads, companies),
    ]


def _checked(number: int) -> str:
    """Returns a SIRET that holds: both its SIREN and the whole have their check digit."""
    siren = f"{number // 10**5:08}"
    siren += luhn.calc_check_digit(siren)
    nic = f"{number % 10**4:04}"
    return siren + nic + luhn.calc_check_digit(siren + nic)


def _table(path: Path, head: list[str], rows: Iterator[tuple[Any, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])
    return path


@contextmanager
def _prepared(site: Site, tables: list[Path]) -> Iterator[tuple[Workspace, dict[str, str]]]:
    """Yields a graph that holds communes and sectors, its server running."""
    with site.settings() as given, opened(from_environment(given)) as workspace:
        load(workspace.current, tables[:2], Orders())
        yield workspace, given


def _inside(site: Site, tables: list[Path]) -> float:
    with _prepared(site, tables) as (workspace, _):
        begun = time.perf_counter()
        report = load(workspace.current, tables[2:], Orders())
        seconds = time.perf_counter() - begun
    if report.tables[0].outcome.created.total() != COMPANIES * len(TYPES):
        raise RuntimeError(report.tables[0].outcome)
    return seconds


def _rows_of(site: Site, tables: list[Path]) -> Rows:
    """Returns the rows that a load leaves in the graph, in the order of their keys."""
    with _prepared(site, tables) as (workspace, _):
        load(workspace.current, tables[2:], Orders())
        return rows_in_graph(workspace.settings, TYPES)


def _driver(site: Site, tables: list[Path], rows: Rows) -> float:
    with _prepared(site, tables) as (workspace, _):
        return driven(workspace.settings, rows)
