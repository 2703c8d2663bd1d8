"""Every kind of bridge as one French paragraph, which can be read aloud."""

from __future__ import annotations

import pytest

from graph.analyses.bridges import BridgesParameters, run
from graph.snapshot import Snapshot
from graph.viewer import Viewer
from graph.wording import spoken
from tests.graph.analyses.bridging.test_blurring import BOTH, agreed
from tests.graph.analyses.bridging.test_finding import TRAVEL
from tests.village import CELL, PARTNERS, Edges, village

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
            id="same occupation, many",
        ),
        pytest.param(
            3,
            "Départ : Biscuits d'Amont ; arrivée : Biscuiterie du Bief. Au plus 1 poste "
            f"compatible dans le métier Conduite de ligne alimentaire. {SAME} À 11,1 km à vol "
            "d'oiseau. Possible du 1er décembre 2026 au 31 mars 2027.",
            id="same occupation, one",
        ),
        pytest.param(
            2,
            "Départ : Plasturgie du Bief ; arrivée : Biscuiterie du Bief. Au plus 2 postes "
            "compatibles, du métier Conduite de presse en plasturgie au métier Conduite de ligne "
            "alimentaire. 3 compétences du métier d'arrivée sont déjà détenues (sur 3). Une "
            "adaptation en poste peut suffire : 100 % du poids des compétences est déjà détenu. "
            "Au même endroit. Possible du 1er janvier 2027 au 31 mars 2027. Aucune compétence ne "
            "manque.",
            id="short, nothing missing, same place",
        ),
        pytest.param(
            7,
            "Départ : Soudure de la Dune ; arrivée : Plats cuisinés de la Colline. Au plus 1 poste "
            "compatible, du métier Soudage au métier Maintenance industrielle. 2 compétences du "
            "métier d'arrivée sont déjà détenues (sur 6). Une formation qualifiante vient d'abord "
            ": 17 % du poids des compétences est déjà détenu. À 4,4 km à vol d'oiseau. Possible du "
            "7 septembre 2026 au 31 décembre 2027. Aucune formation connue ne commence à temps "
            "pour ce qui manque.",
            id="long, no training in time",
        ),
        pytest.param(
            9,
            "Départ : Biscuits d'Amont ; arrivée : Biscuiterie du Bief. Aucun poste compatible de "
            "plus, du métier Conditionnement au métier Conduite de ligne alimentaire. 2 "
            "compétences du métier d'arrivée sont déjà détenues (sur 3). Une adaptation en poste "
            "peut suffire : 45 % du poids des compétences est déjà détenu. À 11,1 km à vol "
            "d'oiseau. Possible du 1er décembre 2026 au 31 mars 2027. 1 formation commence à temps "
            "pour ce qui manque.",
            id="short, nobody more, a training in time",
        ),
        pytest.param(
            13,
            "Départ : Biscuits d'Amont ; arrivée : Plats cuisinés de la Colline. Aucun poste "
            "compatible de plus, du métier Conduite de ligne alimentaire au métier Maintenance "
            "industrielle. 1 compétence du métier d'arrivée est déjà détenue (sur 6). Le ROME cite "
            "cette mobilité, au rang 1. Une formation qualifiante vient d'abord : 1 % du poids des "
            "compétences est déjà détenu. À 33,4 km à vol d'oiseau. Possible du 1er décembre 2026 "
            "au 31 décembre 2027. Aucune formation connue ne commence à temps pour ce qui manque.",
            id="official mobility, one skill held",
        ),
    ],
)
def test_a_declared_bridge_is_read_aloud(place: int, paragraph: str) -> None:
    assert aloud(village(CELL), place) == paragraph


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
            "Un côté a donné son accord le 1er septembre 2026 ; il manque celui de Plats cuisinés "
            "de la Colline.",
        ),
    ],
    ids=["blurred", "agreed", "half agreed"],
)
def test_what_was_agreed_is_read_aloud(
    viewer: Viewer, givers: tuple[tuple[str, str], ...], beginning: str, end: str
) -> None:
    place = 0 if viewer is PARTNERS else 1
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
