"""Whether whoever asked still waits: a request that is given up stops its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
from anyio.to_thread import current_default_thread_limiter, run_sync

from graph.stopping import Waiting, waited_for

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT_ONCE = 8  # requests worked on; with more a server of two cores answers fewer in all
STOPPERS = 4  # threads that stop statements, apart from those that may all wait for one


class Attendance:
    """Listens for a client that leaves while its request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._stoppers: anyio.CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request on; one with a body is listened to by who reads the body."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        self._begin()
        waiting, left = Waiting(), anyio.Event()
        first = await receive()

        async def listen() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            left.set()
            await run_sync(waiting.give_up, limiter=self._stoppers)

        async def received() -> Message:
            nonlocal first
            if first["type"] == "http.request":
                given, first = first, {"type": "http.disconnect"}
                return given
            await left.wait()
            return first

        fault: Exception | None = None
        with waited_for(waiting):
            async with anyio.create_task_group() as group:
                group.start_soon(listen)
                try:
                    await self.app(scope, received, send)
                except Exception as error:  # the group would wrap it, and hide its name
                    fault = error
                group.cancel_scope.cancel()
        if fault is not None:
            raise fault

    def _begin(self) -> None:
        """Says how many threads work, in the loop that the service runs in; once."""
        if self._stoppers is None:
            self._stoppers = anyio.CapacityLimiter(STOPPERS)
            current_default_thread_limiter().total_tokens = AT_ONCE
