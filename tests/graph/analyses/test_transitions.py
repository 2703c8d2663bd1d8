"""Transitions worked out by hand.

Eight occupations; the weight of a skill that n of them require is ln(9 / n):

    n = 1  2.1972   souder, diagnostiquer, électricité, hydraulique
    n = 2  1.5041   plan, régler, ligne, commande, chariot, emballer
    n = 3  1.0986   contrôler
    n = 8  0.1178   équipe

    H2102 = ligne + contrôler + équipe             = 2.7205
    H3201 = régler + ligne + contrôler + équipe    = 4.2246
    H3301 = emballer + contrôler + équipe          = 2.7205
    I1304 = three of 2.1972, two of 1.5041, équipe = 9.7176

Overlap H2102, H3201: 2.7205 / 4.2246 = 0.6440. The likeness is the mean of overlap (weight 1),
words of the skills (1), titles (0.5), family (0.1, none is said here) and domain (0.05), over 2.65.
"""

from __future__ import annotations

import math
from collections import Counter

import pytest

from graph.analyses.moves.skills import Skills, effort
from graph.analyses.moves.texts import phrases
from graph.analyses.registry import analysis
from graph.analyses.transitions import (
    Transition,
    TransitionsParameters,
    TransitionsResult,
    run,
)
from graph.errors import UnknownNameError
from graph.snapshot import EdgeRecord, NodeRecord, Snapshot
from graph.viewer import Viewer
from graph.wording import spoken
from tests.village import Edges, village


def answer(occupation: str, more: Edges | None = None, top: int = 20) -> TransitionsResult:
    return run(village(more=more), TransitionsParameters(occupation=occupation, top=top))


def move(origin: str, destination: str, more: Edges | None = None) -> Transition:
    found = answer(origin, more).transitions
    return next(t for t in found if t.occupation.key == destination)


def part(found: Transition, name: str) -> float:
    return {each.name: each.value for each in found.likeness_parts}[name]


def test_a_skill_weighs_by_its_rarity() -> None:
    skills = Skills(village())
    weights = dict(zip(skills.skills.keys, skills.weights.tolist(), strict=True))
    assert weights["souder-a-l-arc"] == pytest.approx(math.log(9))
    assert weights["controler-la-qualite"] == pytest.approx(math.log(3))
    assert weights["travailler-en-equipe"] == pytest.approx(math.log(9 / 8))


def test_overlap_is_the_weight_of_common_skills_over_that_of_all() -> None:
    near = move("H2102", "H3201")
    assert part(near, "skills") == pytest.approx(0.643967, abs=1e-4)
    assert near.by_kind == {"competence": 0.6161, "savoir-etre": 0.0279}


def test_likeness_is_the_mean_of_its_parts() -> None:
    for near in answer("H2102").transitions:
        parts = near.likeness_parts
        assert sum(p.weight for p in parts) == pytest.approx(1, abs=1e-3)
        assert near.likeness == pytest.approx(sum(p.contribution for p in parts), abs=1e-3)
        assert {p.name: p.weight for p in parts}["skills"] == pytest.approx(1 / 2.65, abs=1e-4)


def test_the_words_of_skills_and_titles_are_compared_by_cosine() -> None:
    """Soudage shares no word of a title with H2102; its skills share "travailler en équipe"."""
    far = move("H2102", "H2913")
    assert part(far, "titles") == 0
    assert part(far, "words") == pytest.approx(words_in_common("H2102", "H2913"), abs=1e-4)


def words_in_common(one: str, other: str) -> float:
    """Returns the cosine of the words of two occupations' skills, worked out term by term."""
    skills = Skills(village())
    own = skills.links.by_source
    terms = [
        Counter(t for skill in own[place] for t in phrases(skills.title(skill)))
        for place in range(len(skills.occupations))
    ]
    held = Counter(term for each in terms for term in each)
    rows = [
        {t: (1 + math.log(n)) * (1 + math.log(9 / (1 + held[t]))) for t, n in each.items()}
        for each in terms
    ]
    a, b = (rows[skills.occupations.index[key]] for key in (one, other))
    lengths = [math.sqrt(sum(weight**2 for weight in row.values())) for row in (a, b)]
    return sum(a[term] * b[term] for term in a.keys() & b.keys()) / math.prod(lengths)


def test_a_common_domain_is_a_part() -> None:
    near, far = move("H3301", "H3302"), move("H3301", "H3201")
    assert (near.same_domain, far.same_domain) == (True, False)
    assert (part(near, "domain"), part(far, "domain")) == (1, 0)


def test_coverage_has_a_direction_and_the_score_has_none() -> None:
    there, back = move("H2102", "H3201"), move("H3201", "H2102")
    assert there.score == back.score
    assert there.coverage == pytest.approx(0.643967, abs=1e-6)
    assert back.coverage == 1.0
    assert [skill.key for skill in there.missing] == ["regler-une-machine"]
    assert back.missing == ()


def test_skills_stand_heaviest_first_and_ties_by_key() -> None:
    far = move("H3201", "I1304")
    assert [(skill.key, skill.weight) for skill in far.missing] == [
        ("diagnostiquer-une-panne", 2.1972),
        ("electricite-industrielle", 2.1972),
        ("hydraulique", 2.1972),
        ("lire-un-plan", 1.5041),
    ]
    assert [skill.key for skill in far.held] == ["regler-une-machine", "travailler-en-equipe"]
    assert far.coverage == pytest.approx(1.621860 / 9.717611, abs=1e-6)


def test_the_ranking_is_by_its_sum_and_ties_by_key() -> None:
    """H3302, less alike than N1103, is of the same broad domain; two mobilities are no practice."""
    found = answer("H2102")
    assert [t.occupation.key for t in found.transitions] == [
        "H3201", "H3301", "N1101", "H3302", "N1103", "H2913", "I1304",
    ]  # fmt: skip
    sums = [sum(p.contribution for p in t.close_parts) for t in found.transitions]
    assert sums == sorted(sums, reverse=True)
    assert sums[2:4] == pytest.approx([-6.3714, -6.7223], abs=1e-3)
    assert {t.practice for t in found.transitions} == {0}
    assert {t.frequent_parts for t in found.transitions} == {()}
    assert found.ranked == 7


def test_occupations_that_nothing_tells_apart_stand_by_key() -> None:
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": key} for key in ("A1101", "A1102", "A1103", "A1104")]
    }
    found = run(Snapshot.build(nodes, {}, Viewer()), TransitionsParameters(occupation="A1102"))
    assert [t.occupation.key for t in found.transitions] == ["A1101", "A1103", "A1104"]


def test_top_limits_what_is_shown_and_not_what_is_ranked() -> None:
    found = answer("H2102", top=2)
    assert [t.occupation.key for t in found.transitions] == ["H3201", "H3301"]
    assert found.ranked == 7


def test_an_official_mobility_goes_one_way_and_changes_no_score() -> None:
    assert move("H2102", "I1304").official == 1
    assert move("I1304", "H2102").official is None
    assert move("H2102", "I1304").score == move("I1304", "H2102").score


def test_a_quarter_of_the_weight_or_a_quarter_alike_makes_a_move_short() -> None:
    assert [move("H2102", end).effort for end in ("H3201", "I1304")] == ["short", "long"]
    assert [effort(0.25, 0), effort(0.2499, 0.25), effort(0.2499, 0.2499)] == [
        "short", "short", "long",
    ]  # fmt: skip
    assert effort(0, 0, same=True) == "same"


def test_a_regulated_occupation_asks_for_its_title_first() -> None:
    assert effort(1, 1, regulated=True) == "long"
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": "J1501"}, {"key": "J1506", "regulated": True}],
        "Skill": [{"key": "soigner"}],
    }
    skills: list[EdgeRecord] = [("J1501", "soigner", {}), ("J1506", "soigner", {})]
    snapshot = Snapshot.build(nodes, {"Occupation-REQUIRES-Skill": skills}, Viewer())
    only = run(snapshot, TransitionsParameters(occupation="J1501")).transitions[0]
    assert (only.coverage, only.effort, only.regulated) == (1, "long", True)
    assert only.reasons[-2].sentence == (
        "Le métier d’arrivée est réglementé : un titre ou un diplôme vient d’abord ; "
        "100 % du poids des compétences est déjà détenu."
    )


def test_a_training_that_names_its_skills_is_judged_by_them() -> None:
    offers = move("H3201", "I1304").trainings
    assert [(offer.key, offer.share, offer.prepares) for offer in offers] == [
        ("technicien-de-maintenance", 1.0, True),
        ("electricite-hydraulique", 0.5428, False),
    ]
    assert offers[1].teaches == ("Électricité industrielle", "Hydraulique")


def test_trainings_are_those_in_reach_of_a_place() -> None:
    """Formation du Bief gives all three, 11.1 km from Amont and 22.2 from Colline."""

    def offered(near: str, km: float) -> tuple[list[str], str]:
        asked = TransitionsParameters(occupation="H3201", near=near, radius_km=km, top=50)
        found = run(village(), asked)
        move_on = next(t for t in found.transitions if t.occupation.key == "I1304")
        return [offer.key for offer in move_on.trainings], found.reasons[-1].sentence

    both = ["technicien-de-maintenance", "electricite-hydraulique"]
    assert offered("com:99001", 12) == (both, "3 formations sont à 12 km au plus de com:99001.")
    assert offered("com:99003", 12) == (
        [],
        "Aucune formation connue à 12 km au plus de com:99003.",
    )
    assert offered("maison", 12)[0] == both
    with pytest.raises(UnknownNameError, match="com:99001"):
        offered("com:9901", 12)


def test_a_refused_move_comes_last_with_its_reason() -> None:
    said = {"reason": "Habilitation exigée", "said_by": "Conseiller"}
    found = answer("H2102", {"Occupation-VETOED-Occupation": [("H2102", "H3201", said)]})
    last = found.transitions[-1]
    assert (last.occupation.key, last.vetoed) == ("H3201", True)
    assert last.reasons[-1].sentence == "Piste écartée (Conseiller) : Habilitation exigée."
    assert [t.vetoed for t in found.transitions[:-1]] == [False] * 6


def test_reasons_can_be_read_aloud() -> None:
    assert [reason.sentence for reason in move("H2102", "I1304").reasons] == [
        "1 compétence du métier d'arrivée est déjà détenue (sur 6).",
        "Le ROME cite cette mobilité, au rang 1.",
        "Une formation qualifiante vient d'abord : 1 % du poids des compétences est déjà détenu.",
        "2 formations enseignent une partie de ce qui manque ou y préparent.",
    ]
    with spoken("en"):
        assert move("H2102", "H3301").reasons[0].sentence == (
            "2 skills of the destination are already held (out of 3)."
        )


def test_an_unknown_occupation_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        answer("I1305")
    assert str(caught.value).startswith(
        "aucun métier n'a le code « I1305 » ; les plus proches : I1304"
    )


def test_an_occupation_without_skills_covers_nothing() -> None:
    nodes: dict[str, list[NodeRecord]] = {"Occupation": [{"key": "A1101"}, {"key": "A1102"}]}
    found = run(Snapshot.build(nodes, {}, Viewer()), TransitionsParameters(occupation="A1101"))
    only = found.transitions[0]
    assert (part(only, "skills"), only.coverage) == (0, 0)
    assert only.likeness == pytest.approx(0.05 / 2.65, abs=1e-5)
    assert only.reasons[0].code == "move.skills_unknown"


def test_the_registry_holds_the_analysis() -> None:
    assert analysis("transitions").run is run
    with pytest.raises(UnknownNameError, match="transition"):
        analysis("transition")
