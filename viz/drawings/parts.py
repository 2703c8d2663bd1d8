"""What the pictures share: the view they are made for, their legend, notes and twin tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from graph.snapshot import Snapshot
from graph.wording import language, sentence
from viz.scene import Cell, Column, Kind, Scene, SceneLink, SceneNode, Shape, TwinTable

NODE_KINDS: Mapping[str, tuple[str, Shape]] = {
    "authority": ("#1c4e9c", "square"),
    "employment": ("#d1571a", "dot"),
    "training": ("#2f9e77", "triangle"),
    "branch": ("#8a1f5c", "diamond"),
    "business": ("#f0c84a", "hexagon"),
    "association": ("#9fd2ef", "triangleDown"),
    "grouping": ("#1d1d1d", "cross"),
    "project": ("#ffffff", "star"),
    "releases": ("#d1571a", "triangle"),
    "seeks": ("#1c4e9c", "dot"),
    "both": ("#8a1f5c", "diamond"),
    "member": ("#1c4e9c", "dot"),
    "jobs": ("#f0c84a", "star"),
}
LINK_KINDS: Mapping[str, tuple[str, Shape]] = {
    "works_with": ("#4b535d", "solid"),
    "takes_part": ("#9a9890", "dashed"),
    "people": ("#4b535d", "solid"),
    "share": ("#4b535d", "solid"),
}


@dataclass(frozen=True)
class View:
    """What a picture is made from: a snapshot, the day it speaks of, whether it is the demo.

    `credits` gives the line that the licence of a published source asks for, by source.
    """

    snapshot: Snapshot
    on: date
    demonstration: bool = False
    credits: Mapping[str, str] = field(default_factory=dict)

    def scene(
        self,
        name: str,
        description: str,
        nodes: Sequence[SceneNode],
        links: Sequence[SceneLink],
        tables: Sequence[TwinTable],
    ) -> Scene:
        """Returns the scene with the legend of what it draws, and the notes at its foot."""
        return Scene(
            sentence(f"drawing.{name}"),
            description,
            tuple(nodes),
            tuple(links),
            _legend(NODE_KINDS, (node.kind for node in nodes)),
            _legend(LINK_KINDS, (link.kind for link in links)),
            tuple(tables),
            self._notes(len(nodes), len(links)),
            language(),
            self.demonstration,
        )

    def _notes(self, nodes: int, links: int) -> tuple[str, ...]:
        level = sentence(f"visibility.{self.snapshot.viewer.visibility}")
        credits = (self.credits.get(name, name) for name in self.snapshot.sources)
        return (
            sentence("drawing.date", on=self.on),
            sentence("drawing.level", level=level),
            sentence("drawing.sources", sources=" ; ".join(credits) or "—"),
            sentence("drawing.rows", nodes=nodes, links=links),
        )


def _legend(kinds: Mapping[str, tuple[str, Shape]], used: Iterable[str]) -> tuple[Kind, ...]:
    wanted = set(used)
    return tuple(
        Kind(code, sentence(f"drawing.kind.{code}"), colour, shape)
        for code, (colour, shape) in kinds.items()
        if code in wanted
    )


def record_url(label: str, key: str) -> str:
    """Returns the address of a record's page."""
    return f"/fiches/{label}/{quote(key, safe='')}"


def columns(texts: Sequence[str], numbers: Sequence[str] = ()) -> tuple[Column, ...]:
    """Returns the columns of a twin table, titled in the current language."""
    return (
        *(Column(name, sentence(f"drawing.column.{name}")) for name in texts),
        *(Column(name, sentence(f"drawing.column.{name}"), numeric=True) for name in numbers),
    )


def node_table(nodes: Sequence[SceneNode], links: Sequence[SceneLink]) -> TwinTable:
    """Returns the table of the nodes drawn, with their number of links."""
    degree = Counter(key for link in links for key in (link.source, link.target))
    rows: list[Mapping[str, Cell]] = [
        {
            "name": node.label,
            "kind": sentence(f"drawing.kind.{node.kind}"),
            "links": degree[node.key],
        }
        for node in nodes
    ]
    caption = sentence("drawing.nodes", count=len(nodes))
    return TwinTable(caption, columns(("name", "kind"), ("links",)), tuple(rows), "nodes")


def link_table(nodes: Sequence[SceneNode], links: Sequence[SceneLink]) -> TwinTable:
    """Returns the table of the links drawn."""
    names = {node.key: node.label for node in nodes}
    rows: list[Mapping[str, Cell]] = [
        {
            "from": names[link.source],
            "link": sentence(f"drawing.kind.{link.kind}"),
            "to": names[link.target],
            "detail": link.title.replace("\n", ", "),
        }
        for link in links
    ]
    caption = sentence("drawing.links", count=len(links))
    return TwinTable(caption, columns(("from", "link", "to", "detail")), tuple(rows), "links")
