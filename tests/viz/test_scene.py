from dataclasses import replace

import pytest

from graph.errors import DataError, DeclarationError
from viz.scene import Column, Kind, Scene, SceneLink, SceneNode, TwinTable

SCENE = Scene(
    title="Réseau",
    description="Deux partenaires liés.",
    nodes=(SceneNode("a", "Agence", "employment"), SceneNode("b", "Branche", "branch")),
    links=(SceneLink("a", "b", "works_with", level=3),),
    kinds=(
        Kind("employment", "Emploi", "#d1571a", "dot"),
        Kind("branch", "Branches", "#8a1f5c", "diamond"),
    ),
    link_kinds=(Kind("works_with", "Travaille avec", "#6f7780", "solid"),),
)


def test_a_key_drawn_twice_is_refused() -> None:
    with pytest.raises(DataError, match="« a » est dessinée deux fois"):
        replace(SCENE, nodes=(*SCENE.nodes, SceneNode("a", "Autre", "branch")))


def test_a_link_to_nothing_is_refused_and_names_the_missing_key() -> None:
    with pytest.raises(DataError, match="« z », qui n’est pas dessiné"):
        replace(SCENE, links=(SceneLink("a", "z", "works_with"),))


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_outside_one_to_five_is_refused(level: int) -> None:
    with pytest.raises(DataError, match=f"niveau {level} "):
        replace(SCENE, links=(SceneLink("a", "b", "works_with", level=level),))


def test_what_is_drawn_stands_in_the_legend() -> None:
    with pytest.raises(DeclarationError, match="« branch » est dessiné"):
        replace(SCENE, kinds=SCENE.kinds[:1])
    with pytest.raises(DeclarationError, match="« works_with » est dessiné"):
        replace(SCENE, link_kinds=())


def test_two_kinds_of_one_shape_are_refused() -> None:
    with pytest.raises(DeclarationError, match="la même forme, « dot »"):
        replace(SCENE, kinds=(*SCENE.kinds, Kind("union", "Syndicats", "#000000", "dot")))


def test_a_kind_declared_twice_is_refused() -> None:
    with pytest.raises(DeclarationError, match="deux fois « branch »"):
        replace(SCENE, kinds=(*SCENE.kinds, Kind("branch", "Branches", "#000000", "star")))


def test_the_stroke_of_a_link_is_no_shape_of_a_node() -> None:
    with pytest.raises(DeclarationError, match="forme « solid »"):
        replace(SCENE, kinds=(*SCENE.kinds, Kind("union", "Syndicats", "#000000", "solid")))


def test_a_twin_table_holds_a_row_for_each_thing_it_is_about() -> None:
    table = TwinTable("Partenaires", (Column("nom", "Nom"),), ({"nom": "Agence"},), "nodes")
    with pytest.raises(DataError, match="1 lignes pour 2 éléments"):
        replace(SCENE, tables=(table,))
    assert replace(SCENE, tables=(replace(table, about="links"),)).tables[0].rows[0] == {
        "nom": "Agence"
    }
