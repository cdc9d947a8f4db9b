"""Runs, slots, OKRs as they stood, the lives of findings, and who asked to be forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("finished", sa.Text),
        sa.Column("exit_code", sa.Integer),
    )
    numbers = ("objectives", "key_results", "errors", "warnings", "hints", "new", "fixed", "written", "skipped")
    op.create_table(
        "run_source",
        sa.Column("run", sa.Integer, sa.ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("score", sa.Float),
        sa.Column("failure", sa.Text),
        *(sa.Column(name, sa.Integer, nullable=False) for name in numbers),
    )
    op.create_table(
        "slot",
        sa.Column("job", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("claimed", sa.Text, nullable=False),
        sa.Column("runs", sa.Boolean, nullable=False),
    )
    op.create_table(
        "okr",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("owners", sa.JSON, nullable=False),
        sa.Column("container", sa.Text),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
    )
    op.create_index("uq_okr_source_kind_key", "okr", ["source", "kind", "key"], unique=True)
    op.create_table(
        "sighting",
        sa.Column("okr", sa.Integer, sa.ForeignKey("okr.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("current", sa.Float),
        sa.Column("progress", sa.Float),
        sa.Column("confidence", sa.Float),
        sa.Column("last_check_in", sa.Date),
        sa.Column("score", sa.Float),
        sa.Column("status", sa.Text),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("okr", sa.Integer, sa.ForeignKey("okr.id", ondelete="CASCADE")),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("closed", sa.Date),
        sa.Column("outcome", sa.Text),
    )
    op.create_index("ix_finding_source_closed", "finding", ["source", "closed"])
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("salt", sa.Text, nullable=False),
    )
