"""Text tables of OKRs with people working in them, in a program that reads and writes them whole."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sheet_places import FIELDS, HEADERS, SheetWorkplace, job, table
from store_contract import OKRS

from okrsync.addresses import FileAddress
from okrsync.sync.file_store import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sheet_places import Okrs

    from okrsync.sync.sheets.store import SheetStore

_PROGRESS = 7


@dataclass(frozen=True)
class Habits:
    """How a program writes text tables."""

    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"
    quoting: int = csv.QUOTE_MINIMAL
    decimal_mark: str = "."
    days: str = "%Y-%m-%d"
    percent: str = "%"

    def typed(self, column: int, value: Any) -> str:
        """Return what a person types (column 1-based)."""
        if value is None:
            return ""
        if isinstance(value, date):
            return f"{value:{self.days}}"
        if isinstance(value, str):
            return value
        share = column == _PROGRESS and isinstance(value, float)
        figures = f"{value * 100 if share else value:g}".replace(".", self.decimal_mark)
        return figures + (self.percent if share else "")


PLAIN = Habits()
FRENCH_EXCEL = Habits(";", "cp1252", "\r\n", csv.QUOTE_MINIMAL, ",", "%d/%m/%Y", "\u00a0%")
UTF_16 = Habits("\t", "utf-16", "\r\n")
ALL_QUOTED = Habits(",", "utf-8-sig", "\n", csv.QUOTE_ALL)
PROGRAMS = {"plain": PLAIN, "French Excel": FRENCH_EXCEL, "UTF-16 with tabs": UTF_16, "all quoted": ALL_QUOTED}


@dataclass
class TableWorkplace(SheetWorkplace):
    """A text table in a real file."""

    path: Path
    habits: Habits = PLAIN
    name: str = "Table"

    @classmethod
    def make(cls, folder: Path, okrs: Okrs = OKRS, *, repeated: bool = True, habits: Habits = PLAIN) -> TableWorkplace:
        """Return a new file."""
        folder.mkdir(exist_ok=True)
        found = cls(folder / "okrs.csv", habits)
        rows = [
            [habits.typed(column, value) for column, value in enumerate(row, start=1)]
            for row in table(okrs, repeated=repeated)
        ]
        found.save([HEADERS, *rows])
        return found

    def open(self) -> SheetStore:
        return FileStore(job(FileAddress(self.path), self.name))

    def save(self, rows: list[list[str]]) -> None:
        """Write the file as its program does."""
        text = io.StringIO()
        habits = self.habits
        csv.writer(
            text,
            delimiter=habits.delimiter,
            quoting=habits.quoting,
            lineterminator=habits.line_end,  # type: ignore[arg-type]
        ).writerows(rows)
        self.path.write_bytes(text.getvalue().encode(habits.encoding))

    def lines(self) -> list[str]:
        """Return the file line by line, as it stands there."""
        return self.state().decode(self.habits.encoding).split(self.habits.line_end)

    def rows(self) -> list[list[Any]]:
        text = self.state().decode(self.habits.encoding)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=self.habits.delimiter))

    def put(self, row: int, column: int, value: Any) -> None:
        rows = self.rows()
        rows[row - 1][column - 1] = self.habits.typed(column, value)
        self.save(rows)

    def move(self) -> None:
        empty = [""] * len(HEADERS)

        def moving(rows: list[list[str]]) -> list[list[str]]:
            return [rows[0], empty, empty, rows[3], rows[1], rows[2], *rows[4:]]

        self._changed(moving)

    def copy(self, title: str) -> None:
        row = self.row_of(title)
        self._changed(lambda rows: [*rows[:row], rows[row - 1], *rows[row:]])

    def remove(self, title: str) -> None:
        row = self.row_of(title)
        self._changed(lambda rows: [*rows[: row - 1], *rows[row:]])

    def _changed(self, act: Callable[[list[list[str]]], list[list[str]]]) -> None:
        self.save(act(self.rows()))

    def state(self) -> bytes:
        return self.path.read_bytes()

    def differences(self, before: Any, after: Any) -> set[tuple[str, str]]:
        old, new = (self._split(content) for content in (before, after))
        known = {line[1]: line for line in old}
        assert [line for line in new if line[1] in known] == new[: len(new)] or len(new) > len(old)
        assert [line[1] for line in new if line[1] in known] == [line[1] for line in old]
        found: set[tuple[str, str]] = set()
        for line in new:
            if line[1] not in known:
                found.add((line[1].strip('"'), "all"))
                continue
            changed = zip(FIELDS, known[line[1]], line, strict=True)
            found |= {(line[1].strip('"'), name) for name, one, other in changed if one != other}
        return found

    def _split(self, content: bytes) -> list[list[str]]:
        """Return the fields exactly as they are written; none here holds its delimiter."""
        lines = content.decode(self.habits.encoding).split(self.habits.line_end)
        assert lines[-1] == ""
        return [line.split(self.habits.delimiter) for line in lines[:-1]]
