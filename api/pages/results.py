"""Results of analyses as tables: transitions in words of their own, any other from its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from api.http.labels import day_text
from api.pages.frame import record_url, say, spaced
from api.pages.tables import Cell, Column, Table, figures, fixed, shown
from graph.analyses.reasons import Described, Named, Reason
from graph.wording import has, sentence

if TYPE_CHECKING:
    from graph.analyses.bridging.results import Party
    from graph.analyses.transitions import TransitionsResult

LEADS_TO = {
    "occupation": "Occupation",
    "from_occupation": "Occupation",
    "to_occupation": "Occupation",
    "pool": "Pool",
    "need": "Need",
    "record": "",
    "training": "Training",
    "commune": "Territory",
}


def tables_of(name: str, result: Described) -> list[Table]:
    """Returns the tables of a result: what the analysis is for first, then all else it says."""
    first, told = TELLERS.get(name, (lambda _: [], frozenset()))
    others = [
        _plain(field, getattr(result, field))
        for field in type(result).model_fields
        if field not in told and _is_list(getattr(result, field))
    ]
    return [*first(result), *others]


def reasons_of(result: Described) -> list[str]:
    """Returns what the whole rests on, in sentences."""
    return lines_of(getattr(result, "reasons", ()))


def facts_of(result: Described) -> list[tuple[str, str]]:
    """Returns the plain values of a result with their labels."""
    return [
        (title_of(field), _text(getattr(result, field)))
        for field in type(result).model_fields
        if not isinstance(getattr(result, field), (tuple, list, dict, Reason))
    ]


def title_of(field: str) -> str:
    """Returns the label of a field of a result."""
    code = f"result.{field}"
    return spaced(sentence(code)) if has(code) else field.replace("_", " ").capitalize()


def _is_list(value: object) -> bool:
    return bool(value) and isinstance(value, tuple) and not isinstance(value[0], Reason)


def lines_of(reasons: Iterable[Reason]) -> list[str]:
    """Returns reasons in sentences, a line each."""
    return [spaced(each.sentence) for each in reasons]


def _occupation(one: Named) -> Cell:
    return Cell(one.name, record_url("Occupation", one.key), one.key)


def percent(share: float) -> str:
    """Returns a share in hundredths."""
    return f"{round(100 * share)}\u00a0%"


def _columns(*names: str, figures: Sequence[str] = ()) -> list[Column]:
    return [Column(title_of(name), name in figures) for name in names]


def _transitions(result: TransitionsResult) -> list[Table]:
    scores = ("score", "likeness", "practice")
    names = ("occupation", *scores, "coverage", "official", "effort", "reasons")
    rows = [
        (
            _occupation(move.occupation),
            *(Cell(fixed(getattr(move, score), 2)) for score in scores),
            Cell(percent(move.coverage)),
            Cell("" if move.official is None else say("result.rank", rank=move.official)),
            Cell(say(f"result.effort.{move.effort}")),
            Cell(lines=lines_of(move.reasons)),
        )
        for move in result.transitions
    ]
    count = say("result.shown", shown=len(rows), count=result.ranked)
    columns = _columns(*names, figures=(*scores, "coverage"))
    caption = say("result.transitions_from", name=result.occupation.name)
    return [Table(caption, columns, rows, count, say("result.no_transition"))]


def party_cell(party: Party) -> Cell:
    """Returns a side of a bridge: its name, which leads to its record, or words for several."""
    if party.employer is None:
        return Cell(spaced(party.name), blurred=True)
    place = f", {party.commune}" if party.commune else ""
    return Cell(party.employer.name, record_url(party.type, party.employer.key), after=place)


def _plain(field: str, values: Sequence[Any]) -> Table:
    """Returns any list of a result as a table; a list of plain values has one column."""
    names = list(type(values[0]).model_fields) if isinstance(values[0], Described) else [""]
    rows = [
        [_any(name, getattr(each, name)) if name else Cell(_text(each)) for name in names]
        for each in values
    ]
    heads = [title_of(name) if name else title_of(field) for name in names]
    numeric = [_figures(getattr(each, name, None) for each in values) for name in names]
    columns = [Column(*head) for head in zip(heads, numeric, strict=True)]
    return Table(title_of(field), columns, rows, say("result.lines", count=len(rows)))


def _figures(values: Iterable[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(type(value) in {int, float} for value in known)


def _any(name: str, value: object) -> Cell:
    if isinstance(value, Named):
        label = LEADS_TO.get(name)
        return Cell(value.name, record_url(label, value.key) if label else None)
    if isinstance(value, tuple) and value and isinstance(value[0], Reason):
        return Cell(lines=lines_of(value))
    return Cell(_text(value))


def _text(value: object) -> str:
    if isinstance(value, Reason):
        return spaced(value.sentence)
    if isinstance(value, Described):
        return str(getattr(value, "name", None) or getattr(value, "title", "") or "")
    if isinstance(value, (tuple, list)):
        return ", ".join(map(_text, value)) if _texts(value) else figures(value)
    if isinstance(value, date):
        return day_text(value)
    return _word(value) if isinstance(value, str) else shown(value)


def _texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, (str, Described)) for value in values)


def _word(text: str) -> str:
    """Returns a code that results use in the reader's words, any other text as it is."""
    code = f"result.value.{text}"
    return sentence(code) if has(code) else shown(text)


Teller = Callable[[Any], list[Table]]
TELLERS: dict[str, tuple[Teller, frozenset[str]]] = {
    "transitions": (_transitions, frozenset({"transitions"})),
}
