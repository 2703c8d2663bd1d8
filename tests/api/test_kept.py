"""Answers that commands keep, compare and forget; what a load says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import run
from tests.api.test_cli import Commands

HEAD = "nom;commune;effectif\n"
TOWNS = "code;nom;latitude;longitude\n99001;Amont;47,0;2,0\n99002;Bief;47,1;2,0\n"


@pytest.fixture
def maillage(own_folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Commands:
    Path("communes.csv").write_text(TOWNS, encoding="utf-8")
    Path("entreprises.csv").write_text(f"{HEAD}Forge;99001;5\nMoulin;99002;3\n", encoding="utf-8")
    assert run(["load", "communes.csv", "entreprises.csv", "--date", "2026-09-01"]) == 0
    return Commands(capfdbinary)


def test_a_load_names_the_kept_answers_that_it_changed(maillage: Commands) -> None:
    assert maillage("query", "companies", "--save", "toutes").code == 0
    maillage("query", "topics", "--save", "thèmes")
    Path("autres.csv").write_text(f"{HEAD}Scierie;99001;8\n", encoding="utf-8")
    said = maillage("load", "autres.csv", "--type", "entreprises")
    assert said.out.splitlines()[-2:] == [
        "1 réponse gardée a changé :",
        "  toutes : 1 ligne apparue",
    ]
    Path("encore.csv").write_text(f"{HEAD}Scierie;99001;9\nHalle;99002;4\n", encoding="utf-8")
    report = maillage("load", "encore.csv", "--type", "entreprises", "--format", "json").document
    assert report["changed_answers"] == [{"name": "toutes", "came": 2, "went": 0, "changed": 0}]
    undone = maillage("loads", "undo", "3")
    assert undone.code == 0
    assert undone.out.splitlines()[-1].startswith("  toutes : ")


def test_a_dry_run_asks_no_kept_answer(maillage: Commands) -> None:
    maillage("query", "companies", "--save", "toutes")
    Path("autres.csv").write_text(f"{HEAD}Scierie;99001;8\n", encoding="utf-8")
    said = maillage("check", "autres.csv", "--type", "entreprises")
    assert "gardée" not in said.out


def test_two_dates_are_compared_row_by_row(maillage: Commands) -> None:
    maillage("query", "companies", "--save", "toutes")
    alone = maillage("query", "--compare", "toutes", "--format", "json").document
    assert (alone["came"], alone["went"], alone["changed"]) == ([], [], [])
    assert (alone["rows_before"], alone["rows_after"]) == (2, 2)
    moved = f"clé;{HEAD}forge-99001;Forge;99002;5\nhalle;Halle;99001;2\n"
    Path("autres.csv").write_text(moved, encoding="utf-8")
    assert maillage("load", "autres.csv", "--type", "entreprises", "--source", "b").code == 0
    found = maillage("query", "--compare", "toutes", "--format", "json").document
    assert sorted(row["name"] for row in found["came"]) == ["Forge", "Halle"]
    told = maillage("query", "--compare", "toutes")
    assert "apparue" in told.out
    assert "Halle" in told.out
    assert maillage("query", "companies", "--save", "toutes").code == 0
    again = maillage("query", "--compare", "toutes", "--format", "json").document
    assert (again["came"], again["went"], again["changed"]) == ([], [], [])
    today = again["since"][:10]
    between = maillage("query", "--compare", "toutes", "--until", today, "--format", "json")
    assert [row["name"] for row in between.document["came"]] == [
        row["name"] for row in found["came"]
    ]


def test_a_changed_value_is_shown_before_and_after(maillage: Commands) -> None:
    maillage("query", "counts-by-type", "--save", "comptes")
    Path("autres.csv").write_text(f"{HEAD}Scierie;99001;8\n", encoding="utf-8")
    maillage("load", "autres.csv", "--type", "entreprises", "--source", "entreprises")
    found = maillage("query", "--compare", "comptes", "--format", "json").document
    [change] = [each for each in found["changed"] if each["before"]["type"] == "Company"]
    assert (change["before"]["records"], change["after"]["records"]) == (2, 3)
    lines = maillage("query", "--compare", "comptes").out.splitlines()
    assert any(line.strip().startswith("avant") for line in lines)
    assert any(line.strip().startswith("après") for line in lines)


def test_what_is_kept_is_listed_and_forgotten(maillage: Commands) -> None:
    maillage("query", "companies", "--save", "toutes")
    maillage("query", "companies", "--save", "toutes")
    [listed] = maillage("query", "--saved", "--format", "json").document["answers"]
    assert (listed["name"], listed["question"], listed["row_count"]) == ("toutes", "companies", 2)
    assert "toutes" in maillage("query", "--saved").out
    assert maillage(
        "--visibility", "partners", "query", "--saved", "--format", "json"
    ).document == {"answers": []}
    assert "2 réponses oubliées" in maillage("query", "--forget", "toutes").err
    absent = maillage("query", "--compare", "toutes")
    assert (absent.code, absent.err.strip()) == (
        4,
        "aucune réponse n'est gardée sous le nom « toutes »",
    )


def test_a_name_keeps_one_question_with_one_set_of_values(maillage: Commands) -> None:
    maillage("query", "companies", "--save", "toutes")
    other = maillage("query", "topics", "--save", "toutes")
    assert (other.code, other.err.strip()) == (
        2,
        "« toutes » garde déjà les réponses à « companies » ; choisissez un autre nom",
    )
    maillage("query", "needs-without-training", "km=20", "--save", "loin")
    farther = maillage("query", "needs-without-training", "km=30", "--save", "loin")
    assert farther.code == 2
    assert "garde des réponses où km vaut « 20 »" in farther.err
    assert maillage("query", "next-sessions", "since=2026-09-07", "--save", "dates").code == 0
    assert maillage("query", "next-sessions", "since=2026-09-14", "--save", "dates").code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--since", "2020-01-01"), "rien n'était gardé sous « toutes » le 2020-01-01"),
        (("--until", "2020-01-01"), "rien n'était gardé"),
        (("--since", "hier"), "« hier »"),
    ],
)
def test_a_day_without_an_answer_is_said(
    maillage: Commands, asked: tuple[str, ...], said: str
) -> None:
    maillage("query", "companies", "--save", "toutes")
    answered = maillage("query", "--compare", "toutes", *asked)
    assert answered.code == 2
    assert said in answered.err


def test_an_answer_has_nothing_before_it_to_be_compared_with(maillage: Commands) -> None:
    maillage("query", "companies", "--save", "toutes")
    [listed] = maillage("query", "--saved", "--format", "json").document["answers"]
    answered = maillage("query", "--compare", "toutes", "--until", listed["kept_at"][:10])
    assert "qu'une réponse" in answered.err
    assert answered.code == 2
