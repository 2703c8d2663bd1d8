"""What people sent to be loaded is kept under a token until it is loaded or given up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import UnknownNameError
from graph.ledger import Ledger
from graph.uploads import Uploads
from graph.viewer import Viewer


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Uploads]:
    with closing(Ledger(f"sqlite:///{tmp_path}/state.sqlite", tmp_path)) as ledger:
        yield Uploads(ledger.engine)


def test_what_is_sent_is_found_by_its_token_with_its_latest_reading(uploads: Uploads) -> None:
    uploads.add(Viewer("anne"), "t1", "carnet.xlsx")
    uploads.add(Viewer("luc"), "t2", "a.csv, b.csv", "first")
    uploads.correct("t1", "corrected")
    found = uploads.find("t1")
    assert (found.file, found.sent_by, found.mapping) == ("carnet.xlsx", "anne", "corrected")
    assert [each.token for each in uploads.all()] == ["t2", "t1"]


def test_what_is_forgotten_is_unknown(uploads: Uploads) -> None:
    uploads.add(Viewer(), "t1", "carnet.xlsx")
    uploads.forget("t1")
    uploads.forget("t1")
    assert uploads.all() == []
    with pytest.raises(UnknownNameError):
        uploads.find("t1")
