"""The page that says how moves are ranked, and how often that is right."""

from __future__ import annotations

from graph.analyses.moves.ranking import shipped
from graph.analyses.transitions_quality import published
from graph.wording import number
from tests.api.conftest import Served
from tests.api.test_pages import read

PAGE = "/passerelles/qualite"


def test_the_figures_stand_beside_their_baselines(served: Served) -> None:
    text = read(served.client(), PAGE).text
    figures = published()
    for told in (figures, figures.likeness, figures.combined, *figures.baselines.values()):
        assert number(told.recall_at_10, 3) in text
        assert number(told.mrr, 3) in text
    assert "compétences communes rares et domaine" in text


def test_every_weight_and_every_broad_domain_is_shown(served: Served) -> None:
    text = read(served.client(), PAGE).text
    for weight in (*shipped().likeness.values(), *shipped().combined.values()):
        assert number(weight, 2) in text
    for each in published().by_broad_domain:
        assert each.domain.name in text


def test_what_was_chosen_and_not_learned_is_said(served: Served) -> None:
    assert "choisis par les auteurs" in read(served.client(), PAGE).text


def test_the_list_of_bridges_has_no_figure_of_it_but_leads_there(served: Served) -> None:
    found = read(served.client(), "/passerelles")
    assert "Rappel" not in found.text
    assert PAGE in [attributes.get("href") for tag, attributes in found.tags if tag == "a"]
