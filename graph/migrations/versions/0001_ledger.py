"""The loads, the ledger of what each said, and the graph's own id and revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Creates the first tables."""
    op.create_table(
        "loads",
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
        sa.Column("claims", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ledger",
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
    )
    op.create_index("ledger_record", "ledger", ["type", "key", "load"])
    op.create_index("ledger_load", "ledger", ["load", "type", "id"])
    for end in ("start", "end"):
        present = sa.column(end).is_not(None)
        op.create_index(
            f"ledger_{end}",
            "ledger",
            ["type", end],
            sqlite_where=present,
            postgresql_where=present,
        )
    op.create_table(
        "graph",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
