"""Official sources: a national stock filtered to a region, ROME whole, and a region in one go.

- **SIRENE**: 1 million establishments in the published layout, 4 % of them in Centre-Val de Loire,
  read by the source to its last row, in a process of its own; the peer is `polars` doing the
  filter alone, on the file of establishments alone.
- **ROME** whole into an empty graph, beside the bare driver sending the same rows, bookkeeping
  included, in the same batches.
- **A region**: 1,754 communes, ROME, NAF and 100,000 companies, seconds and memory of each command,
  and what of a load is the ledger's: neither reading nor the bare driver.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from api.settings import from_environment
from api.workspace import Workspace, opened
from ingest.official.choice import Choice, Place
from ingest.official.loading import places_of
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
PUBLISHED = {"communes": "cog", "naf": "naf", "rome": "rome"}
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
        steps = {name: REFERENCE / folder for name, folder in PUBLISHED.items()}
        steps["sirene"] = stock
        for site in both:
            _region(site, steps)
        for site in both:
            _region_inside(site, steps)
        for site in both:
            _rome(site)


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
                rows.update(rows_in_graph(workspace.settings, SOURCES["rome"].types))
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


def _region(site: Site, steps: Mapping[str, Path]) -> None:
    """Prints the seconds and memory of each command, on one graph."""
    with site.settings() as given:
        for name, path in steps.items():
            command = ["sources", "load", name, "--from", str(path)]
            ended = timed_process([sys.executable, "-m", "api.cli", *command], given)
            print(f"{name + ', ' + site.name:<34} {ended.seconds:.1f} s, {ended.megabytes:.0f} MB")


def _region_inside(site: Site, steps: Mapping[str, Path]) -> None:
    """Prints what the ledger costs: what reading and the bare driver do not account for."""
    whole, reading, rows = {}, {}, {}
    with site.settings() as given, opened(from_environment(given)) as workspace:
        workspace.current.prepare()
        for name, path in steps.items():
            begun = time.perf_counter()
            load_official(workspace.current, name, path)
            whole[name] = time.perf_counter() - begun
            reading[name] = _reading(workspace, name, path)
        for name in steps:
            rows[name] = rows_in_graph(workspace.settings, SOURCES[name].types)
    with site.settings() as given, opened(from_environment(given)) as workspace:
        workspace.current.prepare()
        for name in steps:
            driver = driven(workspace.settings, rows[name])
            rest = whole[name] - reading[name] - driver
            print(f"{name + ' inside, ' + site.name:<34} {whole[name]:.1f} s: reading "
                  f"{reading[name]:.1f}, bare driver {driver:.1f}, ledger and checks {rest:.1f} "
                  f"({100 * rest / whole[name]:.0f} %)", flush=True)  # fmt: skip


def _reading(workspace: Workspace, name: str, path: Path) -> float:
    """Returns the seconds of reading a source's rows, for the communes that the graph knows."""
    source = SOURCES[name]
    choice = Choice(places=places_of(workspace.current)) if source.local else Choice()
    begun = time.perf_counter()
    for delivery in source.read(Asked(path, choice)):
        deque(delivery.rows, maxlen=0)
    return time.perf_counter() - begun
