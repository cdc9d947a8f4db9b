"""How many calls a night takes, to the number, whatever the size of the sheet."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from okrsync.edits import Edit
from okrsync.model import Table

if TYPE_CHECKING:
    from google_place import Google, Place

HEAD = ["Objective", "Key result", "Owner", "Target"]


def table_of(rows: int) -> list[list[object]]:
    """Return a sheet with so many key results."""
    return [
        HEAD,
        *[[f"Objective {row // 4}", f"Raise orders of shop {row} to 35 %", "Nadia", 35] for row in range(rows)],
    ]


def edits_for(rows: range, text: str) -> list[Edit]:
    """Return what is written beside so many rows, with a note on every tenth."""
    edits = [Edit("Team", "header", 1, "header", (("OKR score", "OKR warnings"),))]
    for row in rows:
        edits.append(Edit("Team", "score", row + 2, "x", 60))
        edits.append(Edit("Team", "warnings", row + 2, "x", f"{text} {row} (KR101)"))
        if row % 10 == 0:
            edits.append(Edit("Team", "note", row + 2, "x", f"{text} {row} (KR101)", cell=f"B{row + 2}"))
    return edits


def night(place: Place, edits: list[Edit]) -> tuple[int, int, float]:
    """Read and write; return the reads, the writes and the seconds that it took."""
    place.server.log.clear()
    begun = time.perf_counter()
    source = place.open()
    snapshot = source.read()
    outcome = source.write(snapshot, (Table("Team", "flat", 1.0, 1, 2, 3),), edits, "en")
    assert not outcome.skipped
    return place.server.log.count("read"), place.server.log.count("write"), time.perf_counter() - begun


@pytest.mark.parametrize("rows", [1, 100, 1000, 10_000])
def test_a_night_takes_as_few_calls_as_there_can_be(google: Google, rows: int) -> None:
    place = google.place({"Team": table_of(rows)})
    # The first night: read; read again, make two empty columns, look, write.
    assert night(place, edits_for(range(rows), "First"))[:2] == (2, 2)
    assert night(place, [])[:2] == (1, 0)
    some = range(0, rows, 20)
    assert night(place, edits_for(some, "Second"))[:2] == (2, 1)
    assert night(place, edits_for(range(rows), "Third"))[:2] == (2, 1)
    assert place.people.value(f"F{rows + 1}") == f"Third {rows - 1} (KR101)"


def test_what_does_not_fit_into_one_request_is_written_in_several(google: Google) -> None:
    place = google.place({"Team": table_of(300)})
    place.server.request_limit = 2_000_000
    text = "Long " * 4000
    reads, writes, _ = night(place, edits_for(range(300), text))
    assert (reads, writes) == (2, 5)
    assert place.people.value("F301") == f"{text} 299 (KR101)"
    assert max(entry.size for entry in place.server.log.entries("write")) < 2_000_000
