"""A workbook as a store, in real files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sheet_places import BookWorkplace
from store_contract import StoreContract

if TYPE_CHECKING:
    from pathlib import Path


class TestFileStore(StoreContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> BookWorkplace:
        return BookWorkplace.make(tmp_path, repeated=request.param)
