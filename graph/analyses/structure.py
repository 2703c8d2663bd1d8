"""Structure: communities of companies, what holds them together, and what joins sectors.

The graph has a link where two companies are each among the `k` nearest of the other, of those in
reach where a reach is given, and at least so alike; or, of bridges, where people of one could move
to the other. Direction does not count; a weight is a strength. Louvain's communities depend on the
seed; the rest has no randomness. Cost: the search of nearest companies, then nearly linear in the
links; betweenness on communities only.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from graph.analyses import bridges
from graph.analyses.bridging.filters import sectors_under
from graph.analyses.bridging.results import Party
from graph.analyses.reasons import Described, Reason, reason
from graph.analyses.registry import Analysis
from graph.analyses.structuring.communities import Links, communities
from graph.analyses.structuring.nearest import nearest
from graph.analyses.structuring.profiles import TYPES, Companies, mutual
from graph.analyses.structuring.results import GraphKind, GraphSeen, StructureResult
from graph.analyses.structuring.telling import Teller
from graph.snapshot import Snapshot

ALL = 100_000


class StructureParameters(Described):
    """Which graph to look at, and how much to show."""

    graph: GraphKind = Field(default="alike", description="Companies alike, or bridges.")
    k: int = Field(default=10, ge=1, le=100, description="Nearest companies of each.")
    threshold: float = Field(default=0.3, ge=0, le=1, description="Least likeness of a link.")
    within_km: float | None = Field(
        default=None, ge=0, le=500, description="Longest link; any length when not given."
    )
    sector: str | None = Field(
        default=None, description="Sector whose companies count, by the head of its key."
    )
    chance: float = Field(
        default=0.1, gt=0, le=1, description="Above this, a link between communities is chance."
    )
    seed: int = Field(default=1, ge=0, le=2**31, description="Seed of the communities.")
    on: date | None = Field(default=None, description="Day of the bridges; today's if not given.")
    top: int = Field(default=50, ge=1, le=10_000, description="Lines to show of each list.")


def run(snapshot: Snapshot, parameters: StructureParameters) -> StructureResult:
    """Returns the structure of the companies that the viewer may see.

    Raises:
        UnknownNameError: no sector's key begins so.
    """
    companies, links, left_out = linked(snapshot, parameters)
    labels = communities(links, parameters.seed)
    teller = Teller(companies, links, labels, parameters.top, parameters.chance)
    backbone, between = teller.backbone()
    seen = _seen(parameters, links, teller.components, left_out)
    return StructureResult(
        seen=seen,
        communities=teller.communities(between),
        communities_found=teller.count,
        holding_links=teller.holding_links(),
        holding_companies=teller.holding_companies(),
        joining_companies=teller.joining_companies(),
        joining_occupations=teller.joining_occupations(),
        backbone=backbone,
        backbone_of=teller.among.number_of_edges(),
        reasons=_basis(parameters, seen, teller),
    )


def linked(snapshot: Snapshot, parameters: StructureParameters) -> tuple[Companies, Links, int]:
    """Returns the companies, the links between them, and how many bridges are left out."""
    companies = Companies.of(snapshot, sectors_under(snapshot, parameters.sector))
    joins = None if parameters.within_km is None else companies.within(parameters.within_km)
    if parameters.graph == "bridges":
        links, left_out = _of_bridges(snapshot, companies, parameters)
        kept = links if joins is None else links.kept(joins(links.a, links.b))
        return companies, kept, left_out
    near = nearest(companies.profiles(), parameters.k, parameters.threshold, joins)
    return companies, mutual(near, parameters.threshold), 0


def _of_bridges(
    snapshot: Snapshot, companies: Companies, parameters: StructureParameters
) -> tuple[Links, int]:
    """Returns the bridges of two companies that are named, by best score; refused ones are none."""
    asked = bridges.BridgesParameters(on=parameters.on, min_score=parameters.threshold, top=ALL)
    keys = snapshot.table("Company").keys
    places = {keys[place]: row for row, place in enumerate(companies.places)}
    best: dict[tuple[int, int], float] = {}
    left_out = 0
    for bridge in bridges.run(snapshot, asked).bridges:
        if bridge.vetoed:
            continue
        ends = [places.get(_company(party), -1) for party in (bridge.source, bridge.target)]
        if min(ends) < 0 or ends[0] == ends[1]:
            left_out += 1
        else:
            pair = min(ends), max(ends)
            best[pair] = max(bridge.score, best.get(pair, 0))
    return Links.of(len(companies), best), left_out


def _company(party: Party) -> str:
    """Returns the key of a company that is named, else an empty text."""
    return str(getattr(party.employer, "key", "")) if party.type == "Company" else ""


def _seen(
    parameters: StructureParameters, links: Links, components: int, left_out: int
) -> GraphSeen:
    return GraphSeen(
        graph=parameters.graph,
        companies=links.nodes,
        links=len(links),
        alone=int((links.degrees == 0).sum()),
        components=components,
        left_out=left_out,
    )


def _basis(parameters: StructureParameters, seen: GraphSeen, teller: Teller) -> tuple[Reason, ...]:
    """Returns the graph in sentences: which links, how many, and what was not counted."""
    if seen.graph == "alike":
        graph = reason("structure.graph.alike", k=parameters.k, threshold=parameters.threshold)
    else:
        graph = reason("structure.graph.bridges", threshold=parameters.threshold)
    between = teller.among.number_of_edges()
    optional = [
        (parameters.within_km is not None, reason("structure.within", km=parameters.within_km)),
        (parameters.sector is not None, reason("structure.sector", sector=parameters.sector)),
        (seen.left_out > 0, reason("structure.left_out", count=seen.left_out)),
        (
            teller.without_sector > 0,
            reason("structure.without_sector", count=teller.without_sector),
        ),
    ]
    return (
        graph,
        reason("structure.companies", count=seen.companies),
        reason("structure.links", count=seen.links),
        reason("structure.alone", count=seen.alone),
        reason("structure.communities", count=teller.count, seed=parameters.seed),
        reason("structure.backbone_basis", count=between, chance=parameters.chance),
        *(said for holds, said in optional if holds),
        *(reason(f"structure.means.{each}") for each in MEANINGS),
    )


MEANINGS = ("likeness", "community", "holding", "participation", "backbone")

ANALYSIS = Analysis(
    name="structure",
    title="structure.title",
    help="structure.help",
    parameters=StructureParameters,
    result=StructureResult,
    types=tuple(sorted({*TYPES, *bridges.ANALYSIS.types})),
    run=run,
)
