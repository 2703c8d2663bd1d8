"""Two nodes made one, and let be two again: nothing is lost, and nothing remains of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from graph.aliases import Alias, Aliases
from graph.claims import SEPARATOR, Claim
from graph.current import Current
from graph.declare import NODES, SIGNATURES
from graph.errors import DataError, UnknownNameError
from graph.foresight import Foresight
from graph.servers import Place
from tests.graphs import Graph, edge, graph_of, keys_of, node, opened, tell

COMPANY, ACTOR = NODES["Company"], NODES["Actor"]
LOCATED, EMPLOYS = "Company-LOCATED_IN-Territory", "Company-EMPLOYS-Occupation"
WORKS, FOLLOWS = "Actor-WORKS_WITH-Actor", "Company-SUCCEEDED_BY-Company"
SIRET = "99990000400006"


@pytest.fixture
def current(place: Place) -> Iterator[Current]:
    with opened(place) as found:
        yield found


@pytest.fixture
def small(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def told(current: Current) -> None:
    """A company that the register and a partner's table call by two keys."""
    tell(current, ("Territory", [node("com:36044", name="Châteauroux")]))
    tell(current, ("Occupation", [node("I1304", title="Maintenance")]))
    tell(
        current,
        ("Company", [node(SIRET, "2026-02-01", "official:sirene", name="FORGES", headcount=9)]),
        (LOCATED, [edge(LOCATED, SIRET, "com:36044", "official:sirene")]),
    )
    tell(
        current,
        (
            "Company",
            [node("forges-36044", "2026-01-01", "opco", name="Forges & Fils", idcc="3248")],
        ),
        (EMPLOYS, [edge(EMPLOYS, "forges-36044", "I1304", headcount=3)]),
        (LOCATED, [edge(LOCATED, "forges-36044", "com:36044")]),
    )


def links(current: Current) -> list[tuple[object, ...]]:
    text = (
        "MATCH (c:Company)-[e]->(m) RETURN c.key, type(e), m.key, e.sources "
        "ORDER BY type(e), c.key, m.key"
    )
    return current.store.read(text).rows


def test_a_merge_puts_values_by_priority_and_every_edge_under_one_key(current: Current) -> None:
    told(current)
    current.merge(COMPANY, "forges-36044", SIRET, "anne")
    text = "MATCH (c:Company) RETURN c.key, c.name, c.headcount, c.idcc, c.sources"
    assert current.store.read(text).rows == [
        (SIRET, "FORGES", 9, "3248", ["official:sirene", "opco"])
    ]
    assert links(current) == [
        (SIRET, "EMPLOYS", "I1304", ["opco"]),
        (SIRET, "LOCATED_IN", "com:36044", ["official:sirene", "opco"]),
    ]


def test_what_is_said_under_the_old_key_afterwards_counts_for_the_one_record(
    current: Current,
) -> None:
    told(current)
    current.merge(COMPANY, "forges-36044", SIRET, "anne")
    tell(
        current,
        ("Company", [node("forges-36044", "2026-03-01", "opco", address="12 rue du Lavoir")]),
        ("Occupation", [node("H2902", title="Chaudronnerie")]),
        (EMPLOYS, [edge(EMPLOYS, "forges-36044", "H2902")]),
    )
    assert keys_of(current, "Company") == [SIRET]
    assert current.store.read("MATCH (c:Company) RETURN c.address").rows == [("12 rue du Lavoir",)]
    assert [row[:3] for row in links(current)] == [
        (SIRET, "EMPLOYS", "H2902"),
        (SIRET, "EMPLOYS", "I1304"),
        (SIRET, "LOCATED_IN", "com:36044"),
    ]


def test_a_merge_undone_leaves_no_trace(current: Current) -> None:
    told(current)
    before = graph_of(current, bookkeeping=True)
    number = current.merge(COMPANY, "forges-36044", SIRET, "anne")
    assert graph_of(current, bookkeeping=True) != before
    current.undo(number, "benoît")
    assert graph_of(current, bookkeeping=True) == before


def test_a_graph_filled_again_has_its_merges(current: Current) -> None:
    told(current)
    current.merge(COMPANY, "forges-36044", SIRET, "anne")
    merged = graph_of(current, bookkeeping=True)
    current.store.write("MATCH (n) DETACH DELETE n", [])
    current.catch_up()
    assert graph_of(current, bookkeeping=True) == merged


def test_a_merge_that_a_crash_cut_short_is_finished(current: Current) -> None:
    told(current)
    with current.ledger.staging("anne", "form", "cut short") as load:
        load.alias(COMPANY, "forges-36044", SIRET)
        load.acknowledge()
    assert len(keys_of(current, "Company")) == 2
    current.catch_up()
    assert keys_of(current, "Company") == [SIRET]
    assert len(links(current)) == 2


def test_merges_follow_each_other_and_the_first_can_be_undone_alone(small: Current) -> None:
    tell(small, ("Company", [node(key, name=key.upper()) for key in "abc"]))
    first = small.merge(COMPANY, "a", "b", "anne")
    small.merge(COMPANY, "b", "c", "anne")
    assert keys_of(small, "Company") == ["c"]
    view = small.view(COMPANY, "a")
    assert view is not None
    assert view.values["key"] == "c"
    small.undo(first, "anne")
    assert keys_of(small, "Company") == ["a", "c"]


def test_an_edge_between_two_that_became_one_is_none(current: Current) -> None:
    tell(current, ("Actor", [node(key, name=key, kind="chamber") for key in ("a", "b", "c")]))
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    tell(current, (WORKS, [edge(WORKS, *pair, level="2") for pair in pairs]))
    text = "MATCH (a:Actor)-[e:WORKS_WITH]->(b:Actor) RETURN a.key, b.key"
    number = current.merge(ACTOR, "b", "c", "anne")
    assert current.store.read(text).rows == [("a", "c")]
    current.undo(number, "anne")
    assert sorted(current.store.read(text).rows) == pairs


def test_what_is_no_record_or_one_already_is_not_merged(small: Current) -> None:
    tell(small, ("Company", [node("a", name="A"), node("b", name="B")]))
    small.merge(COMPANY, "a", "b", "anne")
    with pytest.raises(DataError, match="déjà une seule"):
        small.merge(COMPANY, "b", "a", "anne")
    with pytest.raises(UnknownNameError):
        small.merge(COMPANY, "b", "z", "anne")
    assert len(small.ledger.loads()) == 2


def test_a_load_foreseen_under_an_old_key_creates_nothing(small: Current) -> None:
    tell(small, ("Company", [node("a", name="A"), node("b", name="B")]))
    small.merge(COMPANY, "a", "b", "anne")
    outcome = Foresight(small.ledger).load([(COMPANY, [node("a", "2026-06-01", name="A")])])
    assert (outcome.created.total(), outcome.unchanged + outcome.updated) == (0, {"Company": 1})


def test_what_is_erased_is_erased_under_each_of_its_keys(current: Current) -> None:
    told(current)
    current.merge(COMPANY, "forges-36044", SIRET, "anne")
    assert current.erase(COMPANY, [SIRET]) == 1
    assert keys_of(current, "Company") == []
    assert current.ledger.said(COMPANY, [SIRET, "forges-36044"]) == {}
    tell(current, ("Company", [node("forges-36044", "2026-04-01", name="Forges")]))
    assert keys_of(current, "Company") == ["forges-36044"]


def test_keys_and_their_edges_are_spelt_in_every_way() -> None:
    known = Aliases([Alias(1, "Actor", "a", "b"), Alias(2, "Actor", "b", "c")])
    works = SIGNATURES[WORKS]
    assert known.root("Actor", "a") == "c"
    assert known.spellings("Actor", "c") == ["c", "a", "b"]
    assert known.canonical(works, SEPARATOR.join(("a", "d"))) == SEPARATOR.join(("c", "d"))
    assert known.canonical(works, SEPARATOR.join(("d", "a"))) == SEPARATOR.join(("c", "d"))
    assert not known.touches(SIGNATURES[FOLLOWS])


KEYS = st.sampled_from("abcd")
CLAIMS = st.lists(
    st.tuples(KEYS, KEYS, st.integers(1, 3), st.sampled_from(("opco", "chambre"))), max_size=5
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CLAIMS, CLAIMS, KEYS, KEYS)
def test_merge_then_unmerge_is_the_identity(
    small: Current,
    early: list[tuple[str, str, int, str]],
    late: list[tuple[str, str, int, str]],
    key: str,
    into: str,
) -> None:
    small.store.write("MATCH (n) DETACH DELETE n", [])
    with small.ledger.engine.begin() as connection:
        for table in ("aliases", "ledger", "loads"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    tell(small, ("Company", [node(each, name=each) for each in "abcd"]))
    _say(small, early)
    if key == into:
        return
    number = small.merge(COMPANY, key, into, "anne")
    _say(small, late)
    small.undo(number, "anne")
    undone = graph_of(small, bookkeeping=True)
    assert undone == _never_merged(small)


def _say(current: Current, claims: list[tuple[str, str, int, str]]) -> None:
    edges: dict[str, Claim] = {}
    for start, end, day, source in claims:
        told = edge(FOLLOWS, start, end, source)._replace(observed_on=f"2026-01-0{day}")
        edges[told.key + source] = told
    if edges:
        tell(current, (FOLLOWS, list(edges.values())))


def _never_merged(current: Current) -> Graph:
    with current.ledger.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM aliases")
    current.store.write("MATCH (n) DETACH DELETE n", [])
    current.catch_up()
    return graph_of(current, bookkeeping=True)
