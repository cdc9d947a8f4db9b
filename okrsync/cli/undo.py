"""`okrsync undo`: takes back what a run of `okrsync sync` wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.agent.pairs import Readings, stores_of
from okrsync.cli.conflicts import pair_option
from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.pairs import ledger_to_write, the_pair
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand
from okrsync.errors import ConfigError
from okrsync.sync.conflicts import field_name
from okrsync.sync.undo import undo as take_back
from okrsync.wording import say

if TYPE_CHECKING:
    from pathlib import Path


@click.command("undo", cls=SpokenCommand)
@click.argument("run", type=int, metavar="[RUN]", required=False)
@pair_option
@config_option
@click.pass_context
def undo(context: click.Context, run: int | None, pair: str | None, config: Path | None) -> int:
    """Take back what a run wrote."""
    settings = read_settings(context, unjudging(config))
    language, meant = settings.language, the_pair(settings, pair)
    with ledger_to_write(settings, meant) as ledger:
        number = ledger.last_run() if run is None else run
        if number is None:
            raise ConfigError("sync.nothing-written-yet", pair=meant.name)
        undone = take_back(number, stores_of(meant, Readings()), ledger, meant.settings)
    outcome = undone.outcome
    click.echo(say("sync.undone", language, run=number, cells=outcome.cells, deleted=outcome.deleted))
    for entry, why in undone.kept:
        name = field_name(entry.field, language) if entry.field else ""
        place = meant.names[entry.side]
        click.echo(say("sync.kept", language, place=place, field=name, why=say(why, language)), err=True)
    for error in outcome.reasons:
        settings.tell(error)
    return TROUBLE if outcome.failures else CLEAN
