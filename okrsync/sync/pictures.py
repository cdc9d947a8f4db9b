"""Both sides as they were read, with who belongs to whom and which key stands where: what the planner looks at."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.sync.fields import Fields
from okrsync.sync.ledger import DELETING
from okrsync.sync.settings import SIDES, Settings, Side
from okrsync.sync.stores import OBJECTIVE_FIELD, Whereabouts
from okrsync.sync.values import Records, shown

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from okrsync.sync.ledger import Link, Memory, Pending
    from okrsync.sync.stores import Capabilities, Record


@dataclass(frozen=True, slots=True)
class View:
    """One store as it was read: everything in it, and proof of what became of the linked records that it lacks."""

    records: Mapping[str, Record]
    capabilities: Capabilities
    missing: Mapping[str, Whereabouts] = field(default_factory=dict)
    """Id of each linked record that is not among `records` → where it is."""


class Picture:
    """Both views, joined by what is remembered."""

    def __init__(self, views: Mapping[Side, View], memory: Memory, settings: Settings) -> None:
        """Take both views, what is remembered, and the settings."""
        self.views = views
        self.memory = memory
        self.settings = settings
        self.fields = Fields({side: views[side].capabilities for side in SIDES}, settings)
        self.links = dict(memory.links)
        """Links as they are known now: with the records that unanswered creates turn out to have made."""
        self.adopted: dict[int, Side] = {}
        """Link → side on which such a record was found."""
        self.owner: dict[Side, dict[str, Link]] = {Side.A: {}, Side.B: {}}
        self.marked: dict[Side, set[str]] = {Side.A: set(), Side.B: set()}
        """Records that carry the marker of an unanswered create, whether they were taken for its outcome or not."""
        for link in memory.links.values():
            self._own(link)
        for pending in memory.pending.values():
            if pending.marker != DELETING:
                self._adopt(pending)
        self._name_records()
        self.keys: dict[Side, dict[Hashable, list[Record]]] = {}
        self.children: dict[Side, dict[str, list[Record]]] = {}
        self.index()

    def record(self, side: Side, link: Link) -> Record | None:
        """Return the record of a link on `side`, None where the view does not hold it."""
        record_id = link.of(side)
        return None if record_id is None else self.views[side].records.get(record_id)

    def titles(self, side: Side) -> dict[str, str]:
        """Return id → title of the objectives of one side, as they stand there."""
        records = self.views[side].records.values()
        return {record.id: shown(record["title"]) for record in records if record.kind == "objective"}

    def deleting(self, link: Link) -> Side | None:
        """Return the side on which an earlier run was deleting the record of a link, None where none was."""
        pending = self.memory.pending
        return next((s for s in SIDES if (found := pending.get((link.id, s))) and found.marker == DELETING), None)

    def unlinked(self, side: Side) -> list[Record]:
        """Return the records that belong to nobody yet, objectives first."""
        found = [
            record
            for record_id, record in self.views[side].records.items()
            if record_id not in self.owner[side] and record_id not in self.marked[side]
        ]
        return sorted(found, key=lambda record: (record.kind != "objective", record.id))

    def key(self, side: Side, record: Record) -> Hashable:
        """Return by what a record is known on both sides, None where its key is empty.

        The title of a key result counts within its objective, any other key by itself.
        """
        name = self.settings.key
        text = folded_key(shown(record[name]))
        if not text:
            return None
        parent: Hashable = None
        if name == "title" and record.kind == "key_result":
            parent = frozenset(self.fields.tokens[side].get(each, each) for each in objectives_of(record))
        return record.kind, parent, text

    def _own(self, link: Link) -> None:
        for side in SIDES:
            record_id = link.of(side)
            if record_id is not None:
                self.owner[side][record_id] = link

    def _adopt(self, pending: Pending) -> None:
        """Take a record for the outcome of an unanswered create, if it carries its marker and belongs to nobody."""
        side = pending.side
        candidates = [
            record
            for record_id, record in self.views[side].records.items()
            if record.marker == pending.marker and record_id not in self.owner[side]
        ]
        if not candidates:
            return
        self.marked[side] |= {record.id for record in candidates}
        link = self.links[pending.link]
        # A copy of it carries the marker, too: the one that still is as it was sent comes first.
        chosen = min(candidates, key=lambda record: (self._differences(link, side, record), record.id))
        joined = link.joined(side, chosen.id) if link.live else link.ended(side, chosen.id)
        self.links[link.id] = joined
        self.adopted[link.id] = side
        self._own(joined)

    def _differences(self, link: Link, side: Side, record: Record) -> int:
        sent = (self.memory.bases.get((link.id, name)) for name in self.fields.types[record.kind])
        return sum(base is not None and record[base.field] != base.of(side) for base in sent)

    def _name_records(self) -> None:
        for link in self.links.values():
            self.fields.join(link)
        for side in SIDES:
            # What is not there cannot be pointed at.
            known = self.fields.counterparts[side]
            for other, own in list(known.items()):
                if own not in self.views[side].records or not self.owner[side][own].live:
                    del known[other]
            tokens = self.fields.tokens[side]
            for record in self.views[side].records.values():
                if record.kind == "objective" and record.id not in tokens:
                    tokens[record.id] = ("key", folded_key(shown(record[self.settings.key])))

    def index(self) -> None:
        """Look up anew which key stands where: once more after objectives were matched, which key results depend on."""
        for side in SIDES:
            keys: defaultdict[Hashable, list[Record]] = defaultdict(list)
            children: defaultdict[str, list[Record]] = defaultdict(list)
            for record in self.views[side].records.values():
                keys[self.key(side, record)].append(record)
                for objective in objectives_of(record):
                    children[objective].append(record)
            self.keys[side], self.children[side] = keys, children


def folded_key(text: str) -> str:
    """Return a key as it is compared: without regard to case and to how its blanks are typed."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def objectives_of(record: Record) -> tuple[str, ...]:
    """Return the ids of the objectives that a key result belongs to."""
    value = record[OBJECTIVE_FIELD] if record.kind == "key_result" else None
    return value.ids if isinstance(value, Records) else ()


def there(picture: Picture, side: Side, link: Link) -> Whereabouts:
    """Tell where the record of a link is on `side`."""
    record_id = link.of(side)
    if record_id is None or record_id in picture.views[side].records:
        return Whereabouts.THERE
    return picture.views[side].missing.get(record_id, Whereabouts.HIDDEN)
