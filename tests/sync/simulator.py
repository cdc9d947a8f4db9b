"""A world of two stores and many hands: people edit while okrsync runs, and everything fails that can fail.

`simulate(seed)` plays one schedule, always the same for the same seed, and raises `BrokenError` where one of the twelve
invariants of keeping in step does not hold.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from memory_ledger import MemoryLedger
from model_store import ModelStore, SheetModel, outage
from watching import BrokenError, Watched

from okrsync.errors import OkrsyncError
from okrsync.sync.mirror import Prepared, carry_out, prepare
from okrsync.sync.plan import Merge, Plan, Skip
from okrsync.sync.settings import Direction, FieldRule, Policy, Settings, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from okrsync.sync.ledger import Base, Ledger, Pending, Row

MOST_RUNS_TO_REST = 8
"""Runs after the last fault and edit within which nothing is left to do."""


class Crash(BaseException):
    """The process dies here."""


class TickingLedger:
    """A ledger around whose commits anything may happen."""

    def __init__(self, inner: Ledger, tick: Callable[[str, str], None]) -> None:
        self._commit = inner.commit
        self._tick = tick
        self.load, self.begin, self.conflicts = inner.load, inner.begin, inner.conflicts
        self.entries, self.last_run = inner.entries, inner.last_run

    def commit(self, put: Sequence[Row], drop: Sequence[Base | Pending] = ()) -> None:
        self._tick("before", "commit")
        self._commit(put, drop)
        self._tick("after", "commit")


class World(Watched):
    """Two stores, the state, the people, and what must always hold."""

    def __init__(self, seed: int, make_ledger: Callable[[str], Ledger] = MemoryLedger) -> None:
        super().__init__()
        self._make_ledger = make_ledger
        self.random = Random(seed)
        self.stores: dict[Side, ModelStore] = {}
        for side in Side:
            # Side A, the sheet, takes many changes in one write in some schedules, one by one in others.
            kind = SheetModel if side is Side.A and self.random.random() < 0.5 else ModelStore
            store = kind(side, name=f"store {side.value}", compares=side is Side.A, answers=side is Side.B)
            store.rounds = side is Side.B
            store.tick = self._ticker(store)
            store.watch = self.watcher(store)
            store.cut = self._cut
            self.stores[side] = store
        self.lives = 0
        self.ledger = self._new_ledger()
        self.is_calm = True
        self.frozen = False
        self.settings = self._settings()
        self.fault_rate = self.random.choice((0.0, 0.01, 0.03, 0.08))
        self.busyness = self.random.choice((0.0, 0.02, 0.08))

    # ---- the schedule

    def play(self) -> None:
        """Play the schedule to its end."""
        self.play_some()
        self.come_to_rest()

    def play_some(self) -> None:
        """Play the schedule but for its end."""
        for _ in range(self.random.randint(2, 5)):
            self.people_act(start=True)
        for _ in range(self.random.randint(2, 5)):
            for _ in range(self.random.randint(0, 3)):
                self.people_act()
            if self.random.random() < 0.04:
                self.lose_state()
            self.is_calm = False
            self.run_once()
            self.is_calm = True

    def run_once(self, *, accepted: int | None = None) -> str | None:
        """Let okrsync run; return the key of the sentence that it stopped with."""
        self.frozen = False
        settings = self.settings if accepted is None else _accepting(self.settings, accepted)
        try:
            if self.random.random() < 0.1:
                self.rehearse(settings)
            prepared = prepare(self.stores, self.ledger, settings)
            self.check_plan(prepared)
            steps = list(prepared.plan.steps)
            self.random.shuffle(steps)
            outcome = carry_out(Prepared(Plan(tuple(steps)), prepared.picture), self.stores, self.ledger)
            self.note(f"run {outcome.run}: {outcome.cells} {outcome.created} {outcome.deleted} {len(outcome.left)}")
        except Crash:
            self.note("crash")
        except OkrsyncError as error:
            self.note(f"stopped: {error.key}")
            return error.key
        return None

    def rehearse(self, settings: Settings) -> None:
        """See that a dry run writes nothing, and that its plan is the next run's plan (8)."""
        calm, self.is_calm = self.is_calm, True
        before = [(store.writes, [dict(row.fields) for row in store.rows]) for store in self.stores.values()]
        try:
            plans = [prepare(self.stores, self.ledger, settings).plan for _ in range(2)]
            if plans[0] != plans[1]:
                raise BrokenError("8: two plans of one moment differ")
        finally:
            self.is_calm = calm
        if before != [(store.writes, [dict(row.fields) for row in store.rows]) for store in self.stores.values()]:
            raise BrokenError("8: a dry run wrote something")

    def come_to_rest(self) -> None:
        """Stop faults and people: within a few runs nothing is left to do, and both sides agree (2, 3, 4)."""
        for store in self.stores.values():
            store.hidden.clear()
        accepted: int | None = None
        for _ in range(MOST_RUNS_TO_REST):
            before = self._writes()
            stopped = self.run_once(accepted=accepted)
            accepted = None
            if stopped in {"sync.too-many-deletes", "sync.empty"}:
                accepted = 1000
            elif stopped == "sync.key-not-unique":
                self.tell_twins_apart()
            elif stopped:
                raise BrokenError(f"2: stopped for good: {stopped}")
            elif self._writes() == before and not _is_busy((prepared := self.look()).plan):
                break
        else:
            raise BrokenError("2: no rest")
        self.check_rest(prepared)

    def look(self) -> Prepared:
        """Read both stores and plan, however much was deleted."""
        return prepare(self.stores, self.ledger, _accepting(self.settings, 1000))

    def _writes(self) -> int:
        return sum(store.writes for store in self.stores.values())

    def lose_state(self) -> None:
        """Lose the database."""
        for each in self.ledger.conflicts():
            self.forgotten_conflicts |= {each.a, each.b}
        self.note("state lost")
        self.ledger = self._new_ledger()

    def _new_ledger(self) -> TickingLedger:
        self.lives += 1
        self.people_ledger = self._make_ledger(f"life{self.lives}")
        return TickingLedger(self.people_ledger, self._happen)

    def _settings(self) -> Settings:
        choose = self.random.choice
        rules = {}
        if self.random.random() < 0.5:
            rules["note"] = FieldRule(choice_of(choose, Direction), choice_of(choose, Policy))
            rules["target"] = FieldRule(Direction.BOTH, choice_of(choose, Policy))
        return Settings(rules, deletes=self.random.random() < 0.5)

    # ---- faults

    def _ticker(self, store: ModelStore) -> Callable[[str, str], None]:
        def tick(moment: str, what: str) -> None:
            # Between our last look at a record and our write onto it, nobody can be kept from editing: that is the one
            # window that stores leave open. A store that compares by itself has none.
            if what == "fetch":
                self._happen(moment, what)
                self.frozen = True
                return
            if moment == "at":
                self.frozen = True
            else:
                self.frozen = False
            self._happen(moment, f"{store.side.value} {what}")
            self.frozen = False

        return tick

    def _happen(self, moment: str, what: str) -> None:
        """Let a person act, the process die, or the store fail."""
        if self.is_calm:
            return
        chance = self.random.random()
        if chance < self.busyness and not self.frozen:
            self.people_act()
        elif chance > 1 - self.fault_rate:
            if what.endswith("commit") or self.random.random() < 0.4:
                self.note(f"crash {moment} {what}")
                raise Crash
            self.note(f"fault {moment} {what}")
            raise outage()

    def _cut(self, length: int) -> int:
        if self.is_calm or self.random.random() >= self.fault_rate / 2:
            return length
        self.blurred = True
        self.note("cut")
        return self.random.randint(0, length)


def _is_busy(plan: Plan) -> bool:
    """Tell whether a run would do or note anything; what a store cannot hold is told every time."""
    idle = (
        isinstance(step, Skip)
        or (isinstance(step, Merge) and not (step.pushes or step.bases or step.forgotten or step.conflicts))
        for step in plan.steps
    )
    return not all(idle)


def choice_of(choose: Callable[[Any], Any], values: Any) -> Any:
    """Return one of the members of an enumeration."""
    return choose(list(values))


def _accepting(settings: Settings, count: int) -> Settings:
    return Settings(settings.fields, deletes=settings.deletes, accepted_deletes=count)


def simulate(seed: int, make_ledger: Callable[[str], Ledger] = MemoryLedger) -> World:
    """Play the schedule of a seed. Raises BrokenError."""
    world = World(seed, make_ledger)
    world.play()
    return world
