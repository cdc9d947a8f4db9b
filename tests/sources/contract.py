"""What every source must do alike. A new one joins by subclassing SourceContract and writing `make` and `foreign`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from okrsync.edits import Edit
from okrsync.errors import SourceError, UnreadableError, WriteRefusedError
from okrsync.grid import CellValue, column_letters
from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Report, Score, Severity, Table
from okrsync.sources import open_source
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
    """The tests. `ending` names the kind of file."""

    ending: str

    def make(self, folder: Path, rows: list[list[CellValue]]) -> Path:
        """Write a file that holds `rows`, all texts, from its first cell on."""
        raise NotImplementedError

    def foreign(self, path: Path) -> object:
        """Return everything in the file that is not okrsync's, as exactly as the kind of file allows."""
        raise NotImplementedError

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return self.make(tmp_path, ROWS)

    def write(self, path: Path, *edits: Edit) -> Source:
        """Write our titles and `edits` beside the table of `ROWS`."""
        source = open_source(path)
        snapshot = source.read()
        report = report_on(snapshot, {})
        container = report.plan.tables[0].container
        planned = [edit for edit in plan_edits(report, snapshot, "en") if edit.kind in {"header", "score"}]
        placed = [Edit(container, edit.kind, edit.row, edit.anchor, edit.value, edit.cell) for edit in edits]
        outcome = source.write(snapshot, report.plan.tables, [*planned, *placed], "en")
        assert not outcome.skipped
        return source

    def run(self, path: Path, remarks: dict[int, tuple[str, ...]] | None = None) -> int:
        """Do what `okrsync run` does with the contract's report; return how many edits were needed."""
        source = open_source(path)
        snapshot = source.read()
        report = report_on(snapshot, remarks)
        edits = plan_edits(report, snapshot, "en")
        outcome = source.write(snapshot, report.plan.tables, edits, "en")
        assert not outcome.skipped
        assert outcome.written == len(edits)
        return len(edits)

    def ours(self, path: Path) -> dict[int, tuple[object, object]]:
        """Return row → (score, warnings) as they stand in the file."""
        snapshot = open_source(path).read()
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

    def test_what_was_laid_out_is_read(self, path: Path) -> None:
        grid = open_source(path).read().grids[0]
        assert [[grid.at(row, column) for column in range(4)] for row in range(len(ROWS))] == ROWS

    def test_two_reads_are_alike(self, path: Path) -> None:
        first, second = open_source(path).read(), open_source(path).read()
        assert first == second

    def test_reading_leaves_the_file_alone(self, path: Path) -> None:
        before = path.read_bytes()
        open_source(path).read()
        assert path.read_bytes() == before
        assert [child.name for child in path.parent.iterdir()] == [path.name]

    def test_score_and_warnings_stand_beside_their_rows(self, path: Path) -> None:
        self.run(path)
        assert self.ours(path) == {
            1: ("OKR score", "OKR warnings"),
            2: (100, None),
            3: (60, "“Improve” does not say how far. (KR100)"),
            4: (100, None),
        }

    def test_our_columns_are_known_as_ours_when_read_again(self, path: Path) -> None:
        self.run(path)
        assert sorted(open_source(path).read().grids[0].own_columns.values()) == ["okrsync_score", "okrsync_warnings"]

    def test_a_second_run_plans_and_writes_nothing(self, path: Path) -> None:
        self.run(path)
        before, moment = path.read_bytes(), path.stat().st_mtime_ns
        assert self.run(path) == 0
        assert path.read_bytes() == before
        assert path.stat().st_mtime_ns == moment

    def test_without_edits_the_file_is_not_touched(self, path: Path) -> None:
        before, moment = path.read_bytes(), path.stat().st_mtime_ns
        source = open_source(path)
        assert source.write(source.read(), (), [], "en").written == 0
        assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, moment)

    def test_nothing_foreign_changes(self, path: Path) -> None:
        before = self.foreign(path)
        self.run(path)
        assert self.foreign(path) == before
        self.run(path, {2: ("Another remark.",), 4: ("And one more.",)})
        assert self.foreign(path) == before

    def test_a_mended_okr_loses_its_remark_and_nothing_else_changes(self, path: Path) -> None:
        self.run(path, {3: ("How far?",), 4: ("By when?",)})
        self.run(path, {4: ("By when?",)})
        assert self.ours(path)[3] == (100, None)
        assert self.ours(path)[4] == (60, "By when? (KR100)")

    @pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=range(len(AWKWARD_TEXTS)))
    def test_any_text_is_read_back_as_it_was_written(self, path: Path, text: str) -> None:
        self.write(path, Edit(None, "warnings", 3, "", text))
        assert self.ours(path)[3][1] == text

    @pytest.mark.parametrize("text", FORMULA_LOOKALIKES, ids=range(len(FORMULA_LOOKALIKES)))
    def test_text_that_begins_like_a_formula_is_text(self, path: Path, text: str) -> None:
        self.write(path, Edit(None, "warnings", 3, "", text))
        snapshot = open_source(path).read()
        assert self.ours(path)[3][1] == text
        assert not snapshot.grids[0].formulas

    def test_taking_away_a_value_leaves_an_empty_cell(self, path: Path) -> None:
        self.write(path, Edit(None, "warnings", 3, "", "something"))
        source = open_source(path)
        snapshot = source.read()
        grid = snapshot.grids[0]
        source.write(
            snapshot,
            (),
            [Edit(grid.name, "warnings", 3, "", None), Edit(grid.name, "score", 3, "", None)],
            "en",
        )
        assert 3 not in self.ours(path)

    def test_a_file_that_changed_since_it_was_read_is_refused_and_stays(self, path: Path) -> None:
        source = open_source(path)
        snapshot = source.read()
        report = report_on(snapshot)
        other = self.make(path.parent / "other", [*ROWS, ["New", "Win 12 new shops", "12", "Tom"]])
        shutil.copyfile(other, path)
        before = path.read_bytes()
        with pytest.raises(WriteRefusedError) as refused:
            source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
        assert path.name in str(refused.value)
        assert path.read_bytes() == before

    def test_a_file_that_another_program_has_open_is_refused_and_stays(self, path: Path) -> None:
        lock = path.with_name(f".~lock.{path.name}#")
        lock.touch()
        self._is_refused(path, lock.name)

    def test_a_read_only_file_is_refused_and_stays(self, path: Path) -> None:
        path.chmod(0o444)
        self._is_refused(path, path.name)

    def _is_refused(self, path: Path, named: str) -> None:
        before = path.read_bytes()
        with pytest.raises(WriteRefusedError) as refused:
            self.run(path)
        assert named in str(refused.value)
        assert path.read_bytes() == before

    def test_permissions_stay(self, path: Path) -> None:
        path.chmod(0o640)
        self.run(path)
        assert path.stat().st_mode & 0o777 == 0o640

    def test_a_link_stays_a_link(self, path: Path, tmp_path: Path) -> None:
        link = tmp_path / "elsewhere" / path.name
        link.parent.mkdir()
        link.symlink_to(path)
        self.run(link)
        assert link.is_symlink()
        assert self.ours(path)[3][0] == 60

    def test_the_first_run_keeps_a_backup_and_later_ones_none(self, path: Path) -> None:
        before = path.read_bytes()
        self.run(path)
        self.run(path, {})
        backups = [child for child in path.parent.iterdir() if child != path]
        assert [backup.read_bytes() for backup in backups] == [before]

    def test_a_copy_is_written_from_what_was_read_of_the_original(self, path: Path, tmp_path: Path) -> None:
        original = path.read_bytes()
        source = open_source(path)
        snapshot = source.read()
        report = report_on(snapshot)
        copy = Path(shutil.copy(path, tmp_path / f"copy{path.suffix}"))
        target = open_source(copy, source.name, backup=False)
        target.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
        assert self.ours(copy)[3][0] == 60
        assert path.read_bytes() == original
        assert {child.name for child in tmp_path.iterdir()} == {path.name, copy.name}

    def test_cleaning_restores_the_file_to_the_byte(self, path: Path) -> None:
        before = path.read_bytes()
        self.run(path)
        self.run(path, {2: ("Another remark.",)})
        assert open_source(path).clean().written > 0
        assert path.read_bytes() == before
        assert [child.name for child in path.parent.iterdir()] == [path.name]

    def test_cleaning_where_we_have_not_been_touches_nothing(self, path: Path) -> None:
        before, moment = path.read_bytes(), path.stat().st_mtime_ns
        assert open_source(path).clean().written == 0
        assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, moment)

    def test_cleaning_keeps_what_people_wrote_meanwhile(self, path: Path) -> None:
        self.run(path)
        self.edit(path, "Improve the service", "Answer every guest within 5 minutes")
        open_source(path).clean()
        grid = open_source(path).read().grids[0]
        assert grid.at(2, 1) == "Answer every guest within 5 minutes"
        assert not grid.own_columns

    def edit(self, path: Path, old: str, new: str) -> None:
        """Change a text in the file as its owner would."""
        raise NotImplementedError

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="nowhere"):
            open_source(tmp_path / f"nowhere{self.ending}").read()

    def test_a_folder_is_named(self, tmp_path: Path) -> None:
        folder = tmp_path / f"folder{self.ending}"
        folder.mkdir()
        with pytest.raises(SourceError, match="folder"):
            open_source(folder).read()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00" * 4096,
            bytes(range(256)) * 32,
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            b"<!DOCTYPE html><html><body>Sign in</body></html>",
            b"PK\x03\x04",
            b"PK\x03\x04" + bytes(range(256)) * 8,
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
        ],
        ids=["empty", "nulls", "bytes", "pdf", "web page", "cut zip", "garbled zip", "picture"],
    )
    def test_garbage_is_refused_with_a_sentence_that_names_the_file(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / f"garbage{self.ending}"
        path.write_bytes(content)
        with pytest.raises(UnreadableError) as refused:
            open_source(path).read()
        for language in ("en", "fr"):
            assert path.name in refused.value.text(language)
        assert path.read_bytes() == content

    @pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
    def test_a_truncated_file_is_refused_or_read_as_what_is_left(self, path: Path, share: float) -> None:
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        names = []
        try:
            rows = open_source(path).read().grids[0].rows
        except SourceError as error:
            rows, names = [], [str(error)]
        assert len(rows) <= len(ROWS)
        assert all(path.name in name for name in names)
