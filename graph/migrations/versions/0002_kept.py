"""What readers keep: answers with their date, and their favourite questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Creates the tables of what readers keep."""
    op.create_table(
        "answers",
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
    )
    op.create_index("answers_name", "answers", ["name", "id"])
    op.create_table(
        "favourites",
        sa.Column("reader", sa.Text, primary_key=True),
        sa.Column("question", sa.Text, primary_key=True),
    )
