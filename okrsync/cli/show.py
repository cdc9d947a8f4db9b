"""`okrsync show`: the OKRs of a file as okrsync reads them."""

from __future__ import annotations

import click

from okrsync.cli.failures import CLEAN
from okrsync.cli.plan_document import plan_as_csv, plan_as_json, plan_as_rows
from okrsync.cli.screen import print_table
from okrsync.cli.spoken import SpokenCommand, language_of, option
from okrsync.pipeline import read


@click.command("show", cls=SpokenCommand)
@click.argument("file", metavar="FILE")
@option("--format", "format_name", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.pass_context
def show(context: click.Context, file: str, format_name: str) -> int:
    """Print the OKRs of one source."""
    plan = read(file)
    if format_name == "json":
        click.echo(plan_as_json(plan), nl=False)
    elif format_name == "csv":
        click.echo(plan_as_csv(plan), nl=False)
    else:
        print_table(*plan_as_rows(plan, language_of(context)))
    return CLEAN
