"""From two views and what is remembered to a plan: a pure function, so that a dry run is the next run."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from okrsync.sync.adapting import CannotHoldError
from okrsync.sync.guards import check_deletes, check_keys, check_views
from okrsync.sync.ledger import Link
from okrsync.sync.pairing import Pairing
from okrsync.sync.pictures import objectives_of, there
from okrsync.sync.plan import Create, Delete, Found, Held, How, Plan, Skip, Unlink
from okrsync.sync.settings import SIDES, Side
from okrsync.sync.stores import Whereabouts
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from okrsync.sync.pictures import Picture
    from okrsync.sync.plan import Step
    from okrsync.sync.stores import Record


def planned(picture: Picture, names: Mapping[Side, str]) -> Plan:
    """Return what a run would do; `names` are what people call the two stores.

    The picture comes to know the records that are matched.
    Raises SyncStoppedError where going on could do harm.
    """
    check_views(picture.views, picture.memory, picture.settings, names)
    check_keys(picture, names)
    planner = _Planner(picture, Pairing(picture.fields, picture.memory))
    steps = tuple(planner.steps())
    check_deletes(picture, planner.rejoined)
    return Plan(steps, picture.memory.is_new, {side: picture.titles(side) for side in SIDES})


class _Planner:
    def __init__(self, picture: Picture, pairing: Pairing) -> None:
        self.picture = picture
        self.pairing = pairing
        self.memory = picture.memory
        self.settings = picture.settings
        self.fields = picture.fields
        self.rejoined: set[int] = set()
        self.coming: dict[Side, set[str]] = {Side.A: set(), Side.B: set()}
        """Side → records of the other side whose counterpart is created there in this run."""
        self.places = {side: {each: n for n, each in enumerate(picture.views[side].records)} for side in SIDES}
        self._link_ids = count(max(self.memory.links, default=0) + 1)

    def steps(self) -> Iterator[Step]:
        """Yield every step; objectives before key results, so that what a key result needs is known."""
        matched: dict[int, tuple[Link, Record, Record, Side]] = {}
        pairs: list[tuple[Link, Record, Record]] = []
        alone: list[tuple[Side, Record, str | None]] = []
        for kind in ("objective", "key_result"):
            # Key results are told apart within their objective: those are matched first.
            if matched or pairs:
                self.picture.index()
            self._match(kind, matched, pairs, alone)
        self.rejoined = set(matched)
        for link in sorted(self.picture.links.values(), key=lambda each: (each.kind != "objective", each.id)):
            if link.id in matched:
                joined, a, b, side = matched[link.id]
                new = {side, self.picture.adopted.get(link.id, side)}
                yield from _some(self.pairing.merge(joined, How.REJOINED, a, b, new))
            else:
                yield from _some(self._linked(link))
        for link, a, b in pairs:
            yield from _some(self.pairing.merge(link, How.KEY, a, b))
        for side, record, why in sorted(alone, key=self._order):
            yield Skip(side, record, why) if why else self._new(side, record)

    def _order(self, found: tuple[Side, Record, str | None]) -> tuple[Side, int, bool, int]:
        """Sort as the store lists them, key results right behind their objective: so they are made beside it."""
        side, record, _ = found
        place = self.places[side]
        above = [place[each] for each in objectives_of(record) if each in place]
        return side, max(above, default=place[record.id]), record.kind != "objective", place[record.id]

    # ---- records that belong to nobody yet

    def _match(
        self,
        kind: str,
        matched: dict[int, tuple[Link, Record, Record, Side]],
        pairs: list[tuple[Link, Record, Record]],
        alone: list[tuple[Side, Record, str | None]],
    ) -> None:
        done: set[str] = set()
        for side in SIDES:
            for record in self.picture.unlinked(side):
                if record.kind != kind or (side is Side.B and record.id in done):
                    continue
                key = self.picture.key(side, record)
                why, other = self._counterpart(side, key)
                if other is None:
                    if why or side.other in self.settings.creates:
                        alone.append((side, record, why or self._obstacle(side)))
                    continue
                a, b = (record, other) if side is Side.A else (other, record)
                owner = self.picture.owner[side.other].get(other.id)
                if owner is None:
                    done.add(other.id)
                    link = Link(next(self._link_ids), record.kind, a.id, b.id)
                    pairs.append((link, a, b))
                else:
                    # Whatever still points at the record that is gone points at nothing any more.
                    self.fields.tokens[side].pop(owner.of(side) or "", None)
                    link = owner.joined(side, record.id)
                    matched[link.id] = (link, a, b, side)
                self.fields.join(link)

    def _counterpart(self, side: Side, key: Hashable) -> tuple[str | None, Record | None]:
        """Return the record that an unlinked one belongs to, else why nothing is done about it, else nothing."""
        here, over_there = self.picture.keys[side], self.picture.keys[side.other]
        if key is None:
            return "sync.no-key", None
        if len(here[key]) > 1:
            return "sync.key-twice", None
        others = over_there.get(key, [])
        if len(others) > 1:
            return "sync.key-twice-there", None
        if others:
            owner = self.picture.owner[side.other].get(others[0].id)
            if others[0].id in self.picture.marked[side.other] and owner is None:
                return "sync.key-taken", None
            return (None, others[0]) if owner is None or self._is_widowed(owner, side) else ("sync.key-taken", None)
        return None, None

    def _is_widowed(self, link: Link, side: Side) -> bool:
        """Tell whether the record of a link on `side` was deleted, so that another may take its place."""
        if link.of(side) is None:
            # About to be created again: no need where somebody has made it meanwhile.
            return link.live
        gone = self.picture.record(side, link) is None
        return gone and (not link.live or there(self.picture, side, link) is Whereabouts.DELETED)

    def _obstacle(self, side: Side) -> str | None:
        """Return why records of `side` get no counterpart on the other side; None where they do."""
        target = side.other
        if not self.picture.views[target].capabilities.can_create or not self.fields.key_goes_to(target):
            return "sync.not-created"
        return None

    def _new(self, side: Side, record: Record) -> Step:
        target = side.other
        link = Link(next(self._link_ids), record.kind, None, None).joined(side, record.id)
        return self._create(link, target, How.NEW, record)

    def _create(self, link: Link, target: Side, how: How, source: Record) -> Step:
        counterparts = self.fields.counterparts[target]
        if any(each not in counterparts and each not in self.coming[target] for each in objectives_of(source)):
            return Skip(target.other, source, "sync.objective-not-in-step")
        key = self.picture.key(target.other, source)
        if key is None or self.picture.keys[target].get(key):
            return Skip(target.other, source, "sync.no-key" if key is None else "sync.key-taken")
        values, references, held = {}, {}, []
        for name in self.fields.types[source.kind]:
            value = source[name]
            if value is None or not self.fields.may_send(target, source.kind, name):
                continue
            if isinstance(value, Records) and self.fields.is_reference(source.kind, name):
                references[name] = value
                continue
            try:
                values[name] = self.fields.adapted(target, source.kind, name, value)
            except CannotHoldError as error:
                held.append(Held(name, target, value, error.why))
        self.coming[target].add(source.id)
        pending = self.memory.pending.get((link.id, target))
        marker = pending.marker if pending and how is How.AGAIN else None
        ended = self.pairing.ended(link, target.other.value)
        return Create(link, target, how, source, values, references, tuple(held), marker, ended)

    # ---- records that belong together

    def _linked(self, link: Link) -> Step | None:
        a, b = (self.picture.record(side, link) for side in SIDES)
        adopted = self.picture.adopted.get(link.id)
        if not link.live:
            return self._ended(link, a, b)
        if a and b:
            how = How.MARKER if adopted else How.RETURNED if self.picture.deleting(link) else How.LINKED
            return self.pairing.merge(link, how, a, b, {adopted} if adopted else ())
        left = a or b
        where = {side: there(self.picture, side, link) for side in SIDES}
        if Whereabouts.HIDDEN in where.values():
            return Skip(Side.A if a else Side.B, left, "sync.hidden") if left else None
        deleted = tuple(side for side in SIDES if where[side] is Whereabouts.DELETED)
        if left is None:
            return Unlink(link, deleted, None, self.pairing.ended(link))
        if not deleted:
            return self._create(link, Side.A if link.a is None else Side.B, How.AGAIN, left)
        return self._deleted(link, deleted[0], left)

    def _ended(self, link: Link, a: Record | None, b: Record | None) -> Step | None:
        """Look whether anything of a link that has ended has come back."""
        adopted = self.picture.adopted.get(link.id)
        if adopted:
            found = a if adopted is Side.A else b
            return Found(link, adopted, found, self.pairing.unbelieved(link, adopted, found)) if found else None
        if a and b:
            return self.pairing.merge(link.joined(Side.A, link.a), How.RETURNED, a, b)
        return None

    def _deleted(self, link: Link, side: Side, left: Record) -> Step:
        """Say what becomes of a record whose counterpart on `side` a person deleted."""
        ended = self.pairing.ended(link)
        if self.picture.deleting(link) is side:
            # It was we who deleted it, since its counterpart had been deleted; that one has been put back meanwhile.
            return self._create(link.joined(side, None), side, How.RESTORED, left)
        # Who can tell whether a record that an unanswered create made was edited since? It is left alone.
        is_ours = link.id in self.picture.adopted
        wanted = not is_ours and self._is_wanted(side, link, left)
        if wanted and side in self.settings.creates and self._obstacle(side.other) is None:
            return self._create(link.joined(side, None), side, How.RESTORED, left)
        capable = self.picture.views[side.other].capabilities.can_delete and self.fields.key_goes_to(side.other)
        if not self.settings.deletes or not capable or wanted or is_ours:
            forgotten = self.pairing.unbelieved(link, side.other, left) if is_ours else ()
            return Unlink(link, (side,), left, ended, forgotten)
        if self.picture.children[side.other].get(left.id):
            # Its key results go first, each for a reason of its own; the objective goes when nothing stands in it.
            return Skip(side.other, left, "sync.still-has-key-results")
        return Delete(link, side.other, left, ended)

    def _is_wanted(self, side: Side, link: Link, left: Record) -> bool:
        """Tell whether somebody edited what is left, or a key result within it: an edit beats a delete."""
        if self.pairing.is_edited(side.other, link, left):
            return True
        for child in self.picture.children[side.other].get(left.id, ()):
            owner = self.picture.owner[side.other].get(child.id)
            if owner is None:
                return True
            deleted = owner.live and there(self.picture, side, owner) is Whereabouts.DELETED
            if deleted and owner.id not in self.rejoined and self.pairing.is_edited(side.other, owner, child):
                return True
        return False


def _some(step: Step | None) -> tuple[Step, ...]:
    return () if step is None else (step,)
