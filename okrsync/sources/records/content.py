"""A text table taken apart: which fields are people's, which two are ours, and what a spreadsheet makes of them.

Text that begins with a sign by which a spreadsheet tells a formula (= + - @) gets an apostrophe before it, as OWASP
advises against CSV injection.

A record that is shorter than the table needs delimiters before our fields. That these are ours, not the author's, is
told by quotes: our score is quoted there unlike the first field of the file, and the fields that fill up are quoted
unlike the author's last one. So `clean` finds every byte again, without a note kept elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import UnreadableError
from okrsync.grid import Grid
from okrsync.sources.dialect import decode, is_quoted, is_typed_as_text, tell_dialect, value_of
from okrsync.sources.titles import every_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from okrsync.grid import CellValue
    from okrsync.sources.dialect import Dialect, Encoded, Record

MOST_BYTES = 256 << 20
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_GUARD = "'"
_GUARDED = (*_BEGINS_FORMULA, _GUARD)
_QUOTED_NOTHING = '""'
_TAB_ENDINGS = frozenset({".tsv", ".tab"})


class Content(NamedTuple):
    """A file taken apart."""

    encoded: Encoded
    dialect: Dialect
    records: list[Record]
    own: int | None
    """Index of our score field, the warnings field follows; None where we have not been."""

    def grid(self) -> Grid:
        """Return the records as rows of one sheet, our fields named in it."""
        rows: list[list[CellValue]] = [[cell_of(field) for field in record.fields] for record in self.records]
        grid = Grid(None, rows)
        if self.own is not None:
            grid.own_columns = {self.own: "okrsync_score", self.own + 1: "okrsync_warnings"}
        grid.formulas = frozenset(
            (row, column)
            for row, record in enumerate(self.records)
            for column, field in enumerate(record.fields)
            if _is_formula(field)
        )
        return grid

    def joined(self, records: Iterable[Record]) -> str:
        """Return the text of a whole file with these records."""
        lines = (self.dialect.delimiter.join(record.fields) + record.end for record in records)
        return self.dialect.preamble + "".join(lines)


def take_apart(content: bytes, path: Path) -> Content:
    """Return what a file holds. Raises UnreadableError for what is no text table."""
    encoded = decode(content)
    if encoded is None:
        raise UnreadableError("sources.not-text", file=path, suffix=path.suffix)
    if encoded.text[:1000].lstrip().casefold().startswith(("<!doctype html", "<html")):
        raise UnreadableError("sources.web-page", file=path)
    dialect = tell_dialect(encoded.text, tabs_expected=path.suffix.casefold() in _TAB_ENDINGS)
    records = list(dialect.records(encoded.text))
    return Content(encoded, dialect, records, _own_field(records))


def cell_of(field: str) -> str | None:
    """Return what a field says: the guard before what would be a formula is no part of it."""
    value = value_of(field)
    return value and without_guard(value)


def with_guard(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula."""
    guarded = text.startswith(_BEGINS_FORMULA) or (text[:1] == _GUARD and text[1:].startswith(_GUARDED))
    return _GUARD + text if guarded else text


def without_guard(text: str) -> str:
    """Return `text` as it was before it got a guard."""
    return text[1:] if text[:1] == _GUARD and text[1:].startswith(_GUARDED) else text


def without_ours(taken: Content, fields: list[str]) -> list[str]:
    """Return the fields of a record as they were before us."""
    own = taken.own
    if own is None or len(fields) <= own:
        return fields
    before, after = fields[:own], fields[own + 2 :]
    if was_padded(taken, fields) and not after:
        filler = before[-1]
        while before and before[-1] == filler and filler in {"", _QUOTED_NOTHING}:
            before.pop()
    return [*before, *after]


def was_padded(taken: Content, fields: Sequence[str]) -> bool:
    """Tell whether a record had to be filled up to reach our fields."""
    own = taken.own
    return own is not None and len(fields) > own and is_quoted(fields[own]) != taken.dialect.quotes_all


def padding(foreign: Sequence[str], own: int) -> list[str]:
    """Return the empty fields that bring a short record to the table's width, written unlike its own last one."""
    return ["" if foreign and foreign[-1] == _QUOTED_NOTHING else _QUOTED_NOTHING] * (own - len(foreign))


def ours_written(taken: Content, texts: Sequence[str], *, padded: bool) -> list[str]:
    """Return our two fields as they stand behind a record that had to be filled up to reach them, or had not."""
    dialect = taken.dialect
    quoted = (dialect.quotes_all != padded, dialect.quotes_all)
    return [dialect.written(with_guard(text), quoted=each) for text, each in zip(texts, quoted, strict=True)]


def _own_field(records: Sequence[Record]) -> int | None:
    """Return where our two titles stand side by side, in whatever language."""
    known = every_title()
    scores = {score for score, _ in known}
    for record in records:
        values = [value_of(field) for field in record.fields]
        for index, value in enumerate(values[:-1]):
            if value in scores and (value, values[index + 1]) in known:
                return index
    return None


def _is_formula(field: str) -> bool:
    return field.lstrip(' "')[:1] == "=" and not is_typed_as_text(field)
