"""A type leaves by a command and by an address, and comes again without changing anything."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from api.cli import run
from ingest.load import Orders, load
from tests.api.conftest import Served, as_seen_at
from tests.village import FOLDER

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A data folder that holds the village."""
    folder = tmp_path_factory.mktemp("village")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILLAGE_DATA", str(folder))
        patch.setenv("MAILLAGE_LINGER", "20")
        tables = sorted(map(str, FOLDER.glob("*.csv")))
        assert run(["load", *tables, "--date", "2026-09-07"]) == 0
        yield


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_type_is_written_for_partners_and_loads_again_without_a_load(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"retour-etablissements.{ending}"
    assert run(["export", "établissements", "-o", str(path)]) == 0
    told = capsys.readouterr()
    assert told.out == f"12 lignes écrites : {path}\n"
    assert "Lecture au niveau : partenaires\n" in told.err
    assert run(["load", str(path)]) == 0
    told = capsys.readouterr()
    assert "inchangés" in told.out
    assert "créés" not in told.out
    assert told.err == ""
    assert run(["loads"]) == 0
    assert path.name not in capsys.readouterr().out


@pytest.mark.usefixtures("village")
def test_a_search_gives_the_names_that_hold_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    assert run(["export", "Company", "-o", str(path), "--search", "atelier"]) == 0
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("clé;SIRET;SIREN;nom;")
    assert [line.partition(";")[0] for line in lines[1:]] == ["atelier-amont"]
    capsys.readouterr()
    assert run(["export", "EMPLOYS", "-o", str(path), "--search", "amont"]) == 2
    assert "EMPLOYS" in capsys.readouterr().err


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["export", "frob"], 4), (["export", "Company", "-o", "x.pdf"], 2)],
)
def test_what_cannot_be_given_is_refused(arguments: list[str], code: int) -> None:
    assert run(arguments) == code
    assert not Path("x.pdf").exists()


@pytest.fixture
def client(served: Served) -> TestClient:
    return served.client()


def test_a_workbook_tells_what_it_is_and_loads_again(
    served: Served, client: TestClient, tmp_path: Path
) -> None:
    answer = client.get("/api/tables/Company", params={"q": "atelier"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA)
    assert answer.headers["content-disposition"] == 'attachment; filename="company.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["établissements", "Aide", "À propos", "Listes"]
    about = {row[0]: row[1] for row in book["À propos"].values}
    assert (about["Filtres"], about["Nombre de lignes"]) == ("atelier", "1")
    assert (about["Sources"], about["Lecture au niveau"]) == ("village", "cellule")
    path = tmp_path / "retour.xlsx"
    path.write_bytes(answer.content)
    (table,) = load(served.workspace.current, [path], Orders()).tables
    assert (table.lines, table.issues, table.notes, table.load) == (1, [], [], None)


def test_what_a_reader_may_not_see_is_absent(served: Served) -> None:
    def keys(client: TestClient) -> set[str]:
        text = client.get("/api/tables/Surplus", params={"format": "csv"}).text
        return {line.partition(";")[0] for line in text.splitlines()[1:]}

    hidden = keys(served.client()) - keys(as_seen_at(served, "partners").client())
    assert hidden == {"mobilisable-01"}


def test_an_unknown_type_is_not_found(client: TestClient) -> None:
    assert client.get("/api/tables/frob").status_code == 404
    assert client.get("/api/tables/Company", params={"format": "pdf"}).status_code == 422


def test_a_list_offers_itself_with_its_filter(client: TestClient) -> None:
    page = client.get("/entreprises", params={"q": "a & b"}).text
    assert 'href="/api/tables/Company?format=csv&amp;q=a+%26+b"' in page
    assert 'href="/api/tables/Company?format=xlsx&amp;q=a+%26+b"' in page


FOLLOWED = (
    "Suivi 2026;;;\n;;;\nEntreprise;Ville;Besoins;Dernière visite\n"
    "Menuiserie du Pont;Amont;2 soudeurs CDI;02/09/2026\n"
)


@pytest.fixture
def followed(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A table of a person's own, loaded as it is; returns where it is given back."""
    communes = "code;nom;latitude;longitude\n36044;Amont;46,8;1,7\n"
    Path("communes.csv").write_text(communes, encoding="utf-8")
    Path("suivi.csv").write_text(FOLLOWED, encoding="utf-8")
    assert run(["load", "communes.csv"]) == 0
    assert run(["load", "suivi.csv"]) == 0
    capsys.readouterr()
    return own_folder / "retour.csv"


@pytest.mark.parametrize("like", ["2", "suivi"])
def test_a_table_leaves_in_the_columns_it_came_in_with_and_changes_nothing_when_it_comes_again(
    followed: Path, like: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--visibility", "cell", "export", "--like", like, "-o", str(followed)]
    assert run(given) == 0
    header = followed.read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("Entreprise;Ville;Besoins;Dernière visite;clé : établissement;")
    assert run(["load", str(followed)]) == 0
    capsys.readouterr()
    assert run(["loads"]) == 0
    assert followed.name not in capsys.readouterr().out


def test_of_a_cell_changed_in_it_the_sender_alone_is_the_source(
    followed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--visibility", "cell", "export", "--like", "2", "-o", str(followed)]) == 0
    text = followed.read_text(encoding="utf-8-sig")
    followed.write_text(text.replace("Menuiserie du Pont", "Menuiserie du Quai"), encoding="utf-8")
    assert run(["load", str(followed), "--source", "chambre"]) == 0
    capsys.readouterr()
    text = "MATCH (c:Company) RETURN c.key AS key, c.name AS name, c.sources AS sources"
    assert run(["cypher", text, "--format", "csv", "--csv", "rfc4180"]) == 0
    names = capsys.readouterr().out.splitlines()[1:]
    assert [line.split(",")[0] for line in names] == ["menuiserie-du-pont-36044"]
    assert run(["loads", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["loads"][0]["claims"] == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 2), (["Company", "--like", "2"], 2), (["--like", "frob"], 4), (["--like", "a.yaml"], 2)],
)
def test_a_type_or_a_reading_is_given_and_not_both(
    own_folder: Path, arguments: list[str], code: int
) -> None:
    assert run(["export", *arguments]) == code


def test_a_load_offers_its_table_over_http(served: Served, client: TestClient) -> None:
    number = served.workspace.ledger.loads()[-1].id
    assert f"/api/tables/like/{number}?format=csv" in client.get(f"/chargements/{number}").text
    answer = client.get(f"/api/tables/like/{number}", params={"format": "csv"})
    assert answer.status_code == 200
    assert "clé : " in answer.text.splitlines()[0]
    assert client.get("/api/tables/like/frob").status_code == 404
    below = as_seen_at(served, "partners").client()
    assert below.get(f"/api/tables/like/{number}").status_code == 404
