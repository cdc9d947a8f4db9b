"""`okrsync completion SHELL`: what makes the Tab key complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from okrsync.cli.failures import CLEAN
from okrsync.cli.spoken import COMPLETION_VARIABLE, SpokenCommand


@click.command("completion", cls=SpokenCommand)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script that a shell wants."""
    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(context.find_root().command, {}, "okrsync", COMPLETION_VARIABLE).source())
    return CLEAN
