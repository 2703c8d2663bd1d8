"""Trainings for what is missing, worked out by hand.

Of A1101 (p) to B1101 (p q r) q and r are missing; r is rarer: only B1101 requires it, while C1101
requires q too. So q weighs ln(4 / 2) = 0.6931 and r ln 4 = 1.3863.
"""

from __future__ import annotations

from datetime import date

import pytest

from graph.analyses.moves.skills import Skills
from graph.analyses.moves.trainings import TrainingOffer, Trainings
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer

REQUIRED = {"A1101": "p", "B1101": "pqr", "C1101": "q"}
SESSIONS: list[NodeRecord] = [
    {"key": "s-1", "starts_on": "2026-09-01", "seats": 8},
    {"key": "s-2", "starts_on": "2026-10-01", "seats": 8, "seats_taken": 9},
    {"key": "s-3", "starts_on": "2026-10-01", "seats": 8, "seats_taken": 3},
    {"key": "s-4", "starts_on": "2026-11-01"},
    {"key": "s-5"},
]


def school() -> Trainings:
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key} for key in REQUIRED],
        "Skill": [{"key": key, "title": key.upper()} for key in "pqr"],
        "Training": [
            {"key": "both", "title": "Both", "hours": 70},
            {"key": "elsewhere"},
            {"key": "only-q"},
            {"key": "only-r"},
            {"key": "prepares"},
            {"key": "titled"},
        ],
        "Session": SESSIONS,
        "Certification": [{"key": "rncp:1"}],
    }
    teaches: list[EdgeRecord] = [
        ("both", "q", {}), ("both", "r", {}), ("only-q", "q", {}), ("only-r", "r", {}),
        ("elsewhere", "p", {}),
    ]  # fmt: skip
    edges: dict[str, list[EdgeRecord]] = {
        "Occupation-REQUIRES-Skill": [(a, b, {}) for a, all_ in REQUIRED.items() for b in all_],
        "Training-TEACHES-Skill": teaches,
        "Training-PREPARES_FOR-Occupation": [("prepares", "B1101", {}), ("elsewhere", "B1101", {})],
        "Training-PREPARES_FOR-Certification": [("titled", "rncp:1", {})],
        "Certification-OPENS-Occupation": [("rncp:1", "B1101", {})],
        "Training-HAS_SESSION-Session": [("both", str(s["key"]), {}) for s in SESSIONS],
    }
    snapshot = Snapshot.build(nodes, edges, Viewer())
    return Trainings(snapshot, Skills(snapshot))


def offered(missing: list[int], destination: int = 1) -> list[TrainingOffer]:
    return list(school().offers(missing, destination))


def test_the_greatest_share_of_what_is_missing_comes_first_then_the_key() -> None:
    """What names its skills is judged by them: `elsewhere` prepares, but teaches p alone."""
    assert [(each.key, each.share, each.prepares) for each in offered([2, 1])] == [
        ("both", 1, False),
        ("prepares", 1, True),
        ("titled", 1, True),
        ("only-r", pytest.approx(1.3863 / 2.0794, abs=1e-4), False),
        ("only-q", pytest.approx(0.6931 / 2.0794, abs=1e-4), False),
    ]


def test_an_offer_names_the_missing_skills_that_it_teaches_heaviest_first() -> None:
    first = offered([2, 1])[0]
    assert (first.title, first.hours, first.teaches) == ("Both", 70, ("R", "Q"))
    assert offered([1])[0].teaches == ("Q",)


def test_where_nothing_is_missing_nothing_is_offered() -> None:
    assert offered([]) == []


def test_another_destination_is_not_prepared() -> None:
    assert [each.key for each in offered([1], destination=2)] == ["both", "only-q"]


def test_sessions_from_a_day_on_the_first_first_with_the_seats_that_are_left() -> None:
    coming = school().coming_sessions("both", date(2026, 10, 1))
    assert [(each.key, each.seats_left) for each in coming] == [
        ("s-2", 0),
        ("s-3", 5),
        ("s-4", None),
    ]


def test_the_next_session_starts_on_the_day_or_later() -> None:
    told = school()
    starts = [told.next_session("both", date(2026, 9, day)) for day in (1, 2)]
    assert [each and each.key for each in starts] == ["s-1", "s-2"]
    assert told.next_session("both", date(2026, 11, 2)) is None
    assert told.next_session("only-q", date(2026, 9, 1)) is None
