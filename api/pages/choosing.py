"""The form of a question: what people type becomes keys, and what they may choose is shown.

A choice is found by its key, its name or a part of its words; where these mean several, the form
comes back with these to choose among.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.computing import day_of
from api.http.choices import Option, matching
from api.http.labels import YEARS, day_text, year_text
from api.http.service import Service
from api.pages.fields import LISTED, SUGGESTED, Choices, Field
from api.pages.frame import say, spaced
from api.pages.question_links import text_of_value
from graph.kinds import CellError
from graph.wording import number, sentence
from queries.catalogue import Question
from queries.header import Parameter

KINDS = {"date": "date"}
MODES = {"integer": "numeric", "decimal": "decimal"}


@dataclass
class Choosing:
    """What an address gave for a question, read as choices.

    `values` are keys where a text meant one thing, else the text; `among` what a text could mean,
    `errors` what to do about it.
    """

    values: dict[str, object] = field(default_factory=dict)
    among: dict[str, Sequence[Option]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def chosen(service: Service, question: Question, given: Mapping[str, object]) -> Choosing:
    """Returns what was given, a text turned into the key of the one choice that it means."""
    found = Choosing(dict(given))
    for name, value in given.items():
        parameter = question.header.parameters.get(name)
        if parameter is None or not parameter.types or value in ("", [], None):
            continue
        if parameter.type == "keys":
            parts = [part for part in _parts(value) if part]
            found.values[name] = [_meant(service, found, name, parameter, p) for p in parts]
        else:
            found.values[name] = _meant(service, found, name, parameter, str(value).strip())
    return found


def _parts(value: object) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [part.strip() for each in values for part in str(each).split(";")]


def _meant(service: Service, found: Choosing, name: str, parameter: Parameter, text: str) -> str:
    options = matching(service.choices(parameter.choices_from), text)
    if len(options) == 1:
        return options[0].key
    if options:
        found.among[name] = options[:LISTED]
        code = "choose.among" if len(options) <= LISTED else "choose.too_many"
        found.errors[name] = say(code, value=text, count=len(options))
    elif not _is_key(parameter, text, service):
        found.errors[name] = say("choose.nothing", value=text)
    return text


def _is_key(parameter: Parameter, text: str, service: Service) -> bool:
    """Whether it is written as a key is: then the graph says whether there is such a record."""
    try:
        parameter.reader(day_of(service.workspace))(text)
    except CellError:
        return False
    return ":" in text or text.isalnum()


def question_fields(
    service: Service, question: Question, choosing: Choosing, errors: Mapping[str, str]
) -> list[Field]:
    """Returns the fields of a question's form, filled with what was given or holds by default."""
    return [
        _field(service, name, parameter, choosing, errors.get(name, ""))
        for name, parameter in question.header.parameters.items()
    ]


def _field(
    service: Service, name: str, parameter: Parameter, choosing: Choosing, error: str
) -> Field:
    given = choosing.values.get(name)
    options = choosing.among.get(name)
    choices = [*_choices(service, parameter, options)]
    several = parameter.type == "keys"
    value = _default(service, parameter) if given is None else given
    suggested = several or (bool(parameter.types) and options is None and len(choices) > LISTED)
    if options is not None:
        value = ""  # none of them is chosen for the reader
    elif parameter.type == "key" and value not in {"", *dict(choices)}:
        choices.append((str(value), str(value)))
    return Field(
        name,
        str(parameter.title),
        _help(name, parameter),
        ""
        if several
        else text_of_value(dict(choices).get(str(value), value) if suggested else value),
        parameter.required,
        KINDS.get(parameter.type, "text"),
        MODES.get(parameter.type, ""),
        choices,
        suggested,
        error,
        several,
        _kept(service, parameter, value) if several else (),
    )


def _kept(service: Service, parameter: Parameter, value: object) -> Choices:
    known = service.choices(parameter.choices_from)
    keys: Iterable[str] = value if isinstance(value, list) else ()
    return [(key, known[key].words) for key in keys if key in known]


def _choices(
    service: Service, parameter: Parameter, among: Sequence[Option] | None
) -> Sequence[tuple[str, str]]:
    """Returns what may be chosen; nothing when it is more than a page can carry."""
    if among is not None:
        return [(option.key, option.words) for option in among]
    if parameter.types:
        known = service.choices(parameter.choices_from)
        few = len(known) <= SUGGESTED
        return [(option.key, option.words) for option in known.values()] if few else []
    if parameter.type == "yes-no":
        return [("oui", sentence("word.yes")), ("non", sentence("word.no"))]
    return [(code, str(words)) for code, words in parameter.choices.items()]


def _default(service: Service, parameter: Parameter) -> str:
    if parameter.type == "date" and parameter.default == "today":
        return day_of(service.workspace).isoformat()
    return parameter.default or ""


def _help(name: str, parameter: Parameter) -> str:
    """Returns the help of a parameter, and the bounds of its value."""
    least, most = parameter.least, parameter.most
    code = {(True, True): "between", (True, False): "at_least", (False, True): "at_most"}.get(
        (least is not None, most is not None)
    )
    said = spaced(str(parameter.help))
    bound = year_text if name in YEARS else _bound
    return f"{said} {say(f'choose.{code}', least=bound(least), most=bound(most))}" if code else said


def _bound(text: str | None) -> str:
    """Returns a bound as people read it: a number with its signs, a day in words."""
    if text is None or not text.lstrip("-").replace(".", "", 1).isdigit():
        return day_text(text or "")
    return number(float(text) if "." in text else int(text))
