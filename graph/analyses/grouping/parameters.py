"""What is asked of employer groupings."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from graph.analyses.grouping.hours import Rules
from graph.analyses.grouping.minimal_sets import BUDGET


class GroupingsParameters(Rules):
    """What a shared job must meet, where and how far to look, and how much to show."""

    distance_km: float = Field(
        30, gt=0, le=500, description="Greatest distance between every two members."
    )
    minutes: float | None = Field(
        None,
        ge=0,
        le=300,
        description="Greatest travel by road, minutes, where times were loaded; else distance.",
    )
    largest: int = Field(5, ge=2, le=8, description="Members of the largest sets.")
    family: str | None = Field(
        None, description="ROME code, domain of three characters, or named family; none: all."
    )
    basin: str | None = Field(
        None, description="Key of the territory to stay within, such as `be:2401`; none: all."
    )
    on: date | None = Field(None, description="Day of the analysis; the snapshot's when not given.")
    plan: bool = Field(
        False, description="Whether to plan disjoint groupings with the most jobs in all."
    )
    seconds: float = Field(
        60, gt=0, le=3600, description="Seconds after which the best plan found is given."
    )
    most: int = Field(200, ge=1, le=10_000, description="Groupings to show, the best first.")
    budget: int = Field(
        BUDGET,
        ge=1,
        description="Sets to examine in one family; above it the list stops at fewer members.",
    )
