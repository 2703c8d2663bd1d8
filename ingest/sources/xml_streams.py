"""XML read as a stream, of any size, and without what a hostile file could make of it.

The parser is lxml's: it expands no entity here, fetches nothing, limits depth and the length of a
text, and reads gigabytes at the speed of C, where the standard library's expands entities.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import DataError

BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"  # what may stand before the first sign, in any encoding

Element = Any  # lxml has no types of its own


def is_xml(path: Path) -> bool:
    """Returns whether a file begins as XML does, in whatever encoding."""
    with path.open("rb") as stream:
        return stream.read(64).lstrip(BEFORE).startswith(b"<")


@contextmanager
def events_of(path: Path, kinds: tuple[str, ...], tag: str | None = None) -> Iterator[Any]:
    """Yields the events of an XML file, of one tag where one is given.

    Raises:
        DataError: the file is not well-formed XML as far as it is read.
    """
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    plain = {"remove_comments": True, "remove_pis": True}
    try:
        with path.open("rb") as stream:
            yield etree.iterparse(stream, events=kinds, tag=tag, **options, **plain)
    except etree.XMLSyntaxError as error:
        raise DataError("source.xml", file=path.name, reason=error.msg or str(error)) from None


def refuse_entities(path: Path, root: Element) -> None:
    """Passes a file whose own DOCTYPE declares no entity.

    Raises:
        DataError: it declares some.
    """
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and any(doctype.iterentities()):
        raise DataError("source.xml_entities", file=path.name)


def forget(element: Element) -> None:
    """Frees what was read, the element's elder siblings too: the tree would hold the whole file."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
