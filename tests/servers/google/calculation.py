"""What the cells of a spreadsheet come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.servers.google.formulas import evaluate

if TYPE_CHECKING:
    from tests.servers.google.grid import Cell, Sheet
    from tests.servers.google.store import Spreadsheet

LINK = re.compile(r'=\s*HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)


class Calculation:
    """The values of all cells at one moment; every formula is worked out once."""

    def __init__(self, book: Spreadsheet) -> None:
        self.book = book
        self._known: dict[tuple[int, int, int], dict[str, Any]] = {}

    def effective(self, sheet: Sheet, row: int, column: int) -> dict[str, Any]:
        """Return the ExtendedValue of a cell without formula; an empty cell has none ({})."""
        cell = sheet.cell(row, column)
        entered: dict[str, Any] = cell.get("userEnteredValue", {})
        if "formulaValue" not in entered:
            return entered
        if "pinned" in cell:
            return dict(cell["pinned"])
        key = (sheet.id, row, column)
        if key not in self._known:
            self._known[key] = {"errorValue": {"type": "REF", "message": "Circular dependency detected."}}
            self._known[key] = evaluate(self, sheet, row, column, entered["formulaValue"])
        return self._known[key]

    def number_format(self, sheet: Sheet, row: int, column: int) -> dict[str, Any] | None:
        """Return the number format of a cell."""
        told: dict[str, Any] | None = sheet.cell(row, column).get("userEnteredFormat", {}).get("numberFormat")
        return told

    def hyperlink(self, cell: Cell) -> str | None:
        """Return where a cell leads."""
        formula = LINK.match(cell.get("userEnteredValue", {}).get("formulaValue", ""))
        if formula:
            return formula[1]
        uri: str | None = cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri")
        return uri
