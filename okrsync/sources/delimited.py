"""CSV and its cousins: two fields of ours at the end of each record, every other byte as it was (`records.content`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.edits import WriteOutcome
from okrsync.grid import address
from okrsync.sources.base import Snapshot, Standing, TextLimits
from okrsync.sources.dialect import value_of
from okrsync.sources.files import (
    content_to_change,
    drop_traces,
    fingerprint,
    read_content,
    refuse_if_locked,
    replace_content,
)
from okrsync.sources.records.content import (
    MOST_BYTES,
    Content,
    ours_written,
    padding,
    take_apart,
    without_guard,
    without_ours,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.edits import Edit
    from okrsync.model import Table
    from okrsync.sources.dialect import Record

_HOLDS = frozenset({"header", "score", "warnings"})


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
        content = read_content(self.path, most=MOST_BYTES)
        taken = take_apart(content, self.path)
        standing = Standing()
        if taken.own is not None:
            standing.cells = _standing(taken.records, taken.own)
        plain = taken.encoded.encoding == "ascii"
        limits = TextLimits(line_break=" | " if plain else " • ", encoding=taken.encoded.encoding)
        return Snapshot(self.name, [taken.grid()], standing, fingerprint(content), holds=_HOLDS, limits=limits)

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
        content = content_to_change(self.path, snapshot.fingerprint, most=MOST_BYTES)
        taken = take_apart(content, self.path)
        if taken.own is None and not any(edit.kind == "header" for edit in mine):
            outcome.skipped.extend((edit, "sources.no-title-row") for edit in mine)
            return outcome
        kept = replace_content(
            self.path,
            taken.encoded.bytes_of(_with_edits(taken, mine)),
            expected=snapshot.fingerprint,
            backup=self._backup and taken.own is None,
        )
        outcome.written = len(mine)
        outcome.backup = str(kept) if kept else None
        return outcome

    def clean(self) -> WriteOutcome:
        """Take our two fields out of every record, and the backup away where the file is what it was before."""
        refuse_if_locked(self.path)
        content = read_content(self.path, most=MOST_BYTES)
        taken = take_apart(content, self.path)
        if taken.own is None:
            drop_traces(self.path, content)
            return WriteOutcome()
        foreign = (record._replace(fields=without_ours(taken, record.fields)) for record in taken.records)
        cleaned = taken.encoded.bytes_of(taken.joined(foreign))
        replace_content(self.path, cleaned, expected=fingerprint(content), backup=False)
        drop_traces(self.path, cleaned)
        return WriteOutcome(written=len(_standing(taken.records, taken.own)))


def _standing(records: Sequence[Record], own: int) -> dict[tuple[str | None, str], str | float]:
    cells: dict[tuple[str | None, str], str | float] = {}
    for number, record in enumerate(records):
        for column in (own, own + 1):
            value = value_of(record.fields[column]) if column < len(record.fields) else None
            if value is not None:
                is_number = column == own and value.isdecimal()
                cells[None, address(number, column)] = float(value) if is_number else without_guard(value)
    return cells


def _with_edits(taken: Content, edits: Sequence[Edit]) -> str:
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
        new = [without_ours(taken, record.fields) for record in taken.records]
    return taken.joined(record._replace(fields=fields) for record, fields in zip(taken.records, new, strict=True))


def _with_ours(taken: Content, record: Record, wish: dict[int, str], *, fresh: bool) -> list[str]:
    """Return the fields of `record` with ours as wished: part (0 score, 1 warnings) → text."""
    own, fields = taken.own or 0, record.fields
    if not wish:
        # A table whose records all have the same number of fields keeps that property.
        return (
            [*fields, *ours_written(taken, ("", ""), padded=False)[:1], ""] if fresh and len(fields) == own else fields
        )
    ours = [without_guard(value_of(field) or "") for field in fields[own : own + 2]]
    texts = [wish.get(part, ours[part] if part < len(ours) else "") for part in (0, 1)]
    foreign = without_ours(taken, fields) if len(fields) > own else fields
    if len(fields) > own + 2 and not any(texts):
        return [*fields[:own], "", "", *fields[own + 2 :]]
    fill = padding(foreign, own)
    if fill and not any(texts):
        return foreign
    written = [_encodable(taken, field) for field in ours_written(taken, texts, padded=bool(fill))]
    return [*foreign[:own], *fill, *written, *foreign[own:]]


def _as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _encodable(taken: Content, field: str) -> str:
    encoding = taken.encoded.encoding
    return field.encode(encoding, "replace").decode(encoding)
