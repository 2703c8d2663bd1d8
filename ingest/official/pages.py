"""The pages of the documentation on official sources, each made from its module alone."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from graph.wording import sentence, spoken
from ingest.official.source import Source
from ingest.sources import SOURCES

PARTS = ("Read", "Left", "Never seen whole")
HEAD = """# Official sources

Tables that load as their publishers give them, untouched:
`maillage sources load NAME --from FILE|FOLDER`. `--territory CODE` (may be repeated: `36044`,
`dep:36`, `epci:…`, `be:2410`, `reg:24`) and `--within KM` around it choose what is loaded of the
local ones; without them it is what concerns the communes that the graph knows. `maillage sources`
lists the editions loaded, with their age. A file of another layout is refused with what was
expected and what was found. Made by `python -m ingest.official.pages`; a test compares them.

| source | publisher | licence | gives |
|---|---|---|---|
"""


def pages() -> dict[str, str]:
    """Returns the text of each page by its file's name, the index `README.md` included."""
    with spoken("en"):
        made = {f"{name}.md": "\n".join(_page(source)) + "\n" for name, source in SOURCES.items()}
        made["README.md"] = HEAD + "".join(map(_row, SOURCES.values()))
    return made


def _row(source: Source) -> str:
    cells = (source.publisher, source.licence, sentence(source.gives))
    return f"| [{source.name}]({source.name}.md) | {' | '.join(cells)} |\n"


def _page(source: Source) -> Iterator[str]:
    title, *body = page_of(source).split("\n")
    yield f"# {source.name}: {title.rstrip('.')}"
    yield ""
    yield f"Publisher: {source.publisher}. Licence: {source.licence}."
    chosen = "by territory" if source.local else "whole"
    yield f"Loaded {chosen}. Gives {sentence(source.gives)}: {_types(source)}."
    for line in body:
        yield re.sub(rf"^({'|'.join(PARTS)}):", r"**\1:**", line)


def _types(source: Source) -> str:
    return ", ".join(f"`{name}`" for name in source.types)


def page_of(source: Source) -> str:
    """Returns what the module of a source says of it."""
    return inspect.cleandoc(sys.modules[source.read.__module__].__doc__ or "")


if __name__ == "__main__":
    folder = Path(__file__).parents[2] / "docs" / "sources"
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
