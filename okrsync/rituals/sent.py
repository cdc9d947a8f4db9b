"""Which news went to whom: kept so that nobody is told the same twice. No text and no name is kept."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Column, Date, Table, Text, delete, insert, select

from okrsync.state.schema import METADATA

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from okrsync.rituals.news import News

SENT = Table(
    "message_sent",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("occasion", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("day", Date, nullable=False),
)
"""The last message of each digest to each reader; a reader is a digest of their name, "" for the team."""


def is_new(connection: Connection, digest: str, news: News, occasion: str) -> bool:
    """Tell whether a reader has not had this news, nor any other for this occasion."""
    found = connection.execute(
        select(SENT.c.occasion, SENT.c.fingerprint).where(SENT.c.digest == digest, SENT.c.reader == _reader(news))
    ).first()
    return found is None or (found.occasion != occasion and found.fingerprint != news.fingerprint)


def note(connection: Connection, digest: str, news: News, occasion: str, day: date) -> None:
    """Write down that a reader has had this news."""
    where = (SENT.c.digest == digest, SENT.c.reader == _reader(news))
    connection.execute(delete(SENT).where(*where))
    connection.execute(
        insert(SENT).values(
            digest=digest, reader=_reader(news), occasion=occasion, fingerprint=news.fingerprint, day=day
        )
    )


def _reader(news: News) -> str:
    return sha256(news.reader.encode()).hexdigest() if news.reader else ""
