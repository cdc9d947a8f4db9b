"""batchUpdate of the local server: cells, rows and columns that move, and ranges that follow them."""

from __future__ import annotations

import pytest

from tests.servers.google_ranges import area, lines


def first(sheet, part):
    return sheet.get()["sheets"][0].get(part, [])


def test_merging_keeps_the_first_value_and_merges_are_taken_apart(sheet, people):
    sheet.batch({"mergeCells": {"range": area(1, 3, 0, 2), "mergeType": "MERGE_COLUMNS"}})
    assert [(each["startColumnIndex"], each["endColumnIndex"]) for each in first(sheet, "merges")] == [(0, 1), (1, 2)]
    assert people.value("B3") is None

    assert "You must select all cells" in sheet.refused({"unmergeCells": {"range": area(1, 2, 0, 1)}})
    sheet.batch({"unmergeCells": {"range": area(1, 3, 0, 1)}})
    assert len(first(sheet, "merges")) == 1


def test_rows_are_sorted_blanks_last_and_equal_ones_in_their_order(sheet, people):
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    sheet.write("OKRs!A5:C5", [["Teams learn", "Share results", 1]])
    sheet.batch({"sortRange": {"range": area(1, 5, 0, 3), "sortSpecs": specs}})

    assert [row[1] for row in people.rows()[1:]] == [
        "Run experiments", "Share results", "Reduce churn", "Raise answered calls",
    ]  # fmt: skip


def test_hidden_rows_stay_where_they_are_when_others_are_sorted(people):
    people.hide_rows(2, 2)
    people.filter("A1:C5", "B", ["Run experiments"])
    people.set_cell("A5", "Abroad")
    people.sort_rows("A", 2, 5)

    assert [row[0] for row in people.rows()[1:]] == ["Customers come back", "Abroad", "Teams learn", ""]


def test_a_range_is_told_of_the_merges_that_touch_it(sheet, people):
    people.merge("A2:A3")
    people.merge("C2:C3")

    assert [each["startColumnIndex"] for each in sheet.get(ranges="OKRs!B1:C9")["sheets"][0]["merges"]] == [2]


def test_rows_merged_downwards_cannot_be_sorted(sheet, people):
    people.merge("A2:A3")
    specs = [{"dimensionIndex": 2}]

    assert "There is a vertical merge at A2:A3" in sheet.refused(
        {"sortRange": {"range": area(1, 4, 0, 3), "sortSpecs": specs}}
    )


def test_a_range_is_copied_as_often_as_it_fits_and_as_what_is_wished(sheet, people):
    people.set_cell("C3", "=40*2")
    sheet.batch(
        {"copyPaste": {"source": area(2, 3, 2, 3), "destination": area(5, 7, 2, 4), "pasteType": "PASTE_VALUES"}}
    )
    assert people.cell("D7")["userEnteredValue"] == {"numberValue": 80}

    destination = area(9, 10, 0, 1)
    edit = {"source": area(0, 1, 0, 3), "destination": destination, "pasteOrientation": "TRANSPOSE"}
    sheet.batch({"copyPaste": edit})
    assert [people.value(f"A{row}") for row in (10, 11, 12)] == ["Objective", "Key result", "Target"]


def test_what_is_cut_leaves_blanks(sheet, people):
    corner = {"sheetId": 0, "rowIndex": 5, "columnIndex": 0}
    sheet.batch({"cutPaste": {"source": area(1, 2, 0, 3), "destination": corner, "pasteType": "PASTE_NORMAL"}})

    assert (people.rows()[1], people.rows()[5]) == ([], ["Customers come back", "Reduce churn", "4.5"])


def test_ranges_follow_rows_that_are_inserted_deleted_and_moved(sheet, people):
    people.merge("A3:A5")
    people.protect("B3:B5")
    name = {"name": "three", "range": area(2, 5, 2, 3)}
    rule = {"ranges": [area(2, 5, 0, 1)], "booleanRule": {"condition": {"type": "NOT_BLANK"}}}
    sheet.batch({"addNamedRange": {"namedRange": name}}, {"addConditionalFormatRule": {"rule": rule, "index": 0}})

    def places():
        told = sheet.get()
        (merge,), (protected,) = told["sheets"][0]["merges"], told["sheets"][0]["protectedRanges"]
        (rule,) = told["sheets"][0]["conditionalFormats"]
        every = (merge, protected["range"], told["namedRanges"][0]["range"], rule["ranges"][0])
        return {(each["startRowIndex"], each["endRowIndex"]) for each in every}

    people.insert_rows(1, 2)
    assert places() == {(4, 7)}
    people.insert_rows(6)
    assert places() == {(4, 8)}
    people.insert_rows(9)
    assert places() == {(4, 8)}
    people.delete_rows(1, 5)
    assert places() == {(0, 3)}
    people.move_rows(1, 3, 11)
    assert places() == {(7, 10)}
    people.delete_rows(8, 10)
    assert "merges" not in sheet.get()["sheets"][0]
    assert "namedRanges" not in sheet.get()


def test_inserted_rows_look_like_those_before_or_after(sheet, people):
    people.set_format("A2", {"textFormat": {"bold": True}})
    sheet.batch({"insertDimension": {"range": lines("ROWS", 2, 3), "inheritFromBefore": True}})
    assert people.cell("A3") == {"userEnteredFormat": {"textFormat": {"bold": True}}}

    sheet.batch({"insertDimension": {"range": lines("ROWS", 4, 5)}})
    assert people.cell("A5") == {}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"insertDimension": {"range": lines("ROWS", 0, 1), "inheritFromBefore": True}}, "inheritFromBefore"),
        ({"insertDimension": {"range": lines("ROWS", 1000, 1001)}}, "must be less than the grid size (1000)"),
        ({"deleteDimension": {"range": lines("ROWS", 0, 1000)}}, "You can't delete all the rows on the sheet."),
        ({"deleteDimension": {"range": lines("ROWS", 1000, 1001)}}, "Cannot delete a row that doesn't exist."),
        ({"deleteDimension": {"range": {"startIndex": 1, "endIndex": 2}}}, "Dimension must be specified"),
        ({"moveDimension": {"source": lines("ROWS", 1, 4), "destinationIndex": 2}}, "inside of the moved range"),
        (
            {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 400_000}},
            "above the limit of 10000000 cells",
        ),
    ],
)
def test_lines_that_cannot_be_are_refused(sheet, edit, message):
    assert message in sheet.refused(edit)


def test_a_merge_cannot_be_moved_in_part(sheet, people):
    people.merge("A2:A4")
    edit = {"moveDimension": {"source": lines("ROWS", 1, 2), "destinationIndex": 8}}

    assert "crosses a merged cell" in sheet.refused(edit)


def test_columns_move_with_their_cells(people):
    people.move_columns("C", "C", "A")
    assert people.rows()[1] == ["4.5", "Customers come back", "Reduce churn"]

    people.move_columns("A", "B", "D")
    assert people.rows()[1] == ["Reduce churn", "4.5", "Customers come back"]

    people.delete_columns("B")
    assert people.rows()[1] == ["Reduce churn", "Customers come back"]


def test_cells_make_room_or_close_the_gap(sheet, people):
    sheet.batch({"insertRange": {"range": area(1, 2, 1, 2), "shiftDimension": "ROWS"}})
    assert [people.value(f"B{row}") for row in (2, 3)] == [None, "Reduce churn"]

    sheet.batch({"deleteRange": {"range": area(0, 1, 0, 1), "shiftDimension": "COLUMNS"}})
    assert people.rows()[0] == ["Key result", "Target"]


def test_a_resized_grid_loses_what_is_outside(sheet, people):
    properties = {"sheetId": 0, "gridProperties": {"rowCount": 3, "columnCount": 2}}
    sheet.batch({"updateSheetProperties": {"properties": properties, "fields": "gridProperties(rowCount,columnCount)"}})

    assert people.rows()[-1] == ["", "Raise answered calls"]
    assert first(sheet, "properties")["gridProperties"] == {"rowCount": 3, "columnCount": 2}


def test_rows_are_hidden_sized_and_grouped(sheet):
    hidden = {"range": lines("ROWS", 1, 2), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    sheet.batch({"updateDimensionProperties": hidden}, {"autoResizeDimensions": {"dimensions": lines("COLUMNS", 1, 2)}})
    data = sheet.get(ranges="OKRs!A1:B2", includeGridData="true")["sheets"][0]["data"][0]
    assert data["rowMetadata"] == [{"pixelSize": 21}, {"pixelSize": 21, "hiddenByUser": True}]
    assert data["columnMetadata"][1]["pixelSize"] > 100

    (outer, inner) = sheet.batch(
        {"addDimensionGroup": {"range": lines("ROWS", 1, 5)}}, {"addDimensionGroup": {"range": lines("ROWS", 2, 4)}}
    )
    assert [each["depth"] for each in inner["addDimensionGroup"]["dimensionGroups"]] == [1, 2]
    assert len(outer["addDimensionGroup"]["dimensionGroups"]) == 1
    shut = {"range": lines("ROWS", 2, 4), "depth": 2, "collapsed": True}
    sheet.batch({"updateDimensionGroup": {"dimensionGroup": shut, "fields": "collapsed"}})
    assert first(sheet, "rowGroups")[1]["collapsed"] is True
    sheet.batch({"deleteDimensionGroup": {"range": lines("ROWS", 2, 4)}})
    assert len(first(sheet, "rowGroups")) == 1
