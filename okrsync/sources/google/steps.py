"""The requests that a batch is made of. Values go in as they are: a text never becomes a formula or a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.grid import address
from okrsync.sources.google.marks import KEY, SCORE, Our, written_mark
from okrsync.sources.workbook.colours import FAIR, GOOD
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from okrsync.sources.google.book import Json, Tab
    from okrsync.sources.google.columns import Place
    from okrsync.sources.google.wishes import Value

WIDTHS = {"score": 90, "warnings": 420}
"""In pixels."""
_HEAVIEST_STEP = 200_000
"""Bytes of one step, about: a batch is cut between steps."""
LOOK_FIELDS = (
    "userEnteredFormat(horizontalAlignment,verticalAlignment,wrapStrategy,backgroundColor,backgroundColorStyle,"
    "textFormat(bold,italic,underline,strikethrough,fontSize,fontFamily,foregroundColorStyle))"
)
"""All that we ever set of a look. It is read too, so that it can be given back to a cell that was not ours."""
_TONES = (
    (f"*({{cell}}>={GOOD})", "006100", "C6EFCE"),
    (f"*({{cell}}>={FAIR})*({{cell}}<{GOOD})", "7F6000", "FFEB9C"),
    (f"*({{cell}}<{FAIR})", "9C0006", "FFC7CE"),
)
"""Tests, text and fill. Products instead of AND: what stands between arguments depends on the spreadsheet's locale."""


def colour(code: str) -> Json:
    """Return "RRGGBB" as the API writes it."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}


def column_area(sheet: int, left: int, right: int) -> Json:
    """Return whole columns, bounds included."""
    return {"sheetId": sheet, "startColumnIndex": left, "endColumnIndex": right + 1}


def row_area(sheet: int, row: int) -> Json:
    """Return one whole row."""
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}


def move_row(sheet: int, row: int, to: int) -> Json:
    """Put one row, with all that stands in it, before the row `to`, counted as rows stand before the move."""
    return {"moveDimension": {"source": row_area(sheet, row), "destinationIndex": to}}


def entered(value: Value) -> Json:
    """Return a cell with a value, or with none."""
    if value is None:
        return {}
    kind = "stringValue" if isinstance(value, str) else "numberValue"
    return {"userEnteredValue": {kind: value}}


def put_cells(sheet: int, row: int, column: int, cells: Sequence[Json], fields: str) -> Json:
    """Set the `fields` of cells below one another; what a cell lacks of them is emptied."""
    return {
        "updateCells": {
            "start": {"sheetId": sheet, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [cell]} for cell in cells],
            "fields": fields,
        }
    }


def runs(rows: Iterable[int], weights: Mapping[int, int] | None = None) -> list[list[int]]:
    """Return rows as runs of neighbours, none too heavy where `weights` (row → bytes) are given."""
    runs: list[list[int]] = []
    weight = 0
    for row in sorted(rows):
        more = weights[row] if weights else 0
        if runs and row == runs[-1][-1] + 1 and weight + more <= _HEAVIEST_STEP:
            runs[-1].append(row)
            weight += more
        else:
            runs.append([row])
            weight = more
    return runs


def empty(sheet: int, rows: Sequence[int], column: int, fields: str) -> Json:
    """Empty the `fields` of neighbouring cells of one column."""
    area = {"sheetId": sheet, "startRowIndex": rows[0], "endRowIndex": rows[-1] + 1}
    area |= {"startColumnIndex": column, "endColumnIndex": column + 1}
    return {"repeatCell": {"range": area, "cell": {}, "fields": fields}}


def dress(sheet: int, top: int, bottom: int, column: int, look: Json) -> Json:
    """Give cells of one column a look."""
    area = {"sheetId": sheet, "startRowIndex": top, "endRowIndex": bottom + 1}
    area |= {"startColumnIndex": column, "endColumnIndex": column + 1}
    return {"repeatCell": {"range": area, "cell": {"userEnteredFormat": look}, "fields": LOOK_FIELDS}}


def looks_like(cell: Json, look: Json) -> bool:
    """Tell whether a cell has a look already, as far as ours differ from one another."""
    there = cell.get("userEnteredFormat") or {}
    telling = ("horizontalAlignment", "verticalAlignment", "wrapStrategy")
    return all(there.get(name) == look.get(name) for name in telling)


def mark_column(sheet: int, column: int, our: Our, spreadsheet: str) -> Json:
    """Put our mark on a column."""
    where = {"dimensionRange": {**_line(sheet, column), "dimension": "COLUMNS"}}
    return _mark(our, spreadsheet, where)


def mark_tab(sheet: int, our: Our, spreadsheet: str) -> Json:
    """Put our mark on a tab."""
    return _mark(our, spreadsheet, {"sheetId": sheet})


def mark_row(sheet: int, row: int, number: int) -> Json:
    """Put a mark with the id `number` on a row."""
    return _guard(number, {"dimensionRange": row_area(sheet, row)})


def mark_book(number: int) -> Json:
    """Put a mark with the id `number` on the spreadsheet: refused where anything else has that id."""
    return _guard(number, {"spreadsheet": True})


def _guard(number: int, where: Json) -> Json:
    said = {"metadataId": number, "metadataKey": KEY, "visibility": "DOCUMENT", "location": where}
    return {"createDeveloperMetadata": {"developerMetadata": said}}


def _mark(our: Our, spreadsheet: str, where: Json) -> Json:
    value = written_mark(our, spreadsheet)
    said = {"metadataKey": KEY, "metadataValue": value, "visibility": "DOCUMENT", "location": where}
    return {"createDeveloperMetadata": {"developerMetadata": said}}


def unmark(mark: int) -> Json:
    """Take a mark away."""
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": mark}}}}


def set_width(sheet: int, column: int, pixels: int) -> Json:
    """Set how wide a column is."""
    return {
        "updateDimensionProperties": {
            "range": {**_line(sheet, column), "dimension": "COLUMNS"},
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }


def protect(where: Json, language: str) -> Json:
    """Let Sheets ask people whether they mean it before they change what is ours."""
    said = {"range": where, "description": say("google.protection", language), "warningOnly": True}
    return {"addProtectedRange": {"protectedRange": said}}


def new_columns(tab: Tab, place: Place, spreadsheet: str, language: str) -> list[Json]:
    """Make our two columns: marked, wide enough, protected with a warning, the scores coloured."""
    steps: list[Json] = []
    if place.grows_by:
        steps.append({"appendDimension": {"sheetId": tab.id, "dimension": "COLUMNS", "length": place.grows_by}})
    for column, (role, pixels) in enumerate(WIDTHS.items(), start=place.score):
        our = Our(role, tab.width(column), column >= tab.columns, place.dressed)
        steps += [mark_column(tab.id, column, our, spreadsheet), set_width(tab.id, column, pixels)]
    steps.append(protect(column_area(tab.id, place.score, place.score + 1), language))
    for number, rule in enumerate(tones(tab.id, place.score), start=len(tab.colours)):
        steps.append({"addConditionalFormatRule": {"rule": rule, "index": number}})
    return steps


def tones(sheet: int, column: int) -> list[Json]:
    """Return the conditional formats for the scores in a column: they follow the number, nothing else is coloured."""
    where = column_area(sheet, column, column)
    return [
        {
            "ranges": [where],
            "booleanRule": {
                "condition": {
                    "type": "CUSTOM_FORMULA",
                    "values": [{"userEnteredValue": test}],
                },
                "format": {
                    "backgroundColorStyle": colour(fill),
                    "textFormat": {"foregroundColorStyle": colour(text)},
                },
            },
        }
        for test, (_, text, fill) in zip(tests_of_tones(0, column), _TONES, strict=True)
    ]


def tests_of_tones(row: int, column: int) -> list[str]:
    """Return the formulas that our conditional formats test scores by, from a cell on."""
    cell = address(row, column)
    return [f"=ISNUMBER({cell}){test.format(cell=cell)}" for test, _, _ in _TONES]


def look_of(role: str, title_beside: Json | None = None) -> Json:
    """Return the look of a score or of warnings; of a title, like that of the title on its left."""
    centred = role == SCORE
    look: Json = {
        "horizontalAlignment": "CENTER" if centred else "LEFT",
        "verticalAlignment": "TOP",
        "wrapStrategy": "WRAP",
    }
    if title_beside is None:
        return look
    text = {**title_beside.get("textFormat", {}), "bold": True}
    fills = {key: value for key, value in title_beside.items() if key.startswith("backgroundColor")}
    return {**look, **fills, "verticalAlignment": "MIDDLE", "textFormat": text}


def _line(sheet: int, column: int) -> Json:
    return {"sheetId": sheet, "startIndex": column, "endIndex": column + 1}
