"""Errors over HTTP: `application/problem+json` under `/api`, a page with the cure elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from graph.errors import DataError, Issue, MaillageError
from graph.wording import has, sentence

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import HTTPConnection, Request

PROBLEM = "application/problem+json"
TITLED = frozenset({400, 401, 403, 404, 405, 406, 413, 422, 500, 503})
VALIDATION = {
    "missing": "field.missing",
    "extra_forbidden": "field.extra",
    "int_parsing": "field.whole",
    "int_from_float": "field.whole",
    "float_parsing": "field.number",
    "bool_parsing": "field.flag",
    "date_from_datetime_parsing": "field.day",
    "date_parsing": "field.day",
    "greater_than_equal": "field.least",
    "greater_than": "field.above",
    "less_than_equal": "field.most",
    "less_than": "field.below",
    "literal_error": "field.choice",
    "enum": "field.choice",
}


def install(app: FastAPI) -> None:
    """Makes every error of the application one of the shapes of this module."""
    app.add_exception_handler(MaillageError, _maillage_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _our_fault)


def refusal(connection: HTTPConnection, status: int, code: str, **values: object) -> Response:
    """Returns the response to a request that goes no further."""
    return respond(connection, _document(connection, status, code, sentence(code, **values)))


def respond(connection: HTTPConnection, document: Mapping[str, Any]) -> Response:
    """Returns a problem as JSON under `/api`, as a page elsewhere."""
    status = int(document["status"])
    if connection.url.path.startswith("/api"):
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        return JSONResponse(document, status, headers, PROBLEM)
    from api.pages.frame import problem_page

    return problem_page(connection, document)


def problem_of(connection: HTTPConnection, error: MaillageError) -> dict[str, Any]:
    """Returns the problem document of one of our errors; `issues` are all that is wrong."""
    issues: Sequence[Issue] = getattr(error, "issues", ())
    detail = sentence(error.code, **error.values)
    return _document(
        connection, error.status, error.code, detail, [_issue(each) for each in issues]
    )


def issues_of(errors: Sequence[Mapping[str, Any]]) -> list[Issue]:
    """Returns what a form's or an address's values lack, as issues in words."""
    return [_field_issue(error) for error in errors]


def _document(
    connection: HTTPConnection,
    status: int,
    code: str,
    detail: str,
    issues: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    return {
        "type": f"urn:maillage:{code}",
        "title": sentence(f"http.{status if status in TITLED else 500}"),
        "status": status,
        "detail": detail,
        "instance": connection.url.path,
        "issues": list(issues),
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "file": issue.file or None,
        "line": issue.line,
        "column": issue.column,
        "detail": sentence(issue.code, **issue.values),
    }


def _field_issue(error: Mapping[str, Any]) -> Issue:
    name = str(error["loc"][-1]) if error["loc"] else ""
    bounds = {key: value for key, value in (error.get("ctx") or {}).items() if key != "error"}
    limit = next(iter(bounds.values()), "")
    values = {"value": error.get("input"), "limit": limit}
    return Issue(VALIDATION.get(error["type"], "field.wrong"), column=name, values=values)


def _maillage_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, MaillageError):
        raise error
    return respond(request, problem_of(request, error))


def _validation_error(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    problem = DataError("field.wrong_request", issues_of(found))
    return respond(request, problem_of(request, problem))


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = f"http.{status}.detail"
    detail = sentence(code, path=request.url.path) if has(code) else str(error)
    response = respond(request, _document(request, status, f"http.{status}", detail))
    response.headers.update(getattr(error, "headers", None) or {})
    return response


def _our_fault(request: Request, error: Exception) -> Response:
    detail = sentence("http.500.detail", reason=type(error).__name__)
    return respond(request, _document(request, 500, "http.500", detail))
