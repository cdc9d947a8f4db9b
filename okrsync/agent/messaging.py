"""Sends a digest that is due, with nobody there to see it: what becomes of it stands in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.agent.stopping import OutOfTime
from okrsync.errors import SourceError
from okrsync.history.book import Memory
from okrsync.pipeline import examine_all
from okrsync.rituals.delivering import deliver, letters, linker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from okrsync.agent.nightly import Conditions
    from okrsync.agent.stopping import Stopping
    from okrsync.config.rituals import DigestSettings
    from okrsync.model import Language
    from okrsync.pipeline import Job
    from okrsync.state.database import Database

_SENT, _FAILED = 0, SourceError.exit_code


def send_digest(  # noqa: PLR0913 - what a message consists of
    name: str,
    digest: DigestSettings,
    jobs: Sequence[Job],
    *,
    database: Database,
    conditions: Conditions,
    stopping: Stopping,
    day: date,
    language: Language,
) -> int:
    """Read the sources of `digest` and send what is news; return 3 where one could not be read or reached, else 0.

    Raises RuleError or ConfigError as `judge` does, StateError where it cannot be written down what was sent.
    """
    log = conditions.log
    stopping.begin(conditions.deadline.total_seconds())
    try:
        with stopping.limited():
            batch = examine_all(jobs, recall=Memory(database, conditions.known).recall)
            several = list(letters(digest, batch.reports, linker(batch.examined), language))
            delivery = deliver(name, several, database, day)
    except OutOfTime:
        log.error("digest out of time", digest=name)  # noqa: TRY400 - no traceback: it may quote an OKR
        return _FAILED
    failures = [*batch.errors, *delivery.failures]
    for error in failures:
        log.error("digest failed", digest=name, failure=error.key, reason=error.text(language))
    log.info("digest done", digest=name, messages=delivery.sent)
    return _FAILED if failures else _SENT
