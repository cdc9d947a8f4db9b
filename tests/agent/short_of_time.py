"""Runs the sources of the config with a fraction of a second to do so, and waits at a point for ever.

python short_of_time.py FUNCTION MARK
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from at_a_point import watch

from okrsync.agent.running import run_sources
from okrsync.agent.stopping import Stopping
from okrsync.cli.run import run
from okrsync.cli.settings import read_settings, unjudging
from okrsync.cli.targets import jobs
from okrsync.pipeline import examine


def main() -> None:
    """Print what became of each source."""
    wanted, _ = jobs(read_settings(click.Context(run), unjudging(None)), ())
    # Everything that is needed has been loaded once, so that the time goes into the run.
    examine(wanted[1])
    stopping = Stopping(1.0)
    watch("wait", sys.argv[1], "call", Path(sys.argv[2]))
    for done in run_sources(wanted, None, stopping):
        print(done.job.name, done.error and done.error.key)


if __name__ == "__main__":
    main()
