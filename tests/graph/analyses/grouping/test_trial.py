"""What if: groupings of a small territory under a change, worked out by hand."""

from __future__ import annotations

import pytest

from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.trial import Change, Trial, tried
from graph.errors import DataError
from tests.graph.analyses.land import HALF, OTHER_HALF, Land, pair


def trial(land: Land, change: Change, **rules: float) -> Trial:
    asked = GroupingsParameters.model_validate(rules)
    base = min(land.result().list, key=lambda one: one.key)
    return tried(land.snapshot(), base, change, asked)


def sentences(found: Trial) -> list[str]:
    return [each.sentence for each in found.reasons]


def three() -> Land:
    """Returns three of Loches whose 0.4, 0.4 and 0.3 make one job, and a fourth with 0.2."""
    land = Land()
    for name, part in (("Alpha", 0.4), ("Bravo", 0.4), ("Charlie", 0.3), ("Delta", 0.2)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", [part] * 12)
    return land


def test_nothing_changed_is_what_was_found() -> None:
    found = trial(pair(), Change())
    assert found.before == found.after
    assert sentences(found) == ["Avant : un emploi, marge 1,05", "Après : un emploi, marge 1,05"]


def test_a_season_that_moves_leaves_months_without_work() -> None:
    found = trial(pair(), Change(shifts={"bravo": 1}))
    assert found.after.jobs == 0
    assert found.after.months == (2.0, 1, 1, 1, 1, 1, 0.0, 1, 1, 1, 1, 1)
    # the empty month to raise to 0.70, which is then enough for the year: 0.7 / 12
    assert sentences(found)[1:] == [
        "Après : aucun emploi, marge 0",
        "Pour retrouver un emploi, il manque 0,06 équivalent temps plein sur l'année",
    ]
    assert trial(pair(), Change(shifts={"bravo": 12, "alpha": 0})).after.jobs == 1


def test_another_takes_the_place_of_one_who_leaves() -> None:
    land = three()
    wanted = next(g for g in land.result().list if {m.key for m in g.members} >= {"charlie"})
    assert {m.key for m in wanted.members} == {"alpha", "bravo", "charlie"}
    change = Change(frozenset({"charlie"}), ("delta",))
    found = tried(land.snapshot(), wanted, change, GroupingsParameters())
    assert {m.key for m in found.after.members} == {"alpha", "bravo", "delta"}
    assert (found.after.jobs, found.after.margin) == (1, 1.0526)
    assert [other.key for other in found.others] == ["charlie"]


def test_who_adds_nothing_is_told() -> None:
    land = three()
    wanted = next(g for g in land.result().list if {m.key for m in g.members} >= {"charlie"})
    found = tried(land.snapshot(), wanted, Change(joining=("delta",)), GroupingsParameters())
    assert found.after.jobs == 1
    assert sentences(found)[-1] == ("Sans l'un d'eux, autant d'emplois tiennent : Charlie, Delta")


def test_who_is_too_far_is_told_and_makes_no_job() -> None:
    land = pair()
    land.employer("Loin", "com:36044")
    land.need("Loin", "H3302", HALF)
    found = trial(land, Change(frozenset({"alpha"}), ("loin",)))
    assert found.after.jobs == 0
    assert "Bravo et Loin sont à 60,6 km l'un de l'autre, plus que la limite" in sentences(found)


def test_a_rule_that_is_moved_breaks_the_share() -> None:
    land = Land()
    for name, part in (("Alpha", 0.6), ("Bravo", 0.4)):
        land.employer(name, "com:37132")
        land.need(name, "I1203", [part] * 12)
    found = trial(land, Change(), rho=0.5)
    assert found.after.jobs == 0
    assert sentences(found)[-1] == "Alpha porterait 60 % des heures, plus que la limite"
    assert trial(land, Change(), tau=1.0).after.jobs == 1


def test_half_of_the_jobs_must_survive_a_leaver() -> None:
    """Opposite half-years of two make one job, not two: none is left when one of them goes."""
    land = Land()
    for name, months in (("Alpha", HALF), ("Bravo", OTHER_HALF)):
        land.employer(name, "com:37132")
        land.need(name, "H3302", [2 * month for month in months])
    found = trial(land, Change())
    assert (found.after.jobs, found.after.margin) == (1, 2.1053)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(frozenset({"alpha"})), "de 2 à 8 membres"),
        (Change(joining=("nobody",)), "n'a pas de besoin compté dans la famille H3302"),
        (Change(joining=tuple("cdefghi")), "de 2 à 8 membres"),
    ],
)
def test_what_cannot_be_tried_says_why(change: Change, words: str) -> None:
    with pytest.raises(DataError, match=words):
        trial(pair(), change)
