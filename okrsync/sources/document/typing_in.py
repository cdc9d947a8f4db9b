"""People's own cells of a document, changed in place: the cell keeps its look, every other byte stays as it is."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.sources.document.cells import Change, can_change, elements
from okrsync.sources.document.closed import Closed
from okrsync.sources.document.content import Content
from okrsync.sources.document.ours import base_of, find_ours, peoples_sheets, with_ours
from okrsync.sources.document.package import CONTENT, content_of, opened_archive, refuse_if_signed
from okrsync.sources.document.rows import place_of, row_splices, rows_behind
from okrsync.sources.document.typed_cell import CellTypist, dressed
from okrsync.sources.entries import Entry, NewRow
from okrsync.sources.file_cells import FileCells
from okrsync.sources.files import fingerprint
from okrsync.sources.workbook.markup import elements as outline
from okrsync.sources.workbook.markup import spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from okrsync.grid import CellValue
    from okrsync.sources.document.ours import Ours
    from okrsync.sources.document.sheet import Sheet
    from okrsync.sources.entries import Act


class DocumentReading:
    """A document at one moment, without our summary."""

    def __init__(self, data: bytes, file: str) -> None:
        """Read it. Raises UnreadableError."""
        self.fingerprint = fingerprint(data)
        self.archive = opened_archive(data, file)
        self.content = content_of(self.archive, file)
        self.ours = find_ours(self.content)
        self.grids = [sheet.grid for sheet in peoples_sheets(self.content, self.ours)]

    @property
    def may_write(self) -> Callable[[str | None, int, int], bool]:
        """Whether a cell can be written without harm."""
        return self._closed.is_open

    @cached_property
    def _closed(self) -> Closed:
        return Closed(self.content)


class DocumentCells(FileCells[DocumentReading]):
    """The cells of one .ods file."""

    kind = "ods"
    reads = DocumentReading
    shifts_rows = False
    """Formulas, conditional formats, drawings, filters and names count rows: none is ever put in between others."""

    def _understood(self, content: bytes) -> DocumentReading:
        return DocumentReading(content, str(self._path))

    def _typed(self, reading: DocumentReading, content: bytes, acts: Sequence[Act]) -> bytes:
        del content  # opened in `reading`
        refuse_if_signed(reading.archive, str(self._path))
        return reading.archive.rewritten({CONTENT: typed(reading.content, reading.ours, acts)}, {}, ())


def typed(content: Content, ours: Ours, acts: Sequence[Act]) -> bytes:
    """Return content.xml with `acts` carried out.

    What is ours is taken off first and put back after, so that taking it out later gives what people have by then.
    Formulas keep the values that were counted last. Nothing in a document can ask for more: LibreOffice counts them
    anew when it opens it (measured with 7.4, whatever its setting); what only reads it sees them until it is saved.
    """
    base = base_of(content, ours)
    typist = CellTypist(base.looks, names_kind_twice=b"xmlns:calcext=" in base.xml)
    splices = []
    for sheet in base.sheets:
        own = [act for act in acts if act.container == sheet.grid.name]
        if own:
            changes = _Typing(base, sheet, typist).changes(own)
            splices += row_splices(base.xml, sheet, changes)
            splices += rows_behind(sheet, changes)
    xml = spliced(base.xml, splices)
    return with_ours(Content(xml, base.styles, base.file), ours, "en") if len(ours) else xml


class _Typing:
    """What is typed into one sheet."""

    def __init__(self, base: Content, sheet: Sheet, typist: CellTypist) -> None:
        self._base = base
        self._sheet = sheet
        self._typist = typist

    def changes(self, acts: Sequence[Act]) -> dict[int, dict[int, Change]]:
        changes: dict[int, dict[int, Change]] = {}
        for act in acts:
            if isinstance(act, Entry):
                style = None if act.like is None else self._style(act.like, act.column)
                changes.setdefault(act.row, {})[act.column] = self._change(act.row, act.column, style, act.value)
            elif isinstance(act, NewRow):
                if act.shifts:
                    raise WriteRefusedError("sources.no-room", file=self._base.file)
                changes[act.row] = self._row(act)
        return changes

    def _row(self, act: NewRow) -> dict[int, Change]:
        """Return what is typed into a free row, and what dresses its blank cells like those of its model."""
        styles = {column: self._style(act.like, column) for column in range(self._sheet.width)}
        styles |= {column: self._style(row, column) for column, row in act.formats.items()}
        there = self._raw(act.row)
        changes: dict[int, Change] = {}
        for column in sorted(styles.keys() | act.cells.keys()):
            style = styles.get(column)
            style = None if style == self._style(act.row, column) else style
            if act.cells.get(column) is not None:
                changes[column] = self._change(act.row, column, style, act.cells[column])
            elif style is not None and can_change(there, column):
                changes[column] = Change(typed=partial(dressed, style=style))
        return changes

    def _change(self, row: int, column: int, style: str | None, value: CellValue) -> Change:
        shown_as = style or self._style(row, column)

        def type_in(raw: bytes) -> bytes:
            return dressed(self._typist.typed(raw, value, shown_as), style)

        return Change(typed=type_in)

    def _raw(self, row: int) -> bytes:
        where = place_of(self._sheet, row)
        return b"<table:table-row/>" if where is None else self._base.xml[where.start : where.stop]

    def _style(self, row: int, column: int) -> str | None:
        """Return the style that a cell wears: its own, its row's, its column's."""
        raw = self._raw(row)
        own = (each.attributes.get("table:style-name") for each in elements(raw) if each.holds(column))
        of_row = outline(raw, 1)[0].attributes.get("table:default-cell-style-name")
        return next(own, None) or of_row or self._sheet.style_of(column)
