"""The engine on ROME 4.0 v460 as published: its figures less a hundredth, and what it ranks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from graph.analyses.moves.learning import Lesson, folds
from graph.analyses.moves.moves import Moves
from graph.analyses.moves.practice import Practice
from graph.analyses.transitions import TransitionsParameters, run
from graph.analyses.transitions_quality import (
    TransitionsQualityParameters,
    TransitionsQualityResult,
    published as published_figures,
    run as measured,
)
from graph.errors import DataError
from graph.snapshot import Snapshot
from tests.rome import rome as published
from tests.village import village

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def rome(reference: Path) -> Snapshot:
    return published(reference)


@pytest.fixture(scope="module")
def quality(rome: Snapshot) -> TransitionsQualityResult:
    return measured(rome, TransitionsQualityParameters())


def test_likeness_alone_keeps_its_figures(quality: TransitionsQualityResult) -> None:
    assert quality.likeness.recall_at_10 >= 0.325
    assert quality.likeness.mrr >= 0.70


def test_both_scores_combined_keep_their_figures(quality: TransitionsQualityResult) -> None:
    assert quality.combined.recall_at_10 >= 0.42
    assert quality.combined.mrr >= 0.767
    assert quality.strict["combined"].recall_at_10 >= 0.40
    assert quality.strict["combined"].mrr >= 0.749


def test_the_default_list_keeps_rare_destinations(quality: TransitionsQualityResult) -> None:
    assert quality.recall_at_10 >= 0.41
    assert quality.mrr >= 0.767
    assert quality.rare_recall_at_10 >= 0.404
    assert quality.distinct_destinations >= 1530


def test_the_baselines_are_those_of_plain_counting(quality: TransitionsQualityResult) -> None:
    plain = quality.baselines["overlap"]
    rarer = quality.baselines["idf_overlap_with_domain"]
    assert (plain.recall_at_10, plain.mrr) == pytest.approx((0.2233, 0.6061), abs=5e-4)
    assert (rarer.recall_at_10, rarer.mrr) == pytest.approx((0.2997, 0.6672), abs=5e-4)
    assert quality.best_recall_at_10 == pytest.approx(0.986, abs=5e-4)


def test_the_figures_that_the_program_publishes_are_those_it_measures(
    quality: TransitionsQualityResult,
) -> None:
    told, found = published_figures(), quality
    for ours, theirs in (
        (told, found),
        (told.likeness, found.likeness),
        (told.combined, found.combined),
        *((told.strict[name], found.strict[name]) for name in found.strict),
        *((told.other_folds[name], found.other_folds[name]) for name in found.other_folds),
    ):
        assert ours.recall_at_10 == pytest.approx(theirs.recall_at_10, abs=0.005)
        assert ours.mrr == pytest.approx(theirs.mrr, abs=0.005)
        assert ours.rare_recall_at_10 == pytest.approx(theirs.rare_recall_at_10, abs=0.005)


def test_folds_that_were_never_looked_at_give_the_same_figures(
    quality: TransitionsQualityResult,
) -> None:
    for name, own in (
        ("default", quality),
        ("likeness", quality.likeness),
        ("combined", quality.combined),
    ):
        other = quality.other_folds[name]
        assert other.recall_at_10 == pytest.approx(own.recall_at_10, abs=0.01)
        assert other.mrr == pytest.approx(own.mrr, abs=0.01)


def test_the_curve_goes_from_frequent_to_close(quality: TransitionsQualityResult) -> None:
    rare = [point.figures.rare_recall_at_10 for point in quality.curve]
    assert rare == sorted(rare)
    assert (quality.curve[0].figures, quality.curve[-1].figures) == (
        quality.combined,
        quality.likeness,
    )


def test_every_broad_domain_has_its_figures(quality: TransitionsQualityResult) -> None:
    assert [each.domain.key for each in quality.by_broad_domain] == list("ABCDEFGHIJKLMN")
    assert min(each.figures.recall_at_10 for each in quality.by_broad_domain) >= 0.2


def test_the_shipped_weights_are_those_that_rome_teaches(
    quality: TransitionsQualityResult,
) -> None:
    told = quality.shipped
    assert (told.version, told.occupations, told.moves) == ("460", 1584, 14912)
    for name in ("likeness", "combined"):
        shipped, learned = getattr(told.weights, name), getattr(quality.learned, name)
        assert shipped == pytest.approx(learned, abs=0.02)


def test_a_mobility_that_is_held_out_is_in_no_term(rome: Snapshot) -> None:
    moves = Moves(rome)
    kept, held = next(folds(len(moves.known)))
    likeness = moves.likeness_sums
    changed = moves.known.copy()
    changed[held] = 1 - changed[held]
    told, other = (
        Lesson(moves.closeness, known).terms(kept, held, likeness)
        for known in (moves.known, changed)
    )
    for name, term in told.items():
        assert np.array_equal(term, other[name]), name


def test_nothing_is_known_of_absent_destinations(rome: Snapshot) -> None:
    moves = Moves(rome)
    kept, held = next(folds(len(moves.known)))
    terms = Lesson(moves.closeness, moves.known, strict=True).terms(kept, held, moves.likeness_sums)
    assert not terms["neighbours"][:, held].any()
    assert terms["unseen"][:, held].all()


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_an_occupations_own_mobilities_are_not_its_practice(rome: Snapshot, seed: int) -> None:
    moves = Moves(rome)
    place = seed % len(moves.known)
    asked, every = np.array([place]), np.arange(len(moves.known))
    changed = moves.known.copy()
    changed[place] = 1 - changed[place]
    told, other = (
        Practice(moves.closeness, known, every, asked, every[:0]).neighbours
        for known in (moves.known, changed)
    )
    assert np.array_equal(told, other)


def test_maintenance_leads_to_its_neighbours(rome: Snapshot) -> None:
    found = run(rome, TransitionsParameters(occupation="I1304", top=6)).transitions
    assert {"I1335", "I1332", "I1302"} <= {each.occupation.key for each in found}
    near = {each.occupation.key: each for each in found}
    assert near["I1335"].official is None
    assert (near["I1302"].official, near["I1302"].effort) == (3, "short")


def test_a_carer_is_not_a_nurse_after_some_days(rome: Snapshot) -> None:
    found = run(rome, TransitionsParameters(occupation="J1501", top=30)).transitions
    nurse = next(each for each in found if each.occupation.key == "J1506")
    assert (nurse.regulated, nurse.effort) == (True, "long")


def test_every_score_opens_into_its_parts(rome: Snapshot) -> None:
    for each in run(rome, TransitionsParameters(occupation="H3201", top=40)).transitions:
        parts = each.likeness_parts
        assert each.likeness == pytest.approx(sum(p.contribution for p in parts), abs=1e-3)
        assert 1 - each.score == pytest.approx((1 - each.likeness) * (1 - each.practice), abs=1e-5)
        assert len(each.close_parts) == 5
        assert len(each.frequent_parts) == 7


def test_two_frequent_destinations_stand_before_a_close_one(rome: Snapshot) -> None:
    found = run(rome, TransitionsParameters(occupation="H2102", top=9)).transitions
    assert [each.track for each in found] == ["frequent", "frequent", "close"] * 3


def test_a_graph_without_mobilities_cannot_be_measured() -> None:
    with pytest.raises(DataError, match="2 mobilités officielles au départ de 2 métiers"):
        measured(village(), TransitionsQualityParameters())
