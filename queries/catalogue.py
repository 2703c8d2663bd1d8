"""The questions there are: those shipped beside this module and those of the user's own folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import get_args

from graph.errors import DataError, Issue, unknown
from queries.header import Header, QuestionError, QuestionFile, Theme, read_file

SHIPPED = Path(__file__).parent
THEMES: tuple[Theme, ...] = get_args(Theme)
Seen = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Question:
    """One question: its header, and the Cypher that runs unchanged."""

    name: str
    file: QuestionFile
    path: Path

    @property
    def header(self) -> Header:
        """What the file says of itself."""
        return self.file.header

    @property
    def title(self) -> str:
        """The title in the current language."""
        return str(self.header.title)

    def checked(self) -> Question:
        """Returns itself once its Cypher is checked against its header and the model.

        Raises:
            QuestionError: the Cypher breaks a rule, or does not agree with its header.
        """
        _ = self.types
        return self

    @property
    def types(self) -> frozenset[str]:
        """The types of the nodes that its Cypher reads; raises as `checked` does."""
        from queries.check import check_question

        return check_question(self.file, self.path.name)


@dataclass(frozen=True)
class Catalogue:
    """Every question by name; `broken` are the user's own that cannot be asked, and why."""

    questions: Mapping[str, Question]
    broken: Mapping[str, QuestionError] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Question]:
        """Yields the questions by theme, then by name."""
        return iter(sorted(self.questions.values(), key=_rank))

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def weekly(self) -> list[Question]:
        """The questions that are asked every week, in their order."""
        ranked = [(each.header.weekly, each) for each in self if each.header.weekly is not None]
        return [question for _, question in sorted(ranked, key=itemgetter(0))]

    def question(self, name: str) -> Question:
        """Returns the question called `name`, checked.

        Raises:
            UnknownNameError: no question is called that; it names the nearest.
            DataError: it is the user's own and broken; every cause with its file and line.
        """
        if name in self.broken:
            raise DataError("question.broken", self.broken[name].issues, name=name)
        if name not in self.questions:
            raise unknown("question.unknown", name, self.questions)
        return self.questions[name].checked()


def _rank(question: Question) -> tuple[int, str]:
    return THEMES.index(question.header.theme), question.name


def catalogue(extra: Path | None = None) -> Catalogue:
    """Returns the shipped questions and those of the folder `extra`.

    Headers are read at once; a shipped body is checked when it is first asked for, a body of the
    user's own before it is listed.

    Raises:
        QuestionError: a shipped question is wrong.
    """
    shipped = {path.stem: _read(path) for path in sorted(SHIPPED.glob("*.cypher"))}
    for question in shipped.values():
        _check_choices(question, shipped)
    if extra is None:
        return Catalogue(shipped)
    return _with_own(shipped, extra)


def seen(folder: Path | None) -> Seen:
    """Returns what tells whether the questions of a folder are still those that were read."""
    if folder is None or not folder.is_dir():
        return ()
    stats = ((path.name, path.stat()) for path in sorted(folder.glob("*.cypher")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _with_own(shipped: dict[str, Question], folder: Path) -> Catalogue:
    known, broken = dict(shipped), {}
    if not folder.is_dir():
        issue = Issue("question.no_folder", str(folder))
        return Catalogue(shipped, {folder.name: QuestionError(issue)})
    for path in sorted(folder.glob("*.cypher")):
        try:
            known[path.stem] = _own(path, shipped)
        except QuestionError as error:
            broken[path.stem] = error
    for name in known.keys() - shipped.keys():
        try:
            _check_choices(known[name], known)
        except QuestionError as error:
            broken[name] = error
    sound = {name: question for name, question in known.items() if name not in broken}
    return Catalogue(sound | shipped, broken)


def _own(path: Path, shipped: Mapping[str, Question]) -> Question:
    if path.stem in shipped:
        raise QuestionError(Issue("question.taken", path.name, 1, values={"name": path.stem}))
    return _read(path).checked()


def _read(path: Path) -> Question:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise QuestionError(Issue("question.unreadable", path.name, 1)) from None
    return Question(path.stem, read_file(text, path.name), path)


def _check_choices(question: Question, known: Mapping[str, Question]) -> None:
    """Refuses choices from a question that is absent, asks something or gives other keys."""
    for name, parameter in question.header.parameters.items():
        source = known.get(parameter.choices_from)
        if not parameter.choices_from or (source and _gives(source.header, parameter.types)):
            continue
        line = question.file.lines["parameters", name]
        values = {"name": parameter.choices_from, "types": "|".join(parameter.types)}
        raise QuestionError(Issue("question.choices_from", question.path.name, line, values=values))


def _gives(header: Header, types: tuple[str, ...]) -> bool:
    asks = any(parameter.required for parameter in header.parameters.values())
    first = next(iter(header.columns.values()))
    return not asks and set(first.types) == set(types)
