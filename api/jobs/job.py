"""What is known of one job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal

import orjson

from api.computing import named, read_parameters
from api.wordings import titled
from graph.errors import MaillageError, UnknownNameError
from graph.viewer import LEVELS, Visibility
from graph.wording import has, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

State = Literal["waiting", "running", "interrupted", "done", "failed", "cancelled"]
UNFINISHED = frozenset({"waiting", "running", "interrupted"})


class StillComputing(Exception):  # noqa: N818  no error: a job goes on with it
    """A computation takes longer than a page waits; `job` is the id of its job."""

    def __init__(self, job: str) -> None:
        super().__init__(job)
        self.job = job


@dataclass(frozen=True)
class Order:
    """What a job computes: `parameters` as JSON, at the level and in the name of who asked."""

    analysis: str
    parameters: str
    visibility: Visibility
    by: str

    @property
    def mark(self) -> str:
        """What it has in common with the same for somebody else."""
        told = "\x1f".join((self.analysis, self.parameters, self.visibility))
        return blake2b(told.encode(), digest_size=16).hexdigest()

    def written(self) -> list[str]:
        """Returns the arguments that the job is kept with."""
        return [self.analysis, self.parameters, self.visibility, self.by]

    @classmethod
    def read(cls, arguments: list[str]) -> Order:
        """Returns what stands in the arguments of a job; one of another program reads at `cell`."""
        analysis, parameters, visibility, by = map(str, arguments)
        level = next((each for each in LEVELS if each == visibility), LEVELS[0])
        return cls(analysis, parameters, level, by)


@dataclass(frozen=True)
class Job:
    """A job: `done` of `total` as its analysis says, 0 of 0 before; `interrupted` by a death."""

    id: str
    order: Order
    state: State
    created_at: str
    ended_at: str | None
    seconds: float
    done: int = 0
    total: int = 0
    failure: Mapping[str, Any] | None = None

    @property
    def unfinished(self) -> bool:
        """Whether it may still find something."""
        return self.state in UNFINISHED

    @property
    def title(self) -> str:
        """What it computes, in the reader's language; its name where it is none of this program."""
        try:
            return sentence(named(self.order.analysis).title)
        except UnknownNameError:
            return self.order.analysis

    @property
    def progress(self) -> str:
        """How much is done of how much, empty while nobody knows."""
        return sentence("jobs.so_far", done=self.done, total=self.total) if self.total else ""

    @property
    def given(self) -> dict[str, str]:
        """The parameters that are other than usual, as an address has them.

        None are told of a job that this program could not compute.
        """
        try:
            analysis = named(self.order.analysis)
            asked = read_parameters(analysis, orjson.loads(self.order.parameters))
        except MaillageError:
            return {}
        told = asked.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        return {name: _text(value) for name, value in told.items()}

    @property
    def asked(self) -> list[str]:
        """What was asked other than usual, a line a parameter, in the reader's language."""
        return [_line(name, value) for name, value in self.given.items()]

    @property
    def reason(self) -> str | None:
        """Why it failed, in the reader's language."""
        if not self.failure:
            return None
        return sentence(self.failure["code"], **self.failure["values"])


def _line(name: str, value: str) -> str:
    code = f"parameter.title.{name}"
    title = sentence(code) if has(code) else name.replace("_", " ")
    return titled(title, value)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def instant(milliseconds: int | None) -> str | None:
    """Returns an instant in ISO form."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")
