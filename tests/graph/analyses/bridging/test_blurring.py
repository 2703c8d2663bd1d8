"""What readers below the cell are told of the two sides of a bridge, in the village."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.bridges import ANALYSIS, BridgesParameters, run
from graph.analyses.bridging.blurring import FEWEST, Blur
from graph.analyses.bridging.results import Bridge, BridgesResult
from graph.analyses.bridging.stocks import Employer
from graph.analyses.registry import Run
from graph.errors import DataError
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from tests.village import CELL, PARTNERS, records

PUBLIC = Viewer(visibility="public")
BOTH = ("Company-GAVE-Agreement", "biscuits-amont"), ("Company-GAVE-Agreement", "plats-colline")


def agreed(
    viewer: Viewer,
    *givers: tuple[str, str],
    visibility: str = "partners",
    agreed_on: str = "2026-09-01",
    until: str | None = None,
) -> Snapshot:
    """The village with an agreement that some gave."""
    nodes, edges = records()
    told = {"agreed_on": agreed_on, "until": until, "conditions": "Visite du site d'abord"}
    nodes["Agreement"] = [{"key": "accord-1", "visibility": visibility, **told}]
    for signature, giver in givers:
        edges[signature] = [*edges.get(signature, []), (giver, "accord-1", {})]
    return Snapshot.build(nodes, edges, viewer, as_of="2026-09-07T08:00:00+00:00")


def answer(snapshot: Snapshot, **asked: object) -> BridgesResult:
    return run(snapshot, BridgesParameters.model_validate(asked))


def between(found: BridgesResult, leaving: str, coming: str) -> Bridge:
    """The first bridge of these two; keys are the same for every reader."""
    named = {
        (b.source.employer.key, b.target.employer.key): b.key
        for b in reversed(answer(agreed(CELL)).bridges)
        if b.source.employer and b.target.employer
    }
    return next(bridge for bridge in found.bridges if bridge.key == named[leaving, coming])


def words(bridge: Bridge) -> tuple[str, str]:
    return bridge.source.name, bridge.target.name


def test_both_sides_are_blurred_below_the_cell() -> None:
    """Of the medium-sized only four are placed, so the size goes; five stand near Colline."""
    found = answer(agreed(PARTNERS))
    assert words(between(found, "biscuits-amont", "plats-colline")) == (
        "une entreprise, à moins de 35 km",
        "une entreprise, à moins de 35 km",
    )
    assert words(between(found, "emballage-dune", "entrepot-colline")) == (
        "une entreprise, à moins de 10 km",
        "une entreprise, à moins de 10 km",
    )
    assert words(between(found, "biscuits-amont", "residence")) == (
        "une entreprise, à moins de 20 km",
        "un partenaire employeur, à moins de 35 km",
    )


@pytest.mark.parametrize("viewer", [PARTNERS, PUBLIC], ids=["partners", "public"])
def test_nothing_of_a_blurred_side_stays_in_the_answer(viewer: Viewer) -> None:
    nodes, _ = records()
    found = answer(agreed(viewer))
    told = [*found.bridges, *found.near_misses]
    assert told
    text = " ".join(each.model_dump_json() for each in told)
    occupations = {str(record["title"]) for record in nodes["Occupation"]}
    for label in ("Company", "Actor", "Surplus", "Need"):
        for record in nodes[label]:
            headline = str(record.get("name") or record.get("title"))
            assert str(record["key"]) not in text
            assert headline in occupations or f'"{headline}"' not in text
    assert not any(str(place["name"]) in text for place in nodes["Territory"])


def test_a_blurred_bridge_tells_no_exact_distance() -> None:
    bridge = between(answer(agreed(PARTNERS)), "biscuits-amont", "plats-colline")
    assert (bridge.km, bridge.minutes) == (35, None)
    assert "À moins de 35 km à vol d'oiseau." in [each.sentence for each in bridge.reasons]
    assert bridge.source.sources == ()


def test_a_near_miss_that_is_blurred_does_not_say_by_how_much() -> None:
    misses = answer(agreed(PARTNERS)).near_misses
    assert {miss.reason.sentence for miss in misses} == {"Juste hors de portée."}
    assert {(miss.beyond_km, miss.beyond_minutes) for miss in misses} == {(None, None)}


def test_both_sides_are_named_once_both_agreed() -> None:
    bridge = between(answer(agreed(PARTNERS, *BOTH)), "biscuits-amont", "plats-colline")
    assert words(bridge) == ("Biscuits d'Amont", "Plats cuisinés de la Colline")
    assert bridge.agreement is not None
    assert (bridge.agreement.complete, bridge.agreement.conditions) == (
        True,
        "Visite du site d'abord",
    )
    assert bridge.km == pytest.approx(33.359, abs=1e-3)


def test_an_agreement_names_no_other_pair() -> None:
    bridge = between(answer(agreed(PARTNERS, *BOTH)), "biscuits-amont", "biscuits-bief")
    assert (bridge.source.blurred, bridge.target.blurred) == (True, True)


def test_one_side_alone_names_nobody_and_only_the_cell_reads_that_it_did() -> None:
    snapshots = agreed(PARTNERS, BOTH[0]), agreed(CELL, BOTH[0])
    partners, cell = (
        between(answer(each), "biscuits-amont", "plats-colline") for each in snapshots
    )
    assert (partners.source.blurred, partners.agreement) == (True, None)
    assert cell.agreement is not None
    assert not cell.agreement.complete
    assert [each.key for each in cell.agreement.missing] == ["plats-colline"]


@pytest.mark.parametrize(
    "told",
    [{"visibility": "cell"}, {"agreed_on": "2026-09-08"}, {"until": "2026-09-06"}],
    ids=["for the cell alone", "from tomorrow", "until yesterday"],
)
def test_an_agreement_that_does_not_reach_its_reader_names_nobody(told: dict[str, str]) -> None:
    found = answer(agreed(PARTNERS, *BOTH, **told))
    assert between(found, "biscuits-amont", "plats-colline").source.blurred


def test_who_is_asked_about_is_named_and_the_other_side_is_not() -> None:
    bridge = between(
        answer(agreed(PARTNERS), company="biscuits-amont"), "biscuits-amont", "plats-colline"
    )
    assert words(bridge) == ("Biscuits d'Amont", "une entreprise, à moins de 35 km")


def test_naming_both_sides_is_for_the_cell() -> None:
    asked = {"company": "biscuits-amont", "towards": "plats-colline"}
    with pytest.raises(DataError, match="réservé à la cellule"):
        answer(agreed(PARTNERS), **asked)
    assert answer(agreed(CELL), **asked).total == 3


def test_filters_that_fewer_than_five_fit_are_for_the_cell() -> None:
    """Dune has two establishments and no partner; Bief three and three, five of which employ."""
    with pytest.raises(DataError, match="moins de 5 employeurs"):
        answer(agreed(PARTNERS), territory="com:99004")
    assert answer(agreed(CELL), territory="com:99004").total > 0
    assert answer(agreed(PARTNERS), territory="com:99002").total > 0


def test_a_radius_around_a_named_side_goes_by_steps() -> None:
    """21 km would tell Amont from Bief; it counts as 35, which holds both."""
    found = answer(agreed(PARTNERS), company="biscuits-amont", radius_km=21)
    assert found.total == answer(agreed(PARTNERS), company="biscuits-amont", radius_km=35).total
    assert "35 km" in found.reasons[2].sentence


def test_nobody_introduces_sides_that_are_blurred() -> None:
    """Who takes part in a project can be read there: its name would name both."""
    nodes, edges = records()
    edges["Company-TAKES_PART_IN-Project"] = [
        (company, "ligne-commune", {}) for company in ("biscuits-amont", "plats-colline")
    ]
    cell, partners = (
        answer(Snapshot.build(nodes, edges, viewer, as_of="2026-09-07"))
        for viewer in (CELL, PARTNERS)
    )
    assert between(cell, "biscuits-amont", "plats-colline").introducer is not None
    assert {bridge.introducer for bridge in partners.bridges} == {None}


def test_a_refusal_below_the_cell_does_not_say_why() -> None:
    nodes, edges = records()
    said = {"reason": "Conflit avec Emballage & Cie", "said_by": "Direction"}
    edges["Company-VETOED-Company"] = [("emballage-dune", "entrepot-colline", said)]
    found = answer(Snapshot.build(nodes, edges, PARTNERS, as_of="2026-09-07"))
    bridge = between(found, "emballage-dune", "entrepot-colline")
    assert (bridge.vetoed, bridge.reasons[-1].sentence) == (True, "Piste écartée.")


def test_what_is_kept_is_for_the_cell_unless_both_agreed() -> None:
    assert ANALYSIS.write is not None
    found = answer(agreed(CELL, *BOTH))
    rows = dict(ANALYSIS.write(found, Run("run-1", "2026-09-07T08:00", "{}")))
    levels = {row["key"]: row["visibility"] for row in rows["Bridge"]}
    open_one = between(found, "biscuits-amont", "plats-colline").key
    assert {key for key, level in levels.items() if level != "cell"} == {open_one}
    assert levels[open_one] == "partners"
    assert rows["Bridge-UNDER-Agreement"] == [{"a": open_one, "b": "accord-1"}]


def test_a_reader_below_the_cell_keeps_nothing_that_is_blurred() -> None:
    assert ANALYSIS.write is not None
    found = answer(agreed(PARTNERS))
    assert dict(ANALYSIS.write(found, Run("run-1", "2026-09-07T08:00", "{}"))) == {}


def crowd(staff: list[int], sectors: list[str], minutes: list[int]) -> Snapshot:
    """Companies on one meridian, so many hundredths of a degree north of 47."""
    nodes: dict[str, list[NodeRecord]] = {
        "Company": [
            {"key": f"c{n:02}", "headcount": people, "latitude": 47 + up / 100, "longitude": 2.0}
            for n, (people, up) in enumerate(zip(staff, minutes, strict=True))
        ],
        "Sector": [{"key": key} for key in sorted(set(sectors))],
    }
    edges: dict[str, list[EdgeRecord]] = {
        "Company-IN_SECTOR-Sector": [(f"c{n:02}", key, {}) for n, key in enumerate(sectors)]
    }
    return Snapshot.build(nodes, edges, PARTNERS, as_of="2026-09-07")


def told(snapshot: Snapshot, place: int) -> str:
    found = Blur(snapshot).told(Employer("Company", place), (47.0, 2.0))
    return ", ".join(each.sentence for each in found)


def test_five_that_fit_are_told_by_size_activity_and_distance() -> None:
    snapshot = crowd([60, 70, 80, 90, 240], ["naf2:22.29A", *["naf25:10.72Z"] * 4], [12] * 5)
    assert told(snapshot, 0) == "une entreprise de 50 à 249 salariés, industrie, à moins de 20 km"


def test_first_the_size_goes_then_the_activity_then_the_distance_grows() -> None:
    industry = ["naf2:22.29A"] * 5
    assert told(crowd([60, 70, 80, 90, 9], industry, [12] * 5), 0) == (
        "une entreprise, industrie, à moins de 20 km"
    )
    mixed = [*industry[:4], "naf2:47.11F"]
    assert told(crowd([60] * 5, mixed, [12] * 5), 0) == "une entreprise, à moins de 20 km"
    assert told(crowd([60] * 5, industry, [12, 12, 12, 12, 25]), 0) == (
        "une entreprise de 50 à 249 salariés, industrie, à moins de 35 km"
    )


def test_where_fewer_than_five_stand_only_the_territory_is_told() -> None:
    assert told(crowd([60] * 4, ["naf2:22.29A"] * 4, [12] * 4), 0) == "un employeur du territoire"


def sizes(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """How many open companies each description fits, counted one by one."""
    descriptions = [told(snapshot, place) for place in range(len(snapshot.table("Company")))]
    blur = Blur(snapshot)
    for place, description in enumerate(descriptions):
        if description == "un employeur du territoire":
            continue
        asked = blur.told(Employer("Company", place), (47.0, 2.0))
        km = float(str(asked[-1].values["km"]))
        yield (
            place,
            sum(fits(snapshot, other, description, km) for other in range(len(descriptions))),
        )


def fits(snapshot: Snapshot, place: int, description: str, km: float) -> bool:
    company = snapshot.table("Company").record(place)
    people, away = int(str(company["headcount"])), (float(str(company["latitude"])) - 47) * 111.1949
    bands = {"10 à 49": (10, 49), "50 à 249": (50, 249), "moins de 10 salariés": (0, 9)}
    band = next((each for text, each in bands.items() if text in description), (0, 10**6))
    return band[0] <= people <= band[1] and away <= km


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 240), st.integers(0, 60)), min_size=1, max_size=12))
def test_a_description_fits_five_or_more(companies: list[tuple[int, int]]) -> None:
    staff, minutes = [people for people, _ in companies], [up for _, up in companies]
    snapshot = crowd(staff, ["naf2:22.29A"] * len(companies), minutes)
    assert all(count >= FEWEST for _, count in sizes(snapshot))
