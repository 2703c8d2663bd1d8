"""The bridges of the village, worked out by hand, on 7 September 2026, as they are by default.

Scores between occupations (parts in `test_transitions`): H3201-H2102 0.5851, H3301-H2102
0.2997, H3201-H3301 0.2218, H3201-I1304 0.1964, and 0.0507 from H2102 to I1304, an official
mobility one way. Every other pair released and sought is under 0.18: H2913-I1304 has 0.1605.

    released                               sought
    01 Bief    H3201 x 5  from 2027-01-01  01 Bief    H2102 x 3 by 2027-03-31
    02 Amont   H2102 x 4  from 2026-12-01  02 Colline H2102 x 2 by 2027-06-30
    03 Amont   H3301 x 2  from 2026-12-01  03 Colline I1304 x 1 by 2027-12-31
    04 Dune    N1103 x 3                   04 Dune    H3301 x 2
    07 Dune    H2913 x 1                   05 Colline N1103 x 2.4, so 2
                                           06 Amont   H2102 x 1, the employer of 02 and 03
                                           10 Bief    H2102 x 1 by 2026-12-15: 01 comes too late

Jointly all twelve posts are filled: 04 and 06 can only be by 01 (2 + 1), 05 by 04 (2). Two of 01,
four of 02 and two of 03 are left for the six posts of 01, 02 and 10 and for 03. Of 03 the best is
01 (0.1964 and 4 + 0.5851 + 0.2997, in all 5.08; by 02 it would be 4.52). The kilometres are equal
whoever of the six goes where (three communes on a line), so the order of the cells decides, by
ln(1 + rank): 01-01 has none, 03-10 costs 0.29 more than 02-10, 03-02 0.45, 03-01 0.51.
"""

from __future__ import annotations

from datetime import date

import pytest

from graph.analyses.bridges import ANALYSIS, BridgesParameters, one as alone, run
from graph.analyses.bridging.results import Bridge, BridgesResult, NearMiss, Party
from graph.analyses.registry import Run
from graph.declare import SIGNATURES
from graph.errors import UnknownNameError
from graph.viewer import Viewer
from graph.wording import spoken
from tests.village import CELL, PARTNERS, Edges, village


def answer(viewer: Viewer = CELL, more: Edges | None = None, **asked: object) -> BridgesResult:
    values = asked
    return run(village(viewer, more), BridgesParameters.model_validate(values))


def record(party: Party) -> str:
    assert party.record is not None
    return party.record.key


def employer(party: Party) -> str:
    assert party.employer is not None
    return party.employer.key


def ends(bridge: Bridge | NearMiss) -> tuple[str, str]:
    return record(bridge.source)[-2:], record(bridge.target)[-2:]


def marked() -> dict[str, tuple[str, str]]:
    """What stands behind each key, which is the same for every reader."""
    found = answer(radius_km=50)
    return {bridge.key: ends(bridge) for bridge in found.bridges}


def one(source: str, target: str, **asked: object) -> Bridge:
    return next(b for b in answer(**asked).bridges if ends(b) == (source, target))  # type: ignore[arg-type]


def test_the_bridges_of_the_village() -> None:
    found = [(*ends(b), b.people, b.people_possible, b.effort) for b in answer().bridges]
    assert found == [
        ("04", "05", 2, 2, "same"),
        ("02", "01", 2, 3, "same"),
        ("02", "02", 2, 2, "same"),
        ("01", "01", 1, 3, "short"),
        ("01", "06", 1, 1, "short"),
        ("01", "04", 2, 2, "short"),
        ("03", "10", 1, 1, "short"),
        ("01", "03", 1, 1, "long"),
        ("02", "10", 0, 1, "same"),
        ("01", "02", 0, 2, "short"),
        ("03", "01", 0, 2, "short"),
        ("03", "02", 0, 2, "short"),
        ("02", "03", 0, 1, "long"),
    ]


def test_scores_coverages_and_kilometres() -> None:
    found = {ends(b): (b.score, b.coverage, b.km) for b in answer().bridges}
    assert found["02", "02"] == pytest.approx((1, 1, 33.359), abs=1e-3)
    assert found["01", "01"] == pytest.approx((0.585073, 1, 0), abs=1e-6)
    assert found["01", "04"] == pytest.approx(
        ((0.212336 + 0.3493 + 0.0521 / 2) / 2.65, 0.447127, 26.687), abs=1e-3
    )
    assert found["02", "03"] == pytest.approx((0.0507, 0.012121, 33.359), abs=1e-3)


def test_the_welder_has_a_bridge_from_0_16_on() -> None:
    """07 fills 03 (0.1605), so that both of 01 stay for H2102 and both of 03 land nowhere."""
    found = answer(min_score=0.16)
    people = {ends(b): b.people for b in found.bridges if b.people}
    assert people == {
        ("04", "05"): 2, ("02", "02"): 2, ("01", "01"): 2, ("02", "01"): 1, ("02", "10"): 1,
        ("01", "06"): 1, ("01", "04"): 2, ("07", "03"): 1,
    }  # fmt: skip
    welder = next(b for b in found.bridges if ends(b) == ("07", "03"))
    assert (welder.score, welder.coverage, welder.km) == pytest.approx(
        ((0.136121 + 0.2893) / 2.65, 0.166899, 4.448), abs=1e-3
    )


def test_nobody_is_counted_twice_over_the_answer() -> None:
    found = answer()
    assert (found.total, found.people) == (13, 12)
    released = {
        s: sum(b.people for b in found.bridges if ends(b)[0] == s) for s in ("01", "02", "03")
    }
    assert released == {"01": 5, "02": 4, "03": 1}


def test_a_hidden_surplus_is_absent_for_partners() -> None:
    """Without 01 04 and 06 stay open; of the six posts of H2102 02 fills four and 03 two.

    By ln(1 + rank) 03 costs 0.56 more than 02 at 10, 1.10 at 02 and 1.61 at 01.
    """
    found = answer(PARTNERS)
    behind = marked()
    assert [(*behind[b.key], b.people) for b in found.bridges] == [
        ("02", "01", 3),
        ("04", "05", 2),
        ("02", "02", 1),
        ("03", "10", 1),
        ("03", "02", 1),
        ("02", "10", 0),
        ("03", "01", 0),
        ("02", "03", 0),
    ]
    assert "mobilisable-01" not in found.model_dump_json()


def test_a_bridge_takes_the_lowest_visibility_of_its_two_sides() -> None:
    levels = {ends(b): b.visibility for b in answer().bridges}
    assert levels["01", "01"] == "cell"
    assert levels["02", "01"] == "partners"
    assert levels["04", "05"] == "public"


def test_an_official_mobility_makes_a_bridge_one_way() -> None:
    bridge = one("02", "03")
    assert (bridge.official, round(bridge.score, 4)) == (1, 0.0507)
    assert all(b.from_occupation.key != "I1304" for b in answer().bridges)


def test_the_window_is_what_both_sides_and_the_day_leave() -> None:
    closed, still_open = one("02", "10"), one("04", "05")
    assert (closed.starts_on, closed.until) == (date(2026, 12, 1), date(2026, 12, 15))
    assert (still_open.starts_on, still_open.until) == (date(2026, 9, 7), None)


def test_days_that_do_not_meet_make_no_bridge() -> None:
    assert ("01", "10") not in [ends(b) for b in answer().bridges]


def test_what_lies_just_beyond_the_radius_is_said() -> None:
    misses = answer().near_misses
    assert [ends(miss) for miss in misses] == [
        ("03", "04"),
        ("02", "04"),
    ]
    assert [m.reason.sentence for m in misses] == ["Hors rayon de 2,8 km."] * 2
    assert misses[0].km == pytest.approx(37.806, abs=1e-3)


def test_a_wider_radius_reaches_them() -> None:
    wider = answer(radius_km=38)
    assert wider.total == 15
    assert wider.near_misses == ()


def test_what_is_left_out_says_why() -> None:
    left = [(out.record.key, out.reason.code) for out in answer().left_out]
    assert left == [
        ("mobilisable-05", "bridge.left.expired"),
        ("mobilisable-06", "bridge.left.not_placed"),
        ("besoin-07", "bridge.left.part_time"),
        ("besoin-08", "bridge.left.not_placed"),
        ("besoin-09", "bridge.left.expired"),
        *((f"besoin-{n}", "bridge.left.part_time") for n in (11, 12, 13, 14)),
    ]
    assert [reason.sentence for reason in answer().reasons[3:]] == [
        "2 effectifs ou besoins à la date passée ne sont pas retenus.",
        "2 effectifs ou besoins sans coordonnées ne sont pas retenus.",
        "5 effectifs ou besoins de moins d'un poste à temps plein ne sont pas retenus.",
    ]


def test_a_day_in_spring_brings_back_what_had_not_expired() -> None:
    """On 1 June, 05 and need 09 still hold, at Amont and Dune, 37.8 km apart: a near miss."""
    june = answer(on="2026-06-01")
    assert [out.record.key for out in june.left_out if out.reason.code.endswith("expired")] == []
    assert "mobilisable-05" in [record(miss.source) for miss in june.near_misses]


def test_a_horizon_leaves_out_what_begins_later() -> None:
    found = answer(horizon="2026-12-31")
    assert "01" not in {ends(b)[0] for b in found.bridges}
    assert found.left_out[0].reason.code == "bridge.left.later"


def test_forwards_and_backwards() -> None:
    forwards, backwards = answer(company="plasturgie-bief"), answer(towards="residence")
    assert {employer(b.source) for b in forwards.bridges} == {"plasturgie-bief"}
    assert (forwards.total, forwards.people) == (5, 5)
    assert [(*ends(b), b.people) for b in backwards.bridges] == [("02", "10", 1), ("03", "10", 0)]
    assert backwards.bridges[0].target.type == "Actor"


def test_one_bridge_alone_is_what_it_is_in_the_answer() -> None:
    parameters = BridgesParameters()
    for bridge in answer().bridges:
        assert alone(village(), parameters, bridge.key) == bridge
    with pytest.raises(UnknownNameError, match="p-000000000000"):
        alone(village(), parameters, "p-000000000000")


def test_an_unknown_employer_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="plasturgie-bief"):
        answer(company="plasturgie-du-bief")


def test_only_alike_enough_occupations_or_official_mobilities_count() -> None:
    kept = {ends(b) for b in answer(min_score=0.5).bridges}
    assert ("01", "01") in kept
    assert ("02", "03") in kept
    assert kept.isdisjoint({("03", "01"), ("01", "03")})


def test_a_training_says_its_next_session_its_seats_and_whether_it_is_in_time() -> None:
    line = one("03", "01").trainings
    assert [(o.training.key, o.training.share, o.in_time) for o in line] == [
        ("conduite-de-ligne", 1.0, True)
    ]
    session = line[0].session
    assert session is not None
    assert (session.starts_on, session.seats_left) == ("2026-10-05", 2)
    maintenance = one("01", "03").trainings
    assert [(o.training.key, o.in_time) for o in maintenance] == [
        ("technicien-de-maintenance", False),
        ("electricite-hydraulique", None),
    ]


def test_both_sides_carry_their_sources_and_dates() -> None:
    party = one("02", "01").source
    assert (party.commune, party.sources, party.observed_on) == (
        "Amont",
        ("village",),
        "2026-09-01",
    )


def test_pools_stand_beside() -> None:
    pools = answer().pools
    assert [(p.pool.key, p.headcount, p.occupation.key) for p in pools] == [
        ("vivier-colline-h2102", 12, "H2102")
    ]


def test_a_refused_bridge_carries_nobody_and_comes_last() -> None:
    said = {"reason": "Conflit", "said_by": "Direction"}
    more: Edges = {"Company-VETOED-Company": [("emballage-dune", "entrepot-colline", said)]}
    last = answer(more=more).bridges[-1]
    assert (*ends(last), last.people, last.vetoed) == ("04", "05", 0, True)
    assert last.reasons[-1].sentence == "Piste écartée (Direction) : Conflit."


def test_a_refused_move_between_occupations_refuses_its_bridges() -> None:
    """01 may not fill 03: 02 does, and both of 01 take posts of H2102."""
    more: Edges = {"Occupation-VETOED-Occupation": [("H3201", "I1304", {})]}
    found = answer(more=more)
    assert [ends(b) for b in found.bridges if b.vetoed] == [("01", "03")]
    people = {ends(b): b.people for b in found.bridges}
    assert (people["01", "03"], people["02", "03"]) == (0, 1)
    assert (people["01", "01"] + people["01", "02"], people["03", "10"]) == (2, 1)
    assert found.people == 12


def test_a_bridge_can_be_read_aloud() -> None:
    assert [reason.sentence for reason in one("03", "01").reasons] == [
        "Aucun poste compatible de plus : personnes ou postes sont déjà comptés sur d'autres "
        "passerelles (au plus 2 si celle-ci était seule).",
        "2 compétences du métier d'arrivée sont déjà détenues (sur 3).",
        "Une adaptation en poste peut suffire : 45 % du poids des compétences est déjà détenu.",
        "À 11,1 km à vol d'oiseau.",
        one("03", "01").reasons[4].sentence,
        "1 formation commence à temps pour ce qui manque.",
    ]
    assert one("01", "03").reasons[0].sentence == (
        "1 poste compatible (au plus 1 si cette passerelle était seule)."
    )
    with spoken("en"):
        assert one("01", "01").reasons[3].sentence == "At the same place."


def test_kept_bridges_are_rows_of_the_model() -> None:
    assert ANALYSIS.write is not None
    rows = dict(ANALYSIS.write(answer(), Run("run-1", "2026-09-07T08:00", "{}")))
    assert {name: len(found) for name, found in rows.items()} == {
        "Bridge": 8,
        "Bridge-FROM-Company": 8,
        "Bridge-TO-Company": 7,
        "Bridge-TO-Actor": 1,
        "Bridge-FROM_OCCUPATION-Occupation": 8,
        "Bridge-TO_OCCUPATION-Occupation": 8,
    }
    assert sum(row["people"] for row in rows["Bridge"]) == 12  # type: ignore[misc]
    assert rows["Bridge-TO-Actor"] == [
        {
            "a": one("03", "10").key,
            "b": "residence",
        }
    ]
    assert set(ANALYSIS.writes) - {"Bridge"} <= set(SIGNATURES)
