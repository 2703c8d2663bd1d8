"""The structure of a graph of companies, put in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from graph.analyses.reasons import Named, Reason, named, reason
from graph.analyses.structuring.communities import ALONE, Links, Places
from graph.analyses.structuring.joints import holding_links, holding_nodes
from graph.analyses.structuring.profiles import Companies
from graph.analyses.structuring.results import (
    BackboneLink,
    Community,
    Companion,
    HoldingCompany,
    HoldingLink,
    JoiningCompany,
    JoiningOccupation,
)
from graph.analyses.structuring.spread import betweenness, participation, significance

if TYPE_CHECKING:
    import networkx as nx

MEMBERS, TYPICAL, NAMING = 12, 3, 2
DIGITS = 4


class Teller:
    """Says what there is of one graph; at most `top` lines of each list."""

    def __init__(
        self, companies: Companies, links: Links, labels: Places, top: int, chance: float
    ) -> None:
        self.companies, self.links = companies, links
        self.labels: list[int] = labels.tolist()
        self.top, self.chance = top, chance
        self.count = max(self.labels, default=ALONE) + 1
        self.table = companies.snapshot.table("Company")

    @cached_property
    def graph(self) -> nx.Graph[int]:
        """The companies that have a link, by their rows."""
        return self.links.graph()

    @cached_property
    def components(self) -> int:
        """How many parts no link joins, companies without a link apart."""
        import networkx as nx

        return nx.number_connected_components(self.graph)

    @cached_property
    def among(self) -> nx.Graph[int]:
        """The communities, joined by the sum of the links between their companies."""
        import networkx as nx

        found: nx.Graph[int] = nx.Graph()
        found.add_nodes_from(range(self.count))
        for a, b, weight in self.links.triples():
            one, other = self.labels[a], self.labels[b]
            if one != other:
                before = found.get_edge_data(one, other, {"weight": 0.0, "links": 0})
                added, links = before["weight"] + weight, before["links"] + 1
                found.add_edge(one, other, weight=added, links=links)
        return found

    @cached_property
    def without_sector(self) -> int:
        """How many companies have no known sector, which participation needs."""
        return sum(sector is None for sector in self.companies.sectors)

    def communities(self, between: Mapping[int, float]) -> tuple[Community, ...]:
        """Returns the communities, the largest first."""
        inside: Counter[int] = Counter()
        for a, b, _ in self.links.triples():
            if self.labels[a] == self.labels[b]:
                inside[self.labels[a]] += 1
        members: dict[int, list[int]] = {}
        for row, label in enumerate(self.labels):
            members.setdefault(label, []).append(row)
        return tuple(
            self._community(label, members[label], inside[label], between.get(label, 0.0))
            for label in range(min(self.count, self.top))
        )

    def holding_links(self) -> tuple[HoldingLink, ...]:
        """Returns the links that hold blocks together, those of the largest smaller side first."""
        found = sorted(holding_links(self.graph).items(), key=lambda pair: -min(pair[1]))
        return tuple(
            HoldingLink(
                company=self._named(a),
                other_company=self._named(b),
                weight=round(self.graph[a][b]["weight"], DIGITS),
                on_its_side=side,
                on_other_side=other,
                reasons=(
                    reason(
                        "structure.holding_link",
                        name=self._named(a).name,
                        other=self._named(b).name,
                        side=side,
                        other_side=other,
                    ),
                ),
            )
            for (a, b), (side, other) in found[: self.top]
        )

    def holding_companies(self) -> tuple[HoldingCompany, ...]:
        """Returns the companies that hold blocks together, those of the largest second first."""
        found = sorted(holding_nodes(self.graph).items(), key=lambda pair: -pair[1][1])
        return tuple(
            HoldingCompany(
                company=self._named(row),
                blocks=blocks,
                reasons=(
                    reason(
                        "structure.holding_company",
                        count=len(blocks),
                        name=self._named(row).name,
                        sizes=", ".join(map(str, blocks)),
                    ),
                ),
            )
            for row, blocks in found[: self.top]
        )

    def joining_companies(self) -> tuple[JoiningCompany, ...]:
        """Returns the companies whose links reach several sectors, the farthest reaching first."""
        told = {
            row: Counter(s for other in self.graph[row] if (s := self._sector(other)) is not None)
            for row in sorted(self.graph)
        }
        return tuple(
            JoiningCompany(
                company=self._named(row),
                participation=participation(sectors),
                sectors=len(sectors),
                companies=sectors.total(),
                reasons=(_reach("structure.joining_company", sectors),),
            )
            for row, sectors in self._farthest(told)
        )

    def joining_occupations(self) -> tuple[JoiningOccupation, ...]:
        """Returns the occupations that several sectors have, the farthest reaching first."""
        told: dict[int, Counter[int]] = {}
        for row, occupations in enumerate(self.companies.occupations):
            if (sector := self._sector(row)) is not None:
                for each in occupations:
                    told.setdefault(each, Counter())[sector] += 1
        table = self.companies.snapshot.table("Occupation")
        return tuple(
            JoiningOccupation(
                occupation=named(table, place, "title"),
                participation=participation(sectors),
                sectors=len(sectors),
                companies=sectors.total(),
                reasons=(_reach("structure.joining_occupation", sectors),),
            )
            for place, sectors in self._farthest(dict(sorted(told.items())))
        )

    def backbone(self) -> tuple[tuple[BackboneLink, ...], dict[int, float]]:
        """Returns the links between communities that stand out, and the betweenness on them."""
        import networkx as nx

        chances = {(a, b): significance(self.among, a, b) for a, b in self.among.edges}
        kept = [ends for ends, chance in chances.items() if chance <= self.chance]
        spine: nx.Graph[int] = nx.Graph()
        spine.add_nodes_from(self.among)
        spine.add_weighted_edges_from((a, b, self.among[a][b]["weight"]) for a, b in kept)
        kept.sort(key=lambda ends: (chances[ends], min(ends), max(ends)))
        found = (self._backbone_link(*ends, chances[ends]) for ends in kept[: self.top])
        return tuple(found), betweenness(spine)

    def _backbone_link(self, one: int, other: int, chance: float) -> BackboneLink:
        a, b = sorted((one, other))
        told = self.among[a][b]
        weight, ends = round(told["weight"], DIGITS), {"one": a + 1, "other": b + 1}
        return BackboneLink(
            community=a + 1,
            other_community=b + 1,
            links=told["links"],
            weight=weight,
            chance=chance,
            reasons=(reason("structure.backbone", count=told["links"], chance=chance, **ends),),
        )

    def _community(self, label: int, rows: list[int], inside: int, between: float) -> Community:
        occupations = self._typical(rows)
        sectors = self._sectors(rows)
        outside = int(self.among.degree(label, weight="links"))
        name = " / ".join(each.named.name for each in (*occupations[:NAMING], *sectors[:1]))
        said = [reason("structure.community", count=len(rows), inside=inside, outside=outside)]
        if between:
            said.append(reason("structure.between", percent=round(100 * between)))
        return Community(
            number=label + 1,
            name=name,
            size=len(rows),
            members=tuple(map(self._named, rows[:MEMBERS])),
            occupations=occupations,
            sectors=sectors,
            inside=inside,
            outside=outside,
            betweenness=between,
            reasons=tuple(said),
        )

    @cached_property
    def _having(self) -> Counter[int]:
        return Counter(each for found in self.companies.occupations for each in found)

    def _typical(self, rows: Iterable[int]) -> tuple[Companion, ...]:
        """Returns the occupations that are most a community's own: count × share of all."""
        inside = Counter(each for row in rows for each in self.companies.occupations[row])
        ranked = sorted(inside, key=lambda each: (-(inside[each] ** 2) / self._having[each], each))
        table = self.companies.snapshot.table("Occupation")
        return tuple(
            Companion(named=named(table, each, "title"), companies=inside[each])
            for each in ranked[:TYPICAL]
        )

    def _sectors(self, rows: Iterable[int]) -> tuple[Companion, ...]:
        counted = Counter(sector for row in rows if (sector := self._sector(row)) is not None)
        table = self.companies.snapshot.table("Sector")
        return tuple(
            Companion(named=named(table, each, "title"), companies=counted[each])
            for each in sorted(counted, key=lambda each: (-counted[each], each))[:TYPICAL]
        )

    def _farthest(self, told: Mapping[int, Counter[int]]) -> list[tuple[int, Counter[int]]]:
        several = [pair for pair in told.items() if len(pair[1]) > 1]
        return sorted(several, key=lambda pair: -participation(pair[1]))[: self.top]

    def _sector(self, row: int) -> int | None:
        return self.companies.sectors[row]

    def _named(self, row: int) -> Named:
        return named(self.table, self.companies.places[row])


def _reach(code: str, sectors: Counter[int]) -> Reason:
    return reason(code, count=sectors.total(), sectors=len(sectors), share=participation(sectors))
