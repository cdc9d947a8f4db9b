"""A world of two stores and many hands: people edit while okrsync runs, and everything fails that can fail.

`simulate(seed)` plays one schedule, always the same for the same seed, and raises `Broken` where one of the twelve
invariants of keeping in step does not hold. Every value that a person types is unique and knows what it replaced,
so that a lost edit shows at the very write that loses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from memory_ledger import MemoryLedger
from model_store import ModelStore, Row, outage

from okrsync.errors import OkrsyncError
from okrsync.sync.ledger import Link
from okrsync.sync.mirror import Prepared, carry_out, prepare
from okrsync.sync.plan import Create, Delete, Merge, Plan, Skip, Unlink
from okrsync.sync.settings import Direction, FieldRule, Policy, Settings, Side
from okrsync.sync.stores import Kind, Whereabouts
from okrsync.sync.values import Records, Value

MOST_RUNS_TO_REST = 8
"""Runs after the last fault and edit within which nothing is left to do."""


class Broken(AssertionError):
    """An invariant does not hold."""


class Crash(BaseException):
    """The process dies here."""


class World:
    """Two stores, the state, the people, and what must always hold."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.trace: list[str] = []
        self.stores: dict[Side, ModelStore] = {}
        for side in Side:
            store = ModelStore(side, name=f"store {side.value}", compares=side is Side.A, answers=side is Side.B)
            store.rounds = side is Side.B
            store.tick = self._ticker(store)
            store.watch = self._watcher(store)
            store.cut = self._cut
            self.stores[side] = store
        self.lives = 0
        self.ledger = self._new_ledger()
        self.stamp = 0
        self.parents: dict[Value, set[Value]] = {}
        self.rounded: dict[Value, Value] = {}
        """What side B made of a number → the number."""
        self.cleared: set[Value] = set()
        self.last_known: dict[tuple[str, str], Value] = {}
        """Cell → what stood there before it was cleared."""
        self.deleted_by_people: set[str] = set()
        self.deleted_by_us: set[str] = set()
        self.partners: dict[str, set[str]] = {}
        self.forgotten_conflicts: set[Value] = set()
        """What stood in the conflicts of states that were lost."""
        self.blurred = False
        """A listing was cut short, or a share hidden: twins may come of it, nothing worse."""
        self.is_calm = True
        self.frozen = False
        self.settings = self._settings()
        self.fault_rate = self.random.choice((0.0, 0.01, 0.03, 0.08))
        self.busyness = self.random.choice((0.0, 0.02, 0.08))

    # ---- the schedule

    def play(self) -> None:
        """Play the schedule to its end."""
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
        self.come_to_rest()

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
        """A dry run writes nothing, and its plan is the next run's plan (8)."""
        calm, self.is_calm = self.is_calm, True
        before = [(store.writes, [dict(row.fields) for row in store.rows]) for store in self.stores.values()]
        try:
            plans = [prepare(self.stores, self.ledger, settings).plan for _ in range(2)]
            if plans[0] != plans[1]:
                raise Broken("8: two plans of one moment differ")
        finally:
            self.is_calm = calm
        if before != [(store.writes, [dict(row.fields) for row in store.rows]) for store in self.stores.values()]:
            raise Broken("8: a dry run wrote something")

    def come_to_rest(self) -> None:
        """Faults and people stop: within a few runs nothing is left to do, and both sides agree (2, 3, 4)."""
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
                raise Broken(f"2: stopped for good: {stopped}")
            elif self._writes() == before and not (prepared := self._look()).plan.writes:
                break
        else:
            raise Broken("2: no rest")
        self.check_rest(prepared)

    def _look(self) -> Prepared:
        return prepare(self.stores, self.ledger, _accepting(self.settings, 1000))

    def _writes(self) -> int:
        return sum(store.writes for store in self.stores.values())

    def lose_state(self) -> None:
        """The database is gone."""
        for each in self.ledger.all_conflicts.values():
            self.forgotten_conflicts |= {each.a, each.b}
        self.note("state lost")
        self.ledger = self._new_ledger()

    def _new_ledger(self) -> MemoryLedger:
        self.lives += 1
        return MemoryLedger(f"life{self.lives}", lambda moment: self._happen(moment, "commit"))

    def note(self, what: str) -> None:
        self.trace.append(what)

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

    # ---- what okrsync does, watched

    def _watcher(self, store: ModelStore) -> Callable[[str, Row, Mapping[str, Value]], None]:
        def watch(act: str, row: Row, values: Mapping[str, Value]) -> None:
            self.note(f"{act} {row.id} {dict(values)}")
            if act == "update":
                for name, new in values.items():
                    old = row.fields.get(name)
                    self._check_seen(row, name, old, new)
                    self.last_known[row.id, name] = old if new is None else new
            elif act == "delete":
                self.deleted_by_us.add(row.id)
                self._check_deleted(store.side, row)
            for value in values.values():
                if store.rounds and isinstance(value, float) and value != int(value):
                    self.rounded[float(int(value))] = value
                    self.parents.setdefault(float(int(value)), set()).add(value)

        return watch

    def _check_seen(self, row: Row, name: str, old: Value, new: Value) -> None:
        """A value is replaced only if its author's version had been seen, or is kept in the conflict log (1)."""
        if old is None or name in {"status", "objective"} or old == new:
            return
        kept = {value for each in self.ledger.all_conflicts.values() for value in (each.a, each.b)}
        if old in kept or old in self.forgotten_conflicts:
            return
        if self.rounded.get(new) == old:
            raise Broken(f"1: {name} of {row.id}: what a store had rounded came back: {old} → {new}")
        if new is None:
            is_seen = old in self.cleared
        else:
            is_seen = bool({old, self.rounded.get(old, old)} & self._ancestors(new))
        if not is_seen:
            raise Broken(f"1: {name} of {row.id}: nobody had seen {old}, and {new} replaced it")

    def _ancestors(self, value: Value) -> set[Value]:
        found: set[Value] = set()
        open_ends = [value]
        while open_ends:
            for parent in self.parents.get(open_ends.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    open_ends.append(parent)
        return found

    def _check_deleted(self, side: Side, row: Row) -> None:
        """Nothing is deleted that no person deleted (5)."""
        link = self._link(side, row.id)
        other = link.of(side.other)
        if other not in self.deleted_by_people:
            raise Broken(f"5: {row.id} deleted, though nobody deleted {other}")

    def _link(self, side: Side, record_id: str) -> Link:
        return next(link for link in self.ledger.load().links.values() if link.of(side) == record_id)

    def check_plan(self, prepared: Prepared) -> None:
        """What can be told from a plan alone (5, 7, 11)."""
        memory, plan = prepared.picture.memory, prepared.plan
        ending = [step for step in plan.steps if isinstance(step, Delete | Unlink)]
        one_sided = [step for step in ending if isinstance(step, Delete) or step.left is not None]
        live = sum(link.live for link in memory.links.values())
        if len(one_sided) > prepared.picture.settings.most_deletes(live):
            raise Broken("7: more deletes than may be")
        for step in one_sided:
            if isinstance(step, Unlink) and prepared.picture.deleting(step.link):
                continue
            gone = step.link.of(step.side.other) if isinstance(step, Delete) else step.link.of(step.deleted_on[0])
            if gone not in self.deleted_by_people:
                raise Broken(f"5: {gone} taken for deleted")
        if memory.is_new:
            overwritten = [
                push
                for step in plan.steps
                if isinstance(step, Merge)
                for push in step.pushes
                if push.expected is not None
            ]
            if ending or overwritten:
                raise Broken("11: without a state something was deleted or overwritten")
        for step in plan.steps:
            if isinstance(step, Create) and step.how.value == "restored":
                gone = memory.links[step.link.id].of(step.side)
                if gone not in self.deleted_by_people | self.deleted_by_us:
                    raise Broken("5: restored what nobody had deleted")
                if gone not in self.deleted_by_us:
                    self._check_edited(step, gone)

    def _check_edited(self, step: Create, gone: str | None) -> None:
        """Nothing is resurrected unless it was edited (5)."""
        dead = next((row for row in self.stores[step.side].trash if row.id == gone), None)
        if dead is None or step.source.kind == "objective":
            return
        for name, value in step.source.fields.items():
            if name in {"status", "objective"}:
                return
            if value != dead.fields.get(name) and value not in self._ancestors(dead.fields.get(name)):
                return
        if dead.fields.keys() - step.source.fields.keys():
            return
        raise Broken(f"5: {gone} resurrected, though nobody had edited {step.source.id}")

    def check_rest(self, prepared: Prepared) -> None:
        """Everything is equal or in one conflict, and every record is accounted for (3, 4)."""
        memory, fields = prepared.picture.memory, prepared.picture.fields
        open_conflicts = [each for each in self.ledger.all_conflicts.values() if each.settled is None]
        places = [(each.link, each.field) for each in open_conflicts]
        if len(places) != len(set(places)):
            raise Broken("3: two open conflicts of one cell")
        held = {
            (step.link.id, each.field) for step in prepared.plan.steps if isinstance(step, Merge) for each in step.held
        }
        accounted: dict[Side, set[str]] = {Side.A: set(), Side.B: set()}
        for link in memory.links.values():
            a, b = (prepared.picture.record(side, link) for side in Side)
            for side in Side:
                accounted[side].add(link.of(side) or "")
            if not (link.live and a and b):
                continue
            for name in fields.types[link.kind]:
                mine = fields.comparable(Side.A, link.kind, name, a[name])
                theirs = fields.comparable(Side.B, link.kind, name, b[name])
                is_rounded = name == "target" and mine is not None and theirs == float(int(a[name]))  # type: ignore[arg-type]
                if (
                    mine != theirs
                    and (link.id, name) not in memory.conflicts
                    and (link.id, name) not in held
                    and not is_rounded
                ):
                    raise Broken(f"3: {name} of {link}: {a[name]} and {b[name]}, and no conflict")
        skipped = {(step.side, step.record.id) for step in prepared.plan.steps if isinstance(step, Skip)}
        for side, store in self.stores.items():
            for row in store.rows:
                is_marked = row.id in prepared.picture.marked[side]
                if row.id not in accounted[side] and (side, row.id) not in skipped and not is_marked:
                    raise Broken(f"3: nobody says anything about {row.id}")
        self._check_twins()

    def _check_twins(self) -> None:
        """At most one counterpart a record (4): nothing was created twice, unless a listing had been cut short."""
        if self.blurred:
            return
        for store in self.stores.values():
            # One that a person deleted before anybody knew of it, and put back later, cannot be told from a new one.
            known = [row for row in store.rows if row.extras != "copy" and row.id not in self.deleted_by_people]
            markers = [row.marker for row in known if row.marker]
            twins = {marker for marker in markers if markers.count(marker) > 1}
            if twins:
                raise Broken(f"4: created twice: {twins}")

    # ---- people

    def people_act(self, *, start: bool = False) -> None:
        """Let one person do one thing."""
        self.random.choice(_START if start else _ACTS)(self)

    def tell_twins_apart(self) -> None:
        """A person gives rows with the same title titles of their own."""
        for store in self.stores.values():
            seen: set[Any] = set()
            for row in store.rows:
                key = (row.kind, row.fields.get("objective"), row.fields.get("title"))
                if key in seen:
                    self._type(store, row, "title")
                seen.add(key)

    def _store(self) -> ModelStore:
        return self.stores[self.random.choice((Side.A, Side.B))]

    def _row(self, store: ModelStore) -> Row | None:
        visible = [row for row in store.rows if row.id not in store.hidden]
        return self.random.choice(visible) if visible else None

    def _new(self, name: str) -> Value:
        self.stamp += 1
        if name == "target":
            return self.stamp + 0.5
        return f"{name[0]}{self.stamp}"

    def _type(self, store: ModelStore, row: Row, name: str, value: Value | None = None) -> None:
        """A person types something new over what they see."""
        old = row.fields.get(name)
        new = self._new(name) if value is None else value
        store.write(row, name, new)
        kept = row.fields[name]
        if kept != new:
            self.rounded.pop(kept, None)
        seen = self.last_known.get((row.id, name)) if old is None else old
        if name not in {"status", "objective"} and seen is not None and seen != kept:
            self.parents.setdefault(kept, set()).add(seen)
        self.note(f"person: {row.id} {name} {old} → {kept}")

    def add(self) -> None:
        store = self._store()
        objectives = [row for row in store.rows if row.kind == "objective"]
        kind: Kind = "key_result" if objectives and self.random.random() < 0.7 else "objective"
        fields: dict[str, Value] = {"title": self._new("title")}
        if self.random.random() < 0.7:
            fields["note"] = self._new("note")
        if kind == "key_result":
            fields["objective"] = Records((self.random.choice(objectives).id,))
            fields["target"] = self._new("target")
            if self.random.random() < 0.3:
                fields["status"] = self.random.choice(("on", "off"))
        row = store.add(kind, fields)
        self.note(f"person: adds {row.id} {row.fields}")

    def add_everywhere(self) -> None:
        """The same OKR is typed on both sides."""
        for title, kind in ((self._new("title"), "objective"), (self._new("title"), "key_result")):
            for store in self.stores.values():
                fields: dict[str, Value] = {"title": title}
                if self.random.random() < 0.5:
                    fields["note"] = self._new("note")
                if kind == "key_result":
                    fields["objective"] = Records((store.rows[-1].id,))
                store.add(kind, fields)  # type: ignore[arg-type]  # one of the two kinds
        self.note("person: the same on both sides")

    def edit(self) -> None:
        store = self._store()
        row = self._row(store)
        if row:
            names = ("title", "note") if row.kind == "objective" else ("title", "note", "target", "status", "note")
            name = self.random.choice(names)
            options = ("on", "off", "unheard of") if store.side is Side.A else ("on", "off")
            self._type(store, row, name, self.random.choice(options) if name == "status" else None)

    def clear(self) -> None:
        store = self._store()
        row = self._row(store)
        if row and row.fields.get("note") is not None:
            self.cleared |= {row.fields["note"], *self._ancestors(row.fields["note"])}
            self.last_known[row.id, "note"] = row.fields["note"]
            self.note(f"person: clears note of {row.id}")
            store.write(row, "note", None)

    def delete(self) -> None:
        store = self._store()
        row = self._row(store)
        if not row:
            return
        within = [
            each
            for each in store.rows
            if row.kind == "objective" and each.fields.get("objective") == Records((row.id,))
        ]
        for each in (*within, row):
            self.note(f"person: deletes {each.id}")
            self.deleted_by_people.add(each.id)
            store.remove(each)

    def put_back(self) -> None:
        store = self._store()
        dead = [row for row in store.trash if row.id in self.deleted_by_people]
        if dead:
            row = self.random.choice(dead)
            self.note(f"person: puts {row.id} back")
            store.trash.remove(row)
            store.rows.append(row)

    def copy(self) -> None:
        store = self._store()
        row = self._row(store)
        if row:
            marker = row.marker if self.random.random() < 0.5 else None
            twin = store.add(row.kind, row.fields, marker)
            twin.extras = "copy"
            self.note(f"person: copies {row.id} to {twin.id}")
            if self.random.random() < 0.7:
                self._type(store, twin, "title")

    def cut_and_paste(self) -> None:
        """The row gets a new identity; for the store, the old one was deleted."""
        store = self.stores[Side.A]
        row = self._row(store)
        if row and row.kind == "key_result":
            self.deleted_by_people.add(row.id)
            store.remove(row)
            new = store.add(row.kind, row.fields)
            self.note(f"person: moves {row.id} to {new.id}")

    def sort(self) -> None:
        store = self._store()
        self.random.shuffle(store.rows)
        self.note("person: sorts")

    def share(self) -> None:
        store = self._store()
        if store.hidden:
            store.hidden.clear()
        elif row := self._row(store):
            store.hidden.add(row.id)
            self.blurred = True
            self.note(f"person: hides {row.id}")

    def move(self) -> None:
        store = self._store()
        row = self._row(store)
        objectives = [each for each in store.rows if each.kind == "objective"]
        if row and row.kind == "key_result" and objectives:
            self._type(store, row, "objective", Records((self.random.choice(objectives).id,)))

    def give_the_same_title(self) -> None:
        store = self._store()
        rows = [row for row in store.rows if row.kind == "key_result"]
        if len(rows) > 1:
            one, other = self.random.sample(rows, 2)
            self._type(store, one, "title", other.fields["title"])

    def settle(self) -> None:
        conflicts = [each for each in self.ledger.all_conflicts.values() if each.settled is None]
        if conflicts:
            conflict = self.random.choice(conflicts)
            side = self.random.choice((Side.A, Side.B))
            self.note(f"person: takes {side.value} of {conflict.id}")
            self.ledger.all_conflicts[conflict.id] = conflict._replace(choice=side)

    def agree(self) -> None:
        """A person types on one side what stands on the other."""
        links = [link for link in self.ledger.load().links.values() if link.live]
        if not links:
            return
        link = self.random.choice(links)
        a, b = self.stores[Side.A].find(link.a), self.stores[Side.B].find(link.b)
        if a and b and a.fields.get("note") is not None:
            self._type(self.stores[Side.B], b, "note", a.fields["note"])


def choice_of(choose: Callable[[Any], Any], values: Any) -> Any:
    """Return one of the members of an enumeration."""
    return choose(list(values))


def _accepting(settings: Settings, count: int) -> Settings:
    return Settings(settings.fields, deletes=settings.deletes, accepted_deletes=count)


_START = (World.add, World.add, World.add_everywhere)
_ACTS = (
    *(World.edit,) * 8,
    *(World.add,) * 2,
    World.add_everywhere,
    World.clear,
    *(World.delete,) * 2,
    World.put_back,
    World.copy,
    World.cut_and_paste,
    World.sort,
    World.share,
    World.move,
    World.give_the_same_title,
    *(World.settle,) * 2,
    World.agree,
)


def simulate(seed: int) -> World:
    """Play the schedule of a seed. Raises Broken."""
    world = World(seed)
    world.play()
    return world


__all__ = ["Broken", "Whereabouts", "World", "simulate"]
