"""batchUpdate of the local server: protection, conditional formats, filters, names, bands, comments."""

from __future__ import annotations

from tests.servers.google_ranges import area, lines, texts


def first(sheet, part):
    return sheet.get()["sheets"][0].get(part, [])


def test_a_protected_range_keeps_others_out(sheet, people):
    people.protect("B2:B4")
    refusal = "You are trying to edit a protected cell or object."

    write = {"updateCells": {"range": area(1, 2, 1, 2), "rows": texts("x"), "fields": "userEnteredValue"}}
    assert refusal in sheet.refused(write)
    assert refusal in sheet.refused({"deleteDimension": {"range": lines("ROWS", 1, 2)}})
    said = sheet.ask("PUT", "/values/OKRs!A2:C2", {"values": [["a", "b", 1]]}, valueInputOption="RAW")
    assert (said.status, said.body["error"]["message"][:50]) == (400, refusal)
    assert sheet.ask("POST", "/values/OKRs!B2:clear").status == 400

    (told,) = first(sheet, "protectedRanges")
    assert told["requestingUserCanEdit"] is False
    assert "editors" not in told


def test_a_warning_keeps_nobody_out_and_its_maker_may_change_it(sheet):
    wanted = {"range": area(0, 4, 3, 4), "description": "written by okrsync", "warningOnly": True}
    (reply,) = sheet.batch({"addProtectedRange": {"protectedRange": wanted}})
    number = reply["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    sheet.write("OKRs!D2", [["x"]])

    changed = {"protectedRangeId": number, "description": "other"}
    sheet.batch({"updateProtectedRange": {"protectedRange": changed, "fields": "description"}})
    (told,) = first(sheet, "protectedRanges")
    assert (told["description"], told["warningOnly"], "editors" in told) == ("other", True, False)

    sheet.batch({"deleteProtectedRange": {"protectedRangeId": number}})
    assert first(sheet, "protectedRanges") == []
    assert "No protectedRange with id" in sheet.refused({"deleteProtectedRange": {"protectedRangeId": number}})


def test_conditional_formats_are_added_replaced_moved_and_deleted(sheet):
    def rule(column):
        style = {"backgroundColor": {"red": 1}}
        return {
            "ranges": [area(1, 4, column, column + 1)],
            "booleanRule": {"condition": {"type": "BLANK"}, "format": style},
        }

    sheet.batch(
        {"addConditionalFormatRule": {"rule": rule(0)}}, {"addConditionalFormatRule": {"rule": rule(1), "index": 1}}
    )
    (moved,) = sheet.batch({"updateConditionalFormatRule": {"sheetId": 0, "index": 1, "newIndex": 0}})
    assert moved["updateConditionalFormatRule"]["newRule"]["ranges"][0]["startColumnIndex"] == 1

    (new,) = sheet.batch({"updateConditionalFormatRule": {"index": 1, "rule": rule(2)}})
    assert new["updateConditionalFormatRule"]["oldRule"]["ranges"][0]["startColumnIndex"] == 0

    (gone,) = sheet.batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})
    assert gone["deleteConditionalFormatRule"]["rule"]["ranges"][0]["startColumnIndex"] == 1
    (left,) = first(sheet, "conditionalFormats")
    assert left["booleanRule"]["format"]["backgroundColorStyle"] == {"rgbColor": {"red": 1}}

    message = "No conditional format on sheet: 0 at index: 1"
    assert message in sheet.refused({"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}})
    assert "at least one range" in sheet.refused({"addConditionalFormatRule": {"rule": {"booleanRule": {}}}})


def test_filters_views_names_and_bands_come_and_go(sheet):
    replies = sheet.batch(
        {"setBasicFilter": {"filter": {"range": area(0, 4, 0, 3)}}},
        {"addFilterView": {"filter": {"title": "Mine", "range": area(0, 4, 0, 3)}}},
        {"addNamedRange": {"namedRange": {"name": "all", "range": area(0, 4, 0, 3)}}},
        {"addBanding": {"bandedRange": {"range": area(0, 4, 0, 3), "rowProperties": {"headerColor": {"blue": 1}}}}},
    )
    told = sheet.get()
    assert {"basicFilter", "filterViews", "bandedRanges"} <= told["sheets"][0].keys()
    name, band = replies[2]["addNamedRange"]["namedRange"], replies[3]["addBanding"]["bandedRange"]
    assert "already exists" in sheet.refused({"addNamedRange": {"namedRange": {**name, "namedRangeId": "x"}}})
    assert "already has them" in sheet.refused({"addBanding": {"bandedRange": {"range": area(3, 5, 0, 1)}}})

    sheet.batch(
        {"updateNamedRange": {"namedRange": {**name, "name": "every"}, "fields": "name"}},
        {"updateBanding": {"bandedRange": {**band, "range": area(0, 9, 0, 3)}, "fields": "range"}},
    )
    assert sheet.get()["namedRanges"][0]["name"] == "every"

    sheet.batch(
        {"clearBasicFilter": {"sheetId": 0}},
        {"deleteFilterView": {"filterId": replies[1]["addFilterView"]["filter"]["filterViewId"]}},
        {"deleteNamedRange": {"namedRangeId": name["namedRangeId"]}},
        {"deleteBanding": {"bandedRangeId": band["bandedRangeId"]}},
    )
    assert sheet.get()["sheets"][0].keys() == {"properties"}


def test_comment_threads_are_begun_answered_resolved_and_deleted(sheet, people):
    corner = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    body = {"requests": [{"insertComment": {"coordinate": corner, "content": "From what to what?"}}]}
    said = sheet.ask("POST", ":batchUpdate", body)
    thread = said.body["replies"][0]["insertComment"]["commentThread"]
    assert (thread["status"], thread["plainTextQuote"], said.body["commentUpdateState"]) == (
        "OPEN", "Reduce churn", "ALL_SAVED",
    )  # fmt: skip

    people.insert_rows(1)
    told = sheet.get(commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED")
    assert told["sheets"][0]["commentAnchors"][0]["range"]["startRowIndex"] == 2
    assert "comments" not in sheet.get()

    reply = {"commentId": thread["commentId"], "post": {"commentAction": "RESOLVE"}}
    sheet.batch({"addCommentReply": reply})
    told = sheet.get(commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED", fields="comments(status,headPost.author.me)")
    assert told == {"comments": [{"status": "RESOLVED", "headPost": {"author": {"me": True}}}]}

    sheet.batch({"deleteComment": {"commentId": thread["commentId"]}})
    assert "comments" not in sheet.get(commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED")
    assert "2048" in sheet.refused({"insertComment": {"coordinate": corner, "content": "é" * 1025}})


def test_a_tab_is_copied_to_another_spreadsheet(google, sheet):
    other = google.add_spreadsheet("Other", {"OKRs": [[]]}, shared_with=["tester@example.com"])
    said = sheet.ask("POST", "/sheets/0:copyTo", {"destinationSpreadsheetId": other})

    assert said.body["title"] == "Copy of OKRs"
    assert google.spreadsheet(other).value("B2", "Copy of OKRs") == "Reduce churn"
