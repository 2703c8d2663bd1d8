"""The collector rests during a load, and works again after it, whatever happens."""

from __future__ import annotations

import gc

import pytest

from ingest.memory import collector_at_rest


def test_the_collector_rests_inside_and_works_after() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_failure_wakes_the_collector() -> None:
    with pytest.raises(LookupError), collector_at_rest():
        raise LookupError
    assert gc.isenabled()


def test_a_rest_within_a_rest_ends_with_the_outer_one() -> None:
    with collector_at_rest():
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
