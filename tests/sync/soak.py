"""Plays many more schedules than the tests do: `make soak`, or `soak.py --seed N` to see one.

A seed that fails is printed, with what it broke. A seed means the same only as long as the world does: what it showed
becomes a test of its own beside this file.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count

from simulator import World, simulate

_CHUNK = 2_000


def _play(first: int) -> list[tuple[int, str]]:
    failed = []
    for seed in range(first, first + _CHUNK):
        try:
            simulate(seed)
        except Exception as error:  # noqa: BLE001 - whatever a schedule brings to light is what we look for
            failed.append((seed, repr(error)))
    return failed


def _show(seed: int) -> int:
    world = World(seed)
    try:
        world.play()
    finally:
        print("\n".join(world.trace))
    return 0


def main() -> int:
    """Play schedules on all processors; return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=1_000_000, help="seeds below are those of the tests")
    parser.add_argument("--seed", type=int, help="play only this one, and show what happens in it")
    asked = parser.parse_args()
    if asked.seed is not None:
        return _show(asked.seed)
    began, played, failures = time.monotonic(), 0, 0
    with ProcessPoolExecutor(cpu_count()) as pool:
        for failed in pool.map(_play, range(asked.first, asked.first + asked.schedules, _CHUNK)):
            played += _CHUNK
            failures += len(failed)
            for seed, what in failed:
                print(f"seed {seed}: {what}")
            if played % 50_000 == 0:
                print(f"{played} schedules, {failures} failed, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{played} schedules, {failures} failed, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
