"""`/api/tables`: any type, or what a load said, as a file that can be loaded again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.exporting import file_name
from api.giving import Leaving, given_file, leaving
from api.http.files import FILE, MEDIA, sent
from api.http.service import Service, ServiceOf
from api.likewise import leaving_like, wanted_as
from api.pages.loads import check_level
from ingest.headers import named_type

router = APIRouter(prefix="/api/tables", tags=["tables"])
FILES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {MEDIA[each]: FILE for each in ("csv", "xlsx")}}
}


Format = Annotated[Literal["csv", "xlsx"], Query(description="Which file.")]
Sought = Annotated[str, Query(max_length=200, description="Words of the names wanted.")]


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
    format: Format = "xlsx",
    q: Sought = "",
) -> Response:
    """Returns what the signed-in reader may see of a type, rows by key."""
    of = named_type(type)
    table = leaving(service.workspace, service.viewer, of, q)
    return _sent(table, format, service)


@router.get(
    "/like/{reading}",
    operation_id="give_table_like",
    summary="What loads of a reading say, in the columns it came in with, as a file.",
    response_class=Response,
    responses=FILES,
)
def give_table_like(
    reading: Annotated[str, Path(description="A load's number, a table's name or a shape.")],
    service: ServiceOf,
    format: Format = "xlsx",
    q: Sought = "",
) -> Response:
    """Returns what the signed-in reader may see of what loads of a reading speak of."""
    check_level(service)
    wanted = wanted_as(service.workspace, reading)
    table = leaving_like(service.workspace, service.viewer, wanted, q)
    return _sent(table, format, service)


def _sent(table: Leaving, format: Literal["csv", "xlsx"], service: Service) -> Response:
    called = file_name(table.called, format, service.workspace.settings)
    return sent(given_file(table, format), format, called)
