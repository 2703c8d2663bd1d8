"""Pages of an analysis that has its own: filters, some of them folded, then what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.computing import day_of, named
from api.http.service import Service
from api.pages.analysing import answered, given_of
from api.pages.bridge_parts import list_files
from api.pages.fields import Field, analysis_fields
from api.pages.frame import page, say, spaced
from api.wordings import enumerated, titled
from graph.wording import sentence

Told = Callable[[Any, str], dict[str, Any]]


@dataclass(frozen=True)
class Filtered:
    """The page of an analysis: the parameters that are seen at once, in their order.

    `told` returns what its template says of a result, given the query of the address.
    """

    analysis: str
    address: str
    template: str
    title: str
    first: Sequence[str]
    told: Told

    def page(self, request: Request, service: Service, **more: Any) -> Response:
        """Returns the page for what an address asks; `more` is for its template."""
        wanted = named(self.analysis)
        given = given_of(service, request)
        answer = answered(service, wanted, given)
        result = answer.document["result"] if answer.document else None
        filled = {"on": day_of(service.workspace).isoformat()} | given
        fields = self._ordered(analysis_fields(service, wanted, filled, dict(answer.errors)))
        query = f"?{urlencode(given)}" if given else ""
        return page(
            request,
            self.template,
            say(self.title),
            menu="analyses",
            crumbs=((say("menu.analyses"), "/analyses"),),
            status=answer.status,
            stale=answer.stale,
            help=spaced(sentence(wanted.help)),
            action=self.address,
            fields=fields,
            first=fields[: len(self.first)],
            others=fields[len(self.first) :],
            filters=_filters(fields, given),
            errors=answer.errors,
            file=f"/api/analyses/{self.analysis}{query}",
            files=list_files(self.analysis, query),
            result=result,
            **(self.told(result, query) if result else {}),
            **more,
        )

    def one(self, service: Service, given: Mapping[str, str], key: str) -> Any:
        """Returns what has a key among `all` that an answer found; None where nothing has it.

        Raises:
            StillComputing: the answer takes longer than a page waits.
        """
        answer = answered(service, named(self.analysis), given)
        found = answer.document["result"].all if answer.document else ()
        return next((each for each in found if each.key == key), None)

    def _ordered(self, fields: Sequence[Field]) -> list[Field]:
        places = {name: place for place, name in enumerate(self.first)}
        return sorted(fields, key=lambda field: places.get(field.name, len(places)))


def _filters(fields: Sequence[Field], given: Mapping[str, str]) -> str:
    """Returns the filters that are on, as one sentence; empty without any."""
    told = [titled(field.title, _value(field)) for field in fields if field.name in given]
    return say("bridging.filters", filters=enumerated(told)) if told else ""


def _value(field: Field) -> str:
    return dict(field.choices).get(field.value, field.value)
