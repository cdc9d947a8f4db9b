"""Two hundred nights on a simulated clock (`make soak-nights`): memory flat, state bounded, every life right."""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import tempfile
import time
from pathlib import Path

import pytest
from nearby_stores import nearby
from nights import KEEP, Nights

from tests.servers.notion.server import NotionServer

_WARM_UP = 40
"""Nights until all that is kept for good is loaded, and the state as old as it may get."""
_MOST_GROWTH = 24 * 1024 * 1024
"""Bytes: the server of the test grows by what people write; okrsync must not."""


def main() -> int:
    """Play the nights; return 1 where something grew without end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch, NotionServer() as server, tempfile.TemporaryDirectory() as folder:
        patch.setenv("OKRSYNC_TEST_TOKEN", server.token)
        nearby(patch, notion=server.url)
        nights = Nights(asked.seed, server, Path(folder))
        nights.play(min(_WARM_UP, asked.nights))
        before, size = _memory(), nights.place.stat().st_size
        nights.play(max(0, asked.nights - _WARM_UP))
        grown, rows = _memory() - before, nights.rows()
        growth = nights.place.stat().st_size - size
    good = nights.codes.count(0)
    print(
        f"{asked.nights} nights (seed {asked.seed}) in {time.monotonic() - began:.0f} s: {good} whole, the others told"
    )
    print(f"memory {grown / 1024 / 1024:+.1f} MB and state {growth / 1024:+.0f} KB since night {_WARM_UP}; rows {rows}")
    bounded = max(rows["run"], rows["slot"]) <= KEEP.days + 1
    return 0 if bounded and grown < _MOST_GROWTH else 1


def _memory() -> int:
    """Return the bytes of memory in use now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())
