"""Two processes at once: one node for each key, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from graph.servers import Place
from ingest.load import Orders, load
from tests.conftest import emptied
from tests.graphs import graph_of, opened
from tests.source import ROOT

COUNT = 1200
LOADER = """
import json, sys
from pathlib import Path
from graph.servers import Place
from ingest.load import Orders, load
from tests.graphs import opened
place = json.loads(sys.argv[1])
with opened(Place(**{**place, "folder": Path(place["folder"])})) as current:
    orders = Orders(source=sys.argv[3], observed_on="2026-01-01")
    sys.exit(not load(current, [Path(sys.argv[2])], orders).clean)
"""


def table(path: Path, first: int, headcount: int) -> Path:
    """Returns a table of companies whose last three quarters another table has too."""
    rows = [f"e{n};Société {n};{headcount}" for n in range(first, first + COUNT)]
    path.write_text("\n".join(["clé;nom;effectif", *rows]), encoding="utf-8")
    return path


def test_two_processes_that_load_the_same_keys_at_once_lose_nothing(
    place: Place, tmp_path: Path
) -> None:
    files = [
        table(tmp_path / "etablissements-a.csv", 0, 3),
        table(tmp_path / "etablissements-b.csv", COUNT // 4, 5),
    ]
    with opened(place) as current:
        for file in files:
            assert load(current, [file], Orders(source=file.stem, observed_on="2026-01-01")).clean
        one_after_the_other = graph_of(current)
    emptied(place)
    for path in place.folder.glob("state.sqlite*"):
        path.unlink()

    where = json.dumps({**asdict(place), "folder": str(place.folder)})
    processes = [
        subprocess.Popen([sys.executable, "-c", LOADER, where, str(file), file.stem], cwd=ROOT)
        for file in files
    ]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    with opened(place) as current:
        current.catch_up()
        at_once = graph_of(current)
    assert len(at_once.nodes) == COUNT + COUNT // 4
    assert at_once == one_after_the_other
