"""Flows as bands whose width tells how many go where."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, strategies as st

from viz.flows import Flow, flows

GIVEN = [
    Flow("presses", "sans piste", 2, "none"),
    Flow("presses", "biscuits", 6, "short"),
    Flow("caristes", "entrepôt", 4, "same"),
    Flow("caristes", "personne", 0, "short"),
]


def thickness(path: str) -> tuple[float, float]:
    """How thick a band is where it leaves and where it arrives."""
    numbers = [float(each) for each in re.findall(r"-?\d+\.?\d*", path)]
    start, end, under, back = numbers[1], numbers[7], numbers[8], numbers[14]
    return round(back - start, 1), round(under - end, 1)


def test_stocks_stand_in_order_and_who_has_no_way_last() -> None:
    picture = flows(GIVEN)
    assert [(stock.name, stock.units) for stock in picture.sources] == [
        ("presses", 8),
        ("caristes", 4),
    ]
    assert [stock.name for stock in picture.targets] == ["biscuits", "entrepôt", "sans piste"]


def test_a_flow_of_nobody_is_not_drawn() -> None:
    assert [band.flow.units for band in flows(GIVEN).bands] == [2, 6, 4]


def test_a_band_is_as_thick_as_it_carries_people_at_both_ends() -> None:
    assert [thickness(band.path) for band in flows(GIVEN).bands] == [
        (16.0, 16.0),
        (48.0, 48.0),
        (32.0, 32.0),
    ]


def test_a_long_name_stands_in_two_lines() -> None:
    picture = flows([Flow("a", "Charpentes Aubépin, Montrichard Val de Cher\nSoudeur", 1, "short")])
    assert picture.targets[0].lines(36) == [
        "Charpentes Aubépin, Montrichard Val",
        "de Cher Soudeur",
    ]


@given(
    st.lists(
        st.builds(
            Flow,
            st.sampled_from("abc"),
            st.sampled_from("xyz"),
            st.integers(0, 900),
            st.just("same"),
        ),
        max_size=12,
    )
)
def test_stocks_never_overlap_and_stand_in_the_picture(given_flows: list[Flow]) -> None:
    picture = flows(given_flows)
    for stocks in (picture.sources, picture.targets):
        for one, other in pairwise(stocks):
            assert one.y + one.height <= other.y
        assert all(stock.y + stock.height <= picture.height for stock in stocks)
    assert sum(stock.units for stock in picture.sources) == sum(f.units for f in given_flows)
