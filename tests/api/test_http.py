"""The API: who may come in, what each route answers, and the one shape of errors."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from api.http.door import Door
from tests.api.conftest import Served, as_seen_at

QUESTION = "/api/questions/needs-by-occupation"


def problem(response: Any) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert list(body) == ["type", "title", "status", "detail", "instance", "issues"]
    assert body["status"] == response.status_code
    return body


def test_the_link_opens_the_door_once() -> None:
    door = Door(8008)
    assert [door.enter("other"), door.enter(door.link), door.enter(door.link)] == [
        False,
        True,
        False,
    ]


def test_a_cookie_or_a_key_of_another_process_opens_nothing() -> None:
    door, other = Door(8008), Door(8008)
    assert door.knows_cookie(door.session)
    assert not door.knows_cookie(other.session)
    assert not door.knows_cookie(None)
    assert not door.knows_cookie("é")
    assert door.knows_bearer(f"bearer {door.key}")
    assert not door.knows_bearer(f"Basic {door.key}")
    assert not door.knows_bearer(f"Bearer {door.session}")


def test_nobody_reads_without_the_cookie_or_the_key(served: Served) -> None:
    stranger = served.client(key=False)
    for path in ("/api/questions", "/api/openapi.json", "/api/records/Company/atelier-amont"):
        assert problem(stranger.get(path))["type"] == "urn:maillage:http.sign_in"
    assert stranger.get("/api/questions").headers["www-authenticate"] == "Bearer"


def test_another_host_name_is_refused(served: Served) -> None:
    body = problem(served.client().get("/api/health", headers={"Host": "evil.example"}))
    assert (body["status"], body["type"]) == (400, "urn:maillage:http.host")


def test_a_stranger_reads_health_with_public_counts_only(served: Served) -> None:
    public = served.client(key=False).get("/api/health").json()
    signed_in = served.client().get("/api/health").json()
    assert (public["status"], public["store"], public["visibility"]) == ("ok", "embedded", "public")
    assert public["counts"]["Company"] == signed_in["counts"]["Company"] == 14
    assert (public["counts"]["Surplus"], signed_in["counts"]["Surplus"]) == (1, 7)


def test_every_response_is_hardened(client: TestClient) -> None:
    headers = client.get("/api/health").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_an_answer_is_the_document_of_the_promise(client: TestClient) -> None:
    body = client.get("/api/questions/occupations").json()
    assert list(body) == [
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
    today = date.today().isoformat()
    assert body["sources"] == [{"name": "village", "confirmed_on": today, "credit": None}]
    assert (body["visibility"], body["demonstration"]) == ("cell", False)
    assert (body["name"], body["row_count"], body["truncated"]) == ("occupations", 8, False)
    assert body["columns"][0] == {"name": "occupation", "title": "Code ROME"}
    assert {"occupation": "H2913", "title": "Soudage"} in body["rows"]


def test_a_limit_cuts_and_says_so(client: TestClient) -> None:
    body = client.get("/api/questions/occupations?limit=2").json()
    assert (body["row_count"], body["total"], body["truncated"]) == (2, 8, True)
    assert len(body["rows"]) == 2


def test_the_language_of_an_answer_is_asked_for(client: TestClient) -> None:
    assert client.get("/api/questions/occupations?lang=en").json()["title"] == "Occupations"
    client.cookies.clear()
    assert client.get("/api/questions/occupations").json()["title"] == "Métiers"


def test_an_answer_as_csv_has_these_bytes(client: TestClient) -> None:
    response = client.get("/api/questions/territories.csv?limit=2")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="territories.csv"'
    table, _, about = response.content.decode("utf-8").partition("\r\n\r\n")
    assert table == "\ufeffCode;Nom;Nature\r\ncom:99001;Amont;commune\r\ncom:99002;Bief;commune"
    told = dict(line.split(";", 1) for line in about.splitlines())
    assert list(told) == [
        "Titre",
        "Filtres",
        "Lu dans le graphe le",
        "Sources",
        "Nombre de lignes",
        "Lignes en tout",
        "Lecture au niveau",
    ]
    assert told["Sources"].startswith("village (")
    assert (told["Nombre de lignes"], told["Lignes en tout"]) == ("2", "5")
    machine = client.get("/api/questions/territories.csv?limit=1&dialect=rfc4180")
    assert machine.content == b"territory,name,kind\r\ncom:99001,Amont,commune\r\n"


def test_the_accept_header_chooses_the_form(client: TestClient) -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    found = client.get("/api/questions/employers", headers={"Accept": sheet}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(found)).worksheets[0].values)
    assert rows[0] == ("Clé", "Nom", "Commune")
    assert ("formule", "=1+1 <script>x</script>", "Bief") in rows
    text = client.get("/api/questions/employers", headers={"Accept": "text/csv"}).text
    assert "formule;'=1+1 <script>x</script>;Bief\r\n" in text


def test_all_wrong_parameters_are_named_at_once_in_french(client: TestClient) -> None:
    body = problem(client.get("/api/questions/who-can-answer?commune=x&headcount=-1&strange=1"))
    assert body["status"] == 422
    assert {issue["column"] for issue in body["issues"]} == {
        "topic",
        "commune",
        "headcount",
        "strange",
    }


def test_an_unknown_question_names_the_nearest(client: TestClient) -> None:
    body = problem(client.get("/api/questions/ocupations"))
    assert body["status"] == 404
    assert "occupations" in body["detail"]


def test_an_analysis_has_the_head_of_an_answer_and_a_result(client: TestClient) -> None:
    body = client.get("/api/analyses/transitions?occupation=H2102&top=1").json()
    assert list(body) == ["name", "title", "parameters", "as_of", "sources", "result"]
    assert body["parameters"] == {
        "occupation": "H2102",
        "near": None,
        "radius_km": 40.0,
        "order": "default",
        "top": 1,
    }
    assert body["result"]["occupation"] == {
        "key": "H2102",
        "name": "Conduite de ligne alimentaire",
    }
    assert len(body["result"]["transitions"]) == 1


def test_wrong_values_of_an_analysis_are_told_in_french(client: TestClient) -> None:
    body = problem(client.get("/api/analyses/transitions?top=beaucoup&strange=1"))
    assert (body["status"], body["detail"]) == (422, "des valeurs sont à reprendre")
    assert {issue["column"]: issue["detail"] for issue in body["issues"]} == {
        "occupation": "il faut une valeur",
        "top": "« beaucoup » n'est pas un nombre entier",
        "strange": "ce paramètre n'existe pas",
    }


@pytest.mark.parametrize(
    "path", ["/api/analyses/bridge", "/api/records/Compagny/x", "/api/nothing"]
)
def test_what_does_not_exist_is_a_problem_in_french(client: TestClient, path: str) -> None:
    assert problem(client.get(path))["title"] == "Rien à cette adresse"


def test_only_reading_is_possible(client: TestClient) -> None:
    assert problem(client.post("/api/questions/occupations"))["status"] == 405


def test_a_record_has_labels_sources_and_its_edges_with_other_ends(client: TestClient) -> None:
    body = client.get("/api/records/Company/atelier-amont").json()
    assert (body["type"], body["title"]) == ("Company", "L'Atelier d'Amont & Fils")
    headcount = {"name": "headcount", "title": "effectif", "value": 18, "text": "18"}
    assert headcount in body["properties"]
    assert body["claims"]["sources"] == ["village"]
    edges = {group["signature"]: group for group in body["edges"]}
    employs = edges["Company-EMPLOYS-Occupation"]
    assert (employs["direction"], employs["count"]) == ("out", 1)
    [end] = employs["ends"]
    assert (end["type"], end["key"], end["title"]) == ("Occupation", "H2913", "Soudage")
    assert end["properties"] == [
        {"name": "headcount", "title": "effectif", "value": 6, "text": "6"}
    ]


def test_an_undirected_edge_is_seen_from_both_ends(client: TestClient) -> None:
    for key, count in (("maison", 3), ("chambre", 2)):
        body = client.get(f"/api/records/Actor/{key}").json()
        [group] = [g for g in body["edges"] if g["signature"] == "Actor-WORKS_WITH-Actor"]
        assert (group["direction"], group["count"]) == ("both", count)


def test_what_a_reader_may_not_see_is_absent_from_records(served: Served) -> None:
    def seen(level: Any) -> tuple[int, int]:
        client = as_seen_at(served, level).client()
        body = client.get("/api/records/Company/plasturgie-bief").json()
        groups = [g for g in body["edges"] if g["signature"] == "Company-HAS_SURPLUS-Surplus"]
        status = client.get("/api/records/Surplus/mobilisable-01").status_code
        return sum(group["count"] for group in groups), status

    assert (seen("cell"), seen("partners")) == ((1, 200), (0, 404))


def test_a_hidden_record_is_not_named_among_the_nearest(served: Served) -> None:
    partner = as_seen_at(served, "partners").client()
    body = problem(partner.get("/api/records/Surplus/mobilisable-01"))
    near = body["detail"].partition("proches : ")[2]
    assert near == "mobilisable-07, mobilisable-06, mobilisable-05"


def test_the_description_is_valid_openapi_and_describes_every_route(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    validate(document)
    identifiers = []
    operations = [
        (path, each) for path, methods in document["paths"].items() for each in methods.values()
    ]
    for path, operation in operations:
        identifiers.append(operation["operationId"])
        assert operation["summary"], path
        done = "202" if operation["operationId"].startswith("start_") else "200"
        content = operation["responses"][done]["content"]
        [schema, *_] = [media["schema"] for media in content.values()]
        assert "$ref" in schema or schema == {"type": "string", "format": "binary"}, path
        for status in ("401", "404", "422", "503"):
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
    assert len(set(identifiers)) == len(identifiers)
    assert {"ask_who_can_answer", "analyse_bridges", "read_record", "health"} <= set(identifiers)


def test_every_parameter_of_a_question_is_described(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    operation = document["paths"]["/api/questions/who-can-answer"]["get"]
    described = {each["name"]: each["required"] for each in operation["parameters"]}
    assert described == {
        "limit": False,
        "sort": False,
        "topic": True,
        "commune": False,
        "company": False,
        "headcount": False,
    }
