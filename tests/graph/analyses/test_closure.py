"""Closures of the village, worked out by hand, on 7 September 2026, 35 km.

Plasturgie du Bief lets 5 press operators (H3201) go from 1 January 2027. In reach and in time are
    01 Bief    H2102 x 3 (0.5851, short)      06 Amont   H2102 x 1, at 11.1 km
    02 Colline H2102 x 2, at 22.2 km          04 Dune    H3301 x 2 (0.2218, short), at 26.7 km
    03 Colline I1304 x 1 (0.1964, long)       10 has to be filled before
so three land at 01, and one each at 06 and 02, the nearest of the same score.
"""

from __future__ import annotations

from datetime import date

import pytest

from graph.analyses.closing.results import ClosureResult
from graph.analyses.closure import ClosureParameters, run
from graph.errors import DataError, UnknownNameError
from graph.snapshot import Snapshot
from graph.viewer import Viewer
from graph.wording import spoken
from tests.village import CELL, PARTNERS, Edges, records, village

Landing = tuple[str, int, str]


def answer(
    company: str, viewer: Viewer = CELL, more: Edges | None = None, **asked: object
) -> ClosureResult:
    parameters = ClosureParameters.model_validate({"company": company} | asked)
    return run(village(viewer, more), parameters)


def landed(result: ClosureResult) -> list[Landing]:
    """The need, the people and the effort of each way."""
    return [
        (way.bridge.target.record.key[-2:], way.bridge.people, way.bridge.effort)
        for way in result.ways
        if way.bridge.target.record
    ]


def figures(result: ClosureResult) -> tuple[int, int, int]:
    return result.people, result.landing, result.without


def test_everyone_of_the_presses_has_a_way_out() -> None:
    result = answer("plasturgie-bief")
    assert landed(result) == [("01", 3, "short"), ("06", 1, "short"), ("02", 1, "short")]
    assert figures(result) == (5, 5, 0)
    assert (result.same, result.short, result.long) == (0, 5, 0)
    assert (result.closes_on, result.basis) == (date(2027, 1, 1), "declared")


def test_a_post_that_opened_before_the_closing_day_supposes_an_early_departure() -> None:
    """02 has been open since 1 September 2026; of 01 and 06 nobody said since when."""
    assert answer("plasturgie-bief").early == 1


def test_the_answer_is_one_paragraph() -> None:
    assert answer("plasturgie-bief").paragraph == (
        "5 personnes perdent leur poste. À moins de 35 km à vol d'oiseau : 5 postes compatibles au "
        "plus leur sont ouverts ensemble. Même métier : 0 ; adaptation courte : 5 ; formation "
        "longue avec des places à temps : 0. Personne ne reste sans piste. 1 de ces "
        "postes s'ouvre avant le 1er janvier 2027 : il suppose un départ anticipé, à "
        "demander à l'employeur."
    )
    assert answer("soudure-dune").paragraph == (
        "1 personne perd son poste. À moins de 35 km à vol d'oiseau : aucun poste compatible n'est "
        "connu. Pour 1 personne, aucune piste n'est connue."
    )
    with spoken("en"):
        assert answer("soudure-dune").paragraph.startswith("1 person loses a post.")


def test_a_smaller_radius_leaves_some_without_and_says_what_lies_just_beyond() -> None:
    """At 15 km 01 and 06 are left, and 02 lies 7.2 km out of reach; 04 is too far to be told."""
    result = answer("plasturgie-bief", radius_km=15)
    assert (landed(result), figures(result)) == (
        [("01", 3, "short"), ("06", 1, "short")],
        (5, 4, 1),
    )
    assert result.leaving[0].why is not None
    assert result.leaving[0].why.code == "closure.why.taken"
    assert [(m.target.name, m.reason.sentence) for m in result.near_misses] == [
        ("Plats cuisinés de la Colline", "Hors rayon de 7,2 km."),
        ("Plats cuisinés de la Colline", "Hors rayon de 7,2 km."),
    ]


def test_nothing_is_said_of_near_misses_when_everyone_has_a_way_out() -> None:
    assert answer("biscuits-amont").near_misses == ()


def test_without_a_declared_surplus_all_the_staff_leaves_and_that_is_said() -> None:
    """40 conductors: three posts at 01, one each at 06 and 10, two at 04; none at their own."""
    result = answer("plats-colline")
    assert (result.basis, figures(result)) == ("staff", (40, 7, 33))
    assert sorted(landed(result)) == [
        ("01", 3, "same"),
        ("04", 2, "short"),
        ("06", 1, "same"),
        ("10", 1, "same"),
    ]
    assert result.reasons[0].code == "closure.basis.staff"


def test_nobody_lands_at_the_employer_that_closes_and_ties_go_by_order() -> None:
    """Biscuits d'Amont seeks one of H2102 itself (06). Its four and two land on six posts.

    The kilometres are equal whoever goes where; by ln(1 + rank) one of H3301 costs 0.69 more than
    one of H2102 at 10, 0.92 at 02 and 1.39 at 01. 03 is official one way, but its course is late.
    """
    result = answer("biscuits-amont")
    assert landed(result) == [
        ("01", 3, "same"),
        ("10", 1, "short"),
        ("02", 1, "same"),
        ("02", 1, "short"),
    ]
    assert (figures(result), result.early, result.closes_on) == ((6, 6, 0), 2, date(2026, 12, 1))


def test_a_need_of_less_than_a_post_more_takes_whole_people_alone() -> None:
    """Three of N1103 find 2.4 posts at 05: two of them land."""
    result = answer("emballage-dune")
    assert (landed(result), figures(result)) == ([("05", 2, "same")], (3, 2, 1))
    assert result.leaving[0].why is not None
    assert result.leaving[0].why.code == "closure.why.taken"


def test_a_surplus_whose_date_is_past_is_as_none() -> None:
    """The workshop's welder was free until June: all six of its staff count, and none lands."""
    result = answer("atelier-amont")
    assert (result.basis, figures(result), result.closes_on) == ("staff", (6, 0, 6), None)
    assert answer("atelier-amont", on="2026-06-01").people == 1


def test_an_official_mobility_opens_a_post_one_way_once_a_course_is_in_time() -> None:
    """H2102 may become I1304 (03) by the course of March; I1304 may not become H2102."""
    nodes, edges = records()
    nodes["Session"] = [*nodes["Session"], {"key": "mars", "starts_on": "2027-03-01", "seats": 5}]
    edges["Training-HAS_SESSION-Session"] = [
        *edges["Training-HAS_SESSION-Session"],
        ("technicien-de-maintenance", "mars", {}),
    ]
    nodes["Surplus"] = []
    snapshot = Snapshot.build(nodes, edges, CELL, as_of="2026-09-07")
    there, back = (
        run(snapshot, ClosureParameters(company=company))
        for company in ("biscuits-bief", "plasturgie-bief")
    )
    assert ("03", 1, "long") in landed(there)
    groups = {each.occupation.key: (each.people, each.landing) for each in back.leaving}
    assert groups["I1304"] == (3, 1)
    ends = {
        way.bridge.to_occupation.key
        for way in back.ways
        if way.bridge.from_occupation.key == "I1304"
    }
    assert ends == {"I1304"}


def test_a_closure_kept_to_the_cell_is_no_closure_to_partners() -> None:
    """Partners know the staff of the plant, and nothing of the surplus that it declared."""
    result = answer("plasturgie-bief", PARTNERS)
    assert (result.basis, result.people) == ("staff", 25)
    text = result.model_dump_json()
    assert "mobilisable-01" not in text
    assert all(way.bridge.target.blurred for way in result.ways)


def test_a_refused_bridge_lands_nobody() -> None:
    """Without 01 two land at 02, two at 04 and one at 06."""
    refused: Edges = {"Company-VETOED-Company": [("plasturgie-bief", "biscuits-bief", {})]}
    result = answer("plasturgie-bief", more=refused)
    assert landed(result) == [("02", 2, "short"), ("04", 2, "short"), ("06", 1, "short")]


def test_why_someone_has_no_way_out() -> None:
    """The welder: nothing alike at 0.18; at 0.15 a long move, whose course comes too late."""
    causes = {
        least: answer("soudure-dune", min_score=least).leaving[0].why for least in (0.18, 0.15)
    }
    assert {least: why and why.code for least, why in causes.items()} == {
        0.18: "closure.why.no_need",
        0.15: "closure.why.no_course",
    }
    refused: Edges = {"Occupation-VETOED-Occupation": [("H2913", "I1304", {})]}
    result = answer("soudure-dune", more=refused, min_score=0.15)
    assert result.leaving[0].why is not None
    assert result.leaving[0].why.code == "closure.why.refused"


def test_the_training_that_opens_most_posts_stands_with_its_seats() -> None:
    """The two packers need the line course, which has two seats left."""
    (opened,) = answer("biscuits-amont").unlocking
    assert (opened.training.key, opened.posts) == ("conduite-de-ligne", 2)
    assert (opened.session.starts_on, opened.session.seats_left) == ("2026-10-05", 2)
    assert opened.provider is not None
    assert opened.provider.key == "formation-bief"


def test_what_to_ask_depends_on_the_size() -> None:
    assert [each.code for each in answer("plasturgie-bief").to_ask] == [
        "closure.ask.csp",
        "closure.ask.collective",
        "closure.ask.lawyer",
    ]


def test_an_unknown_employer_and_one_of_whom_nothing_is_known_are_told() -> None:
    with pytest.raises(UnknownNameError, match="plasturgie-bief"):
        answer("plasturgie-du-bief")
    with pytest.raises(DataError, match="saisissez un effectif mobilisable"):
        answer("maison")
    with pytest.raises(DataError, match="on ne sait pas où est « etang-industrie »"):
        answer("etang-industrie")
