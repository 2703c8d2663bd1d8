"""What is asked of things to share."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from graph.analyses.reasons import Described

Kind = Literal["session", "resource", "function"]


class SharingParameters(Described):
    """Which sharings to look for, how far and until when."""

    kind: Literal["all", "session", "resource", "function"] = Field(
        default="all", description="Sessions, resources, functions by the day, or all of them."
    )
    territory: str | None = Field(
        default=None, description="Key of a territory that one of those who share is in."
    )
    radius_km: float = Field(
        default=40, ge=0, le=500, description="Greatest distance, kilometres as the crow flies."
    )
    minutes: float = Field(
        default=40,
        ge=0,
        le=300,
        description="Greatest travel by road, minutes, where times were loaded; else the radius.",
    )
    least_seats: int = Field(
        default=8, ge=1, le=100, description="People below which no session is held."
    )
    most_seats: int = Field(
        default=12, ge=1, le=100, description="Seats of a session whose size nobody said."
    )
    notice_days: int = Field(
        default=30, ge=0, le=365, description="Days it takes to open a session that is asked for."
    )
    on: date | None = Field(
        default=None, description="Day of the analysis; the snapshot's when not given."
    )
    horizon: date | None = Field(
        default=None, description="Last day by which a session must begin."
    )
    top: int = Field(
        default=200, ge=1, le=100_000, description="How many sharings of each kind to show."
    )
