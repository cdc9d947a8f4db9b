"""OpenDocument spreadsheets as stores, made and looked at by LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from document_places import DocumentWorkplace
from store_contract import StoreContract

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs_libreoffice


class TestDocumentStore(StoreContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> DocumentWorkplace:
        return DocumentWorkplace.make(tmp_path, repeated=request.param)
