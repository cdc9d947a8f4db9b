"""However a document repeats its rows and cells, ours come and go without a trace in content.xml."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.edits import Edit
from okrsync.grid import address
from okrsync.sources import open_source

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))

from documents import content_of, raw_document, table

CELLS = {
    "text": '<table:table-cell{} office:value-type="string"><text:p>x</text:p></table:table-cell>',
    "empty": "<table:table-cell{}/>",
    "styled": '<table:table-cell table:style-name="ce2"{}/>',
    "open": "<table:table-cell{}></table:table-cell>",
    "formula": '<table:table-cell{} table:formula="of:=1" office:value-type="float" office:value="1"/>',
    "noted": "<table:table-cell{}><office:annotation><text:p>theirs</text:p></office:annotation></table:table-cell>",
}


@st.composite
def rows(draw: st.DrawFn) -> str:
    xml = []
    for _ in range(draw(st.integers(2, 6))):
        cells = []
        for kind in draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=5)):
            repeat = draw(st.integers(1, 4))
            attribute = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
            cells.append(CELLS[kind].format(attribute))
        repeat = draw(st.integers(1, 3))
        attribute = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
        inner = "".join(cells)
        xml.append(
            f"<table:table-row{attribute}>{inner}</table:table-row>" if inner else f"<table:table-row{attribute}/>"
        )
    return "".join(xml)


@settings(max_examples=60, deadline=None)
@given(
    rows(),
    st.dictionaries(st.integers(2, 9), st.integers(0, 100)),
    st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 12)), st.sampled_from(["why?", "a\n b"])),
)
def test_ours_come_and_go_and_nothing_else_moves(
    xml: str, scores: dict[int, int], notes: dict[tuple[int, int], str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = raw_document(Path(folder) / "okrs.ods", table("S", xml))
        before = content_of(path)
        source = open_source(path, backup=False)
        snapshot = source.read()
        free = {at: text for at, text in notes.items() if ("S", address(*at)) not in snapshot.standing.taken}
        edits = [Edit("S", "header", 1, "header", (("OKR score", "OKR warnings"),))]
        edits += [Edit("S", "score", row, "", value) for row, value in scores.items()]
        edits += [
            Edit("S", "note", row + 1, "", text, cell=address(row, column)) for (row, column), text in free.items()
        ]
        outcome = source.write(snapshot, (), edits, "en")
        assert not outcome.skipped
        written = source.read()
        (grid,), (former,) = written.grids, snapshot.grids
        score_column = min(grid.own_columns)
        for number, row in enumerate(former.rows):
            assert grid.rows[number][: len(row)] == row
        assert {row: grid.at(row - 1, score_column) for row in scores} == scores
        assert written.standing.notes == {("S", address(*at)): text for at, text in free.items()}
        assert (grid.formulas, grid.merges, written.standing.taken) == (
            former.formulas,
            former.merges,
            snapshot.standing.taken,
        )
        source.clean()
        assert content_of(path) == before
