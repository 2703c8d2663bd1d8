"""A small basin to begin from."""

from __future__ import annotations

import pytest

from tests.graph.analyses.pooling.basin import Basin


@pytest.fixture
def basin() -> Basin:
    """Alpha at Amont, Bravo at Bief, Colin at Colline; Greta gives welding at Bief."""
    made = Basin()
    made.employers(alpha="amont", bravo="bief", colin="colline")
    made.training()
    return made
