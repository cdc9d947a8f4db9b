"""The Drive API of the local server, as far as spreadsheets need it."""

from __future__ import annotations

import pytest

FILES = "/drive/v3/files"


def test_a_file_is_created_found_renamed_copied_and_deleted(sheet):
    made = sheet.ask("POST", FILES, {"name": "New", "mimeType": "application/vnd.google-apps.spreadsheet"}).body
    assert made.keys() == {"kind", "id", "name", "mimeType"}
    assert sheet.ask("GET", f"/v4/spreadsheets/{made['id']}").body["sheets"][0]["properties"]["title"] == "Sheet1"

    sheet.ask("PATCH", f"{FILES}/{made['id']}", {"name": "Newer"})
    copy = sheet.ask("POST", f"{FILES}/{made['id']}/copy", {}).body
    assert copy["name"] == "Copy of Newer"

    assert sheet.ask("DELETE", f"{FILES}/{made['id']}").status == 204
    assert sheet.ask("GET", f"{FILES}/{made['id']}").body["error"]["message"] == f"File not found: {made['id']}."
    assert sheet.ask("DELETE", f"{FILES}/{sheet.book}").status == 403


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"OKRs", "Year's end"}),
        ("mimeType='application/vnd.google-apps.spreadsheet'", {"OKRs", "Year's end"}),
        ('mimeType="application/vnd.google-apps.spreadsheet" and name = "OKRs"', {"OKRs"}),
        ("name = 'Year\\'s end' and trashed = false", {"Year's end"}),
        ("name contains 'ok'", {"OKRs"}),
        ("name != 'OKRs' and trashed = false", {"Year's end"}),
        ("mimeType='image/png'", set()),
        ("'folder' in parents", {"Year's end"}),
        ('parents in "folder"', {"Year's end"}),
        ("trashed = true", set()),
    ],
)
def test_files_are_listed_by_query(sheet, query, names):
    sheet.ask("POST", FILES, {"name": "Year's end", "parents": ["folder"]})
    listed = sheet.ask("GET", FILES, q=query, fields="files(name)").body

    assert {each["name"] for each in listed["files"]} == names


def test_a_query_that_makes_no_sense_is_refused(sheet):
    for query in ("title = 'x'", "name = 'x' or name = 'y'"):
        assert sheet.ask("GET", FILES, q=query).status == 400


def test_files_come_page_by_page_the_last_changed_first(sheet):
    for number in range(3):
        sheet.ask("POST", FILES, {"name": f"New {number}"})
    sheet.write("OKRs!A1", [["touched"]])

    first = sheet.ask("GET", FILES, pageSize=3).body
    assert [each["name"] for each in first["files"]] == ["OKRs", "New 2", "New 1"]
    rest = sheet.ask("GET", FILES, pageSize=3, pageToken=first["nextPageToken"]).body
    assert [each["name"] for each in rest["files"]] == ["New 0"]
    assert "nextPageToken" not in rest


def test_a_write_is_seen_in_the_time_of_the_file_and_a_read_is_not(sheet):
    def modified():
        return sheet.ask("GET", f"{FILES}/{sheet.book}", fields="modifiedTime").body["modifiedTime"]

    before = modified()
    sheet.read("OKRs!A1")
    assert modified() == before
    sheet.write("OKRs!A1", [["x"]])
    assert modified() > before


def test_what_anybody_may_open_is_listed_only_where_it_is_to_be_found(google, sheet):
    book = google.add_spreadsheet("Open", {"Tab": [["a"]]}, shared_with=[])
    anyone = google.store.permission({"type": "anyone", "role": "reader"})
    google.store.files[book].permissions.append(anyone)

    def names():
        return {each["name"] for each in sheet.ask("GET", FILES).body["files"]}

    assert sheet.ask("GET", f"{FILES}/{book}").status == 200
    assert names() == {"OKRs"}
    anyone["allowFileDiscovery"] = True
    assert names() == {"OKRs", "Open"}


def test_permissions_are_given_changed_and_taken_away(google, sheet):
    path = f"{FILES}/{sheet.book}/permissions"
    given = sheet.ask("POST", path, {"type": "user", "role": "reader", "emailAddress": "Grace@example.com"}).body
    assert google.store.files[sheet.book].role_of("grace@example.com") == "reader"

    sheet.ask("PATCH", f"{path}/{given['id']}", {"role": "writer"})
    listed = sheet.ask("GET", path, fields="permissions(role,emailAddress)").body["permissions"]
    assert {"role": "writer", "emailAddress": "Grace@example.com"} in listed

    assert sheet.ask("DELETE", f"{path}/{given['id']}").status == 204
    assert google.store.files[sheet.book].role_of("grace@example.com") is None
    assert sheet.ask("GET", f"{path}/{given['id']}").status == 404
    assert sheet.ask("POST", path, {"role": "reader"}).status == 400
    sheet.ask("POST", path, {"type": "anyone", "role": "reader"})
    assert google.store.files[sheet.book].role_of("somebody") == "reader"


def test_the_first_tab_is_exported_as_people_see_it(sheet):
    said = sheet.ask("GET", f"{FILES}/{sheet.book}/export", mimeType="text/csv")

    assert said.body.decode().splitlines()[1] == "Customers come back,Reduce churn,4.5"
    assert sheet.ask("GET", f"{FILES}/{sheet.book}/export", mimeType="image/png").status == 400


def test_a_csv_replaces_everything(sheet, session, people):
    address = f"{sheet.server.url}/upload/drive/v2/files/{sheet.book}"
    session.put(address, data=b"a,2\n,x\n", headers=sheet.headers, timeout=10)

    assert people.rows() == [["a", "2"], ["", "x"]]
    assert people.cell("B1")["userEnteredValue"] == {"numberValue": 2}
    assert len(sheet.get()["sheets"]) == 1


def test_drive_ignores_what_it_does_not_know(sheet):
    assert sheet.ask("GET", f"{FILES}/{sheet.book}", includeItemsFromAllDrives="True").status == 200
    body = {"type": "anyone", "role": "reader", "withLink": False}
    assert sheet.ask("POST", f"{FILES}/{sheet.book}/permissions", body).status == 200


def test_a_folder_can_be_made_and_comments_be_listed(sheet):
    made = sheet.ask("POST", FILES, {"name": "Q3", "mimeType": "application/vnd.google-apps.folder"}).body
    assert made["mimeType"].endswith("folder")

    sheet.batch({"insertComment": {"coordinate": {"rowIndex": 1}, "content": "Why?"}})
    said = sheet.ask("GET", f"{FILES}/{sheet.book}/comments", fields="comments(content)")
    assert said.body == {"comments": [{"content": "Why?"}]}
