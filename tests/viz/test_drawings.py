"""The pictures of the village: who is drawn, what joins them, what each reader sees."""

from __future__ import annotations

import re
from datetime import date

import pytest

from graph.errors import UnknownNameError
from graph.viewer import Viewer
from graph.wording import spoken
from tests.village import CELL, PARTNERS, village
from viz.drawings import NAMES, View, drawing
from viz.page import offline_page
from viz.scene import Scene, SceneLink

ON = date(2026, 9, 7)
EVERY = sorted(NAMES.values())


def drawn(name: str, viewer: Viewer = CELL, demonstration: bool = False) -> Scene:
    wanted = drawing(name)
    return wanted.scene(View(village(viewer), ON, demonstration))


def short(link: SceneLink) -> tuple[str, str]:
    return link.source.partition(" ")[2], link.target.partition(" ")[2]


def people(scene: Scene) -> dict[tuple[str, str], str]:
    return {short(link): link.label for link in scene.links}


def kinds(scene: Scene) -> dict[str, str]:
    return {node.label: node.kind for node in scene.nodes}


@pytest.mark.parametrize("viewer", [CELL, PARTNERS])
def test_the_network_joins_every_partner_and_project(viewer: Viewer) -> None:
    scene = drawn("reseau", viewer)
    assert kinds(scene) == {
        "Chambre consulaire": "business",
        "Formation du Bief": "training",
        "Maison de l'emploi": "employment",
        "Compétences Plus": "branch",
        "Résidence du Bief": "association",
        "Conducteurs de ligne ensemble": "project",
        "Cellule de veille": "project",
    }
    assert [(*short(link), link.level, link.title) for link in scene.links] == [
        ("chambre", "maison", 4, "niveau 4 sur 5, coopération"),
        ("chambre", "residence", 1, "niveau 1 sur 5, contact"),
        ("formation-bief", "maison", 3, "niveau 3 sur 5, coordination"),
        ("maison", "opco", 2, "niveau 2 sur 5, information"),
        ("formation-bief", "ligne-commune", None, "formateur"),
        ("maison", "ligne-commune", None, "porteur"),
        ("maison", "veille", None, "porteur"),
        ("opco", "ligne-commune", None, "financeur"),
    ]
    assert scene.description == "7 partenaires et projets, 8 liens. Aucun n'est isolé."


def test_a_partner_weighs_by_its_links_and_leads_to_its_record() -> None:
    maison = next(node for node in drawn("reseau").nodes if node.label == "Maison de l'emploi")
    assert maison.title == "Maison de l'emploi\nmaison de l'emploi\n5 liens"
    assert (maison.weight, maison.record_url) == (6.0, "/fiches/Actor/maison")


def test_the_bridges_seen_by_the_cell_carry_twelve_people() -> None:
    scene = drawn("passerelles")
    assert people(scene) == {
        ("biscuits-amont", "residence"): "1",
        ("biscuits-amont", "biscuits-bief"): "2",
        ("biscuits-amont", "plats-colline"): "2",
        ("emballage-dune", "entrepot-colline"): "2",
        ("plasturgie-bief", "biscuits-amont"): "1",
        ("plasturgie-bief", "biscuits-bief"): "1",
        ("plasturgie-bief", "emballage-dune"): "2",
        ("plasturgie-bief", "plats-colline"): "1",
    }
    assert scene.description == "12 postes compatibles, au plus, entre 7 établissements."
    assert all(link.directed for link in scene.links)


def test_who_releases_and_seeks_stands_as_both() -> None:
    assert kinds(drawn("passerelles")) == {
        "Résidence du Bief": "seeks",
        "Biscuits d'Amont": "both",
        "Biscuiterie du Bief": "seeks",
        "Emballage & Cie": "both",
        "Entrepôt de la Colline": "seeks",
        "Plasturgie du Bief": "releases",
        "Plats cuisinés de la Colline": "seeks",
    }


def test_partners_see_nothing_of_a_closure_kept_to_the_cell() -> None:
    scene = drawn("passerelles", PARTNERS)
    near, far = "une entreprise, à moins de 20 km", "une entreprise, à moins de 35 km"
    next_door, partner = (
        "une entreprise, à moins de 10 km",
        "un partenaire employeur, à moins de 35 km",
    )
    assert people(scene) == {
        (f"releases {near}", f"seeks {partner}"): "1",
        (f"releases {near}", f"seeks {near}"): "3",
        (f"releases {far}", f"seeks {far}"): "2",
        (f"releases {next_door}", f"seeks {next_door}"): "2",
    }
    assert [node.record_url for node in scene.nodes] == [None] * 7
    assert scene.description == (
        "8 postes compatibles, au plus ; qui n'a pas donné son accord est décrit sans être nommé."
    )
    assert "Plasturgie" in offline_page(drawn("passerelles"))
    page = offline_page(scene)
    assert [name for name in ("lasturgie", "Biscuits", "Dune", "Colline") if name in page] == []


def test_a_grouping_is_drawn_without_names_for_who_may_not_know_them() -> None:
    scene = drawn("groupements", PARTNERS)
    assert kinds(scene) == {
        "1 emploi partagé, Opérations d'emballage": "jobs",
        "A (une entreprise, à moins de 10 km)": "member",
        "B (une entreprise, à moins de 10 km)": "member",
    }
    assert [node.record_url for node in scene.nodes] == [None] * 3
    page = offline_page(scene)
    assert [name for name in ("Fruits", "Fromagerie", "fruits-amont") if name in page] == []


def test_the_grouping_gives_each_member_its_share() -> None:
    scene = drawn("groupements", CELL)
    assert kinds(scene) == {
        "1 emploi partagé, Opérations d'emballage": "jobs",
        "Fromagerie du Bief": "member",
        "Fruits d'Amont": "member",
    }
    assert [(short(link)[1], link.weight, link.title) for link in scene.links] == [
        ("fruits-amont", 0.5833, "58 % des heures, 937 heures par an"),
        ("fromages-bief", 0.4167, "42 % des heures, 670 heures par an"),
    ]
    assert scene.tables[0].rows == (
        {
            "grouping": "1 emploi partagé, Opérations d'emballage",
            "members": "Fruits d'Amont, Fromagerie du Bief",
            "jobs": 1,
            "margin": 1.05,
            "largest_share": 58,
            "km": 11.1,
        },
    )


@pytest.mark.parametrize("name", EVERY)
def test_every_link_and_node_drawn_stands_in_a_table(name: str) -> None:
    scene = drawn(name)
    told = {cell for table in scene.tables for row in table.rows for cell in row.values()}
    told |= {part for cell in told if isinstance(cell, str) for part in cell.split(", ")}
    assert {node.label for node in scene.nodes} <= told
    assert [len(t.rows) for t in scene.tables if t.about == "links"] == [len(scene.links)]


def test_the_tables_of_bridges_hold_each_figure() -> None:
    rows = drawn("passerelles").tables[0].rows
    assert rows[0] == {
        "from": "Emballage & Cie",
        "from_occupation": "Préparation de commandes",
        "to": "Entrepôt de la Colline",
        "to_occupation": "Préparation de commandes",
        "people": 2,
        "km": 4.4,
        "coverage": 100,
    }
    assert [row["people"] for row in rows] == [2, 2, 2, 1, 1, 2, 1, 1]


@pytest.mark.parametrize("name", EVERY)
def test_a_picture_says_its_date_its_reader_and_its_sources(name: str) -> None:
    notes = drawn(name, PARTNERS).notes
    assert notes[:3] == (
        "Données au 7 septembre 2026.",
        "Lecture au niveau « partenaires ».",
        "Sources : village.",
    )


@pytest.mark.parametrize("name", EVERY)
def test_a_page_says_that_it_is_a_demonstration_only_when_it_is(name: str) -> None:
    line = '<p class="demo">Démonstration'
    assert line in offline_page(drawn(name, demonstration=True))
    assert line not in offline_page(drawn(name))


@pytest.mark.parametrize(
    ("english", "french", "title"),
    [
        ("network", "reseau", "Réseau des partenaires"),
        ("bridges", "passerelles", "Passerelles entre établissements"),
        ("groupings", "groupements", "Groupements d'employeurs possibles"),
    ],
)
def test_a_picture_has_two_names_and_speaks_the_reader_s_language(
    english: str, french: str, title: str
) -> None:
    assert drawing(english) == drawing(french)
    scene = drawn(english)
    assert (scene.title, scene.language) == (title, "fr")
    assert '<html lang="fr">' in offline_page(scene)
    with spoken("en"):
        translated = drawn(french)
    assert translated.language == "en"
    assert translated.title != title
    assert '<html lang="en">' in offline_page(translated)


def test_a_name_with_an_apostrophe_or_an_ampersand_is_written_once() -> None:
    text = offline_page(drawn("passerelles"))
    assert re.search(r"<th scope=\"row\">Biscuits d&#39;Amont</th>", text)
    assert re.search(r"<th scope=\"row\">Emballage &amp; Cie</th>", text)
    assert "&amp;#" not in text
    assert "&amp;amp;" not in text


def test_a_picture_unknown_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownNameError, match="« frob » ; il y a groupements, passerelles, res"):
        drawing("frob")
    with pytest.raises(UnknownNameError, match=r"« resau » ; il y a reseau$"):
        drawing("resau")
