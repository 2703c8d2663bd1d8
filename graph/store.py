"""The one client of the graph: reads, streams, batches of writes, declarations, over Bolt.

What the two servers do differently stands here: who may read, and how a time limit is set.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)
from neo4j.time import Date, DateTime, Duration, Time

from graph.errors import DataError, MaillageError, StoreError
from graph.refusals import OF_THE_STATEMENT, sentence_of, why_away
from graph.stopping import TAGGED, Statements
from graph.wording import sentence

Kind = Literal["neo4j", "embedded"]
Login = tuple[str, str]
Rows = list[list[object]]
Found = TypeVar("Found")

READ_SECONDS = 30.0
STREAM_SECONDS = 3600.0
DECLARE_SECONDS = 600.0
SCHEME = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?://")
AWAY = (ServiceUnavailable, SessionExpired)
OPTIONS: dict[str, Any] = {
    "notifications_min_severity": "OFF",
    "connection_timeout": 3.0,
    "connection_acquisition_timeout": 5.0,
}
PATIENCE = {"neo4j": 5.0, "embedded": 1.0}


@dataclass(frozen=True)
class Address:
    """Where a server listens, and the logins for questions, for snapshots and for writes."""

    uri: str
    database: str
    question: Login = field(repr=False)
    reader: Login = field(repr=False)
    writer: Login = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What a statement found; `truncated` when there was more than the limit asked for."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    truncated: bool = False


@dataclass(frozen=True)
class Finding:
    """What a statement finds, as it comes: its columns, and its rows in batches."""

    columns: tuple[str, ...]
    batches: Iterator[list[tuple[object, ...]]]


class Store:
    """A graph on one of the two servers; threads may share it.

    `renew` returns where the server is now, and starts one where it died or ended.
    """

    def __init__(
        self,
        kind: Kind,
        address: Address,
        *,
        folder: Path | None = None,
        renew: Callable[[], Address] | None = None,
    ) -> None:
        self.kind: Kind = kind
        self._address = address
        self._folder = folder
        self._renew = renew
        self._drivers: dict[Login, neo4j.Driver] = {}
        self._lock = threading.Lock()
        self._statements = Statements(self._shown, in_text=kind == "embedded")

    @property
    def place_name(self) -> str:
        """The server's kind and place, for messages."""
        if self.kind == "embedded":
            return sentence("store.place_embedded", folder=self._folder)
        return f"Neo4j, {re.sub('//[^/@]*@', '//', self._address.uri)}"

    def read(
        self,
        text: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """Returns what a statement that cannot write finds, at most `limit` rows of it.

        Raises:
            DataError: the server refused the statement, or it tried to write.
            StoreError: the server is away, or needed more than `timeout` seconds (30).
        """
        seconds = READ_SECONDS if timeout is None else timeout
        with self._explained(reads=True, seconds=seconds), self._on_the_way(text, seconds) as query:

            def ask(address: Address) -> Answer:
                return self._driver(address, address.question).execute_query(
                    query,
                    dict(parameters or {}),
                    routing_=neo4j.RoutingControl.READ,
                    database_=address.database,
                    result_transformer_=lambda result: _answer(result, limit),
                )

            return self._asked(ask)

    @contextmanager
    def finding(
        self,
        text: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float | None = None,
        size: int = 1000,
    ) -> Iterator[Finding]:
        """Yields what a statement that cannot write finds, `size` rows at a time as they come.

        Whoever waits for it may give up: then the server stops it. Raises as `read` does.
        """
        seconds = READ_SECONDS if timeout is None else timeout
        with self._explained(reads=True, seconds=seconds), self._on_the_way(text, seconds) as query:
            begun = self._asked(lambda address: self._begun(address, "question", query, parameters))
            opened, result = begun
            with opened:
                yield Finding(tuple(result.keys()), _batches(result, size))

    def stream(
        self,
        text: str,
        parameters: Mapping[str, object] | None = None,
        *,
        size: int = 5000,
    ) -> Iterator[Rows]:
        """Yields the rows a statement that cannot write finds, `size` at a time, for an hour.

        Unlike an answer's, temporal values stay the driver's own.
        """
        seconds = STREAM_SECONDS
        with self._explained(reads=True, seconds=seconds), self._on_the_way(text, seconds) as query:
            begun = self._asked(
                lambda address: self._begun(address, "reader", query, parameters, size)
            )
            opened, result = begun
            with opened:
                while batch := result.fetch(size):
                    yield [record.values() for record in batch]

    def write(self, text: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Writes one batch, `$rows` of the statement, in one transaction; all of it or nothing.

        A server that dies is asked again: the statement must do the same when done twice.
        """
        with self._explained():
            self._run(text, {"rows": rows})

    def declare(self, statements: Sequence[str]) -> None:
        """Declares constraints and indexes, and returns once they are of use."""
        with self._explained():
            for text in statements:
                self._run(text, {})
            self._await_indexes()

    def close(self) -> None:
        """Closes every connection; the server lives on."""
        with self._lock:
            drivers, self._drivers = list(self._drivers.values()), {}
        for driver in drivers:
            driver.close()

    def _run(self, text: str, parameters: dict[str, Any]) -> list[neo4j.Record]:
        def ask(address: Address) -> list[neo4j.Record]:
            driver = self._driver(address, address.writer)
            query, database = _query(text), address.database
            return driver.execute_query(query, parameters, database_=database).records

        return self._asked(ask)

    def _await_indexes(self) -> None:
        limit = time.monotonic() + DECLARE_SECONDS
        text = "SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name, state"
        while pending := self._run(text, {}):
            failed = [record["name"] for record in pending if record["state"] == "FAILED"]
            if failed or time.monotonic() > limit:
                names = ", ".join(failed or [record["name"] for record in pending])
                raise StoreError("store.index", names=names, store=self.place_name)
            time.sleep(0.05)

    @contextmanager
    def _on_the_way(self, text: str, seconds: float) -> Iterator[neo4j.Query]:
        """Gives the statement with its limit and a tag, by which it is stopped when given up."""
        with self._statements.on_the_way() as tag:
            yield self._limited(text, seconds, tag)

    def _limited(self, text: str, seconds: float, tag: str) -> neo4j.Query:
        """The embedded server ignores what is sent beside the text, and reads what is in it."""
        if self.kind == "embedded":
            return _query(f"/*limit {seconds:.3f} {tag}*/ {text}")
        return neo4j.Query(text, metadata={TAGGED: tag}, timeout=seconds)

    def _shown(self, text: str) -> list[dict[str, Any]]:
        with self._explained():
            return [record.data() for record in self._run(text, {})]

    def _begun(
        self,
        address: Address,
        login: Literal["question", "reader"],
        query: neo4j.Query,
        parameters: Mapping[str, object] | None,
        size: int = 1000,
    ) -> tuple[ExitStack, neo4j.Result]:
        """Returns a session to close, and the result that it waits to give."""
        with ExitStack() as stack:
            session = stack.enter_context(self._session(address, getattr(address, login), size))
            result = session.run(query, dict(parameters or {}))
            return stack.pop_all(), result

    def _session(self, address: Address, login: Login, size: int) -> neo4j.Session:
        driver = self._driver(address, login)
        return driver.session(
            database=address.database,
            default_access_mode=neo4j.READ_ACCESS,
            fetch_size=size,
            bookmark_manager=driver.execute_query_bookmark_manager,
        )

    def _driver(self, address: Address, login: Login) -> neo4j.Driver:
        """Opened when first asked for: a command that only reads opens one connection."""
        with self._lock:
            if login not in self._drivers:
                self._drivers[login] = self._opened(address.uri, login)
            return self._drivers[login]

    def _opened(self, uri: str, login: Login) -> neo4j.Driver:
        if not SCHEME.match(uri):
            raise StoreError("store.address", store=self.place_name)
        options = {**OPTIONS, "max_transaction_retry_time": PATIENCE[self.kind]}
        try:
            with ExitStack() as stack:
                driver = stack.enter_context(neo4j.GraphDatabase.driver(uri, auth=login, **options))
                if self.kind == "neo4j":
                    driver.verify_connectivity()  # fails at once where a statement tries again
                stack.pop_all()
        except (ConfigurationError, ValueError) as error:
            raise StoreError("store.address", store=self.place_name) from error
        return driver

    def _asked(self, ask: Callable[[Address], Found]) -> Found:
        """Returns the server's answer; a server that died is found or started again, once."""
        address = self._address
        try:
            return ask(address)
        except (*AWAY, AuthError):
            if self._renew is None:
                raise
            self._find_again(address, self._renew)
        return ask(self._address)

    def _find_again(self, lost: Address, renew: Callable[[], Address]) -> None:
        """Of many threads that lost the same server, one looks for the new one."""
        with self._lock:
            if self._address is lost:
                self._address = renew()
                drivers = [self._drivers.pop(login) for login in list(self._drivers)]
                for driver in drivers:
                    driver.close()

    @contextmanager
    def _explained(self, *, reads: bool = False, seconds: float = 0.0) -> Iterator[None]:
        try:
            yield
        except (DriverError, Neo4jError) as error:
            raise self._fault(error, reads=reads, seconds=seconds) from error

    def _fault(self, error: Exception, *, reads: bool, seconds: float) -> MaillageError:
        message = str(getattr(error, "message", None) or error).strip()
        code, reason = self._sentence(error, message, reads=reads), message.splitlines()[0]
        if code in OF_THE_STATEMENT:
            return DataError(code, reason=reason)
        return StoreError(
            code,
            store=self.place_name,
            folder=self._folder or self.place_name,
            user=self._address.writer[0],
            database=self._address.database,
            seconds=seconds,
            reason=why_away(error) if isinstance(error, AWAY) else reason,
        )

    def _sentence(self, error: Exception, message: str, *, reads: bool) -> str:
        embedded = self.kind == "embedded"
        if isinstance(error, AWAY):
            return "store.lost" if embedded else "store.away"
        code = str(getattr(error, "code", None) or "")
        return sentence_of(code, message, reads=reads, embedded=embedded)


def _query(text: str, seconds: float | None = None) -> neo4j.Query:
    """The driver asks for literal text against injection; ours comes from files and schemas."""
    return neo4j.Query(text, timeout=seconds)


def _answer(result: neo4j.Result, limit: int | None) -> Answer:
    records = list(result) if limit is None else result.fetch(limit + 1)
    rows = [tuple(map(_native, record.values())) for record in records[:limit]]
    return Answer(tuple(result.keys()), rows, limit is not None and len(records) > limit)


def _batches(result: neo4j.Result, size: int) -> Iterator[list[tuple[object, ...]]]:
    while records := result.fetch(size):
        yield [tuple(map(_native, record.values())) for record in records]


def _native(value: Any) -> object:
    """Returns Python's own dates and times for the driver's; a duration as ISO text."""
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, list):
        return [_native(each) for each in value]
    if isinstance(value, dict):
        return {name: _native(each) for name, each in value.items()}
    if isinstance(value, (Date, DateTime, Time)):
        return value.to_native()
    return value.iso_format() if isinstance(value, Duration) else value
