"""What `okrsync doctor FILE` says: each table, each column with what it was taken for, and how to overrule it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.cli.first_config import bare_or_quoted, quoted
from okrsync.cli.screen import table_lines
from okrsync.cli.summary import counts
from okrsync.grid import column_letters
from okrsync.sources.base import Lent
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.model import Column, Language, Plan, Table
    from okrsync.pipeline import Job
    from okrsync.sources.base import Snapshot, Source


_UNSURE = 0.75
"""Below this a reader should look twice."""
_MOST_UNREADABLE = 20


def diagnose(job: Job, source: Source, snapshot: Snapshot, plan: Plan, language: Language) -> Iterator[str]:
    """Yield lines that tell how the source was understood. Raises SourceError where a store tells nothing of us."""
    parts = [counts(plan, language)]
    if plan.orphans:
        parts.append(say("cli.doctor-orphans", language, count=len(plan.orphans)))
    yield say("cli.doctor-source", language, name=job.name, counts=", ".join(parts))
    account = source.account() if isinstance(source, Lent) else None
    if account is not None:
        yield say(f"cli.doctor-account-{source.kind}", language, account=account)
    named = {grid.name for grid in snapshot.grids if grid.column_names}
    unread = [grid.name for grid in snapshot.grids if grid.name and grid.name not in {t.container for t in plan.tables}]
    for table in plan.tables:
        yield ""
        yield from _table(table, language, named=table.container in named)
    if unread:
        yield ""
        yield say(
            "cli.doctor-sheets-without-okrs",
            language,
            sheets=", ".join(say("cli.quoted", language, text=name) for name in unread),
        )
    if plan.unreadable:
        yield ""
        yield say("cli.doctor-unreadable", language)
        for cell in plan.unreadable[:_MOST_UNREADABLE]:
            at = "!".join(part for part in (cell.ref.container, cell.ref.cells.get(cell.field)) if part)
            typed = say("cli.quoted", language, text=cell.typed)
            held = f"{typed} ({role_name(cell.field, language)})"
            yield "  " + say("cli.doctor-source", language, name=at or cell.ref.row, counts=held)
        if len(plan.unreadable) > _MOST_UNREADABLE:
            yield f"  … (+{len(plan.unreadable) - _MOST_UNREADABLE})"
    yield ""
    yield say("cli.doctor-overrule", language)
    yield from _overruling(job, plan)


def is_unsure(column: Column) -> bool:
    """Tell whether somebody should look twice at what a column was taken for."""
    return column.role != "ignored" and (column.confidence < _UNSURE or bool(column.rivals))


def role_name(role: str, language: Language) -> str:
    """Return what people call a role; one without a name of its own is shown as it is."""
    return _known("role", role, language)


def _known(kind: str, name: str, language: Language) -> str:
    try:
        return say(f"cli.{kind}-{name.replace('_', '-').replace(' ', '-')}", language)
    except KeyError:
        return name


def _table(table: Table, language: Language, *, named: bool) -> Iterator[str]:
    """Yield a table; `named` where its columns have names instead of letters, as Notion's properties have."""
    where = (
        say("cli.doctor-sheet", language, sheet=table.container)
        if table.container
        else say("cli.doctor-table", language)
    )
    rows = say("cli.doctor-rows", language, first=table.first_row, last=table.last_row)
    layout = say(
        "cli.doctor-layout",
        language,
        # "mixed by numbering": what its rows were told apart by is for those who work on okrsync.
        layout=_known("layout", table.layout.partition(" by ")[0], language),
        sure=round(table.confidence * 100),
    )
    header = say("cli.doctor-header", language, row=table.header_row) if table.header_row else None
    yield say(
        "cli.doctor-source", language, name=where, counts=", ".join(part for part in (rows, header, layout) if part)
    )
    first = ("property",) if named else ("column", "header")
    headers = [say(f"cli.column-{name}", language) for name in (*first, "taken-for", "sure", "because")]
    lines = (_column(column, language) for column in table.columns)
    yield from table_lines(headers, [line[1:] if named else line for line in lines])


def _column(column: Column, language: Language) -> list[str]:
    taken = role_name(column.role, language)
    if column.rivals:
        rivals = ", ".join(role_name(rival, language) for rival in column.rivals)
        taken += " " + say("cli.doctor-or", language, rivals=rivals)
    sure = say("cli.share", language, percent=round(column.confidence * 100)) if column.role != "ignored" else ""
    mark = " ?" if is_unsure(column) else ""
    header = " ".join(column.header.split())
    return [column_letters(column.index), header, taken, sure + mark, _why(column, language)]


def _why(column: Column, language: Language) -> str:
    """Return the reason in the reader's words: "header 0.95; numbers 100%…" → "its title"."""
    first = column.why.partition(";")[0].split(" ")[0]
    return _known("why", first, language) if first in {"header", "values", "config"} else column.why


def _overruling(job: Job, plan: Plan) -> Iterator[str]:
    """Yield what to write in the config, with the least sure column as the example."""
    columns = [
        column for table in plan.tables for column in table.columns if column.header and column.role != "ignored"
    ]
    setting, place = job.address.setting
    name = (job.address.hint or "okrs") if job.name == place or "/" in job.name or "." in job.name else job.name
    key = bare_or_quoted(name)
    yield f"  [sources.{key}]"
    yield f"  {setting} = {quoted(place)}"
    yield f"  [sources.{key}.columns]"
    for column in sorted(columns, key=lambda each: (not each.rivals, each.confidence))[:2]:
        role = column.rivals[0] if column.rivals else column.role
        yield f"  {role} = {quoted(' '.join(column.header.split()))}"
