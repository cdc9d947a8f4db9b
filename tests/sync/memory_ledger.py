"""The memory of a pair in dictionaries, for schedules by the thousand (`test_ledgers.py` holds it against SQL)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.errors import BusyError
from okrsync.sync.ledger import Base, Conflict, Entry, Link, Memory, Pending, Row

if TYPE_CHECKING:
    from collections.abc import Sequence


class MemoryLedger:
    """As `okrsync.sync.sql_ledger.SqlLedger`."""

    def __init__(self, life: str = "life") -> None:
        self._life = life
        self._links: dict[int, Link] = {}
        self._bases: dict[tuple[int, str], Base] = {}
        self._pending: dict[tuple[int, str], Pending] = {}
        self._conflicts: dict[int, Conflict] = {}
        self._entries: dict[tuple[int, int], Entry] = {}
        self._runs = 0
        self.is_overtaken = False

    def load(self) -> Memory:
        is_open = {(each.link, each.field): each for each in self._conflicts.values() if each.settled is None}
        return Memory(
            self._life,
            dict(sorted(self._links.items())),
            dict(self._bases),
            dict(sorted(self._pending.items())),
            is_open,
            max(self._conflicts, default=0),
        )

    def begin(self) -> int:
        self._hold()
        self._runs += 1
        return self._runs

    def commit(self, put: Sequence[Row], drop: Sequence[Base | Pending] = ()) -> None:
        self._hold()
        for row in drop:
            if isinstance(row, Base):
                self._bases.pop((row.link, row.field), None)
            else:
                self._pending.pop((row.link, row.side), None)
        for row in put:
            match row:
                case Link():
                    self._links[row.id] = row
                case Base():
                    self._bases[row.link, row.field] = row
                case Pending():
                    self._pending[row.link, row.side] = row
                case Conflict():
                    self._conflicts[row.id] = row
                case Entry():
                    self._entries[row.run, row.number] = row
        self._check_ids()

    def entries(self, run: int) -> list[Entry]:
        return [entry for key, entry in sorted(self._entries.items()) if key[0] == run]

    def last_run(self) -> int | None:
        return max((run for run, _ in self._entries), default=None)

    def conflicts(self) -> list[Conflict]:
        return [each for _, each in sorted(self._conflicts.items())]

    def _hold(self) -> None:
        if self.is_overtaken:
            raise BusyError("state.lease-lost")

    def _check_ids(self) -> None:
        """As the unique constraints of the tables do: no remote id in two links."""
        for ids in ([link.a for link in self._links.values()], [link.b for link in self._links.values()]):
            known = [each for each in ids if each is not None]
            assert len(known) == len(set(known)), "a remote record in two links"
