"""A record is taken away and brought back by the command line as by its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import run
from graph.servers import Place, connect

TABLES = {
    "communes.csv": "code;nom\n36044;Châteauroux\n",
    "etablissements.csv": "clé;nom;commune\na;L'Atelier;36044\n",
}


def test_a_record_is_removed_by_a_command_and_restored_with_its_edges(
    own_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, text in TABLES.items():
        (own_folder / name).write_text(text, encoding="utf-8")
    assert run(["load", *TABLES]) == 0
    assert run(["restore", "établissement", "a"]) == 4
    capfd.readouterr()
    assert run(["remove", "établissement", "a"]) == 0
    assert capfd.readouterr().out == (
        "« L'Atelier » supprimé ; pour rétablir la fiche : maillage restore Company a\n"
    )
    assert run(["remove", "Company", "a"]) == 4
    assert run(["remove", "LOCATED_IN", "a"]) == 4
    capfd.readouterr()
    assert run(["restore", "Company", "a"]) == 0
    assert capfd.readouterr().out == "« L'Atelier » rétabli.\n"
    with connect(Place(own_folder / "data" / "graph")) as store:
        text = "MATCH (c:Company)-[e:LOCATED_IN]->(t:Territory) RETURN c.key, t.key"
        assert store.read(text).rows == [("a", "com:36044")]
