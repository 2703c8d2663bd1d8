"""The partner network: who works with whom, and the projects they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from graph.declare import NODES
from graph.kinds import Choice
from graph.snapshot import Snapshot
from graph.wording import language, sentence
from viz.drawings.parts import View, link_table, node_table, record_url
from viz.scene import Scene, SceneLink, SceneNode

TYPES = ("Actor", "Project")
FAMILIES = {
    "state": "authority",
    "youth": "employment",
    "public-employment": "employment",
    "education": "training",
    "skills-operator": "branch",
    "union": "branch",
    "chamber": "business",
    "health": "association",
}


def scene(view: View) -> Scene:
    """Returns the partners and projects, joined by cooperation and by shared projects."""
    links = [*_works_with(view.snapshot), *_takes_part(view.snapshot)]
    degree = Counter(key for link in links for key in (link.source, link.target))
    nodes = [*_actors(view.snapshot, degree), *_projects(view.snapshot, degree)]
    alone = sum(not degree[node.key] for node in nodes)
    described = sentence("drawing.network.seen", count=len(nodes), links=len(links))
    apart = sentence("drawing.network.alone", count=alone)
    tables = (node_table(nodes, links), link_table(nodes, links))
    return view.scene("network", f"{described} {apart}", nodes, links, tables)


def _actors(snapshot: Snapshot, degree: Mapping[str, int]) -> Iterator[SceneNode]:
    for actor in map(snapshot.table("Actor").record, range(len(snapshot.table("Actor")))):
        name, code, key = str(actor["name"]), str(actor["kind"]), str(actor["key"])
        links = degree[f"Actor {key}"]
        title = "\n".join([name, _kind_of(code), sentence("drawing.linked", count=links)])
        family = FAMILIES.get(code, code)
        url = record_url("Actor", key)
        yield SceneNode(f"Actor {key}", name, family, title, 1.0 + links, url)


def _kind_of(code: str) -> str:
    kind = NODES["Actor"].properties["kind"]
    words = kind.choices.get(code, (code, code)) if isinstance(kind, Choice) else (code, code)
    return words[language() == "en"]


def _projects(snapshot: Snapshot, degree: Mapping[str, int]) -> Iterator[SceneNode]:
    for project in map(snapshot.table("Project").record, range(len(snapshot.table("Project")))):
        name, key = str(project["name"]), str(project["key"])
        partners = degree[f"Project {key}"]
        title = f"{name}\n{sentence('drawing.project', count=partners)}"
        url = record_url("Project", key)
        yield SceneNode(f"Project {key}", name, "project", title, 1.0 + partners, url)


def _works_with(snapshot: Snapshot) -> Iterator[SceneLink]:
    for start, end, values in snapshot.edge_records("Actor-WORKS_WITH-Actor"):
        level = int(str(values["level"])) if values.get("level") else None
        title = sentence(f"drawing.level.{level}" if level else "drawing.level.unknown")
        ends = f"Actor {start}", f"Actor {end}"
        yield SceneLink(*ends, "works_with", title, float(level or 1), level=level)


def _takes_part(snapshot: Snapshot) -> Iterator[SceneLink]:
    roles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for actor, project, values in snapshot.edge_records("Actor-TAKES_PART_IN-Project"):
        roles[actor, project].append(sentence(f"drawing.role.{values['role']}"))
    for (actor, project), held in roles.items():
        title = ", ".join(sorted(held))
        yield SceneLink(f"Actor {actor}", f"Project {project}", "takes_part", title)
