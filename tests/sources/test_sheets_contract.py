"""Google Sheets keep the contract of all sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from contract import ROWS, SourceContract

if TYPE_CHECKING:
    from google_place import Google, Place

    from okrsync.sources.google_sheets import GoogleSheetsSource


class TestGoogleSheets(SourceContract):
    @pytest.fixture
    def place(self, google: Google) -> Place:
        return google.place({"Team": ROWS, "Other": [["Lists"], ["green"]]})

    def open(self, place: Place) -> GoogleSheetsSource:
        return place.open()

    def foreign(self, place: Place) -> object:
        return place.foreign()

    def state(self, place: Place) -> object:
        return place.state()

    def edit(self, place: Place, old: str, new: str) -> None:
        people = place.people
        for number, row in enumerate(people.rows("Team"), start=1):
            for letter, text in zip("ABCD", row, strict=False):
                if text == old:
                    people.set_cell(f"{letter}{number}", new, "Team", typed=False)
