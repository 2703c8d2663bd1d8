"""The mutual links of the village, and what a company's row holds."""

from __future__ import annotations

import numpy as np
import pytest

from graph.analyses.structuring.nearest import Nearest, nearest
from graph.analyses.structuring.profiles import Companies, mutual
from graph.snapshot import Snapshot
from graph.viewer import Viewer
from tests.village import CELL, PARTNERS, Edges, village


def test_a_company_is_what_it_employs_seeks_and_releases() -> None:
    found = Companies.of(village(CELL), None)
    keys = found.snapshot.table("Occupation").keys
    assert [[keys[o] for o in each] for each in found.occupations[:3]] == [
        ["H2913"],
        ["H2102", "H3301"],
        ["H2102"],
    ]


def test_what_a_reader_may_not_see_likens_nobody() -> None:
    nodes = {
        "Company": [{"key": "a"}, {"key": "b"}],
        "Occupation": [{"key": "H2102"}],
        "Surplus": [{"key": "s", "visibility": "cell"}],
    }
    edges: Edges = {
        "Company-EMPLOYS-Occupation": [("a", "H2102", {})],
        "Company-HAS_SURPLUS-Surplus": [("b", "s", {})],
        "Surplus-OF_OCCUPATION-Occupation": [("s", "H2102", {})],
    }
    seen = [
        Companies.of(Snapshot.build(nodes, edges, viewer), None).occupations
        for viewer in (CELL, PARTNERS)
    ]
    assert seen == [((0,), (0,)), ((0,), ())]


def test_a_row_has_length_one_and_weighs_rare_skills_more() -> None:
    nodes = {"Company": [{"key": k} for k in "abc"], "Occupation": [{"key": k} for k in "xy"]}
    edges: Edges = {"Company-EMPLOYS-Occupation": [("a", "x", {}), ("a", "y", {}), ("b", "x", {})]}
    built = Snapshot.build(nodes, edges, Viewer())
    rows = Companies.of(built, None).profiles().toarray()
    x, y = np.log(3 / 2), np.log(3)
    assert rows[0] == pytest.approx([x / np.hypot(x, y), y / np.hypot(x, y)])
    assert rows[1:].tolist() == [[1, 0], [0, 0]]


def test_only_links_that_both_ends_choose_stay() -> None:
    found = Nearest(np.array([[1], [2], [1]]), np.array([[0.9], [0.95], [0.95]]))
    links = mutual(found, 0.5)
    assert (links.a.tolist(), links.b.tolist(), links.weights.tolist()) == ([1], [2], [0.95])
    assert len(mutual(found, 0.96)) == 0


def test_without_companies_there_is_no_link() -> None:
    built = Companies.of(Snapshot.build({}, {}, Viewer()), None)
    assert len(mutual(nearest(built.profiles(), 3), 0.1)) == 0
