"""Click commands and options whose help is read from the locale files, in the language of the reader."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from okrsync.cli.reader import asked_language, reader_language
from okrsync.wording import languages, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from okrsync.model import Language

COMPLETION_VARIABLE = "_OKRSYNC_COMPLETE"
"""Set by the shell while it asks for completions (click names it after the command)."""
_ARGUMENTS = "okrsync.arguments"


def language_of(context: click.Context) -> Language:
    """Return the language of the reader."""
    return reader_language(context.meta.get(_ARGUMENTS, ()), os.environ)


def asked_language_of(context: click.Context) -> Language | None:
    """Return what `--lang` says, None where it was not given."""
    return asked_language(context.meta.get(_ARGUMENTS, ()))


def debug_asked(context: click.Context) -> bool:
    """Tell whether `--debug` was typed."""
    return "--debug" in context.meta.get(_ARGUMENTS, ())


class SpokenOption(click.Option):
    """An option, e.g. `--fail-on`, explained by the sentence `cli.option-fail-on`."""

    def __init__(
        self, names: Sequence[str], *, show_default: bool = False, said_as: str | None = None, **attributes: Any
    ) -> None:
        """Take what click takes; the default is shown in our words, since click knows only English ones.

        `said_as` names another sentence, where one option means different things to two commands.
        """
        super().__init__(names, **attributes)
        self.shows_default = show_default
        self.said_as = said_as or max(self.opts, key=len).removeprefix("--")

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option as typed, what it does, and what it is where nobody types it."""
        language = language_of(ctx)
        values = {"languages": ", ".join(languages())} if self.said_as == "lang" else {}
        self.help = say(f"cli.option-{self.said_as}", language, **values)
        if self.shows_default:
            self.help += " " + say("cli.default", language, value=self.default)
        return super().get_help_record(ctx)


def option(*names: str, **attributes: Any) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Declare an option of a command; its help stands in the locale files."""
    return click.option(*names, cls=SpokenOption, **attributes)


class _Spoken(click.Command):
    """What commands and the group of them have in common."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments, so that everything said from now on is in the reader's language."""
        ctx.meta.setdefault(_ARGUMENTS, tuple(args))
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, explained in the reader's language."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("cli.option-help", language_of(ctx))
        return found

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is typed."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("cli.heading-usage", language_of(ctx)) + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        self.help = say(f"cli.help-{self.name}", language_of(ctx))
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [record for each in options if (record := each.get_help_record(ctx))]
        with formatter.section(say("cli.heading-options", language_of(ctx))):
            formatter.write_dl(records)


class SpokenCommand(_Spoken):
    """A command explained by the sentence `cli.help-<name>`; each one takes `--lang` and `--debug`."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        """Add the options that every command takes; they are read before parsing (see `reader`, `failures`)."""
        super().__init__(name, **attributes)
        self.params += [
            SpokenOption(["--lang"], type=click.Choice(languages()), expose_value=False),
            SpokenOption(["--debug"], is_flag=True, expose_value=False),
        ]


class SpokenGroup(_Spoken, click.Group):
    """Commands that are loaded only when called: `--help` must not pay for reading workbooks."""

    def __init__(self, name: str, places: Mapping[str, str], said_as: str = "", **attributes: Any) -> None:
        """Take command name → "module:attribute"; `said_as` begins the names of the sentences about them."""
        super().__init__(name, **attributes)
        self._places = places
        self._said_as = said_as
        self.params += [
            SpokenOption(["--lang"], type=click.Choice(languages()), expose_value=False),
            SpokenOption(["--debug"], is_flag=True, expose_value=False),
        ]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which a newcomer meets them."""
        del ctx
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return a command."""
        del ctx
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        typed = args[0]
        if typed not in self._places and not typed.startswith("-") and not ctx.resilient_parsing:
            raise UnknownCommandError(typed, list(self._places), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands with one line each."""
        super().format_options(ctx, formatter)
        language = language_of(ctx)
        with formatter.section(say("cli.heading-commands", language)):
            formatter.write_dl([(name, say(f"cli.short-{self._said_as}{name}", language)) for name in self._places])


class UnknownCommandError(click.UsageError):
    """Somebody typed a command that there is not."""

    def __init__(self, typed: str, names: Sequence[str], context: click.Context) -> None:
        """Keep what was typed and what could be meant."""
        super().__init__(typed, context)
        self.typed = typed
        self.names = names
