"""Groupings of a small territory whose figures are worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from graph.analyses.grouping_details import EmployerGrouping
from graph.analyses.groupings import (
    ANALYSIS,
    GroupingsParameters,
    GroupingsResult,
    run,
    write,
)
from graph.analyses.registry import Run
from graph.errors import DataError, UnknownNameError
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer, Visibility
from graph.wording import Language, spoken

HALF = [1.0] * 6 + [0.0] * 6
OTHER_HALF = [0.0] * 6 + [1.0] * 6
FRUIT = [1, 1, 1, 0.5, 0, 0, 0, 0, 0.5, 1, 1, 1]
CHEESE = [0, 0, 0, 0.5, 1, 1, 1, 1, 0.5, 0, 0, 0]
VINEYARD = [1, 1, 0.9, 0.4, 0.3, 0.2, 0, 0, 0.2, 0.4, 0.6, 1]
GARDEN = [0, 0, 0.1, 0.6, 0.8, 0.9, 1, 1, 0.8, 0.6, 0.4, 0]
HARVEST = [0.0] * 8 + [12.0] * 2 + [0.0] * 2
SUMMER = [0.0] * 4 + [3.0] * 5 + [0.0] * 3

# name, latitude, longitude
PLACES = {
    "com:37132": ("Loches", 47.1281, 0.9953),
    "com:37020": ("Beaulieu-lès-Loches", 47.1289, 1.0161),
    "com:37130": ("Ligueil", 47.0428, 0.8181),
    "com:37183": ("Perrusson", 47.0989, 1.0139),
    "com:37031": ("Bourgueil", 47.2817, 0.1686),
    "com:37011": ("Avoine", 47.2069, 0.1803),
    "com:36044": ("Châteauroux", 46.8095, 1.6906),
}
TITLES = {
    "A1401": "Aide agricole de production fruitière ou viticole",
    "A1419": "Aide maraîcher",
    "H1303": "Intervention technique en hygiène et sécurité",
    "H3301": "Conduite d'équipement de conditionnement",
    "H3302": "Opérations manuelles d'assemblage",
    "I1203": "Maintenance des bâtiments et des locaux",
}


@dataclass
class Land:
    """A territory that grows need by need."""

    nodes: dict[str, list[NodeRecord]] = field(default_factory=dict)
    edges: dict[str, list[EdgeRecord]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes["Territory"] = [
            *(
                {"key": key, "name": name, "latitude": latitude, "longitude": longitude}
                for key, (name, latitude, longitude) in PLACES.items()
            ),
            {"key": "be:2411", "name": "Loches"},
        ]
        self.nodes["Occupation"] = [{"key": key, "title": title} for key, title in TITLES.items()]
        for commune in ("com:37132", "com:37020", "com:37130", "com:37183"):
            self.link("Territory-PART_OF-Territory", commune, "be:2411")

    def link(self, signature: str, source: str, target: str) -> None:
        self.edges.setdefault(signature, []).append((source, target, {}))

    def employer(
        self, name: str, commune: str | None, label: str = "Company", **values: object
    ) -> None:
        record = {"key": name.lower().replace(" ", "-"), "name": name, **values}
        self.nodes.setdefault(label, []).append(record)
        if commune:
            self.link(f"{label}-LOCATED_IN-Territory", str(record["key"]), commune)

    def need(
        self,
        name: str,
        occupation: str,
        months: Sequence[float | None],
        label: str = "Company",
        visibility: Visibility = "partners",
        **values: object,
    ) -> None:
        needs = self.nodes.setdefault("Need", [])
        key, owner = f"need-{len(needs):03}", name.lower().replace(" ", "-")
        monthly = {f"m{month:02}": value for month, value in enumerate(months, 1)}
        needs.append({"key": key, "visibility": visibility, **monthly, **values})
        self.link(f"{label}-HAS_NEED-Need", owner, key)
        self.link("Need-FOR_OCCUPATION-Occupation", key, occupation)

    def snapshot(self, visibility: Visibility = "cell") -> Snapshot:
        return Snapshot.build(self.nodes, self.edges, Viewer(visibility=visibility))

    def result(self, **parameters: object) -> GroupingsResult:
        return run(self.snapshot(), GroupingsParameters.model_validate(parameters))


def pair(commune: str = "com:37183", **values: Any) -> Land:
    """Returns two employers of Loches and a commune whose half-years make one job."""
    land = Land()
    land.employer("Alpha", "com:37132", **values)
    land.employer("Bravo", commune)
    land.need("Alpha", "H3302", HALF)
    land.need("Bravo", "H3302", OTHER_HALF)
    return land


def members(result: GroupingsResult) -> list[tuple[str, list[str], int]]:
    return [(g.family, sorted(m.key for m in g.members), g.jobs) for g in result.groupings]


def only(result: GroupingsResult) -> EmployerGrouping:
    (found,) = result.groupings
    return found


def codes(result: GroupingsResult) -> list[str]:
    return [why.code for why in only(result).reasons]


def story() -> Land:
    land = Land()
    for name, commune in (
        ("Fruits", "com:37130"), ("Fromagerie", "com:37183"), ("Ehpad", "com:37132"),
        ("Camping", "com:37132"), ("Collège", "com:37020"), ("Vigne", "com:37031"),
        ("Maraîcher", "com:37011"), ("Tournage", "com:36044"), ("Fraisage", "com:36044"),
        ("Soudage", "com:36044"), ("Conserves", "com:37132"), ("Bocaux", "com:37132"),
    ):  # fmt: skip
        land.employer(name, commune)
    for name, occupation, months in (
        ("Fruits", "H3302", FRUIT), ("Fromagerie", "H3302", CHEESE),
        ("Ehpad", "I1203", [0.4] * 12), ("Camping", "I1203", [0.4] * 12),
        ("Collège", "I1203", [0.3] * 12),
        ("Vigne", "A1419", VINEYARD), ("Vigne", "A1401", HARVEST), ("Maraîcher", "A1419", GARDEN),
        ("Tournage", "H1303", [0.4] * 12), ("Fraisage", "H1303", [0.4] * 12),
        ("Soudage", "H1303", [0.3] * 12),
        ("Conserves", "H3301", SUMMER), ("Bocaux", "H3301", SUMMER),
    ):  # fmt: skip
        land.need(name, occupation, months)
    return land


def test_the_planted_stories_come_out_with_their_margins() -> None:
    result = story().result()
    assert [
        (g.family, sorted(m.name for m in g.members), g.jobs, round(g.margin, 2))
        for g in result.groupings
    ] == [
        ("A1419", ["Maraîcher", "Vigne"], 1, 1.07),
        ("H3302", ["Fromagerie", "Fruits"], 1, 1.05),
        ("H1303", ["Fraisage", "Soudage", "Tournage"], 1, 1.16),
        ("I1203", ["Camping", "Collège", "Ehpad"], 1, 1.16),
    ]
    fruit = result.groupings[1]
    assert [(m.name, round(m.share, 2), m.hours) for m in fruit.members] == [
        ("Fruits", 0.58, 937),
        ("Fromagerie", 0.42, 670),
    ]
    assert (fruit.km, fruit.months) == (16.1, (1,) * 12)


def test_the_canneries_make_nothing_and_it_is_said() -> None:
    result = story().result(family="H3301")
    assert result.groupings == ()
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


def test_the_needs_of_one_employer_in_one_family_add_up() -> None:
    land = pair()
    land.nodes["Need"] = []
    land.edges = {k: v for k, v in land.edges.items() if "Need" not in k}
    for months in ([0.5] * 6 + [0.0] * 6,) * 2:
        land.need("Alpha", "H3302", months)
    land.need("Bravo", "H3302", OTHER_HALF)
    assert members(land.result()) == [("H3302", ["alpha", "bravo"], 1)]


def test_own_jobs_come_off_before_sharing() -> None:
    land = Land()
    for name, part in (("Alpha", 1.6), ("Bravo", 0.4)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", [part] * 12)
    largest, other = only(land.result()).members
    assert (largest.key, largest.own_jobs, largest.months, largest.share) == (
        "alpha", 1, (0.6,) * 12, 0.6,
    )  # fmt: skip
    assert (other.own_jobs, other.months) == (0, (0.4,) * 12)


def test_a_domain_lists_only_what_no_occupation_makes() -> None:
    land = pair()
    land.employer("Charlie", "com:37132")
    land.need("Charlie", "H3301", OTHER_HALF)
    result = land.result()
    assert members(result) == [("H33", ["alpha", "charlie"], 1), ("H3302", ["alpha", "bravo"], 1)]
    (mixed, alone) = result.groupings
    assert [o.key for o in mixed.occupations] == ["H3301", "H3302"]
    assert "grouping.occupations" in [why.code for why in mixed.reasons]
    assert [o.key for o in alone.occupations] == ["H3302"]
    assert members(land.result(family="H33")) == [
        ("H33", ["alpha", "charlie"], 1),
        ("H33", ["alpha", "bravo"], 1),
    ]


def test_an_actor_shares_as_a_company_does() -> None:
    land = Land()
    land.employer("Alpha", "com:37132", "Actor", kind="authority")
    land.employer("Bravo", "com:37132")
    land.need("Alpha", "H3302", HALF, "Actor")
    land.need("Bravo", "H3302", OTHER_HALF)
    result = land.result()
    assert [(m.type, m.key) for m in only(result).members] == [
        ("Actor", "alpha"),
        ("Company", "bravo"),
    ]
    assert "grouping.authorities" in codes(result)


@pytest.mark.parametrize(
    ("months", "values", "code"),
    [
        ([None] * 12, {}, "grouping.no_month"),
        ([None] * 12, {"posts": 2}, "grouping.posts_without_months"),
        ([*HALF[:11], None], {}, "grouping.some_months"),
        (HALF, {"recurring": False}, "grouping.met_once"),
    ],
)
def test_a_need_that_does_not_count_is_told(
    months: list[float | None], values: dict[str, Any], code: str
) -> None:
    land = Land()
    for name in ("Alpha", "Bravo"):
        land.employer(name, "com:37132")
    land.need("Alpha", "H3302", months, **values)
    land.need("Bravo", "H3302", OTHER_HALF)
    result = land.result()
    assert result.groupings == ()
    assert [(out.employer.key, out.reason.code) for out in result.left_out] == [("alpha", code)]
    assert f"groupings.{code.removeprefix('grouping.')}" in [why.code for why in result.reasons]


def test_months_at_zero_are_counted_and_not_told() -> None:
    assert pair().result().left_out == ()


def test_a_need_that_is_filled_is_neither_counted_nor_told() -> None:
    land = pair()
    land.need("Bravo", "H3302", HALF, status="filled")
    assert members(land.result()) == [("H3302", ["alpha", "bravo"], 1)]
    assert land.result().left_out == ()


def test_an_employer_without_a_place_is_told() -> None:
    land = Land()
    land.employer("Alpha", None)
    land.need("Alpha", "H3302", HALF)
    assert [out.reason.code for out in land.result().left_out] == ["grouping.no_place"]


def test_own_coordinates_come_before_those_of_the_commune() -> None:
    # Alpha is registered in Loches and stands at Bourgueil, 65 km away from Bravo
    assert pair(latitude=47.2817, longitude=0.1686).result().groupings == ()
    assert pair().result().found == 1


def test_a_greater_distance_joins_those_farther_apart() -> None:
    land = pair("com:36044")
    assert land.result().groupings == ()
    assert [why.code for why in land.result().families[0].reasons] == ["grouping.none_near"]
    assert only(land.result(distance_km=64)).km == 63.5


def test_members_of_one_commune_are_at_one_place() -> None:
    assert codes(pair("com:37132").result())[1] == "grouping.same_place"


def test_the_order_of_records_changes_nothing() -> None:
    land, turned = story(), story()
    turned.nodes = {label: records[::-1] for label, records in turned.nodes.items()}
    turned.edges = {name: edges[::-1] for name, edges in turned.edges.items()}
    assert turned.result() == land.result()


def test_a_basin_keeps_its_own_employers() -> None:
    land = story()
    found = {family for family, _, _ in members(land.result(basin="be:2411"))}
    assert found == {"H3302", "I1203"}
    assert members(land.result(basin="com:36044"))[0][0] == "H1303"


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
    first, second = land.result().groupings
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
    assert [(g.members[1].key, g.km) for g in land.result().groupings] == [
        ("charlie", 1.6),
        ("bravo", 3.5),
    ]


def test_the_lowest_visibility_of_the_needs_is_taken() -> None:
    land = pair()
    assert only(land.result()).visibility == "partners"
    land.need("Bravo", "H3302", [0.0] * 12, visibility="cell")
    assert only(land.result()).visibility == "cell"
    seen = run(land.snapshot("partners"), GroupingsParameters())
    assert only(seen).visibility == "partners"


def test_only_the_best_are_shown_and_all_are_counted() -> None:
    result = story().result(most=1)
    assert [g.family for g in result.groupings] == ["A1419"]
    assert result.found == 4


def test_a_negative_month_is_refused_by_name() -> None:
    land = pair()
    land.need("Bravo", "H3302", [-1.0] * 12)
    with pytest.raises(DataError, match=r"Bravo, mois 1 : « -1\.0 »"):
        land.result()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"family": "H3303"}, "aucune famille de métiers ne s'appelle « H3303 »"),
        ({"basin": "be:9999"}, "aucun territoire ne s'appelle « be:9999 »"),
    ],
)
def test_an_unknown_name_says_what_there_is(parameters: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnknownNameError, match=sentence):
        pair().result(**parameters)


def test_a_named_family_is_a_list_of_occupations() -> None:
    land = pair()
    assert land.result(family="maintenance").groupings == ()
    assert [f.family for f in land.result(family="maintenance").families] == []


def test_nothing_to_share_is_an_empty_answer() -> None:
    result = run(Snapshot.build({}, {}, Viewer()), GroupingsParameters())
    assert (result.groupings, result.found, result.families) == ((), 0, ())
    assert [why.sentence for why in result.reasons] == [
        "Aucun groupement trouvé",
        "Aucun besoin mensuel n'est compté",
    ]


def test_what_is_written_back_has_a_row_a_record() -> None:
    result = pair().result()
    rows = dict(write(result, Run("run-1", "2026-09-07T08:00:00+00:00", "{}")))
    assert set(rows) == set(ANALYSIS.writes)
    assert rows["Grouping"] == [
        {
            "key": "h3302-alpha-bravo",
            "family": "H3302",
            "jobs": 1,
            "margin": 1.0526,
            "largest_share": 0.5,
            "km": 3.5,
            "run": "run-1",
            "computed_on": "2026-09-07T08:00:00+00:00",
            "parameters": "{}",
            "visibility": "partners",
        }
    ]
    assert rows["Company-CANDIDATE_FOR-Grouping"] == [
        {"a": "alpha", "b": "h3302-alpha-bravo", "share": 0.5},
        {"a": "bravo", "b": "h3302-alpha-bravo", "share": 0.5},
    ]
    assert rows["Actor-CANDIDATE_FOR-Grouping"] == []
    assert rows["Grouping-FOR_OCCUPATION-Occupation"] == [{"a": "h3302-alpha-bravo", "b": "H3302"}]


def test_the_key_of_many_long_names_ends_in_a_hash() -> None:
    land = Land()
    for name in ("A" * 70, "B" * 70):
        land.employer(name, "com:37132")
        land.need(name, "H3302", HALF if name[0] == "A" else OTHER_HALF)
    assert only(land.result()).key == "h3302-3c583c5c1f73cbf4"


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
