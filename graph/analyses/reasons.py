"""Reasons: a code with values, which a person can check; the catalogues hold the sentence."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, computed_field

from graph.snapshot import NodeTable
from graph.wording import sentence


def _day(value: object) -> object:
    """Returns the day of a text that is one in ISO form, as JSON and the graph hold days."""
    if isinstance(value, str) and DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


DAY = re.compile(r"\d{4}-\d\d-\d\d")
Value = Annotated[str | int | float | bool | date | None, BeforeValidator(_day)]


class Described(BaseModel):
    """A part of an analysis: parameters or result, which nothing changes once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(Described):
    """Why a result is what it is."""

    code: str = Field(description="Name of the sentence in the catalogues.")
    values: dict[str, Value] = Field(default={}, description="What fills the sentence.")

    @computed_field(description="The reason in the reader's language.")  # type: ignore[prop-decorator]
    @property
    def sentence(self) -> str:
        """The sentence in the current language."""
        return sentence(self.code, **self.values)


def reason(code: str, **values: Value) -> Reason:
    """Returns the reason of that code."""
    return Reason(code=code, values=values)


class Named(Described):
    """A node of the graph, as a result names it."""

    key: str = Field(description="Its key.")
    name: str = Field(description="What people call it; its key when it has no name.")


def named(table: NodeTable, place: int, headline: str = "name") -> Named:
    """Returns the node at a place of a table, with its headline."""
    key = table.keys[place]
    return Named(key=key, name=str(table.value(place, headline) or key))
