"""The structure of the village, and of small territories, worked out by hand.

Of the village, with four nearest and a likeness of one half, the links are, by likeness: the two
welders 1; the biscuit factory of Bief and the cannery 1; the two packers of H3302 1; the two
companies of H3201 or H2102 with maintenance 1; then those of N1101, N1103 and H3301 among
themselves and to the packers, and Biscuits d'Amont, of two occupations, to four others. The two
ends of 1.000 have the same occupations once needs and surpluses are counted.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.structure import StructureParameters, linked, run
from graph.analyses.structuring.results import StructureResult
from graph.errors import UnknownNameError
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from graph.wording import spoken
from tests.village import CELL, village

SECTORS = ("naf2:10.72Z", "naf2:25.62B")
PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=20)


def answer(**asked: Any) -> StructureResult:
    return run(village(CELL), StructureParameters.model_validate(asked))


def territory(
    held: dict[str, str],
    sectors: dict[str, str] | None = None,
    north: dict[str, float] | None = None,
) -> Snapshot:
    """Returns companies with the occupations each employs, a letter an occupation.

    `north` is a latitude, on the meridian of 2 degrees.
    """
    where = {key: {"latitude": up, "longitude": 2.0} for key, up in (north or {}).items()}
    nodes: dict[str, list[NodeRecord]] = {
        "Company": [{"key": key, "name": key.upper(), **where.get(key, {})} for key in held],
        "Occupation": [{"key": each} for each in sorted(set("".join(held.values())))],
        "Sector": [{"key": key, "title": key} for key in SECTORS],
    }
    employs: list[EdgeRecord] = [(key, each, {}) for key, all_ in held.items() for each in all_]
    of: list[EdgeRecord] = [(key, sector, {}) for key, sector in (sectors or {}).items()]
    edges = {"Company-EMPLOYS-Occupation": employs, "Company-IN_SECTOR-Sector": of}
    return Snapshot.build(nodes, edges, Viewer())


def two_blocks() -> Snapshot:
    """Returns two blocks of three companies alike; `c` has an occupation that only `d` shares."""
    held = {"a": "x", "b": "x", "c": "xz", "d": "yz", "e": "y", "f": "y"}
    sectors = {key: SECTORS[key > "c"] for key in "abcdef"}
    return territory(held, sectors)


def joined(snapshot: Snapshot, **asked: Any) -> list[tuple[str, str]]:
    companies, links, _ = linked(snapshot, StructureParameters.model_validate(asked))
    keys = [snapshot.table("Company").keys[place] for place in companies.places]
    return [(keys[a], keys[b]) for a, b, _ in links.triples()]


def test_the_companies_of_the_village_that_are_wholly_alike() -> None:
    assert joined(village(CELL), threshold=0.999) == [
        ("atelier-amont", "soudure-dune"),
        ("biscuits-bief", "conserves-colline"),
        ("fromages-bief", "fruits-amont"),
        ("plasturgie-bief", "plats-colline"),
    ]


def test_the_communities_of_the_village() -> None:
    found = answer(k=4, threshold=0.5)
    assert [[member.key for member in each.members] for each in found.communities] == [
        ["biscuits-amont", "biscuits-bief", "conserves-colline"],
        ["emballage-dune", "entrepot-colline", "etang-industrie"],
        ["atelier-amont", "soudure-dune"],
        ["fromages-bief", "fruits-amont"],
        ["plasturgie-bief", "plats-colline"],
    ]
    assert found.communities[1].name == "Préparation de commandes / Conduite de chariot"
    assert (found.seen.companies, found.seen.links, found.seen.alone) == (12, 13, 0)


def test_a_link_that_holds_two_blocks_of_three() -> None:
    found = run(two_blocks(), StructureParameters(k=3, threshold=0.1))
    assert joined(two_blocks(), k=3, threshold=0.1) == [
        ("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "e"), ("d", "f"), ("e", "f"),
    ]  # fmt: skip
    (link,) = found.holding_links
    assert (link.company.key, link.other_company.key) == ("c", "d")
    assert (link.on_its_side, link.on_other_side) == (3, 3)
    assert found.holding_companies == ()


def test_what_joins_sectors() -> None:
    found = run(two_blocks(), StructureParameters(k=3, threshold=0.1))
    companies = [(each.company.key, each.participation) for each in found.joining_companies]
    assert companies == [("c", 0.444444444), ("d", 0.444444444)]
    occupations = [(each.occupation.key, each.participation) for each in found.joining_occupations]
    assert occupations == [("z", 0.5)]


def test_two_communities_joined_by_one_link_have_a_backbone_of_one() -> None:
    (link,) = run(two_blocks(), StructureParameters(k=3, threshold=0.1)).backbone
    assert (link.community, link.other_community, link.links, link.chance) == (1, 2, 1, 0)


def test_companies_of_another_sector_do_not_count() -> None:
    assert joined(two_blocks(), sector="naf2:25", threshold=0.1) == [
        ("d", "e"),
        ("d", "f"),
        ("e", "f"),
    ]


def test_a_sector_that_nobody_has_is_named() -> None:
    with pytest.raises(UnknownNameError):
        answer(sector="naf2:99")


def test_a_shorter_reach_leaves_long_links_out() -> None:
    assert joined(village(CELL), threshold=0.999, within_km=30) == [
        ("biscuits-bief", "conserves-colline"),
        ("fromages-bief", "fruits-amont"),
        ("plasturgie-bief", "plats-colline"),
    ]


def test_a_company_without_coordinates_is_alone_where_a_reach_is_given() -> None:
    """Étang Industrie is like the packers and the canneries; where it is nobody knows."""
    linked_to = [
        [
            pair
            for pair in joined(village(CELL), threshold=0.1, within_km=km)
            if "etang-industrie" in pair
        ]
        for km in (None, 500)
    ]
    assert len(linked_to[0]) > 0
    assert linked_to[1] == []


def test_what_is_past_or_of_one_company_joins_nobody_by_bridges() -> None:
    """The workshop and the need of the welder are past; who releases seeks 06 itself."""
    found = joined(village(CELL), graph="bridges", threshold=0)
    assert "atelier-amont" not in {company for pair in found for company in pair}
    assert all(one != other for one, other in found)
    assert ("biscuits-amont", "plats-colline") in found


def test_farther_companies_never_crowd_out_those_in_reach() -> None:
    """Far north c and d are wholly like a; b, next door, shares x, which is common to all."""
    held = {"a": "xy", "b": "xz", "c": "xy", "d": "xy", "e": "xz"}
    north = {"a": 47.0, "b": 47.01, "c": 49.0, "d": 49.0}
    far = territory(held, north=north)
    assert joined(far, k=1, threshold=0.01) == [("a", "c"), ("b", "e")]
    assert joined(far, k=1, threshold=0.01, within_km=10) == [("a", "b"), ("c", "d")]


def test_without_companies_there_is_no_structure() -> None:
    empty = Snapshot.build({}, {}, Viewer(), as_of="2026-09-07")
    for graph in ("alike", "bridges"):
        found = run(empty, StructureParameters.model_validate({"graph": graph}))
        assert (found.seen.links, found.communities, found.backbone) == (0, (), ())


def test_a_company_like_no_other_is_alone() -> None:
    found = run(territory({"a": "x", "b": "x", "c": "y", "d": ""}), StructureParameters())
    assert (found.seen.links, found.seen.alone, found.seen.components) == (1, 2, 1)


def test_bridges_of_the_village_as_a_graph() -> None:
    assert joined(village(CELL), graph="bridges", threshold=0.5) == [
        ("biscuits-amont", "biscuits-bief"),
        ("biscuits-amont", "plasturgie-bief"),
        ("biscuits-amont", "plats-colline"),
        ("biscuits-bief", "plasturgie-bief"),
        ("emballage-dune", "entrepot-colline"),
        ("plasturgie-bief", "plats-colline"),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_is_a_sentence(language: str) -> None:
    with spoken(language):  # type: ignore[arg-type]
        found = run(two_blocks(), StructureParameters(k=3, threshold=0.1, within_km=None))
        told = [why for each in found.communities for why in each.reasons]
        told += [why for each in found.holding_links for why in each.reasons]
        told += [why for each in found.backbone for why in each.reasons]
        assert len([why.sentence for why in (*told, *found.reasons)]) == 15


@given(PAIRS)
@settings(deadline=None, max_examples=30)
def test_new_names_in_the_same_order_change_nothing_but_names(pairs: list[tuple[int, int]]) -> None:
    held = dict.fromkeys(map("qq{}".format, range(9)), "")
    for row, occupation in sorted(set(pairs)):
        held[f"qq{row}"] += "uvwxyz"[occupation]
    renamed = {key.replace("qq", "zz"): occupations for key, occupations in held.items()}
    asked = StructureParameters(k=2, threshold=0.1)
    first, other = (run(territory(each), asked).model_dump_json() for each in (held, renamed))
    assert first.replace("qq", "zz").replace("QQ", "ZZ") == other
