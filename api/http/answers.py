"""`/api/answers`: the answers that are kept, and how one differs between two dates."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.schemas import Comparison, KeptAnswers
from api.http.service import ServiceOf
from api.keeping import compare

router = APIRouter(prefix="/api/answers", tags=["answers"])
Day = Annotated[str | None, Query(max_length=40, description="Day or instant, ISO 8601.")]


@router.get("", operation_id="list_answers", summary="The answers that are kept.")
def listed(service: ServiceOf) -> KeptAnswers:
    """Returns the latest answer kept under each name, by name."""
    found = service.workspace.kept.latest(service.viewer)
    return KeptAnswers.model_validate({"answers": [vars(each) for each in found]})


@router.get(
    "/{name}",
    response_model=Comparison,
    operation_id="compare_answers",
    summary="How the answers kept under a name differ between two dates.",
)
def compared(name: str, service: ServiceOf, since: Day = None, until: Day = None) -> dict[str, Any]:
    """Returns the rows that came, went and changed; without `until`, up to the graph as it is."""
    return compare(service.workspace, service.questions, name, since, until).document()
