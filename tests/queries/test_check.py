from __future__ import annotations

from typing import Any

import pytest

from graph.errors import DataError
from graph.wording import spoken
from queries.check import checked_statement

NEED = "MATCH (n:Need) WHERE n.visibility IN $visible "
NAMED = "MATCH (c:Company) "


def refusal(text: str, **parameters: object) -> tuple[str, int | None, dict[str, Any]]:
    with pytest.raises(DataError) as caught:
        checked_statement(text, parameters)
    issue = caught.value.issues[0]
    assert str(caught.value)
    with spoken("en"):
        assert str(caught.value)
    return issue.code, issue.line, dict(issue.values)


HOSTILE = {
    "creates": ("CREATE (n:Company {key: 'x'})", "question.construct"),
    "merges": ("MERGE (n:Company {key: 'x'}) RETURN n.key", "question.construct"),
    "sets": (f"{NAMED}SET c.name = 'x' RETURN c.key", "question.construct"),
    "sets a label": (f"{NAMED}SET c:Actor RETURN c.key", "question.construct"),
    "deletes": (f"{NAMED}DETACH DELETE c", "question.construct"),
    "removes": (f"{NAMED}REMOVE c.name RETURN c.key", "question.construct"),
    "for each": (f"{NAMED}FOREACH (x IN [1] | SET c.name = 'x')", "question.construct"),
    "write after a comment": (f"{NAMED}/* quiet */ DELETE c", "question.construct"),
    "write after a line comment": (f"{NAMED}// quiet\nDELETE c", "question.construct"),
    "write after a carriage return": ("MATCH (c:Company) // \rDELETE c", "question.character"),
    "write after a line separator": ("RETURN 1 AS x // \u2028DELETE c", "question.character"),
    "write in unicode escapes": (r"\u0043REATE (n:Company) RETURN 1 AS x", "question.character"),
    "comment closed by an escape": (r"RETURN 1 AS x /* \u002a\u002f */", "question.character"),
    "long s for set": (f"{NAMED}\u017fET c.name = 'x' RETURN 1 AS x", "question.character"),
    "full-width letters": ("ＣREATE (n:Company)", "question.character"),
    "zero-width mark": ("\ufeffMATCH (c:Company) RETURN c.key", "question.character"),
    "second statement": ("RETURN 1 AS x; MATCH (n) DETACH DELETE n", "question.character"),
    "backtick name": ("MATCH (c:`Company`) RETURN c.key", "question.character"),
    "write in a subquery": (
        f"{NAMED}CALL (c) {{ SET c.name = 'x' }} RETURN c.key",
        "question.construct",
    ),
    "transactions": (
        f"{NAMED}CALL (c) {{ DETACH DELETE c }} IN TRANSACTIONS OF 10 ROWS",
        "question.syntax",
    ),
    "load from a file": ("LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r", "question.construct"),
    "load from an address": (
        "LOAD CSV WITH HEADERS FROM 'http://127.0.0.1/' AS r RETURN r.a AS a",
        "question.construct",
    ),
    "procedure": ("CALL db.labels() YIELD label RETURN label", "question.construct"),
    "procedure alone": ("CALL dbms.killConnections()", "question.construct"),
    "procedure later": (
        f"{NAMED}CALL apoc.load.json('http://x') YIELD value RETURN value",
        "question.construct",
    ),
    "show": ("SHOW TRANSACTIONS", "question.syntax"),
    "show users": ("SHOW USERS YIELD user RETURN user", "question.syntax"),
    "index": ("CREATE INDEX x FOR (c:Company) ON (c.name)", "question.syntax"),
    "use": ("USE system RETURN 1 AS x", "question.construct"),
    "explain": ("EXPLAIN MATCH (c:Company) RETURN c.key", "question.syntax"),
    "version": ("CYPHER 25 RETURN 1 AS x", "question.syntax"),
    "hint": (f"{NAMED}USING SCAN c:Company RETURN c.key", "question.construct"),
    "function that reads": ("RETURN apoc.util.sleep(9) AS x", "question.function"),
    "function of the server": ("RETURN randomUUID() AS x", "question.function"),
    "properties()": (f"{NAMED}RETURN properties(c) AS x", "question.function"),
    "file function": ("RETURN file() AS x", "question.function"),
    "regular expression": (f"{NAMED}WHERE c.name =~ '(a+)+b' RETURN c.key", "question.construct"),
    "parentheses": (f"RETURN {'(' * 4000}1{')' * 4000} AS x", "question.tangled"),
    "brackets": (f"RETURN {'[' * 500}1{']' * 500} AS x", "question.tangled"),
    "maps that try again": (f"RETURN {'[(n {a: ' * 20}1{'})]' * 20} AS x", "question.tangled"),
    "long sum": (f"RETURN {'1+' * 4000}1 AS x", "question.tangled"),
    "negations": (f"RETURN {'NOT ' * 3000}true AS x", "question.tangled"),
    "big literal": (f"RETURN [{'1,' * 300_000}1] AS x", "question.too_long"),
    "list that grows": ("RETURN size(range(1, 2000000000)) AS x", "question.range"),
    "list as long as asked": ("RETURN size(range(1, toInteger('9'))) AS x", "question.range"),
    "sum without end": (
        "RETURN reduce(s = 0, x IN range(1, 2000000000) | s + x) AS x",
        "question.range",
    ),
    "loop in a loop": (
        "RETURN [x IN range(1, 999) WHERE any(y IN range(1, 999) WHERE x + y < 0)] AS x",
        "question.loop",
    ),
    "every path": ("MATCH (c:Company)-[*]-(x:Actor) RETURN c.key", "question.edge_untyped"),
    "unbounded length": (
        "MATCH (a:Actor)-[:WORKS_WITH*]-(b:Actor) RETURN a.key",
        "question.variable_length",
    ),
    "great length": (
        "MATCH (a:Actor)-[:WORKS_WITH*1..90]-(b:Actor) RETURN a.key",
        "question.variable_length",
    ),
    "shortest path": (
        "MATCH p = shortestPath((a:Actor)-[:WORKS_WITH*..3]-(b:Actor)) RETURN length(p)",
        "question.construct",
    ),
    "quantified path": (
        "MATCH ((a:Actor)-[:WORKS_WITH]-(b:Actor)){1,5} RETURN 1 AS x",
        "question.construct",
    ),
    "everything": ("MATCH (n) RETURN n", "question.unlabelled"),
    "all columns": (f"{NAMED}RETURN *", "question.unnamed"),
    "union": ("RETURN 1 AS x UNION RETURN 2 AS x", "question.union"),
    "nothing returned": ("MATCH (c:Company) WITH c", "question.no_return"),
    "lost parenthesis": (
        f"{NAMED}WHERE all(x IN (c) WHERE x = 1)) RETURN c.key",
        "question.syntax",
    ),
    "nothing": ("", "question.syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_before_any_server_sees_it(name: str) -> None:
    text, code = HOSTILE[name]
    assert refusal(text)[0] == code


UNSEEN = {
    "no filter": "MATCH (n:Need) RETURN n.key",
    "no name": "MATCH (c:Company)-[:HAS_NEED]->(:Need) RETURN c.key",
    "filter of another name": (
        "MATCH (n:Need), (m:Need) WHERE n.visibility IN $visible RETURN m.key"
    ),
    "filter under OR": "MATCH (n:Need) WHERE n.visibility IN $visible OR true RETURN n.key",
    "filter denied": "MATCH (n:Need) WHERE NOT n.visibility IN $visible RETURN n.key",
    "filter after WITH": "MATCH (n:Need) WITH n WHERE n.visibility IN $visible RETURN n.key",
    "filter of an earlier MATCH": (
        f"{NEED}MATCH (m:Need) WHERE n.visibility IN $visible RETURN m.key"
    ),
    "filter by another list": "MATCH (n:Need) WHERE n.visibility IN $levels RETURN n.key",
    "filter inside EXISTS": (
        "MATCH (n:Need) WHERE EXISTS { MATCH (c:Company) WHERE n.visibility IN $visible } "
        "RETURN n.key"
    ),
    "mixed with open types": ("MATCH (n:Need|Company) WHERE n.visibility IN $visible RETURN n.key"),
    "inside EXISTS": (
        "MATCH (c:Company) WHERE EXISTS { MATCH (c)-[:HAS_NEED]->(n:Need) } RETURN c.key"
    ),
    "inside COUNT": "MATCH (c:Company) RETURN COUNT { (c)-[:HAS_NEED]->(:Need) } AS x",
    "as a predicate": "MATCH (c:Company) WHERE (c)-[:HAS_NEED]->(:Need) RETURN c.key",
    "inside CALL": "CALL { MATCH (n:Need) RETURN n.key AS k } RETURN k",
    "optional": "MATCH (c:Company) OPTIONAL MATCH (c)-[:HAS_NEED]->(n:Need) RETURN n.key",
}


@pytest.mark.parametrize("name", UNSEEN)
def test_a_thing_with_a_visibility_is_filtered_where_it_first_appears(name: str) -> None:
    assert refusal(UNSEEN[name], levels=[])[0] == "question.visibility"


OTHERWISE = {
    "pattern comprehension": (
        f"{NAMED}RETURN [(c)-[:HAS_NEED]->(n:Need) | n.key] AS x",
        "question.construct",
    ),
    "filter inside the pattern": (
        "MATCH (n:Need WHERE n.visibility IN $visible) RETURN n.key",
        "question.inner_where",
    ),
    "whole node": (f"{NEED}RETURN n", "question.whole_node"),
    "whole nodes in a list": (f"{NEED}RETURN collect(n) AS x", "question.whole_node"),
    "first of the whole nodes": (f"{NEED}RETURN head(collect(n)) AS x", "question.whole_node"),
    "whole node in a map": (f"{NEED}RETURN {{need: n}} AS x", "question.whole_node"),
    "all properties": (f"{NEED}RETURN n {{.*}} AS x", "question.whole_node"),
    "property by a computed name": (f"{NAMED}RETURN c['na' + 'me'] AS x", "question.subscript"),
    "a value taken for a node": (
        f"{NAMED}WITH c.key AS n MATCH (n)-[:LOCATED_IN]->(t:Territory) RETURN t.key",
        "question.not_a_node",
    ),
    "import by WITH": (
        f"{NAMED}CALL {{ WITH c RETURN c.name AS name }} RETURN name",
        "question.unknown_name",
    ),
    "optional node in a later pattern": (
        "OPTIONAL MATCH (n:Need) WHERE n.visibility IN $visible AND n.posts < 0 "
        "MATCH (c:Company)-[:HAS_NEED]->(n)-[:FOR_OCCUPATION]->(o:Occupation) RETURN n.key",
        "question.maybe_null",
    ),
    "optional node in a predicate": (
        "OPTIONAL MATCH (n:Need) WHERE n.visibility IN $visible "
        "MATCH (c:Company) WHERE (c)-[:HAS_NEED]->(n) RETURN c.key",
        "question.maybe_null",
    ),
    "optional node renamed": (
        "OPTIONAL MATCH (n:Need) WHERE n.visibility IN $visible WITH n AS m "
        "MATCH (c:Company)-[:HAS_NEED]->(m) RETURN m.key",
        "question.maybe_null",
    ),
    "null made of a node": (
        f"{NEED}WITH CASE WHEN false THEN n END AS m "
        "MATCH (c:Company)-[:HAS_NEED]->(m) RETURN m.key",
        "question.maybe_null",
    ),
    "null beside a node": (
        f"{NEED}UNWIND [n, null] AS m MATCH (c:Company)-[:HAS_NEED]->(m) RETURN m.key",
        "question.maybe_null",
    ),
    "null in a list": (
        f"{NEED}RETURN [m IN [n, null] WHERE EXISTS {{ (:Company)-[:HAS_NEED]->(m) }}] AS x",
        "question.maybe_null",
    ),
    "null out of a subquery": (
        "CALL { OPTIONAL MATCH (n:Need) WHERE n.visibility IN $visible RETURN n } "
        "MATCH (c:Company)-[:HAS_NEED]->(n) RETURN n.key",
        "question.maybe_null",
    ),
    "relationship used again": (
        f"{NAMED}OPTIONAL MATCH (c)-[r:EMPLOYS]->(:Occupation) "
        "MATCH (d:Company)-[r:EMPLOYS]->(o:Occupation) RETURN d.key",
        "question.edge_again",
    ),
    "negated label": ("MATCH (n:!Company) RETURN n.key", "question.syntax"),
    "two labels": ("MATCH (n:Company:Actor) RETURN n.key", "question.label"),
    "variable length through hidden things": (
        "MATCH (c:Company)-[:HAS_NEED*1..2]->(n:Need) WHERE n.visibility IN $visible RETURN n.key",
        "question.variable_length",
    ),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_would_go_round_the_visibility_rule_is_refused(name: str) -> None:
    text, code = OTHERWISE[name]
    assert refusal(text)[0] == code


def test_an_edge_joins_the_types_its_declaration_joins() -> None:
    text = "MATCH (a:Company)\n-[:EMPLOYS]->(b:Skill) RETURN a.key"
    assert refusal(text) == (
        "question.edge_ends",
        1,
        {
            "edge": "EMPLOYS",
            "left": "Company",
            "right": "Skill",
            "joins": "(:Actor)->(:Occupation), (:Company)->(:Occupation)",
        },
    )
    backwards = "MATCH (a:Company)<-[:EMPLOYS]-(b:Occupation) RETURN a.key"
    assert refusal(backwards)[0] == "question.edge_ends"
    one_side = "MATCH (a:Company|Skill)-[:EMPLOYS]->(b:Occupation) RETURN a.key"
    assert refusal(one_side)[2]["left"] == "Company|Skill"
    either = "MATCH (a:Occupation)-[:EMPLOYS]-(b:Company|Actor) RETURN a.key"
    assert checked_statement(either, {}) == either


def test_names_of_the_model_are_checked_with_their_line() -> None:
    assert refusal("MATCH (c:Firm) RETURN 1 AS x") == ("question.label", 1, {"name": "Firm"})
    edge = "MATCH (c:Company)\nMATCH (c)-[:HIRES]->(o:Occupation)\nRETURN c.key"
    assert refusal(edge) == ("question.edge_unknown", 2, {"name": "HIRES"})
    wrong = "MATCH (c:Company)\nWHERE c.turnover > 1\nRETURN c.key"
    assert refusal(wrong) == ("question.property", 2, {"type": "Company", "name": "turnover"})
    of_an_edge = "MATCH (a:Actor)-[w:WORKS_WITH]-(:Actor)\nRETURN\n  w.strength AS x"
    unknown = {"type": "WORKS_WITH", "name": "strength"}
    assert refusal(of_an_edge) == ("question.property", 3, unknown)
    in_a_map = "MATCH (c:Company {turnover: '1'}) RETURN c.key"
    assert refusal(in_a_map)[2] == {"type": "Company", "name": "turnover"}
    of_one_of_two = "MATCH (c:Company|Actor) RETURN c.acronym AS x"
    assert refusal(of_one_of_two)[2] == {"type": "Company", "name": "acronym"}
    in_a_list = "MATCH (c:Company) RETURN [x IN collect(c) | x.turnover] AS x"
    assert refusal(in_a_list)[2] == {"type": "Company", "name": "turnover"}


def test_bookkeeping_and_nodes_of_a_path_are_read() -> None:
    text = "MATCH (c:Company) RETURN c.key, c.sources, c.load"
    assert checked_statement(text, {}) == text
    path = (
        "MATCH p = (:Occupation {key: $a})-[:MOVES_TO*1..3]->(:Occupation {key: $b}) "
        "RETURN [x IN nodes(p) | x.title] AS steps, [r IN relationships(p) | r.rank] AS ranks"
    )
    assert checked_statement(path, {"a": "I1304", "b": "H2102"}) == path


def test_parameters_are_given_and_visible_is_not() -> None:
    text = "MATCH (c:Company)\nWHERE c.key = $key RETURN c.name"
    assert refusal(text) == ("question.undeclared", 2, {"name": "key"})
    assert checked_statement(text, {"key": "x"}) == text
    assert checked_statement(f"{NEED}RETURN n.key;\n", {}) == f"{NEED}RETURN n.key"
