"""What analyses found as files: what the page shows, no more, with who says it."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import Served, as_seen_at

ON = "on=2026-09-07"


def table(client: TestClient, address: str) -> tuple[list[dict[str, str]], str]:
    """Returns the rows of a CSV file, and what stands below them."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    text = answer.content.decode("utf-8-sig")
    rows, _, about = text.partition("\r\n\r\n")
    return list(csv.DictReader(io.StringIO(rows), delimiter=";")), about


def found(client: TestClient, query: str = ON) -> Any:
    return client.get(f"/api/analyses/bridges?{query}").json()["result"]["bridges"]


def test_bridges_come_as_a_file_in_the_order_of_their_page(client: TestClient) -> None:
    rows, about = table(client, f"/api/analyses/bridges.csv?{ON}")
    bridges = found(client)
    assert [row["clé"] for row in rows] == [each["key"] for each in bridges]
    assert [row["au plus"] for row in rows] == [str(each["people"]) for each in bridges]
    assert rows[0]["de"] == bridges[0]["source"]["employer"]["name"]
    assert "village" in about


def test_a_file_names_nobody_whom_its_page_blurs(served: Served) -> None:
    partner = as_seen_at(served, "partners").client()
    rows, _ = table(partner, f"/api/analyses/bridges.csv?{ON}")
    assert rows
    assert {row["commune de départ"] for row in rows} == {""}
    sides = [each[side] for each in found(served.client()) for side in ("source", "target")]
    names = {side["employer"]["name"] for side in sides}
    assert "Biscuits d'Amont" in names
    assert not names & {row[side] for row in rows for side in ("de", "vers")}


def test_a_closure_comes_with_those_who_have_no_way_out(client: TestClient) -> None:
    rows, _ = table(client, f"/api/analyses/closure.csv?company=plasturgie-bief&{ON}")
    result = client.get(f"/api/analyses/closure?company=plasturgie-bief&{ON}").json()["result"]
    ways = [row for row in rows if row["vers"]]
    assert [int(row["au plus"]) for row in ways] == [w["bridge"]["people"] for w in result["ways"]]
    lost = sum(int(row.get("sans piste") or 0) for row in rows)
    assert lost == result["without"]


@pytest.mark.parametrize("page", ["/passerelles", "/fermetures/plasturgie-bief", "/mutualisations"])
def test_a_page_leads_to_its_files(client: TestClient, page: str) -> None:
    text = client.get(page).text
    start = text.index("/api/analyses/")
    for format in ("csv", "xlsx"):
        address = next(
            part for part in text[start - 10 :].split('"') if f".{format}" in part
        ).replace("&amp;", "&")
        assert client.get(address).status_code == 200


def test_a_workbook_opens_with_its_lines(client: TestClient) -> None:
    answer = client.get(f"/api/analyses/bridges.xlsx?{ON}")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    assert sheet.max_row >= len(found(client)) + 1
    assert sheet["A1"].value == "clé"
