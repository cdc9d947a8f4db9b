"""The memory of a pair in the state database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from okrsync.state import lease as leases
from okrsync.state.pairs import BASE, CONFLICT, JOURNAL, LINK, PAIR, PENDING
from okrsync.sync.ledger import Act, Base, Conflict, Entry, Link, Memory, Pending
from okrsync.sync.settings import Side
from okrsync.sync.values import decoded, encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from okrsync.state.database import Database
    from okrsync.state.lease import Lease
    from okrsync.sync.ledger import Row
    from okrsync.sync.stores import Kind


_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SqlLedger:
    """What is remembered of the pair `name`. Only a ledger with a lease may write."""

    def __init__(  # noqa: PLR0913 - the last two are settings with defaults
        self,
        database: Database,
        name: str,
        life: str,
        lease: Lease | None = None,
        *,
        now: Callable[[], float] = lambda: 0.0,
        lease_seconds: float = 600.0,
    ) -> None:
        """Take the database and the pair; `life` is used where the database has never heard of the pair.

        Every transaction prolongs the lease to `lease_seconds` from `now()` (seconds since the epoch).
        """
        self._database = database
        self._name = name
        self._life = life
        self._lease = lease
        self._now = now
        self._lease_seconds = lease_seconds

    def load(self) -> Memory:
        """Return what is remembered. Raises StateError."""
        with self._database.reading() as connection:
            pair = connection.execute(select(PAIR.c.life).where(PAIR.c.name == self._name)).scalar()
            memory = Memory(pair or self._life)
            for row in connection.execute(select(LINK).where(LINK.c.pair == self._name).order_by(LINK.c.id)):
                memory.links[row.id] = Link(row.id, cast("Kind", row.kind), row.a_id, row.b_id, row.live)
            for row in connection.execute(select(BASE).where(BASE.c.pair == self._name)):
                memory.bases[row.link, row.field] = Base(row.link, row.field, decoded(row.a_seen), decoded(row.b_seen))
            waiting = select(PENDING).where(PENDING.c.pair == self._name).order_by(PENDING.c.link, PENDING.c.side)
            for row in connection.execute(waiting):
                memory.pending[row.link, Side(row.side)] = Pending(row.link, Side(row.side), row.marker)
            is_open = and_(CONFLICT.c.pair == self._name, CONFLICT.c.settled.is_(None))
            for row in connection.execute(select(CONFLICT).where(is_open).order_by(CONFLICT.c.id)):
                memory.conflicts[row.link, row.field] = _conflict(row)
            last = select(func.max(CONFLICT.c.id)).where(CONFLICT.c.pair == self._name)
            memory.last_conflict = connection.execute(last).scalar() or 0
        return memory

    def begin(self) -> int:
        """Return the number of a new run."""
        with self._database.writing() as connection:
            self._hold(connection)
            runs = connection.execute(select(PAIR.c.runs).where(PAIR.c.name == self._name)).scalar()
            if runs is None:
                connection.execute(insert(PAIR).values(name=self._name, life=self._life, runs=1))
                return 1
            connection.execute(update(PAIR).where(PAIR.c.name == self._name).values(runs=runs + 1))
            return int(runs) + 1

    def commit(self, put: Sequence[Row], drop: Sequence[Base | Pending] = ()) -> None:
        """Forget `drop`, then remember `put`, in one transaction. Raises BusyError where the lease was lost."""
        with self._database.writing() as connection:
            self._hold(connection)
            for row in drop:
                table, key, _ = self._stored(row)
                connection.execute(delete(table).where(_where(table, key)))
            rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in (LINK, BASE, PENDING, CONFLICT, JOURNAL)}
            for each in put:
                table, key, values = self._stored(each)
                rows[table].append(key | values)
            for table, several in rows.items():
                if several:
                    _put(connection, table, several)

    def entries(self, run: int) -> list[Entry]:
        """Return what a run wrote, in order."""
        wanted = select(JOURNAL).where(JOURNAL.c.pair == self._name, JOURNAL.c.run == run).order_by(JOURNAL.c.number)
        with self._database.reading() as connection:
            return [
                Entry(
                    row.run, row.number, cast("Act", row.act), row.link, Side(row.side), row.record, row.field,
                    decoded(row.before), decoded(row.after),
                )
                for row in connection.execute(wanted)
            ]  # fmt: skip

    def last_run(self) -> int | None:
        """Return the number of the newest run that wrote anything."""
        newest = select(func.max(JOURNAL.c.run)).where(JOURNAL.c.pair == self._name)
        with self._database.reading() as connection:
            found: int | None = connection.execute(newest).scalar()
        return found

    def conflicts(self) -> list[Conflict]:
        """Return all conflicts, oldest first."""
        wanted = select(CONFLICT).where(CONFLICT.c.pair == self._name).order_by(CONFLICT.c.id)
        with self._database.reading() as connection:
            return [_conflict(row) for row in connection.execute(wanted)]

    def _hold(self, connection: Connection) -> None:
        """See to it that this run still holds its lease, and prolong it."""
        if self._lease is not None:
            leases.renew(connection, self._lease, until=self._now() + self._lease_seconds)

    def _stored(self, row: Row) -> tuple[Table, dict[str, Any], dict[str, Any]]:
        """Return the table of a row, its key, and its other columns."""
        key: dict[str, Any] = {"pair": self._name}
        match row:
            case Link(number, kind, a, b, live):
                return LINK, key | {"id": number}, {"kind": kind, "a_id": a, "b_id": b, "live": live}
            case Base(link, field, a_value, b_value):
                seen = {"a_seen": encoded(a_value), "b_seen": encoded(b_value)}
                return BASE, key | {"link": link, "field": field}, seen
            case Pending(link, side, marker):
                return PENDING, key | {"link": link, "side": side.value}, {"marker": marker}
            case Conflict():
                values = row._asdict() | {"a_value": encoded(row.a), "b_value": encoded(row.b)}
                values["choice"] = row.choice.value if row.choice else None
                return CONFLICT, key | {"id": row.id}, {n: v for n, v in values.items() if n not in {"id", "a", "b"}}
        values = row._asdict() | {
            "side": row.side.value, "before": encoded(row.before), "after": encoded(row.after),
        }  # fmt: skip
        own = {"run": values.pop("run"), "number": values.pop("number")}
        return JOURNAL, key | own, values


def _put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or replace those whose key is there."""
    keys = table.primary_key.columns.keys()
    adding: Any = _INSERT[connection.dialect.name](table)
    replaced = {name: adding.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(adding.on_conflict_do_update(index_elements=keys, set_=replaced), rows)


def _where(table: Table, key: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in key.items()))


def _conflict(row: Any) -> Conflict:
    choice = Side(row.choice) if row.choice else None
    return Conflict(
        row.id, row.link, row.field, row.run, decoded(row.a_value), decoded(row.b_value), choice, row.settled
    )
