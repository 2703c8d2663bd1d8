"""Files on their way to a reader: their media types, and how they are sent."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import IO, Any, Literal

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

Format = Literal["json", "csv", "xlsx"]
IN_ONE = 1_000_000  # bytes of a body sent in one piece
MEDIA: Mapping[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


def sent(file: IO[bytes], format: Format, called: str | None = None) -> Response:
    """Returns a whole file on its way, as an attachment where it is called anything."""
    headers = {}
    if called:
        headers["Content-Disposition"] = f'attachment; filename="{called}"'
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    if length <= IN_ONE:
        with file:
            return Response(file.read(), headers=headers, media_type=MEDIA[format])
    headers["Content-Length"] = str(length)
    sending = iter(partial(file.read, IN_ONE), b"")
    return StreamingResponse(
        sending, headers=headers, media_type=MEDIA[format], background=BackgroundTask(file.close)
    )
