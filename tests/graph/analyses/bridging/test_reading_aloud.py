"""Every kind of bridge as one French paragraph, which can be read aloud."""

from __future__ import annotations

import pytest

from graph.analyses.bridges import BridgesParameters, run
from graph.snapshot import Snapshot
from graph.viewer import Viewer
from graph.wording import sentence, spoken
from tests.graph.analyses.bridging.test_blurring import BOTH, agreed
from tests.graph.analyses.bridging.test_finding import TRAVEL
from tests.village import CELL, PARTNERS, Edges, records, village

SAME = "C'est le même métier : aucune adaptation n'est attendue."


def aloud(snapshot: Snapshot, place: int, **asked: object) -> str:
    """The paragraph of the bridge at a place of an answer."""
    parameters = BridgesParameters.model_validate(asked)
    return run(snapshot, parameters).bridges[place].paragraph


@pytest.mark.parametrize(
    ("place", "paragraph"),
    [
        pytest.param(
            0,
            "Départ : Emballage & Cie ; arrivée : Entrepôt de la Colline. Au plus 2 postes "
            f"compatibles dans le métier Préparation de commandes. {SAME} À 4,4 km à vol d'oiseau. "
            "Possible à partir du 7 septembre 2026.",
            id="same occupation, two",
        ),
        pytest.param(
            8,
            "Départ : Biscuits d'Amont ; arrivée : Résidence du Bief. Aucun poste compatible de "
            f"plus dans le métier Conduite de ligne alimentaire. {SAME} À 11,1 km à vol d'oiseau. "
            "Possible du 1er décembre 2026 au 15 décembre 2026.",
            id="same occupation, nobody more",
        ),
        pytest.param(
            3,
            "Départ : Plasturgie du Bief ; arrivée : Biscuiterie du Bief. Au plus 1 poste "
            "compatible, du métier Conduite de presse en plasturgie au métier Conduite de ligne "
            "alimentaire. 3 compétences du métier d'arrivée sont déjà détenues (sur 3). Une "
            "adaptation en poste peut suffire : 100 % du poids des compétences est déjà détenu. "
            "Au même endroit. Possible du 1er janvier 2027 au 31 mars 2027. Aucune compétence ne "
            "manque.",
            id="short, one, nothing missing, same place",
        ),
        pytest.param(
            5,
            "Départ : Plasturgie du Bief ; arrivée : Emballage & Cie. Au plus 2 postes "
            "compatibles, du métier Conduite de presse en plasturgie au métier Conditionnement. 2 "
            "compétences du métier d'arrivée sont déjà détenues (sur 3). Une adaptation en poste "
            "peut suffire : 45 % du poids des compétences est déjà détenu. À 26,7 km à vol "
            "d'oiseau. Possible à partir du 1er janvier 2027. Aucune formation connue ne commence "
            "à temps pour ce qui manque.",
            id="short, two, no training in time",
        ),
        pytest.param(
            10,
            "Départ : Biscuits d'Amont ; arrivée : Biscuiterie du Bief. Aucun poste compatible de "
            "plus, du métier Conditionnement au métier Conduite de ligne alimentaire. 2 "
            "compétences du métier d'arrivée sont déjà détenues (sur 3). Une adaptation en poste "
            "peut suffire : 45 % du poids des compétences est déjà détenu. À 11,1 km à vol "
            "d'oiseau. Possible du 1er décembre 2026 au 31 mars 2027. 1 formation commence à temps "
            "pour ce qui manque.",
            id="short, nobody more, a training in time",
        ),
        pytest.param(
            7,
            "Départ : Plasturgie du Bief ; arrivée : Plats cuisinés de la Colline. Au plus 1 poste "
            "compatible, du métier Conduite de presse en plasturgie au métier Maintenance "
            "industrielle. 2 compétences du métier d'arrivée sont déjà détenues (sur 6). Une "
            "formation qualifiante vient d'abord : 17 % du poids des compétences est déjà détenu. "
            "À 22,2 km à vol d'oiseau. Possible du 1er janvier 2027 au 31 décembre 2027. Aucune "
            "formation connue ne commence à temps pour ce qui manque.",
            id="long, one, no training in time",
        ),
        pytest.param(
            12,
            "Départ : Biscuits d'Amont ; arrivée : Plats cuisinés de la Colline. Aucun poste "
            "compatible de plus, du métier Conduite de ligne alimentaire au métier Maintenance "
            "industrielle. 1 compétence du métier d'arrivée est déjà détenue (sur 6). Le ROME cite "
            "cette mobilité, au rang 1. Une formation qualifiante vient d'abord : 1 % du poids des "
            "compétences est déjà détenu. À 33,4 km à vol d'oiseau. Possible du 1er décembre 2026 "
            "au 31 décembre 2027. Aucune formation connue ne commence à temps pour ce qui manque.",
            id="long, nobody, official mobility, one skill held",
        ),
    ],
)
def test_a_declared_bridge_is_read_aloud(place: int, paragraph: str) -> None:
    assert aloud(village(CELL), place) == paragraph


def test_one_of_the_same_occupation_is_read_aloud() -> None:
    assert aloud(village(CELL), 0, towards="residence") == (
        "Départ : Biscuits d'Amont ; arrivée : Résidence du Bief. Au plus 1 poste compatible dans "
        f"le métier Conduite de ligne alimentaire. {SAME} À 11,1 km à vol d'oiseau. Possible du "
        "1er décembre 2026 au 15 décembre 2026."
    )


def test_two_trainings_in_time_are_read_aloud() -> None:
    nodes, edges = records()
    spring = [{"key": f"printemps-{n}", "starts_on": "2027-03-01"} for n in (1, 2)]
    nodes["Session"] = [*nodes["Session"], *spring]
    edges["Training-HAS_SESSION-Session"] = [
        *edges["Training-HAS_SESSION-Session"],
        ("technicien-de-maintenance", "printemps-1", {}),
        ("electricite-hydraulique", "printemps-2", {}),
    ]
    told = aloud(Snapshot.build(nodes, edges, CELL, as_of="2026-09-07"), 7)
    assert told.endswith(" 2 formations commencent à temps pour ce qui manque.")


COUNTED: list[tuple[str, dict[str, object], tuple[str, ...]]] = [
    (
        "bridge.people",
        {"possible": 3},
        (
            "Aucun poste compatible de plus : personnes ou postes sont déjà comptés sur d'autres "
            "passerelles (au plus 3 si celle-ci était seule).",
            "1 poste compatible (au plus 3 si cette passerelle était seule).",
            "2 postes compatibles (au plus 3 si cette passerelle était seule).",
        ),
    ),
    (
        "move.held",
        {"total": 6},
        (
            "Aucune compétence du métier d'arrivée n'est déjà détenue (sur 6).",
            "1 compétence du métier d'arrivée est déjà détenue (sur 6).",
            "2 compétences du métier d'arrivée sont déjà détenues (sur 6).",
        ),
    ),
    (
        "bridge.usual",
        {},
        (
            "Fondé sur les départs habituels, 0 personne par an, et non sur un effectif déclaré.",
            "Fondé sur les départs habituels, 1 personne par an, et non sur un effectif déclaré.",
            "Fondé sur les départs habituels, 2 personnes par an, et non sur un effectif déclaré.",
        ),
    ),
    (
        "bridge.basis.surpluses",
        {},
        (
            "Aucun effectif mobilisable n'est retenu.",
            "1 effectif mobilisable est retenu.",
            "2 effectifs mobilisables sont retenus.",
        ),
    ),
    (
        "bridge.basis.needs",
        {},
        ("Aucun besoin n'est retenu.", "1 besoin est retenu.", "2 besoins sont retenus."),
    ),
    (
        "bridge.basis.usual",
        {"percent": 15},
        (
            "Aucun départ habituel (15 % de l'effectif par an, une convention) ne fait une "
            "personne entière.",
            "Sans effectif déclaré : 1 effectif en poste, compté pour ses départs habituels (15 % "
            "par an, une convention).",
            "Sans effectif déclaré : 2 effectifs en poste, comptés pour leurs départs habituels "
            "(15 % par an, une convention).",
        ),
    ),
    (
        "closure.answer.people",
        {},
        (
            "Personne ne perd son poste.",
            "1 personne perd son poste.",
            "2 personnes perdent leur poste.",
        ),
    ),
    (
        "closure.answer.landing",
        {},
        (
            "aucun poste compatible n'est connu.",
            "1 poste compatible au plus est ouvert.",
            "2 postes compatibles au plus leur sont ouverts ensemble.",
        ),
    ),
    (
        "closure.answer.without",
        {},
        (
            "Personne ne reste sans piste.",
            "Pour 1 personne, aucune piste n'est connue.",
            "Pour 2 personnes, aucune piste n'est connue.",
        ),
    ),
    (
        "bridging.answer",
        {"total": 1},
        (
            "Aucun poste compatible.",
            "1 poste compatible au plus ; passerelles : 1. Personne n'est compté deux fois.",
            "2 postes compatibles au plus ; passerelles : 1. Personne n'est compté deux fois.",
        ),
    ),
]


@pytest.mark.parametrize(("code", "values", "told"), COUNTED, ids=[each[0] for each in COUNTED])
def test_none_one_and_two_are_right_in_number_and_gender(
    code: str, values: dict[str, object], told: tuple[str, ...]
) -> None:
    assert tuple(sentence(code, count=count, **values) for count in (0, 1, 2)) == told


def test_usual_departures_say_that_nothing_was_declared() -> None:
    assert aloud(village(CELL), 0, company="plats-colline") == (
        "Départ : Plats cuisinés de la Colline ; arrivée : Biscuiterie du Bief. Au plus 3 postes "
        f"compatibles dans le métier Conduite de ligne alimentaire. {SAME} À 22,2 km à vol "
        "d'oiseau. Possible du 7 septembre 2026 au 31 mars 2027. Fondé sur les départs habituels, "
        "6 personnes par an, et non sur un effectif déclaré."
    )


def test_minutes_by_road_are_said_with_the_kilometres() -> None:
    told = aloud(village(CELL, TRAVEL), 0, minutes=40)
    assert "À 12 min par la route (11,1 km à vol d'oiseau)." in told


@pytest.mark.parametrize(
    ("viewer", "givers", "beginning", "end"),
    [
        (
            PARTNERS,
            (),
            "Départ : une entreprise, à moins de 20 km ; arrivée : une entreprise, à moins de 20 "
            "km.",
            "Possible du 1er décembre 2026 au 31 mars 2027.",
        ),
        (
            CELL,
            BOTH,
            "Départ : Biscuits d'Amont ; arrivée : Plats cuisinés de la Colline.",
            "Les deux côtés ont donné leur accord le 1er septembre 2026.",
        ),
        (
            CELL,
            BOTH[:1],
            "Départ : Biscuits d'Amont ; arrivée : Plats cuisinés de la Colline.",
            "Un côté a donné son accord le 1er septembre 2026 ; l'autre, Plats cuisinés de la "
            "Colline, pas encore.",
        ),
    ],
    ids=["blurred", "agreed", "half agreed"],
)
def test_what_was_agreed_is_read_aloud(
    viewer: Viewer, givers: tuple[tuple[str, str], ...], beginning: str, end: str
) -> None:
    place = 0 if viewer is PARTNERS else 2
    told = aloud(agreed(viewer, *givers), place)
    assert told.startswith(beginning)
    assert told.endswith(end)


def test_a_refusal_is_read_aloud() -> None:
    said = {"reason": "Conflit", "said_by": "Direction"}
    more: Edges = {"Company-VETOED-Company": [("emballage-dune", "entrepot-colline", said)]}
    told = aloud(village(CELL, more), -1)
    assert "Aucun poste compatible de plus dans le métier Préparation de commandes." in told
    assert told.endswith("Piste écartée (Direction) : Conflit.")


def test_a_declaration_older_than_a_year_asks_to_be_confirmed() -> None:
    told = aloud(village(CELL), 0, on="2027-11-15", company="emballage-dune")
    assert told.endswith("Déclaration vieille de 14 mois : à reconfirmer.")


def test_a_loan_has_its_checklist_and_a_release_has_none() -> None:
    found = run(village(CELL), BridgesParameters()).bridges
    lent, released = found[0], found[1]
    assert [each.code.rpartition(".")[2] for each in lent.loan] == [
        "profit",
        "employee",
        "convention",
        "amendment",
        "representatives",
        "poaching",
        "lawyer",
    ]
    assert lent.loan[-1].sentence == "À vérifier avec un juriste."
    assert released.loan == ()


def test_it_is_read_aloud_in_english_too() -> None:
    with spoken("en"):
        told = aloud(village(CELL), 0)
    assert told.startswith(
        "From: Emballage & Cie; to: Entrepôt de la Colline. At most 2 matching posts as "
    )
