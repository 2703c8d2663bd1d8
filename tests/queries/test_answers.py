from __future__ import annotations

from typing import Any

import pytest

from graph.store import Store
from graph.viewer import LEVELS, Viewer, Visibility
from queries.answer import answer, answer_statement
from queries.catalogue import catalogue
from tests.queries.territory import EDGE_TABLES, NODE_TABLES, hidden_twins, write

SHIPPED = catalogue()
ASKED: dict[str, dict[str, object]] = {
    "partners-of-territory": {"territory": "be:2415"},
    "trainings-for-occupation": {"occupation": "I1304", "commune": "45053", "since": "07/09/2026"},
    "bridges-from-employer": {"employer": "biscuits"},
    "who-can-answer": {"topic": "recruter", "commune": "com:45155"},
}


def rows(store: Store, name: str, visibility: Visibility = "cell", **given: object) -> list[Any]:
    viewer = Viewer(visibility=visibility)
    found = answer(store, viewer, SHIPPED.question(name), given or ASKED.get(name, {}))
    return [tuple(row) for row in found.rows]


@pytest.fixture
def territory(store: Store) -> Store:
    write(store, NODE_TABLES, EDGE_TABLES)
    return store


def test_the_partners_of_a_basin_are_those_seated_in_it_or_covering_it(territory: Store) -> None:
    assert rows(territory, "partners-of-territory") == [
        ("cfa", "CFA de l'Est", "mde", "Maison de l'emploi", "3", "2019-01-01"),
    ]
    assert rows(territory, "partners-of-territory", territory="reg:24") == [
        ("cfa", "CFA de l'Est", "mde", "Maison de l'emploi", "3", "2019-01-01"),
        ("cfa", "CFA de l'Est", "mission", "Mission locale", "1", None),
        ("mde", "Maison de l'emploi", "opco", "OPCO régional", "2", None),
    ]


def test_open_needs_add_up_by_occupation_and_basin(territory: Store) -> None:
    maintenance = ("I1304", "Maintenance d'équipements")
    assert rows(territory, "needs-by-occupation") == [
        (*maintenance, "be:2404", "Blois", 1, 6.0, None, None),
        (*maintenance, "be:2415", "Gien", 2, 2.4, 3, "2026-11-30"),
    ]
    assert rows(territory, "needs-by-occupation", "partners", basin="be:2415") == [
        (*maintenance, "be:2415", "Gien", 1, 0.4, 1, "2026-11-30"),
    ]


def test_a_need_has_no_training_when_all_are_beyond_the_radius(territory: Store) -> None:
    maintenance = ("I1304", "Maintenance d'équipements")
    blois = ("n3", "Saison", *maintenance, "biscuits", "Biscuits d'Aurore & Fils", "Blois")
    briare = ("n2", None, *maintenance, "usinage", "Usinage de Briare", "Briare")
    assert rows(territory, "needs-without-training") == [(*blois, 6.0, None)]
    assert rows(territory, "needs-without-training", km="9,5") == [
        (*blois, 6.0, None),
        (*briare, 0.4, "2026-11-30"),
    ]
    assert rows(territory, "needs-without-training", km="98") == []


def test_trainings_say_their_distance_next_session_and_seats(territory: Store) -> None:
    gien = ("technicien", "Technicien", "cfa", "CFA de l'Est", "Gien")
    assert rows(territory, "trainings-for-occupation") == [(*gien, 10.2, 1100, "2026-11-02", 15)]
    through_a_certification = rows(
        territory,
        "trainings-for-occupation",
        occupation="H2102",
        commune="com:41018",
        since="2026-09-07",
    )
    assert through_a_certification == [
        ("conducteur", "Conducteur", None, None, "Blois", 0.0, 420, None, 0)
    ]


def test_bridges_are_listed_the_largest_first(territory: Store) -> None:
    line = ("H2102", "Conduite de ligne alimentaire")
    first = ("b1", "plats", "Plats du Giennois", *line, *line, 4, "same", 1.0, 97.7)
    maintenance = ("I1304", "Maintenance d'équipements")
    second = ("b2", "usinage", "Usinage de Briare", *line, *maintenance, 1, "long", 0.4, 97.7)
    assert rows(territory, "bridges-from-employer") == [first, second]
    assert rows(territory, "bridges-from-employer", "partners") == [first]


def test_a_grouping_stands_in_each_basin_of_its_members(territory: Store) -> None:
    first = ("g1", "I13", ["Plats du Giennois", "Usinage de Briare"], 1, 1.05, 0.58, 10.1)
    second = ("g2", "H21", ["Biscuits d'Aurore & Fils", "Usinage de Briare"], 2, 1.2, 0.5, 9.0)
    assert rows(territory, "groupings-by-basin") == [
        ("be:2404", "Blois", *second),
        ("be:2415", "Gien", *second),
        ("be:2415", "Gien", *first),
    ]
    assert rows(territory, "groupings-by-basin", "partners") == [("be:2415", "Gien", *first)]


def test_a_service_covers_what_it_says_else_what_its_actor_covers(territory: Store) -> None:
    regional = ("conseil", "Conseil", "opco", "OPCO régional", None, None, None, None)
    local = ("diagnostic", "Diagnostic", "mde", "Maison de l'emploi")
    welcome = (*local, "accueil", "Accueil", "02 00 00 00 01", None)
    head = (*local, "direction", "Direction", "02 00 00 00 02", None)
    assert rows(territory, "who-can-answer") == [regional, welcome, head]
    assert rows(territory, "who-can-answer", "partners") == [regional, welcome]
    large = rows(territory, "who-can-answer", topic="recruter", commune="45155", headcount="50")
    assert large == [regional]


def test_records_are_counted_by_type_and_source(territory: Store) -> None:
    counted = rows(territory, "counts-by-type", "public")
    assert [row for row in counted if row[0] in {"Company", "Need", "Contact"}] == [
        ("Company", "enquête", 1, "2026-09-01"),
        ("Company", "relevé", 3, "2026-10-05"),
        ("Need", "relevé", 2, "2026-09-01"),
    ]


def test_choices_are_listed_by_name(territory: Store) -> None:
    assert rows(territory, "occupations") == [
        ("H2102", "Conduite de ligne alimentaire"),
        ("I1304", "Maintenance d'équipements"),
    ]
    assert rows(territory, "topics") == [("recruter", "Recruter")]
    assert rows(territory, "employers")[:2] == [
        ("biscuits", "Biscuits d'Aurore & Fils", "Blois"),
        ("cfa", "CFA de l'Est", "Gien"),
    ]
    assert rows(territory, "territories")[:2] == [
        ("be:2404", "Blois", "basin"),
        ("com:41018", "Blois", "commune"),
    ]


def test_what_a_viewer_may_not_see_changes_no_answer(territory: Store) -> None:
    def all_answers(visibility: Visibility) -> dict[str, list[Any]]:
        return {each.name: rows(territory, each.name, visibility) for each in SHIPPED}

    before = {level: all_answers(level) for level in LEVELS}
    write(territory, *hidden_twins())
    assert all_answers("partners") == before["partners"]
    assert all_answers("public") == before["public"]
    seen = all_answers("cell")
    differing = {name for name, found in seen.items() if found != before["cell"][name]}
    assert differing == {
        "bridges-from-employer",
        "counts-by-type",
        "groupings-by-basin",
        "needs-by-occupation",
        "needs-without-training",
        "who-can-answer",
    }


STATEMENTS = (
    "MATCH (c:Company) WHERE EXISTS { MATCH (c)-[:HAS_NEED]->(n:Need) "
    "WHERE n.visibility IN $visible AND n.posts < 3 } RETURN c.key AS k ORDER BY k",
    "MATCH (c:Company) RETURN c.key AS k, COUNT { MATCH (c)-[:HAS_NEED]->(n:Need) "
    "WHERE n.visibility IN $visible } AS needs ORDER BY k",
    "MATCH (c:Company) CALL (c) { MATCH (c)-[:HAS_NEED]->(n:Need) "
    "WHERE n.visibility IN $visible RETURN count(n) AS needs } "
    "RETURN c.key AS k, needs ORDER BY k",
    "MATCH (c:Company) OPTIONAL MATCH (c)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation) "
    "WHERE n.visibility IN $visible RETURN c.key AS k, count(n) AS needs ORDER BY k",
    "MATCH (c:Company)-[:HAS_NEED]->(n:Need), (c)-[:CANDIDATE_FOR]->(g:Grouping) "
    "WHERE n.visibility IN $visible AND (g.visibility IN $visible) AND (n.posts > 0 OR g.jobs > 0) "
    "RETURN n.key AS k, g.key AS g ORDER BY k, g",
    "MATCH (x:Need|Bridge|Grouping) WHERE x.visibility IN $visible "
    "RETURN labels(x)[0] AS type, count(x) AS things ORDER BY type",
    "MATCH (n:Need) WHERE n.visibility IN $visible WITH collect(n) AS needs "
    "RETURN size([n IN needs WHERE n.posts > 1]) AS large",
)


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_a_viewer_may_not_see_changes_no_statement(text: str, territory: Store) -> None:
    def found(level: Visibility) -> list[Any]:
        return list(answer_statement(territory, Viewer(visibility=level), text, {}).rows)

    cell, partners, public = found("cell"), found("partners"), found("public")
    assert cell != partners
    write(territory, *hidden_twins())
    assert (found("partners"), found("public")) == (partners, public)


def test_an_answer_says_that_it_was_cut(territory: Store) -> None:
    question = SHIPPED.question("employers")
    cut = answer(territory, Viewer(), question, {}, limit=2)
    assert (cut.row_count, cut.truncated) == (2, True)
    whole = answer(territory, Viewer(), question, {}, limit=7)
    assert (whole.row_count, whole.truncated) == (7, False)


def test_an_answer_is_one_document(territory: Store) -> None:
    found = answer(territory, Viewer(), SHIPPED.question("topics"), {})
    assert found.document() == {
        "name": "topics",
        "title": "Thèmes",
        "parameters": {},
        "as_of": found.as_of,
        "row_count": 1,
        "truncated": False,
        "columns": [{"name": "topic", "title": "Clé"}, {"name": "name", "title": "Thème"}],
        "rows": [{"topic": "recruter", "name": "Recruter"}],
    }


def test_a_statement_of_the_operator_reads_what_its_level_allows(territory: Store) -> None:
    text = "MATCH (n:Need) WHERE n.visibility IN $visible AND n.posts > $least RETURN n.key AS need"
    given = {"least": 5}
    found = answer_statement(territory, Viewer(visibility="public"), text, given)
    assert {tuple(row) for row in found.rows} == {("n3",), ("n4",)}
    assert [column.name for column in found.columns] == ["need"]


def test_a_file_runs_whole_with_its_header(territory: Store) -> None:
    for question in SHIPPED:
        given = ASKED.get(question.name, {})
        found = answer(territory, Viewer(), question, given)
        text = question.path.read_text(encoding="utf-8").rstrip().removesuffix(";")
        whole = territory.read(text, {**found.parameters, "visible": Viewer().visible})
        assert whole.rows == found.rows
        assert list(whole.columns) == list(question.header.columns)
