"""Who could introduce two employers to each other: a project of both, or a partner they know."""

from __future__ import annotations

from collections.abc import Iterator

from graph.analyses.bridging.stocks import Employer
from graph.analyses.reasons import Reason, named, reason
from graph.snapshot import Snapshot


class Introductions:
    """What joins employers already."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def between(self, one: Employer, other: Employer) -> Reason | None:
        """Returns the first project by key, else the first partner who visited both; or none."""
        if projects := set(self._projects(one)) & set(self._projects(other)):
            project = named(self.snapshot.table("Project"), min(projects))
            return reason("bridge.introducer.project", key=project.key, name=project.name)
        if visitors := set(self._visitors(one)) & set(self._visitors(other)):
            partner = named(self.snapshot.table("Actor"), min(visitors))
            return reason("bridge.introducer.partner", key=partner.key, name=partner.name)
        return None

    def _projects(self, employer: Employer) -> tuple[int, ...]:
        links = self.snapshot.links(f"{employer.label}-TAKES_PART_IN-Project")
        return links.by_source.get(employer.place, ())

    def _visitors(self, employer: Employer) -> Iterator[int]:
        visits = self.snapshot.links(f"Visit-AT-{employer.label}").by_target
        made = self.snapshot.links("Actor-MADE-Visit").by_target
        for visit in visits.get(employer.place, ()):
            yield from made.get(visit, ())
