"""What commands promise: exit codes, one document on standard output, messages apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from graph.servers import Place, connect
from tests.village import FOLDER

VILLAGE = sorted(map(str, FOLDER.glob("*.csv")))


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Its answer as JSON."""
        return json.loads(self.out)


class Commands:
    """Runs commands in one data folder."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self.capture = capture

    def __call__(self, *arguments: str) -> Said:
        self.capture.readouterr()
        code = run(arguments)
        out, err = self.capture.readouterr()
        return Said(code, out.decode("utf-8"), err.decode("utf-8"))


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder that holds the village."""
    folder = tmp_path_factory.mktemp("village")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILLAGE_DATA", str(folder))
        patch.setenv("MAILLAGE_LINGER", "20")
        assert run(["load", *VILLAGE, "--date", "2026-09-07"]) == 0
        yield folder


@pytest.fixture
def maillage(
    village: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Commands:
    monkeypatch.setenv("MAILLAGE_DATA", str(village))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.chdir(tmp_path)
    return Commands(capfdbinary)


def test_an_answer_is_one_document_with_its_head(maillage: Commands) -> None:
    said = maillage("query", "counts-by-type", "--format", "json")
    document = said.document
    assert list(document) == [
        "name",
        "title",
        "parameters",
        "as_of",
        "sources",
        "visibility",
        "demonstration",
        "row_count",
        "total",
        "truncated",
        "columns",
        "rows",
    ]
    assert (document["name"], document["row_count"], document["truncated"]) == (
        "counts-by-type",
        11,
        False,
    )
    assert [row["records"] for row in document["rows"] if row["type"] == "Company"] == [12]
    assert (said.code, said.err) == (0, "")


def test_a_limit_is_never_silent(maillage: Commands) -> None:
    said = maillage("query", "counts-by-type", "--limit", "3", "--format", "json")
    assert said.document["truncated"] is True
    assert "seules les 3 premières lignes" in said.err


def test_the_questions_are_listed_by_name(maillage: Commands) -> None:
    listed = maillage("query", "--format", "json").document["questions"]
    names = {question["name"] for question in listed}
    assert {"counts-by-type", "partners-of-territory", "groupings-by-basin"} <= names
    assert all(question["title"] for question in listed)


def test_what_an_analysis_found_is_written_as_a_file(maillage: Commands, tmp_path: Path) -> None:
    path = tmp_path / "passerelles.csv"
    said = maillage("analyse", "bridges", "--on", "2026-09-07", "-o", str(path))
    assert said.code == 0
    found = maillage("analyse", "bridges", "--on", "2026-09-07", "--format", "json").document
    rows, _, about = path.read_text(encoding="utf-8-sig").partition("\n\n")
    keys = [line.split(";")[0] for line in rows.splitlines()[1:]]
    assert keys == [bridge["key"] for bridge in found["result"]["bridges"]]
    assert "Lu dans le graphe le" in about
    assert maillage("analyse", "bridges", "-o", str(tmp_path / "a.pdf")).code == 2
    assert not (tmp_path / "a.pdf").exists()


def test_an_analysis_is_one_document_with_its_result(maillage: Commands) -> None:
    said = maillage("analyse", "bridges", "--on", "2026-09-07", "--format", "json")
    assert list(said.document) == ["name", "title", "parameters", "as_of", "sources", "result"]
    assert said.document["result"]["on"] == "2026-09-07"
    assert said.document == maillage(
        "analyse", "passerelles", "--on", "2026-09-07", "--format", "json"
    ).document | {"as_of": said.document["as_of"]}


def test_what_is_yes_or_no_is_a_flag(maillage: Commands) -> None:
    asked = ("analyse", "groupings", "--format", "json")
    plan = maillage(*asked, "--plan", "--seconds", "20").document
    assert (plan["parameters"]["plan"], plan["result"]["plan"]["proven"]) == (True, True)
    assert maillage(*asked, "--no-plan").document["result"]["plan"] is None


def test_a_result_kept_is_reached_by_questions(maillage: Commands) -> None:
    found = maillage("analyse", "groupings", "--write", "--format", "json").document
    kept = maillage(
        "cypher",
        "MATCH (g:Grouping) WHERE g.visibility IN $visible "
        "RETURN g.key AS key, g.jobs AS jobs ORDER BY key",
        "--format",
        "json",
    )
    keys = sorted(grouping["key"] for grouping in found["result"]["list"])
    assert [row["key"] for row in kept.document["rows"]] == keys
    assert len(keys) == 1


def test_a_viewer_below_does_not_see_what_is_above(maillage: Commands) -> None:
    text = "MATCH (s:Surplus) WHERE s.visibility IN $visible RETURN count(s) AS n"
    cell = maillage("cypher", text, "--format", "json").document["rows"]
    partners = maillage("--visibility", "partners", "cypher", text, "--format", "json")
    assert cell == [{"n": 7}]
    assert partners.document["rows"] == [{"n": 6}]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["frob"], 2),
        (["query", "frob"], 4),
        (["query", "partners-of-territory", "territory=mars"], 2),
        (["query", "counts-by-type", "frob=1"], 2),
        (["query", "counts-by-type", "frob"], 2),
        (["analyse", "frob"], 4),
        (["analyse", "transitions"], 2),
        (["analyse", "transitions", "Z9999"], 4),
        (["analyse", "transitions", "--evaluate"], 2),
        (["analyse", "bridges", "--radius-km", "-3"], 2),
        (["analyse", "bridges", "--frob", "3"], 2),
        (["draw", "frob"], 4),
        (["draw", "reseau", "-o", "no/such/folder/page.html"], 2),
        (["load", "frob.csv"], 2),
        (["loads", "undo", "999"], 4),
        (["template", "frob"], 4),
        (["sources", "load", "frob", "--from", "."], 4),
        (["--visibility", "frob", "query"], 2),
        (["cypher", "MATCH (c:Company) DETACH DELETE c"], 2),
        (["cypher", "MATCH (s:Surplus) RETURN s.key AS key"], 2),
    ],
)
def test_a_fault_has_its_exit_code_and_one_message(
    maillage: Commands, arguments: list[str], code: int
) -> None:
    said = maillage(*arguments)
    assert said.code == code
    assert said.out == ""
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert "MAILLAGE_DEBUG" not in said.err


def test_a_store_that_is_away_is_said_in_a_sentence(
    maillage: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:9")
    said = maillage("query", "counts-by-type")
    assert said.code == 3
    assert "127.0.0.1:9" in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_the_demonstration_never_meets_real_data(maillage: Commands, village: Path) -> None:
    text = "MATCH (c:Company) RETURN count(c) AS n"
    assert maillage("--demo", "cypher", text, "--format", "json").document["rows"] == [{"n": 0}]
    assert maillage("cypher", text, "--format", "json").document["rows"] == [{"n": 12}]
    assert (village / "demo").is_dir()


def test_the_demonstration_is_taken_away_with_its_pages_and_nothing_else(
    own_folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    maillage = Commands(capfdbinary)
    assert maillage("cypher", "MATCH (n:Actor) RETURN count(n) AS n").code == 0
    assert maillage("--demo", "cypher", "MATCH (n:Actor) RETURN count(n) AS n").code == 0
    pages = own_folder / "pages"
    pages.mkdir()
    for name in ("reseau.html", "notes.txt"):
        (pages / name).touch()
    assert maillage("demo", "--remove", "-o", "pages").out.startswith(
        "La démonstration est retirée"
    )
    assert [path.name for path in (own_folder / "data").iterdir()] == ["graph"]
    assert [path.name for path in pages.iterdir()] == ["notes.txt"]
    assert maillage("demo", "--remove").out.startswith("Il n'y a pas de démonstration")
    with connect(Place(own_folder / "data" / "demo")):
        said = maillage("demo", "--remove")
    assert (said.code, "utilisé" in said.err) == (3, True)
    assert maillage("demo", "--remove").code == 0


def test_csv_for_spreadsheets_and_for_machines(maillage: Commands) -> None:
    text = "MATCH (c:Company) RETURN c.latitude AS lat, c.name AS name ORDER BY name LIMIT 1"
    french = maillage("cypher", text, "--format", "csv").out
    plain = maillage("cypher", text, "--format", "csv", "--csv", "rfc4180").out
    assert french.startswith("\ufefflat;name\r\n")
    assert plain.startswith("lat,name\r\n")


def test_a_workbook_and_a_page_are_files(maillage: Commands) -> None:
    written = maillage("query", "counts-by-type", "-o", "answer.xlsx")
    drawn = maillage("draw", "reseau", "-o", "page.html")
    assert (written.code, drawn.code) == (0, 0)
    assert Path("answer.xlsx").read_bytes().startswith(b"PK")
    assert '<html lang="fr"' in Path("page.html").read_text(encoding="utf-8")


def test_loading_the_same_tables_again_changes_nothing(maillage: Commands) -> None:
    text = "MATCH (n) RETURN count(n) AS n"
    before = maillage("loads", "--format", "json").document
    assert maillage("load", *VILLAGE, "--date", "2026-09-07").code == 0
    assert maillage("loads", "--format", "json").document == before
    assert maillage("cypher", text).code == 2


def test_help_is_in_french_and_names_every_command(maillage: Commands) -> None:
    said = maillage("--help")
    for command in ("demo", "load", "check", "loads", "sources", "template", "query", "cypher"):
        assert f"  {command} " in said.out
    assert "Charger des tables." in said.out
