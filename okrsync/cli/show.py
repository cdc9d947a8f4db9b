"""`okrsync show`: the OKRs of a file as okrsync reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.cli.failures import CLEAN
from okrsync.cli.plan_document import plan_as_csv, plan_as_json, plan_as_rows
from okrsync.cli.screen import print_table
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.cli.targets import jobs
from okrsync.errors import ConfigError
from okrsync.pipeline import read_job

if TYPE_CHECKING:
    from pathlib import Path


@click.command("show", cls=SpokenCommand)
@click.argument("file", type=click.Path(), metavar="FILE")
@option("--format", "format_name", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@config_option
@click.pass_context
def show(context: click.Context, file: str, format_name: str, config: Path | None) -> int:
    """Print the OKRs of one source."""
    settings = read_settings(context, unjudging(config))
    wanted, missing = jobs(settings, [file])
    if missing:
        raise missing[0]
    if len(wanted) != 1:
        raise ConfigError("cli.one-at-a-time", count=len(wanted))
    plan = read_job(wanted[0])[1]
    if format_name == "json":
        click.echo(plan_as_json(plan), nl=False)
    elif format_name == "csv":
        click.echo(plan_as_csv(plan), nl=False)
    else:
        print_table(*plan_as_rows(plan, settings.language))
    return CLEAN
