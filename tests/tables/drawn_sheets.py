"""Sheets drawn as text, so that a test shows what its reader would see."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from okrsync.errors import NoOkrsError
from okrsync.grid import Grid, Merge, Style
from okrsync.tables.plan import read_plan

if TYPE_CHECKING:
    from okrsync.grid import CellValue
    from okrsync.model import KeyResult, Plan

_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_SHOWN_PERCENT = re.compile(r"^(-?\d+(?:\.\d+)?)%%$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")


def cell(text: str) -> tuple[CellValue, Style]:
    """Return value and style of one drawn cell.

    "*x" is bold, ">>x" indented twice by style, "50%%" the number 0.5 shown as percent, "'50" the text "50".
    """
    style = Style()
    if text.startswith("*"):
        text, style = text[1:], style._replace(bold=True)
    while text.startswith(">"):
        text, style = text[1:], style._replace(indent=style.indent + 1)
    if text.startswith("'"):
        return text[1:], style
    if found := _SHOWN_PERCENT.match(text):
        return float(found[1]) / 100, style._replace(number_format="0%")
    if _NUMBER.match(text):
        return float(text), style
    if _DAY.match(text):
        return date.fromisoformat(text), style._replace(number_format="dd/mm/yyyy")
    return text, style


def draw(
    text: str, name: str | None = "OKR", merges: tuple[tuple[int, int, int, int], ...] = (), **more: object
) -> Grid:
    """Draw a sheet: a line a row, "|" between cells; "^" before the first cell keeps its leading spaces.

    `merges` are 1-based (top, left, bottom, right).
    """
    rows: list[list[CellValue]] = []
    styles: dict[tuple[int, int], Style] = {}
    for row, line in enumerate(text.strip("\n").split("\n")):
        values: list[CellValue] = []
        for column, raw in enumerate(line.split("|")):
            value, style = cell(raw.rstrip()[1:] if raw.startswith("^") else raw.strip())
            values.append(None if value == "" else value)
            if style != Style():
                styles[row, column] = style
        rows.append(values)
    merged = tuple(Merge(top - 1, left - 1, bottom - 1, right - 1) for top, left, bottom, right in merges)
    return Grid(name, rows, styles, merged, **more)  # type: ignore[arg-type]  # what else a test says of its grid


def read(*grids: Grid, **more: object) -> Plan:
    """Read a plan."""
    return read_plan(grids, source="book.xlsx", kind="excel", **more)  # type: ignore[arg-type]  # as above


def is_refused(*grids: Grid) -> bool:
    """Tell whether a workbook is found to hold no OKRs."""
    try:
        read(*grids)
    except NoOkrsError:
        return True
    return False


def outline(plan: Plan) -> list[str]:
    """Return the plan as lines: "2 Objective", "  3 Key result"; orphans last, marked "?"."""
    lines: list[str] = []
    for objective in plan.objectives:
        lines.append(f"{objective.ref.row} {objective.title}")
        lines.extend(f"  {result.ref.row} {result.title}" for result in objective.key_results)
    return lines + [f"? {result.ref.row} {result.title}" for result in plan.orphans]


def results(plan: Plan) -> list[KeyResult]:
    """Return all key results in order."""
    return [result for objective in plan.objectives for result in objective.key_results] + plan.orphans


def values(plan: Plan) -> list[tuple[float | None, float | None, float | None]]:
    """Return baseline, target, current of all key results."""
    return [(result.baseline, result.target, result.current) for result in results(plan)]
