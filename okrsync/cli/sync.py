"""`okrsync sync`: keeps the pairs of the config in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.agent.pairs import Readings, keep_pairs, plan_of
from okrsync.agent.stopping import Stopping
from okrsync.cli.asking import yes
from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.pair_telling import print_plan, tell_pair
from okrsync.cli.pairs import guarded, looked_at, wanted_pairs
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.errors import OkrsyncError, TerminalError
from okrsync.history.looking import open_conflicts
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.agent.pairs import Pair, PairRun
    from okrsync.cli.settings import Settings
    from okrsync.sync.plan import Plan


@click.command("sync", cls=SpokenCommand)
@click.argument("pairs", metavar="[PAIR]...", nargs=-1)
@option("--dry-run", is_flag=True, said_as="dry-run-sync")
@option("--yes", "sure", is_flag=True, said_as="yes-sync")
@option("--accept-deletes", type=click.IntRange(min=0), metavar="N")
@config_option
@click.pass_context
def sync(  # noqa: PLR0913, PLR0917 - as click calls it
    context: click.Context,
    pairs: tuple[str, ...],
    dry_run: bool,  # noqa: FBT001 - as click calls it
    sure: bool,  # noqa: FBT001 - as click calls it
    accept_deletes: int | None,
    config: Path | None,
) -> int:
    """Keep two sources in step."""
    settings = read_settings(context, unjudging(config))
    wanted = wanted_pairs(settings, pairs, accept_deletes)
    return _rehearse(wanted, settings) if dry_run else _keep(wanted, settings, sure=sure)


def _rehearse(pairs: Sequence[Pair], settings: Settings) -> int:
    """Show what the next run does; write nothing."""
    code, readings = CLEAN, Readings()
    with looked_at(settings) as database:
        for pair in pairs:
            try:
                print_plan(pair, plan_of(pair, database, readings), settings.language)
            except OkrsyncError as error:
                settings.tell(error)
                code = max(code, error.exit_code)
    return code


def _keep(pairs: Sequence[Pair], settings: Settings, *, sure: bool) -> int:
    language = settings.language

    def agreed(pair: Pair, plan: Plan) -> bool:
        print_plan(pair, plan, language)
        if not plan.steps or sure:
            return True
        try:
            if yes(say("sync.first-run-sure", language), language, default=False):
                return True
        except click.Abort:
            click.echo()
            raise TerminalError("sync.nobody-to-ask", pair=pair.name) from None
        click.echo(say("sync.not-done", language, pair=pair.name))
        return False

    code, stopping = CLEAN, Stopping()
    with guarded(settings) as database, stopping.heeding_signals():
        for done in keep_pairs(pairs, database, stopping, Readings(), agreed):
            _tell(done, settings)
            if done.error is not None:
                code = max(code, done.error.exit_code)
            elif not done.is_whole:
                code = TROUBLE
        with database.reading() as connection:
            waiting = open_conflicts(connection)
    for name in (pair.name for pair in pairs if pair.name in waiting):
        click.echo(say("sync.conflicts-wait", language, pair=name, count=waiting[name]))
    return code


def _tell(done: PairRun, settings: Settings) -> None:
    plan = done.outcome.plan if done.outcome else None
    if plan is not None and plan.steps and not plan.is_first:
        print_plan(done.pair, plan, settings.language)
    tell_pair(done, settings)
