"""Candidate groupings: which employers could share jobs, and each one's share of the hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.analyses import groupings as analysis
from graph.analyses.grouping.parameters import GroupingsParameters
from graph.analyses.grouping.results import EmployerGrouping, Member
from graph.wording import sentence
from viz.drawings.parts import View, columns, record_url
from viz.scene import Cell, Scene, SceneLink, SceneNode, TwinTable

TYPES = analysis.ANALYSIS.types


def scene(view: View) -> Scene:
    """Returns the groupings found, each joined to the employers that would share its jobs."""
    result = analysis.run(view.snapshot, GroupingsParameters(on=view.on))
    found = result.list
    members = {_key(grouping, m): m for grouping in found for m in grouping.members}
    nodes = [*map(_jobs, found), *(_member(key, members[key]) for key in sorted(members))]
    links = [
        SceneLink(f"Grouping {g.key}", _key(g, member), "share", _share(member), member.share)
        for g in found
        for member in g.members
    ]
    described = sentence("drawing.groupings.seen", count=len(found), employers=len(members))
    return view.scene("groupings", described, nodes, links, (_table(found), _shares(found)))


def _key(grouping: EmployerGrouping, member: Member) -> str:
    """Returns the key of an employer; one that is described is another in each grouping."""
    return f"{member.type} {f'{grouping.key}-' if member.blurred else ''}{member.key}"


def _name(grouping: EmployerGrouping) -> str:
    jobs = sentence("drawing.jobs", count=grouping.jobs)
    return f"{jobs}, {_occupations(grouping)}"


def _occupations(grouping: EmployerGrouping) -> str:
    return ", ".join(occupation.name for occupation in grouping.occupations)


def _jobs(grouping: EmployerGrouping) -> SceneNode:
    lines = [_name(grouping), grouping.family]
    lines.append(sentence("drawing.margin", margin=grouping.margin))
    lines.append(sentence("drawing.km", km=round(grouping.km, 1)))
    weight = 2.0 + 2 * grouping.jobs
    return SceneNode(f"Grouping {grouping.key}", _name(grouping), "jobs", "\n".join(lines), weight)


def _member(key: str, member: Member) -> SceneNode:
    if member.blurred:
        return SceneNode(key, member.title, "member", member.title, 1.0)
    commune = member.commune.name if member.commune else sentence("drawing.no_commune")
    url = record_url(member.type, member.key)
    return SceneNode(key, member.name, "member", f"{member.name}\n{commune}", 1.0, url)


def _share(member: Member) -> str:
    return sentence("drawing.share", share=round(100 * member.share), hours=member.hours)


def _table(found: Sequence[EmployerGrouping]) -> TwinTable:
    rows: list[Mapping[str, Cell]] = [
        {
            "grouping": _name(grouping),
            "members": ", ".join(member.title for member in grouping.members),
            "jobs": grouping.jobs,
            "margin": round(grouping.margin, 2),
            "largest_share": round(100 * grouping.share),
            "km": round(grouping.km, 1),
        }
        for grouping in found
    ]
    shown = columns(("grouping", "members"), ("jobs", "margin", "largest_share", "km"))
    return TwinTable(sentence("drawing.groupings.table", count=len(found)), shown, tuple(rows))


def _shares(found: Sequence[EmployerGrouping]) -> TwinTable:
    rows: list[Mapping[str, Cell]] = [
        {
            "grouping": _name(grouping),
            "member": member.title,
            "commune": member.commune.name if member.commune else None,
            "share": round(100 * member.share),
            "hours": member.hours,
        }
        for grouping in found
        for member in grouping.members
    ]
    shown = columns(("grouping", "member", "commune"), ("share", "hours"))
    caption = sentence("drawing.shares", count=len(rows))
    return TwinTable(caption, shown, tuple(rows), "links")
