"""Run by Alembic: applies migrations on the connection that `okrsync.state.revisions` hands over."""

from __future__ import annotations

from alembic import context

from okrsync.state.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot change a column: a later migration makes the table anew.
    render_as_batch=True,
)
context.run_migrations()
