"""Whatever is loaded, undone, merged, edited and erased: the graph is what its ledger says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from graph.claims import GONE, Claim
from graph.current import Change, Current
from graph.declare import NODES, SIGNATURES, Record
from graph.errors import DataError, UnknownNameError
from graph.servers import Place
from tests.graphs import edge, graph_of, node, opened, tell

ACTOR, PROJECT = NODES["Actor"], NODES["Project"]
WORKS, OFFERED = SIGNATURES["Actor-WORKS_WITH-Actor"], SIGNATURES["Actor-TAKES_PART_IN-Project"]
EXAMPLES, STEPS = 25, 10
KEYS = st.sampled_from("abc")
ROLES = st.sampled_from(("pilot", "partner"))
DAYS = st.sampled_from(("2026-01-01", "2026-01-02", "2026-01-03"))
SOURCES = st.sampled_from(("opco", "chambre", "official:table"))
ACTORS = st.tuples(KEYS, st.integers(1, 3)).map(lambda it: node(it[0], name=it[0], staff=it[1]))
TIES = st.tuples(KEYS, KEYS).map(lambda it: edge(WORKS.name, *sorted(it), level="2"))
PARTS = st.tuples(KEYS, ROLES).map(lambda it: edge(OFFERED.name, it[0], "p", role=it[1]))


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


class Histories(RuleBasedStateMachine):
    """What can happen to three actors and a project; at the end the graph is made anew."""

    current: Current

    def __init__(self) -> None:
        super().__init__()
        emptied(self.current)
        tell(self.current, ("Project", [node("p", name="P")]))

    @rule(
        source=SOURCES,
        on=DAYS,
        actors=st.lists(ACTORS, max_size=3),
        ties=st.lists(TIES, max_size=2),
        parts=st.lists(PARTS, max_size=2),
        whole=st.booleans(),
        carried=st.booleans(),
    )
    def load(
        self,
        source: str,
        on: str,
        actors: list[Claim],
        ties: list[Claim],
        parts: list[Claim],
        whole: bool,
        carried: bool,
    ) -> None:
        named = (("Actor", actors), (WORKS.name, ties), (OFFERED.name, parts))
        told = [
            (name, [each._replace(source=source, observed_on=on) for each in claims])
            for name, claims in named
            if claims
        ]
        if told:
            tell(self.current, *told, complete=on if whole else None, carried=carried)

    @rule(place=st.integers(0, 20), carried=st.booleans())
    def undo(self, place: int, carried: bool) -> None:
        loads = self.current.ledger.loads()
        number = loads[place % len(loads)].id
        if carried:
            self.current.undo(number, "anne")
        else:
            self.current.ledger.undo(number, "anne")

    @rule(key=KEYS, into=KEYS)
    def merge(self, key: str, into: str) -> None:
        try:
            self.current.merge(ACTOR, key, into, "anne")
        except (DataError, UnknownNameError):
            return

    @rule(key=KEYS)
    def remove(self, key: str) -> None:
        try:
            self.current.remove(ACTOR, key, "anne")
        except UnknownNameError:
            return

    @rule(key=KEYS)
    def confirm(self, key: str) -> None:
        self.current.confirm(ACTOR, key, "anne")

    @rule(key=KEYS, staff=st.sampled_from((None, 9)), gone=st.integers(0, 3))
    def change(self, key: str, staff: int | None, gone: int) -> None:
        """Empties or says a value, and takes an edge away where there is one."""
        mark = self.current.mark(ACTOR, key)
        told: list[tuple[Record, list[Claim]]] = [
            (ACTOR, [node(key, "2026-02-01", "form", name=key, staff=staff)])
        ]
        for signature, edge_key, view in list(self.current.edges(ACTOR, key))[gone : gone + 1]:
            values = {name: view.values[name] for name in signature.edge.identity} | {GONE: True}
            claim = Claim(edge_key, values, "2026-02-01", "form", view.start, view.end)
            told.append((signature, [claim]))
        self.current.change(Change(ACTOR, key, mark, told), "anne")

    @rule(key=KEYS, source=st.sampled_from((None, "opco", "form")))
    def erase(self, key: str, source: str | None) -> None:
        self.current.erase(ACTOR, [key], source)

    @rule()
    def restart(self) -> None:
        self.current.catch_up()

    def teardown(self) -> None:
        self.current.catch_up()
        found = graph_of(self.current, bookkeeping=True)
        self.current.store.write("MATCH (n) DETACH DELETE n", [])
        self.current.catch_up()
        assert found == graph_of(self.current, bookkeeping=True)


def emptied(current: Current) -> None:
    current.store.write("MATCH (n) DETACH DELETE n", [])
    with current.ledger.engine.begin() as connection:
        for table in ("aliases", "ledger", "loads", "refusals"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


def test_the_graph_is_what_its_ledger_says_whatever_happened(current: Current) -> None:
    class Here(Histories):
        pass

    Here.current = current
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
