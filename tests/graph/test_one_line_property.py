"""One line in the model reaches validation, templates, schema, dictionary, load and snapshot."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from graph.servers import Place
from tests.source import ROOT

LINE = (
    '    flood_zone = Flag("zone inondable", "flood zone", '
    '"Whether it stands in a flood zone.", example="oui")\n'
)
PROBE = """
import json, sys
from pathlib import Path
import graph.schema
from graph import statements
from graph.declare import NODES
from graph.dictionary import markdown
from graph.servers import Place
from graph.snapshot import read_snapshot
from graph.validation import check, json_schema
from graph.viewer import Viewer
from ingest.load import Orders, load
from ingest.templates import as_csv, as_workbook
from tests.graphs import opened
company = NODES["Company"]
folder, table = Path(sys.argv[1]), Path(sys.argv[2])
with opened(Place(folder)) as current:
    clean = load(current, [table], Orders()).clean
    rows = current.store.read("MATCH (c:Company) RETURN c.flood_zone").rows
    snapshot = read_snapshot(current.store, Viewer(), ["Company"]).table("Company")
    column = list(snapshot.columns["flood_zone"])
print(json.dumps({
    "put": statements.put(company),
    "faults": [f.name for f in check(company, [{"key": "a", "name": "A", "flood_zone": 3}])],
    "right": check(company, [{"key": "a", "name": "A", "flood_zone": True}]),
    "csv": as_csv(company).decode("utf-8-sig").splitlines()[0].split(";"),
    "xlsx": as_workbook(company)[:2].decode(),
    "schema": json_schema(company)["properties"]["flood_zone"],
    "dictionary": "| `flood_zone` | zone inondable | flag |" in markdown(),
    "clean": clean, "rows": rows, "column": column,
}))
"""


def test_one_more_line_arrives_everywhere(embedded_place: Place, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for folder in ("graph", "ingest", "tests"):
        left = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, checkout / folder, ignore=left)
    model = checkout / "graph" / "schema.py"
    text = model.read_text(encoding="utf-8")
    place = text.index("    siret = Code(")
    model.write_text(text[:place] + LINE + text[place:], encoding="utf-8")
    table = tmp_path / "etablissements.csv"
    table.write_text("clé;nom;zone inondable\na;Atelier;oui\n", encoding="utf-8")

    command = [sys.executable, "-c", PROBE, str(embedded_place.folder), str(table)]
    done = subprocess.run(
        command, cwd=checkout, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["put"] == "UNWIND $rows AS r MERGE (n:Company {key: r.key}) SET n = r"
    assert (told["faults"], told["right"]) == (["flood_zone"], [])
    assert "zone inondable" in told["csv"]
    assert told["xlsx"] == "PK"
    assert told["schema"] == {
        "description": "Whether it stands in a flood zone.",
        "examples": ["oui"],
        "title": "flood zone",
        "type": "boolean",
    }
    assert told["dictionary"]
    assert (told["clean"], told["rows"], told["column"]) == (True, [[True]], [True])
