"""What people do to two stores of OKRs, before, after and while okrsync runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from okrsync.sync.conflicts import take
from okrsync.sync.settings import Side
from okrsync.sync.values import Records, Value

if TYPE_CHECKING:
    from random import Random

    from model_store import ModelStore, Row

    from okrsync.sync.ledger import Ledger
    from okrsync.sync.stores import Kind


class People:
    """The people of a world. Every value that they type is unique and knows what it replaced."""

    random: Random
    stores: dict[Side, ModelStore]
    people_ledger: Ledger
    """The state as the command for conflicts reads and writes it."""

    def __init__(self) -> None:
        self.trace: list[str] = []
        self.stamp = 0
        self.parents: dict[Value, set[Value]] = {}
        """Value → the values that it was typed over, by somebody who saw them."""
        self.rounded: dict[Value, Value] = {}
        """What a store made of a number → the number."""
        self.cleared: set[Value] = set()
        self.last_known: dict[tuple[str, str], Value] = {}
        """Cell → what stood there before it was cleared."""
        self.deleted_by_people: set[str] = set()
        self.blurred = False
        """A listing was cut short, or a share hidden: twins may come of it, nothing worse."""

    def note(self, what: str) -> None:
        """Write down what happened."""
        self.trace.append(what)

    def ancestors(self, value: Value) -> set[Value]:
        """Return what had been seen by those who typed `value`, and by those who typed that."""
        found: set[Value] = set()
        open_ends = [value]
        while open_ends:
            for parent in self.parents.get(open_ends.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    open_ends.append(parent)
        return found

    def people_act(self, *, start: bool = False) -> None:
        """Let one person do one thing."""
        self.random.choice(START if start else ACTS)(self)

    def tell_twins_apart(self) -> None:
        """Give rows with the same title titles of their own."""
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
        """Type something new over what stands there."""
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
        if self.random.random() < 0.05:
            # A formula: read, never written.
            row.locked = frozenset({"note"})
        self.note(f"person: adds {row.id} {row.fields}")

    def add_everywhere(self) -> None:
        """Type the same OKR on both sides."""
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

    def edit_both(self) -> None:
        """Edit the same cell on both sides."""
        links = [link for link in self.people_ledger.load().links.values() if link.live]
        if not links:
            return
        link = self.random.choice(links)
        name = self.random.choice(("title", "note") if link.kind == "objective" else ("title", "note", "target"))
        for side in Side:
            row = self.stores[side].find(link.of(side))
            if row:
                self._type(self.stores[side], row, name)

    def clear(self) -> None:
        store = self._store()
        row = self._row(store)
        if row and row.fields.get("note") is not None:
            self.cleared |= {row.fields["note"], *self.ancestors(row.fields["note"])}
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
        """Give a row a new identity; for the store, the old one was deleted."""
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
        conflicts = [each for each in self.people_ledger.conflicts() if each.settled is None]
        if conflicts:
            conflict = self.random.choice(conflicts)
            side = self.random.choice((Side.A, Side.B))
            self.note(f"person: takes {side.value} of {conflict.id}")
            take(self.people_ledger, conflict.id, side)

    def agree(self) -> None:
        """Type on one side what stands on the other."""
        links = [link for link in self.people_ledger.load().links.values() if link.live]
        if not links:
            return
        link = self.random.choice(links)
        a, b = self.stores[Side.A].find(link.a), self.stores[Side.B].find(link.b)
        if a and b and a.fields.get("note") is not None:
            self._type(self.stores[Side.B], b, "note", a.fields["note"])


START = (People.add, People.add, People.add_everywhere)
ACTS = (
    *(People.edit,) * 8,
    *(People.edit_both,) * 2,
    *(People.add,) * 2,
    People.add_everywhere,
    People.clear,
    *(People.delete,) * 2,
    People.put_back,
    People.copy,
    People.cut_and_paste,
    People.sort,
    People.share,
    People.move,
    People.give_the_same_title,
    *(People.settle,) * 2,
    People.agree,
)
