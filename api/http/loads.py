"""`/api/loads`: what was loaded, one load with what it says, loading tables, undoing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter

from api.http.load_schemas import LoadDocument, LoadedTables, LoadSummaries, LoadSummary, Undone
from api.http.sending import LIMIT, SentForm
from api.http.service import Service, ServiceOf
from api.loading import ToldLoad, told_loads
from api.pages.loads import check_level
from api.pages.uploads import draft_of, files_of
from api.uploads import FILES, store
from graph.loads import ending_of, spoken_of
from ingest.load import document, load

router = APIRouter(prefix="/api/loads", tags=["loads"])
TEXTS = {
    "source": "Who says it; the name of the file when it is not given.",
    "observed_on": "ISO day it was true; today when it is not given.",
    "type": "The type that a row is first; recognised when it is not given.",
}
SENT = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": f"Tables, and mappings in YAML; {LIMIT >> 20} MB.",
                        },
                        **{
                            name: {"type": "string", "description": told}
                            for name, told in TEXTS.items()
                        },
                        "complete": {
                            "type": "boolean",
                            "description": "Whether what the source says no more is to go.",
                        },
                        "dry_run": {
                            "type": "boolean",
                            "description": "Whether to say only what a load would do.",
                        },
                    },
                }
            }
        },
    }
}


@router.get("", operation_id="list_loads", summary="Every load, the newest first.")
def listed(service: ServiceOf) -> LoadSummaries:
    """Returns the loads, those undone included."""
    check_level(service)
    found = told_loads(service.workspace, service.workspace.ledger.loads())
    return LoadSummaries(loads=[LoadSummary(**_summary(each)) for each in found])


@router.post(
    "",
    operation_id="load_tables",
    summary="Loads tables, or says what that would do; the report of `maillage load`.",
    openapi_extra=SENT,
)
def load_tables(service: ServiceOf, form: SentForm) -> LoadedTables:
    """Returns what became of each table; nothing of what was sent is kept beside the graph."""
    check_level(service)
    draft = draft_of(form)
    draft.check()
    dry_run = form.get("dry_run") in {"oui", "true", "1"}
    with TemporaryDirectory(dir=_scratch(service)) as folder:
        inside = Path(folder) / "sent"
        mappings = store(inside, files_of(form))
        orders = draft.orders(service.viewer.name, mappings, dry_run=dry_run)
        report = load(service.workspace.current, sorted((inside / FILES).iterdir()), orders)
        return LoadedTables.model_validate(document(report))


def _scratch(service: Service) -> Path:
    folder = service.workspace.settings.place.folder / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@router.get("/{number}", operation_id="read_load", summary="One load, and what it speaks of.")
def read_load(number: int, service: ServiceOf) -> LoadDocument:
    """Returns a load with how many records of each type it speaks of."""
    check_level(service)
    ledger = service.workspace.ledger
    [told] = told_loads(service.workspace, [ledger.load(number)])
    ending = ending_of(ledger, number)
    return LoadDocument(
        **_summary(told),
        undone_by=ending.undone_by,
        complete_for=list(ending.complete_for),
        complete_on=ending.complete_on,
        spoken_of=spoken_of(ledger, number),
    )


@router.post("/{number}/undo", operation_id="undo_load", summary="Undoes one load.")
def undo_load(number: int, service: ServiceOf) -> Undone:
    """Returns what that changed, by type; nothing where it was undone before."""
    check_level(service)
    outcome = service.workspace.current.undo(number, service.viewer.name)
    verbs = ("created", "updated", "removed")
    counts = {verb: dict(+getattr(outcome, verb)) if outcome else {} for verb in verbs}
    return Undone(number=number, already=outcome is None, **counts)


def _summary(told: ToldLoad) -> dict[str, Any]:
    row = told.row
    return {
        "number": row.id,
        "kind": told.kind,
        "what": told.what,
        "label": row.label,
        "source": row.source,
        "author": row.author,
        "started_at": row.started_at,
        "claims": row.claims,
        "state": "undone" if row.undone_at else row.state,
        "undone_at": row.undone_at,
    }
