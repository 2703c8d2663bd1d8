"""Agreements and vetoes by command, and what bridges say of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from tests import village

DAY = ["--on", "2026-09-01"]


@pytest.fixture
def territory(own_folder: Path) -> Path:
    tables = [str(path) for path in sorted(village.FOLDER.glob("*.csv"))]
    assert run(["load", *tables, "--source", "village"]) == 0
    return own_folder


def bridges(capsys: pytest.CaptureFixture[str], level: str = "partners") -> list[dict[str, Any]]:
    capsys.readouterr()
    asked = ["analyse", "bridges", "--on", "2026-09-07", "--format", "json"]
    assert run(["--visibility", level, *asked]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["result"]["bridges"]
    return found


def named(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {
        (bridge["source"]["employer"]["key"], bridge["target"]["employer"]["key"])
        for bridge in found
        if bridge["source"]["employer"] and bridge["target"]["employer"]
    }


def test_partners_read_both_names_once_both_agreed_and_not_after_it_is_undone(
    territory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert named(bridges(capsys)) == set()
    told = ["agree", "Biscuits d'Amont", "plats-colline", *DAY, "--conditions", "Visite d'abord"]
    assert run(told) == 0
    assert "Accord du 1er septembre 2026 enregistré" in capsys.readouterr().out
    assert named(bridges(capsys)) == {("biscuits-amont", "plats-colline")}
    assert named(bridges(capsys, "public")) == set()
    assert run(["loads", "undo", "2"]) == 0
    assert named(bridges(capsys)) == set()


def test_one_side_alone_is_half_of_an_agreement(
    territory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agree", "biscuits-amont", *DAY]) == 0
    assert named(bridges(capsys)) == set()
    agreements = {
        missing["key"]
        for bridge in bridges(capsys, "cell")
        if bridge["agreement"]
        for missing in bridge["agreement"]["missing"]
    }
    assert {"plats-colline", "biscuits-bief", "residence"} <= agreements


def test_a_bridge_is_refused_with_a_reason_and_taken_back(
    territory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = ["emballage-dune", "Entrepôt de la Colline"]
    refusal = ["veto", *pair, "--reason", "Conflit", "--said-by", "Direction", "--format", "json"]
    for _ in range(2):
        assert run(refusal) == 0
        refused = [bridge for bridge in bridges(capsys, "cell") if bridge["vetoed"]]
        assert [b["reasons"][-1]["sentence"] for b in refused] == [
            "Piste écartée (Direction) : Conflit."
        ]
        assert run(["veto", *pair, "--undo"]) == 0
        assert [bridge for bridge in bridges(capsys, "cell") if bridge["vetoed"]] == []


def test_a_move_is_refused_wherever_it_acts(
    territory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["veto", "H3201", "H2102", "--reason", "Habilitation"]) == 0
    refused = {b["from_occupation"]["key"] for b in bridges(capsys, "cell") if b["vetoed"]}
    assert refused == {"H3201"}
    capsys.readouterr()
    assert run(["analyse", "transitions", "H3201", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["result"]
    assert "Habilitation" in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["veto", "H3201", "H2102"], 2, "donnez un motif"),
        (["veto", "H3201", "residence", "--reason", "x"], 2, "ni deux employeurs ni deux métiers"),
        (["veto", "H3201", "H9999", "--reason", "x"], 4, "H9999"),
        (["agree", "personne"], 4, "personne"),
        (["agree", "residence", "--visibility", "tous"], 4, "tous"),
    ],
)
def test_what_is_wrong_is_told_and_writes_nothing(
    territory: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    capsys.readouterr()
    assert run(arguments) == code
    assert said in capsys.readouterr().err
    assert run(["loads"]) == 0
    assert "\n2 " not in capsys.readouterr().out
