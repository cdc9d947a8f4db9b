"""Ranges and rows as requests of a batchUpdate tell them."""

from __future__ import annotations

from typing import Any


def lines(dimension: str, start: int, end: int, sheet_id: int = 0) -> dict[str, Any]:
    """Return a DimensionRange."""
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}


def area(top: int, bottom: int | None, left: int, right: int | None, sheet_id: int = 0) -> dict[str, Any]:
    """Return a GridRange; None leaves an edge open."""
    rows = {"sheetId": sheet_id, "startRowIndex": top, "endRowIndex": bottom}
    return {**rows, "startColumnIndex": left, "endColumnIndex": right}


def texts(*values: str) -> list[dict[str, Any]]:
    """Return one RowData of texts."""
    return [{"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}]
