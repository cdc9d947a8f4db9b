"""What is to be written into a source, and what became of it: plain data, no I/O. Only our own cells are ever named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(slots=True, frozen=True)
class Edit:
    """One change to something of our own; `okrsync.writeback` plans it, a source carries it out.

    All kinds: only edits that change something are planned, so a list without edits must leave the file untouched.
    `None` as value takes away what we wrote there. Texts are plain text (a source never lets one become a formula),
    hold no control character but line feeds, and fit the store; what was written must be read back equal in `Standing`.
    A cell of our columns that holds a formula is somebody's: a source neither lists it in `Standing` nor writes it.

    - header: `value` is `((score title, warnings title),)`, for the two cells of our columns in row `row`, one edit for
      each table of the container that has a header row (stacked blocks: several, all in the same two columns). Where a
      sheet has our columns already, the source writes there; else it makes them, side by side, score first, right of
      everything that stands on the sheet. One pair of columns for each container, never more.
      None: no table there any more, both cells are emptied; where nothing of ours is left, the columns go.
    - score: `value` is a whole number 0..100 (a number, not text) for the score column in row `row`.
    - warnings: `value` is a text, one line for each finding, for the warnings column in row `row`.
    - note: `value` is the text of our comment on `cell` ("C7"), replacing only a comment with our mark. Never planned
      where somebody else's comment stands (`Standing.taken`).
    - summary: `container` is None, `row` 1; `value` is all rows of our one tab, from A1 on, replacing what we wrote
      there before; the source names and marks the tab (`writeback.summary-tab`). Rows carry no trailing None, an empty
      row is `()`. A heading (bold) is the first row and every row that follows an empty one.
    """

    container: str | None
    kind: Literal["score", "warnings", "note", "header", "summary"]
    row: int
    """1-based row at the time of reading; a source whose rows can move meanwhile finds it again by `anchor`."""
    anchor: str
    """Identity of the row (`Ref.key`); "header" and "summary" for these kinds."""
    value: str | float | tuple[tuple[str | float | None, ...], ...] | None
    cell: str | None = None
    """For a note: the very cell that the finding is about."""
    was: str | float | None = None
    """What stood there, for `--dry-run`."""


@dataclass(slots=True)
class WriteOutcome:
    """What became of a list of edits."""

    written: int = 0
    skipped: list[tuple[Edit, str]] = field(default_factory=list)
    """Edit and the key of the sentence that says why."""
    backup: str | None = None
