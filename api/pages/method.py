"""`/passerelles/qualite`: how the engine of moves works, and how often it is right."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.computing import Computed, Wanted, latest, named
from api.http.labels import day_text, instant_text
from api.http.service import Service, ServiceOf
from api.pages.frame import page, say
from api.pages.tables import Cell, Column, Table, fixed, shown
from graph.analyses.moves.evaluation import Figures
from graph.analyses.moves.ranking import shipped
from graph.analyses.transitions_quality import (
    QualityFigures,
    TransitionsQualityParameters,
    published,
)

router = APIRouter(include_in_schema=False)
ADDRESS = "/passerelles/qualite"
MEASURES = ("recall_at_10", "recall_at_20", "mrr", "rare_recall_at_10", "distinct_destinations")
LISTS = ("default", "likeness", "combined")
TOLD = ("lists", "likeness", "practice", "combined", "effort", "held_out", "chosen", "price")


@router.get(ADDRESS)
def show_method(request: Request, service: ServiceOf) -> Response:
    """Shows the method in plain words, then its figures, on this graph where they were computed.

    Else they are those on the ROME that the weights were learned from.
    """
    found = latest(service.workspace, _wanted(service))
    figures, weights = _figures(found), shipped()
    return page(
        request,
        "method.html",
        say("method.title"),
        menu="analyses",
        crumbs=((say("menu.analyses"), "/analyses"), (say("bridging.title"), "/passerelles")),
        told=[say(f"method.{name}") for name in TOLD],
        data=say(
            "method.data",
            publisher=weights.publisher,
            version=weights.version,
            day=day_text(weights.learned_on),
            occupations=shown(weights.occupations),
            moves=shown(weights.moves),
        ),
        measured=_measured(found),
        again=f"{ADDRESS}/recalculer",
        best=say("method.best", best=fixed(figures.best_recall_at_10, 3)),
        tables=[
            _of_lists(figures),
            _table("curve", _curve(figures)),
            _table("domains", _domains(figures)),
            _weights(),
        ],
    )


@router.post(ADDRESS + "/recalculer")
def recompute(service: ServiceOf) -> Response:
    """Starts the job that measures the engine on this graph; leads to its page."""
    return RedirectResponse(f"/calculs/{service.computations.enqueue(_wanted(service))}", 303)


def _wanted(service: Service) -> Wanted:
    return service.wanted(named("transitions-quality"), TransitionsQualityParameters())


def _figures(found: Computed | None) -> QualityFigures:
    result = found.result if found else None
    return result if isinstance(result, QualityFigures) else published()


def _measured(found: Computed | None) -> str:
    """Returns on what the figures were measured."""
    if found is None:
        return say("method.published")
    return say(
        "method.measured",
        instant=instant_text(found.computed_at),
        revision=shown(found.stamp.revision),
        count=round(found.seconds),
    )


def _of_lists(figures: QualityFigures) -> Table:
    own = {"default": figures, "likeness": figures.likeness, "combined": figures.combined}
    rows: list[tuple[str, Figures]] = [(say(f"method.list.{n}"), own[n]) for n in LISTS]
    for kind, lists in (("strict", figures.strict), ("other", figures.other_folds)):
        rows += [
            (say(f"method.list.{kind}", name=say(f"method.list.{n}")), lists[n]) for n in LISTS
        ]
    rows += [(say(f"method.baseline.{n}"), each) for n, each in figures.baselines.items()]
    return _table("lists_title", rows)


def _curve(figures: QualityFigures) -> Iterable[tuple[str, Figures]]:
    for mix in figures.curve:
        yield say("method.mix", frequent=mix.frequent, close=mix.close), mix.figures


def _domains(figures: QualityFigures) -> Iterable[tuple[str, Figures]]:
    for each in figures.by_broad_domain:
        yield f"{each.domain.key} {each.domain.name}", each.figures


def _table(name: str, rows: Iterable[tuple[str, Figures]]) -> Table:
    columns = [Column(say("method.column.what"))]
    columns += [Column(say(f"method.column.{measure}"), True) for measure in MEASURES]
    cells = [[Cell(title), *_cells(figures)] for title, figures in rows]
    return Table(say(f"method.{name}"), columns, cells, aside=True)


def _cells(figures: Figures) -> list[Cell]:
    values = [getattr(figures, measure) for measure in MEASURES]
    return [Cell(fixed(v, 3) if isinstance(v, float) else shown(v)) for v in values]


def _weights() -> Table:
    told = shipped()
    rows = [
        [Cell(say(f"method.list.{name}")), Cell(say(f"method.term.{term}")), Cell(fixed(weight, 2))]
        for name, terms in (("likeness", told.likeness), ("combined", told.combined))
        for term, weight in terms.items()
    ]
    columns = [
        Column(say("method.column.list")),
        Column(say("method.column.term")),
        Column(say("method.column.weight"), True),
    ]
    return Table(say("method.weights"), columns, rows, aside=True)
