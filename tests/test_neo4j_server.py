"""The Neo4j of the tests is our own child, and comes back after a power cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from tests.neo4j_server import Neo4jServer, shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Neo4jServer]:
    server = Neo4jServer(tmp_path)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def test_only_the_password_of_this_session_opens_it(neo4j_server: Neo4jServer) -> None:
    with (
        GraphDatabase.driver(neo4j_server.uri, auth=("neo4j", "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_what_was_acknowledged_is_there_after_a_kill(own_server: Neo4jServer) -> None:
    place, password = own_server.uri, own_server.password
    with GraphDatabase.driver(place, auth=("neo4j", password)) as driver:
        driver.execute_query("CREATE (:Company {key: 'a'})")
    own_server.kill()
    own_server.start()
    assert own_server.uri == place
    with GraphDatabase.driver(place, auth=("neo4j", password)) as driver:
        found = driver.execute_query("MATCH (c:Company) RETURN c.key AS key").records
    assert [record["key"] for record in found] == ["a"]


def test_the_real_shell_answers_from_a_file(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    statements = tmp_path / "question.cypher"
    statements.write_text("RETURN 'à ' + $place AS answer;", encoding="utf-8")
    answer = shell(neo4j_server, statements, "-P", "{place: 'Gien'}")
    assert (answer.returncode, answer.stdout.split("\n")[:2]) == (0, ["answer", '"à Gien"'])
