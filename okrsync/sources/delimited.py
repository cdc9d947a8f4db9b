"""CSV and its cousins: two fields of ours at the end of each record, every other byte as it was.

Text that begins with a sign by which a spreadsheet tells a formula (= + - @) gets an apostrophe before it, as OWASP
advises against CSV injection; nobody's own fields are touched, whatever they begin with.

A record that is shorter than the table needs delimiters before our fields. That these are ours, not the author's, is
told by quotes: our score is quoted there unlike the first field of the file, and the fields that fill up are quoted
unlike the author's last one. So `clean` finds every byte again, without a note kept elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.edits import WriteOutcome
from okrsync.errors import UnreadableError
from okrsync.grid import Grid, address
from okrsync.sources.base import Snapshot, Standing, TextLimits
from okrsync.sources.dialect import decode, is_quoted, tell_dialect, value_of
from okrsync.sources.files import (
    content_to_change,
    drop_traces,
    fingerprint,
    read_content,
    refuse_if_locked,
    replace_content,
)
from okrsync.sources.titles import every_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.edits import Edit
    from okrsync.grid import CellValue
    from okrsync.model import Table
    from okrsync.sources.dialect import Dialect, Encoded, Record

_HOLDS = frozenset({"header", "score", "warnings"})
_BEGINS_FORMULA = ("=", "+", "-", "@")
_GUARD = "'"
_GUARDED = (*_BEGINS_FORMULA, _GUARD)
_QUOTED_NOTHING = '""'
_MOST_BYTES = 256 << 20
_TAB_ENDINGS = frozenset({".tsv", ".tab"})


class _Content(NamedTuple):
    """A file taken apart."""

    encoded: Encoded
    dialect: Dialect
    records: list[Record]
    own: int | None
    """Index of our score field, the warnings field follows; None where we have not been."""


class DelimitedSource:
    """A .csv, .tsv or .txt file."""

    kind = "csv"

    def __init__(self, path: Path, name: str, *, backup: bool = True) -> None:
        """Take note of the file; nothing is read yet."""
        self.path = path
        self.name = name
        self._backup = backup

    def read(self) -> Snapshot:
        """Return the records as rows of one sheet. Raises SourceError's kinds for what is no text table."""
        content = read_content(self.path, most=_MOST_BYTES)
        taken = self._take_apart(content)
        rows: list[list[CellValue]] = [[value_of(field) for field in record.fields] for record in taken.records]
        grid = Grid(None, rows)
        standing = Standing()
        if taken.own is not None:
            grid.own_columns = {taken.own: "okrsync_score", taken.own + 1: "okrsync_warnings"}
            standing.cells = _standing(rows, taken.own)
        plain = taken.encoded.encoding == "ascii"
        limits = TextLimits(line_break=" | " if plain else " • ", encoding=taken.encoded.encoding)
        return Snapshot(self.name, [grid], standing, fingerprint(content), holds=_HOLDS, limits=limits)

    def write(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str) -> WriteOutcome:
        """Put our two fields into their records.

        Raises WriteRefusedError, with nothing written, if the file changed since it was read or may not be written.
        """
        del tables, language  # the records themselves tell where they end, and the edits what the titles are
        outcome = WriteOutcome()
        mine = [edit for edit in edits if edit.kind in _HOLDS]
        outcome.skipped = [(edit, "sources.no-place") for edit in edits if edit.kind not in _HOLDS]
        if not mine:
            return outcome
        content = content_to_change(self.path, snapshot.fingerprint, most=_MOST_BYTES)
        taken = self._take_apart(content)
        if taken.own is None and not any(edit.kind == "header" for edit in mine):
            outcome.skipped.extend((edit, "sources.no-title-row") for edit in mine)
            return outcome
        new = _with_edits(taken, mine)
        kept = replace_content(
            self.path,
            taken.encoded.bytes_of(new),
            expected=snapshot.fingerprint,
            backup=self._backup and taken.own is None,
        )
        outcome.written = len(mine)
        outcome.backup = str(kept) if kept else None
        return outcome

    def clean(self) -> WriteOutcome:
        """Take our two fields out of every record, and the backup away where the file is what it was before."""
        refuse_if_locked(self.path)
        content = read_content(self.path, most=_MOST_BYTES)
        taken = self._take_apart(content)
        if taken.own is None:
            drop_traces(self.path, content)
            return WriteOutcome()
        cells = _standing([[value_of(field) for field in record.fields] for record in taken.records], taken.own)
        cleaned = taken.encoded.bytes_of(_joined(taken, [_without_ours(taken, record) for record in taken.records]))
        replace_content(self.path, cleaned, expected=fingerprint(content), backup=False)
        drop_traces(self.path, cleaned)
        return WriteOutcome(written=len(cells))

    def _take_apart(self, content: bytes) -> _Content:
        encoded = decode(content)
        if encoded is None:
            raise UnreadableError("sources.not-text", file=self.path, suffix=self.path.suffix)
        if encoded.text[:1000].lstrip().casefold().startswith(("<!doctype html", "<html")):
            raise UnreadableError("sources.web-page", file=self.path)
        dialect = tell_dialect(encoded.text, tabs_expected=self.path.suffix.casefold() in _TAB_ENDINGS)
        records = list(dialect.records(encoded.text))
        return _Content(encoded, dialect, records, _own_field(records))


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


def _standing(rows: Sequence[Sequence[CellValue]], own: int) -> dict[tuple[str | None, str], str | float]:
    cells: dict[tuple[str | None, str], str | float] = {}
    for number, row in enumerate(rows):
        for column in (own, own + 1):
            value = row[column] if column < len(row) else None
            if isinstance(value, str):
                is_number = column == own and value.isdecimal()
                cells[None, address(number, column)] = float(value) if is_number else _without_guard(value)
    return cells


def _with_edits(taken: _Content, edits: Sequence[Edit]) -> str:
    """Return the text after `edits`; where nothing of ours would stand any more, our fields go too."""
    wishes: dict[int, dict[int, str]] = {}
    for edit in edits:
        wish = wishes.setdefault(edit.row - 1, {})
        if edit.kind == "header":
            titles = edit.value[0] if isinstance(edit.value, tuple) else ("", "")
            wish.update(enumerate(map(_as_text, titles)))
        else:
            wish[int(edit.kind == "warnings")] = _as_text(edit.value)
    width = max(len(record.fields) for record in taken.records)
    marked = taken if taken.own is not None else taken._replace(own=width)
    own = width if taken.own is None else taken.own
    new = [
        _with_ours(marked, record, wishes.get(number, {}), fresh=taken.own is None)
        for number, record in enumerate(taken.records)
    ]
    if not any(value_of(field) for fields in new for field in fields[own : own + 2]):
        new = [_without_ours(taken, record) for record in taken.records]
    return _joined(taken, new)


def _with_ours(taken: _Content, record: Record, wish: dict[int, str], *, fresh: bool) -> list[str]:
    """Return the fields of `record` with ours as wished: part (0 score, 1 warnings) → text."""
    own, fields, dialect = taken.own or 0, record.fields, taken.dialect
    if not wish:
        # A table whose records all have the same number of fields keeps that property.
        even = fresh and len(fields) == own
        return [*fields, dialect.written("", quoted=dialect.quotes_all), ""] if even else fields
    ours = [_without_guard(value_of(field) or "") for field in fields[own : own + 2]]
    texts = [wish.get(part, ours[part] if part < len(ours) else "") for part in (0, 1)]
    foreign = _without_ours(taken, record) if len(fields) > own else fields
    if len(fields) > own + 2 and not any(texts):
        return [*fields[:own], "", "", *fields[own + 2 :]]
    padding = _padding(foreign, own)
    if padding and not any(texts):
        return foreign
    written = [
        _encodable(taken, dialect.written(_with_guard(text), quoted=quoted))
        for text, quoted in zip(texts, (dialect.quotes_all != bool(padding), dialect.quotes_all), strict=True)
    ]
    return [*foreign[:own], *padding, *written, *foreign[own:]]


def _padding(foreign: Sequence[str], own: int) -> list[str]:
    """Return the empty fields that bring a short record to the table's width, written unlike its own last one."""
    return ["" if foreign and foreign[-1] == _QUOTED_NOTHING else _QUOTED_NOTHING] * (own - len(foreign))


def _without_ours(taken: _Content, record: Record) -> list[str]:
    """Return the fields of `record` as they were before us."""
    own, fields = taken.own, record.fields
    if own is None or len(fields) <= own:
        return fields
    before, after = fields[:own], fields[own + 2 :]
    was_padded = is_quoted(fields[own]) != taken.dialect.quotes_all
    if was_padded and not after:
        filler = before[-1]
        while before and before[-1] == filler and filler in {"", _QUOTED_NOTHING}:
            before.pop()
    return [*before, *after]


def _joined(taken: _Content, fields: Sequence[Sequence[str]]) -> str:
    sign = taken.dialect.delimiter
    lines = (sign.join(each) + record.end for each, record in zip(fields, taken.records, strict=True))
    return taken.dialect.preamble + "".join(lines)


def _as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _with_guard(text: str) -> str:
    guarded = text.startswith(_BEGINS_FORMULA) or (text[:1] == _GUARD and text[1:].startswith(_GUARDED))
    return _GUARD + text if guarded else text


def _without_guard(text: str) -> str:
    return text[1:] if text[:1] == _GUARD and text[1:].startswith(_GUARDED) else text


def _encodable(taken: _Content, field: str) -> str:
    encoding = taken.encoded.encoding
    return field.encode(encoding, "replace").decode(encoding)
