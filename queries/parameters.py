"""What a question is asked with: each value read, and keys that the graph must hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from graph.errors import DataError, Issue
from graph.kinds import CellError
from queries.header import Header, Parameter
from queries.values import issue_of

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer


def read_parameters(
    name: str, header: Header, given: Mapping[str, object], today: date | None = None
) -> dict[str, object]:
    """Returns the value of every parameter of the question `name`, defaults filled in.

    `today` is the day that the word means; by default the machine's own.

    Raises:
        DataError: with one issue a parameter that is unknown, missing or wrong.
    """
    issues = _strangers(header, given)
    values: dict[str, object] = {}
    for each, parameter in header.parameters.items():
        try:
            values[each] = _value(parameter, given.get(each), today or date.today())
        except CellError as error:
            issues.append(issue_of(each, error))
    if issues:
        raise DataError("parameters.wrong", issues, name=name)
    return values


def _strangers(header: Header, given: Mapping[str, object]) -> list[Issue]:
    known = ", ".join(header.parameters)
    code = "value.unknown" if known else "value.unknown_here"
    strange = sorted(given.keys() - header.parameters.keys())
    return [Issue(code, column=name, values={"known": known}) for name in strange]


def _value(parameter: Parameter, given: object, today: date) -> object:
    said = None if given in ("", None, []) else given
    said = parameter.default if said is None else said
    if said is None and parameter.optional:
        return None
    if said is None:
        raise CellError("value.missing", help=parameter.help)
    return parameter.reader(today)(said)


def check_known(
    store: Store,
    viewer: Viewer,
    name: str,
    header: Header,
    values: Mapping[str, object],
    *,
    empty: bool,
) -> None:
    """Refuses keys of nothing that the viewer may read.

    A single key is looked for where the answer is empty, for only then does it change nothing;
    several keys always, for one of them could be wrong unseen.

    Raises:
        DataError: with one issue a parameter whose key is of nothing, and the nearest keys.
    """
    issues = []
    for each, parameter in header.parameters.items():
        value = values[each]
        if parameter.types and value is not None and (empty or isinstance(value, list)):
            issues += _missing(store, viewer, each, parameter, value)
    if issues:
        raise DataError("parameters.wrong", issues, name=name)


def _missing(
    store: Store, viewer: Viewer, name: str, parameter: Parameter, value: object
) -> list[Issue]:
    from graph.records import known_keys, near_keys

    keys = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    known = known_keys(store, viewer, parameter.types, keys)
    issues = []
    for key in keys:
        if key not in known:
            near = near_keys(store, viewer, parameter.types, key)
            code = "value.no_such" if near else "value.none_such"
            values = {"value": key, "near": ", ".join(near)}
            issues.append(Issue(code, column=name, values=values))
    return issues
