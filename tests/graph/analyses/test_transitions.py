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

Overlap H2102, H3201: 2.7205 / 4.2246 = 0.6440. Score: (overlap + 0.02 if same domain) / 1.02.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.analyses.moves.likeness import Skills, effort
from graph.analyses.moves.moves import Moves
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


def test_a_skill_weighs_by_its_rarity() -> None:
    skills = Skills(village())
    weights = dict(zip(skills.skills.keys, skills.weights.tolist(), strict=True))
    assert weights["souder-a-l-arc"] == pytest.approx(math.log(9))
    assert weights["controler-la-qualite"] == pytest.approx(math.log(3))
    assert weights["travailler-en-equipe"] == pytest.approx(math.log(9 / 8))


def test_likeness_is_the_weight_of_common_skills_over_that_of_all() -> None:
    near = move("H2102", "H3201")
    assert near.overlap == pytest.approx(0.643967, abs=1e-6)
    assert near.score == pytest.approx(0.643967 / 1.02, abs=1e-6)
    assert near.by_kind == {"competence": 0.6161, "savoir-etre": 0.0279}


def test_a_common_domain_adds_two_hundredths() -> None:
    near = move("H3301", "H3302")
    assert near.same_domain
    assert near.score == pytest.approx((1.621860 / 4.224550 + 0.02) / 1.02, abs=1e-6)


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


def test_the_ranking_is_by_score_and_ties_by_key() -> None:
    """H3302 and N1103 share only the team with H2102 and weigh the same: the key decides."""
    found = answer("H2102")
    assert [t.occupation.key for t in found.transitions] == [
        "H3201", "H3301", "N1101", "H3302", "N1103", "H2913", "I1304",
    ]  # fmt: skip
    assert found.transitions[3].score == found.transitions[4].score
    assert found.ranked == 7


def test_top_limits_what_is_shown_and_not_what_is_ranked() -> None:
    found = answer("H2102", top=2)
    assert [t.occupation.key for t in found.transitions] == ["H3201", "H3301"]
    assert found.ranked == 7


def test_an_official_mobility_goes_one_way_and_changes_no_score() -> None:
    assert move("H2102", "I1304").official == 1
    assert move("I1304", "H2102").official is None
    assert move("H2102", "I1304").score == move("I1304", "H2102").score


def test_a_third_of_the_weight_makes_a_move_short() -> None:
    assert [move("H2102", end).effort for end in ("H3201", "I1304")] == ["short", "long"]
    assert [effort(1 / 3), effort(0.3333), effort(0.0, same=True)] == ["short", "long", "same"]


def test_a_training_that_names_its_skills_is_judged_by_them() -> None:
    offers = move("H3201", "I1304").trainings
    assert [(offer.key, offer.share, offer.prepares) for offer in offers] == [
        ("technicien-de-maintenance", 1.0, True),
        ("electricite-hydraulique", 0.5428, False),
    ]
    assert offers[1].teaches == ("Électricité industrielle", "Hydraulique")


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
    assert (only.overlap, only.coverage) == (0, 0)
    assert only.score == pytest.approx(0.02 / 1.02)
    assert only.reasons[0].code == "move.skills_unknown"


def test_the_registry_holds_the_analysis() -> None:
    assert analysis("transitions").run is run
    with pytest.raises(UnknownNameError, match="transition"):
        analysis("transition")


@pytest.fixture(scope="session")
def rome(reference: Path) -> Snapshot:
    """The occupations, skills and official mobilities of ROME 4.0 as published."""

    def rows(name: str) -> Iterator[dict[str, str]]:
        path = reference / "rome" / f"unix_{name}_v460_utf8.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)

    links = sorted({(row["code_rome"], row["code_ogr"]) for row in rows("coherence_item")})
    nodes: dict[str, list[NodeRecord]] = {
        "Occupation": [{"key": row["code_rome"]} for row in rows("referentiel_code_rome")],
        "Skill": [{"key": skill} for skill in sorted({skill for _, skill in links})],
    }
    moves: list[EdgeRecord] = [
        (row["code_rome"], row["code_rome_cible"], {"rank": int(row["numero_ordre"])})
        for row in rows("rubrique_mobilite")
    ]
    requires: list[EdgeRecord] = [(occupation, skill, {}) for occupation, skill in links]
    edges = {"Occupation-REQUIRES-Skill": requires, "Occupation-MOVES_TO-Occupation": moves}
    return Snapshot.build(nodes, edges, Viewer())


@pytest.mark.reference
def test_likeness_finds_the_official_mobilities_of_rome(rome: Snapshot) -> None:
    moves = Moves(rome)
    official: dict[int, set[int]] = {}
    for origin, place in moves.official:
        official.setdefault(origin, set()).add(place)
    recalls, reciprocal = [], []
    for origin, places in official.items():
        ranks = [rank for rank, end in enumerate(moves.ranking(origin), 1) if end in places]
        recalls.append(sum(rank <= 10 for rank in ranks) / len(places))
        reciprocal.append(1 / ranks[0])
    assert len(recalls) == 1584
    assert sum(recalls) / 1584 >= 0.29
    assert sum(reciprocal) / 1584 >= 0.65


@pytest.mark.reference
def test_maintenance_leads_to_its_neighbours_in_rome(rome: Snapshot) -> None:
    found = run(rome, TransitionsParameters(occupation="I1304", top=3))
    assert [(t.occupation.key, t.official, t.effort) for t in found.transitions] == [
        ("I1335", None, "short"),
        ("I1302", 3, "short"),
        ("I1332", 2, "short"),
    ]
