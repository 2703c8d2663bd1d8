"""Who said what when: every write, before it reaches the graph.

A load is staged in batches, acknowledged in one commit, then carried into the graph by
`graph.current`. What a crash leaves behind is finished, or forgotten when it was not yet
acknowledged, by `catch_up` at the next start: whether a load's process lives is told by a kernel
lock, never by a date. Undo marks a load and carries its records again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import orjson
import sqlalchemy as sa

from graph import state
from graph.claims import Claim, Said, digest_of, dumped
from graph.declare import SIGNATURES, Node, Record, Signature, name_of
from graph.editions import Edition
from graph.errors import UnknownNameError
from graph.locks import WriteLock, attempt
from graph.state import ALIASES, ERASURE, GRAPH, LEDGER, LOADS, REFUSALS, RESULTS

BATCH = 5000
LIVE = LOADS.c.undone_at.is_(None) & LOADS.c.acknowledged_at.is_not(None)
IDENTITY = sa.select(GRAPH)
Stage = Literal["staged", "pending", "applied"]


@dataclass(frozen=True)
class LoadRow:
    """One load, as `maillage loads` lists it; `claims` is how many records it spoke of."""

    id: int
    state: Stage
    author: str
    source: str
    label: str
    started_at: str
    claims: int
    undone_at: str | None


@dataclass(frozen=True)
class Delivery:
    """A complete delivery: from that day on, what its source no longer says of a type goes."""

    load: int
    source: str
    types: frozenset[str]
    on: str
    counts: bool


class Ledger:
    """The ledger of one graph."""

    def __init__(self, url: str, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.engine = state.engine(url)
        self.folder = folder
        self.lock = WriteLock(folder)
        state.migrate(self.engine, folder / "migrate.lock")

    def close(self) -> None:
        """Lets the database go."""
        self.engine.dispose()

    # loads

    def loads(self) -> list[LoadRow]:
        """Returns every acknowledged load, the newest first."""
        columns = [LOADS.c[name] for name in LoadRow.__annotations__]
        chosen = sa.select(*columns).where(LOADS.c.state != "staged").order_by(LOADS.c.id.desc())
        with self.engine.connect() as connection:
            return [LoadRow(**row) for row in connection.execute(chosen).mappings()]

    def load(self, number: int) -> LoadRow:
        """Returns one acknowledged load.

        Raises:
            UnknownNameError: there is no such load.
        """
        for row in self.loads():
            if row.id == number:
                return row
        raise UnknownNameError("ledger.unknown_load", number=str(number))

    def already(self, fingerprint: str) -> int | None:
        """Returns the live load that gave exactly this before; None when none did."""
        chosen = sa.select(sa.func.max(LOADS.c.id)).where(LOADS.c.fingerprint == fingerprint, LIVE)
        with self.engine.connect() as connection:
            return connection.execute(chosen).scalar()

    @contextmanager
    def staging(
        self,
        author: str,
        source: str,
        label: str,
        fingerprint: str | None = None,
        edition: Edition | None = None,
    ) -> Iterator[Staging]:
        """Opens a load; what is not acknowledged when the block ends is forgotten."""
        with ExitStack() as living:
            with self.engine.begin() as connection:
                values = {"state": "staged", "author": author, "source": source, "label": label}
                row = {**values, "started_at": now(), "fingerprint": fingerprint}
                row["edition"] = edition.written() if edition else None
                added = connection.execute(LOADS.insert().values(**row).returning(LOADS.c.id))
                number = int(added.scalar_one())
                # Before the commit: nobody may see a load whose process seems dead.
                living.enter_context(self.alive(number))
            try:
                yield Staging(self, number, source)
            finally:
                self.forget(number)

    @contextmanager
    def alive(self, number: int) -> Iterator[bool]:
        """Holds the lock that says a process works on that load; yields whether it was free."""
        path = self.folder / f"load-{number}.lock"
        with attempt(path) as had:
            try:
                yield had
            finally:
                if had:
                    path.unlink(missing_ok=True)

    def forget(self, number: int) -> None:
        """Removes a load that was never acknowledged; leaves any other alone."""
        if self.stage(number) == "staged":
            with self.engine.begin() as connection:
                for table in (LEDGER, ALIASES):
                    connection.execute(table.delete().where(table.c.load == number))
                connection.execute(LOADS.delete().where(LOADS.c.id == number))

    def stage(self, number: int) -> Stage | None:
        """Returns how far a load is; None when there is no such load, or no longer."""
        chosen = sa.select(LOADS.c.state).where(LOADS.c.id == number)
        with self.engine.connect() as connection:
            return connection.execute(chosen).scalar()

    def unfinished(self) -> list[int]:
        """Returns the loads that are not in the graph as the ledger has them, oldest first."""
        chosen = sa.select(LOADS.c.id).where(LOADS.c.state != "applied").order_by(LOADS.c.id)
        with self.engine.connect() as connection:
            return list(connection.execute(chosen).scalars())

    def mark(self, number: int, **values: object) -> None:
        """Writes what became of a load."""
        with self.engine.begin() as connection:
            connection.execute(LOADS.update().where(LOADS.c.id == number).values(**values))

    def undo(self, number: int, author: str) -> bool:
        """Marks a load undone, to be carried into the graph; returns False if it was already."""
        row = self.load(number)
        if row.undone_at:
            return False
        self.mark(number, undone_at=now(), undone_by=author, state="pending")
        return True

    def rebuild(self) -> None:
        """Marks every live load to be carried into the graph again."""
        with self.engine.begin() as connection:
            connection.execute(LOADS.update().where(LIVE).values(state="pending"))

    # what is said

    def types(self, number: int) -> list[str]:
        """Returns the names of the types that a load speaks of."""
        chosen = sa.select(LEDGER.c.type).where(LEDGER.c.load == number).distinct()
        with self.engine.connect() as connection:
            return list(connection.execute(chosen).scalars())

    def keys(self, number: int, record: Record) -> Iterator[list[str]]:
        """Yields the keys of one type that a load speaks of, in batches, each once a batch."""
        for rows in self._paged(number, record, LEDGER.c.key):
            yield list(dict.fromkeys(key for (key,) in rows))

    def told(self, number: int, record: Record) -> Iterator[list[Said]]:
        """Yields what a live load says of the records of one type, in batches, in its order.

        What an earlier load had said already has no text: for a type that no other speaks of.
        """
        names = ("load", "key", "start", "end", "source", "observed_on", "digest", "values")
        columns = [LEDGER.c[name] for name in names]
        for rows in self._paged(number, record, *columns, sa.true()):
            yield [Said._make(row) for row in rows]

    def _paged(
        self, number: int, record: Record, *columns: sa.ColumnElement[Any]
    ) -> Iterator[list[Any]]:
        """Yields columns of what a load says of the records of one type, in batches, in order."""
        last = 0
        with self.engine.connect() as connection:
            while True:
                chosen = sa.select(LEDGER.c.id, *columns).where(
                    LEDGER.c.load == number, LEDGER.c.type == name_of(record), LEDGER.c.id > last
                )
                rows = connection.execute(chosen.order_by(LEDGER.c.id).limit(BATCH)).all()
                if not rows:
                    return
                last = rows[-1][0]
                yield [row[1:] for row in rows]

    def repeats(self, number: int, record: Record) -> bool:
        """Returns whether a load speaks twice of one record of a type."""
        counts = sa.select(sa.func.count(LEDGER.c.key) - sa.func.count(LEDGER.c.key.distinct()))
        own = (LEDGER.c.load == number) & (LEDGER.c.type == name_of(record))
        with self.engine.connect() as connection:
            return connection.execute(counts.where(own)).scalar_one() > 0

    def said(self, record: Record, keys: Sequence[str]) -> dict[str, list[Said]]:
        """Returns all that loads acknowledged so far say of some records, by key."""
        chosen = (
            sa.select(
                *(LEDGER.c[name] for name in ("load", "key", "start", "end", "source")),
                *(LEDGER.c[name] for name in ("observed_on", "digest", "values")),
                LOADS.c.undone_at.is_(None),
            )
            .join(LOADS, LOADS.c.id == LEDGER.c.load)
            .where(LEDGER.c.type == name_of(record), LEDGER.c.key.in_(keys))
            .where(LOADS.c.acknowledged_at.is_not(None))
            .order_by(LEDGER.c.id)
        )
        found: dict[str, list[Any]] = {}
        with self.engine.connect() as connection:
            for row in connection.execute(chosen):
                found.setdefault(row[1], []).append(row)
        return {key: _with_texts(rows) for key, rows in found.items()}

    def touching(self, record: Record, end: str, keys: Sequence[str], but: int) -> list[str]:
        """Returns the keys of the edges of a type at some nodes, said by other loads than `but`."""
        chosen = (
            sa.select(LEDGER.c.key)
            .where(LEDGER.c.type == name_of(record), LEDGER.c[end].in_(keys))
            .where(LEDGER.c.load != but)
            .distinct()
        )
        with self.engine.connect() as connection:
            return sorted(connection.execute(chosen).scalars())

    def edges_at(self, node: type[Node], keys: Sequence[str]) -> dict[Signature, list[str]]:
        """Returns the keys of all edges that loads say of some nodes of a type."""
        found: dict[Signature, list[str]] = {}
        for end, at in (("start", "source"), ("end", "target")):
            own = {s.name: s for s in SIGNATURES.values() if getattr(s, at) is node}
            chosen = sa.select(LEDGER.c.type, LEDGER.c.key).distinct()
            tied = chosen.where(LEDGER.c.type.in_(own), LEDGER.c[end].in_(keys))
            with self.engine.connect() as connection:
                for name, key in connection.execute(tied.order_by(LEDGER.c.type, LEDGER.c.key)):
                    found.setdefault(own[name], []).append(key)
        return found

    def spoken_of(self, record: Record, but: int) -> bool:
        """Returns whether another load than `but` speaks of that type."""
        chosen = sa.select(LEDGER.c.id).where(
            LEDGER.c.type == name_of(record), LEDGER.c.load != but
        )
        with self.engine.connect() as connection:
            return connection.execute(chosen.limit(1)).scalar() is not None

    def live_keys(self, record: Record, keys: Sequence[str]) -> set[str]:
        """Returns those of the keys that a live load speaks of."""
        chosen = (
            sa.select(LEDGER.c.key)
            .join(LOADS, (LOADS.c.id == LEDGER.c.load) & LIVE)
            .where(LEDGER.c.type == name_of(record), LEDGER.c.key.in_(keys))
            .distinct()
        )
        with self.engine.connect() as connection:
            return set(connection.execute(chosen).scalars())

    def naming(self, record: Record, property: str) -> list[str]:
        """Returns the keys of the records of which a live load says that property."""
        chosen = (
            sa.select(LEDGER.c.key)
            .join(LOADS, (LOADS.c.id == LEDGER.c.load) & LIVE)
            .where(LEDGER.c.type == name_of(record))
            .where(LEDGER.c["values"].contains(f'"{property}":', autoescape=True))
            .distinct()
        )
        with self.engine.connect() as connection:
            return sorted(connection.execute(chosen).scalars())

    def knows(self, record: Record, prefix: str) -> bool:
        """Returns whether a live load speaks of any key of a type that begins so: `com:`."""
        chosen = (
            sa.select(LEDGER.c.id)
            .join(LOADS, (LOADS.c.id == LEDGER.c.load) & LIVE)
            .where(LEDGER.c.type == name_of(record))
            .where(LEDGER.c.key >= prefix, LEDGER.c.key < f"{prefix}\uffff")
        )
        with self.engine.connect() as connection:
            return connection.execute(chosen.limit(1)).scalar() is not None

    def earlier(self, record: Record, source: str, on: str, but: int = 0) -> Iterator[list[str]]:
        """Yields, in batches, what a source spoke of before that day and the load `but` does not.

        All are keys of one type.
        """
        own = LEDGER.alias()
        said_again = (own.c.type == LEDGER.c.type) & (own.c.key == LEDGER.c.key)
        chosen = (
            sa.select(LEDGER.c.key)
            .where(LEDGER.c.type == name_of(record), LEDGER.c.source == source)
            .where(LEDGER.c.observed_on < on)
            .where(~sa.exists().where(said_again, own.c.load == but))
            .distinct()
        )
        with self.engine.connect() as connection:
            for rows in connection.execute(chosen).scalars().partitions(BATCH):
                yield list(rows)

    def erase(self, record: Record, source: str | None, keys: Sequence[str]) -> None:
        """Removes for good what a source, or all, say of some records.

        What others repeat of it stays. Results that analyses found, which may name them, go too.
        """
        named = (LEDGER.c.type == name_of(record)) & LEDGER.c.key.in_(keys)
        columns = (LEDGER.c.id, LEDGER.c.key, LEDGER.c.digest, LEDGER.c["values"], LEDGER.c.source)
        with self.engine.begin() as connection:
            rows = connection.execute(sa.select(*columns).where(named)).all()
            texts = {(key, mark): text for _, key, mark, text, _ in rows if text is not None}
            own = named if source is None else named & (LEDGER.c.source == source)
            connection.execute(LEDGER.delete().where(own))
            connection.execute(RESULTS.delete())
            connection.execute(RESULTS.insert().values(**ERASURE, computed_at=now()))
            if source is None:
                self._forget_keys(connection, name_of(record), keys)
            for number, key, mark, text, by in rows:
                if text is None and source not in (None, by):
                    kept = LEDGER.update().where(LEDGER.c.id == number)
                    connection.execute(kept.values({"values": texts[key, mark]}))

    def _forget_keys(self, connection: sa.Connection, label: str, keys: Sequence[str]) -> None:
        """Removes what people decided of some keys: for what they stand, and apart from which."""
        merged = (ALIASES.c.type == label) & ALIASES.c.key.in_(keys)
        apart = (REFUSALS.c.type == label) & (REFUSALS.c.a.in_(keys) | REFUSALS.c.b.in_(keys))
        connection.execute(ALIASES.delete().where(merged))
        connection.execute(REFUSALS.delete().where(apart))

    def deliveries(self) -> list[Delivery]:
        """Returns every acknowledged complete delivery; `counts` unless it was undone."""
        chosen = sa.select(LOADS).where(
            LOADS.c.complete_for.is_not(None), LOADS.c.acknowledged_at.is_not(None)
        )
        with self.engine.connect() as connection:
            return [_delivery(row) for row in connection.execute(chosen).mappings()]

    # the graph's own id and revision

    def identity(self) -> tuple[str, int]:
        """Returns the graph's id and revision, made when missing."""
        with self.engine.connect() as connection:
            row = connection.execute(IDENTITY).first()
        if row is None:
            new = sa.select(sa.literal(uuid.uuid4().hex), sa.literal(0))
            missing = new.where(~sa.exists().select_from(GRAPH))
            with self.engine.begin() as connection:
                connection.execute(GRAPH.insert().from_select(["id", "revision"], missing))
                row = connection.execute(IDENTITY).one()
        return row[0], row[1]

    def advance(self) -> None:
        """Raises the revision by one."""
        with self.engine.begin() as connection:
            connection.execute(GRAPH.update().values(revision=GRAPH.c.revision + 1))


class Staging:
    """A load that is being told; nothing of it counts before `acknowledge`."""

    def __init__(self, ledger: Ledger, number: int, source: str) -> None:
        self.ledger = ledger
        self.number = number
        self.source = source
        self._claims = 0
        self._others: dict[str, bool] = {}

    def say(self, record: Record, claims: Sequence[Claim]) -> None:
        """Appends what the load says of records of one type."""
        texts = [dumped(claim.values) for claim in claims]
        digests = [digest_of(text) for text in texts]
        known = self._known(record, claims)
        name = name_of(record)
        rows = [
            (
                self.number,
                name,
                claim.key,
                claim.start,
                claim.end,
                claim.source,
                claim.observed_on,
                digest,
                None if (claim.key, digest) in known else text,
            )
            for claim, digest, text in zip(claims, digests, texts, strict=True)
        ]
        with self.ledger.engine.begin() as connection:
            state.insert_many(connection, LEDGER, rows)
        self._claims += len(rows)

    def _known(self, record: Record, claims: Sequence[Claim]) -> set[tuple[str, bytes]]:
        """Returns what acknowledged loads said already: it is kept once, found by its digest."""
        name = name_of(record)
        if name not in self._others:
            self._others[name] = self.ledger.spoken_of(record, self.number)
        if not self._others[name]:
            return set()
        chosen = (
            sa.select(LEDGER.c.key, LEDGER.c.digest)
            .join(LOADS, LOADS.c.id == LEDGER.c.load)
            .where(LEDGER.c.type == name)
            .where(LEDGER.c.key.in_([claim.key for claim in claims]))
            .where(LEDGER.c["values"].is_not(None), LOADS.c.acknowledged_at.is_not(None))
        )
        with self.ledger.engine.connect() as connection:
            return {(key, mark) for key, mark in connection.execute(chosen)}

    def alias(self, node: type[Node], key: str, into: str) -> None:
        """Makes a key stand for another node."""
        row = {"load": self.number, "type": node.__name__, "key": key, "into": into}
        with self.ledger.engine.begin() as connection:
            connection.execute(ALIASES.insert().values(**row))

    def acknowledge(self, complete: Sequence[Record] = (), on: str | None = None) -> None:
        """Makes all that was said count, in one commit; `complete` types are delivered whole."""
        types = orjson.dumps([name_of(record) for record in complete]).decode()
        self.ledger.mark(
            self.number,
            state="pending",
            acknowledged_at=now(),
            claims=self._claims,
            complete_for=types if complete else None,
            complete_on=on if complete else None,
        )


def now() -> str:
    """Returns the present instant, as loads record it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _with_texts(rows: Sequence[Any]) -> list[Said]:
    """Returns the claims with the values of those that only repeat what was said before."""
    if len(rows) == 1:
        return [Said._make(rows[0])]
    texts = {row.digest: row[7] for row in rows if row[7] is not None}
    return [Said._make((*row[:7], texts[row.digest], row[8])) for row in rows]


def _delivery(row: Mapping[str, Any] | sa.RowMapping) -> Delivery:
    return Delivery(
        row["id"],
        row["source"],
        frozenset(orjson.loads(row["complete_for"])),
        row["complete_on"],
        row["undone_at"] is None,
    )
