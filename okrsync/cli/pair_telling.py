"""What a person at the terminal is told about two sources that are kept in step: the plan, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.cli.screen import print_table
from okrsync.sync.plan import Skip
from okrsync.sync.settings import Side
from okrsync.sync.table import plan_rows
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.agent.pairs import Pair, PairRun
    from okrsync.cli.settings import Settings
    from okrsync.model import Language
    from okrsync.sync.plan import Plan

_COLUMNS = ("what", "where", "title", "field", "before", "after", "why")


def print_plan(pair: Pair, plan: Plan, language: Language) -> None:
    """Print what a run does, one row a cell; on a first run also what was matched, and how."""
    rows = plan_rows(plan, pair.names, language, matches=plan.is_first)
    if not rows:
        click.echo(say("sync.nothing-to-do", language, pair=pair.name))
        return
    click.echo(say("sync.plan", language, pair=pair.name, a=pair.names[Side.A], b=pair.names[Side.B]))
    print_table([say(f"sync.column-{name}", language) for name in _COLUMNS], rows)


def tell_pair(done: PairRun, settings: Settings) -> None:
    """Say what became of a pair: what was written, what was left for the next run, and what failed."""
    language, outcome = settings.language, done.outcome
    if outcome is not None:
        is_written = outcome.cells or outcome.created or outcome.deleted
        key = "sync.written" if is_written else "sync.in-step" if outcome.is_quiet else "sync.not-done"
        counts = {"cells": outcome.cells, "created": outcome.created, "deleted": outcome.deleted}
        click.echo(say(key, language, pair=done.pair.name, **counts))
        for why in dict.fromkeys(left.why for left in outcome.left if not isinstance(left.step, Skip)):
            number = sum(left.why == why for left in outcome.left)
            click.echo(say("sync.left", language, count=number, why=say(why, language)), err=True)
        for error in outcome.reasons:
            settings.tell(error)
    if done.error is not None:
        settings.tell(done.error)
