"""`/api/quality`: how fresh and complete the graph is, and what to confirm next."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.http.service import ServiceOf
from api.quality import MOST, Quality, quality

router = APIRouter(prefix="/api", tags=["quality"])
Most = Annotated[int, Query(ge=1, le=1000, description="Records to confirm, at most.")]


@router.get(
    "/quality",
    operation_id="quality",
    summary="Freshness, completeness, what to confirm next and what is past its retention.",
)
def read_quality(service: ServiceOf, most: Most = MOST) -> Quality:
    """Returns the quality of what the reader may see."""
    return quality(service.workspace, service.viewer, most)
