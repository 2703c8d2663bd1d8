"""What differs between two answers, and what does not."""

from __future__ import annotations

from hypothesis import given, strategies as st

from queries.compare import Change, Difference, difference

COLUMNS = ("key", "name", "posts")
ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["x", None]), st.integers(0, 2)), max_size=8
)


def test_rows_come_go_and_change_by_their_identity() -> None:
    before = [("a", "Amont", 2), ("b", "Bief", 1), ("c", "Colline", 3)]
    after = [["d", "Dune", 1], ["b", "Bief", 4], ["c", "Colline", 3.0]]
    assert difference(before, after, COLUMNS, ["key"]) == Difference(
        came=[("d", "Dune", 1)],
        went=[("a", "Amont", 2)],
        changed=[Change(("b", "Bief", 1), ("b", "Bief", 4))],
    )


def test_without_an_identity_a_changed_row_went_and_came() -> None:
    found = difference([("a", "Amont", 2)], [("a", "Amont", 3)], COLUMNS, [])
    assert found == Difference([("a", "Amont", 3)], [("a", "Amont", 2)], [])


def test_rows_that_share_an_identity_are_never_paired_at_random() -> None:
    before = [("a", "x", 1), ("a", "y", 2)]
    after = [("a", "x", 1), ("a", "y", 3), ("a", "z", 4)]
    found = difference(before, after, COLUMNS, ["key"])
    assert (found.went, found.changed) == ([("a", "y", 2)], [])
    assert found.came == [("a", "y", 3), ("a", "z", 4)]


def test_the_order_of_rows_and_the_kind_of_list_make_no_difference() -> None:
    before = [("a", ["x", "y"]), ("b", None)]
    after: list[list[object]] = [["b", None], ["a", ("x", "y")]]
    assert not difference(before, after, ("key", "names"), ["key"])


@given(ROWS, ROWS)
def test_what_differs_one_way_differs_the_other(
    before: list[tuple[object, ...]], after: list[tuple[object, ...]]
) -> None:
    there = difference(before, after, COLUMNS, ["key"])
    back = difference(after, before, COLUMNS, ["key"])
    assert sorted(map(repr, there.came)) == sorted(map(repr, back.went))
    assert sorted(map(repr, there.went)) == sorted(map(repr, back.came))
    assert len(there.changed) == len(back.changed)
    assert len(after) - len(before) == len(there.came) - len(there.went)


@given(ROWS)
def test_an_answer_does_not_differ_from_itself(rows: list[tuple[object, ...]]) -> None:
    assert not difference(rows, list(reversed(rows)), COLUMNS, ["key"])
