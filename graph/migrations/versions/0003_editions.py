"""Which published edition a load of an official table gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the edition of a load."""
    op.add_column("loads", sa.Column("edition", sa.Text))
