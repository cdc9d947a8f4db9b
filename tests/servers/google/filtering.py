"""Which rows the filter of a tab hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google.a1 import Area
from tests.servers.google.calculation import Calculation
from tests.servers.google.shown import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.grid import Sheet
    from tests.servers.google.store import Spreadsheet

CONDITIONS: dict[str, Callable[[str, str], bool]] = {
    "TEXT_EQ": lambda shown, wanted: shown.casefold() == wanted.casefold(),
    "TEXT_CONTAINS": lambda shown, wanted: wanted.casefold() in shown.casefold(),
    "TEXT_NOT_CONTAINS": lambda shown, wanted: wanted.casefold() not in shown.casefold(),
    "TEXT_STARTS_WITH": lambda shown, wanted: shown.casefold().startswith(wanted.casefold()),
    "TEXT_ENDS_WITH": lambda shown, wanted: shown.casefold().endswith(wanted.casefold()),
    "BLANK": lambda shown, _: not shown,
    "NOT_BLANK": lambda shown, _: bool(shown),
}


def hidden_rows(book: Spreadsheet, sheet: Sheet) -> set[int]:
    """Return the rows that the basic filter of the tab hides; its first row holds headers and is never hidden."""
    if sheet.basic_filter is None:
        return set()
    area = sheet.clip(Area.of_json(sheet.basic_filter.get("range", {"sheetId": sheet.id})))
    criteria = {area.left + int(column): told for column, told in sheet.basic_filter.get("criteria", {}).items()}
    for spec in sheet.basic_filter.get("filterSpecs", []):
        criteria[spec.get("columnIndex", 0)] = spec.get("filterCriteria", {})
    calculation = Calculation(book)
    return {
        row
        for row in range(area.top + 1, area.bottom or 0)
        for column, told in criteria.items()
        if not _passes(_shown(calculation, sheet, row, column), told)
    }


def _shown(calculation: Calculation, sheet: Sheet, row: int, column: int) -> str:
    value = calculation.effective(sheet, row, column)
    return text_of(value, calculation.number_format(sheet, row, column), calculation.book.locale) if value else ""


def _passes(shown: str, criteria: dict[str, Any]) -> bool:
    if shown in criteria.get("hiddenValues", []):
        return False
    condition = criteria.get("condition")
    if not condition or condition["type"] not in CONDITIONS:
        return True
    wanted = condition.get("values", [{}])[0].get("userEnteredValue", "")
    return CONDITIONS[condition["type"]](shown, wanted)
