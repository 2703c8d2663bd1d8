"""What is past its retention leaves by one command, whole into a file first where asked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.cli import run

CONTACTS = "clé;fonction;établissement\naccueil;Accueil, chef;usine\natelier;=Atelier;usine\n"
COMPANIES = "clé;nom\nusine;Usine\n"


@pytest.fixture
def folder(own_folder: Path) -> Path:
    """A graph with a company and its two contacts, all confirmed long ago."""
    for name, text in (("etablissements", COMPANIES), ("contacts", CONTACTS)):
        (own_folder / f"{name}.csv").write_text(text, encoding="utf-8")
    tables = ["etablissements.csv", "contacts.csv"]
    assert run(["load", *tables, "--date", "2020-01-31", "--source", "relevé"]) == 0
    return own_folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def past(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [one["key"] for one in told(capsys, "retention")["past_retention"]]


def answering(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))


def test_nothing_leaves_before_somebody_says_yes(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in ("non", "", "peut-être"):
        answering(monkeypatch, answer)
        assert run(["retention", "--archive", "parti.json"]) == 130
        assert not (folder / "parti.json").exists()
    assert past(capsys) == ["accueil", "atelier"]
    answering(monkeypatch, "Oui")
    assert run(["retention", "--remove"]) == 0
    assert past(capsys) == []
    assert run(["loads", "undo", "2"]) == 0
    assert run(["confirm", "contact", "accueil"]) == 4


def test_an_archive_holds_every_value_and_replaces_no_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ancien.json").write_text("ancien")
    for name, reason in (("ancien.json", "existe déjà"), ("parti.txt", "csv, xlsx, json")):
        assert run(["retention", "--archive", name, "--yes"]) == 2
        assert reason in capsys.readouterr().err
    assert run(["retention", "--archive", "absent/parti.json", "--yes"]) == 2
    assert (folder / "ancien.json").read_text() == "ancien"
    assert past(capsys) == ["accueil", "atelier"]
    assert run(["retention", "--archive", "parti.json", "--yes"]) == 0
    document = json.loads((folder / "parti.json").read_bytes())
    assert document["counts"] == {"Contact": 2}
    kept = {name: [row[name] for row in document["rows"]] for name in document["rows"][0]}
    assert kept["function"] == ["Accueil, chef", "=Atelier"]
    assert kept["sources"] == [["relevé"], ["relevé"]]
    assert kept["links"] == [["HAS_CONTACT Company usine"], ["HAS_CONTACT Company usine"]]
    assert past(capsys) == []


def test_a_setting_keeps_a_type_for_longer_or_not_as_long(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_RETENTION", "Contact=1200,Company=12")
    assert past(capsys) == ["usine"]
    assert run(["retention", "--archive", "parti.csv", "--yes"]) == 0
    text = (folder / "parti.csv").read_text(encoding="utf-8-sig")
    [row, *_] = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (row["type"], row["key"], row["name"]) == ("Company", "usine", "Usine")
    assert row["links"] == "HAS_CONTACT Contact accueil; HAS_CONTACT Contact atelier"
    monkeypatch.delenv("MAILLAGE_RETENTION")
    assert run(["retention", "--archive", "parti.xlsx", "--yes"]) == 0
    sheet = load_workbook(folder / "parti.xlsx").worksheets[0]
    assert [row[1].value for row in sheet.iter_rows()] == ["key", "accueil", "atelier"]
    monkeypatch.setenv("MAILLAGE_RETENTION", "Contact=toujours")
    assert run(["retention"]) == 2


def test_one_record_is_confirmed_or_erased_for_good(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["confirm", "contact", "accueil"]) == 0
    assert past(capsys) == ["atelier"]
    waiting = told(capsys, "quality", "--limit", "2")["to_confirm"]
    assert [(one["key"], one["score"]) for one in waiting] == [("usine", 3.0), ("atelier", 2.0)]
    answering(monkeypatch, "non")
    assert run(["erase", "contact", "atelier"]) == 130
    assert run(["erase", "contact", "atelier", "--yes"]) == 0
    assert run(["erase", "contact", "atelier", "--yes"]) == 4
    assert run(["erase", "travaille avec", "atelier", "--yes"]) == 4
    assert run(["loads", "undo", "2"]) == 0
    assert run(["erase", "contact", "accueil", "--yes"]) == 0
    assert past(capsys) == []
