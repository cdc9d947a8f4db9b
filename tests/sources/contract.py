"""What every source must do alike. A new one joins by subclassing SourceContract; files by way of FileContract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from okrsync.edits import Edit
from okrsync.grades import Score
from okrsync.grid import CellValue, column_letters
from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Report, Severity, Table
from okrsync.writeback import plan_edits

if TYPE_CHECKING:
    from okrsync.sources.base import Snapshot, Source

ROWS: list[list[CellValue]] = [
    ["Objective", "Key result", "Target", "Owner"],
    ["Become the bakery of the quarter", "Raise returning guests from 20 % to 35 %", "35 %", "Nadia"],
    ["Become the bakery of the quarter", "Improve the service", None, "Tom; Nadia"],
    ["Bake with less waste", "Cut unsold bread from 12 % to 6 %", "6 %", None],
]
"""What every source's `make` lays out, as text; the first row is the header."""

AWKWARD_TEXTS = (
    '“Better” says little, she said: "how much?"; a, b; c\td | e',
    "<b>& more</b> &amp; ]]> \\n",
    "🥐 croissants und Brötchen, تقرير, 数値, d’où l’idée : « oui »",
    "two\nlines",
    "two  blanks, and one no-break\u00a0blank",
    "'quoted' 'twice'",
    "007",
    "TRUE",
    "x" * 32_000,
)
FORMULA_LOOKALIKES = ("=1+1", "+33 1 23", "-5 points", "@SUM(A1)", "'=1", "''+", '=HYPERLINK("http://example.org")')


def report_on(snapshot: Snapshot, remarks: dict[int, tuple[str, ...]] | None = None) -> Report:
    """Return a report on the key results of `ROWS` as `snapshot` holds them: row → what is said of its target."""
    grid = next(grid for grid in snapshot.grids if grid.at(0, 0) == "Objective")
    said = {3: ("“Improve” does not say how far.",)} if remarks is None else remarks
    report = Report(Plan(snapshot.source, "test"))
    for number, row in enumerate(grid.rows[1:], start=2):
        if not row or len(row) < 2 or row[1] is None:
            continue
        cells = {"title": f"B{number}", "target": f"C{number}"}
        ref = Ref(snapshot.source, grid.name, number, str(row[1]), cells)
        report.plan.orphans.append(KeyResult(ref.key, str(row[1]), ref))
        report.scores.append(Score(ref.key, "key_result", str(row[1]), 60.4 if number in said else 100.0, "C"))
        report.findings.extend(
            Finding(
                code=f"KR10{index}",
                name="vague-wording",
                severity=Severity.WARNING,
                confidence=0.9,
                message=message,
                suggestion=None,
                lang="en",
                source=snapshot.source,
                container=grid.name,
                row=number,
                cell=f"C{number}",
                field="target",
                text=str(row[1]),
                span=None,
                kind="key_result",
                owner_key=ref.key,
                points=39.6,
            )
            for index, message in enumerate(said.get(number, ()))
        )
    report.plan.objectives.append(
        Objective("o", "Become the bakery of the quarter", Ref(snapshot.source, grid.name, 2, "o"))
    )
    report.scores.append(Score("plan", "plan", "", 86.8, "B"))
    report.plan.tables = (Table(grid.name, "flat", 1.0, 1, 2, len(grid.rows), language="en"),)
    return report


class SourceContract:
    """The tests. A subclass has a fixture `place`: where the rows of `ROWS` are, laid out anew for each test."""

    def open(self, place: Any) -> Source:
        """Return the source at a place."""
        raise NotImplementedError

    def foreign(self, place: Any) -> object:
        """Return everything at the place that is not okrsync's, as exactly as its kind allows."""
        raise NotImplementedError

    def state(self, place: Any) -> object:
        """Return what is not the same any more where anything at the place was touched."""
        raise NotImplementedError

    def edit(self, place: Any, old: str, new: str) -> None:
        """Change a text as its owner would."""
        raise NotImplementedError

    def write(self, place: Any, *edits: Edit) -> Source:
        """Write our titles and `edits` beside the table of `ROWS`."""
        source = self.open(place)
        snapshot = source.read()
        report = report_on(snapshot, {})
        container = report.plan.tables[0].container
        planned = [edit for edit in plan_edits(report, snapshot, "en") if edit.kind in {"header", "score"}]
        placed = [Edit(container, edit.kind, edit.row, edit.anchor, edit.value, edit.cell) for edit in edits]
        outcome = source.write(snapshot, report.plan.tables, [*planned, *placed], "en")
        assert not outcome.skipped
        return source

    def run(self, place: Any, remarks: dict[int, tuple[str, ...]] | None = None) -> int:
        """Do what `okrsync run` does with the contract's report; return how many edits were needed."""
        source = self.open(place)
        snapshot = source.read()
        report = report_on(snapshot, remarks)
        edits = plan_edits(report, snapshot, "en")
        outcome = source.write(snapshot, report.plan.tables, edits, "en")
        assert not outcome.skipped
        assert outcome.written == len(edits)
        return len(edits)

    def ours(self, place: Any) -> dict[int, tuple[object, object]]:
        """Return row → (score, warnings) as they stand in the file."""
        snapshot = self.open(place).read()
        found: dict[int, tuple[object, object]] = {}
        for grid in snapshot.grids:
            columns = {role: column for column, role in grid.own_columns.items()}
            for row in range(1, len(grid.rows) + 1):
                cells = [
                    snapshot.standing.cells.get((grid.name, f"{column_letters(columns[role])}{row}"))
                    for role in ("okrsync_score", "okrsync_warnings")
                    if role in columns
                ]
                if any(cell is not None for cell in cells):
                    found[row] = (cells[0], cells[1])
        return found

    def test_what_was_laid_out_is_read(self, place: Any) -> None:
        grid = self.open(place).read().grids[0]
        assert [[grid.at(row, column) for column in range(4)] for row in range(len(ROWS))] == ROWS

    def test_two_reads_are_alike(self, place: Any) -> None:
        first, second = self.open(place).read(), self.open(place).read()
        assert first == second

    def test_reading_changes_nothing(self, place: Any) -> None:
        before = self.state(place)
        self.open(place).read()
        assert self.state(place) == before

    def test_score_and_warnings_stand_beside_their_rows(self, place: Any) -> None:
        self.run(place)
        assert self.ours(place) == {
            1: ("OKR score", "OKR warnings"),
            2: (100, None),
            3: (60, "“Improve” does not say how far. (KR100)"),
            4: (100, None),
        }

    def test_our_columns_are_known_as_ours_when_read_again(self, place: Any) -> None:
        self.run(place)
        assert sorted(self.open(place).read().grids[0].own_columns.values()) == ["okrsync_score", "okrsync_warnings"]

    def test_a_second_run_plans_and_writes_nothing(self, place: Any) -> None:
        self.run(place)
        before = self.state(place)
        assert self.run(place) == 0
        assert self.state(place) == before

    def test_without_edits_nothing_is_touched(self, place: Any) -> None:
        before = self.state(place)
        source = self.open(place)
        assert source.write(source.read(), (), [], "en").written == 0
        assert self.state(place) == before

    def test_nothing_foreign_changes(self, place: Any) -> None:
        before = self.foreign(place)
        self.run(place)
        assert self.foreign(place) == before
        self.run(place, {2: ("Another remark.",), 4: ("And one more.",)})
        assert self.foreign(place) == before

    def test_a_mended_okr_loses_its_remark_and_nothing_else_changes(self, place: Any) -> None:
        self.run(place, {3: ("How far?",), 4: ("By when?",)})
        self.run(place, {4: ("By when?",)})
        assert self.ours(place)[3] == (100, None)
        assert self.ours(place)[4] == (60, "By when? (KR100)")

    @pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
    def test_any_text_is_read_back_as_it_was_written(self, place: Any, text: str) -> None:
        self.write(place, Edit(None, "warnings", 3, "", text))
        assert self.ours(place)[3][1] == text

    @pytest.mark.parametrize("text", FORMULA_LOOKALIKES, ids=range(len(FORMULA_LOOKALIKES)))
    def test_text_that_begins_like_a_formula_is_text(self, place: Any, text: str) -> None:
        self.write(place, Edit(None, "warnings", 3, "", text))
        snapshot = self.open(place).read()
        assert self.ours(place)[3][1] == text
        assert not snapshot.grids[0].formulas

    def test_taking_away_a_value_leaves_an_empty_cell(self, place: Any) -> None:
        self.write(place, Edit(None, "warnings", 3, "", "something"))
        source = self.open(place)
        snapshot = source.read()
        grid = snapshot.grids[0]
        source.write(
            snapshot,
            (),
            [Edit(grid.name, "warnings", 3, "", None), Edit(grid.name, "score", 3, "", None)],
            "en",
        )
        assert 3 not in self.ours(place)

    def test_cleaning_where_we_have_not_been_touches_nothing(self, place: Any) -> None:
        before = self.state(place)
        assert self.open(place).clean().written == 0
        assert self.state(place) == before

    def test_cleaning_keeps_what_people_wrote_meanwhile(self, place: Any) -> None:
        self.run(place)
        self.edit(place, "Improve the service", "Answer every guest within 5 minutes")
        self.open(place).clean()
        grid = self.open(place).read().grids[0]
        assert grid.at(2, 1) == "Answer every guest within 5 minutes"
        assert not grid.own_columns

    def test_cleaning_restores_what_was_there(self, place: Any) -> None:
        before = self.foreign(place)
        self.run(place)
        self.run(place, {2: ("Another remark.",)})
        assert self.open(place).clean().written > 0
        assert self.foreign(place) == before
        snapshot = self.open(place).read()
        assert not any(grid.own_columns for grid in snapshot.grids)
        assert (dict(snapshot.standing.cells), dict(snapshot.standing.notes), snapshot.standing.summary) == (
            {},
            {},
            None,
        )
