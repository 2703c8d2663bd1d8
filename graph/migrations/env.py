"""Runs the migrations on the connection that `graph.state` gives."""

from __future__ import annotations

from alembic import context

from graph.state import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
