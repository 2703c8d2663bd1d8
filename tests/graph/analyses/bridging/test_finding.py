"""What feeds the bridges of the village and which are kept, worked out by hand.

Usual turnover, 15 % of the headcount a year, rounded down: Biscuits d'Amont H2102 1 (12), H3301 1
(9); Biscuiterie du Bief H2102 1 (10); Conserverie H2102 1 (8); Emballage N1103 1 (9); Entrepôt
N1101 3 (20); Plasturgie H3201 3 (22); Plats cuisinés H2102 6 (40); Soudure de la Dune H2913 1 (7).
The atelier (6), the others (2 to 4) make no whole person, and Étang has no coordinates.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from graph.analyses.bridges import BridgesParameters, run
from graph.analyses.bridging.finding import Found, crossing_set
from graph.analyses.bridging.results import BridgesResult
from graph.errors import UnknownNameError
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from tests.village import CELL, Edges, records, village


class Pair(NamedTuple):
    """Who releases and who seeks."""

    source: str
    target: str


def asked(**values: object) -> BridgesParameters:
    return BridgesParameters.model_validate(values)


def answer(more: Edges | None = None, **values: object) -> BridgesResult:
    return run(village(CELL, more), asked(**values))


def found(more: Edges | None = None, **values: object) -> Found:
    return crossing_set(village(CELL, more), asked(**values))


def pairs(result: BridgesResult) -> set[Pair]:
    return {
        Pair(b.source.employer.key, b.target.employer.key)
        for b in result.bridges
        if b.source.employer and b.target.employer
    }


def staff(of: Found) -> dict[tuple[str, str], int]:
    occupations = of.moves.skills.occupations.keys
    return {
        (of.market.key_of(s.employer), occupations[s.occupations[0]]): s.people
        for s in of.surpluses
        if s.label == "Staff"
    }


def test_where_surpluses_are_declared_they_alone_count() -> None:
    assert (answer().basis, staff(found())) == ("declared", {})


def test_usual_turnover_counts_whole_people_and_yields_to_what_is_declared() -> None:
    """02 stands for H2102 of Biscuits d'Amont, 03 for H3301, 01 for H3201, 04 and 07 likewise."""
    assert staff(found(basis="usual")) == {
        ("biscuits-bief", "H2102"): 1,
        ("conserves-colline", "H2102"): 1,
        ("entrepot-colline", "N1101"): 3,
        ("plats-colline", "H2102"): 6,
    }


def test_another_turnover_counts_more() -> None:
    more = staff(found(basis="usual", turnover=0.5))
    assert more["plats-colline", "H2102"] == 20
    assert more["fruits-amont", "H3302"] == 2


def test_a_company_that_declares_nothing_is_counted_by_its_usual_turnover() -> None:
    """Its six find three posts at 01, one at 06 and one at 10, and one of the two at 04."""
    result = answer(company="plats-colline")
    assert (result.basis, {b.basis for b in result.bridges}) == ("usual", {"usual"})
    sought = {b.target.record.key: b.people for b in result.bridges if b.target.record}
    assert sought == {"besoin-01": 3, "besoin-04": 1, "besoin-06": 1, "besoin-10": 1}
    first = result.bridges[0]
    assert (first.source.record, first.source.people) == (None, 6)
    assert [each.sentence for each in first.reasons][-1] == (
        "Fondé sur les départs habituels, 6 personnes par an, et non sur un effectif déclaré."
    )
    assert result.reasons[1].sentence == (
        "Sans effectif déclaré : 1 effectif en poste, compté pour ses départs habituels "
        "(15 % par an, une convention)."
    )


def test_a_company_that_declares_is_not_counted_by_its_turnover() -> None:
    assert answer(company="biscuits-amont").basis == "declared"


def test_who_seeks_and_finds_nothing_declared_is_shown_usual_departures() -> None:
    """Nobody declared N1103 within 1 km of the warehouse, nor does anybody usually leave there."""
    near = answer(towards="entrepot-colline", radius_km=1)
    assert (near.basis, near.total) == ("usual", 0)
    assert answer(towards="entrepot-colline").basis == "declared"


TRAVEL: Edges = {
    "Territory-REACHES-Territory": [
        ("com:99001", "com:99003", {"minutes": 40}),
        ("com:99002", "com:99001", {"minutes": 12}),
        ("com:99003", "com:99004", {"minutes": 52}),
    ]
}


def test_minutes_by_road_come_before_the_radius_where_they_are_known() -> None:
    """Colline to Dune takes 52 minutes for 4 km, Amont to Colline 40; Bief to Dune is unknown."""
    kept = pairs(answer(TRAVEL, minutes=40))
    assert Pair("biscuits-amont", "plats-colline") in kept
    assert Pair("emballage-dune", "entrepot-colline") not in kept
    assert Pair("plasturgie-bief", "emballage-dune") in kept


def test_a_travel_time_said_one_way_holds_for_the_way_back() -> None:
    bridge = next(
        b
        for b in answer(TRAVEL, minutes=12).bridges
        if b.target.employer and b.target.employer.key == "residence"
    )
    assert bridge.minutes == 12
    assert "À 12 min par la route (11,1 km à vol d'oiseau)." in [r.sentence for r in bridge.reasons]


def test_just_beyond_the_minutes_is_said_in_minutes() -> None:
    misses = answer(TRAVEL, minutes=43).near_misses
    told = {m.reason.sentence: m.beyond_minutes for m in misses if m.beyond_minutes}
    assert told == {"Hors temps de trajet de 9 min.": 9}


def test_a_territory_keeps_what_has_one_side_in_it() -> None:
    nodes, edges = records()
    nodes["Territory"] = [
        *nodes["Territory"],
        {"key": "be:9901", "name": "Bassin", "kind": "basin"},
    ]
    edges["Territory-PART_OF-Territory"] = [("com:99004", "be:9901", {})]
    snapshot = Snapshot.build(nodes, edges, CELL, as_of="2026-09-07")
    of_basin = pairs(run(snapshot, asked(territory="be:9901")))
    assert of_basin == pairs(run(snapshot, asked(territory="com:99004")))
    assert of_basin == {
        Pair("emballage-dune", "entrepot-colline"),
        Pair("plasturgie-bief", "emballage-dune"),
    }


def test_an_unknown_territory_or_sector_is_told() -> None:
    with pytest.raises(UnknownNameError, match="com:99004"):
        answer(territory="com:9904")
    with pytest.raises(UnknownNameError):
        answer(from_sector="naf2:99")


def sectors(**of: str) -> tuple[dict[str, list[NodeRecord]], dict[str, list[EdgeRecord]]]:
    nodes, edges = records()
    nodes["Sector"] = [{"key": key, "title": key} for key in sorted(set(of.values()))]
    links: list[EdgeRecord] = [(company.replace("_", "-"), key, {}) for company, key in of.items()]
    edges["Company-IN_SECTOR-Sector"] = links
    return nodes, edges


def test_sectors_are_chosen_by_the_head_of_their_key() -> None:
    nodes, edges = sectors(
        biscuits_amont="naf2:10.72Z", plats_colline="naf2:10.85Z", biscuits_bief="naf2:10.72Z"
    )
    snapshot = Snapshot.build(nodes, edges, CELL, as_of="2026-09-07")
    assert pairs(run(snapshot, asked(from_sector="naf2:10.7", to_sector="naf2:10.8"))) == {
        Pair("biscuits-amont", "plats-colline")
    }


def test_a_sector_is_chosen_with_all_that_is_part_of_it() -> None:
    nodes, edges = sectors(plasturgie_bief="naf2:22.29A", biscuits_amont="naf2:10.72Z")
    for key in ("naf2:22", "naf2:C"):
        nodes["Sector"].append({"key": key, "title": key})
    edges["Sector-PART_OF-Sector"] = [
        ("naf2:22.29A", "naf2:22", {}),
        ("naf2:22", "naf2:C", {}),
    ]
    snapshot = Snapshot.build(nodes, edges, CELL, as_of="2026-09-07")
    found = pairs(run(snapshot, asked(from_sector="naf2:C")))
    assert found == pairs(run(snapshot, asked(from_sector="naf2:22")))
    assert {pair[0] for pair in found} == {"plasturgie-bief"}


def test_across_sectors_needs_two_known_divisions() -> None:
    nodes, edges = sectors(
        plasturgie_bief="naf2:22.29A", plats_colline="naf2:10.85Z", biscuits_amont="naf2:10.72Z"
    )
    snapshot = Snapshot.build(nodes, edges, CELL, as_of="2026-09-07")
    assert pairs(run(snapshot, asked(across_sectors=True))) == {
        Pair("plasturgie-bief", "plats-colline"),
        Pair("plasturgie-bief", "biscuits-amont"),
    }


def test_only_short_leaves_out_the_long() -> None:
    efforts = {b.effort for b in answer(only_short=True).bridges}
    assert efforts == {"same", "short"}


def test_only_without_training_leaves_out_what_lacks_a_skill() -> None:
    kept = answer(only_without_training=True).bridges
    assert {b.effort for b in kept} == {"same", "short"}
    assert all(b.effort == "same" or not b.missing for b in kept)
    assert answer().total > len(kept) > 0


@pytest.mark.parametrize(
    ("signature", "ends"),
    [
        ("Company-VETOED-Actor", ("biscuits-amont", "residence")),
        ("Company-VETOED-Company", ("biscuits-amont", "plats-colline")),
    ],
)
def test_a_refusal_holds_one_way_between_employers_of_any_type(
    signature: str, ends: tuple[str, str]
) -> None:
    result = answer({signature: [(*ends, {"reason": "Conflit", "said_by": "Direction"})]})
    refused = {
        (b.source.employer.key, b.target.employer.key)
        for b in result.bridges
        if b.vetoed and b.source.employer and b.target.employer
    }
    assert refused == {ends}
    assert all(b.people == 0 for b in result.bridges if b.vetoed)


def test_a_project_of_both_or_a_partner_who_visited_both_can_introduce_them() -> None:
    nodes, edges = records()
    nodes["Visit"] = [
        {"key": f"v{n}", "held_on": "2026-06-01", "visibility": "partners"} for n in (1, 2)
    ]
    edges["Actor-MADE-Visit"] = [("chambre", "v1", {}), ("chambre", "v2", {})]
    edges["Visit-AT-Company"] = [("v1", "emballage-dune", {}), ("v2", "entrepot-colline", {})]
    edges["Company-TAKES_PART_IN-Project"] = [
        ("biscuits-amont", "ligne-commune", {"role": "partner"}),
        ("plats-colline", "ligne-commune", {"role": "host"}),
    ]
    result = run(Snapshot.build(nodes, edges, CELL, as_of="2026-09-07"), asked())
    told = {
        Pair(b.source.employer.key, b.target.employer.key): b.introducer.sentence
        for b in result.bridges
        if b.introducer and b.source.employer and b.target.employer
    }
    assert told == {
        Pair("emballage-dune", "entrepot-colline"): (
            "Chambre consulaire connaît les deux, pour leur avoir rendu visite, et peut faire les "
            "présentations."
        ),
        Pair("biscuits-amont", "plats-colline"): (
            "Les deux participent déjà au projet Conducteurs de ligne ensemble."
        ),
    }
