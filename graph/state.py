"""The SQL database beside the graph: its tables, its engine, its migrations.

SQLite by default, any database that SQLAlchemy speaks to by URL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from graph.locks import exclusive

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0006"
STEADY = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=60000")
# A large load fits: its pages are neither read again nor copied from the log before it is said.
ROOMY = ("cache_size=-32768", "wal_autocheckpoint=16384")

METADATA = sa.MetaData()
LOADS = sa.Table(
    "loads",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("acknowledged_at", sa.Text),
    sa.Column("fingerprint", sa.Text, index=True),
    sa.Column("complete_for", sa.Text),
    sa.Column("complete_on", sa.Text),
    sa.Column("undone_at", sa.Text),
    sa.Column("undone_by", sa.Text),
    sa.Column("claims", sa.Integer, nullable=False, default=0),
    sa.Column("edition", sa.Text),
    sqlite_autoincrement=True,
)
LEDGER = sa.Table(
    "ledger",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("load", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("start", sa.Text),
    sa.Column("end", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("observed_on", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("values", sa.Text),
    sa.Index("ledger_record", "type", "key", "load"),
    sa.Index("ledger_load", "load", "type", "id"),
)
for _end in (LEDGER.c.start, LEDGER.c.end):
    present = _end.is_not(None)
    sa.Index(
        f"ledger_{_end.name}", LEDGER.c.type, _end, sqlite_where=present, postgresql_where=present
    )
GRAPH = sa.Table(
    "graph",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
)
ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
    sa.Column("kept_by", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("visibility", sa.Text, nullable=False),
    sa.Column("parameters", sa.Text, nullable=False),
    sa.Column("columns", sa.Text, nullable=False),
    sa.Column("rows", sa.LargeBinary, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Index("answers_name", "name", "id"),
)
FAVOURITES = sa.Table(
    "favourites",
    METADATA,
    sa.Column("reader", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
)
ALIASES = sa.Table(
    "aliases",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("load", sa.Integer, nullable=False, index=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("into", sa.Text, nullable=False),
)
REFUSALS = sa.Table(
    "refusals",
    METADATA,
    sa.Column("type", sa.Text, primary_key=True),
    sa.Column("a", sa.Text, primary_key=True),
    sa.Column("b", sa.Text, primary_key=True),
    sa.Column("refused_by", sa.Text, nullable=False),
    sa.Column("refused_at", sa.Text, nullable=False),
)
MAPPINGS = sa.Table(
    "mappings",
    METADATA,
    sa.Column("shape", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("kept_by", sa.Text, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
)
READINGS = sa.Table(
    "readings",
    METADATA,
    sa.Column("load", sa.Integer, primary_key=True),
    sa.Column("shape", sa.Text, nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
)
UPLOADS = sa.Table(
    "uploads",
    METADATA,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sent_by", sa.Text, nullable=False),
    sa.Column("sent_at", sa.Text, nullable=False),
    sa.Column("mapping", sa.Text),
)
RESULTS = sa.Table(
    "results",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("analysis", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("visibility", sa.Text, nullable=False),
    sa.Column("graph", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("program", sa.Text, nullable=False),
    sa.Column("computed_at", sa.Text, nullable=False),
    sa.Column("as_of", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("sources", sa.Text, nullable=False),
    sa.Column("result", sa.LargeBinary, nullable=False),
    sa.Index("results_asked", "analysis", "visibility"),
    sqlite_autoincrement=True,
)
# In the place of the results that go with what is erased: what was begun before it is not kept.
ERASURE = {
    "analysis": "",
    "asked": "",
    "visibility": "",
    "graph": "",
    "revision": 0,
    "day": "",
    "program": "",
    "as_of": "",
    "seconds": 0.0,
    "sources": "",
    "result": b"",
}


def engine(url: str) -> sa.Engine:
    """Returns an engine whose SQLite files wait for each other and lose no commit."""
    made = sa.create_engine(url)
    if made.dialect.name == "sqlite":
        sa.event.listen(made, "connect", _steady)
    return made


def _steady(connection: Any, _record: object) -> None:
    for pragma in (*STEADY, *ROOMY):
        connection.execute(f"PRAGMA {pragma}")


def migrate(state: sa.Engine, lock: Path) -> None:
    """Brings the tables to the newest version; costs one query where they are already."""
    if _version(state) == HEAD:
        return
    with exclusive(lock):
        if _version(state) != HEAD:
            _upgrade(state)


def _version(state: sa.Engine) -> str | None:
    table = sa.table("alembic_version", sa.column("version_num"))
    with state.connect() as connection:
        try:
            return connection.execute(sa.select(table.c.version_num)).scalar()
        except sa.exc.DBAPIError:
            return None


def _upgrade(state: sa.Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with state.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def insert_many(
    connection: sa.Connection, table: sa.Table, rows: Iterable[Sequence[object]]
) -> None:
    """Inserts rows given in the order of the table's columns after `id`.

    The statement is compiled once and given to the driver, three times as fast as a mapping a row.
    """
    names = [column.name for column in table.columns if column.name != "id"]
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=names)
    order = compiled.positiontup or names
    if compiled.positional:
        chosen: list[Any] = list(map(itemgetter(*map(names.index, order)), rows))
    else:
        chosen = [dict(zip(names, row, strict=True)) for row in rows]
    if chosen:
        connection.exec_driver_sql(str(compiled), chosen)
