"""Groupings of a small territory whose figures are worked out by hand."""

from __future__ import annotations

import re

import pytest

from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.results import GroupingsResult
from graph.analyses.groupings import ANALYSIS, run
from graph.analyses.registry import Rows, Run
from graph.snapshot import Snapshot
from graph.viewer import Viewer
from graph.wording import Language, spoken
from tests.graph.analyses.land import (
    OTHER_HALF,
    Land,
    codes,
    only,
    pair,
    story,
)


def test_the_planted_stories_come_out_with_their_margins() -> None:
    result = story().result()
    assert [
        (g.family, sorted(m.name for m in g.members), g.jobs, round(g.margin, 2))
        for g in result.list
    ] == [
        ("A1419", ["Maraîcher", "Vigne"], 1, 1.07),
        ("H3302", ["Fromagerie", "Fruits"], 1, 1.05),
        ("H1303", ["Fraisage", "Soudage", "Tournage"], 1, 1.16),
        ("I1203", ["Camping", "Collège", "Ehpad"], 1, 1.16),
    ]
    fruit = result.list[1]
    assert [(m.name, round(m.share, 2), m.hours) for m in fruit.members] == [
        ("Fruits", 0.58, 937),
        ("Fromagerie", 0.42, 670),
    ]
    assert (fruit.km, fruit.months) == (16.1, (1,) * 12)


def test_the_canneries_make_nothing_and_it_is_said() -> None:
    result = story().result(family="H3301")
    assert result.list == ()
    (family,) = result.families
    assert (family.employers, family.found) == (2, 0)
    # seven empty months to raise to 0.70, then the year: 11.4 - 5 * 1.15 - 7 * 0.7; over twelve
    assert [why.sentence for why in family.reasons] == [
        "Pas d'emploi à partager : à Bocaux, Conserves, "
        "il manque 0,47 équivalent temps plein sur l'année"
    ]


def test_a_job_that_lacks_a_twentieth_says_so() -> None:
    land = Land()
    for name, part in (("Alpha", 0.4), ("Bravo", 0.3), ("Charlie", 0.2)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", [part] * 12)
    (family,) = land.result().families
    assert [why.sentence for why in family.reasons] == [
        "Pas d'emploi à partager : à Alpha, Bravo, Charlie, "
        "il manque 0,05 équivalent temps plein sur l'année"
    ]


def test_a_share_too_large_says_so() -> None:
    land = Land()
    for name, part in (("Alpha", 0.7), ("Bravo", 0.25)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", [part] * 12)
    (family,) = land.result().families
    assert [why.code for why in family.reasons] == ["grouping.none_shared"]


def test_a_greater_distance_joins_those_farther_apart() -> None:
    land = pair("com:36044")
    assert land.result().list == ()
    assert [why.code for why in land.result().families[0].reasons] == ["grouping.none_near"]
    assert only(land.result(distance_km=64)).km == 63.5


def test_members_of_one_commune_are_at_one_place() -> None:
    assert codes(pair("com:37132").result())[1] == "grouping.same_place"


def test_the_order_of_records_changes_nothing() -> None:
    land, turned = story(), story()
    turned.nodes = {label: records[::-1] for label, records in turned.nodes.items()}
    turned.edges = {name: edges[::-1] for name, edges in turned.edges.items()}
    assert turned.result() == land.result()


def test_an_existing_grouping_that_covers_comes_first() -> None:
    land = pair()
    land.employer("GE Touraine", None, "Actor", kind="grouping")
    land.employer("GE Berry", "com:36044", "Actor", kind="grouping")
    land.link("Actor-COVERS-Territory", "ge-touraine", "be:2411")
    found = only(land.result())
    assert [one.name for one in found.existing] == ["GE Touraine"]
    assert found.reasons[-1].sentence == "À proposer à un groupement existant : GE Touraine"


def test_what_the_law_asks_is_said_where_it_applies() -> None:
    plain = pair()
    assert codes(plain.result()) == [
        "grouping.sustains",
        "grouping.distance",
        "grouping.liability",
        "grouping.existing",
    ]
    land = pair(subject_to_vat=False, idcc="3248")
    land.nodes["Company"][1] = {**land.nodes["Company"][1], "idcc": "1486"}
    assert codes(land.result())[3:5] == ["grouping.vat", "grouping.agreements"]


def test_a_leaver_ends_the_job_unless_another_steps_in() -> None:
    land = pair()
    land.employer("Charlie", "com:37020")
    land.need("Charlie", "H3302", OTHER_HALF)
    first, second = land.result().list
    assert [(m.key, m.jobs_without, m.margin_without) for m in first.members] == [
        ("alpha", 0, 0),
        ("charlie", 0, 0),
    ]
    assert [[r.key for r in m.replacements] for m in first.members] == [[], ["bravo"]]
    assert [[r.key for r in m.replacements] for m in second.members] == [[], ["charlie"]]


def test_nearer_members_come_first_among_equals() -> None:
    land = pair()
    land.employer("Charlie", "com:37020")
    land.need("Charlie", "H3302", OTHER_HALF)
    # 1.6 km to Beaulieu before 3.5 km to Perrusson
    assert [(g.members[1].key, g.km) for g in land.result().list] == [
        ("charlie", 1.6),
        ("bravo", 3.5),
    ]


def test_only_the_best_are_shown_and_all_are_counted() -> None:
    result = story().result(most=1)
    assert [g.family for g in result.list] == ["A1419"]
    assert result.found == 4


def test_nothing_to_share_is_an_empty_answer() -> None:
    empty = Snapshot.build({}, {}, Viewer(), as_of="2026-09-07")
    result = run(empty, GroupingsParameters())
    assert (result.list, result.found, result.families) == ((), 0, ())
    assert [why.sentence for why in result.reasons] == [
        "Aucun groupement trouvé",
        "Aucun besoin mensuel n'est compté",
    ]


def written(result: GroupingsResult) -> dict[str, Rows]:
    assert ANALYSIS.write
    rows = dict(ANALYSIS.write(result, Run("run-1", "2026-09-07T08:00:00+00:00", "{}")))
    assert set(rows) <= set(ANALYSIS.writes)
    return rows


def test_what_is_written_back_has_a_row_a_record() -> None:
    result = pair().result()
    key = only(result).key
    rows = written(result)
    assert rows["Grouping"] == [
        {
            "key": key,
            "family": "H3302",
            "jobs": 1,
            "margin": 1.0526,
            "largest_share": 0.5,
            "km": 3.5,
            "run": "run-1",
            "computed_on": "2026-09-07T08:00:00+00:00",
            "parameters": "{}",
            "visibility": "cell",
        }
    ]
    assert rows["Company-CANDIDATE_FOR-Grouping"] == [
        {"a": "alpha", "b": key, "share": 0.5},
        {"a": "bravo", "b": key, "share": 0.5},
    ]
    assert "Actor-CANDIDATE_FOR-Grouping" not in rows
    assert rows["Grouping-FOR_OCCUPATION-Occupation"] == [{"a": key, "b": "H3302"}]


def test_what_all_agreed_to_is_kept_for_who_may_read_it_under_their_agreement() -> None:
    land = pair()
    land.agreed("alpha", "bravo")
    rows = written(land.result())
    assert rows["Grouping"][0]["visibility"] == "partners"
    assert [row["b"] for row in rows["Grouping-UNDER-Agreement"]] == ["accord"]
    assert written(pair().result("partners")) == {}


def test_a_key_names_nobody_and_is_the_same_in_every_run() -> None:
    key = only(pair().result()).key
    assert re.fullmatch("g-[0-9a-f]{12}", key)
    assert only(pair().result("partners")).key == key
    other = pair()
    other.employer("Charlie", "com:37132")
    assert only(other.result()).key == key


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "Un emploi à temps plein à partager entre 2 employeurs, marge 1,05"),
        ("en", "One full-time job to share between 2 employers, margin 1.05"),
    ],
)
def test_sentences_are_made_in_both_languages(language: Language, expected: str) -> None:
    with spoken(language):
        assert only(pair().result()).reasons[0].sentence == expected
