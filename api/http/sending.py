"""What a form sends, with its files: read as it comes, and no further than may be kept."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from graph.errors import DataError

LIMIT = 100 << 20
DRAINED = 1 << 30  # a browser shows an answer only once it has sent all
FILES = 20
FIELDS = 100_000
FIELD_SIZE = 1 << 20


class TooLargeError(DataError):
    """More was sent than may be kept."""

    status = 413


async def sent_form(request: Request) -> AsyncIterator[FormData]:
    """Yields the fields and files of a form; its files are gone when the request ends.

    Raises:
        TooLargeError: all of it is over `LIMIT`.
        DataError: it is no form, or has too many files or fields.
    """
    try:
        form = await _parser(request).parse()
    except MultiPartException:
        raise DataError("uploads.too_many", files=FILES) from None
    try:
        yield form
    finally:
        await form.close()


def _parser(request: Request) -> MultiPartParser | FormParser:
    stream = _counted(request)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return MultiPartParser(
            request.headers, stream, max_files=FILES, max_fields=FIELDS, max_part_size=FIELD_SIZE
        )
    return FormParser(request.headers, stream, max_fields=FIELDS, max_part_size=FIELD_SIZE)


async def _counted(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > DRAINED:
            break
        if size <= LIMIT:
            yield chunk
    if size > LIMIT:
        raise TooLargeError("uploads.too_large", limit=LIMIT >> 20)


SentForm = Annotated[FormData, Depends(sent_form)]
