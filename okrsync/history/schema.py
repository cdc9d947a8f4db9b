"""The tables of the history. What an OKR says is kept as far as it names the OKR (its title), never more."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Float, ForeignKey, Index, Integer, Table, Text

from okrsync.state.schema import METADATA

RUN = Table(
    "run",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    # Instants are texts of ISO 8601 in UTC: readable in any tool, and in order when sorted.
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("exit_code", Integer),
)
"""One run. Without `finished` it is under way, or was killed."""

RUN_SOURCE = Table(
    "run_source",
    METADATA,
    Column("run", ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("objectives", Integer, nullable=False, default=0),
    Column("key_results", Integer, nullable=False, default=0),
    Column("score", Float),
    Column("errors", Integer, nullable=False, default=0),
    Column("warnings", Integer, nullable=False, default=0),
    Column("hints", Integer, nullable=False, default=0),
    Column("new", Integer, nullable=False, default=0),
    Column("fixed", Integer, nullable=False, default=0),
    Column("written", Integer, nullable=False, default=0),
    Column("skipped", Integer, nullable=False, default=0),
    # Name of the sentence that says what went wrong; never the sentence, which may quote a file.
    Column("failure", Text),
)
"""What a run found in one source."""

SLOT = Table(
    "slot",
    METADATA,
    Column("job", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("claimed", Text, nullable=False),
    # False: the agent first heard of the job after this slot, and let it pass.
    Column("runs", Boolean, nullable=False),
)
"""Slots of the agent that were claimed, once each."""

OKR = Table(
    "okr",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("parent", Integer),
    Column("title", Text, nullable=False),
    Column("owners", JSON, nullable=False),
    Column("container", Text),
    Column("row", Integer, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("gone", Boolean, nullable=False, default=False),
    Index("uq_okr_source_kind_key", "source", "kind", "key", unique=True),
)
"""An objective or key result. It keeps its number when its title is put better."""

SIGHTING = Table(
    "sighting",
    METADATA,
    Column("okr", ForeignKey("okr.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("current", Float),
    Column("progress", Float),
    Column("confidence", Float),
    Column("last_check_in", Date),
    Column("score", Float),
    # Digests tell that a status or a row changed, not what it said.
    Column("status", Text),
    Column("digest", Text, nullable=False),
)
"""How an OKR stood from `day` on: a night on which nothing changed adds none, so this grows with changes only."""

FINDING = Table(
    "finding",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("okr", ForeignKey("okr.id", ondelete="CASCADE")),
    Column("code", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("closed", Date),
    Column("outcome", Text),
    Index("ix_finding_source_closed", "source", "closed"),
)
"""One life of a finding: told from `first_day` to `last_day`. `okr` is empty where it is about the whole plan."""

FORGOTTEN = Table(
    "forgotten",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("salt", Text, nullable=False),
)
"""People who asked to be forgotten, as digests: their names are not kept again when a sheet still has them."""
