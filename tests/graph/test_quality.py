"""Freshness and completeness of the records of a graph, and what to confirm first, by hand.

Seen on 7 September 2026, what was confirmed 365 days before is fresh by 365/547 = 0.6673.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from graph.completeness import completeness
from graph.confirming import Waiting, to_confirm
from graph.current import Current
from graph.quality import KEPT, Freshness, by_basin, by_commune, by_source, by_type
from graph.servers import Place
from graph.viewer import Viewer
from tests.graphs import edge, node, opened, tell

ON = date(2026, 9, 7)
CELL, PUBLIC = Viewer(), Viewer(visibility="public")
NEEDS = "Company-HAS_NEED-Need"
LOCATED = "Company-LOCATED_IN-Territory"
YEAR_OLD = "2025-09-07"


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        tell(
            found,
            (
                "Territory",
                [
                    node("com:45155", "2008-01-01", "official:communes", name="Gien"),
                    node(
                        "be:2401", "2008-01-01", "official:communes", name="Giennois", kind="basin"
                    ),
                ],
            ),
            (
                "Territory-PART_OF-Territory",
                [edge("Territory-PART_OF-Territory", "com:45155", "be:2401", "official:communes")],
            ),
        )
        tell(
            found,
            (
                "Company",
                [
                    node("fonderie", YEAR_OLD, name="Fonderie", headcount=30),
                    node("scierie", "2024-01-01", name="Scierie"),
                    node("tannerie", "2020-01-01", name="Tannerie", status="closed"),
                ],
            ),
            (
                "Need",
                [
                    node("n1", "2026-09-01", title="Fondeur", visibility="public"),
                    node("n2", "2026-09-01", title="Mouleur", visibility="cell"),
                    node("n3", "2026-09-01", title="Pourvu", visibility="public", status="filled"),
                ],
            ),
            (NEEDS, [edge(NEEDS, "fonderie", key) for key in ("n1", "n2", "n3")]),
            (LOCATED, [edge(LOCATED, "fonderie", "com:45155")]),
        )
        tell(found, ("Company", [node("usine", "2008-01-01", "official:sirene", name="Usine")]))
        yield found


def test_each_type_has_the_mean_of_its_records(current: Current) -> None:
    assert by_type(current.store, CELL, ON) == [
        Freshness("Company", "Company", 4, 1, 0.25, 0.4168, "2020-01-01"),
        Freshness("Need", "Need", 3, 3, 1.0, 1.0, "2026-09-01"),
    ]
    needs = by_type(current.store, PUBLIC, ON)[1]
    assert (needs.name, needs.records) == ("Need", 2)


def test_what_an_official_table_says_is_fresh_and_has_no_oldest_day(current: Current) -> None:
    assert by_source(current.store, CELL, ON) == [
        Freshness("official:sirene", "official:sirene", 1, 1, 1.0, 1.0, None),
        Freshness("opco", "opco", 6, 3, 0.5, 0.6112, "2020-01-01"),
    ]


def test_a_commune_and_its_basin_count_what_stands_there(current: Current) -> None:
    told = (1, 0, 0.0, 0.6673, YEAR_OLD)
    assert by_commune(current.store, CELL, ON) == [Freshness("com:45155", "Gien", *told)]
    assert by_basin(current.store, CELL, ON) == [Freshness("be:2401", "Giennois", *told)]


def test_a_fact_is_known_of_a_share_of_the_records(current: Current) -> None:
    companies, needs = completeness(current.store, CELL)
    known = {fact.name: (fact.records, fact.share) for fact in companies.facts if fact.records}
    assert known == {"name": (4, 1.0), "headcount": (1, 0.25), "commune": (1, 0.25)}
    assert (companies.records, len(companies.facts)) == (4, 16)
    assert companies.mean == 1.5 / 16
    assert {fact.name: fact.records for fact in needs.facts if fact.records} == {
        "title": 3,
        "company|actor": 3,
    }
    [_, public] = completeness(current.store, PUBLIC)
    assert (public.type, public.records) == ("Need", 2)


def test_what_is_least_fresh_and_most_used_comes_first(current: Current) -> None:
    foundry, sawmill = to_confirm(current.store, CELL, ON)
    told = ("Company", "fonderie", "Fonderie", ("opco",), YEAR_OLD, 0.6673)
    assert foundry == Waiting(*told, links=4, open_needs=2, score=2.3291)
    assert (sawmill.key, sawmill.freshness, sawmill.score) == ("scierie", 0.0, 1.0)
    assert to_confirm(current.store, CELL, ON, most=1) == [foundry]


def test_what_one_may_not_see_gives_no_rank(current: Current) -> None:
    foundry = to_confirm(current.store, PUBLIC, ON)[0]
    assert (foundry.links, foundry.open_needs, foundry.score) == (3, 1, 1.6636)


def test_what_is_fresh_or_over_or_in_force_waits_for_nobody(current: Current) -> None:
    assert {each.key for each in to_confirm(current.store, CELL, ON)} == {"fonderie", "scierie"}
    assert to_confirm(current.store, CELL, date(2024, 6, 1)) == []


def test_nomenclatures_and_results_stand_apart() -> None:
    assert {"Territory", "Sector", "Occupation", "Skill", "Topic", "Bridge"}.isdisjoint(KEPT)
    assert {"Company", "Actor", "Contact", "Request", "Visit", "Method"} <= KEPT.keys()
