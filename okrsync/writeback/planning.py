"""The least list of edits: what should stand beside each OKR, compared with what stands there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from okrsync.edits import Edit
from okrsync.grid import place
from okrsync.sources.titles import every_title, titles
from okrsync.wording import DEFAULT_LANGUAGE, say
from okrsync.writeback.rows import rows_of
from okrsync.writeback.summary import summary_rows
from okrsync.writeback.texts import cell_text, fit, line, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.grid import Grid
    from okrsync.model import Finding, Language, Report, Table
    from okrsync.sources.base import Snapshot
    from okrsync.sources.titles import Titles
    from okrsync.writeback.rows import Row


def plan_edits(report: Report, snapshot: Snapshot, language: Language) -> list[Edit]:
    """Return the fewest edits after which the source says what `report` does; none where it says so already.

    Beside each OKR stand its score and at most three remarks; a row without a remark has an empty warnings cell, so
    that a filter on “not empty” is the list of what to do. On a row that carries an objective and a key result, the
    score is the key result's; on one with several key results (wide sheets) it is the objective's.

    `language` is that of the summary, and of the titles where a table does not know its own.
    """
    edits: list[Edit] = []
    rows: dict[str | None, list[Row]] = {}
    for row in rows_of(report):
        rows.setdefault(row.container, []).append(row)
    tab = say("writeback.summary-tab", language) if "summary" in snapshot.holds else None
    for grid in snapshot.grids:
        own = rows.get(grid.name, [])
        tables = [table for table in report.plan.tables if table.container == grid.name]
        spoken = _language_of(tables, own, language)
        wanted = _Wanted(grid, snapshot)
        for table in tables:
            wanted.add_header(table, table.language or spoken, settled=table.language is not None)
        for row in own:
            wanted.add_row(row, tab)
        edits.extend(wanted.edits())
    if "note" in snapshot.holds:
        edits.extend(_note_edits(report, snapshot, language))
    if "summary" in snapshot.holds:
        edits.extend(_summary_edits(report, snapshot, language))
    return edits


def _language_of(tables: list[Table], rows: list[Row], otherwise: Language) -> Language:
    """Return the language of the sheet: as its tables say, else that of most remarks on it."""
    spoken = Counter(table.language for table in tables if table.language)
    if not spoken:
        spoken = Counter(finding.lang for row in rows for finding in row.findings)
    return min(spoken, key=lambda code: (-spoken[code], code)) if spoken else otherwise


class _Wanted:
    """What should stand in our two columns of one sheet."""

    def __init__(self, grid: Grid, snapshot: Snapshot) -> None:
        self.grid = grid
        self.limits = snapshot.limits
        self.columns = {role: column for column, role in grid.own_columns.items()}
        self.standing = {
            place(cell): value for (container, cell), value in snapshot.standing.cells.items() if container == grid.name
        }
        self.headers: dict[int, tuple[str | float | None, str | float | None]] = {}
        self.scores: dict[int, tuple[str, float | None]] = {}
        self.warnings: dict[int, tuple[str, str | None]] = {}

    def add_header(self, table: Table, language: Language, *, settled: bool) -> None:
        """Want our titles in the table's header row, or in the row above it where it has none."""
        row = table.header_row or table.first_row - 1
        if row < 1:
            return
        # A language that was only guessed from the remarks may be guessed otherwise tomorrow: titles don't follow it.
        # Where a store names columns, ours are known by more than their names, and stay as people call them.
        keeps = (not settled or bool(self.grid.column_names)) and self._is_header(row)
        self.headers[row] = self._stand(row) if keeps else self._titles(language)

    def _titles(self, language: Language) -> Titles:
        """Return our titles; in English where the file cannot hold them, since files are recognised by them."""
        try:
            "".join(titles(language)).encode(self.limits.encoding)
        except UnicodeEncodeError:
            return titles(DEFAULT_LANGUAGE)
        return titles(language)

    def add_row(self, row: Row, tab: str | None) -> None:
        """Want the row's score and remarks."""
        lines = [line(remark.finding, about=remark.about, title=remark.title) for remark in row.remarks()]
        text = cell_text(lines, self.limits, row.language(), tab) if lines else None
        self.scores[row.number] = (row.anchor, row.score)
        self.warnings[row.number] = (row.anchor, text)

    def edits(self) -> Iterator[Edit]:
        """Yield what has to change, from top to bottom."""
        for row in sorted({*self.headers, *self.scores, *(row + 1 for row, _ in self.standing)}):
            if row in self.headers:
                yield from self._header_edit(row, self.headers[row])
            elif row not in self.scores and self._is_header(row):
                yield from self._header_edit(row, None)
            else:
                yield from self._cell_edits(row)

    def _header_edit(self, row: int, value: tuple[str | float | None, ...] | None) -> Iterator[Edit]:
        stand = self._stand(row)
        if stand != (value or (None, None)):
            was = " | ".join(str(text) for text in stand if text is not None) or None
            yield Edit(self.grid.name, "header", row, "header", (value,) if value else None, was=was)

    def _cell_edits(self, row: int) -> Iterator[Edit]:
        anchor, score = self.scores.get(row, ("", None))
        stands = self._stands("score", row)
        if stands != score and not self._is_formula("score", row):
            yield Edit(self.grid.name, "score", row, anchor, score, was=stands)
        anchor, text = self.warnings.get(row, ("", None))
        stands = self._stands("warnings", row)
        if stands != text and not self._is_formula("warnings", row):
            yield Edit(self.grid.name, "warnings", row, anchor, text, was=stands)

    def _stands(self, kind: str, row: int) -> str | float | None:
        column = self.columns.get(f"okrsync_{kind}")
        return None if column is None else self.standing.get((row - 1, column))

    def _is_formula(self, kind: str, row: int) -> bool:
        return (row - 1, self.columns.get(f"okrsync_{kind}", -1)) in self.grid.formulas

    def _stand(self, row: int) -> tuple[str | float | None, str | float | None]:
        return self._stands("score", row), self._stands("warnings", row)

    def _is_header(self, row: int) -> bool:
        return self._stand(row) in every_title()


def _note_edits(report: Report, snapshot: Snapshot, language: Language) -> Iterator[Edit]:
    """Yield what has to change in our comments: all remarks on one cell stand in one."""
    sheets = {grid.name for grid in snapshot.grids}
    by_cell: dict[tuple[str | None, str], list[Finding]] = {}
    by_owner: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        by_owner.setdefault((finding.kind, finding.owner_key), []).append(finding)
    for several in by_owner.values():
        for finding in shown(several):
            if finding.cell is not None and finding.container in sheets:
                by_cell.setdefault((finding.container, finding.cell), []).append(finding)
    standing = snapshot.standing
    wanted: dict[tuple[str | None, str], tuple[Finding, str]] = {}
    for at, findings in by_cell.items():
        if at not in standing.taken:
            lines = dict.fromkeys(line(finding) for finding in shown(findings))
            wanted[at] = (findings[0], fit("\n".join(lines), snapshot.limits, language))
    for at in sorted({*wanted, *standing.notes}, key=lambda at: (at[0] or "", *place(at[1]))):
        container, cell = at
        text = wanted[at][1] if at in wanted else None
        was = standing.notes.get(at)
        if text != was:
            anchor = wanted[at][0].owner_key if at in wanted else ""
            yield Edit(container, "note", place(cell)[0] + 1, anchor, text, cell=cell, was=was)


def _summary_edits(report: Report, snapshot: Snapshot, language: Language) -> Iterator[Edit]:
    rows = summary_rows(report, language, snapshot.limits)
    if rows != snapshot.standing.summary:
        yield Edit(None, "summary", 1, "summary", rows)
