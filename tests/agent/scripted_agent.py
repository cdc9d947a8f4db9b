"""The agent, on a clock that stands in a file, with a look at what is due every second.

    python scripted_agent.py CLOCK [FUNCTION MARK]

With the latter it waits when FUNCTION is called until MARK goes away. Each time that it reads the clock, a file beside
it (`CLOCK.read`) grows by a byte.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
from at_a_point import watch

from okrsync.agent.service import Service
from okrsync.agent.stopping import Stopping
from okrsync.cli.agent import NightlyOrders, agent
from okrsync.cli.settings import read_settings, unjudging


def main() -> None:
    """Serve until asked to stop."""
    clock, *point = sys.argv[1:]
    if point:
        watch("wait", point[0], "call", Path(point[1]))
    Service(
        lambda: NightlyOrders.of(read_settings(click.Context(agent), unjudging(None))),
        Stopping(),
        now=lambda: _read(Path(clock)),
        every=1.0,
    ).serve()


def _read(clock: Path) -> datetime:
    with clock.with_suffix(".read").open("ab") as reads:
        reads.write(b".")
    return datetime.fromisoformat(clock.read_text("utf-8"))


if __name__ == "__main__":
    main()
