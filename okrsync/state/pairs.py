"""The tables of two sources that are kept in step; what they mean is told in `okrsync.sync.ledger`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from okrsync.state.schema import METADATA

_OF_LINK = (["pair", "link"], ["link.pair", "link.id"])

PAIR = Table(
    "pair",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("life", Text, nullable=False),
    Column("runs", Integer, nullable=False),
)
LINK = Table(
    "link",
    METADATA,
    Column("pair", Text, ForeignKey("pair.name"), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("a_id", Text),
    Column("b_id", Text),
    Column("live", Boolean, nullable=False),
    UniqueConstraint("pair", "a_id"),
    UniqueConstraint("pair", "b_id"),
)
BASE = Table(
    "base",
    METADATA,
    Column("pair", Text, primary_key=True),
    Column("link", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("a_seen", Text),
    Column("b_seen", Text),
    ForeignKeyConstraint(*_OF_LINK),
)
PENDING = Table(
    "pending",
    METADATA,
    Column("pair", Text, primary_key=True),
    Column("link", Integer, primary_key=True, autoincrement=False),
    Column("side", Text, primary_key=True),
    Column("marker", Text, nullable=False),
    ForeignKeyConstraint(*_OF_LINK),
)
CONFLICT = Table(
    "conflict",
    METADATA,
    Column("pair", Text, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("link", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("run", Integer, nullable=False),
    Column("a_value", Text),
    Column("b_value", Text),
    Column("choice", Text),
    Column("settled", Text),
    ForeignKeyConstraint(*_OF_LINK),
)
Index(
    "ix_conflict_open",
    CONFLICT.c.pair,
    CONFLICT.c.link,
    CONFLICT.c.field,
    unique=True,
    sqlite_where=text("settled IS NULL"),
    postgresql_where=text("settled IS NULL"),
)
JOURNAL = Table(
    "journal",
    METADATA,
    Column("pair", Text, primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("link", Integer, nullable=False),
    Column("side", Text, nullable=False),
    Column("record", Text),
    Column("field", Text),
    Column("before", Text),
    Column("after", Text),
    ForeignKeyConstraint(*_OF_LINK),
)
