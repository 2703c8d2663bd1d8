"""Tables sent to the pages of loads: read through, corrected, tried, loaded, undone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from api.http.door import Door
from api.settings import Settings
from api.uploads import Draft, SentFile, receive, sent_as, uploads
from api.workspace import Workspace, opened
from graph.declare import NODES
from graph.servers import Place
from graph.state import UPLOADS
from ingest.load import Orders, load
from tests.api.conftest import Served, as_seen_at
from tests.api.test_pages import Reader, listening, read
from tests.browser import Heard
from tests.conftest import emptied
from tests.ingest import messy

ORIGIN = {"Origin": "http://127.0.0.1:8008"}
COMPANIES = "nom;commune;effectif\nForge;36044;5\nMoulin;36063;3\n"


@contextmanager
def empty(embedded_server: Path, folder: Path) -> Iterator[Served]:
    """Serves an empty graph."""
    (folder / "server").symlink_to(embedded_server, target_is_directory=True)
    place = emptied(Place(folder))
    with opened(Settings(place, f"sqlite:///{folder}/state.sqlite")) as workspace:
        yield Served(workspace, Door(8008))


@pytest.fixture
def served(embedded_server: Path, tmp_path: Path) -> Iterator[Served]:
    """The communes, occupations and partners that the messy workbooks speak of."""
    tables = []
    for name, text in messy.KNOWN.items():
        tables.append(tmp_path / f"{name}.csv")
        tables[-1].write_text(text, encoding="utf-8")
    with empty(embedded_server, tmp_path) as found:
        assert load(found.workspace.current, tables, Orders(source="connu")).clean
        yield found


@pytest.fixture
def client(served: Served) -> TestClient:
    return served.client()


def book(name: str, folder: Path, *, later: bool = False) -> tuple[str, bytes]:
    """Returns one of the messy workbooks, as it is sent."""
    path = folder / name
    messy.BOOKS[name](path, later=later)
    return name, path.read_bytes()


def post(client: TestClient, path: str, **fields: str) -> Any:
    return client.post(path, data=fields, headers=ORIGIN)


def answered(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    parts = [("files", each) for each in files]
    return client.post("/chargements", files=parts, data=fields, headers=ORIGIN)


def sent(client: TestClient, *files: tuple[str, bytes], **fields: str) -> str:
    """Sends files; returns the address of where they are read through."""
    found = answered(client, *files, **fields)
    assert found.status_code == 303
    address: str = found.headers["location"]
    return address


def text_of(client: TestClient, path: str, status: int = 200) -> str:
    """Returns the words of a page, without what its fields offer to choose."""
    response = client.get(path)
    assert response.status_code == status
    text = re.sub(r"<select.*?</select>", "", response.text, flags=re.DOTALL)
    words = " ".join(Reader(text.replace("<", " <")).text.split())
    return words.replace("\xa0", " ").replace("\u202f", " ")


def taken(client: TestClient, path: str) -> dict[str, str]:
    """Returns, by header, the words of what each column is taken for; none for what is left."""
    found = {}
    for header, rest in re.findall(
        r'<th scope="row">(.*?)</th>(.*?)</tr>', client.get(path).text, re.DOTALL
    ):
        if chosen := re.search(r'<option value="[^"]+" selected>(.*?)</option>', rest):
            found[header] = chosen[1]
    return found


def counts(workspace: Workspace) -> dict[str, int]:
    """Returns how many nodes of each type the graph holds."""
    text = "MATCH (n) RETURN labels(n)[0] AS of, count(n) AS n"
    rows = workspace.store.read(text).rows
    return {str(of): int(str(n)) for of, n in rows if of in NODES}


KNOWN = {"Actor": 2, "Occupation": 6, "Territory": 3}


def kept_files(served: Served) -> list[str]:
    folder = served.workspace.settings.place.folder / "uploads"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_table_in_the_model_s_words_is_tried_unasked_and_loaded(served: Served) -> None:
    client = served.client()
    address = sent(client, ("entreprises.csv", COMPANIES.encode()), source="carnet")
    text = text_of(client, address)
    assert "Les en-têtes sont ceux du modèle" in text
    assert "seraient créés : 2 établissements, 2 liens « se trouve à »" in text
    assert counts(served.workspace) == KNOWN
    assert post(client, f"{address}/charger").headers["location"] == address
    done = text_of(client, address)
    assert "créés : 2 établissements, 2 liens « se trouve à »" in done
    assert {"href": "/chargements/4"} in read(client, address).all("a")
    assert counts(served.workspace) == {**KNOWN, "Company": 2}
    assert kept_files(served) == ["rapport.json"]
    [claims] = {row.source for row in served.workspace.ledger.loads()} - {"connu"}
    assert claims == "carnet"


def test_a_messy_workbook_is_shown_column_by_column(client: TestClient, tmp_path: Path) -> None:
    address = sent(client, book("portefeuille.xlsx", tmp_path))
    assert taken(client, address) == {
        "Entreprise Nom": "établissement → nom",
        "Entreprise SIRET": "établissement → SIRET",
        "Entreprise Commune": "établissement → commune",
        "Contact Nom": "contact → nom",
        "Contact Fonction": "contact → fonction",
        "Contact Tél": "contact → téléphone",
        "Besoin Métier": "besoin → besoin en toutes lettres",
        "Besoin Nombre": "besoin → postes",
        "Visite Date": "visite → date",
        "Visite CR": "visite → appris",
    }
    text = text_of(client, address)
    assert "Anne Roy, Marc Bel" in text
    assert "pourquoi il peut être gardé (base légale)" in text
    assert {"open": None} in read(client, address).all("details")
    assert "Pas encore vérifié" in text
    told = "établissement a pour contact contact ; établissement a pour besoin besoin ; "
    assert f"ainsi liées : {told}visite chez établissement." in text
    picture = read(client, address).all("svg")
    assert [each["role"] for each in picture] == ["img"]
    [english] = read(client, f"{address}?lang=en").all("svg")
    told = "establishment has contact contact; establishment has need need; "
    assert english["aria-label"] == (
        f"A row makes several records, joined so: {told}visit at establishment."
    )


def test_a_corrected_workbook_is_read_so_the_next_time(served: Served, tmp_path: Path) -> None:
    client = served.client()
    address = sent(client, book("portefeuille.xlsx", tmp_path))
    answer = post(client, f"{address}/tables/0", c9="", then="try")
    assert answer.headers["location"] == f"{address}?essai=oui#essai"
    text = text_of(client, f"{address}?essai=oui")
    assert "2 établissements, 2 contacts, 1 besoin, 1 visite" in text
    assert "Visite CR" not in taken(client, address)
    post(client, f"{address}/charger")
    again = sent(client, book("portefeuille.xlsx", tmp_path, later=True))
    text = text_of(client, again)
    assert "lecture retenue le" in text
    assert "resteraient inchangés : 2 établissements" in text
    assert "Visite CR" not in taken(client, again)
    [(need,)] = served.workspace.store.read("MATCH (n:Need) RETURN n.title").rows
    assert need == "soudeur"


def test_records_are_added_joined_and_taken_out(client: TestClient, tmp_path: Path) -> None:
    address = sent(client, book("visites.xlsx", tmp_path))
    post(client, f"{address}/tables/0", add="Need", then="keep")
    assert "besoin" in text_of(client, address)
    selected = {each["value"] for each in read(client, address).all("option") if "selected" in each}
    assert "company:établissement" in selected
    post(client, f"{address}/tables/0", off2="oui", kn1="purpose", kt1="premier tour")
    text = client.get(address).text
    assert 'value="premier tour"' in text
    assert "company:établissement" in text
    assert not re.search(r"<legend>besoin</legend>", text)


def test_lines_that_are_silent_of_their_company_speak_of_the_one_above(
    client: TestClient,
) -> None:
    table = (
        "Société;Ville;Fonction du contact;Tél\n"
        "Forge;Déols;Accueil;0254000001\n;;Atelier;0254000002\n"
    )
    address = sent(client, ("carnet.csv", table.encode()))
    post(client, f"{address}/tables/0", **{"down0-shown": "oui", "down0": "oui"})
    assert "1 établissement, 2 contacts" in text_of(client, f"{address}?essai=oui")
    post(client, f"{address}/tables/0", **{"down0-shown": "oui"})
    assert "1 ligne refusée" in text_of(client, f"{address}?essai=oui")


def test_a_partner_across_the_table_is_named_by_hand(served: Served, tmp_path: Path) -> None:
    client = served.client()
    address = sent(client, book("reseau.csv", tmp_path))
    assert "personne ne connaît ce partenaire" in text_of(client, address)
    post(client, f"{address}/tables/0", x5="Chambre de métiers du Berry", then="try")
    text = text_of(client, f"{address}?essai=oui")
    assert "refusée" not in text.partition("Ce que ferait le chargement")[2]
    post(client, f"{address}/charger")
    found = served.workspace.store.read(
        "MATCH (a:Actor)-[e:WORKS_WITH]-(:Actor {key: 'chambre-de-metiers'}) RETURN a.key, e.level"
    )
    assert [tuple(row) for row in found.rows] == [("mission-locale-du-lavoir", "2")]


def test_a_need_in_words_is_confirmed_among_candidates(served: Served, tmp_path: Path) -> None:
    client = served.client()
    address = sent(client, book("saisons.xlsx", tmp_path))
    text = client.get(f"{address}?essai=oui").text
    assert "Postes recherchés" in text
    assert "« agent »" in text
    assert '<option value="H3302">Conditionnement (H3302)</option>' in text
    answer = {"ah0": "Postes recherchés", "at0": "agent", "as0": "H3302"}
    post(client, f"{address}/tables/0", **answer)
    after = text_of(client, f"{address}?essai=oui")
    assert "2 liens « concerne le métier »" in after
    assert '<option value="H3302" selected>' in client.get(address).text
    by_name = {"ah0": "Postes recherchés", "at0": "agent", "ao0": "Magasinage"}
    post(client, f"{address}/tables/0", **by_name)
    assert '<option value="N1103" selected>' in client.get(address).text


def test_a_load_tells_which_kept_answers_differ_now(served: Served) -> None:
    client = served.client()
    post(client, "/questions/companies/garder", nom="toutes")
    address = sent(client, ("entreprises.csv", COMPANIES.encode()))
    post(client, f"{address}/charger")
    assert "toutes : 2 lignes apparues" in text_of(client, address)
    assert {"href": "/reponses?nom=toutes"} in read(client, address).all("a")


def test_refused_lines_are_named_corrected_and_sent_again(served: Served) -> None:
    client = served.client()
    wrong = COMPANIES.replace(";3\n", ";douze\n")
    address = sent(client, ("entreprises.csv", wrong.encode()))
    text = text_of(client, address)
    assert "3 effectif douze « douze » n'est pas un nombre" in text
    assert "Charger les autres lignes" in text
    post(client, f"{address}/charger")
    assert counts(served.workspace)["Company"] == 1
    assert "lignes refusées à reprendre" in text_of(client, "/chargements")
    rejects = client.get(f"{address}/rejets.csv")
    assert rejects.text.startswith("\ufefffichier;ligne;cause;nom;commune;effectif")
    assert "attachment" in rejects.headers["content-disposition"]
    mended = rejects.text.replace(";douze", ";12").encode()
    again = sent(client, ("rejets.csv", mended), source="entreprises")
    post(client, f"{again}/charger")
    assert counts(served.workspace)["Company"] == 2
    post(client, f"{address}/abandonner")
    assert client.get(address).status_code == 404


def test_refused_lines_of_a_messy_workbook_come_back_by_its_reading(
    served: Served, tmp_path: Path
) -> None:
    client = served.client()
    table = (
        "Société;Ville;Interlocuteur;Tél\nForge;Nulle part;Marc Bel;0254000001\nMoulin;Déols;;\n"
    )
    address = sent(client, ("carnet.csv", table.encode()))
    post(client, f"{address}/tables/0", then="try")
    text = text_of(client, f"{address}?essai=oui")
    assert "2 Ville" in text.partition("Ce que ferait le chargement")[2]
    post(client, f"{address}/charger")
    rejects = client.get(f"{address}/rejets.csv").text
    again = sent(client, ("rejets.csv", rejects.replace("Nulle part", "Déols").encode()))
    assert "lecture retenue le" in text_of(client, again)
    assert "seraient créés : 1 établissement, 1 contact" in text_of(client, again)
    assert [each["aria-label"] for each in read(client, again).all("svg")] == [
        "Une ligne fait plusieurs fiches, ainsi liées\xa0: établissement a pour contact contact."
    ]


def test_the_page_of_something_sent_is_reached_by_everyone(
    client: TestClient, tmp_path: Path
) -> None:
    files = [book(name, tmp_path) for name in ("portefeuille.xlsx", "saisons.xlsx", "reseau.csv")]
    page = read(client, f"{sent(client, *files)}?essai=oui")
    ids = [each["id"] for _, each in page.tags if "id" in each]
    assert len(ids) == len(set(ids))
    named = {each["for"] for each in page.all("label")}
    hidden = {"hidden", "checkbox"}
    for name in ("input", "select"):
        for field in page.all(name):
            if field.get("type") not in hidden:
                assert "aria-label" in field or field["id"] in named, field
    assert len(page.all("caption")) == len(page.all("table"))
    assert not [each for _, each in page.tags if "style" in each]
    assert page.all("h1") == [{}]


def test_a_reading_is_a_file_that_is_sent_beside_its_table(
    client: TestClient, tmp_path: Path
) -> None:
    file = book("portefeuille.xlsx", tmp_path)
    address = sent(client, file)
    post(client, f"{address}/tables/0", c9="")
    reading = client.get(f"{address}/tables/0/lecture.yaml")
    assert "filename*=utf-8''lecture-" in reading.headers["content-disposition"]
    assert "left:\n- Visite CR\n" in reading.text
    post(client, f"{address}/abandonner")
    again = sent(client, file, ("lecture.yaml", reading.content))
    assert "Lu comme vous l'avez dit" in text_of(client, again)
    assert "Visite CR" not in taken(client, again)
    assert client.get(f"{again}/tables/7/lecture.yaml").status_code == 404


def test_who_says_it_and_when_can_be_changed(served: Served) -> None:
    client = served.client()
    address = sent(client, ("entreprises.csv", COMPANIES.encode()))
    assert "Source : le nom du fichier ; observé : aujourd'hui." in text_of(client, address)
    post(client, address, source="club", observed_on="2026-09-01", complete="oui")
    told = "Source : club ; observé : 1er septembre 2026. Livraison complète."
    assert told in text_of(client, address)
    assert post(client, address, observed_on="hier").status_code == 422
    post(client, f"{address}/charger")
    page = text_of(client, "/chargements/4")
    assert "source : club" in page
    assert "Livraison complète du 1er septembre 2026 : établissements." in page


# what is sent wrong


def bomb() -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(200):
            part.write(bytes(1 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.csv", b"", "vide.csv"),
        ("image.png", b"\x89PNG", "image.png"),
        ("page.csv", b"<html><body>", "page.csv"),
        ("faux.xlsx", b"PK\x03\x04 rien", "faux.xlsx"),
        ("lecture.yaml", b"records: [", "au moins un fichier"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_kept(
    served: Served, name: str, content: bytes, said: str
) -> None:
    client = served.client()
    answer = answered(client, (name, content), source="gardé tel quel")
    assert answer.status_code == 422
    page = Reader(answer.text)
    assert said in page.text
    assert "gardé tel quel" in {each.get("value") for each in page.all("input")}
    assert kept_files(served) == []
    assert uploads(served.workspace).all() == []


def test_a_bomb_is_told_and_not_kept(served: Served) -> None:
    answer = answered(served.client(), ("bombe.xlsx", bomb()))
    assert answer.status_code == 422
    assert "bombe.xlsx" in answer.text
    assert kept_files(served) == []


def test_all_files_that_cannot_be_read_are_named_at_once(served: Served) -> None:
    files = [("a.csv", b""), ("b.png", b"x"), ("entreprises.csv", COMPANIES.encode())]
    answer = answered(served.client(), *files)
    assert answer.status_code == 422
    assert "a.csv" in answer.text
    assert "b.png" in answer.text
    assert kept_files(served) == []


def test_a_reading_for_no_table_of_those_sent_is_refused(served: Served) -> None:
    reading = b"header: [x]\nrecords: []\n"
    answer = answered(
        served.client(), ("entreprises.csv", COMPANIES.encode()), ("lecture.yaml", reading)
    )
    assert answer.status_code == 422
    assert "lecture.yaml" in answer.text
    assert kept_files(served) == []


def test_nothing_sent_is_said(client: TestClient) -> None:
    assert "choisissez au moins un fichier" in answered(client).text
    unnamed = client.post("/chargements", files=[("files", ("", b""))], headers=ORIGIN)
    assert unnamed.status_code == 422


@pytest.mark.parametrize("path", ["/chargements", "/api/loads"])
def test_what_is_too_large_is_refused_before_it_is_kept(
    served: Served, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("api.http.sending.LIMIT", 1 << 20)
    file = ("files", ("entreprises.csv", b"x" * (3 << 20)))
    answer = served.client().post(path, files=[file], headers=ORIGIN)
    assert answer.status_code == 413
    assert "1 Mo" in answer.text.replace("\xa0", " ")
    assert kept_files(served) == []


def test_too_many_files_are_refused(served: Served) -> None:
    files = [(f"t{number}.csv", b"a;b\n") for number in range(21)]
    answer = answered(served.client(), *files)
    assert answer.status_code == 422
    assert kept_files(served) == []


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("../../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\Anne\\entreprises.csv", "entreprises.csv"),
        ("..csv", "csv.csv"),
        ("a\r\nb\x1b.csv", "ab.csv"),
        ('<b>"*?|.csv', "b.csv"),
        ("é" * 300 + ".csv", "é" * 60 + ".csv"),
        ("名簿.csv", "名簿.csv"),
    ],
)
def test_a_hostile_name_is_a_harmless_file(served: Served, claimed: str, kept: str) -> None:
    stream = io.BytesIO(COMPANIES.encode())
    file = SentFile(claimed if claimed != "..csv" else "...csv.csv", stream)
    token = receive(served.workspace, [file], Draft(type="Company"))
    found = sent_as(served.workspace, token)
    assert [path.name for path in found.paths] == [kept]
    assert found.folder.parent == served.workspace.settings.place.folder / "uploads"


def test_two_files_of_one_name_are_both_kept(served: Served) -> None:
    files = [SentFile("Table.csv", io.BytesIO(COMPANIES.encode())) for _ in range(2)]
    token = receive(served.workspace, files, Draft(type="Company"))
    names = [path.name for path in sent_as(served.workspace, token).paths]
    assert names == ["Table-2.csv", "Table.csv"]


def test_hostile_fields_of_a_reading_are_told(client: TestClient, tmp_path: Path) -> None:
    address = sent(client, book("visites.xlsx", tmp_path))
    assert post(client, f"{address}/tables/0", add="Nothing").status_code == 404
    assert post(client, f"{address}/tables/9").status_code == 404
    assert post(client, f"{address}/tables/0", c0="0:<b>", j1="x:y").status_code == 303
    page = client.get(address)
    assert page.status_code == 200
    assert "&lt;b&gt;" in page.text
    assert "<b>" not in page.text
    assert post(client, f"{address}/charger").status_code == 303
    assert client.get("/chargements/4").status_code == 404


def test_a_wide_table_shows_its_first_columns_and_keeps_the_others(client: TestClient) -> None:
    header = ";".join(["nom", "commune", *(f"x{number}" for number in range(600))])
    row = ";".join(["Forge", "36044", *("y" for _ in range(600))])
    address = sent(client, ("entreprises.csv", f"{header}\n{row}\n".encode()), type="Company")
    assert "402 colonnes de plus" in text_of(client, address)
    post(client, f"{address}/tables/0", then="keep")
    assert taken(client, address)["nom"] == "établissement → nom"


def test_a_draft_that_nobody_loads_goes_after_a_month(served: Served) -> None:
    stream = io.BytesIO(COMPANIES.encode())
    token = receive(served.workspace, [SentFile("t.csv", stream)], Draft(type="Company"))
    with served.workspace.ledger.engine.begin() as connection:
        connection.execute(UPLOADS.update().values(sent_at="2026-01-01T00:00:00.000+00:00"))
    other = receive(
        served.workspace, [SentFile("u.csv", io.BytesIO(COMPANIES.encode()))], Draft(type="Company")
    )
    assert [each.token for each in uploads(served.workspace).all()] == [other]
    assert not (served.workspace.settings.place.folder / "uploads" / token).exists()


# loads


def test_a_load_is_undone_only_once_it_is_confirmed(served: Served) -> None:
    client = served.client()
    address = sent(client, ("entreprises.csv", COMPANIES.encode()))
    post(client, f"{address}/charger")
    assert text_of(client, "/chargements/4").count("Forge") == 1
    unsure = post(client, "/chargements/4/annuler")
    assert unsure.status_code == 422
    assert "rien n&#39;a été annulé" in unsure.text
    assert counts(served.workspace)["Company"] == 2
    undone = post(client, "/chargements/4/annuler", confirmer="oui")
    assert undone.headers["location"] == "/chargements/4?removed=4&updated=0&created=0"
    text = text_of(client, undone.headers["location"])
    assert "4 retirés" in text
    assert "Annulé par operator" in text
    assert "Annuler ce chargement" not in text
    assert counts(served.workspace) == KNOWN
    twice = post(client, "/chargements/4/annuler", confirmer="oui")
    assert "déjà annulé" in twice.text
    assert post(client, "/chargements/99/annuler", confirmer="oui").status_code == 404
    assert "99" in text_of(client, "/chargements/99", 404)


def test_loads_are_told_in_words_and_sorted_by_kind(served: Served) -> None:
    current, client = served.workspace.current, served.client()
    actor = NODES["Actor"]
    current.confirm(actor, "mission-locale-du-lavoir", "anne")
    current.merge(actor, "chambre-de-metiers", "mission-locale-du-lavoir", "anne")
    current.remove(actor, "mission-locale-du-lavoir", "anne")
    text = text_of(client, "/chargements?genre=form")
    assert "fiche supprimée : mission-locale-du-lavoir (partenaire)" in text
    assert "fiches réunies : chambre-de-metiers dans mission-locale-du-lavoir" in text
    assert "communes.csv" not in text
    assert "3 chargements" in text
    assert "communes.csv" in text_of(client, "/chargements?genre=table")
    assert client.get("/chargements?genre=rien").status_code == 422
    assert "Rien n'a encore" in text_of(client, "/chargements?page=9")
    english = client.get("/chargements?genre=form&lang=en").text
    assert "record removed: mission-locale-du-lavoir" in english


def test_loads_are_for_the_cell_alone(served: Served) -> None:
    partner = as_seen_at(served, "partners").client()
    for path in ("/chargements", "/chargements/1", "/api/loads", "/api/loads/1"):
        assert partner.get(path).status_code == 404
    assert answered(partner, ("entreprises.csv", COMPANIES.encode())).status_code == 404
    assert partner.post("/api/loads/1/undo").status_code == 404
    assert served.workspace.ledger.load(1).undone_at is None


def test_programs_try_load_read_and_undo(served: Served) -> None:
    client = served.client()
    files = [("files", ("entreprises.csv", COMPANIES.encode()))]
    tried = client.post("/api/loads", files=files, data={"dry_run": "true"}).json()
    assert (tried["dry_run"], tried["clean"]) == (True, True)
    assert tried["tables"][0]["created"] == {"Company": 2, "Company-LOCATED_IN-Territory": 2}
    assert counts(served.workspace) == KNOWN
    done = client.post("/api/loads", files=files, data={"source": "club"}).json()
    assert done["tables"][0]["load"] == 4
    listed = client.get("/api/loads").json()["loads"]
    newest = listed[0]
    assert (newest["number"], newest["kind"], newest["source"]) == (4, "table", "club")
    document = client.get("/api/loads/4").json()
    assert document["spoken_of"] == {"Company": 2, "Company-LOCATED_IN-Territory": 2}
    undone = client.post("/api/loads/4/undo").json()
    assert (undone["already"], undone["removed"]["Company"]) == (False, 2)
    assert client.post("/api/loads/4/undo").json()["already"] is True
    assert client.post("/api/loads/99/undo").status_code == 404
    refused = client.post("/api/loads", files=[("files", ("x.png", b"x"))])
    assert refused.status_code == 422
    assert kept_files(served) == []


def test_a_program_is_told_of_refused_lines(served: Served) -> None:
    wrong = COMPANIES.replace(";3\n", ";douze\n").encode()
    files = [("files", ("entreprises.csv", wrong))]
    found = served.client().post("/api/loads", files=files).json()
    [issue] = found["tables"][0]["issues"]
    assert (found["clean"], issue["line"], issue["column"]) == (False, 3, "effectif")
    assert issue["value"] == "douze"


def test_a_form_of_another_site_loads_nothing(served: Served) -> None:
    client = served.client()
    files = [("files", ("entreprises.csv", COMPANIES.encode()))]
    for path in ("/chargements", "/api/loads", "/chargements/1/annuler"):
        answer = client.post(path, files=files, headers={"Origin": "http://evil.example"})
        assert answer.status_code == 403
    assert kept_files(served) == []


# in a browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_browser_goes_from_an_empty_graph_to_a_loaded_workbook_and_back(
    embedded_server: Path, tmp_path: Path, browser: Browser, *, script: bool
) -> None:
    for name, text in messy.KNOWN.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    messy.portfolio(tmp_path / "portefeuille.xlsx")
    heard = Heard()
    with (
        empty(embedded_server, tmp_path) as served,
        listening(served) as (address, door),
        browser.new_context(locale="fr-FR") as context,
        browser.new_context(locale="fr-FR", java_script_enabled=script) as reader,
    ):
        entry = context.new_page()
        entry.goto(f"{address}{door.path}")
        entry.wait_for_url(f"{address}/", timeout=15_000)
        reader.add_cookies(context.cookies())  # type: ignore[arg-type]  # its own shape
        page = reader.new_page()
        heard.listen(page)
        page.goto(f"{address}/")
        page.get_by_role("link", name="Commencez par envoyer un tableau").click()
        _send(page, *(tmp_path / f"{name}.csv" for name in messy.KNOWN))
        page.get_by_role("button", name="Charger", exact=True).click()
        page.get_by_text("C'est dans le graphe").wait_for()
        page.goto(f"{address}/chargements")
        _send(page, tmp_path / "portefeuille.xlsx")
        page.get_by_label("La colonne Visite CR est lue comme").select_option("ne pas lire")
        page.get_by_role("button", name="Vérifier").click()
        page.get_by_text("seraient créés : 2 établissements").wait_for()
        page.get_by_role("button", name="Charger", exact=True).click()
        page.get_by_role("link", name="Voir ou annuler ce chargement").click()
        page.get_by_role("link", name="Atelier du Lavoir").click()
        assert page.locator("h1").inner_text() == "Atelier du Lavoir"
        page.go_back()
        page.get_by_label("Oui, annuler le chargement 4").check()
        page.get_by_role("button", name="Annuler ce chargement").click()
        page.get_by_text("plus rien de ce chargement ne compte").wait_for()
        assert counts(served.workspace) == KNOWN
        assert heard.errors == []


def _send(page: Page, *paths: Path) -> None:
    page.get_by_label("Fichiers").set_input_files([str(path) for path in paths])
    page.get_by_role("button", name="Envoyer et relire").click()
    page.wait_for_url("**/chargements/envois/*")
