"""Measures what a run over two sheets costs, and how long a person's edit of one cell could be overwritten unseen.

PYTHONPATH=.:tests/sync/places python tests/sync/places/window.py [RECORDS]

Prints calls, and the 50th and 95th percentile of the time from the answer of the last read to the sending of the write,
on this computer; on a network, the way there comes on top.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sheet_places import BookWorkplace, GoogleWorkplace, SheetWorkplace

from okrsync.state.database import open_database
from okrsync.sync.running import keep_in_step
from okrsync.sync.settings import Settings, Side
from tests.sources.google_place import google_server

_NIGHTS = 20


class Watch:
    """Times between the last read of a place and the write that follows."""

    def __init__(self) -> None:
        self.windows: list[float] = []
        self._read = 0.0

    def on(self, cells: Any) -> None:
        """Watch the cells of one store."""
        read, write = cells.read, cells.write

        def watched_read() -> Any:
            found = read()
            self._read = time.perf_counter()
            return found

        def watched_write(*what: Any) -> Any:
            self.windows.append(time.perf_counter() - self._read)
            return write(*what)

        cells.read, cells.write = watched_read, watched_write

    def said(self) -> str:
        """Return the percentiles."""
        cut = statistics.quantiles(self.windows, n=20)
        return f"{len(self.windows)} writes, window p50 {cut[9] * 1000:.0f} ms, p95 {cut[18] * 1000:.0f} ms"


def measure(kind: str, a: SheetWorkplace, b: SheetWorkplace, changed: list[str], log: Any, folder: Path) -> None:
    """Change a field of each record on one side, run, and print what it took."""
    database = open_database(folder / f"{kind}.db")

    def run(watch: Watch | None = None) -> None:
        stores = {Side.A: a.open(), Side.B: b.open()}
        if watch:
            watch.on(stores[Side.B]._cells)  # noqa: SLF001 - a measurement looks inside
        keep_in_step(database, "pair", stores, Settings(), holder="me", agreed=lambda _: True)

    run()
    watch = Watch()
    seconds, reads, writes = 0.0, 0, 0
    for night in range(_NIGHTS):
        for number, title in enumerate(changed):
            a.type(title, "target", 1000 * (night + 1) + number)
        log.clear()
        start = time.perf_counter()
        run(watch)
        seconds += time.perf_counter() - start
        reads, writes = reads + log.count("read"), writes + log.count("write")
    a_night = f"{reads / _NIGHTS:g} reads, {writes / _NIGHTS:g} writes, {seconds / _NIGHTS:.2f} s a run"
    print(f"{kind}: {watch.said()}; {a_night}")
    log.clear()
    run()
    print(f"{kind}: with nothing to do {log.count('read')} reads, {log.count('write')} writes")
    database.close()


def main() -> None:
    """Measure both kinds of sheet as the one that is written."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    okrs = {
        f"Objective {number}": {
            f"Key result {number}.{part} of ours": {"owners": "Ann", "baseline": 1.0, "target": 5.0 + part}
            for part in range(4)
        }
        for number in range(count // 4)
    }
    changed = [title for inner in okrs.values() for title in inner]
    with google_server() as google, tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        log = google.server.log
        sheet, book = GoogleWorkplace.make(google, okrs), BookWorkplace.make(root / "b", okrs)
        measure("sheet → workbook", sheet, book, changed, log, root)
        sheets = [GoogleWorkplace.make(google, okrs) for _ in range(2)]
        measure("sheet → sheet", *sheets, changed, log, root)


if __name__ == "__main__":
    main()
