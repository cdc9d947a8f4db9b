"""Calls and wall time of a night over Google Sheets, beside a straightforward use of gspread, in one run.

    python tests/bench/sheets.py

The local server stands in for Google, with Google's quota (60 reads and 60 writes a minute) for the second part, which
takes more than three minutes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import gspread

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "sources")]

from google_place import google_server  # noqa: E402 - found once the roots are on the path

from okrsync.edits import Edit  # noqa: E402 - as above
from okrsync.model import Table  # noqa: E402 - as above
from okrsync.sources.calling import Patience  # noqa: E402 - as above
from okrsync.sources.google.client import USUAL_PACE, Pace  # noqa: E402 - as above
from tests.servers.quota import Quota  # noqa: E402 - as above

if TYPE_CHECKING:
    from google_place import Google, Place

HEAD = ["Objective", "Key result", "Owner", "Target"]
QUOTA = 60
"""Reads, and as many writes, a minute."""
FREE = Pace(1_000_000, 60, Patience(), 900)


def main() -> None:
    """Measure, and print what came of it."""
    with google_server() as google:
        google.server.check_answers = False
        print("One sheet, every row changed: calls, seconds, and the least time that the quota allows such calls")
        print(f"{'rows':>7}  {'okrsync':>24}  {'gspread, a call a cell':>28}  {'calls':>7}")
        for rows in (10, 100, 1000):
            ours, seconds = _okrsync(google.place({"Team": _table(rows)}), rows, FREE)
            theirs, slow = _naive(google, rows)
            told = f"{ours:>5} {seconds:>7.2f} s {_least(ours):>6.1f} s"
            print(f"{rows:>7}  {told:>24}  {theirs:>7} {slow:>8.2f} s {_least(theirs):>7.0f} s  {theirs / ours:>6.0f}×")
        print("\nThe moment between the second reading and the write, in which nobody is looking")
        for rows, nights in ((100, 40), (1000, 10), (10_000, 3)):
            moments = sorted(_moments(google, rows, nights))
            p95 = moments[min(len(moments) - 1, int(len(moments) * 0.95))]
            print(f"{rows:>7} rows  median {moments[len(moments) // 2] * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
        _many(google)


def _moments(google: Google, rows: int, nights: int) -> list[float]:
    """Return the seconds between the answer to the second reading and the arrival of the batch, night by night."""
    place = google.place({"Team": _table(rows)})
    _okrsync(place, rows, FREE)
    read: list[float] = []
    found: list[float] = []
    server = place.server
    server.moments.add(lambda: read.append(time.perf_counter()), after=True, method="GET", times=2 * nights)
    server.moments.add(lambda: found.append(time.perf_counter() - read[-1]), path="batchUpdate", times=nights)
    for _ in range(nights):
        _okrsync(place, rows, FREE)
    return found


def _many(google: Google, sheets: int = 115) -> None:
    """Write many sheets with one credential, at the quota's own pace."""
    places = [google.place({"Team": _table(5)}) for _ in range(sheets)]
    for place in places:
        _okrsync(place, 5, FREE)
    google.server.quotas = {kind: Quota(QUOTA, 60, time.monotonic) for kind in ("read", "write")}
    google.server.log.clear()
    begun = time.perf_counter()
    for place in places:
        _okrsync(place, 5, USUAL_PACE, forget=False)
    seconds = time.perf_counter() - begun
    log = google.server.log
    reads, writes = log.count("read"), log.count("write")
    refused = sum(entry.status == 429 for entry in log.entries())
    least = _least(max(reads, writes))
    print(f"\n{sheets} sheets, one credential:")
    print(f"  {reads} reads, {writes} writes, {refused} refused")
    print(f"  {seconds:.1f} s, {seconds / least:.2f} times the least that the quota allows ({least:.1f} s)")


def _least(calls: int) -> float:
    """Return in how many seconds the quota allows so many calls of one kind: the first minute's are free."""
    return (calls - 1) // QUOTA * 60


def _table(rows: int) -> list[list[object]]:
    return [
        HEAD,
        *[[f"Objective {row // 4}", f"Raise orders of shop {row} to 35 %", "Nadia", 35] for row in range(rows)],
    ]


def _okrsync(place: Place, rows: int, pace: Pace, *, forget: bool = True) -> tuple[int, float]:
    if forget:
        place.server.log.clear()
    begun = time.perf_counter()
    source = place.open(pace)
    snapshot = source.read()
    stamp = f"{begun:.6f}"
    edits = [Edit("Team", "header", 1, "header", (("OKR score", "OKR warnings"),))]
    for row in range(2, rows + 2):
        edits.append(Edit("Team", "score", row, "x", row % 100))
        edits.append(Edit("Team", "warnings", row, "x", f"Say how far shop {row} should come {stamp} (KR101)"))
    outcome = source.write(snapshot, (Table("Team", "flat", 1.0, 1, 2, rows + 1),), edits, "en")
    if outcome.skipped:
        raise RuntimeError(outcome.skipped)
    return place.server.log.count("read") + place.server.log.count("write"), time.perf_counter() - begun


def _naive(google: Google, rows: int) -> tuple[int, float]:
    """Write one cell a call, as gspread's own examples do; the quota is off, since this would die of it."""
    place = google.place({"Team": _table(rows)})
    key = gspread.service_account(filename=str(google.key)).http_client.auth

    class Here(gspread.HTTPClient):
        def request(self, method: str, endpoint: str, *args: object, **kwargs: object) -> object:
            path = endpoint.removeprefix("https://sheets.googleapis.com").removeprefix("https://www.googleapis.com")
            return super().request(method, google.server.url + path, *args, **kwargs)

    sheet = gspread.Client(key, http_client=Here).open_by_key(place.id).sheet1
    place.server.log.clear()
    begun = time.perf_counter()
    sheet.get_all_values()
    for row in range(2, rows + 2):
        sheet.update_cell(row, 5, row % 100)
        sheet.update_cell(row, 6, f"Say how far shop {row} should come (KR101)")
    return place.server.log.count("read") + place.server.log.count("write"), time.perf_counter() - begun


if __name__ == "__main__":
    main()
