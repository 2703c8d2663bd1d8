"""A bad table is refused in one French message; of a readable one the good lines are taken."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.cli import run

COMMUNES = "code;nom;latitude;longitude\n36044;Châteauroux;46,81;1,69\n"
HEAD = "nom;commune;effectif\n"
COUNT = "MATCH (c:Company) RETURN c.key AS key ORDER BY key"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder that knows one commune."""
    made = tmp_path_factory.mktemp("bad")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILLAGE_DATA", str(made / "data"))
        patch.delenv("NEO4J_URI", raising=False)
        patch.chdir(made)
        (made / "communes.csv").write_text(COMMUNES, encoding="utf-8")
        assert run(["load", "communes.csv"]) == 0
        yield made


def told(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, list[str]]:
    """Returns the exit code, the output and the lines of the messages of a command."""
    capfd.readouterr()
    code = run(arguments)
    out, err = capfd.readouterr()
    return code, out, [line.strip() for line in err.splitlines() if line.strip()]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def broken(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 this is no archive")


def huge(path: Path) -> None:
    path.write_text(f"{HEAD}{'x' * 10_000_000};36044;3\n", encoding="utf-8")


def strange(path: Path) -> None:
    path.write_text("alpha;beta\n1;2\n", encoding="utf-8")


def headless(path: Path) -> None:
    path.write_text("commune;effectif\n36044;3\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("etablissements.csv", empty, "etablissements.csv"),
        ("etablissements.xlsx", broken, "etablissements.xlsx"),
        ("etablissements.csv", huge, "ligne 2"),
        ("table.csv", strange, "ne correspond à aucun type"),
        ("etablissements.csv", headless, "la colonne manque"),
    ],
)
def test_a_table_that_cannot_be_read_writes_nothing(
    folder: Path,
    capfd: pytest.CaptureFixture[str],
    name: str,
    make: Callable[[Path], None],
    says: str,
) -> None:
    make(folder / name)
    loads = told(capfd, "loads", "--format", "json")
    code, out, messages = told(capfd, "load", name)
    assert code == 2
    assert says in "\n".join(messages)
    assert len(messages) <= 2
    assert all(len(message) < 2000 for message in messages)
    assert "Traceback" not in out + "".join(messages)
    assert told(capfd, "loads", "--format", "json") == loads
    assert not (folder / "rejets.csv").exists()


def test_good_lines_are_taken_and_bad_ones_are_told_and_kept(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = [
        "Bonne;36044;12",
        "Texte;36044;douze",
        "Ailleurs;99999;3",
        "Deux fautes;99998;trop",
        "Jumelle;36044;4",
        "Jumelle;36044;5",
    ]
    (folder / "entreprises.csv").write_text(HEAD + "\n".join(lines), encoding="utf-8")
    code, out, messages = told(capfd, "load", "entreprises.csv")
    assert code == 2
    assert "créés : 1 établissement" in out
    assert "5 lignes refusées" in out
    told_of = "\n".join(messages)
    for part in (
        "entreprises.csv, ligne 3, effectif : « douze » n'est pas un nombre entier, comme 12",
        "entreprises.csv, ligne 4, commune : territoire « 99999 » inconnu",
        "entreprises.csv, ligne 5, effectif : « trop » n'est pas un nombre entier",
        "entreprises.csv, ligne 6 : la ligne 7 dit autre chose de la même fiche",
        "entreprises.csv, ligne 7 : la ligne 6 dit autre chose de la même fiche",
    ):
        assert part in told_of
    with (folder / "rejets.csv").open(encoding="utf-8-sig", newline="") as stream:
        kept = list(csv.DictReader(stream, delimiter=";"))
    assert [row["ligne"] for row in kept] == ["3", "4", "5", "6", "7"]
    assert [row["nom"] for row in kept] == ["Texte", "Ailleurs", "Deux fautes", *["Jumelle"] * 2]
    assert "douze" in kept[0]["cause"]


def test_corrected_rejects_load_as_they_are(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "entreprises.csv").write_text(f"{HEAD}Reprise;36044;six\n", encoding="utf-8")
    assert told(capfd, "load", "entreprises.csv")[0] == 2
    rejects = folder / "rejets.csv"
    text = rejects.read_text(encoding="utf-8-sig").replace(";six", ";6")
    rejects.write_text(text, encoding="utf-8-sig")
    assert told(capfd, "load", "rejets.csv", "--type", "entreprises")[0] == 0
    _, out, _ = told(capfd, "cypher", COUNT)
    assert "reprise-36044" in out


def test_a_dry_run_writes_nothing_and_says_what_the_load_then_does(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "essai.csv").write_text(f"{HEAD}Essai;36044;1\nFaux;36044;x\n", encoding="utf-8")
    before = told(capfd, "loads", "--format", "json")
    code, foreseen, messages = told(capfd, "check", "essai.csv", "--type", "entreprises")
    assert code == 2
    assert told(capfd, "loads", "--format", "json") == before
    assert "seraient créés : 1 établissement, 1 lien « se trouve à »" in foreseen
    did = told(capfd, "load", "essai.csv", "--type", "entreprises", "--rejects", "essai-rejets.csv")
    assert did[1] == foreseen.replace("seraient créés", "créés")
    assert did[2][: len(messages)] == messages


def test_a_damaged_code_is_mended_and_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = "SIRET;nom;commune\n99990000400006.0;Réparée;36044,0\n"
    (folder / "reparee.csv").write_text(text, encoding="utf-8")
    code, _, messages = told(capfd, "load", "reparee.csv", "--type", "entreprises")
    assert code == 0
    assert (
        "reparee.csv, ligne 2, SIRET : « 99990000400006.0 » lu comme « 99990000400006 »" in messages
    )
    assert "reparee.csv, ligne 2, commune : « 36044,0 » lu comme « 36044 »" in messages


def test_a_wrong_value_of_an_edge_is_told_at_the_column_that_says_it(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    table = folder / "etablissements.csv"
    table.write_text("nom;commune;effectif;emplois\nA;36044;3;I1304:-4\n", encoding="utf-8")
    code, _, messages = told(capfd, "check", str(table))
    assert code == 2
    assert [line for line in messages if "-4" in line] == [
        "etablissements.csv, ligne 2, emplois : « -4 » est trop petit : au moins 0"
    ]
