"""Progress: heard where somebody listens, free where nobody does."""

from __future__ import annotations

import pytest

from graph.progress import Cancelled, heard_by, progress


def test_nobody_has_to_listen() -> None:
    progress(1, 2)


def test_who_listens_hears_it_until_the_block_ends() -> None:
    heard: list[tuple[int, int]] = []
    with heard_by(lambda done, total: heard.append((done, total))):
        progress(1, 2)
    progress(2, 2)
    assert heard == [(1, 2)]


def test_who_listens_can_stop_the_work() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with heard_by(stop), pytest.raises(Cancelled):
        progress(1, 2)
