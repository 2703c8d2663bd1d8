"""A need in words says what a person would read in it, and is never sure of what is not."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from graph.schema import Need, Occupation
from graph.validation import check
from ingest.candidates import Called
from ingest.claims import parse
from ingest.headers import mapped
from ingest.naming import Names, rewritten
from ingest.prose import Prose, understood
from ingest.sources.rome import Folder, _job_titles
from ingest.tables import tables
from ingest.titles import Titles, stem

TODAY = date(2026, 9, 7)
OCCUPATIONS = [
    Called(
        "H2913",
        "Soudeur / Soudeuse",
        ("Soudeur / Soudeuse", "Soudeur / Soudeuse en atelier", "Opérateur(trice) de soudage"),
    ),
    Called("H2912", "Régleur / Régleuse d'équipements", ("Régleur / Régleuse",)),
    Called("H2902", "Chaudronnier / Chaudronnière", ()),
    Called("M1203", "Comptable", ("Comptable", "Chargé / Chargée de recherche comptable")),
    Called("M1607", "Secrétaire", ("Hôte / Hôtesse d'accueil",)),
    Called("N1101", "Cariste", ()),
    Called(
        "I1304",
        "Technicien / Technicienne de maintenance industrielle",
        ("Technicien / Technicienne de maintenance",),
    ),
    Called("I1308", "Chauffagiste", ("Technicien / Technicienne de chauffage (gaz)",)),
    Called("I1316", "Frigoriste", ("Technicien / Technicienne de chauffage",)),
    Called("G1703", "Réceptionniste", ("Réceptionniste de nuit",)),
    Called("G1602", "Commis / Commise de cuisine", ()),
    Called("A0000", "Maréchal-ferrant", ("Forgeron",), retired=True),
]
TITLES = Titles(OCCUPATIONS)


def needs(text: str, answer: str | None = None) -> list[Prose]:
    return understood(text, TITLES, answer, TODAY)


def only(text: str) -> Prose:
    [found] = needs(text)
    return found


def said(text: str) -> dict[str, Any]:
    """What a text says, but its title."""
    return {name: value for name, value in only(text).values.items() if name != "title"}


def year(posts: float) -> dict[str, float]:
    return {f"m{month:02}": posts for month in range(1, 13)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("régleur, urgent, 2", {"posts": 2, "horizon": "urgent"}),
        ("régleur ; urgent ; 2", {"posts": 2, "horizon": "urgent"}),
        ("régleur/urgent/2", {"posts": 2, "horizon": "urgent"}),
        ("Soudeur x2 - CDI - dès que possible", {"posts": 2, "contract": "permanent"}),
        ("soudeur", {"posts": 1}),
        ("soudeurs", {}),
        ("deux soudeuses", {"posts": 2}),
        ("Besoin de 3 soudeurs H/F", {"posts": 3}),
        ("Nous recherchons un soudeur (H/F)", {"posts": 1}),
        ("soudeur (2)", {"posts": 2}),
        ("2 postes de soudeur", {"posts": 2}),
        ("0,5 ETP secrétaire", {"posts": 0.5, "time": "part"}),
        ("1 ETP de comptable", {"posts": 1}),
        ("comptable à mi-temps", {"posts": 0.5, "time": "part"}),
        ("2 mi-temps de secrétaire", {"posts": 1, "time": "part"}),
        ("comptable 80 %", {"posts": 0.8, "time": "part"}),
        ("secrétaire 28h/semaine", {"posts": 0.8, "time": "part"}),
        ("secrétaire 35h", {"posts": 1, "time": "full"}),
        ("2 soudeurs CDI plein temps", {"posts": 2, "time": "full", "contract": "permanent"}),
        ("soudeur en intérim sous 15 jours", {"contract": "temporary", "horizon": "urgent"}),
        ("apprenti soudeur", {"contract": "apprenticeship"}),
        ("soudeuse en alternance", {"contract": "apprenticeship"}),
        ("soudeur CDD ou CDI", {"posts": 1}),
        ("soudeur d'ici 3 mois", {"horizon": "urgent"}),
        ("soudeur d'ici 6 mois", {"horizon": "short"}),
        ("soudeur dans deux ans", {"horizon": "medium"}),
        ("soudeur dans 5 ans", {"horizon": "anticipation"}),
        ("soudeur à la rentrée", {"horizon": "urgent"}),
        ("soudeur pour mars", {"horizon": "short"}),
        ("soudeur 2027", {"horizon": "short"}),
        ("soudeur en 2028", {"horizon": "medium"}),
        ("soudeur horizon 2031", {"horizon": "anticipation"}),
        ("soudeur à moyen terme", {"horizon": "medium"}),
        ("soudeur avant le 15/10/2026", {"by": "2026-10-15"}),
        ("soudeur pour le 1er décembre 2026", {"by": "2026-12-01"}),
        ("soudeur au plus tard le 15/10/26", {"by": "2026-10-15"}),
        ("remplacement d'un soudeur", {"cause": "replacement", "posts": 1}),
        ("soudeur, départ en retraite", {"cause": "departure"}),
        ("soudeur (création de poste)", {"cause": "creation"}),
        ("soudeur introuvable", {"difficulty": 3}),
        ("on ne trouve pas de soudeur", {"difficulty": 3, "posts": 1}),
        ("soudeur, difficile à recruter", {"difficulty": 2}),
        ("soudeurs tous les ans", {"recurring": True}),
        ("commis de cuisine", {"posts": 1}),
    ],
)
def test_what_stands_beside_a_job_title_is_read(text: str, values: dict[str, Any]) -> None:
    found = said(text)
    assert {name: found.get(name) for name in values} == values
    assert set(found) >= set(values)
    assert ("posts" in found) == ("posts" in values or "soudeurs" not in text)


def test_a_permanent_post_is_of_all_months_and_a_season_of_its_own() -> None:
    assert said("CDI plein temps, 2 soudeurs") == {
        "contract": "permanent",
        "time": "full",
        "posts": 2,
        **year(2),
    }
    assert said("3 soudeurs CDD de mai à août") == {
        "contract": "fixed-term",
        "posts": 3,
        **dict.fromkeys(("m05", "m06", "m07", "m08"), 3),
    }
    assert set(said("un soudeur saisonnier, novembre-février")) == {
        *("contract", "posts", "m11", "m12", "m01", "m02")
    }
    assert set(said("soudeur en juillet et octobre")) == {"posts", "m07", "m10"}
    assert set(said("soudeur entre juillet et octobre")) == {"posts", "m07", "m08", "m09", "m10"}
    assert said("soudeur à mi-temps toute l'année") == {"time": "part", "posts": 0.5, **year(0.5)}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "2 soudeurs et 1 comptable, CDI",
            [("H2913", 2, "permanent"), ("M1203", 1, "permanent")],
        ),
        (
            "2 soudeurs CDD, 1 comptable, CDI",
            [("H2913", 2, "fixed-term"), ("M1203", 1, "permanent")],
        ),
        ("- 2 soudeurs\n- un cariste\n", [("H2913", 2, None), ("N1101", 1, None)]),
        ("2 soudeurs + 1 cariste", [("H2913", 2, None), ("N1101", 1, None)]),
        ("CDI : 1 soudeur ; 2 caristes", [("H2913", 1, "permanent"), ("N1101", 2, None)]),
        ("Atelier : 2 soudeurs\nBureau : 1 comptable", [("H2913", 2, None), ("M1203", 1, None)]),
        ("soudeur et cariste", [("H2913", 1, None), ("N1101", 1, None)]),
        ("soudeur, cariste, CDI", [("H2913", 1, "permanent"), ("N1101", 1, "permanent")]),
    ],
)
def test_several_needs_of_one_cell_are_told_apart(
    text: str, read: list[tuple[str, float, str | None]]
) -> None:
    found = needs(text)
    assert [(p.occupation, p.values["posts"], p.values.get("contract")) for p in found] == read
    assert all(each.sure for each in found)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "-", "—", "RAS", "r.a.s.", "Néant", "aucun", "Pas de besoin", "pas de besoin prévu",
     "RAS pour le moment", "aucun recrutement cette année", "non", "N/A", "0", "+",
     "/", ", ,", "?"],
)  # fmt: skip
def test_where_there_is_no_need_none_is_read(text: str) -> None:
    assert needs(text) == []


@pytest.mark.parametrize(
    "text",
    ["pas de besoin sauf 2 soudeurs", "rien à part un soudeur", "voir avec le directeur", "CDI",
     "2027", "?! 3", "12", "urgent", "x"],
)  # fmt: skip
def test_whatever_else_is_written_is_a_need_whose_words_are_kept(text: str) -> None:
    [found] = needs(text)
    assert found.values["title"] == text
    assert found.occupation is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("soudeur ou chaudronnier", ["H2913", "H2902"]),
        ("soudeur/chaudronnier", ["H2913", "H2902"]),
        ("soudeur - chaudronnier", ["H2913", "H2902"]),
        ("Technicien de chauffage", ["I1308", "I1316"]),
        ("souduer", ["H2913"]),
        ("soudeur TIG", ["H2913"]),
        ("forgeron", []),
        ("xyzt", []),
    ],
)
def test_what_may_be_several_occupations_is_left_to_a_person(text: str, keys: list[str]) -> None:
    found = only(text)
    assert (found.occupation, found.sure) == (None, False)
    assert sorted(each.key for each in found.candidates[: len(keys)]) == sorted(keys)


@pytest.mark.parametrize(
    ("text", "posts", "unread"),
    [
        ("une dizaine de soudeurs", 10, ()),
        ("environ 5 soudeurs", 5, ()),
        ("2 à 3 soudeurs", 2, ("2 à 3",)),
        ("plusieurs soudeurs", None, ("plusieurs",)),
        ("soudeurs", None, ()),
    ],
)
def test_a_number_that_is_not_one_is_never_sure(
    text: str, posts: float | None, unread: tuple[str, ...]
) -> None:
    found = only(text)
    assert (found.occupation, found.sure) == ("H2913", False)
    assert (found.values.get("posts"), found.unread) == (posts, unread)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("soudeur, voir M. Martin", ("voir M. Martin",)),
        ("2 soudeurs expérimentés", ("expérimentés",)),
        ("soudeur de nuit, 3x8", ("de nuit", "3x8")),
        ("cariste CACES 3 et permis B", ("CACES 3", "permis B")),
        ("comptable Bac +2", ("Bac +2",)),
        ("soudeur CDD ou CDI", ("CDI", "CDD")),
        ("soudeur à partir du 01/10/2026", ("à partir du 01/10/2026",)),
        ("soudeur avant le 45/10/2026", ("avant le 45/10/2026",)),
        ("2 soudeurs, 3", ("3",)),
    ],
)
def test_what_was_not_understood_is_said_and_stays_in_the_title(
    text: str, unread: tuple[str, ...]
) -> None:
    found = only(text)
    assert found.values["title"] == text
    assert sorted(found.unread) == sorted(unread)


def test_a_title_that_says_nightwork_keeps_it() -> None:
    assert (only("réceptionniste de nuit").occupation, only("réceptionniste de nuit").unread) == (
        "G1703",
        (),
    )


def test_the_answer_of_a_person_holds() -> None:
    [found] = needs("soudeur TIG, 2", "H2902")
    assert (found.occupation, found.sure, found.values["posts"]) == ("H2902", True, 2)
    known, other = needs("1 comptable et 2 soudeurs TIG", "H2902")
    assert (known.occupation, other.occupation) == ("M1203", "H2902")
    assert needs("RAS", "H2902") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soudeur", "soudeuses"),
        ("conducteur", "conductrices"),
        ("technicien", "techniciennes"),
        ("infirmier", "infirmières"),
        ("boulanger", "boulangère"),
        ("agent", "agente"),
        ("vendeur", "vendeuse"),
        ("chef", "cheffes"),
        ("ingénieur", "ingénieures"),
        ("employé", "employées"),
        ("hôte", "hôtesse"),
        ("professionnel", "professionnelle"),
        ("charpentier", "charpentiers"),
        ("assistant", "assistantes"),
    ],
)
def test_genders_and_numbers_of_a_title_are_one(one: str, other: str) -> None:
    from graph.codes import folded

    assert stem(folded(one)) == stem(folded(other))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Opératrices de soudage", "H2913"),
        ("hôtesse d'accueil", "M1607"),
        ("Hôte / hôtesse d'accueil", "M1607"),
        ("technicien(ne) de maintenance industrielle", "I1304"),
        ("Technicien·ne maintenance", "I1304"),
        ("tech maintenance", "I1304"),
        ("chargée de recherche comptable", "M1203"),
    ],
)
def test_a_job_title_is_known_in_any_gender(text: str, key: str) -> None:
    assert only(text).occupation == key


def test_a_column_of_occupations_takes_job_titles(tmp_path: Path) -> None:
    path = tmp_path / "besoins.csv"
    path.write_text("clé;métier\na;Soudeuse\nb;H2902\nc;souduer\n", encoding="utf-8")
    [one] = [mapped(each) for each in tables(path)]
    [batch] = one.table.batches()
    known = Names(lambda of: OCCUPATIONS if of is Occupation else (), lambda of, keys: set())
    written, issues, notes = rewritten(batch, one, known, {})
    assert written.cells["métier"] == ["H2913", "H2902", "souduer"]
    assert [(issue.line, issue.code) for issue in issues] == [(4, "naming.near")]
    assert [str(note) for note in notes] == [
        "besoins.csv, ligne 2, métier : « Soudeuse » lu H2913 (Soudeur / Soudeuse)"
    ]


def test_occupations_that_a_table_beside_promises_are_known(tmp_path: Path) -> None:
    path = tmp_path / "metiers.csv"
    path.write_text("clé;intitulé;appellations\nI1304;Maintenance;Dépanneur\n", encoding="utf-8")
    [one] = [mapped(each) for each in tables(path)]
    known = Names(lambda of: (), lambda of, keys: set())
    known.add(parse(one, "x", "2026-01-01").given)
    assert known.find(Occupation, "dépanneuse").key == "I1304"


@given(st.text(alphabet=st.sampled_from("soudeur régl,;/-+:()2.5x%\nCDIhmaiet'·"), max_size=60))
def test_any_text_is_read_and_what_it_says_is_a_need(text: str) -> None:
    found = needs(text)
    for each in found:
        assert each.values["title"]
        assert check(Need, [{"key": "besoin", **each.values}]) == []
        assert not each.sure or each.occupation


@pytest.mark.parametrize("text", ["en ", "(", "soudeur, ", "x:", "1,", "mars ", "soudeur\n"])
def test_a_hostile_cell_is_kept_as_it_is(text: str) -> None:
    assert all(each.values["title"] for each in needs((text * 1990)[:1990]))
    endless = text * 40_000
    for each in needs(endless):
        assert (each.values["title"], each.occupation) == (endless.strip(), None)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    for each in needs(text):
        assert each.occupation is None or each.candidates


# against the published register

PHRASES = [
    ("2 régleurs sur machines à injecter", "H3202"),
    ("Chauffeur PL en CDI, urgent", "N4101"),
    ("3 conducteurs routiers", "N4101"),
    ("Conducteur super poids lourd", "N4111"),
    ("un cariste CACES 3", "N1101"),
    ("préparateurs de commandes x 5, intérim", "N1103"),
    ("Agent de quai", "N1106"),
    ("magasinier-cariste", "N1110"),
    ("aide-soignante de nuit", "J1501"),
    ("2 infirmières DE", "J1506"),
    ("auxiliaire de vie sociale", "K1306"),
    ("aide à domicile à temps partiel", "K1304"),
    ("ASH", "J1301"),
    ("4 serveurs saisonniers juillet-août", "G1803"),
    ("cuisinier(e)", "G1609"),
    ("2 commis de cuisine", "G1602"),
    ("plongeur restaurant", "G1605"),
    ("femme de chambre", "G1501"),
    ("réceptionniste de nuit", "G1703"),
    ("maçon coffreur", "F1703"),
    ("couvreur zingueur", "F1619"),
    ("plombier-chauffagiste", "F1620"),
    ("électricien bâtiment", "F1602"),
    ("électricien industriel", "I1309"),
    ("peintre en bâtiment", "F1606"),
    ("menuisier poseur", "F1616"),
    ("charpentier bois", "F1503"),
    ("conducteur de travaux", "F1201"),
    ("conducteur d'engins TP", "F1302"),
    ("soudeur TIG", "H2916"),
    ("5 soudeuses, on ne trouve pas", "H2913"),
    ("chaudronnier", "H2902"),
    ("tourneur-fraiseur CN", "H2903"),
    ("opérateur d'usinage", "H2903"),
    ("usineur sur commande numérique", "H2903"),
    ("régleur, urgent, 2", "H2912"),
    ("technicien de maintenance", "I1304"),
    ("technicienne(s) de maintenance industrielle", "I1304"),
    ("électromécanicien", "I1335"),
    ("automaticien", "I1302"),
    ("mécanicien poids lourds", "I1613"),
    ("mécanicien agricole", "I1603"),
    ("carrossier-peintre", "I1606"),
    ("conducteur de ligne de conditionnement", "H3301"),
    ("opérateur de conditionnement", "H3302"),
    ("agent de fabrication agroalimentaire", "H2105"),
    ("boucher", "D1101"),
    ("boulanger pâtissier", "D1102"),
    ("vendeuse en boulangerie", "D1106"),
    ("hôtesse de caisse", "D1505"),
    ("employé libre service", "D1507"),
    ("technico-commercial", "D1407"),
    ("assistante administrative", "M1607"),
    ("comptable mi-temps", "M1203"),
    ("gestionnaire de paie", "M1507"),
    ("secrétaire médicale", "M1609"),
    ("chargé de recrutement", "M1502"),
    ("développeur informatique", "M1805"),
    ("ingénieur méthodes", "H1402"),
    ("dessinateur projeteur mécanique", "H1203"),
    ("contrôleur qualité", "H1504"),
    ("responsable qualité", "H1502"),
    ("responsable logistique", "N1301"),
    ("ouvrier paysagiste", "A1203"),
    ("agent d'entretien des locaux", "K2205"),
    ("agent de sécurité SSIAP 1", "K2503"),
    ("conducteur de bus", "N4103"),
    ("coiffeuse", "D1202"),
    ("éducateur spécialisé", "K1207"),
    ("animateur périscolaire", "G1203"),
    ("assistante maternelle", "K1310"),
    ("monteur-câbleur", "H2605"),
    ("câbleur aéronautique", "H2602"),
    ("piqueuse en maroquinerie", "H2401"),
    ("opérateur sur presse plastique", "H3201"),
    ("tailleur de pierre", "F1612"),
    ("manœuvre", "F1704"),
    ("chef d'équipe maçonnerie", "F1202"),
    ("couturière maroquinerie", "H2401"),
    ("dev web", "M1805"),
    # nobody could be sure of these
    ("technicien bureau d'études", None),
    ("vendeur", None),
    ("commercial", None),
    ("ouvrier polyvalent", None),
    ("opérateur de production", None),
    ("responsable", None),
    ("personne motivée", None),
    ("agent d'entretien", None),
]


@cache
def published(folder: Path) -> Titles:
    rome = Folder(folder)
    told = _job_titles(rome)
    rows = rome.rows("referentiel_code_rome", "code_rome", "libelle_rome")
    return Titles(
        Called(row["code_rome"], row["libelle_rome"], tuple(told[row["code_rome"]])) for row in rows
    )


@pytest.mark.reference
def test_needs_of_real_life_find_their_occupation(reference: Path) -> None:
    """Of 80 that are known, 50 are sure and none of them wrong; 77 are in the first three."""
    titles = published(reference / "rome")
    read = {text: understood(text, titles, today=TODAY) for text, _ in PHRASES}
    assert {text for text, found in read.items() if len(found) != 1} == set()
    sure = {text: found[0].occupation for text, found in read.items() if found[0].occupation}
    expected = dict(PHRASES)
    assert {text: key for text, key in sure.items() if key != expected[text]} == {}
    known = [(text, key) for text, key in PHRASES if key]
    first_three = [
        text for text, key in known if key in [c.key for c in read[text][0].candidates[:3]]
    ]
    assert len(known) == 80
    assert len(sure) >= 48
    assert len(first_three) >= 76


@pytest.mark.reference
def test_every_published_job_title_finds_its_own_occupation(reference: Path) -> None:
    titles = published(reference / "rome")
    told = _job_titles(Folder(reference / "rome"))
    for key, appellations in told.items():
        for appellation in appellations:
            assert key in titles.exactly(appellation)
