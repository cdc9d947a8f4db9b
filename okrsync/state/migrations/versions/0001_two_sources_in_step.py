"""Links between records of two sources, what was last seen of them, conflicts, what runs wrote, and leases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "lease",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token", sa.Integer, nullable=False),
        sa.Column("holder", sa.Text),
        sa.Column("until", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "pair",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("life", sa.Text, nullable=False),
        sa.Column("runs", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pair"),
    )
    op.create_table(
        "link",
        sa.Column("pair", sa.Text, nullable=False),
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("a_id", sa.Text),
        sa.Column("b_id", sa.Text),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("pair", "id", name="pk_link"),
        sa.UniqueConstraint("pair", "a_id", name="uq_link_pair_a_id"),
        sa.UniqueConstraint("pair", "b_id", name="uq_link_pair_b_id"),
        sa.ForeignKeyConstraint(["pair"], ["pair.name"], name="fk_link_pair"),
    )
    _table_of_links("base", sa.Column("a_seen", sa.Text), sa.Column("b_seen", sa.Text), per="field")
    _table_of_links("pending", sa.Column("marker", sa.Text, nullable=False), per="side")
    op.create_table(
        "conflict",
        sa.Column("pair", sa.Text, nullable=False),
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("link", sa.Integer, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("a_value", sa.Text),
        sa.Column("b_value", sa.Text),
        sa.Column("choice", sa.Text),
        sa.Column("settled", sa.Text),
        sa.PrimaryKeyConstraint("pair", "id", name="pk_conflict"),
        sa.ForeignKeyConstraint(["pair", "link"], ["link.pair", "link.id"], name="fk_conflict_pair_link"),
    )
    op.create_index(
        "ix_conflict_open",
        "conflict",
        ["pair", "link", "field"],
        unique=True,
        sqlite_where=sa.text("settled IS NULL"),
        postgresql_where=sa.text("settled IS NULL"),
    )
    op.create_table(
        "journal",
        sa.Column("pair", sa.Text, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("link", sa.Integer, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("record", sa.Text),
        sa.Column("field", sa.Text),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("pair", "run", "number", name="pk_journal"),
        sa.ForeignKeyConstraint(["pair", "link"], ["link.pair", "link.id"], name="fk_journal_pair_link"),
    )


def _table_of_links(name: str, *columns: sa.Column[str], per: str) -> None:
    """Make a table with one row a link and `per` (a field, a side)."""
    op.create_table(
        name,
        sa.Column("pair", sa.Text, nullable=False),
        sa.Column("link", sa.Integer, nullable=False),
        sa.Column(per, sa.Text, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("pair", "link", per, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["pair", "link"], ["link.pair", "link.id"], name=f"fk_{name}_pair_link"),
    )
