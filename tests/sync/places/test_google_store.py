"""A Google spreadsheet as a store, on the local server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sheet_places import GoogleWorkplace
from store_contract import StoreContract

if TYPE_CHECKING:
    from tests.sources.google_place import Google


class TestGoogleStore(StoreContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, google: Google, request: pytest.FixtureRequest) -> GoogleWorkplace:
        return GoogleWorkplace.make(google, repeated=request.param)
