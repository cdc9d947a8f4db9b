"""From what was found, and what already stands in the sheet, to the least list of edits. Pure: no I/O."""

from __future__ import annotations

from okrsync.writeback.planning import plan_edits

__all__ = ["plan_edits"]
