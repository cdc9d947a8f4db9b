"""Where a source is, told from what people type and copy from their browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync.addresses import (
    FileAddress,
    GoogleAccess,
    GoogleSheetAddress,
    NotionAccess,
    NotionAddress,
    address_of_url,
)

KEY = "1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4aB5c"
ID = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "typed",
    [
        f"https://docs.google.com/spreadsheets/d/{KEY}/edit?usp=sharing#gid=12",
        f"https://docs.google.com/spreadsheets/d/{KEY}",
        f"https://docs.google.com/a/example.org/spreadsheets/d/{KEY}/edit",
        f"https://docs.google.com/spreadsheets/u/1/d/{KEY}/edit#gid=0",
        KEY,
    ],
)
def test_a_spreadsheet_is_known_by_its_key_however_it_is_named(typed: str) -> None:
    assert GoogleSheetAddress(typed).key == KEY
    assert GoogleSheetAddress(typed).identity == GoogleSheetAddress(KEY).identity


def test_a_title_is_no_key() -> None:
    assert GoogleSheetAddress("OKRs of the bakery").key is None
    assert GoogleSheetAddress("OKRs of the bakery").label == "OKRs of the bakery"


@pytest.mark.parametrize(
    "typed",
    [
        f"https://www.notion.so/acme/Our-OKRs-{ID}?v=fedcba9876543210fedcba9876543210",
        f"https://www.notion.so/{ID}",
        f"https://acme.notion.site/Team-OKRs-{ID}#block",
        f"https://app.notion.com/p/{ID}",
        "01234567-89ab-cdef-0123-456789abcdef",
        ID,
    ],
)
def test_a_database_is_known_by_its_id_however_it_is_named(typed: str) -> None:
    assert NotionAddress(typed).id == ID
    assert NotionAddress(typed).identity == NotionAddress(ID).identity


def test_a_title_is_no_id() -> None:
    assert NotionAddress(f"Goals {ID}").id is None
    assert NotionAddress("https://www.notion.so/acme").id is None


def test_urls_of_stores_are_told_from_files() -> None:
    google, notion = GoogleAccess("env:KEY"), NotionAccess("env:TOKEN")
    sheet = f"https://docs.google.com/spreadsheets/d/{KEY}/edit"
    assert address_of_url(sheet, google, notion) == GoogleSheetAddress(sheet, google)
    page = f"https://www.notion.so/{ID}"
    assert address_of_url(page, google, notion) == NotionAddress(page, notion)
    for typed in (
        "okrs.xlsx",
        "https://example.org/okrs.xlsx",
        "https://docs.google.com/document/d/x",
        "notion.so.csv",
    ):
        assert address_of_url(typed, google, notion) is None


def test_every_address_names_itself_for_the_config() -> None:
    assert FileAddress(Path("a/okrs.xlsx")).setting == ("path", "a/okrs.xlsx")
    assert GoogleSheetAddress(KEY).setting == ("google_sheet", KEY)
    assert NotionAddress(ID).setting == ("notion", ID)


def test_labels_are_short() -> None:
    assert FileAddress(Path("a/okrs.xlsx")).label == "okrs.xlsx"
    assert GoogleSheetAddress(KEY).label == "Google Sheets 1aB2cD3e…"
    assert NotionAddress(ID).label == "Notion 01234567…"
    assert NotionAddress("Goals").label == "Goals"


def test_only_a_files_name_hints_at_what_it_holds() -> None:
    assert FileAddress(Path("OKR Q3 2026.xlsx")).hint == "OKR Q3 2026"
    assert GoogleSheetAddress(KEY).hint is None
    assert NotionAddress(ID).hint is None
