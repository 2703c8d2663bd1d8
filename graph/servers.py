"""Which server holds the graph: a Neo4j by its address, or the embedded one as a child process."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from graph.embedded import GRAPH, OTHER_WAS_FASTER
from graph.errors import StoreError
from graph.locks import opened
from graph.rendezvous import (
    POLL,
    START_SECONDS,
    STOP_SECONDS,
    Notice,
    Rendezvous,
    open_private,
    take,
    used,
)

if TYPE_CHECKING:
    from graph.store import Address, Store

CHECKOUT = Path(__file__).resolve().parent.parent
JAVA_VARIABLES = {
    "ARCADEDB_JVM_ARGS",
    "CLASSPATH",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "_JAVA_OPTIONS",
}


@dataclass(frozen=True)
class Place:
    """Where a graph lives; without `uri`, in the embedded server of that folder."""

    folder: Path
    uri: str | None = None
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"


@contextmanager
def connect(place: Place) -> Iterator[Store]:
    """Yields the client of the graph; the embedded server is kept running until the block ends.

    Raises:
        StoreError: the server cannot be had; the sentence says where and what to try.
    """
    opens = _neo4j(place) if place.uri else _embedded(place.folder)
    with opens as store, closing(store):
        yield store


@contextmanager
def _neo4j(place: Place) -> Iterator[Store]:
    from graph.store import Address, Store

    login = (place.user, place.password)
    yield Store("neo4j", Address(place.uri or "", place.database, login, login, login))


@contextmanager
def _embedded(folder: Path) -> Iterator[Store]:
    meeting = Rendezvous(_own(folder))
    with ExitStack() as stack:
        with _explained(folder):
            had = stack.enter_context(used(meeting.users))
        if not had:
            raise StoreError("store.busy", folder=folder)
        address = _address(meeting)
        from graph.store import Store

        yield Store("embedded", address, folder=folder, renew=lambda: _address(meeting))


def discard(folder: Path) -> bool:
    """Removes the embedded server of a folder and all that the folder holds, for good.

    Returns whether there was anything.

    Raises:
        StoreError: somebody uses it.
    """
    if not folder.is_dir():
        return False
    meeting = Rendezvous(_own(folder))
    with ExitStack() as holding, _explained(folder):
        start, users = (
            holding.enter_context(closing(opened(path))) for path in (meeting.start, meeting.users)
        )
        if not (take(start, patience=START_SECONDS) and take(users)):
            raise StoreError("store.in_use", folder=folder)
        gone = folder.with_name(f"{folder.name}.{uuid4().hex}")
        folder.rename(gone)
        _await_end(Rendezvous(gone / "server"))
        shutil.rmtree(gone)
    return True


def _await_end(meeting: Rendezvous) -> None:
    """Returns once the server has noticed that its folder is no longer where it was."""
    limit = time.monotonic() + STOP_SECONDS
    while meeting.is_served() and time.monotonic() < limit:
        time.sleep(POLL)


def _own(folder: Path) -> Path:
    """Returns the server's folder in the data folder, both made when missing."""
    with _explained(folder):
        for made in (folder, folder / "server"):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        root = (folder / "server").resolve()
        owner = root.stat().st_uid
    if owner != os.geteuid():
        raise StoreError("store.other_user", folder=folder)
    return root


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        code = "store.disk_full" if full else "store.folder"
        raise StoreError(code, folder=folder, reason=error.strerror) from error


def _address(meeting: Rendezvous) -> Address:
    notice = _noticed(meeting)
    from graph.store import Address

    question, reader, root = (
        (user, notice.passwords[user]) for user in ("question", "reader", "root")
    )
    return Address(f"bolt://127.0.0.1:{notice.port}", GRAPH, question, reader, root)


def _noticed(meeting: Rendezvous) -> Notice:
    """Returns where the server is; one is started when there is none, by one user at a time."""
    with _explained(meeting.root.parent), closing(opened(meeting.start)) as lock:
        if not take(lock, patience=START_SECONDS + 5):
            raise StoreError("store.busy", folder=meeting.root.parent)
        return _found(meeting) or _started(meeting)


def _found(meeting: Rendezvous) -> Notice | None:
    """Returns what a living server says, waiting while it starts; None when there is none."""
    limit = time.monotonic() + START_SECONDS
    while meeting.is_served():
        if notice := meeting.read():
            return notice
        if time.monotonic() > limit:
            raise StoreError("store.silent", folder=meeting.root.parent, output=meeting.output)
        time.sleep(POLL)
    return None


def _started(meeting: Rendezvous) -> Notice:
    child = _spawned(meeting)
    import_module("graph.store")  # its driver takes a while to import: while the server starts
    try:
        return _first_word(meeting, child)
    finally:
        # Who never waits for a child leaves a zombie when it ends before us.
        threading.Thread(target=child.wait, daemon=True).start()


def _first_word(meeting: Rendezvous, child: subprocess.Popen[bytes]) -> Notice:
    limit = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < limit:
        if meeting.is_served() and (notice := meeting.read()):
            return notice
        time.sleep(POLL)
    if child.poll() == OTHER_WAS_FASTER and (notice := _found(meeting)):
        return notice
    raise _not_started(meeting, child)


def _not_started(meeting: Rendezvous, child: subprocess.Popen[bytes]) -> StoreError:
    folder, code = meeting.root.parent, child.poll()
    if code is None:
        child.kill()
        return StoreError("store.silent", folder=folder, output=meeting.output)
    lines = meeting.output.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    if any("No space left" in line for line in lines):
        return StoreError("store.disk_full", folder=folder)
    reason = lines[-1] if lines else f"code {code}"
    return StoreError("store.not_started", folder=folder, reason=reason, output=meeting.output)


def _spawned(meeting: Rendezvous) -> subprocess.Popen[bytes]:
    """Nothing of the data folder is ever imported (-P), and the server outlives its starter."""
    meeting.notice.unlink(missing_ok=True)
    with open_private(meeting.output) as output:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "graph.embedded", str(meeting.root)],
            cwd=meeting.root,
            env=_environment(),
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _environment() -> dict[str, str]:
    """Java reads accents in paths by the locale; in a checkout the program is not installed."""
    kept = {name: value for name, value in os.environ.items() if name not in JAVA_VARIABLES}
    # The child works in the data folder, where a relative path would mean another.
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(Path(path).absolute()) for path in known if path]
    if Path(sysconfig.get_path("purelib")).resolve() != CHECKOUT:
        paths.insert(0, str(CHECKOUT))
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(paths)}
