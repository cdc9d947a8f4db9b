"""Open conflicts as remarks: beside their row in both places, and on the page, with those that rules make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.history.looking import open_conflicts
from okrsync.model import Finding, Severity
from okrsync.sync.conflicts import remarks
from okrsync.sync.settings import SIDES, Side
from okrsync.sync.sql_ledger import SqlLedger
from okrsync.wording import say, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import KeyResult, Objective, Plan
    from okrsync.pipeline import Examined
    from okrsync.state.database import Database
    from okrsync.sync.conflicts import Remark

CODE = "SY101"


class ConflictRemarks:
    """What is to be said about conflicts between the sources of a config."""

    def __init__(self, database: Database, pairs: Mapping[str, Mapping[Side, str]]) -> None:
        """Take the state, and the pairs: name → side → name of its source."""
        self._database = database
        self._pairs = pairs

    def tell(self, examined: Examined) -> None:
        """Add to the report what is open for this source. Raises StateError."""
        report, name = examined.report, examined.source.name
        with self._database.reading() as connection:
            waiting = open_conflicts(connection)
        for pair, sources in self._pairs.items():
            for side in SIDES:
                if sources[side] != name or pair not in waiting:
                    continue
                memory = SqlLedger(self._database, pair, "").load()
                for remark in remarks(memory, side, sources, examined.language):
                    report.findings += _findings(remark, report.plan, examined.language)
        if any(finding.code == CODE for finding in report.findings):
            report.titles = {**report.titles, CODE: {each: say("sync.conflict-title", each) for each in spoken()}}


def _findings(remark: Remark, plan: Plan, language: str) -> Iterator[Finding]:
    for kind, item, above in _items(plan):
        if kind != remark.kind or _folded(item.title) != _folded(remark.title):
            continue
        if remark.above and above is not None and _folded(above) not in map(_folded, remark.above):
            continue
        ref = item.ref
        yield Finding(
            code=CODE,
            name="changed-in-two-places",
            severity=Severity.ERROR,
            confidence=1.0,
            message=remark.text,
            suggestion=None,
            lang=language,
            source=plan.source,
            container=ref.container,
            row=ref.row,
            cell=ref.cells.get(remark.field) or ref.cells.get("title"),
            field=remark.field,
            text=item.title,
            span=None,
            kind=kind,
            owner_key=item.key,
            # It says nothing of how well the OKR is written.
            points=0.0,
        )


def _items(plan: Plan) -> Iterator[tuple[str, Objective | KeyResult, str | None]]:
    for objective in plan.objectives:
        yield "objective", objective, None
        for key_result in objective.key_results:
            yield "key_result", key_result, objective.title
    for orphan in plan.orphans:
        yield "key_result", orphan, None


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
