"""`/api/tables`: any type as a file that can be loaded again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.exporting import file_name
from api.giving import given_file, leaving
from api.http.files import FILE, MEDIA, sent
from api.http.service import ServiceOf
from ingest.headers import named_type

router = APIRouter(prefix="/api/tables", tags=["tables"])
FILES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {MEDIA[each]: FILE for each in ("csv", "xlsx")}}
}


@router.get(
    "/{type}",
    operation_id="give_table",
    summary="A type in the columns of its template, as a file that loads again.",
    response_class=Response,
    responses=FILES,
)
def give_table(
    type: str,
    service: ServiceOf,
    format: Annotated[Literal["csv", "xlsx"], Query(description="Which file.")] = "xlsx",
    q: Annotated[str, Query(max_length=200, description="Words of the names wanted.")] = "",
) -> Response:
    """Returns what the signed-in reader may see of a type, rows by key."""
    of = named_type(type)
    table = leaving(service.workspace, service.viewer, of, q)
    called = file_name(of.__name__.lower(), format, service.workspace.settings)
    return sent(given_file(table, format), format, called)
