"""Every reason that an analysis may give can be read, in both languages and every number."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import graph.analyses
from graph.analyses.reasons import reason
from graph.wording import Language, has, spoken

CODE = re.compile(r'reason\(\s*"([a-z_.]+)"|"(bridge\.left\.[a-z_]+)"')


def codes() -> list[str]:
    folder = Path(graph.analyses.__path__[0])
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))]
    found = {one or other for text in texts for one, other in CODE.findall(text)}
    left = {code for code in found if code.startswith("bridge.left.")}  # which are counted too
    counts = {code.replace(".left.", ".left_count.") for code in left}
    return sorted(found | counts | {f"move.effort.{effort}" for effort in ("short", "long")})


@pytest.mark.parametrize("language", get_args(Language))
def test_every_reason_has_its_sentence(language: Language) -> None:
    with spoken(language):
        assert [code for code in codes() if not has(code)] == []


def test_the_search_finds_the_reasons() -> None:
    assert {"bridge.people", "bridge.left_count.expired", "move.held"} <= set(codes())


@pytest.mark.parametrize(
    ("count", "french"),
    [
        (0, "Aucune compétence du métier d'arrivée n'est déjà détenue (sur 4)."),
        (1, "1 compétence du métier d'arrivée est déjà détenue (sur 4)."),
        (2, "2 compétences du métier d'arrivée sont déjà détenues (sur 4)."),
    ],
)
def test_a_reason_agrees_in_number_and_gender(count: int, french: str) -> None:
    assert reason("move.held", count=count, total=4).sentence == french


def test_a_reason_carries_its_sentence_where_it_is_written_out() -> None:
    with spoken("en"):
        assert reason("bridge.km", km=12.5).model_dump() == {
            "code": "bridge.km",
            "values": {"km": 12.5},
            "sentence": "12.5 km as the crow flies.",
        }
