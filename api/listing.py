"""What an analysis found as a table on its way out: a line a bridge, a way out, a participant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.crediting import sources_read
from api.exporting import written_value
from api.http.labels import day_text, instant_text
from graph.analyses.pooling.results import SharedResource, SharedSession
from graph.wording import sentence

if TYPE_CHECKING:
    from api.computing import Computed
    from api.workspace import Workspace
    from graph.analyses.bridging.results import Bridge
    from graph.analyses.closing.results import ClosureResult
    from graph.analyses.grouping.results import GroupingsResult
    from graph.analyses.pooling.results import Participant, Sharing, SharingResult
    from viz.exports import Rows

Line = Mapping[str, object]


@dataclass(frozen=True)
class ListColumn:
    """A column: its name for programs, its title for people."""

    name: str

    @property
    def title(self) -> str:
        """Its title."""
        return sentence(f"listing.{self.name}")


@dataclass(frozen=True)
class FoundList:
    """The list of a result, with what a reader must know of it."""

    workspace: Workspace
    computed: Computed
    lines: Sequence[Line]

    @property
    def columns(self) -> Sequence[ListColumn]:
        """The columns of all lines, in the order in which the first lines name them."""
        return [ListColumn(name) for name in dict.fromkeys(n for line in self.lines for n in line)]

    def batches(self) -> Iterator[Rows]:
        """Yields the rows."""
        names = [column.name for column in self.columns]
        yield [[line.get(name) for name in names] for line in self.lines]

    def head(self) -> Mapping[str, Any]:
        """Returns the document of the analysis without its result."""
        document = self.computed.document(self.workspace.ledger)
        return {
            name: document[name] for name in ("name", "title", "parameters", "as_of", "sources")
        }

    def about(self) -> Sequence[tuple[str, object]]:
        """Returns what it is, of which day, at which level, and who says what it rests on."""
        settings, computed = self.workspace.settings, self.computed
        told = computed.parameters.model_dump(mode="json", exclude_none=True)
        given = "; ".join(f"{name} = {written_value(value)}" for name, value in told.items())
        sources = sources_read(self.workspace.ledger, computed.read)
        named = "; ".join(str(one["credit"] or one["name"]) for one in sources)
        level = sentence(f"visibility.{settings.viewer().visibility}")
        warning = (sentence("export.warning"), sentence("scene.demonstration"))
        return [
            (sentence("export.title"), sentence(computed.analysis.title)),
            (sentence("export.parameters"), given),
            (sentence("export.as_of"), instant_text(computed.as_of)),
            (sentence("export.sources"), named or sentence("export.none")),
            (sentence("export.rows"), len(self.lines)),
            (sentence("export.level"), level),
            *([warning] if settings.demonstration else []),
        ]


def listed(workspace: Workspace, computed: Computed) -> FoundList:
    """Returns the list of a result as its reader may see it; see `LISTS`."""
    return FoundList(workspace, computed, LISTS[computed.analysis.name](computed.result))


def _bridges(result: Any) -> list[Line]:
    return [_bridge(each) for each in result.bridges]


def _bridge(bridge: Bridge) -> Line:
    return {
        "key": bridge.key,
        "source": bridge.source.name,
        "source_commune": bridge.source.commune,
        "from_code": bridge.from_occupation.key,
        "from_occupation": bridge.from_occupation.name,
        "target": bridge.target.name,
        "target_commune": bridge.target.commune,
        "to_code": bridge.to_occupation.key,
        "to_occupation": bridge.to_occupation.name,
        "people": bridge.people,
        "people_possible": bridge.people_possible,
        "effort": sentence(f"closures.effort.{bridge.effort}"),
        "likeness": bridge.likeness,
        "practice": bridge.practice,
        "coverage": bridge.coverage,
        "official": bridge.official,
        "km": round(bridge.km, 1),
        "minutes": bridge.minutes,
        "starts_on": bridge.starts_on,
        "until": bridge.until,
        "missing": ", ".join(skill.title for skill in bridge.missing),
        "trainings": ", ".join(offer.training.title for offer in bridge.trainings),
        "basis": sentence(f"parameter.choice.{bridge.basis}"),
        "vetoed": bridge.vetoed,
        "visibility": sentence(f"visibility.{bridge.visibility}"),
    }


def _closure(result: ClosureResult) -> list[Line]:
    """Returns the ways out, then those who have none, by occupation, with why."""
    ways = [
        {
            **_bridge(way.bridge),
            "first_training": way.training.title if way.training else None,
            "session": day_text(way.session.starts_on) if way.session else None,
            "opens_on": way.opens_on,
        }
        for way in result.ways
    ]
    without = [
        {
            "source": result.employer.name,
            "from_code": each.occupation.key,
            "from_occupation": each.occupation.name,
            "without": each.without,
            "why": each.why.sentence if each.why else None,
        }
        for each in result.leaving
        if each.without
    ]
    return [*ways, *without]


def _groupings(result: GroupingsResult) -> list[Line]:
    """Returns a line a member of each grouping."""
    return [
        {
            "key": grouping.key,
            "family": grouping.family,
            "jobs": grouping.jobs,
            "margin": grouping.margin,
            "km": grouping.km,
            "member": member.title,
            "commune": member.commune.name if member.commune else None,
            "hours": member.hours,
            "share": member.share,
            **{f"m{month:02}": value for month, value in enumerate(member.months, 1)},
            "jobs_without": member.jobs_without,
            "visibility": sentence(f"visibility.{grouping.visibility}"),
        }
        for grouping in result.list
        for member in grouping.members
    ]


def _sharing(result: SharingResult) -> list[Line]:
    """Returns a line for each who shares, what a resource's owner has included."""
    return [
        _of_party(each, party)
        for each in result.all
        for party in (
            *([each.owner] if isinstance(each, SharedResource) else []),
            *each.participants,
        )
    ]


def _of_party(each: Sharing, party: Participant) -> Line:
    session = each if isinstance(each, SharedSession) else None
    return {
        "key": each.key,
        "kind": sentence(f"sharing.kind.{each.kind}"),
        "what": each.title,
        "starts_on": session.starts_on if session else None,
        "bodies": ", ".join(body.actor.name for body in session.bodies) if session else None,
        "seats": session.seats if session else None,
        "left": session.left if session else None,
        "lacking": session.lacking if session else None,
        "who": party.name,
        "commune": party.commune,
        "role": sentence(f"sharing.role.{party.role}"),
        "counted": party.people if party.role != "owner" and party.days is None else None,
        "days": party.days,
        "weekdays": ", ".join(party.weekdays),
        "by": party.by,
        "km": round(party.km, 1),
        "minutes": party.minutes,
        "visibility": sentence(f"visibility.{each.visibility}"),
    }


LISTS: Mapping[str, Callable[[Any], list[Line]]] = {
    "bridges": _bridges,
    "closure": _closure,
    "groupings": _groupings,
    "sharing": _sharing,
}
