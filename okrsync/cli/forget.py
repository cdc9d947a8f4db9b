"""`okrsync forget`: takes a source or a person out of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from okrsync.agent.lease_keeping import leased
from okrsync.agent.lock import alone
from okrsync.cli.asking import type_again, yes
from okrsync.cli.conditions import state_place
from okrsync.cli.failures import CLEAN
from okrsync.cli.remembered import remembered
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.errors import ConfigError
from okrsync.history.forgetting import forget_person, forget_source, traces_of_person, traces_of_source
from okrsync.state.place import lock_path
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from okrsync.cli.settings import Settings
    from okrsync.history.forgetting import Traces


class _Subject(NamedTuple):
    """Who or what is to be forgotten."""

    kind: str
    name: str
    traces: Callable[[Connection, str], Traces]
    forget: Callable[[Connection, str], None]


@click.command("forget", cls=SpokenCommand)
@option("--source", metavar="NAME")
@option("--person", metavar="NAME")
@option("--yes", "sure", is_flag=True, said_as="yes-forget")
@config_option
@click.pass_context
def forget(context: click.Context, source: str | None, person: str | None, sure: bool, config: Path | None) -> int:  # noqa: FBT001 - as click calls it
    """Take a source or a person out of the history."""
    settings = read_settings(context, unjudging(config))
    match source, person:
        case str(name), None:
            subject = _Subject("source", name, traces_of_source, forget_source)
        case None, str(name):
            subject = _Subject("person", name, traces_of_person, forget_person)
        case _:
            raise ConfigError("agent.forget-one")
    return _forget(subject, settings, sure=sure)


def _forget(subject: _Subject, settings: Settings, *, sure: bool) -> int:
    language, name = settings.language, subject.name
    with remembered(settings) as database:
        with database.reading() as connection:
            found = subject.traces(connection, name)
        if subject.kind == "source" and not any(found):
            raise ConfigError("agent.nothing-kept", name=name)
        click.echo(say(f"agent.forget-{subject.kind}", language, name=name, okrs=found.okrs, runs=found.runs))
        # Asked twice, the second time for the name: nothing brings it back.
        if not sure and not (
            yes(say("agent.forget-sure", language), language, default=False)
            and type_again(name, say("agent.forget-name", language))
        ):
            click.echo(say("agent.nothing-forgotten", language))
            return CLEAN
        with alone(lock_path(state_place(settings))), leased(database), database.writing() as connection:
            subject.forget(connection, name)
    click.echo(say("agent.forgotten", language, name=name))
    return CLEAN
