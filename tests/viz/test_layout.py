import random
from math import dist, isfinite

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.spatial import cKDTree

from viz.layout import Link, positions, spacing


def territories(count: int, links: int, seed: int = 7) -> tuple[list[str], list[Link]]:
    """Returns keys and links of groups of thirty, one link in ten between groups."""
    chance = random.Random(seed)
    keys = [f"n{at:05}" for at in range(count)]
    made: dict[tuple[str, str], float] = {}
    while len(made) < links:
        left = chance.randrange(count)
        group = left // 30 * 30
        near = chance.randrange(group, min(group + 30, count))
        right = near if chance.random() < 0.9 else chance.randrange(count)
        if left != right:
            made[keys[min(left, right)], keys[max(left, right)]] = chance.choice([1.0, 2.0, 3.0])
    return keys, [(source, target, weight) for (source, target), weight in made.items()]


def kept(links: list[Link], place: dict[str, tuple[float, float]]) -> float:
    """Returns the share of each node's neighbours found among as many nearest nodes."""
    near: dict[str, set[str]] = {key: set() for key in place}
    for source, target, _ in links:
        near[source].add(target)
        near[target].add(source)
    keys = list(place)
    tree = cKDTree(list(place.values()))
    shares = []
    for key in keys:
        if near[key]:
            found = tree.query(place[key], len(near[key]) + 1)[1][1:]
            shares.append(len(near[key] & {keys[at] for at in found}) / len(near[key]))
    return sum(shares) / len(shares)


def test_no_node_has_no_place() -> None:
    assert positions([], []) == {}


def test_one_node_stands_in_the_middle() -> None:
    assert positions(["a"], []) == {"a": (0.0, 0.0)}


def test_two_linked_nodes_stand_level_with_room_for_their_names() -> None:
    place = positions(["a", "b"], [("a", "b", 1.0)])
    assert place["a"][1] == pytest.approx(place["b"][1], abs=0.2)
    assert 100 < dist(place["a"], place["b"]) < 250


def test_a_path_of_three_is_drawn_as_one() -> None:
    place = positions("abc", [("a", "b", 1.0), ("b", "c", 1.0)])
    assert dist(place["a"], place["c"]) == pytest.approx(
        dist(place["a"], place["b"]) + dist(place["b"], place["c"]), rel=0.02
    )


def test_a_ring_of_six_is_drawn_round() -> None:
    ring = [(a, b, 1.0) for a, b in zip("abcdef", "bcdefa", strict=True)]
    place = positions("abcdef", ring)
    radii = [dist((0, 0), point) for point in place.values()]
    assert max(radii) < 1.1 * min(radii)


@pytest.mark.parametrize(("count", "links"), [(12, 16), (150, 300), (600, 1300)])
def test_the_order_of_nodes_and_links_does_not_count(count: int, links: int) -> None:
    keys, drawn = territories(count, links)
    first = positions(keys, drawn)
    turned = [(target, source, weight) for source, target, weight in reversed(drawn)]
    assert positions(reversed(keys), turned) == first


def test_a_seed_gives_the_same_picture_again() -> None:
    keys, links = territories(300, 600)
    assert positions(keys, links, seed=3) == positions(keys, links, seed=3)
    assert positions(keys, links, seed=3) != positions(keys, links, seed=4)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 14).flatmap(
        lambda count: st.tuples(
            st.just([f"k{at}" for at in range(count)]),
            st.lists(
                st.tuples(
                    st.sampled_from([f"k{at}" for at in range(count)]),
                    st.sampled_from([f"k{at}" for at in range(count)]),
                    st.sampled_from([0.0, 0.5, 1.0, 1e6]),
                ),
                max_size=20,
            ),
        )
    )
)
def test_every_small_graph_has_finite_places_apart(drawn: tuple[list[str], list[Link]]) -> None:
    keys, links = drawn
    place = positions(keys, links)
    assert set(place) == set(keys)
    assert all(isfinite(x) and isfinite(y) for x, y in place.values())
    gap = spacing(len(keys))
    points = list(place.values())
    assert all(dist(a, b) > 0.8 * gap for at, a in enumerate(points) for b in points[at + 1 :])


@pytest.mark.parametrize(
    ("count", "links", "least"), [(60, 120, 0.5), (150, 300, 0.5), (1500, 3300, 0.4)]
)
def test_neighbours_lie_beside_one_another_and_nodes_apart(
    count: int, links: int, least: float
) -> None:
    keys, drawn = territories(count, links)
    place = positions(keys, drawn)
    assert kept(drawn, place) > least
    nearest = cKDTree(list(place.values())).query(list(place.values()), 2)[0][:, 1]
    assert np.mean(nearest < 0.9 * spacing(count)) < 0.01


def test_nodes_without_links_stand_below_the_others() -> None:
    keys, links = territories(40, 80)
    place = positions([*keys, "y", "z"], links)
    lowest = max(place[key][1] for link in links for key in link[:2])
    assert place["y"][1] > lowest + 50
    assert place["y"][1] == place["z"][1]


def test_parts_do_not_run_into_one_another() -> None:
    parts = [[f"{part}{at}" for at in range(5)] for part in "abcd"]
    links = [(keys[0], key, 1.0) for keys in parts for key in keys[1:]]
    place = positions([key for keys in parts for key in keys], links)
    boxes = [
        (*np.min([place[key] for key in keys], 0), *np.max([place[key] for key in keys], 0))
        for keys in parts
    ]
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert right < other[0] or other[2] < left or bottom < other[1] or other[3] < top


def test_known_nodes_stay_and_new_ones_come_near_their_neighbours() -> None:
    keys, links = territories(300, 700)
    before = positions(keys, links)
    more = [("n00003", "new", 1.0), ("n00004", "new", 1.0), ("new", "newer", 1.0)]
    after = positions([*keys, "new", "newer", "alone"], [*links, *more], start=before)
    assert {key: after[key] for key in keys} == before
    middle = np.mean([before["n00003"], before["n00004"]], 0)
    assert dist(after["new"], middle) < 4 * spacing(303)
    assert dist(after["newer"], after["new"]) < 4 * spacing(303)
    assert after["alone"][1] > max(y for _, y in before.values())


def test_a_place_known_of_a_node_that_left_is_ignored() -> None:
    assert positions(["a"], [], start={"a": (3.0, 4.0), "gone": (9.0, 9.0)}) == {"a": (3.0, 4.0)}
