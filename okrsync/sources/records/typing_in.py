"""People's own fields of a text table, typed the way their neighbours are; every other byte stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from okrsync.sources.dialect import Record, is_quoted, needs_quotes, value_of
from okrsync.sources.entries import Entry, EntryRefusedError, GoneRow, MovedRow, NewRow
from okrsync.sources.file_cells import FileCells
from okrsync.sources.files import fingerprint
from okrsync.sources.records.content import (
    MOST_BYTES,
    ours_written,
    padding,
    take_apart,
    was_padded,
    with_guard,
    without_guard,
    without_ours,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.grid import CellValue
    from okrsync.sources.entries import Act
    from okrsync.sources.records.content import Content

_PLAIN_NUMBER = re.compile(r"[+-]?[\d.,'\u00a0\u202f ]*\d[ \u00a0\u202f]?[%€$£¥]?")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class DelimitedReading:
    """A text table at one moment."""

    def __init__(self, content: bytes, path: Path) -> None:
        """Take it apart. Raises UnreadableError."""
        self.fingerprint = fingerprint(content)
        self.taken = take_apart(content, path)
        self.grids = [self.taken.grid()]

    @staticmethod
    def may_write(container: str | None, row: int, column: int) -> bool:
        """Tell that nothing protects a field of a text table."""
        del container, row, column
        return True


class DelimitedCells(FileCells[DelimitedReading]):
    """The fields of one .csv, .tsv or .txt file."""

    kind = "csv"
    most = MOST_BYTES
    reads = DelimitedReading
    shifts_rows = True
    """Nothing in a text table counts rows."""

    def _understood(self, content: bytes) -> DelimitedReading:
        return DelimitedReading(content, self._path)

    def _typed(self, reading: DelimitedReading, content: bytes, acts: Sequence[Act]) -> bytes:
        del content  # taken apart in `reading`
        return typed(reading.taken, acts, self._path)


def typed(taken: Content, acts: Sequence[Act], path: Path) -> bytes:
    """Return the file with `acts` carried out.

    Raises EntryRefusedError where its encoding has no sign for what is to be written, or where the file would then be
    taken apart in another way.
    """
    table = _Table(taken)
    for act in acts:
        table.carry_out(act)
    records = table.records()
    try:
        new = taken.encoded.bytes_of(taken.joined(records))
    except UnicodeEncodeError as error:
        sign, encoding = error.object[error.start], taken.encoded.encoding
        raise EntryRefusedError("sources.not-in-encoding", file=path, sign=sign, encoding=encoding.upper()) from None
    again = take_apart(new, path)
    if [record.fields for record in again.records] != [record.fields for record in records] or again.own != taken.own:
        # Delimiter, quotes and encoding are told from the text: a new text may tell something else.
        raise EntryRefusedError("sources.would-read-else", file=path)
    return new


@dataclass(slots=True)
class _Line:
    """A record as it was before us, and our fields behind it."""

    fields: list[str]
    end: str
    ours: list[str]
    padded: bool = False
    former: list[str] | None = None
    """Its fields, as long as nobody has touched it."""


class _Table:
    """The records as they are being changed."""

    def __init__(self, taken: Content) -> None:
        self._taken = taken
        self._lines = [self._line(record) for record in taken.records]

    def carry_out(self, act: Act) -> None:
        match act:
            case Entry():
                self._fill_up(act.row + 1)
                self._put(act.row, act.column, act.value)
            case NewRow():
                self._put_in(act)
            case GoneRow():
                gone = self._lines.pop(act.row)
                if not gone.end and self._lines:
                    self._lines[-1].end = ""
            case MovedRow():
                ends = [line.end for line in self._lines]
                self._lines.insert(act.lands_at, self._lines.pop(act.row))
                for line, end in zip(self._lines, ends, strict=True):
                    # The file ends as it did, whichever line is its last.
                    line.end = end

    def records(self) -> list[Record]:
        return [Record(self._together(line), line.end) for line in self._lines]

    def _line(self, record: Record) -> _Line:
        fields, own = record.fields, self._taken.own
        ours = fields[own : own + 2] if own is not None else []
        return _Line([*without_ours(self._taken, fields)], record.end, ours, was_padded(self._taken, fields), fields)

    def _together(self, line: _Line) -> list[str]:
        fields, own = line.fields, self._taken.own
        if line.former is not None:
            return line.former
        if own is None:
            return fields
        if not line.ours:
            return fields if len(fields) <= own else [*fields[:own], "", "", *fields[own:]]
        ours, fill = line.ours, padding(fields, own)
        if bool(fill) != line.padded:
            texts = [without_guard(value_of(field) or "") for field in (*ours, "")[:2]]
            ours = ours_written(self._taken, texts, padded=bool(fill))
        return [*fields[:own], *fill, *ours, *fields[own:]]

    def _put_in(self, act: NewRow) -> None:
        taken, like = self._taken, self._lines[min(act.like, len(self._lines) - 1)]
        self._fill_up(act.row)
        new = _Line([self._blank(column) for column in range(len(like.fields))], self._line_end(like), [])
        if taken.own == len(new.fields) and like.ours:
            new.ours = ours_written(taken, ("", ""), padded=False)
        if not act.shifts and act.row < len(self._lines):
            new.end = self._lines.pop(act.row).end
        elif act.row == len(self._lines) and self._lines and not self._lines[-1].end:
            self._lines[-1].end, new.end = new.end, ""
        self._lines.insert(act.row, new)
        for column, value in sorted(act.cells.items()):
            self._put(act.row, column, value, lead=_blanks_before(like.fields, self._place(column)))

    def _fill_up(self, number: int) -> None:
        """See that there are as many lines."""
        while len(self._lines) < number:
            end = self._line_end(self._lines[-1]) if self._lines else "\n"
            if self._lines and not self._lines[-1].end:
                self._lines[-1].end = end
            self._lines.append(_Line([], end, []))

    def _line_end(self, like: _Line) -> str:
        return like.end or next((line.end for line in reversed(self._lines) if line.end), "\n")

    def _put(self, row: int, column: int, value: CellValue, lead: str = "") -> None:
        line, at = self._lines[row], self._place(column)
        text = _as_text(value)
        if at >= len(line.fields) and not text:
            return
        line.fields += [self._blank(each) for each in range(len(line.fields), at + 1)]
        line.fields[at] = self._field(row, at, text, lead)
        line.former = None

    def _place(self, column: int) -> int:
        """Return where a column of the file stands where our fields are left out."""
        own = self._taken.own
        return column - 2 if own is not None and column > own + 1 else column

    def _field(self, row: int, at: int, text: str, lead: str) -> str:
        """Return a field that says `text`, with the blanks around it that stand there now."""
        old = self._lines[row].fields[at]
        bare = old.strip(" ")
        before = old[: len(old) - len(old.lstrip(" "))] or lead
        after = old[len(old.rstrip(" ")) :] if bare else ""
        if before or after:
            text = text.strip(" ")
        text = text if _PLAIN_NUMBER.fullmatch(text) else with_guard(text)
        breaks = _LINE_BREAK.search(old)
        text = _LINE_BREAK.sub(breaks.group() if breaks else "\n", text)
        telling = self._tells(bare, blank=not text)
        quoted = is_quoted(bare) if telling else self._habit(row, at, blank=not text)
        return before + self._taken.dialect.written(text, quoted=quoted) + after

    def _blank(self, column: int) -> str:
        quoted = self._habit(-1, column, blank=True)
        return self._taken.dialect.written("", quoted=quoted)

    def _habit(self, row: int, at: int, *, blank: bool) -> bool:
        """Tell whether fields of a column are quoted although nothing asks for it, the nearest one below first."""
        for line in (*self._lines[row + 1 :], *reversed(self._lines[: max(row, 0)])):
            field = line.fields[at].strip(" ") if at < len(line.fields) else None
            if field is not None and self._tells(field, blank=blank):
                return is_quoted(field)
        return self._taken.dialect.quotes_all

    def _tells(self, field: str, *, blank: bool) -> bool:
        if blank or not field.strip('"'):
            return blank and not field.strip('"')
        return not needs_quotes(field, self._taken.dialect.delimiter)


def _blanks_before(fields: Sequence[str], at: int) -> str:
    """Return the blanks that a file has behind its delimiters: “a, b, c”."""
    field = fields[at] if at < len(fields) else ""
    return field[: len(field) - len(field.lstrip(" "))] if field.strip(" ") else ""


def _as_text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value.isoformat() if isinstance(value, date) else str(value)
    return f"{value:.15g}"
