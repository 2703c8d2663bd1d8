"""What a table is taken for is shown, written, corrected, given back, remembered and forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import run
from graph.servers import Place

TABLE = "Société;Ville;Interlocuteur\nAtelier;36044;Anne Roy\n"


@pytest.fixture
def table(embedded_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "server").symlink_to(embedded_place.folder / "server")
    monkeypatch.setenv("MAILLAGE_DATA", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("carnet.csv").write_text(TABLE, encoding="utf-8")
    return "carnet.csv"


def test_a_mapping_is_written_corrected_loaded_remembered_and_forgotten(
    table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["load", table]) == 2
    assert "maillage mapping carnet.csv -o lecture.yaml" in capsys.readouterr().err

    assert run(["mapping", table, "-o", "lecture.yaml"]) == 2
    shown = capsys.readouterr().out
    assert "commune (établissement)" in shown
    assert "établissement ─ a pour contact → contact" in shown

    path = Path("lecture.yaml")
    text = path.read_text("utf-8")
    assert text.startswith("# Interlocuteur : nom d'une personne")
    path.write_text(text.replace("intérêt légitime", "consentement"), encoding="utf-8")
    assert run(["check", table, "--mapping", "lecture.yaml"]) == 0
    checked = capsys.readouterr().out
    assert "Interlocuteur → nom (contact)" in checked
    assert "établissement ─ a pour contact → contact" in checked

    assert run(["load", table, "--mapping", "lecture.yaml"]) == 0
    capsys.readouterr()
    assert run(["mappings"]) == 0
    assert "carnet" in capsys.readouterr().out
    assert run(["mappings", "show", "carnet"]) == 0
    assert "legal_basis: consentement" in capsys.readouterr().out

    Path("carnet.csv").write_text(TABLE.replace("Atelier", "Forge"), encoding="utf-8")
    assert run(["load", table]) == 0
    assert run(["mappings", "forget", "carnet"]) == 0
    assert run(["mappings", "forget", "carnet"]) == 4


def test_a_mapping_that_is_no_file_is_refused(
    table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["load", table, "--mapping", "absent.yaml"]) == 2
    assert "absent.yaml" in capsys.readouterr().err
