"""The fields that two stores have in common, and how their values compare and cross over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sync.adapting import adapted
from okrsync.sync.comparing import comparable
from okrsync.sync.settings import SIDES, Direction, FieldRule, Settings, Side
from okrsync.sync.stores import KINDS
from okrsync.sync.values import FieldKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from okrsync.sync.comparing import Tokens
    from okrsync.sync.ledger import Link
    from okrsync.sync.stores import Capabilities, Kind, Record
    from okrsync.sync.values import FieldType, Value


class Fields:
    """What holds for the fields of one pair in one run."""

    def __init__(self, capabilities: Mapping[Side, Capabilities], settings: Settings) -> None:
        """Take what both stores can hold, and how they are to be kept in step."""
        self.capabilities = capabilities
        self.settings = settings
        self.types: dict[Kind, dict[str, Mapping[Side, FieldType]]] = {}
        self.rules: dict[str, FieldRule] = {}
        self._references: set[tuple[Kind, str]] = set()
        self.tokens: dict[Side, dict[str, Hashable]] = {Side.A: {}, Side.B: {}}
        """Side → id of a record → what stands for it on either side."""
        self.counterparts: dict[Side, dict[str, str]] = {Side.A: {}, Side.B: {}}
        """Side → id of a record of the other side → id of its counterpart on this side."""
        for kind in KINDS:
            a, b = (capabilities[side].fields.get(kind, {}) for side in SIDES)
            self.types[kind] = {}
            for name in sorted(a.keys() & b.keys()):
                rule = settings.rule(name)
                if rule is not None:
                    self.types[kind][name] = {Side.A: a[name], Side.B: b[name]}
                    self.rules[name] = rule
                    if a[name].kind is b[name].kind is FieldKind.RECORDS:
                        self._references.add((kind, name))

    def join(self, link: Link) -> None:
        """Let the two records of a link stand for each other."""
        for side in SIDES:
            own, other = link.of(side), link.of(side.other)
            if own is not None:
                self.tokens[side][own] = ("link", link.id)
            if own is not None and other is not None:
                self.counterparts[side][other] = own

    def comparable(self, side: Side, kind: Kind, name: str, value: Value) -> Hashable:
        """Return what of a value of `side` both stores can hold: equal where the values are the same."""
        types = self.types[kind][name]
        tokens: Tokens = self.tokens[side]
        return comparable(value, types[side], types[side.other], tokens)

    def adapted(self, to: Side, kind: Kind, name: str, value: Value, onto: Value = None) -> Value:
        """Return a value of the other side as `to` holds it. Raises CannotHoldError."""
        types = self.types[kind][name]
        return adapted(value, types[to.other], types[to], onto, self.counterparts[to])

    def is_reference(self, kind: Kind, name: str) -> bool:
        """Tell whether a field holds links to other records on both sides."""
        return (kind, name) in self._references

    def is_writable(self, side: Side, record: Record, name: str) -> bool:
        """Tell whether the store lets us write a field of this record."""
        return not self.types[record.kind][name][side].read_only and name not in record.locked

    def may_send(self, to: Side, kind: Kind, name: str) -> bool:
        """Tell whether a new record on `to` gets this field from the other side."""
        return self.rules[name].direction.goes_to(to) and not self.types[kind][name][to].read_only

    def key_goes_to(self, side: Side) -> bool:
        """Tell whether records may be made and deleted on `side`: where their key may be written by its rule."""
        rule = self.settings.rule(self.settings.key)
        return (rule.direction if rule else Direction.BOTH).goes_to(side)
