"""A result that was kept says what it said: every analysis of the village, at each level."""

from __future__ import annotations

import pytest

from graph.analyses.registry import Analysis, analyses
from graph.viewer import Viewer
from tests.village import CELL, PARTNERS, village

ASKED = {
    "transitions": {"occupation": "H3201"},
    "closure": {"company": "plasturgie-bief"},
}
OF_ROME = "transitions-quality"  # the village has too few mobilities to measure on


@pytest.mark.parametrize("viewer", [CELL, PARTNERS], ids=lambda viewer: viewer.visibility)
@pytest.mark.parametrize(
    "analysis",
    [each for each in analyses().values() if each.name != OF_ROME],
    ids=lambda analysis: analysis.name,
)
def test_a_result_is_the_same_after_it_was_kept(analysis: Analysis, viewer: Viewer) -> None:
    given = {"on": "2026-09-07"} if "on" in analysis.parameters.model_fields else {}
    asked = analysis.parameters.model_validate(given | ASKED.get(analysis.name, {}))
    found = analysis.run(village(viewer), asked)
    kept = analysis.result.model_validate_json(found.model_dump_json(round_trip=True))
    assert kept.model_dump() == found.model_dump()
    assert kept == found
