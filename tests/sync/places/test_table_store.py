"""Text tables (.csv, .tsv) as stores, in real files of programs with different habits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from store_contract import StoreContract
from table_places import PROGRAMS, TableWorkplace

if TYPE_CHECKING:
    from pathlib import Path


class TestTableStore(StoreContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> TableWorkplace:
        return TableWorkplace.make(tmp_path, repeated=request.param)


class TestProgramsStore(StoreContract):
    @pytest.fixture(params=[name for name in PROGRAMS if name != "plain"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> TableWorkplace:
        return TableWorkplace.make(tmp_path, habits=PROGRAMS[request.param])
