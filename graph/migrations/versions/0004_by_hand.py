"""What people decide and send: merged keys, refused duplicates, how tables are read, files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "aliases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("load", sa.Integer, nullable=False, index=True),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("into", sa.Text, nullable=False),
    )
    op.create_table(
        "refusals",
        sa.Column("type", sa.Text, primary_key=True),
        sa.Column("a", sa.Text, primary_key=True),
        sa.Column("b", sa.Text, primary_key=True),
        sa.Column("refused_by", sa.Text, nullable=False),
        sa.Column("refused_at", sa.Text, nullable=False),
    )
    op.create_table(
        "mappings",
        sa.Column("shape", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kept_by", sa.Text, nullable=False),
        sa.Column("kept_at", sa.Text, nullable=False),
    )
    op.create_table(
        "uploads",
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sent_by", sa.Text, nullable=False),
        sa.Column("sent_at", sa.Text, nullable=False),
        sa.Column("mapping", sa.Text),
    )
