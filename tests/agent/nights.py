"""Many nights of one team: people edit by day, okrsync runs by night, and something goes wrong every other time.

A second book is kept here, in the plainest way, of what each night's run found; the history must say the same.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from notion_workspaces import MANNER, Workspace, foreign, job
from sqlalchemy import func, select
from store_faults import FAULTS, NOTIONS_WORDS, SLOW

from okrsync.agent.logs import logger
from okrsync.agent.nightly import Conditions, run_once
from okrsync.agent.slots import Slot
from okrsync.agent.stopping import Stopping
from okrsync.history.book import Memory
from okrsync.history.schema import FINDING, OKR, RUN, SIGHTING, SLOT
from okrsync.pipeline import corrections, examine
from okrsync.state.database import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.agent.observing import SourceRun
    from okrsync.model import Report
    from okrsync.pipeline import Job
    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Page

FIRST = date(2026, 9, 1)
KEEP = timedelta(days=30)
TITLES = (
    "Improve the mood of our regulars in shop {n}",
    "Launch the new oven in shop {n}",
    "Regulars who come every week in shop {n} from 40 to 60",
    "Keep shop {n} clean",
    "Bread thrown away in shop {n} from 12 kg to 5 kg a day",
    "Better and faster service in shop {n}",
)
OPERATIONS = (
    {"path": "/query$"},
    {"method": "PATCH", "path": "/data_sources/"},
    {"method": "PATCH", "path": "/pages/"},
)
QUICK_FAULTS = sorted(set(FAULTS) - SLOW)
_FEWEST, _MOST = 3, 12

Identity = tuple[str | None, str, str]
"""Key of the OKR (None: the plan), code, field."""


@dataclass(slots=True)
class Life:
    """How long a finding was told, and what became of it."""

    first: date
    last: date
    outcome: str | None = None
    closed: date | None = None


class Nights:
    """The team, its nights, and the second book."""

    def __init__(self, seed: int, server: NotionServer, folder: Path) -> None:
        """Begin with a small workspace on `server`, and an empty state in `folder`."""
        self.random = random.Random(seed)
        self.server = server
        self.place = folder / "state.db"
        self.workspace = Workspace(server)
        self.pages: list[Page] = [self.workspace.regulars, self.workspace.vague, self.workspace.waste]
        self.trashed: list[Page] = []
        self.today = FIRST
        self.number = 0
        self.codes: list[int] = []
        self.seen: dict[str | None, date] = {}
        """Key of each OKR → when it was last seen."""
        self.there: set[str] = set()
        """Keys of those that were there the last time."""
        self._rearranged = False
        """Since the last night that could read: a row that goes while another comes may be taken for a new title."""
        self.lives: dict[Identity, list[Life]] = {}
        self._conditions = Conditions(
            self.place, KEEP, timedelta(minutes=5), [], logger("json", "error"), frozenset({"company"})
        )

    def play(self, nights: int) -> None:
        """Let so many days and nights pass."""
        for _ in range(nights):
            self._day()
            self._night()
            self.today += timedelta(days=1)

    def rows(self) -> dict[str, int]:
        """Return how many rows each table of the state has."""
        database = open_database(self.place)
        try:
            with database.reading() as connection:
                return {
                    table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                    for table in (RUN, SLOT, OKR, SIGHTING, FINDING)
                }
        finally:
            database.close()

    def _day(self) -> None:
        """Let people do what people do."""
        people = self.workspace.people
        for _ in range(self.random.randrange(3)):
            page = self.random.choice(self.pages)
            act = self.random.randrange(5)
            if act == 0:
                self.number += 1
                title = self.random.choice(TITLES).format(n=self.number)
                people.edit_property(page, "Name", title)
            elif act == 1:
                people.edit_property(page, "Current", self.random.randrange(10, 60))
            elif act == 2:
                people.edit_property(page, "Owner", self.random.choice([[], [self.workspace.anna]]))
            elif self._rearranged:
                continue
            elif act == 3 and len(self.pages) > _FEWEST:
                self._rearranged = True
                people.trash(page)
                self.pages.remove(page)
                self.trashed.append(page)
            elif act == 4 and len(self.pages) < _MOST:
                self._rearranged = True
                self._add()

    def _add(self) -> None:
        if self.trashed and self.random.random() < 0.5:
            page = self.trashed.pop()
            self.workspace.people.restore(page)
        else:
            self.number += 1
            title = self.random.choice(TITLES).format(n=self.number)
            page = self.workspace.add_key_result(title, None)
        self.pages.append(page)

    def _night(self) -> None:
        """Run, with something wrong every other night; hold what came of it against the second book."""
        if self.random.random() < 0.5:
            where = {**self.random.choice(OPERATIONS), "times": self.random.choice((1, 1000))}
            FAULTS[self.random.choice(QUICK_FAULTS)](self.server.faults, where, NOTIONS_WORDS)
        before = foreign(self.server)
        done: list[SourceRun] = []
        began = datetime.combine(self.today, time(2, 30), UTC)
        wanted = job(self.server, self.workspace.key_results_database)
        wanted = replace(wanted, manner=replace(MANNER, today=self.today))
        code = run_once(
            [wanted],
            self._conditions,
            Stopping(),
            finish=lambda sources: done.extend(sources) or (0 if sources[0].is_whole else 3),  # type: ignore[func-returns-value]
            slots=[Slot("company", self.today, began)],
            now=lambda: began,
        )
        self.codes.append(code)
        self.server.faults.clear()
        assert foreign(self.server) == before, "something of people's own was changed"
        assert code == (0 if done[0].is_whole else 3)
        if done[0].examined is not None:
            self._write_down(done[0].examined.report)
            self._rearranged = False
        if code == 0:
            self._look_again(wanted)
        self._compare()
        self.server.log.clear()

    def _look_again(self, wanted: Job) -> None:
        """Hold what stands in the store against what is to be said."""
        database = open_database(self.place)
        try:
            again = examine(wanted, Memory(database, {"company"}).recall)
        finally:
            database.close()
        assert corrections(again) == [], f"{self.today}: what was written is not what was found"

    def _write_down(self, report: Report) -> None:
        """Do by hand what the history should do."""
        told: set[Identity] = {
            (finding.owner_key if finding.kind in {"objective", "key_result"} else None, finding.code, finding.field)
            for finding in report.findings
        }
        plan = report.plan
        there = {item.key for each in plan.objectives for item in (each, *each.key_results)}
        there |= {item.key for item in plan.orphans}
        self.there = there
        self.seen |= dict.fromkeys(there, self.today)
        for identity, lived in self.lives.items():
            if lived[-1].closed is None and identity not in told:
                lived[-1].closed = self.today
                lived[-1].outcome = "fixed" if identity[0] is None or identity[0] in there else "gone"
        for identity in told:
            lived = self.lives.setdefault(identity, [])
            if lived and lived[-1].closed is None:
                lived[-1].last = self.today
            else:
                lived.append(Life(self.today, self.today))

    def _compare(self) -> None:
        """Hold the history against the second book, as far back as it is kept."""
        kept_from = self.today - KEEP
        # With an OKR that has been gone for so long goes all that was ever said about it.
        forgotten = {key for key, seen in self.seen.items() if key not in self.there and seen < kept_from}
        self.lives = {identity: lived for identity, lived in self.lives.items() if identity[0] not in forgotten}
        expected = sorted(
            (str(identity), each.first, each.last, str(each.closed), str(each.outcome))
            for identity, lived in self.lives.items()
            for each in lived
            if each.closed is None or each.closed >= kept_from
        )
        database = open_database(self.place)
        try:
            with database.reading() as connection:
                rows = connection.execute(select(FINDING, OKR.c.key).join(OKR, OKR.c.id == FINDING.c.okr, isouter=True))
                found = sorted(
                    (
                        str((row.key, row.code, row.field)),
                        row.first_day,
                        row.last_day,
                        str(row.closed),
                        str(row.outcome),
                    )
                    for row in rows
                )
        finally:
            database.close()
        assert found == expected, self.today
