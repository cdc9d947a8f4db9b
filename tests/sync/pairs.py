"""Two small stores that are kept in step, for tests of one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from memory_ledger import MemoryLedger
from model_store import ModelStore, Row, outage

from okrsync.sync.mirror import Prepared, carry_out, prepare
from okrsync.sync.settings import Settings, Side
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.sync.ledger import Conflict, Link
    from okrsync.sync.outcome import Outcome
    from okrsync.sync.plan import Step


class KilledError(BaseException):
    """Stands for the death of the process."""


class Pair:
    """Side A and side B, what is remembered of them, and how they are kept in step."""

    def __init__(self, **settings: Any) -> None:
        self.a, self.b = ModelStore(Side.A, "Sheet"), ModelStore(Side.B, "Notion")
        self.stores = {Side.A: self.a, Side.B: self.b}
        self.ledger = MemoryLedger()
        self.settings = Settings(**settings)

    def plan(self) -> list[Step]:
        """Return what a run would do."""
        return list(self.prepared().plan.steps)

    def prepared(self) -> Prepared:
        """Return the plan and what it was made from."""
        return prepare(self.stores, self.ledger, self.settings)

    def sync(self) -> Outcome:
        """Run once."""
        return carry_out(self.prepared(), self.stores, self.ledger)

    def objective(self, side: Side, title: str, **fields: Any) -> Row:
        """Add an objective by hand."""
        return self.stores[side].add("objective", {"title": title, **fields})

    def key_result(self, side: Side, title: str, within: Row, **fields: Any) -> Row:
        """Add a key result by hand."""
        return self.stores[side].add("key_result", {"title": title, "objective": Records((within.id,)), **fields})

    def linked(self, title: str = "Grow", **fields: Any) -> tuple[Row, Row]:
        """Return an objective that stands on both sides, linked."""
        mine, theirs = (self.objective(side, title, **fields) for side in Side)
        self.sync()
        return mine, theirs

    def titles(self, side: Side) -> list[Any]:
        """Return the titles that stand on a side."""
        return [row.fields.get("title") for row in self.stores[side].rows]

    @property
    def conflicts(self) -> list[Conflict]:
        """Return the open conflicts."""
        return list(self.ledger.load().conflicts.values())

    @property
    def links(self) -> list[Link]:
        """Return all links."""
        return list(self.ledger.load().links.values())

    def accept(self, count: int) -> None:
        """Go on as with `--accept-deletes`."""
        self.settings = replace(self.settings, accepted_deletes=count)


def once(moment: str, what: str, act: Callable[[], None]) -> Callable[[str, str], None]:
    """Return a tick that calls `act` the first time that this happens."""
    done: list[bool] = []

    def tick(when: str, doing: str) -> None:
        if (when, doing) == (moment, what) and not done:
            done.append(True)
            act()

    return tick


def die() -> None:
    """Kill the process."""
    raise KilledError


def fail() -> None:
    """Let the store be down."""
    raise outage()


def conflicting(**settings: Any) -> Pair:
    """Return a pair with one open conflict: the note is “mine” here and “theirs” there."""
    pair = Pair(**settings)
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "mine")
    pair.b.write(theirs, "note", "theirs")
    pair.sync()
    return pair
