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
        people[_key(bridge.source), _key(bridge.target)] += bridge.people
    nodes = _nodes(found, people)
    links = [_link(start, end, count) for (start, end), count in sorted(people.items())]
    described = sentence("drawing.bridges.seen", count=result.people, employers=len(nodes))
    tables = (_table(found), link_table(nodes, links))
    return view.scene("bridges", described, nodes, links, tables)


def _key(party: Party) -> str:
    return f"{party.type} {party.employer.key}"


def _nodes(found: Sequence[Bridge], people: Mapping[tuple[str, str], int]) -> list[SceneNode]:
    leaving, coming = Counter[str](), Counter[str]()
    for (start, end), count in people.items():
        leaving[start] += count
        coming[end] += count
    parties = {_key(party): party for bridge in found for party in (bridge.source, bridge.target)}
    return [_node(parties[key], leaving[key], coming[key]) for key in sorted(parties)]


def _node(party: Party, leaving: int, coming: int) -> SceneNode:
    kind = "both" if leaving and coming else "releases" if leaving else "seeks"
    lines = [party.employer.name, party.commune or sentence("drawing.no_commune")]
    lines += [sentence("drawing.leaving", count=leaving)] if leaving else []
    lines += [sentence("drawing.coming", count=coming)] if coming else []
    url = record_url(party.type, party.employer.key)
    weight = float(leaving + coming)
    return SceneNode(_key(party), party.employer.name, kind, "\n".join(lines), weight, url)


def _link(start: str, end: str, count: int) -> SceneLink:
    title = sentence("drawing.people", count=count)
    return SceneLink(start, end, "people", title, float(count), str(count), directed=True)


def _table(found: Sequence[Bridge]) -> TwinTable:
    rows: list[Mapping[str, Cell]] = [
        {
            "from": bridge.source.employer.name,
            "from_occupation": bridge.from_occupation.name,
            "to": bridge.target.employer.name,
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
