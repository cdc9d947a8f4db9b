"""The one place where failures become a sentence for the reader and an exit code for the shell.

0 clean · 1 findings at or above `--fail-on` · 2 bad usage, config or rule · 3 a source unreadable, a write refused or
partial · 4 another run is under way.
"""

from __future__ import annotations

import traceback
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from okrsync.cli.spoken import UnknownCommandError
from okrsync.errors import OkrsyncError
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.model import Language

CLEAN, FINDINGS, BAD_USAGE, TROUBLE, BUSY = range(5)
INTERRUPTED = 130
"""What shells expect after Ctrl-C: 128 plus the number of SIGINT."""


def explain(error: BaseException, language: Language, *, debug: bool) -> int:
    """Tell the reader on standard error what went wrong and what to do next; return the exit code."""
    if isinstance(error, OkrsyncError):
        tell(error, language, debug=debug)
        return error.exit_code
    if isinstance(error, click.UsageError):
        complain(_usage_sentence(error, language), language)
        if error.ctx is not None:
            click.echo(say("cli.see-help", language, command=error.ctx.command_path), err=True)
        return BAD_USAGE
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        click.echo(say("cli.interrupted", language), err=True)
        return INTERRUPTED
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True)
    complain(say("cli.unexpected", language, kind=type(error).__name__), language)
    return TROUBLE


def tell(error: OkrsyncError, language: Language, *, debug: bool) -> None:
    """Write what an error says to standard error, and with `--debug` what lies behind it."""
    if debug and error.__cause__ is not None:
        click.echo("".join(traceback.format_exception(error.__cause__)), err=True)
    complain(error.text(language), language)


def complain(sentence: str, language: Language) -> None:
    """Write one sentence about a failure to standard error, red on a terminal."""
    click.echo(f"{click.style(say('cli.error-mark', language), fg='red', bold=True)} {sentence}", err=True)


def _usage_sentence(error: click.UsageError, language: Language) -> str:
    """Return what is wrong with the command line. click words its own errors in English only."""
    match error:
        case UnknownCommandError():
            sentence = _unknown("cli.unknown-command", error.typed, error.names, language)
        case click.NoSuchOption():
            known = [name for option in _options(error) for name in option.opts]
            sentence = _unknown("cli.unknown-option", error.option_name, known, language)
        case click.MissingParameter():
            sentence = say("cli.missing-argument", language, name=_name_of(error))
        case click.BadParameter(param=click.Option(type=click.Choice(choices=choices))):
            sentence = say("cli.bad-choice", language, name=_name_of(error), choices=", ".join(choices))
        case click.BadParameter(param=click.Option(type=click.DateTime())):
            sentence = say("cli.bad-date", language, name=_name_of(error))
        case click.BadParameter():
            sentence = say("cli.bad-value", language, name=_name_of(error), reason=error.message)
        case click.BadOptionUsage():
            sentence = say("cli.option-without-value", language, name=error.option_name)
        case _:
            sentence = say("cli.bad-usage", language, reason=error.format_message())
    return sentence


def _options(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.get_params(error.ctx) if error.ctx is not None else []


def _name_of(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    if isinstance(error.param, click.Argument):
        return error.param.make_metavar(error.ctx) if error.ctx is not None else error.param.human_readable_name
    return max(error.param.opts, key=len)


def _unknown(key: str, typed: str, known: Sequence[str], language: Language) -> str:
    near = get_close_matches(typed, known, n=1)
    sentence = say(key, language, name=typed)
    return f"{sentence} {say('cli.did-you-mean', language, name=near[0])}" if near else sentence
