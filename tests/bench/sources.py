"""Official sources: a national stock filtered to a region, ROME whole, and a region in one go.

- **SIRENE**: 1 million establishments in the published layout, 4 % of them in Centre-Val de Loire,
  read by the source to its last row, in a process of its own; the peer is `polars` doing the
  filter alone, on the file of establishments alone.
- **ROME** whole into an empty graph, beside the bare driver sending the same rows, bookkeeping
  included, in the same batches.
- **A region**: 1,754 communes, ROME, NAF and 100,000 companies, seconds and memory of each command,
  and what of it is spent in the ledger.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from api.settings import from_environment
from api.workspace import opened
from graph.ledger import Ledger, Staging
from ingest.official.choice import Choice, Place
from ingest.official.source import Asked
from ingest.sources import SOURCES, load_official
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
from tests.ingest.sources.stock import country

REFERENCE = Path(os.environ.get("MAILLAGE_REFERENCE", "../shared/data")).resolve()
STOCK = 1_000_000
REGION = 24
COMPANIES = 100_000
PEER = """
import sys, polars
communes = open(sys.argv[2]).read().split()
stock = polars.scan_csv(sys.argv[1], infer_schema=False)
here = stock.filter(polars.col("codeCommuneEtablissement").is_in(communes))
print(here.collect(engine="streaming").height)
"""


def main() -> None:
    """Prints the figures; what needs a graph on both servers."""
    with TemporaryDirectory() as folder:
        _stock(Path(folder))
    with TemporaryDirectory() as folder, sites() as both:
        stock = country(Path(folder), STOCK, communes(), 0.42)
        for site in both:
            _rome(site)
        for site in both:
            _region(site, stock)


def communes() -> list[str]:
    """Returns the codes of the region's communes."""
    table = REFERENCE / "cog" / "communes_centre_val_de_loire.csv"
    with table.open(encoding="utf-8-sig", newline="") as stream:
        return [row["code_insee"] for row in csv.DictReader(stream)]


def read_stock(folder: str) -> int:
    """Returns how many rows the source gives of a stock for the region."""
    places = tuple(Place(f"com:{code}", None, None) for code in communes())
    asked = Asked(Path(folder), Choice(places=places))
    return sum(1 for delivery in SOURCES["sirene"].read(asked) for _ in delivery.rows)


def _stock(folder: Path) -> None:
    country(folder, STOCK, communes(), 0.04)
    (folder / "communes.txt").write_text("\n".join(communes()), encoding="ascii")
    ours = [sys.executable, "-c", "import sys; from tests.bench.sources import read_stock; "
            "print(read_stock(sys.argv[1]))", str(folder)]  # fmt: skip
    peer = [sys.executable, "-c", PEER, str(folder / "StockEtablissement_utf8.csv"),
            str(folder / "communes.txt")]  # fmt: skip
    memory: dict[str, float] = {}

    def run(name: str, command: list[str]) -> Callable[[], float]:
        def timed() -> float:
            ended = timed_process(command, {})
            memory[name] = max(memory.get(name, 0.0), ended.megabytes)
            return ended.seconds

        return timed

    print_head("polars", "maillage / polars")
    seconds = interleaved({"ours": run("ours", ours), "peer": run("peer", peer)})
    ratio = median(seconds["ours"]) / median(seconds["peer"])
    print_row("SIRENE, 1 million rows", seconds["ours"], seconds["peer"], ratio, "2 or less")
    print(f"{'':<34} most memory: {memory['ours']:.0f} MB, polars {memory['peer']:.0f} MB")


def _rome(site: Site) -> None:
    rows: Rows = {}

    def ours() -> float:
        with site.settings() as given, opened(from_environment(given)) as workspace:
            workspace.current.prepare()
            begun = time.perf_counter()
            load_official(workspace.current, "rome", REFERENCE / "rome")
            seconds = time.perf_counter() - begun
            if not rows:
                types = [name for name in SOURCES["rome"].types if "BECOMES" not in name]
                rows.update(rows_in_graph(workspace.settings, types))
        return seconds

    def peer() -> float:
        with site.settings() as given, opened(from_environment(given)) as workspace:
            workspace.current.prepare()
            return driven(workspace.settings, rows)

    ours()
    seconds = interleaved({"ours": ours, "peer": peer})
    ratio = median(seconds["peer"]) / median(seconds["ours"])
    print_head("bare driver", "driver / maillage")
    print_row(f"ROME, {site.name}", seconds["ours"], seconds["peer"], ratio, "0.8 or more")


def _region(site: Site, stock: Path) -> None:
    """Prints the seconds and memory of each command, on one graph, and the ledger's share."""
    steps = {
        "communes": REFERENCE / "cog",
        "naf": REFERENCE / "naf",
        "rome": REFERENCE / "rome",
        "sirene": stock,
    }
    with site.settings() as given:
        for name, path in steps.items():
            command = ["sources", "load", name, "--from", str(path)]
            ended = timed_process([sys.executable, "-m", "api.cli", *command], given)
            print(f"{name + ', ' + site.name:<34} {ended.seconds:.1f} s, {ended.megabytes:.0f} MB")
    with site.settings() as given, opened(from_environment(given)) as workspace:
        for name, path in steps.items():
            with _ledger_timed() as spent:
                begun = time.perf_counter()
                load_official(workspace.current, name, path)
                whole = time.perf_counter() - begun
            print(f"{name + ' inside, ' + site.name:<34} {whole:.1f} s, of which the ledger "
                  f"{spent[0]:.1f} s ({100 * spent[0] / whole:.0f} %)")  # fmt: skip


@contextmanager
def _ledger_timed() -> Iterator[list[float]]:
    """Yields the seconds that the calls of the ledger take until the block ends."""
    spent = [0.0]
    calls = ((Staging, "say"), (Staging, "acknowledge"), (Ledger, "said"), (Ledger, "mark"))
    kept = {(of, name): getattr(of, name) for of, name in calls}

    def timed(call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def inner(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return call(*given, **named)
            finally:
                spent[0] += time.perf_counter() - begun

        return inner

    for (of, name), call in kept.items():
        setattr(of, name, timed(call))
    try:
        yield spent
    finally:
        for (of, name), call in kept.items():
            setattr(of, name, call)
