"""The application: one open graph, every route, one guard around them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from starlette.staticfiles import StaticFiles

import graph.schema  # noqa: F401  the registry holds what it declares
from api.http import (
    analyses,
    answers,
    duplicates,
    jobs,
    loads,
    problems,
    quality,
    questions,
    records,
    tables,
)
from api.http.attendance import Attendance
from api.http.door import Door
from api.http.guard import Guard
from api.http.schemas import Problem
from api.http.service import Service
from api.pages import (
    analysing,
    asking,
    bridge_deeds,
    bridges,
    closures,
    duplicates as duplicate_pages,
    entry,
    forms,
    grouping_deeds,
    groupings,
    jobs as job_pages,
    keeping,
    lists,
    loads as load_pages,
    merging,
    method,
    pictures,
    quality as quality_pages,
    records as record_pages,
    removing,
    sharing,
    structures,
    today,
    trying,
    uploads,
)
from api.workspace import Workspace

HERE = Path(__file__).parent
PAGES = (
    today,
    lists,
    forms,
    removing,
    record_pages,
    asking,
    keeping,
    closures,
    structures,
    method,
    bridges,
    bridge_deeds,
    groupings,
    grouping_deeds,
    trying,
    sharing,
    analysing,
    job_pages,
    quality_pages,
    duplicate_pages,
    merging,
    uploads,
    load_pages,
    pictures,
    entry,
)
SUMMARY = "Questions, analyses and records of a territory's graph."
WRONG: dict[int, str] = {
    401: "Nobody is signed in.",
    404: "Nothing is called that; it names the nearest.",
    422: "A value is wrong; `issues` say which and what would be right.",
    503: "A store is away.",
}


def application(workspace: Workspace, door: Door) -> FastAPI:
    """Returns the application of an open graph, which `door` lets readers into."""
    app = FastAPI(
        title="maillage",
        version=_version(),
        summary=SUMMARY,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    service = Service.of(workspace)
    app.state.service, app.state.door = service, door
    secured = [Depends(HTTPBearer(auto_error=False, description="The key `serve` writes."))]
    errors: dict[int | str, dict[str, Any]] = {
        status: {"description": words, "model": Problem} for status, words in WRONG.items()
    }
    described = (
        records.router,
        questions.router(service.questions),
        answers.router,
        quality.router,
        duplicates.router,
        loads.router,
        tables.router,
        analyses.router(),
        jobs.router,
    )
    for router in described:
        app.include_router(router, responses=errors, dependencies=secured)
    for part in PAGES:
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    problems.install(app)
    job_pages.install(app)
    app.openapi = partial(_described, app.openapi)  # type: ignore[method-assign]
    app.add_middleware(Attendance)
    app.add_middleware(Guard, door=door, language=workspace.settings.language)
    return app


def _described(described: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Returns the description, in which errors have the media type they are sent with."""
    document = described()
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if int(status) >= 400 and "application/json" in content:
                    content[problems.PROBLEM] = content.pop("application/json")
    return document


def _version() -> str:
    try:
        return version("maillage")
    except PackageNotFoundError:
        return "0"
