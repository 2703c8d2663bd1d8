"""`/api/duplicates`: which records may be one, making them one, keeping them two."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.http.schemas import Body
from api.http.service import Service, ServiceOf
from api.merging import (
    TYPES,
    Likely,
    kept_two,
    likely,
    lowest,
    merge,
    merged,
    proposed,
    reconsider,
    refuse,
)
from graph.analyses.duplicates import DuplicatesParameters, DuplicatesResult

router = APIRouter(prefix="/api/duplicates", tags=["duplicates"])


class Pair(Body):
    """Two records of one type."""

    type: str = Field(description="Their type.")
    a: str = Field(description="Key of one.")
    b: str = Field(description="Key of the other.")


class ToMerge(Body):
    """A record, and the one that it becomes one with."""

    type: str = Field(description="Their type.")
    key: str = Field(description="Key that becomes an older one of the other record.")
    into: str = Field(description="Key that stays.")


class MergedPair(ToMerge):
    """Two records that are one."""

    load: int = Field(description="The load that makes them one; undone as any load is.")


class ToldMerge(MergedPair):
    """A merge that counts."""

    name: str = Field(description="What the record was called.")
    into_name: str = Field(description="What the one is called.")
    author: str = Field(description="Who merged them.")
    at: str = Field(description="Instant of it.")


class RefusedPair(Pair):
    """Two records that a person said are two."""

    a_name: str = Field(description="What the one is called.")
    b_name: str = Field(description="What the other is called.")
    refused_by: str = Field(description="Who said so.")
    refused_at: str = Field(description="Instant of it.")


class Settled(Body):
    """What people decided, the newest first."""

    merged: list[ToldMerge] = Field(description="Records that became one.")
    refused: list[RefusedPair] = Field(description="Pairs that are not proposed.")


class Reconsidered(Pair):
    """A pair that may be proposed again."""

    refused: bool = Field(description="Whether it was refused until then.")


def likely_of(service: Service, least: float) -> Likely:
    """Returns the likely pairs of what the signed-in reader may see, found once a revision."""
    floor = lowest(least)
    return service.keep(
        ("likely", floor), service.viewer, lambda: likely(service.snapshot(TYPES), floor)
    )


@router.get("", operation_id="duplicates", summary="Pairs of records that may be one, best first.")
def read_duplicates(
    service: ServiceOf, parameters: Annotated[DuplicatesParameters, Query()]
) -> DuplicatesResult:
    """Returns the pairs with what speaks for each; those refused are left out."""
    found = likely_of(service, parameters.threshold)
    return proposed(service.workspace, found, parameters)


@router.get("/settled", operation_id="settled_duplicates", summary="What was made one or kept two.")
def read_settled(service: ServiceOf) -> Settled:
    """Returns the merges that count and the refused pairs of which the reader may know."""
    workspace, viewer = service.workspace, service.viewer
    return Settled(
        merged=[
            ToldMerge(
                **each.merge.alias._asdict(),
                name=each.name,
                into_name=each.into,
                author=each.merge.author,
                at=each.merge.at,
            )
            for each in merged(workspace, viewer)
        ],
        refused=[
            RefusedPair(**each.refusal._asdict(), a_name=each.a, b_name=each.b)
            for each in kept_two(workspace, viewer)
        ],
    )


@router.post("/merge", operation_id="merge_records", summary="Makes two records one.")
def merge_records(asked: ToMerge, service: ServiceOf) -> MergedPair:
    """Returns the load that makes them one; undone, they are two again."""
    number = merge(service.workspace, service.viewer, asked.type, asked.key, asked.into)
    return MergedPair(**asked.model_dump(), load=number)


@router.post("/refuse", operation_id="refuse_duplicate", summary="Keeps two records two.")
def refuse_duplicate(pair: Pair, service: ServiceOf) -> Pair:
    """Returns the pair, which is proposed no more."""
    refuse(service.workspace, service.viewer, pair.type, pair.a, pair.b)
    return pair


@router.post(
    "/reconsider", operation_id="reconsider_duplicate", summary="Lets a pair be proposed again."
)
def reconsider_duplicate(pair: Pair, service: ServiceOf) -> Reconsidered:
    """Returns the pair, and whether it had been refused."""
    known = reconsider(service.workspace, service.viewer, pair.type, pair.a, pair.b)
    return Reconsidered(**pair.model_dump(), refused=known)
