"""Laws of sharing, on territories drawn at random."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings, strategies as st

from graph.analyses.pooling.results import SharingResult
from tests.graph.analyses.pooling.basin import Basin

WHO = ("alpha", "bravo", "colin", "delta", "echo")
COMMUNES = ("amont", "bief", "colline", "loin", "nulle-part")
TRAININGS = ("soudage", "hygiene", "plan")
DAYS = ("2026-09-20", "2026-10-05", "2026-11-02", "2027-01-11")
days = st.sampled_from(DAYS)


@st.composite
def basins(draw: st.DrawFn) -> Basin:
    """Draws who wants what, and which sessions have seats."""
    basin = Basin()
    for name in WHO:
        basin.employer(name, draw(st.sampled_from(COMMUNES)))
    for training, occupation in zip(TRAININGS, ("H2913", "H2102", None), strict=True):
        basin.training(training, occupation)
    for day, training in draw(st.lists(st.tuples(days, st.sampled_from(TRAININGS)), unique=True)):
        seats = draw(st.integers(1, 14))
        basin.session(day, seats, draw(st.integers(0, seats)), training)
    wishes = st.tuples(st.sampled_from(WHO), st.sampled_from(TRAININGS))
    for who, what in draw(st.lists(wishes, unique=True, max_size=10)):
        basin.wish(who, draw(st.integers(0, 9)), what, before=draw(st.none() | days))
    for who in draw(st.lists(st.sampled_from(WHO), max_size=5)):
        code = draw(st.sampled_from(["H2913", "H2102"]))
        basin.need(who, code, posts=draw(st.sampled_from([0.4, 1, 3, 12])), by=draw(days))
    return basin


def taken(result: SharingResult) -> Counter[tuple[str, str]]:
    """Returns the people of each who takes part and thing it said."""
    found: Counter[tuple[str, str]] = Counter()
    for session in result.sessions:
        for party in session.participants:
            assert party.employer is not None
            assert party.record is not None
            found[party.employer.key, party.record.key] += party.people
    return found


def said(basin: Basin) -> Counter[tuple[str, str]]:
    """Returns the people that each said, by what it said."""
    found: Counter[tuple[str, str]] = Counter()
    for who, what, values in basin.edges.get("Company-WANTS-Training", ()):
        found[who, what] += int(str(values["people"]))
    posts = {str(each["key"]): int(float(str(each["posts"]))) for each in basin.nodes["Need"]}
    for who, need, _ in basin.edges.get("Company-HAS_NEED-Need", ()):
        found[who, need] += posts[need]
    return found


@settings(max_examples=60, deadline=None)
@given(basins())
def test_nobody_is_counted_twice_and_no_seat_given_twice(basin: Basin) -> None:
    basin.nodes.setdefault("Need", [])
    result = basin.shared()
    assert taken(result) <= said(basin)
    for session in result.sessions:
        assert 0 < session.people == sum(party.people for party in session.participants)
        assert session.taken + session.people + session.left == session.seats
        assert session.lacking == max(0, min(8, session.seats) - session.taken - session.people)
    assert result.people == sum(taken(result).values())


@settings(max_examples=60, deadline=None)
@given(basins())
def test_a_session_begins_in_time_for_all_and_within_their_reach(basin: Basin) -> None:
    for session in basin.shared().sessions:
        day = session.starts_on or session.last
        for party in session.participants:
            assert party.by is None or (day is not None and day <= party.by)
            assert party.km <= 40
        if session.session is None:
            assert len({party.name for party in session.participants}) > 1 or session.left == 0


@settings(max_examples=40, deadline=None)
@given(basins(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(basin: Basin, random: object) -> None:
    before = basin.shared()
    for records in (*basin.nodes.values(), *basin.edges.values()):
        random.shuffle(records)  # type: ignore[attr-defined]
    assert basin.shared() == before


@settings(max_examples=40, deadline=None)
@given(basins())
def test_below_the_cell_no_name_is_read(basin: Basin) -> None:
    told = basin.shared("partners").model_dump_json()
    assert [name for name in WHO if f'"{name}"' in told] == []
