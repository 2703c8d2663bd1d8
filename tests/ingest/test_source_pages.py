"""Each official source has its page in the documentation, made from its module."""

from __future__ import annotations

import pytest

from ingest.official.pages import PARTS, page_of, pages
from ingest.sources import SOURCES
from tests.source import ROOT, text


def test_the_documented_pages_are_those_of_the_modules() -> None:
    made = pages()
    there = {path.name for path in (ROOT / "docs" / "sources").iterdir()}
    assert there == made.keys() == {"README.md", *(f"{name}.md" for name in SOURCES)}
    for name, page in made.items():
        assert text(f"docs/sources/{name}") == page, name


@pytest.mark.parametrize("name", SOURCES)
def test_a_page_says_what_is_read_what_is_left_and_what_was_never_seen_whole(name: str) -> None:
    told = page_of(SOURCES[name])
    paragraphs = [part for part in PARTS if f"\n\n{part}: " in told]
    assert paragraphs == list(PARTS)
    assert SOURCES[name].publisher in pages()[f"{name}.md"]
    assert SOURCES[name].licence in pages()[f"{name}.md"]
