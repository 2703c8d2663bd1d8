"""Two records that a person said are two stay two, whatever becomes of their keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from graph.aliases import Alias, merges
from graph.apart import Apart
from graph.current import Current
from graph.declare import NODES
from graph.errors import DataError
from graph.servers import Place
from graph.viewer import Viewer
from tests.graphs import node, opened, tell

COMPANY = NODES["Company"]
ANNE = Viewer("anne")


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        tell(found, ("Company", [node(key, name=key.upper()) for key in "abcd"]))
        yield found


@pytest.fixture
def apart(current: Current) -> Apart:
    return Apart(current.ledger)


def test_a_refusal_says_who_and_stands_in_the_order_of_keys(apart: Apart) -> None:
    apart.refuse(ANNE, "Company", "b", "a")
    [found] = apart.all()
    assert found[:4] == ("Company", "a", "b", "anne")
    assert found.refused_at[:2] == "20"
    assert apart.pairs() == {("Company", "a", "b")}


def test_refusing_twice_changes_nothing(apart: Apart) -> None:
    apart.refuse(ANNE, "Company", "a", "b")
    first = apart.all()
    apart.refuse(Viewer("benoît"), "Company", "b", "a")
    assert apart.all() == first


def test_a_record_erased_for_good_leaves_no_refusal(current: Current, apart: Apart) -> None:
    apart.refuse(ANNE, "Company", "a", "b")
    apart.refuse(ANNE, "Company", "c", "d")
    current.erase(COMPANY, ["b"])
    assert apart.pairs() == {("Company", "c", "d")}


def test_a_refusal_survives_the_end_of_the_process(embedded_place: Place) -> None:
    with opened(embedded_place) as before:
        tell(before, ("Company", [node(key, name=key.upper()) for key in "ab"]))
        Apart(before.ledger).refuse(ANNE, "Company", "a", "b")
    with opened(embedded_place) as again:
        assert Apart(again.ledger).pairs() == {("Company", "a", "b")}


def test_what_was_refused_of_a_record_holds_for_the_one_it_was_merged_into(
    current: Current, apart: Apart
) -> None:
    apart.refuse(ANNE, "Company", "a", "b")
    first = current.merge(COMPANY, "a", "c", "anne")
    assert apart.pairs() == {("Company", "b", "c")}
    current.merge(COMPANY, "c", "d", "anne")
    assert apart.pairs() == {("Company", "b", "d")}
    current.undo(first, "anne")
    assert apart.pairs() == {("Company", "a", "b")}


def test_two_that_were_merged_all_the_same_are_refused_again_once_that_is_undone(
    current: Current, apart: Apart
) -> None:
    apart.refuse(ANNE, "Company", "a", "b")
    number = current.merge(COMPANY, "a", "b", "anne")
    assert apart.all() == []
    with pytest.raises(DataError, match="déjà une seule"):
        apart.refuse(ANNE, "Company", "a", "b")
    current.undo(number, "anne")
    assert apart.pairs() == {("Company", "a", "b")}


def test_a_pair_is_reconsidered_by_the_keys_of_then_or_of_now(
    current: Current, apart: Apart
) -> None:
    apart.refuse(ANNE, "Company", "a", "b")
    apart.refuse(ANNE, "Company", "c", "b")
    current.merge(COMPANY, "a", "c", "anne")
    assert apart.pairs() == {("Company", "b", "c")}
    assert apart.reconsider("Company", "b", "a")
    assert apart.all() == []
    assert not apart.reconsider("Company", "b", "a")


def test_the_merges_that_count_are_told_newest_first(current: Current) -> None:
    first = current.merge(COMPANY, "a", "b", "anne")
    second = current.merge(COMPANY, "c", "d", "benoît")
    assert [(each.alias, each.author) for each in merges(current.ledger)] == [
        (Alias(second, "Company", "c", "d"), "benoît"),
        (Alias(first, "Company", "a", "b"), "anne"),
    ]
    current.undo(second, "anne")
    assert [each.alias.load for each in merges(current.ledger)] == [first]


SAID = st.tuples(
    st.sampled_from(["a", "b"]),
    st.sampled_from(["opco", "sirene", "form"]),
    st.sampled_from(["2026-01-01", "2026-02-01"]),
    st.dictionaries(st.sampled_from(["name", "address"]), st.sampled_from(["X", "Y"]), min_size=1),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(SAID, min_size=1, max_size=5))
def test_what_is_told_of_two_together_is_told_of_the_one_they_become(
    current: Current, said: list[tuple[str, str, str, dict[str, str]]]
) -> None:
    loads = [
        tell(current, ("Company", [node(key, on, source, **values)]))
        for key, source, on, values in said
    ]
    before = current.told_together(COMPANY, ["a", "b"])
    number = current.merge(COMPANY, "a", "b", "anne")
    assert current.told(COMPANY, "b") == before
    for each in (number, *loads):
        current.undo(each, "anne")
