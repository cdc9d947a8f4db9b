"""A whole run of one pair: alone, on what is remembered, asked for where it is the first."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from okrsync.errors import SourceError
from okrsync.state.lease import acquire, release
from okrsync.sync.mirror import carry_out, prepare
from okrsync.sync.sql_ledger import SqlLedger
from okrsync.sync.stores import Unmarking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from okrsync.state.database import Database
    from okrsync.sync.outcome import Outcome
    from okrsync.sync.plan import Plan
    from okrsync.sync.settings import Settings, Side
    from okrsync.sync.stores import Store

LEASE_SECONDS = 600.0
"""How long a run may be silent before another one may take over: longer than the longest retry of a store."""


def rehearse(database: Database, pair: str, stores: Mapping[Side, Store], settings: Settings) -> Plan:
    """Return what the next run of `pair` would do; nothing is written, and nobody is kept from running.

    Raises as `okrsync.sync.mirror.prepare`.
    """
    return prepare(stores, SqlLedger(database, pair, ""), settings).plan


def keep_in_step(  # noqa: PLR0913 - what a run consists of
    database: Database,
    pair: str,
    stores: Mapping[Side, Store],
    settings: Settings,
    *,
    holder: str,
    agreed: Callable[[Plan], bool],
    is_alone: bool = False,
) -> Outcome | None:
    """Run `pair` once; `holder` is what another run is told meanwhile.

    On the first run `agreed` is shown the plan, with what was matched and how; None where it says no.
    Raises BusyError where another run is under way; SourceError, SyncStoppedError, StateError.
    """
    with ledger_of(database, pair, holder, is_alone=is_alone) as ledger:
        prepared = prepare(stores, ledger, settings)
        if prepared.plan.is_first and not agreed(prepared.plan):
            return None
        outcome = carry_out(prepared, stores, ledger)
        outcome.plan = prepared.plan
        _unmark(stores, ledger, outcome)
        return outcome


def _unmark(stores: Mapping[Side, Store], ledger: SqlLedger, outcome: Outcome) -> None:
    """Take away the markers of what is known to be created by now, also those that an earlier run had to leave."""
    memory = ledger.load()
    awaited = {pending.marker for pending in memory.pending.values()}

    def is_done(marker: str) -> bool:
        return marker.startswith(f"{memory.life}-") and marker not in awaited

    for store in stores.values():
        if isinstance(store, Unmarking):
            try:
                store.unmark(is_done)
            except SourceError as error:
                outcome.failures.append(error)


@contextmanager
def ledger_of(database: Database, pair: str, holder: str, *, is_alone: bool = False) -> Iterator[SqlLedger]:
    """Give the ledger of `pair` to write to, as long as nobody else does. Raises BusyError, StateError.

    With `is_alone` the caller holds the lease on the whole state: whoever had this pair before is gone, or finds so.
    """
    lease = acquire(
        database, f"sync {pair}", holder, now=time.time(), seconds=LEASE_SECONDS, is_dead=lambda _: is_alone
    )
    try:
        yield SqlLedger(database, pair, secrets.token_hex(4), lease, now=time.time, lease_seconds=LEASE_SECONDS)
    finally:
        release(database, lease)
