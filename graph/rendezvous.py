"""How the users and the one server of a folder find each other: three locks and a private file.

Liveness is never guessed from a pid, a port or a file's age: a kernel lock dies with its process.

    server.lock   held by the server from its first line to its last: taken means served
    users.lock    shared by all who use the server, exclusive for the server when it ends;
                  its time of change moves when a user comes and when one leaves
    start.lock    held by the user who looks for a server or starts one
    server.json   port and passwords, for the owner's eyes; true only while server.lock is taken
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from graph.locks import opened

POLL = 0.02
STOP_SECONDS = 30.0
START_SECONDS = 60.0


@dataclass(frozen=True)
class Notice:
    """What a server says of itself: where it listens, and the password of each of its users."""

    root: str
    pid: int
    port: int
    passwords: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Rendezvous:
    """The files of one server's folder, `root`."""

    root: Path

    @property
    def server(self) -> Path:
        """The lock that says whether there is a server."""
        return self.root / "server.lock"

    @property
    def users(self) -> Path:
        """The lock that says whether there are users."""
        return self.root / "users.lock"

    @property
    def start(self) -> Path:
        """The lock of the user who may start a server."""
        return self.root / "start.lock"

    @property
    def notice(self) -> Path:
        """The file in which the server says where it is."""
        return self.root / "server.json"

    @property
    def output(self) -> Path:
        """What the server printed since its last start."""
        return self.root / "server.out"

    def is_served(self) -> bool:
        """Returns whether a server lives in this folder."""
        with closing(opened(self.server)) as lock:
            return not take(lock)

    def read(self) -> Notice | None:
        """Returns what the server says of itself; None when it says nothing, or half of it."""
        try:
            notice = Notice(**json.loads(self.notice.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return notice if notice.root == str(self.root) else None

    def write(self, notice: Notice) -> None:
        """Says where the server is, all at once."""
        write_private(self.notice, json.dumps(asdict(notice)))

    def holds(self, lock: IO[bytes]) -> bool:
        """Returns whether this folder still has the server's own lock: not moved, not gone."""
        with suppress(OSError):
            return os.path.samestat(self.server.stat(), os.fstat(lock.fileno()))
        return False


def take(lock: IO[bytes], *, shared: bool = False, patience: float = 0.0) -> bool:
    """Returns whether the lock was had within `patience` seconds."""
    limit = time.monotonic() + patience
    kind = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(lock, kind)
            return True
        if time.monotonic() >= limit:
            return False
        time.sleep(POLL)


def free(lock: IO[bytes]) -> None:
    """Lets the lock go and keeps its file open."""
    fcntl.flock(lock, fcntl.LOCK_UN)


@contextmanager
def used(path: Path) -> Iterator[bool]:
    """Counts as a user of the server until the block ends; yields False when it would not end."""
    with closing(opened(path)) as lock:
        had = take(lock, shared=True, patience=STOP_SECONDS + 5)
        os.utime(lock.fileno())
        try:
            yield had
        finally:
            os.utime(lock.fileno())


def open_private(path: Path) -> IO[bytes]:
    """Returns an emptied file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open_private(draft) as out:
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
