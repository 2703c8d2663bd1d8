"""What is asked of bridges, and of all that goes over them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from graph.analyses.moves.moves import MIN_SCORE
from graph.analyses.reasons import Described

Basis = Literal["declared", "usual"]
TURNOVER = 0.15  # a convention: about one in seven leaves a permanent post in a year


class ReachParameters(Described):
    """How far people can go, when, and what a move may ask of them."""

    radius_km: float = Field(
        default=35, ge=0, le=500, description="Greatest distance, kilometres as the crow flies."
    )
    minutes: float | None = Field(
        default=None,
        ge=0,
        le=300,
        description="Greatest travel by road, minutes, where times were loaded; else the radius.",
    )
    on: date | None = Field(
        default=None, description="Day of the analysis; the snapshot's when not given."
    )
    horizon: date | None = Field(
        default=None, description="Last day by which a surplus or a need must begin."
    )
    min_score: float = Field(
        default=MIN_SCORE, ge=0, le=1, description="Smallest likeness of two occupations."
    )
    only_short: bool = Field(
        default=False, description="Only moves that adaptation on the job suffices for."
    )


class BridgesParameters(ReachParameters):
    """Which bridges to look for."""

    company: str | None = Field(
        default=None, description="Key of the employer whose people leave; all when not given."
    )
    towards: str | None = Field(
        default=None, description="Key of the employer that seeks people; all when not given."
    )
    territory: str | None = Field(
        default=None, description="Key of a territory that one side at least is in."
    )
    from_sector: str | None = Field(
        default=None, description="Head of the sector's key that people leave, such as naf2:22."
    )
    to_sector: str | None = Field(
        default=None, description="Head of the sector's key that seeks people, such as naf2:10."
    )
    across_sectors: bool = Field(
        default=False, description="Only between two divisions of the NAF."
    )
    basis: Literal["auto", "declared", "usual"] = Field(
        default="auto", description="Declared surpluses, or usual turnover where none is declared."
    )
    turnover: float = Field(
        default=TURNOVER, gt=0, le=1, description="Share of the staff that leaves in a year."
    )
    only_without_training: bool = Field(
        default=False, description="Only moves that lack no skill of the destination."
    )
    top: int = Field(
        default=200, ge=1, le=100_000, description="How many bridges and near misses to show."
    )
