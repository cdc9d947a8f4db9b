"""The pairs of the config, and what guards whoever changes anything about them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from okrsync.agent.lease_keeping import leased
from okrsync.agent.lock import alone
from okrsync.agent.pairs import Pair, holder
from okrsync.cli.conditions import state_place
from okrsync.cli.targets import jobs
from okrsync.errors import ConfigError
from okrsync.state.database import open_database
from okrsync.state.place import lock_path, may_exist
from okrsync.sync.configured import configured
from okrsync.sync.running import ledger_of
from okrsync.sync.settings import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from okrsync.cli.settings import Settings
    from okrsync.state.database import Database
    from okrsync.sync.sql_ledger import SqlLedger

_IN_MEMORY = "sqlite://"


def pairs_of(settings: Settings, typed: Sequence[str] = (), accepted_deletes: int | None = None) -> list[Pair]:
    """Return the pairs of the config: those that were typed, or all of them.

    Raises ConfigError for a name that is none, and for a source that is to be kept in step with itself.
    """
    known = settings.config.sync if settings.config else {}
    for name in typed:
        if name not in known:
            there = ", ".join(f"“{each}”" for each in known)
            raise ConfigError("sync.unknown-pair" if there else "sync.no-pairs", name=name, there=there)
    by_name = {job.name: job for job in jobs(settings, ())[0]} if known else {}
    found = []
    for name in typed or known:
        told = known[name]
        if told.a == told.b:
            raise ConfigError("sync.with-itself", pair=name, source=told.a)
        sides = {Side.A: by_name[told.a], Side.B: by_name[told.b]}
        found.append(Pair(name, sides, configured(told, accepted_deletes=accepted_deletes)))
    return found


def wanted_pairs(settings: Settings, typed: Sequence[str] = (), accepted_deletes: int | None = None) -> list[Pair]:
    """Return the pairs that are meant. Raises ConfigError where the config has none at all."""
    found = pairs_of(settings, typed, accepted_deletes)
    if not found:
        raise ConfigError("sync.no-pairs")
    return found


def the_pair(settings: Settings, typed: str | None) -> Pair:
    """Return the one pair that is meant. Raises ConfigError where it has to be named."""
    found = wanted_pairs(settings, [typed] if typed else ())
    if len(found) > 1:
        raise ConfigError("sync.which-pair", there=", ".join(f"“{pair.name}”" for pair in found))
    return found[0]


@contextmanager
def guarded(settings: Settings) -> Iterator[Database]:
    """Give the state, alone: no other run, here or elsewhere. Raises BusyError, StateError."""
    place = state_place(settings)
    with ExitStack() as guard:
        guard.enter_context(alone(lock_path(place)))
        database = open_database(place)
        guard.callback(database.close)
        guard.enter_context(leased(database))
        yield database


@contextmanager
def looked_at(settings: Settings) -> Iterator[Database]:
    """Give the state for a look; an empty one where there is none yet, so that a look leaves no trace."""
    place = state_place(settings)
    database = open_database(place if may_exist(place) else _IN_MEMORY)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def ledger_to_write(settings: Settings, pair: Pair) -> Iterator[SqlLedger]:
    """Give the ledger of a pair to write to. Raises BusyError, StateError."""
    with guarded(settings) as database, ledger_of(database, pair.name, holder(), is_alone=True) as ledger:
        yield ledger
