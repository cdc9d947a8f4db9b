"""Measures how long a cell in Notion stands unwatched: from the last look at it until it is written.

`python tests/bench/sync_window.py [--cells N] [--rate R]`: between two local Notion pages, with the state on disk, at R
requests a second (by default as many as okrsync allows itself). What the network takes comes on top: one round trip.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "sync")]

from notion_place import TOKEN, Team  # noqa: E402 - found by the lines above

from okrsync.addresses import NotionAccess, NotionAddress  # noqa: E402 - as above
from okrsync.pipeline import Job, Manner  # noqa: E402 - as above
from okrsync.state.database import open_database  # noqa: E402 - as above
from okrsync.sync.notion_store import NotionStore  # noqa: E402 - as above
from okrsync.sync.running import keep_in_step  # noqa: E402 - as above
from okrsync.sync.settings import Settings, Side  # noqa: E402 - as above
from tests.servers.notion.server import NotionServer  # noqa: E402 - as above


def windows(cells: int, rate: float, folder: Path) -> list[float]:
    """Return for each of so many cells the seconds from its last read to its write."""
    with NotionServer(contract=False) as server:
        os.environ[TOKEN] = server.token
        teams = {Side.A: Team(server, "A"), Side.B: Team(server, "B")}
        goal = teams[Side.A].objective("Become the bakery of the quarter")
        rows = [teams[Side.A].result(f"Regulars from 40 to {at}", goal, Target=60) for at in range(cells)]
        database = open_database(folder / "state.db")

        def run(at_rate: float) -> None:
            stores = {
                side: NotionStore(
                    Job(NotionAddress(team.page.id, NotionAccess(f"env:{TOKEN}", server.url, at_rate)), side, Manner())
                )
                for side, team in teams.items()
            }
            outcome = keep_in_step(
                database, "pair", stores, Settings(), holder="bench", agreed=lambda _: True, is_alone=True
            )
            assert outcome is not None
            assert outcome.is_complete

        run(100_000.0)
        for row in rows:
            server.people.edit_property(row, "Target", 70)
        read: list[float] = [0.0]
        found: list[float] = []
        path = r"/v1/pages/[^/]+$"
        anything: dict[str, Any] = {"path": path, "times": 1_000_000}
        server.moments.add(lambda: read.append(time.monotonic()), after=True, method="GET", **anything)
        server.moments.add(lambda: found.append(time.monotonic() - read[-1]), method="PATCH", **anything)
        run(rate)
        database.close()
        return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=60)
    parser.add_argument("--rate", type=float, default=NotionAccess().requests_per_second)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = windows(arguments.cells, arguments.rate, Path(folder))
    p50, p95 = statistics.median(found), statistics.quantiles(found, n=20)[-1]
    print(f"{len(found)} cells at {arguments.rate:g} requests a second: median {p50:.3f} s, p95 {p95:.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
