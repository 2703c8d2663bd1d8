"""The real Neo4j as our own child: started, killed and started again by the tests."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe

import psutil
from neo4j import GraphDatabase

FOLDER = Path(__file__).parent.parent / ".cache" / "neo4j"
SETTINGS = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.memory.pagecache.size=128m
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
"""
SLOWEST_START = 120.0


class NotStartedError(RuntimeError):
    """The server ended or stayed silent; the message holds what it wrote."""


@dataclass
class Neo4jServer:
    """A server with its data under `home`; it takes a free port once and keeps it."""

    home: Path
    password: str = field(default_factory=token_urlsafe)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once it answers; its first start replaces the password it ships with.

        Raises:
            NotStartedError: it ended, or was silent for two minutes.
        """
        first = not self.port
        self.process = _launched(self.home, self.port)
        try:
            _await_started(self.process, self.home)
            self.port = _port_of(self.process)
        except BaseException:
            self.kill()
            raise
        if first:
            _set_password(self.uri, self.password)

    def kill(self) -> None:
        """Ends it as a power cut would: nothing of a test is worth a checkpoint."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)


def shell(server: Neo4jServer, path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Returns what the real cypher-shell made of a file of statements."""
    program = ["java", "-cp", f"{FOLDER / 'shell'}/*", "org.neo4j.shell.Main"]
    login = ["-a", server.uri, "-u", "neo4j", f"--password={server.password}"]
    command = [*program, *login, "--format", "plain", "-f", str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def _launched(home: Path, port: int) -> subprocess.Popen[bytes]:
    settings = home / "conf" / "neo4j.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(SETTINGS.format(port=port), encoding="utf-8")
    (home / "logs" / "neo4j.log").unlink(missing_ok=True)
    program = ["java", "-Xmx1g", "-cp", f"{FOLDER / 'server'}/*"]
    main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}"]
    with (home / "output").open("wb") as output:
        return subprocess.Popen(
            [*program, *main, f"--config-dir={settings.parent}"],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _await_started(process: subprocess.Popen[bytes], home: Path) -> None:
    log, limit = home / "logs" / "neo4j.log", time.monotonic() + SLOWEST_START
    while not (log.exists() and "Started." in log.read_text(encoding="utf-8")):
        if process.poll() is not None or time.monotonic() > limit:
            written = (home / "output").read_text(encoding="utf-8", errors="replace")
            raise NotStartedError(f"Neo4j did not start:\n{written}")
        time.sleep(0.05)


def _port_of(process: subprocess.Popen[bytes]) -> int:
    """Asks the kernel, not the network: a port of somebody else's server is never ours."""
    sockets = psutil.Process(process.pid).net_connections("tcp")
    (port,) = {each.laddr.port for each in sockets if each.status == psutil.CONN_LISTEN}
    return int(port)


def _set_password(uri: str, password: str) -> None:
    with GraphDatabase.driver(uri, auth=("neo4j", "neo4j")) as driver:
        driver.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password",
            password=password,
            database_="system",
        )
