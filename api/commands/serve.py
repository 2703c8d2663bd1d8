"""`serve`: the pages and the API, on this machine only."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.console import out, say, settings_of
from graph.errors import DataError
from graph.wording import sentence

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.http.door import Door

PORT = 8008
HERE = "127.0.0.1"
OURS = frozenset({HERE, "localhost"})


def register(app: typer.Typer) -> None:
    """Adds this command to the application."""
    app.command("serve", help=sentence("serve.help"))(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help=sentence("serve.port_option"))] = PORT,
    host: Annotated[str, typer.Option("--host", help=sentence("serve.host_option"))] = HERE,
) -> int:
    """Serves until it is stopped."""
    settings = settings_of(context)
    if host not in OURS:
        raise DataError("serve.not_here", host=host)
    from api.app import application
    from api.http.door import Door
    from api.workspace import opened

    with _listening(port) as listener, opened(settings) as workspace:
        door = Door(listener.getsockname()[1])
        app = application(workspace, door)
        with (
            _key_file(settings.place.folder, door) as path,
            closing(app.state.service.computations) as computations,
        ):
            computations.resume()
            _greet(door, path, settings.viewer().visibility)
            _run(app, listener)
    return 0


def _run(app: FastAPI, listener: socket.socket) -> None:
    """Serves until a signal; the end of the process asked for from outside is as Ctrl+C."""
    import uvicorn

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
    uvicorn.Server(uvicorn.Config(app, lifespan="off", **options)).run(sockets=[listener])


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """Yields a socket bound to the port, or to a free one, which it says, when it is in use."""
    if not 0 <= port <= 65535:
        raise DataError("serve.port", port=port)
    # Only a socket that says TCP lets asyncio send a small answer at once (TCP_NODELAY).
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HERE, port))
        except OSError:
            listener.bind((HERE, 0))
            other = str(listener.getsockname()[1])
            say(sentence("serve.port_taken", port=str(port), other=other))
        listener.listen()  # who reads the address may call at once, and waits
        yield listener


@contextmanager
def _key_file(folder: Path, door: Door) -> Iterator[Path]:
    """Keeps the key for programs in a file that only its owner can read, until the end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"serve-{door.port}.key"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{door.key}\n")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _greet(door: Door, path: Path, visibility: str) -> None:
    say(sentence("serve.link"))
    out(f"http://{HERE}:{door.port}{door.path}")
    say(sentence("serve.key", path=path))
    sys.stdout.flush()
    say(sentence("serve.level", level=sentence(f"visibility.{visibility}")))
