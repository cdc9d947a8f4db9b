"""Creates records so that none is ever created twice: remembered before, marked on the way, compared afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sync.adapting import CannotHoldError
from okrsync.sync.ledger import Entry, Pending, base_of
from okrsync.sync.pictures import objectives_of
from okrsync.sync.stores import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.sync.ledger import Ledger, Row
    from okrsync.sync.pictures import Picture
    from okrsync.sync.plan import Create
    from okrsync.sync.settings import Side
    from okrsync.sync.stores import Record, Store
    from okrsync.sync.values import Value


class Creating:
    """Carries out the creates of one run."""

    def __init__(
        self, picture: Picture, stores: Mapping[Side, Store], ledger: Ledger, run: int, numbers: Iterator[int]
    ) -> None:
        """Take what was read, where to write, and the numbers of the entries of this run."""
        self._picture = picture
        self._fields = picture.fields
        self._stores = stores
        self._ledger = ledger
        self._run = run
        self._numbers = numbers
        self._standing: dict[Side, Sequence[Record]] = {}
        """What stood on a side right before the first create there: keys are unique, so our own are not in the way."""

    def is_ready(self, step: Create) -> bool:
        """Tell whether the objective that a key result belongs to stands on the other side by now."""
        return all(each in self._fields.counterparts[step.side] for each in objectives_of(step.source))

    def create(self, step: Create) -> str | None:
        """Create one record; return the key of the sentence that says why not, None where it was done.

        Raises RecordGoneError where its source is gone, SourceError where nobody knows whether it was created.
        """
        obstacle = self._obstacle(step)
        if obstacle:
            return obstacle
        side, link, store = step.side, step.link, self._stores[step.side]
        sent = {**step.fields, **self._references(step)}
        pending = Pending(link.id, side, step.marker or f"{self._picture.memory.life}-{link.id}-{self._run}")
        entries = [
            Entry(self._run, next(self._numbers), "create", link.id, side, None, name, None, value)
            for name, value in sent.items()
        ]
        bases = [base_of(link.id, name, side, value, step.source[name]) for name, value in sent.items()]
        known = [base for base in self._picture.memory.bases.values() if base.link == link.id]
        # From here on the record may be there, whatever happens: so it is remembered first.
        self._ledger.commit([link, pending, *bases, *entries, *step.ended], known)
        made = store.create(Draft(step.source.kind, sent), pending.marker)
        joined = link.joined(side, made.id)
        told = [entry._replace(record=made.id, after=made[str(entry.field)]) for entry in entries]
        self._ledger.commit([joined, *self._seen(step, made, sent), *told], [pending, *bases])
        self._fields.join(joined)
        return None

    def _obstacle(self, step: Create) -> str | None:
        """Look once more, right before creating, whether somebody was faster."""
        side = step.side
        self._stores[side.other].fetch(step.source.id)
        if side not in self._standing:
            self._standing[side] = self._stores[side].listing()
        key = self._picture.key(side.other, step.source)
        for record in self._standing[side]:
            if self._picture.key(side, record) == key or (step.marker and record.marker == step.marker):
                return "sync.appeared-meanwhile"
        return None

    def _references(self, step: Create) -> dict[str, Value]:
        """Return the links to other records that can be made by now; the rest is made by the next run."""
        found: dict[str, Value] = {}
        for name, value in step.references.items():
            try:
                found[name] = self._fields.adapted(step.side, step.source.kind, name, value)
            except CannotHoldError:
                continue
        return found

    def _seen(self, step: Create, made: Record, sent: Mapping[str, Value]) -> list[Row]:
        """Return what was seen of each field: as the store holds it now, beside what it was made from."""
        side, kind, fields = step.side, step.source.kind, self._fields
        rows: list[Row] = []
        for name in fields.types[kind]:
            same = fields.comparable(side, kind, name, made[name]) == fields.comparable(
                side.other, kind, name, step.source[name]
            )
            if same or (name in sent and fields.capabilities[side].answers_writes):
                rows.append(base_of(step.link.id, name, side, made[name], step.source[name]))
        return rows
