"""The engine's own score: how many official mobilities its lists find that it did not see.

Cross-validated over five folds of the occupations, the same at every run; see
`graph.analyses.moves.evaluation`. Cost: a minute on ROME 4.0 v460.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from pydantic import Field

from graph.analyses.moves.evaluation import DEFAULT, MIXES, Figures, Orders, Trial, mixed
from graph.analyses.moves.moves import Moves, moves_of
from graph.analyses.moves.practice import sources_of
from graph.analyses.moves.ranking import shipped
from graph.analyses.moves.skills import TYPES
from graph.analyses.reasons import Described, Named, Reason, reason
from graph.analyses.registry import Analysis
from graph.errors import DataError
from graph.snapshot import Snapshot

LEAST_SOURCES = 100
OTHER_SEED = 97  # of folds that were never looked at while terms and turns were chosen


class TransitionsQualityParameters(Described):
    """Nothing is asked: the measure is one."""


class OfDomain(Described):
    """How well the default list does from one broad domain."""

    domain: Named = Field(description="Broad domain.")
    figures: Figures = Field(description="Its figures.")


class Mix(Described):
    """A point of the curve: so many frequent destinations, then so many close ones, in turn."""

    frequent: int = Field(ge=0, description="Frequent destinations a turn.")
    close: int = Field(ge=0, description="Close destinations a turn.")
    figures: Figures = Field(description="What the list of that turn does.")


class ListWeights(Described):
    """What each term weighs in the two sums."""

    likeness: dict[str, float] = Field(description="Terms of likeness.")
    combined: dict[str, float] = Field(description="Terms of the combined sum.")


class WeightsOrigin(Described):
    """The weights that the program ships, and what they were learned from."""

    learned_on: date = Field(description="Day.")
    publisher: str = Field(description="Publisher of the mobilities.")
    version: str = Field(description="Version of ROME.")
    occupations: int = Field(description="Occupations.")
    moves: int = Field(description="Official mobilities.")
    weights: ListWeights = Field(description="The weights.")


class QualityFigures(Figures):
    """The default list's figures; beside it each list alone, strict, baselines, domains, curve."""

    likeness: Figures = Field(description="Close destinations alone.")
    combined: Figures = Field(description="Frequent destinations alone.")
    strict: dict[str, Figures] = Field(
        description="The three lists where a held-out occupation is unknown as a destination too."
    )
    other_folds: dict[str, Figures] = Field(
        description="The three lists on other folds, on which nothing was ever chosen."
    )
    baselines: dict[str, Figures] = Field(description="Plain rankings that learn nothing.")
    best_recall_at_10: float = Field(description="The best that recall could be.")
    by_broad_domain: tuple[OfDomain, ...] = Field(description="By broad domain, by code.")
    curve: tuple[Mix, ...] = Field(description="From frequent destinations alone to close alone.")


class TransitionsQualityResult(QualityFigures):
    """The figures on a graph, the weights in use and how all was measured."""

    shipped: WeightsOrigin = Field(description="The weights in use.")
    learned: ListWeights = Field(description="The weights that this graph would teach.")
    reasons: tuple[Reason, ...] = Field(description="How it is measured.")


def published() -> QualityFigures:
    """Returns the figures on the ROME that the shipped weights were learned from.

    They are those of `maillage analyse transitions --evaluate`, kept beside the weights.
    """
    text = files("graph.analyses.moves").joinpath("measured.json").read_text(encoding="utf-8")
    return QualityFigures.model_validate_json(text)


def run(snapshot: Snapshot, parameters: TransitionsQualityParameters) -> TransitionsQualityResult:
    """Returns how often the engine is right on the official mobilities of a snapshot.

    Raises:
        DataError: too few occupations have official mobilities.
    """
    del parameters
    moves = moves_of(snapshot)
    sources = len(sources_of(moves.known))
    count = int(moves.known.sum())
    if sources < LEAST_SOURCES:
        raise DataError("quality.too_few", sources=sources, count=count, least=LEAST_SOURCES)
    trial = Trial(moves.closeness, moves.known)
    told = trial.orders(strict=False)
    lists = {mix: mixed(told, *mix) for mix in MIXES}
    curve = {mix: trial.figures(order) for mix, order in lists.items()}
    default, frequent = curve[DEFAULT], trial.figures(told.frequent)
    learned = trial.learned()
    return TransitionsQualityResult(
        **dict(default),
        likeness=trial.figures(told.close),
        combined=frequent,
        strict=_of_lists(trial, trial.orders(strict=True)),
        other_folds=_of_lists(trial, trial.orders(strict=False, seed=OTHER_SEED)),
        baselines={name: trial.figures(order) for name, order in trial.baselines().items()},
        best_recall_at_10=trial.best_recall(),
        by_broad_domain=_by_domain(moves, trial.by_broad_domain(lists[DEFAULT])),
        curve=tuple(Mix(frequent=f, close=c, figures=each) for (f, c), each in curve.items()),
        shipped=_origin(),
        learned=_weights(learned.likeness, learned.combined),
        reasons=(
            reason("quality.trial", sources=sources, count=count),
            reason("quality.strict"),
            reason(
                "quality.price",
                percent=round(100 * default.rare_recall_at_10),
                frequent=round(100 * frequent.rare_recall_at_10),
            ),
        ),
    )


def _of_lists(trial: Trial, orders: Orders) -> dict[str, Figures]:
    """Returns the figures of the default list and of each list alone."""
    return {
        "default": trial.figures(mixed(orders, *DEFAULT)),
        "likeness": trial.figures(orders.close),
        "combined": trial.figures(orders.frequent),
    }


def _by_domain(moves: Moves, found: Mapping[str, Figures]) -> tuple[OfDomain, ...]:
    occupations = moves.skills.occupations
    told = occupations.columns.get("broad_domain_title", [None] * len(occupations))
    names = dict(zip((key[:1] for key in occupations.keys), told, strict=True))
    return tuple(
        OfDomain(domain=Named(key=key, name=str(names.get(key) or key)), figures=figures)
        for key, figures in found.items()
    )


def _origin() -> WeightsOrigin:
    told = shipped()
    return WeightsOrigin(
        learned_on=told.learned_on,
        publisher=told.publisher,
        version=told.version,
        occupations=told.occupations,
        moves=told.moves,
        weights=_weights(told.likeness, told.combined),
    )


def _weights(likeness: Mapping[str, float], combined: Mapping[str, float]) -> ListWeights:
    first, second = ({n: round(w, 4) for n, w in each.items()} for each in (likeness, combined))
    return ListWeights(likeness=first, combined=second)


ANALYSIS = Analysis(
    name="transitions-quality",
    title="transitions-quality.title",
    help="transitions-quality.help",
    parameters=TransitionsQualityParameters,
    result=TransitionsQualityResult,
    types=TYPES,
    run=run,
)
