"""What the structure says: the graph it looked at, its communities, and what joins them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from graph.analyses.reasons import Described, Named, Reason

GraphKind = Literal["alike", "bridges"]


class Companion(Described):
    """An occupation or a sector of a community, with how many of its companies have it."""

    named: Named = Field(description="The occupation or the sector.")
    companies: int = Field(ge=1, description="Companies of the community that have it.")


class Community(Described):
    """Companies linked among themselves more than to others."""

    number: int = Field(ge=1, description="Its number: 1 is the largest.")
    name: str = Field(description="Its most typical occupations, then its sector.")
    size: int = Field(ge=1, description="How many companies it has.")
    members: tuple[Named, ...] = Field(description="The first of them, by key.")
    occupations: tuple[Companion, ...] = Field(description="Its most typical occupations.")
    sectors: tuple[Companion, ...] = Field(description="Its most frequent sectors.")
    inside: int = Field(ge=0, description="Links among its companies.")
    outside: int = Field(ge=0, description="Links to other communities.")
    betweenness: float = Field(
        ge=0, description="Share of the shortest ways of the backbone that pass through it."
    )
    reasons: tuple[Reason, ...] = Field(description="All this in sentences.")


class HoldingLink(Described):
    """A link without which two blocks of three companies or more fall apart."""

    company: Named = Field(description="One end.")
    other_company: Named = Field(description="The other end.")
    weight: float = Field(ge=0, description="Strength of the link.")
    on_its_side: int = Field(description="Companies on the side of the first.")
    on_other_side: int = Field(description="Companies on the side of the other.")
    reasons: tuple[Reason, ...] = Field(description="All this in sentences.")


class HoldingCompany(Described):
    """A company without which blocks of three companies or more fall apart."""

    company: Named = Field(description="The company.")
    blocks: tuple[int, ...] = Field(description="Companies of each block, the largest first.")
    reasons: tuple[Reason, ...] = Field(description="All this in sentences.")


class Joining(Described):
    """A company or an occupation whose links reach over several sectors."""

    participation: float = Field(ge=0, le=1, description="0 in one sector, to 1 over many alike.")
    sectors: int = Field(ge=2, description="How many sectors.")
    companies: int = Field(ge=2, description="How many companies of a known sector.")
    reasons: tuple[Reason, ...] = Field(description="All this in sentences.")


class JoiningCompany(Joining):
    """A company whose linked companies are of several sectors."""

    company: Named = Field(description="The company.")


class JoiningOccupation(Joining):
    """An occupation that companies of several sectors employ, seek or release."""

    occupation: Named = Field(description="The occupation.")


class BackboneLink(Described):
    """A link between two communities that stands out."""

    community: int = Field(description="Number of the one.")
    other_community: int = Field(description="Number of the other.")
    links: int = Field(ge=1, description="Links between their companies.")
    weight: float = Field(ge=0, description="Sum of the strengths of these.")
    chance: float = Field(ge=0, le=1, description="How likely chance gives as much to an end.")
    reasons: tuple[Reason, ...] = Field(description="All this in sentences.")


class GraphSeen(Described):
    """The graph that was looked at."""

    graph: GraphKind = Field(description="Companies alike, or bridges between companies.")
    companies: int = Field(ge=0, description="Its companies.")
    links: int = Field(ge=0, description="Its links.")
    alone: int = Field(ge=0, description="Companies without a link.")
    components: int = Field(ge=0, description="Parts of two or more that no link joins.")
    left_out: int = Field(ge=0, description="Bridges left out: an end is no company, or is hidden.")


class StructureResult(Described):
    """The structure of a graph of companies; `reasons` say which graph it is."""

    seen: GraphSeen = Field(description="The graph that was looked at.")
    communities: tuple[Community, ...] = Field(description="Communities, the largest first.")
    communities_found: int = Field(ge=0, description="Communities in all.")
    holding_links: tuple[HoldingLink, ...] = Field(description="By the smaller side, then keys.")
    holding_companies: tuple[HoldingCompany, ...] = Field(description="By blocks, then key.")
    joining_companies: tuple[JoiningCompany, ...] = Field(description="By participation, key.")
    joining_occupations: tuple[JoiningOccupation, ...] = Field(description="By participation, key.")
    backbone: tuple[BackboneLink, ...] = Field(description="By chance, then numbers.")
    backbone_of: int = Field(ge=0, description="Links between communities in all.")
    reasons: tuple[Reason, ...] = Field(description="Which graph, its thresholds, its figures.")
