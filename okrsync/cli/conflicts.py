"""`okrsync conflicts`: what was changed in both places, and which of the two values is to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.cli.failures import CLEAN
from okrsync.cli.pairs import ledger_to_write, looked_at, the_pair, wanted_pairs
from okrsync.cli.screen import print_table
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand, SpokenGroup, option
from okrsync.errors import ConfigError
from okrsync.sync.conflicts import field_name, find, sentence, take, title_of, values_of
from okrsync.sync.settings import Side
from okrsync.sync.sql_ledger import SqlLedger
from okrsync.wording import say

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = ("number", "pair", "title", "field", "a", "b")
pair_option = option("--pair", metavar="NAME")


@click.group(
    "conflicts",
    cls=SpokenGroup,
    places={"list": f"{__name__}:list_all", "show": f"{__name__}:show", "take": f"{__name__}:take_side"},
    said_as="conflicts-",
    no_args_is_help=False,
    invoke_without_command=True,
)
@config_option
@click.pass_context
def conflicts(context: click.Context, config: Path | None) -> int:
    """Settle what was changed in both places; without a command, list it."""
    return CLEAN if context.invoked_subcommand else context.invoke(list_all, config=config)


@click.command("conflicts-list", cls=SpokenCommand)
@config_option
@click.pass_context
def list_all(context: click.Context, config: Path | None) -> int:
    """List what waits for a person."""
    settings = read_settings(context, unjudging(config))
    language, rows = settings.language, []
    with looked_at(settings) as database:
        for pair in wanted_pairs(settings):
            memory = SqlLedger(database, pair.name, "").load()
            rows += [
                [
                    str(each.id), pair.name, title_of(memory, each), field_name(each.field, language),
                    *values_of(memory, each, language).values(),
                ]
                for each in memory.conflicts.values()
            ]  # fmt: skip
    if not rows:
        click.echo(say("sync.none-open", language))
        return CLEAN
    print_table([say(f"sync.column-{name}", language) for name in _COLUMNS], rows)
    click.echo(say("sync.how-to-take", language))
    return CLEAN


@click.command("conflicts-show", cls=SpokenCommand)
@click.argument("number", type=int, metavar="N")
@pair_option
@config_option
@click.pass_context
def show(context: click.Context, number: int, pair: str | None, config: Path | None) -> int:
    """Show one conflict in words."""
    settings = read_settings(context, unjudging(config))
    language, meant = settings.language, the_pair(settings, pair)
    with looked_at(settings) as database:
        memory = SqlLedger(database, meant.name, "").load()
    conflict = find(memory, number)
    click.echo(title_of(memory, conflict))
    for side in Side:
        click.echo(f"  {meant.names[side]}: {sentence(memory, conflict, side, meant.names, language)}")
    return CLEAN


@click.command("conflicts-take", cls=SpokenCommand)
@click.argument("number", type=int, metavar="N")
@click.argument("side", metavar="a|b")
@pair_option
@config_option
@click.pass_context
def take_side(context: click.Context, number: int, side: str, pair: str | None, config: Path | None) -> int:
    """Let the value of one side stand."""
    settings = read_settings(context, unjudging(config))
    meant = the_pair(settings, pair)
    named = {**{each.value: each for each in Side}, **{name: each for each, name in meant.names.items()}}
    if side not in named:
        raise ConfigError("sync.which-side", a=meant.names[Side.A], b=meant.names[Side.B])
    with ledger_to_write(settings, meant) as ledger:
        taken = take(ledger, number, named[side])
        values = values_of(ledger.load(), taken, settings.language)
    value = values[named[side]] or say("sync.nothing", settings.language)
    other = meant.names[named[side].other]
    click.echo(say("sync.taken", settings.language, value=value, other=other, pair=meant.name))
    return CLEAN
