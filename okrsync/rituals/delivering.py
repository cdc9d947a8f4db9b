"""One digest from reports to its readers: composed, told once, at a time when people may be written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.errors import AccessError, OkrsyncError, TransientError
from okrsync.rituals.news import news
from okrsync.rituals.rendering import message
from okrsync.rituals.sending import send
from okrsync.rituals.sent import is_new, note
from okrsync.rituals.timing import occasion
from okrsync.sources.base import Linking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from okrsync.config.rituals import DigestSettings
    from okrsync.model import Language, Ref, Report
    from okrsync.pipeline import Examined
    from okrsync.rituals.news import News
    from okrsync.rituals.rendering import Message
    from okrsync.state.database import Database


@dataclass(slots=True, frozen=True)
class Letter:
    """One message to one reader."""

    news: News
    message: Message
    channels: tuple[str, ...]
    """References to Apprise URLs."""


@dataclass(slots=True)
class Delivery:
    """What became of a digest."""

    sent: int = 0
    failures: list[OkrsyncError] = field(default_factory=list)


def letters(
    digest: DigestSettings, reports: Sequence[Report], link: Callable[[Ref], str | None], language: Language
) -> Iterator[Letter]:
    """Yield the messages of a digest that have something to say: the team's, then one for each owner named.

    `link` is as `linker` makes it; `language` is that of readers of whom the config does not say it.
    """
    team = news(digest.kind, reports, link)
    if digest.to and not team.is_empty:
        yield Letter(team, message(team, digest.language or language), tuple(digest.to))
    for name, owner in digest.owners.items():
        theirs = news(digest.kind, reports, link, name)
        if not theirs.is_empty:
            spoken = owner.language or digest.language or language
            yield Letter(theirs, message(theirs, spoken), tuple(owner.to))


def deliver(name: str, several: Sequence[Letter], database: Database, day: date) -> Delivery:
    """Send what is news to its reader; what could not be sent is tried again with the next call.

    A message is written down once it has left: a reader may get it twice if the machine dies in between, never not at
    all. Raises StateError where that cannot be written down.
    """
    delivery = Delivery()
    for letter in several:
        when = occasion(letter.news.kind, day)
        with database.reading() as connection:
            if not is_new(connection, name, letter.news, when):
                continue
        try:
            send(letter.message, letter.channels)
        except (AccessError, TransientError) as error:
            delivery.failures.append(error)
            continue
        with database.writing() as connection:
            note(connection, name, letter.news, when, day)
        delivery.sent += 1
    return delivery


def linker(examined: Sequence[Examined]) -> Callable[[Ref], str | None]:
    """Return what tells the URL of a row or page, in sources that have any."""
    linking = {each.report.plan.source: each.source for each in examined if isinstance(each.source, Linking)}
    return lambda ref: linking[ref.source].link(ref) if ref.source in linking else None
