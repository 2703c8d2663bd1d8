"""How the table of each load was read, so that it can be given back in its own columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "readings",
        sa.Column("load", sa.Integer, primary_key=True),
        sa.Column("shape", sa.Text, nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
    )
