"""Any plan, laid out in any layout, is read back from a Google Sheet as from a workbook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.tables.plan import read_plan

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "sources")]
from google_place import google_server
from test_layout_round_trip import HEADERS, LAYOUTS, Sheet, wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google_place import Google, Place

    from okrsync.grid import Grid


@pytest.fixture(scope="module")
def google() -> Iterator[Google]:
    with google_server() as serving:
        serving.server.check_answers = False
        yield serving


def laid_out(google: Google, grids: list[Grid]) -> Place:
    """Return a spreadsheet that holds what the grids do, merged and bold where they are."""
    place = google.place({grid.name or "": [list(row) for row in grid.rows] for grid in grids})
    for tab, grid in zip(place.people.book.sheets, grids, strict=True):
        requests: list[dict[str, Any]] = []
        for (row, column), style in grid.styles.items():
            cell = {"userEnteredFormat": {"textFormat": {"bold": style.bold}}}
            start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
            change = {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredFormat"}
            requests.append({"updateCells": change})
        for merge in grid.merges:
            area = {
                "sheetId": tab.id,
                "startRowIndex": merge.top,
                "endRowIndex": merge.bottom + 1,
                "startColumnIndex": merge.left,
                "endColumnIndex": merge.right + 1,
            }
            requests.append({"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}})
        if requests:
            place.people.batch(*requests)
    return place


@settings(max_examples=40, deadline=None)
@given(plan=wishes, layout=st.sampled_from(LAYOUTS), language=st.sampled_from(sorted(HEADERS)), as_text=st.booleans())
def test_a_plan_laid_out_in_any_way_is_read_back_from_a_sheet(google, plan, layout, language, as_text):
    grids = layout(Sheet(language, as_text=as_text), plan)
    read = laid_out(google, grids).open().read()
    back = read_plan(read.grids, source="x", kind="google-sheets")
    straight = read_plan(grids, source="x", kind="google-sheets")
    assert back == straight
    assert [objective.title for objective in back.objectives] == [wish.title for wish in plan]
