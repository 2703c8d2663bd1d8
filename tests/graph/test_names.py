"""Names of organisations lose their set-up and keep what tells them apart."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from graph.codes import folded
from graph.names import acronym_of, acronyms_of, bare_name, telling_words

BARE = [
    ("L'Atelier d'Amboise & Fils", "l atelier d amboise et fils"),
    ("ATELIER AMBOISE ET FILS SARL", "atelier amboise et fils"),
    ("S.A.R.L. Dupont", "dupont"),
    ("S A R L Dupont", "dupont"),
    ("Société à responsabilité limitée Dupont", "dupont"),
    ("Dupont et Cie", "dupont"),
    ("Dupont (siège)", "dupont"),
    ("Dupont (Siège social)", "dupont"),
    ("Dupont - Siège", "dupont"),
    ("Dupont SCOP", "dupont"),
    ("M. Dupont Jean", "dupont jean"),
    ("Martin, EI", "martin"),
    ("SA Lebrun", "lebrun"),
    ("À l'ombre de sa vie", "a l ombre de sa vie"),
    ("Établissements Bernard", "bernard"),
    ("Ets. Bernard", "bernard"),
    ("Sté Générale", "generale"),
    ("Ste-Maure Bâtiment", "sainte maure batiment"),
    ("Garage St Martin", "garage saint martin"),
    ("Société d'économie mixte", "economie mixte"),
    ("D'Artagnan SAS", "d artagnan"),
    ("Association loi 1901 Les Amis", "les amis"),
    ("Groupe Œuvres du Centre", "oeuvres du centre"),
    ("Maison de l’emploi", "maison de l emploi"),
    ("GAEC de la Brenne", "la brenne"),
    ("SCEA des Vignes", "vignes"),
]


@pytest.mark.parametrize(("text", "bare"), BARE)
def test_a_bare_name_says_nothing_of_how_it_is_set_up(text: str, bare: str) -> None:
    assert bare_name(text) == bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [("SAS", "sas"), ("Groupe", "groupe"), ("& Cie", "cie"), ("日本", "日本"), ("", "")],
)
def test_a_name_made_of_a_form_alone_keeps_its_words(text: str, bare: str) -> None:
    assert bare_name(text) == bare


@given(st.text(max_size=60))
def test_a_bare_name_is_empty_only_where_the_name_is(text: str) -> None:
    assert bool(bare_name(text)) == bool(text.strip())


@given(st.text(alphabet="abé &.'-SARLdu", max_size=40))
def test_case_and_accents_change_no_bare_name(text: str) -> None:
    assert bare_name(text.upper()) == bare_name(text) == bare_name(folded(text)) or not text.strip()


def test_telling_words_leave_articles_and_prepositions_out() -> None:
    assert telling_words("L'Atelier d'Amboise & Fils") == ("atelier", "amboise", "fils")
    assert telling_words("Chez les") == ("chez", "les")
    assert telling_words("") == ()


def test_an_acronym_takes_the_initials_of_telling_words() -> None:
    assert acronym_of("Chambre de commerce et d'industrie") == "CCI"
    assert acronym_of("Mission locale du Blaisois") == "MLB"
    assert acronym_of("") == ""


def test_acronyms_are_taken_in_every_usual_way() -> None:
    assert acronyms_of("Maison de l'emploi") == ("ME", "MDE", "MDLE")
    assert acronyms_of("Association Insertion Blois") == ("IB", "AIB")
    assert acronyms_of("") == ()
