"""What analyses found, kept for the graph and the revision that they were computed on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "results",
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
        sqlite_autoincrement=True,
    )
    op.create_index("results_asked", "results", ["analysis", "visibility"])
