"""The graph is the ledger's current view: whatever the order, whoever dies, whatever is undone."""

from __future__ import annotations

import threading
import time
from datetime import date
from itertools import count, permutations
from typing import TYPE_CHECKING

import pytest

import graph.current
import graph.ledger
from graph.claims import GONE
from graph.current import Change
from graph.declare import NODES, SIGNATURES
from graph.errors import DataError, StoreError, UnknownNameError
from tests.graphs import edge, graph_of, keys_of, node, opened, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.claims import Claim
    from graph.current import Current
    from graph.servers import Place

EMPLOYS = "Company-EMPLOYS-Occupation"
A, B = node("a", name="A", headcount=4), node("b", name="B")
WELDER = node("I1304", title="Maintenance")
BY_FORM = node("a", "2026-05-01", "form", headcount=9)
A_EMPLOYS = edge(EMPLOYS, "a", "I1304", headcount=3)
Told = tuple[str, list["Claim"]]
LOADS: list[tuple[Told, ...]] = [
    (("Company", [A, B]),),
    (("Occupation", [WELDER]),),
    ((EMPLOYS, [A_EMPLOYS, edge(EMPLOYS, "b", "I1304", headcount=1)]),),
    (("Company", [node("a", "2026-03-01", "chambre", headcount=5)]),),
]


@pytest.fixture
def current(place: Place) -> Iterator[Current]:
    with opened(place) as found:
        yield found


@pytest.fixture
def small(embedded_place: Place) -> Iterator[Current]:
    """One server only, for laws that the store takes no part in."""
    with opened(embedded_place) as found:
        yield found


def revision(current: Current) -> int:
    (row,) = current.store.read("MATCH (g:Graph) RETURN g.revision").rows
    return int(str(row[0]))


def emptied(current: Current) -> None:
    current.store.write("MATCH (n) DETACH DELETE n", [])


def test_a_load_is_in_the_graph_with_its_bookkeeping(current: Current) -> None:
    tell(current, ("Company", [A]), ("Occupation", [WELDER]), (EMPLOYS, [A_EMPLOYS]))
    text = (
        "MATCH (c:Company)-[e:EMPLOYS]->(o:Occupation) RETURN properties(c), properties(e), o.key"
    )
    ((company, employs, occupation),) = current.store.read(text).rows
    kept = {"sources": ["opco"], "observed_on": "2026-01-01", "confirmed_on": "2026-01-01"}
    assert isinstance(company, dict)
    assert isinstance(employs, dict)
    assert company.pop("revision") != employs.pop("revision")
    assert company == {
        "key": "a", "name": "A", "headcount": 4, "status": "open", "load": 1, **kept
    }  # fmt: skip
    assert employs == {"headcount": 3, "load": 1, **kept}
    assert occupation == "I1304"


def test_every_order_of_loads_gives_the_same_graph(small: Current) -> None:
    found = []
    for order in permutations(LOADS):
        for load in order:
            tell(small, *load)
        found.append(graph_of(small, bookkeeping=True))
        for row in small.ledger.loads():
            small.undo(row.id, "test")
        assert graph_of(small) == ([], [])
    assert len(found[0].edges) == 2
    assert found == [found[0]] * 24


def test_edges_wait_for_their_ends(current: Current) -> None:
    tell(current, (EMPLOYS, [A_EMPLOYS]))
    assert graph_of(current).edges == []
    tell(current, ("Company", [A]))
    assert graph_of(current).edges == []
    tell(current, ("Occupation", [WELDER]))
    assert graph_of(current).edges == ["a EMPLOYS I1304 {'headcount': 3}"]


@pytest.mark.parametrize("undone", range(1, 5))
def test_undoing_a_load_is_never_having_made_it(place: Place, undone: int) -> None:
    with opened(place) as current:
        for load in LOADS:
            tell(current, *load)
        current.undo(undone, "test")
        found = graph_of(current, bookkeeping=True)
        emptied(current)
    (place.folder / "state.sqlite").unlink()
    with opened(place) as current:
        for number, load in enumerate(LOADS, 1):
            if number != undone:
                tell(current, *load)
        assert graph_of(current, bookkeeping=True) == found


def test_undo_brings_back_edges_of_a_node_that_comes_back(current: Current) -> None:
    tell(current, ("Company", [A]), ("Occupation", [WELDER]), (EMPLOYS, [A_EMPLOYS]))
    before = graph_of(current, bookkeeping=True)
    whole = tell(current, ("Company", [node("b", "2026-02-01", name="B")]), complete="2026-02-01")
    assert keys_of(current, "Company") == ["b"]
    assert graph_of(current).edges == []
    outcome = current.undo(whole, "test")
    assert graph_of(current, bookkeeping=True) == before
    assert outcome is not None
    assert (outcome.created["Company"], outcome.removed["Company"]) == (1, 1)


def test_a_complete_delivery_sweeps_its_own_source_alone(current: Current) -> None:
    tell(current, ("Company", [A, B]))
    tell(current, ("Company", [node("c", source="chambre", name="C")]))
    tell(current, ("Company", [node("a", "2026-02-01", name="A")]), complete="2026-02-01")
    assert keys_of(current, "Company") == ["a", "c"]


def test_a_record_said_again_in_a_complete_delivery_is_counted_once(small: Current) -> None:
    tell(small, ("Company", [A, B]))
    again = [node("a", "2026-02-01", name="A", headcount=4)]
    with small.staging("test", "opco", "whole") as load:
        load.say(NODES["Company"], again)
        load.acknowledge([NODES["Company"]], "2026-02-01")
        outcome = small.carry(load.number)
    assert (outcome.unchanged, outcome.removed) == ({"Company": 1}, {"Company": 1})


def test_carrying_twice_changes_nothing(current: Current) -> None:
    for load in LOADS:
        tell(current, *load)
    before = graph_of(current, bookkeeping=True)
    current.carry(3)
    current.carry(1)
    assert graph_of(current, bookkeeping=True) == before


def test_who_comes_next_carries_what_was_acknowledged(current: Current) -> None:
    tell(current, ("Company", [A]), carried=False)
    assert keys_of(current, "Company") == []
    current.catch_up()
    assert keys_of(current, "Company") == ["a"]
    assert [row.state for row in current.ledger.loads()] == ["applied"]


def test_who_comes_next_leaves_a_living_load_alone(small: Current, embedded_place: Place) -> None:
    with small.staging("test", "opco", "being told") as load, opened(embedded_place) as other:
        load.say(NODES["Company"], [A])
        other.catch_up()
        load.acknowledge()
        other.catch_up()
        assert keys_of(other, "Company") == []
        small.carry(load.number)
    assert keys_of(small, "Company") == ["a"]


def test_a_load_that_ends_while_one_looks_is_not_forgotten(
    small: Current, embedded_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who catches up lists what is unfinished; one of these is finished before its turn comes."""
    with opened(embedded_place) as other, small.staging("test", "opco", "told") as load:
        load.say(NODES["Company"], [A])
        listed = other.ledger.unfinished()
        load.acknowledge()
        small.carry(load.number)
    monkeypatch.setattr(small.ledger, "unfinished", lambda: listed)
    assert listed == [1]
    small.catch_up()
    assert keys_of(small, "Company") == ["a"]
    assert [row.state for row in small.ledger.loads()] == ["applied"]


def test_undoing_a_load_that_another_is_busy_with_is_refused(
    small: Current, embedded_place: Place
) -> None:
    with small.staging("test", "opco", "told") as load, opened(embedded_place) as other:
        load.say(NODES["Company"], [A])
        load.acknowledge()
        with pytest.raises(DataError, match="chargement 1"):
            other.undo(load.number, "test")
        small.carry(load.number)
    assert keys_of(small, "Company") == ["a"]
    with pytest.raises(UnknownNameError):
        small.undo(9, "test")


def test_an_emptied_graph_is_filled_again_by_whoever_comes(current: Current) -> None:
    for load in LOADS:
        tell(current, *load)
    current.undo(4, "test")
    before = graph_of(current, bookkeeping=True)
    emptied(current)
    current.catch_up()
    assert graph_of(current, bookkeeping=True) == before


def test_a_load_into_an_emptied_graph_brings_the_earlier_ones(current: Current) -> None:
    tell(current, ("Company", [A]))
    emptied(current)
    tell(current, ("Company", [B]))
    assert keys_of(current, "Company") == ["a", "b"]


def test_a_graph_of_another_ledger_is_refused_before_a_word(place: Place) -> None:
    with opened(place) as current:
        tell(current, ("Company", [A]))
    (place.folder / "state.sqlite").unlink()
    with opened(place) as stranger:
        with pytest.raises(StoreError, match="autre registre"):
            tell(stranger, ("Company", [B]))
        assert stranger.ledger.loads() == []
        assert keys_of(stranger, "Company") == ["a"]


def test_what_the_ledger_has_in_another_graph_is_not_read_in_this(place: Place) -> None:
    with opened(place) as current:
        tell(current, ("Company", [A]))
        current.store.write("MATCH (g:Graph) SET g.id = 'another'", [])
        with pytest.raises(StoreError, match="autre registre"):
            current.catch_up()


def test_a_graph_declared_by_an_older_model_gets_its_constraints(current: Current) -> None:
    tell(current, ("Company", [A]))
    current.store.write("MATCH (g:Graph) SET g.model = 'older'", [])
    declared: list[str] = []
    current.store.declare = declared.extend  # type: ignore[method-assign,assignment]
    tell(current, ("Company", [B]))
    assert any("(n:Company)" in text for text in declared)
    assert keys_of(current, "Company") == ["a", "b"]


def test_the_revision_moves_with_every_change_and_never_back(small: Current) -> None:
    number = tell(small, ("Company", [A]))
    first = revision(small)
    small.undo(number, "test")
    second = revision(small)
    emptied(small)
    tell(small, ("Company", [B]))
    assert first < second < revision(small)


def test_the_revision_has_moved_before_a_load_is_called_applied(
    small: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a crash between the two would leave a changed graph under its old revision."""
    seen: list[tuple[int, object]] = []
    mark = small.ledger.mark
    tell(small, ("Company", [B]))
    before = revision(small)

    def noting(number: int, **values: object) -> None:
        seen.append((revision(small) - before, values.get("state")))
        mark(number, **values)

    monkeypatch.setattr(small.ledger, "mark", noting)
    tell(small, ("Company", [A]))
    assert seen == [(0, "pending"), (1, "applied")]


def test_a_form_is_saved_on_what_it_showed_and_on_nothing_else(current: Current) -> None:
    tell(current, ("Company", [A]))
    company = NODES["Company"]
    written = Change(company, "a", current.mark(company, "a"), [(company, [BY_FORM])])
    assert current.change(written, "anne").updated == {"Company": 1}
    with pytest.raises(DataError, match="entre-temps"):
        current.change(written, "benoît")
    assert len(current.ledger.loads()) == 2
    headcount = current.store.read("MATCH (c:Company) RETURN c.headcount, c.name").rows
    assert headcount == [(9, "A")]


def test_a_new_record_is_saved_once(current: Current) -> None:
    topic = NODES["Topic"]
    told = [(topic, [node("recruter", source="form", name="Recruter")])]
    current.change(Change(topic, "recruter", "", told), "anne")
    with pytest.raises(DataError, match="entre-temps"):
        current.change(Change(topic, "recruter", "", told), "anne")
    assert current.store.read("MATCH (t:Topic) RETURN t.name").rows == [("Recruter",)]


def test_a_form_is_refused_when_an_edge_changed_meanwhile(small: Current) -> None:
    tell(small, ("Company", [A]), ("Occupation", [WELDER]), (EMPLOYS, [A_EMPLOYS]))
    company = NODES["Company"]
    shown = small.mark(company, "a")
    tell(small, (EMPLOYS, [edge(EMPLOYS, "a", "I1304", "chambre", leaving_within_3_years=1)]))
    with pytest.raises(DataError, match="entre-temps"):
        small.change(Change(company, "a", shown, [(company, [BY_FORM])]), "anne")


def test_a_record_taken_away_stays_away_until_it_is_confirmed(current: Current) -> None:
    tell(current, ("Company", [A, B]), ("Occupation", [WELDER]), (EMPLOYS, [A_EMPLOYS]))
    before, company = graph_of(current), NODES["Company"]
    assert current.remove(company, "a", "anne").removed == {"Company": 1}
    tell(current, ("Company", [A._replace(observed_on="2026-08-01")]))
    assert keys_of(current, "Company") == ["b"]
    assert current.taken_away(company, "a") == 2
    with pytest.raises(UnknownNameError):
        current.remove(company, "a", "anne")
    current.confirm(company, "a", "anne")
    assert graph_of(current) == before
    assert current.taken_away(company, "a") is None


def test_an_edge_that_a_form_takes_away_goes_alone(current: Current) -> None:
    tell(current, ("Company", [A]), ("Occupation", [WELDER]), (EMPLOYS, [A_EMPLOYS]))
    company, employs = NODES["Company"], SIGNATURES[EMPLOYS]
    gone = A_EMPLOYS._replace(values={GONE: True}, source="form", observed_on="2026-05-01")
    current.change(Change(company, "a", current.mark(company, "a"), [(employs, [gone])]), "anne")
    assert graph_of(current).edges == []
    assert len(graph_of(current).nodes) == 2
    assert list(current.edges(company, "a")) == []


def test_a_confirmation_is_dated_and_changes_nothing_else(current: Current) -> None:
    tell(current, ("Company", [A]))
    before = graph_of(current)
    assert current.confirm(NODES["Company"], "a", "anne").unchanged == {"Company": 1}
    assert graph_of(current) == before
    rows = current.store.read("MATCH (c:Company) RETURN c.confirmed_on, c.sources").rows
    assert rows == [(date.today().isoformat(), ["form", "opco"])]


def test_a_form_waits_for_a_few_batches_of_a_long_load(
    current: Current, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.ledger, "BATCH", 1000)
    tell(current, ("Company", [A]))
    many = [node(f"c{place:05}", name="C") for place in range(20_000)]
    under_way, batches, carried = threading.Event(), count(), list[float]()

    def progress(_: int) -> None:
        next(batches)
        under_way.set()

    def load_many() -> None:
        with current.staging("test", "opco", "long") as load:
            load.say(NODES["Company"], many)
            load.acknowledge()
            current.carry(load.number, progress)
            carried.append(time.monotonic())

    loader = threading.Thread(target=load_many)
    loader.start()
    assert under_way.wait(60)
    company = NODES["Company"]
    written = Change(company, "a", current.mark(company, "a"), [(company, [BY_FORM])])
    with opened(place) as other:
        before = next(batches)
        other.change(written, "anne")
        after, saved = next(batches), time.monotonic()
    loader.join(120)
    assert saved < carried[0]
    assert after - before < 10  # of 20: it takes the lock five times, and each waits for one
    assert current.store.read("MATCH (c:Company {key: 'a'}) RETURN c.headcount").rows == [(9,)]
    assert len(keys_of(current, "Company")) == 20_001


def interrupted_load(current: Current, place: Place, told: Told, complete: str | None) -> None:
    """Loads five companies, one a batch; after the second another load comes and is let in."""
    threads: list[threading.Thread] = []
    batches = count(1)
    with opened(place) as other, current.staging("test", "opco", "companies") as load:

        def progress(_: int) -> None:
            if next(batches) == 2:
                number = tell(other, told, complete=complete, carried=False)
                threads.append(threading.Thread(target=other.carry, args=(number,)))
                threads[0].start()
            limit = time.monotonic() + 10
            while threads and threads[0].is_alive() and not current.ledger.lock.somebody_waits():
                assert time.monotonic() < limit
                time.sleep(0.01)

        load.say(NODES["Company"], [A, *(node(key, name=key) for key in "xyz"), B])
        load.acknowledge()
        current.carry(load.number, progress)
        threads[0].join(20)
        assert not threads[0].is_alive()


def test_an_edge_that_comes_in_mid_load_finds_the_nodes_of_the_rest(
    small: Current, embedded_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load learnt that nobody spoke of edges; by its last batch somebody has."""
    monkeypatch.setattr(graph.ledger, "BATCH", 1)
    tell(small, ("Occupation", [WELDER]))
    late = edge(EMPLOYS, "b", "I1304", "chambre", headcount=1)
    interrupted_load(small, embedded_place, (EMPLOYS, [late]), None)
    assert graph_of(small).edges == ["b EMPLOYS I1304 {'headcount': 1}"]


def test_what_is_swept_in_mid_load_does_not_come_back(
    small: Current, embedded_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.ledger, "BATCH", 1)
    tell(small, ("Company", [node("b", source="chambre", name="B", headcount=7)]))
    only = node("c", "2026-06-01", "chambre", name="C")
    interrupted_load(small, embedded_place, ("Company", [only]), "2026-06-01")
    text = "MATCH (c:Company {key: 'b'}) RETURN c.headcount, c.sources"
    assert small.store.read(text).rows == [(None, ["opco"])]
