"""Pairs that are one establishment are found with their evidence; branches are not pairs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.duplicate.entries import Entry, entries
from graph.analyses.duplicates import (
    DuplicatesParameters,
    DuplicatesResult,
    duplicates,
    found_pairs,
    likely_pairs,
    proposals,
)
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from graph.wording import spoken
from tests.graph.analyses.employers import ALIKE, DIFFERENT, Pair, listed
from tests.planted import Planted, planted

SIRET, SIBLING, OTHER = "99990000400006", "99990000400014", "55208131766522"
SIREN = "999900004"
THRESHOLD = 0.75


def one(**values: object) -> Entry:
    told = {"type": "Company", "key": "a", "name": "Chaudronnerie Ferlet", "commune": "com:36044"}
    return Entry(**(told | values))  # type: ignore[arg-type]


def score(a: Entry, b: Entry, threshold: float = 0.0) -> float | None:
    found = found_pairs([a, b], threshold)
    return found[0].score if found else None


def codes(a: Entry, b: Entry) -> list[str]:
    return [why.code for why in found_pairs([a, b], 0.0)[0].facts.evidence]


@cache
def proposed(siret_first: bool) -> frozenset[frozenset[str]]:
    records = listed(siret_first)
    found = found_pairs(records, THRESHOLD)
    return frozenset(frozenset({records[p.a].key, records[p.b].key}) for p in found)


@pytest.mark.parametrize("siret_first", [True, False])
@pytest.mark.parametrize("pair", ALIKE, ids=str)
def test_two_ways_of_writing_one_employer_are_proposed(pair: Pair, siret_first: bool) -> None:
    assert pair.keys in proposed(siret_first)


@pytest.mark.parametrize("siret_first", [True, False])
@pytest.mark.parametrize("pair", DIFFERENT, ids=str)
def test_two_employers_are_not_proposed(pair: Pair, siret_first: bool) -> None:
    assert pair.keys not in proposed(siret_first)


@pytest.mark.parametrize("other", [SIBLING, OTHER])
def test_two_sirets_are_never_one(other: str) -> None:
    a = one(siret=SIRET, siren=SIRET[:9], address="1 rue du Lavoir")
    assert score(a, replace(a, key="b", siret=other, siren=other[:9])) is None
    assert score(a, replace(a, key="b", siret=other, siren=other[:9], closed=True)) is None


def test_two_sirens_are_never_one() -> None:
    assert score(one(siren=SIREN), one(key="b", siren="552081317")) is None


def test_one_siret_is_one_establishment_whatever_the_names() -> None:
    a, b = one(siret=SIRET), one(key="b", siret=SIRET, name="Le Fournil", commune="com:37003")
    assert score(a, b) == 1.0
    assert codes(a, b) == ["duplicate.siret"]


def test_a_company_and_an_actor_are_proposed_for_one_siret_only() -> None:
    company, actor = one(siret=SIRET), one(key="b", type="Actor", siret=SIRET)
    assert score(company, actor) == 1.0
    assert codes(company, actor) == ["duplicate.siret", "duplicate.types"]
    assert score(company, replace(actor, siret="")) is None


def test_the_same_name_in_a_commune_scores_by_its_address() -> None:
    a, told = one(siret=SIRET, siren=SIREN, address="12 avenue Jean Jaurès"), {}
    for address in ("12 av. Jean Jaurès", "", "av. Jean Jaurès", "3 place Pasteur"):
        told[address] = score(a, one(key="b", address=address))
    assert list(told.values()) == [1.0, 0.95, 0.93, 0.8]


def test_the_same_siren_takes_most_of_the_doubt_about_a_name_away() -> None:
    a = one(siret=SIRET, siren=SIREN)
    assert score(a, one(key="b", name="Le Fournil", siren=SIREN)) == round(0.85 * 0.95, 4)
    assert codes(a, one(key="b", name="Le Fournil", siren=SIREN)) == [
        "duplicate.siren", "duplicate.name", "duplicate.commune",
    ]  # fmt: skip


def test_a_moved_establishment_scores_lower_and_lower_with_the_distance() -> None:
    a = one(siret=SIRET, siren=SIREN, where=(47.0, 1.0))
    moved = one(key="b", siren=SIREN, commune="com:36046", where=(47.1, 1.0))
    assert score(a, moved) == 0.8
    assert codes(a, moved)[-1] == "duplicate.elsewhere"
    assert score(a, replace(moved, where=None)) == 0.7
    assert score(a, replace(moved, where=(47.5, 1.0))) == 0.6


def test_a_rare_name_alone_follows_a_move() -> None:
    a, b = one(where=(47.0, 1.0)), one(key="b", commune="com:36046", where=(47.1, 1.0))
    assert score(a, b) == 0.8
    names = [one(key=f"c{n}", siret=f"{n}" * 14, commune=f"com:3700{n}") for n in range(1, 4)]
    assert found_pairs([a, b, *names], 0.0) == []


def test_a_closed_record_scores_a_tenth_less() -> None:
    a = one(siret=SIRET, siren=SIREN, closed=True)
    assert score(a, one(key="b")) == round(0.95 * 0.9, 4)
    assert codes(a, one(key="b"))[-1] == "duplicate.closed"


def test_of_several_establishments_the_clearly_better_one_is_proposed() -> None:
    here = one(siret=SIRET, siren=SIREN, address="12 avenue Jean Jaurès")
    there = replace(here, key="b", siret=SIBLING, address="3 place Pasteur")
    told = one(key="c", address="12 av. Jean Jaurès")
    assert [(f.score, f.a, f.b) for f in found_pairs([here, there, told], 0.5)] == [(1.0, 0, 2)]
    unknown = replace(told, address="")
    assert [f[1:3] for f in found_pairs([here, there, unknown], 0.5)] == [(0, 2), (1, 2)]


def test_two_records_that_fit_two_establishments_are_not_one() -> None:
    here = one(siret=SIRET, siren=SIREN, address="12 avenue Jean Jaurès")
    there = replace(here, key="b", siret=SIBLING, address="3 place Pasteur")
    near_here, near_there = one(key="c", address=here.address), one(key="d", address=there.address)
    found = found_pairs([here, there, near_here, near_there], 0.5)
    assert [f[1:3] for f in found] == [(0, 2), (1, 3)]


@cache
def two_thousand() -> Planted:
    return planted(2000, communes=24)


def test_precision_and_recall_on_two_thousand_planted_companies() -> None:
    made = two_thousand()
    found = found_pairs(made.entries, THRESHOLD)
    keys = [frozenset({made.entries[f.a].key, made.entries[f.b].key}) for f in found]
    hit = Counter(made.pairs[pair] for pair in keys if pair in made.pairs)
    share = {kind: hit[kind] / count for kind, count in Counter(made.pairs.values()).items()}
    assert hit.total() / len(found) > 0.85
    assert hit.total() / len(made.pairs) > 0.94
    assert share["same SIRET"] == share["accents"] == share["legal form"] == 1.0
    assert min(share[kind] for kind in share if kind != "moved") > 0.8


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_pair(seed: int, order: object) -> None:
    made = planted(60, communes=3, seed=seed).entries
    mixed = list(made)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert _scores(made) == _scores(mixed)
    assert all(0 <= scored <= 1 for scored in _scores(made).values())


def _scores(records: list[Entry]) -> dict[frozenset[str], float]:
    return {
        frozenset({records[found.a].key, records[found.b].key}): found.score
        for found in found_pairs(records, 0.3)
    }


def snapshot() -> Snapshot:
    town: NodeRecord = {
        "key": "com:36044",
        "name": "Châteauroux",
        "latitude": 46.81,
        "longitude": 1.69,
    }
    companies: list[NodeRecord] = [
        {"key": SIRET, "name": "SARL Ferlet Chaudronnerie", "address": "12 av. Jean Jaurès"},
        {"key": "chaudronnerie-ferlet-36044", "name": "Chaudronnerie Ferlet"},
        {"key": "le-fournil-36044", "name": "Le Fournil", "siret": OTHER},
    ]
    actors: list[NodeRecord] = [
        {"key": "mde", "name": "MDE", "kind": "employment"},
        {"key": "maison", "name": "Maison de l'emploi", "acronym": "MDE", "kind": "employment"},
    ]
    edges: dict[str, list[EdgeRecord]] = {
        f"{label}-LOCATED_IN-Territory": [(str(row["key"]), "com:36044", {}) for row in rows]
        for label, rows in (("Company", companies), ("Actor", actors))
    }
    nodes: dict[str, list[NodeRecord]] = {
        "Company": companies,
        "Actor": actors,
        "Territory": [town],
    }
    return Snapshot.build(nodes, edges, Viewer())


def answer(**parameters: object) -> DuplicatesResult:
    refused = parameters.pop("refused", ())
    return duplicates(snapshot(), DuplicatesParameters(**parameters), refused)  # type: ignore[arg-type]


def test_entries_take_siret_and_siren_from_the_key_and_the_commune_from_the_edge() -> None:
    first = entries(snapshot())[0]
    assert (first.siret, first.siren, first.commune_name) == (SIRET, SIREN, "Châteauroux")
    assert (first.commune, first.where) == ("com:36044", (46.81, 1.69))
    assert entries(snapshot())[1].siret == ""


def test_pairs_of_a_graph_stand_best_first_with_their_reasons() -> None:
    found = answer()
    assert (found.compared, found.found) == (5, 2)
    assert [(c.a.key, c.b.key, c.score) for c in found.candidates] == [
        (SIRET, "chaudronnerie-ferlet-36044", 0.95),
        ("maison", "mde", 0.855),
    ]
    assert [c.a.type for c in found.candidates] == ["Company", "Actor"]
    assert found.candidates[0].a.siret == SIRET
    with spoken("fr"):
        assert [why.sentence for why in found.candidates[1].evidence] == [
            "« MDE » est le sigle de l'autre nom.",
            "Les deux fiches sont dans la même commune, Châteauroux.",
        ]


def test_a_refused_pair_is_proposed_no_more() -> None:
    refused = {("Company", SIRET, "chaudronnerie-ferlet-36044")}
    found = answer(refused=refused)
    assert [c.a.key for c in found.candidates] == ["maison"]
    assert found.reasons[-1].values == {"count": 1}


def test_threshold_and_top_limit_what_is_shown() -> None:
    assert answer(threshold=0.9).found == 1
    assert answer(top=1).found == 2
    assert len(answer(top=1).candidates) == 1


def test_a_type_is_that_of_both_records() -> None:
    assert [c.a.key for c in answer(type="Actor").candidates] == ["maison"]
    assert [c.a.commune for c in answer(type="Company").candidates] == ["Châteauroux"]


def test_likely_pairs_below_the_least_score_change_nothing() -> None:
    listed = entries(snapshot())
    likely = likely_pairs(listed, 0.0)
    assert sorted(found.score for found in likely) == [0.855, 0.95]
    high = DuplicatesParameters(threshold=0.9)
    assert proposals(listed, likely, high) == answer(threshold=0.9)


def test_an_empty_graph_has_no_duplicates() -> None:
    empty = duplicates(Snapshot.build({}, {}, Viewer()), DuplicatesParameters())
    assert (empty.compared, empty.found, empty.candidates) == (0, 0, ())
