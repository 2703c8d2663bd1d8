"""Who could introduce employers to each other: a project of all, or a partner whom all know."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graph.analyses.bridging.stocks import Employer
from graph.analyses.reasons import Reason, named, reason
from graph.snapshot import Snapshot


class Introductions:
    """What joins employers already."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def among(self, employers: Collection[Employer]) -> Reason | None:
        """Returns the first project by key, else the first partner who visited all; or none."""
        asked = "bridge" if len(employers) == 2 else "grouping"
        if projects := set.intersection(*(set(self._projects(one)) for one in employers)):
            project = named(self.snapshot.table("Project"), min(projects))
            return reason(f"{asked}.introducer.project", **dict(project))
        if visitors := set.intersection(*(set(self._visitors(one)) for one in employers)):
            partner = named(self.snapshot.table("Actor"), min(visitors))
            return reason(f"{asked}.introducer.partner", **dict(partner))
        return None

    def _projects(self, employer: Employer) -> tuple[int, ...]:
        links = self.snapshot.links(f"{employer.label}-TAKES_PART_IN-Project")
        return links.by_source.get(employer.place, ())

    def _visitors(self, employer: Employer) -> Iterator[int]:
        visits = self.snapshot.links(f"Visit-AT-{employer.label}").by_target
        made = self.snapshot.links("Actor-MADE-Visit").by_target
        for visit in visits.get(employer.place, ()):
            yield from made.get(visit, ())
