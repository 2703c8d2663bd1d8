"""The demonstration's tables tell the story they are there for."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from graph.analyses.grouping.hours import Rules, margin, missing
from graph.geography import haversine
from tests.ingest.territory import (
    MONTHS,
    STORY,
    Row,
    by_key,
    commune_of,
    employers,
    months,
    number,
    rows,
)


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ("41295", "41151", 30.3),
        ("41295", "41194", 37.4),
        ("41295", "41136", 16.4),
        ("37130", "37183", 16.2),
        ("37130", "37115", 11.9),
        ("45155", "45053", 10.8),
        ("45155", "45315", 20.1),
        ("41295", "45155", 94.3),
    ],
)
def test_distances_of_the_story_hold(start: str, end: str, km: float) -> None:
    places = by_key("territoires")
    one, other = (
        np.array([number(places[f"com:{code}"][axis]) for axis in ("latitude", "longitude")])
        for code in (start, end)
    )
    assert round(float(haversine(one, other)), 1) == km


def test_the_survey_went_to_46_came_back_from_20_and_never_from_richelieu() -> None:
    sent = [row["établissement"] for row in rows("a-ete-envoyee-a")]
    back = [row["établissement"] for row in rows("reponses")]
    assert (len(sent), len(set(sent)), len(back), len(set(back))) == (46, 46, 20, 20)
    assert set(back) <= set(sent)
    assert Counter(map(commune_of, sent))["37196"] == 11
    assert Counter(map(commune_of, back))["37196"] == 0


def needs_of(employer: str) -> list[Row]:
    wanted = ("établissement", "partenaire")
    return [row for row in rows("besoins") if employer in {row[end] for end in wanted}]


def named(name: str) -> str:
    (key,) = (key for key, row in employers().items() if row["nom"] == name)
    return key


@pytest.mark.parametrize(
    ("name", "commune", "naf", "staff"),
    [
        ("Les Plats d'Héloïse & Cie", "45155", "10.85Z", 120),
        ("Barquettes de l'Ocre", "45254", "22.22Z", 70),
        ("Usinage Brévault & Fils", "45053", "25.62B", 45),
        ("Mise en boîte & Cie", "45315", "82.92Z", 90),
        ("Maintenance des Trois Rives", "45122", "33.12Z", 30),
        ("Aliments Coquelourde", "45108", "10.91Z", 20),
        ("Biscuits Galoubet", "45053", "10.72Z", 55),
        ("Œuvrard Plastiques Auto", "41295", "22.29A", 62),
        ("Biscuiterie Croquelune", "41136", "10.72Z", 110),
        ("Entrepôts « La Navette » du Val", "41136", "52.10B", 80),
        ("Charpentes Aubépin", "41151", "25.11Z", 40),
        ("Les Vergers de Sainte-Ombeline", "37130", "46.31Z", 35),
        ("Laiterie du Pré Moussu", "37183", "10.51C", 28),
        ("Résidence Les Œillets d'Or", "37132", "87.10A", 95),
        ("Domaine Tournebœuf & Filles", "37031", "01.21Z", 12),
        ("Les Jardins d'Élouan", "37011", "01.13Z", 9),
        ("Chez l'Oncle Théophraste", "37072", "56.10A", 11),
    ],
)
def test_who_carries_the_story(name: str, commune: str, naf: str, staff: int) -> None:
    row = employers()[named(name)]
    assert (row["commune"], row["NAF"], row["effectif"]) == (commune, naf, str(staff))


@pytest.mark.parametrize(
    ("need", "occupation", "posts"),
    [
        ("gien-maintenance-plats", "I1304", 2),
        ("poilly-maintenance-barquettes", "I1304", 1),
        ("briare-mecanicien", "I1310", 1),
        ("briare-tourneur", "H2903", 1),
        ("sully-automatismes", "I1302", 1),
        ("dampierre-arrets", "I1304", 3),
        ("coullons-entretien", "I1310", 0.4),
        ("mer-lignes", "H2102", 6),
        ("mer-caristes", "N1101", 4),
        ("mer-preparateurs", "N1103", 8),
        ("montrichard-assembleurs", "H2909", 4),
        ("montrichard-soudeurs", "H2913", 2),
        ("romorantin-lignes", "H3301", 5),
        ("loches-soignants", "J1501", 4),
        ("chinon-salle", "G1803", 2),
        ("chinon-cuisine", "G1609", 0.5),
    ],
)
def test_what_is_needed(need: str, occupation: str, posts: float) -> None:
    row = by_key("besoins")[need]
    assert (row["métier"], number(row["postes"]), row["statut"]) == (occupation, posts, "ouvert")


def test_gien_seeks_five_maintenance_posts_all_year_and_three_from_april_to_august() -> None:
    family = {"I1302", "I1304", "I1309", "I1310", "I1335"}
    basin = {r["code"] for r in rows("territoires") if "be:2420" in r["fait partie de"]}
    sought = [
        months(row["clé"])
        for row in rows("besoins")
        if row["métier"] in family and commune_of(row["établissement"]) in basin
    ]
    assert len(sought) == 6
    assert np.sum(sought, axis=0).round(1).tolist() == [5.4] * 3 + [8.4] * 5 + [5.4] * 4


def test_the_session_of_gien_starts_in_eight_weeks_with_five_seats_left() -> None:
    (session,) = (r for r in rows("sessions") if r["formation"] == "technicien-maintenance-gien")
    assert (date.fromisoformat(session["débute le"]) - STORY).days == 8 * 7
    assert (session["places"], session["places prises"]) == ("12", "7")
    hours = {key: row["heures"] for key, row in by_key("formations").items()}
    assert hours["technicien-maintenance-gien"] == "1100"
    assert hours["mecanicien-maintenance-court"] == "420"


def test_the_pool_of_gien_is_counted() -> None:
    pools = [row for row in rows("viviers") if row["commune"] == "be:2420"]
    counted = {row["métier"]: row["effectif"] for row in pools}
    assert counted == {"I1304": "9", "I1310": "12", "H2102": "41"}


def test_vineuil_releases_35_people_of_whom_the_partners_read_34() -> None:
    plastics = named("Œuvrard Plastiques Auto")
    leaving = [r for r in rows("effectifs-mobilisables") if r["établissement"] == plastics]
    released = {row["métier"]: int(row["effectif"]) for row in leaving}
    assert released == {"H3201": 22, "H3202": 5, "N1101": 4, "I1304": 3, "M1501": 1}
    assert {row["métier"] for row in leaving if row["visibilité"] == "cellule"} == {"M1501"}
    announced = {row["public le"] for row in leaving if row["visibilité"] == "partenaires"}
    assert announced == {"2026-07-27"}
    assert (STORY - date.fromisoformat(*announced)).days == 6 * 7


def test_three_kinds_of_partner_saw_it_coming_before_it_was_a_concern() -> None:
    early = [r for r in rows("signaux") if r["problématiques"] == "plasturgie-vineuil"]
    assert [row["vu le"] for row in early] == ["2026-02-27", "2026-03-27", "2026-04-27"]
    assert len({employers()[row["partenaire"]]["nature"] for row in early}) == 3
    raised = by_key("problematiques")["plasturgie-vineuil"]["reconnue le"]
    assert early[-1]["vu le"] < raised < "2026-07-27"


@pytest.mark.parametrize(
    ("needs", "jobs"),
    [
        (["ligueil-conditionnement", "perrusson-conditionnement"], 1.05),
        (["bourgueil-ouvrier", "avoine-ouvrier"], 1.07),
        (["chateauroux-securite", "deols-securite", "saint-maur-securite"], 1.16),
        (
            [
                "loches-entretien-residence",
                "loches-entretien-camping",
                "beaulieu-entretien-college",
            ],
            1.16,
        ),
        (["descartes-bocaux", "descartes-compotes"], 0.0),
    ],
)
def test_shared_needs_sustain_what_the_story_says(needs: list[str], jobs: float) -> None:
    months_of_all = np.array([months(need) for need in needs])
    assert round(float(margin(months_of_all.sum(axis=0), Rules())), 2) == jobs
    assert max(float(margin(one, Rules())) for one in months_of_all) < 1
    assert len({by_key("besoins")[need]["métier"] for need in needs}) == 1


def test_a_caretaker_for_four_three_and_two_tenths_lacks_a_twentieth() -> None:
    needs = (
        "loches-entretien-camping",
        "beaulieu-entretien-college",
        "ligueil-entretien-gites",
    )
    summed = np.array([months(need) for need in needs]).sum(axis=0)
    assert round(float(missing(summed, 1, Rules())), 2) == 0.05


def test_the_vineyard_wants_twelve_pickers_in_september_and_october() -> None:
    assert months("bourgueil-vendanges") == [0] * 8 + [12, 12, 0, 0]
    assert MONTHS[8:10] == ["septembre", "octobre"]


def test_the_desk_has_six_open_requests_two_silent_and_one_out_of_its_area() -> None:
    waiting = {r["clé"]: r for r in rows("demandes") if r["état"] in {"nouvelle", "en cours"}}
    firms = Counter(commune_of(row["établissement"]) for row in waiting.values())
    assert firms == {"36044": 2, "36063": 2, "36202": 2}
    answers = {r["demande"] for r in rows("orientations") if r["état"] != "envoyée"}
    ages = {
        (STORY - date.fromisoformat(row["demandé le"])).days
        for key, row in waiting.items()
        if key not in answers
    }
    assert sorted(age for age in ages if age > 9) == [11, 16]
    (refused,) = (r for r in rows("orientations") if r["état"] == "refusée")
    assert refused["demande"] in waiting
    assert "36202" not in by_key("services")[refused["service"]]["territoires couverts"]


def test_the_committee_decides_three_things_on_thursday() -> None:
    actions = [row for row in rows("actions") if row["échéance"] == "2026-09-10"]
    assert [row["intitulé"].split()[0] for row in actions] == ["Décider"] * 3
    assert date(2026, 9, 10).isoweekday() == 4


def test_a_reader_among_the_partners_reads_less_than_the_cell_and_yet_a_story() -> None:
    for table in ("effectifs-mobilisables", "signaux", "problematiques", "visites", "reponses"):
        levels = Counter(row["visibilité"] for row in rows(table))
        assert levels["cellule"] > 0
        assert levels["partenaires"] + levels["public"] > 0


def test_three_conductors_of_sully_want_the_session_of_gien() -> None:
    row = employers()[named("Mise en boîte & Cie")]
    assert "H3301:18" in row["emplois"]
    assert row["formations souhaitées"].startswith("technicien-maintenance-gien:3:")
    assert len(needs_of(named("Mise en boîte & Cie"))) == 1
