"""Bridges between employers: how many people could move from one to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from graph.analyses import bridges as analysis
from graph.analyses.bridging.results import Bridge, Party
from graph.wording import sentence
from viz.drawings.parts import View, columns, link_table, record_url
from viz.scene import Cell, Scene, SceneLink, SceneNode, TwinTable

TYPES = analysis.ANALYSIS.types
ALL = 100_000


def scene(view: View) -> Scene:
    """Returns the employers of every bridge, joined by the people who could move."""
    result = analysis.run(view.snapshot, analysis.BridgesParameters(on=view.on, top=ALL))
    found = [bridge for bridge in result.bridges if bridge.people]
    people: Counter[tuple[str, str]] = Counter()
    for bridge in found:
        people[_source(bridge), _target(bridge)] += bridge.people
    nodes = _nodes(found, people)
    links = [_link(start, end, count) for (start, end), count in sorted(people.items())]
    described = _described(found, result.people, len(nodes))
    tables = (_table(found), link_table(nodes, links))
    return view.scene("bridges", described, nodes, links, tables)


def _described(found: Sequence[Bridge], people: int, employers: int) -> str:
    if any(bridge.source.blurred or bridge.target.blurred for bridge in found):
        return sentence("drawing.bridges.blurred", count=people)
    return sentence("drawing.bridges.seen", count=people, employers=employers)


def _source(bridge: Bridge) -> str:
    return _key(bridge.source, "releases")


def _target(bridge: Bridge) -> str:
    return _key(bridge.target, "seeks")


def _key(party: Party, side: str) -> str:
    """Returns what stands for an employer: its key, or its side and the words for many."""
    return f"{party.type} {party.employer.key if party.employer else f'{side} {party.name}'}"


def _nodes(found: Sequence[Bridge], people: Mapping[tuple[str, str], int]) -> list[SceneNode]:
    leaving, coming = Counter[str](), Counter[str]()
    for (start, end), count in people.items():
        leaving[start] += count
        coming[end] += count
    parties = {_source(bridge): bridge.source for bridge in found}
    parties |= {_target(bridge): bridge.target for bridge in found}
    return [_node(key, parties[key], leaving[key], coming[key]) for key in sorted(parties)]


def _node(key: str, party: Party, leaving: int, coming: int) -> SceneNode:
    kind = "both" if leaving and coming else "releases" if leaving else "seeks"
    lines = [party.name]
    lines += [] if party.blurred else [party.commune or sentence("drawing.no_commune")]
    lines += [sentence("drawing.leaving", count=leaving)] if leaving else []
    lines += [sentence("drawing.coming", count=coming)] if coming else []
    url = record_url(party.type, party.employer.key) if party.employer else None
    weight = float(leaving + coming)
    return SceneNode(key, party.name, kind, "\n".join(lines), weight, url)


def _link(start: str, end: str, count: int) -> SceneLink:
    title = sentence("drawing.people", count=count)
    return SceneLink(start, end, "people", title, float(count), str(count), directed=True)


def _table(found: Sequence[Bridge]) -> TwinTable:
    rows: list[Mapping[str, Cell]] = [
        {
            "from": bridge.source.name,
            "from_occupation": bridge.from_occupation.name,
            "to": bridge.target.name,
            "to_occupation": bridge.to_occupation.name,
            "people": bridge.people,
            "km": round(bridge.km, 1),
            "coverage": round(100 * bridge.coverage),
        }
        for bridge in found
    ]
    texts = ("from", "from_occupation", "to", "to_occupation")
    shown = columns(texts, ("people", "km", "coverage"))
    return TwinTable(sentence("drawing.bridges.table", count=len(found)), shown, tuple(rows))
