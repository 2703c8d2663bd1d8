from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.errors import DataError
from graph.store import Store
from graph.viewer import Viewer, Visibility
from queries.answer import Manner, answer, answer_statement
from queries.catalogue import catalogue
from queries.sources import sources_of
from tests.queries.territory import EDGE_TABLES, NODE_TABLES, hidden_twins, node, write

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
    write(territory, *hidden_twins(NODE_TABLES, EDGE_TABLES))
    assert (found("partners"), found("public")) == (partners, public)


def test_an_answer_says_how_many_rows_there_are(territory: Store) -> None:
    question = SHIPPED.question("employers")
    cut = answer(territory, Viewer(), question, {}, Manner(limit=2))
    assert (cut.row_count, cut.total, cut.truncated) == (2, 7, True)
    whole = answer(territory, Viewer(), question, {}, Manner(limit=7))
    assert (whole.row_count, whole.total, whole.truncated) == (7, 7, False)


def test_what_is_beyond_counting_is_said(territory: Store) -> None:
    text = "UNWIND range(1, $n) AS n RETURN n"
    for count, total in ((100_000, 100_000), (100_001, None)):
        found = answer_statement(territory, Viewer(), text, {"n": count}, Manner(limit=3))
        assert (found.row_count, found.total, found.truncated) == (3, total, True)


def test_the_day_that_today_means_can_be_told(territory: Store) -> None:
    asked = {"occupation": "I1304", "commune": "com:45053"}
    question = SHIPPED.question("trainings-for-occupation")
    then = answer(territory, Viewer(), question, asked, Manner(today=date(2026, 9, 7)))
    assert then.parameters["since"] == "2026-09-07"


def names(store: Store, sort: str) -> list[object]:
    question = SHIPPED.question("employers")
    return [row[1] for row in answer(store, Viewer(), question, {}, Manner(sort=sort)).rows]


def test_an_answer_is_sorted_by_any_column_and_what_is_unknown_comes_last(
    territory: Store,
) -> None:
    by_commune = ["Biscuits d'Aurore & Fils", "Mission locale", "Usinage de Briare"]
    gien = ["CFA de l'Est", "Plats du Giennois"]
    nowhere = ["Maison de l'emploi", "OPCO régional"]
    assert names(territory, "commune") == by_commune + gien + nowhere
    assert names(territory, "-commune") == gien + by_commune[2:] + by_commune[:2] + nowhere
    assert names(territory, "-name") == sorted(names(territory, ""), key=str, reverse=True)
    with pytest.raises(DataError) as caught:
        names(territory, "town")
    assert str(caught.value.issues[0]) == (
        "sort : aucune colonne ne s'appelle « town » ; il y a employer, name, commune"
    )


def test_a_key_of_nothing_is_named_with_the_nearest(territory: Store) -> None:
    def wrong(name: str, visibility: Visibility = "cell", **given: object) -> list[str]:
        question = SHIPPED.question(name)
        with pytest.raises(DataError) as caught:
            answer(territory, Viewer(visibility=visibility), question, given)
        return [str(issue) for issue in caught.value.issues]

    near = "les plus proches : com:45155, com:45053, com:41018"
    assert wrong("partners-of-territory", territory="com:45156") == [
        f"territory : aucune fiche de ce genre n'a la clé « com:45156 » ; {near}"
    ]
    assert wrong("who-can-answer", topic="recruteur", commune="com:99999") == [
        "topic : aucune fiche de ce genre n'a la clé « recruteur » ; les plus proches : recruter",
        "commune : aucune fiche de ce genre n'a la clé « com:99999 » ; "
        "les plus proches : com:41018, com:45053, com:45155",
    ]


def test_a_known_key_without_an_answer_is_an_answer(territory: Store) -> None:
    assert rows(territory, "bridges-from-employer", employer="plats") == []


def test_the_sources_of_an_answer_are_those_of_what_it_reads(territory: Store) -> None:
    def sources(name: str, visibility: Visibility = "cell") -> list[tuple[str, str | None]]:
        types = SHIPPED.question(name).types
        found = sources_of(territory, Viewer(visibility=visibility), types)
        return [(each.name, each.confirmed_on) for each in found]

    assert sources("employers") == [("enquête", "2026-09-01"), ("relevé", "2026-10-05")]
    assert sources("topics") == [("relevé", "2026-09-01")]
    secret = {"Signal": [node("s1", title="Rumeur", visibility="cell", sources=["cellule"])]}
    write(territory, secret, {})
    assert ("cellule", "2026-09-01") in sources("signals-by-sector")
    assert ("cellule", "2026-09-01") not in sources("signals-by-sector", "partners")


def test_a_statement_of_the_operator_reads_what_its_level_allows(territory: Store) -> None:
    text = "MATCH (n:Need) WHERE n.visibility IN $visible AND n.posts > $least RETURN n.key AS need"
    given = {"least": 5}
    found = answer_statement(territory, Viewer(visibility="public"), text, given)
    assert {tuple(row) for row in found.rows} == {("n3",), ("n4",)}
    assert [column.name for column in found.columns] == ["need"]
