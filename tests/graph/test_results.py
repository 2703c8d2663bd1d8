"""Results kept: one of each question, the newest of all, none of another level, none of erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import graph.schema
from graph import results
from graph.ledger import Ledger
from graph.results import Asked, KeptResult, Results, Stamp

ASKED = Asked("bridges", '{"radius":40.0}', "cell")
STAMP = Stamp("g1", 12, "2026-09-07")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(f"sqlite:///{tmp_path}/state.sqlite", tmp_path)) as opened:
        yield opened


@pytest.fixture
def kept(ledger: Ledger) -> Results:
    return Results(ledger.engine)


def keep(kept: Results, asked: Asked = ASKED, stamp: Stamp = STAMP, text: bytes = b"{}") -> None:
    keep_begun(kept, kept.newest(), asked, stamp, text)


def keep_begun(
    kept: Results, begun: int, asked: Asked = ASKED, stamp: Stamp = STAMP, text: bytes = b"{}"
) -> None:
    at = "2026-09-07T10:00:00"
    kept.keep(asked, KeptResult(stamp, at, at, 3.5, ("opco",), text), begun)


def test_a_result_comes_back_as_it_was_kept(kept: Results) -> None:
    keep(kept, text='{"name":"Été"}'.encode())
    found = kept.latest(ASKED, "g1")
    assert found is not None
    assert found.text.decode() == '{"name":"Été"}'
    assert (found.stamp, found.as_of, found.seconds) == (STAMP, "2026-09-07T10:00:00", 3.5)
    assert found.sources == ("opco",)


def test_a_newer_result_takes_the_place_of_the_older(kept: Results) -> None:
    keep(kept, text=b"1")
    keep(kept, stamp=Stamp("g1", 13, "2026-09-08"), text=b"2")
    found = kept.latest(ASKED, "g1")
    assert found is not None
    assert (found.text, found.stamp.revision) == (b"2", 13)


@pytest.mark.parametrize(
    "other",
    [
        Asked("bridges", '{"radius":40.0}', "partners"),
        Asked("bridges", '{"radius":20.0}', "cell"),
        Asked("closure", '{"radius":40.0}', "cell"),
    ],
)
def test_another_level_or_question_finds_nothing(kept: Results, other: Asked) -> None:
    keep(kept)
    assert kept.latest(other, "g1") is None


def test_another_graph_or_program_finds_nothing(
    kept: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(kept)
    assert kept.latest(ASKED, "g2") is None
    monkeypatch.setattr(results, "program", lambda: "other")
    assert kept.latest(ASKED, "g1") is None


def test_the_oldest_goes_when_there_are_too_many(kept: Results) -> None:
    asked = [Asked("bridges", str(number), "cell") for number in range(results.MOST + 1)]
    for each in asked:
        keep(kept, each)
    assert [kept.latest(each, "g1") is None for each in asked] == [True] + [False] * results.MOST


def test_an_erasure_forgets_what_was_found(ledger: Ledger, kept: Results) -> None:
    keep(kept)
    ledger.erase(graph.schema.Company, None, ["atelier"])
    assert kept.latest(ASKED, "g1") is None


def test_what_was_begun_before_something_was_erased_is_not_kept(
    ledger: Ledger, kept: Results
) -> None:
    begun = kept.newest()
    ledger.erase(graph.schema.Company, None, ["atelier"])
    keep_begun(kept, begun)
    assert kept.latest(ASKED, "g1") is None
    keep(kept)
    assert kept.latest(ASKED, "g1") is not None
