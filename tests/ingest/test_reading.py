"""A table is read as it was said or remembered, and what is known decides what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.load import Orders, load
from tests.graphs import opened
from tests.ingest.messy import KNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from graph.servers import Place


def test_without_occupations_needs_say_once_how_to_load_them(
    embedded_place: Place, tmp_path: Path
) -> None:
    carnet, communes = tmp_path / "carnet.csv", tmp_path / "communes.csv"
    communes.write_text(KNOWN["communes"], encoding="utf-8")
    rows = "Atelier;Déols;2 soudeurs\nForge;Déols;magasinier\n"
    carnet.write_text(f"Entreprise;Ville;Besoins\n{rows}", encoding="utf-8")
    with opened(embedded_place) as current:
        report = load(current, [communes, carnet], Orders(observed_on="2026-09-07"))
    told = [note for note in report.tables[-1].notes if note.code != "mapping.taken"]
    assert report.clean
    assert [(note.code, note.line) for note in told] == [("mapping.no_occupations", None)]
    assert "maillage sources load rome" in str(told[0])
