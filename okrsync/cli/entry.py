"""The command `okrsync`: its sub-commands, each loaded only when called, and what the shell gets back."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

import click

from okrsync.cli.failures import CLEAN, explain
from okrsync.cli.reader import reader_language
from okrsync.cli.spoken import COMPLETION_VARIABLE, SpokenGroup, SpokenOption

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "demo": "okrsync.cli.demo:demo",
    "init": "okrsync.cli.init:init",
    "doctor": "okrsync.cli.doctor:doctor",
    "show": "okrsync.cli.show:show",
    "lint": "okrsync.cli.lint:lint",
    "run": "okrsync.cli.run:run",
    "sync": "okrsync.cli.sync:sync",
    "conflicts": "okrsync.cli.conflicts:conflicts",
    "undo": "okrsync.cli.undo:undo",
    "agent": "okrsync.cli.agent:agent",
    "status": "okrsync.cli.status:status",
    "history": "okrsync.cli.history:history",
    "forget": "okrsync.cli.forget:forget",
    "clean": "okrsync.cli.clean:clean",
    "report": "okrsync.cli.report:report",
    "audit": "okrsync.cli.audit:audit",
    "digest": "okrsync.cli.digest:digest",
    "calendar": "okrsync.cli.calendar:calendar",
    "rules": "okrsync.cli.rules:rules",
    "rule": "okrsync.cli.rules:rule",
    "baseline": "okrsync.cli.baseline:baseline",
    "completion": "okrsync.cli.completion:completion",
}

_COLLECTIONS = (100_000, 20, 100)
"""New objects between two looks for circles of them, and how many looks before older ones are looked at too.

Plans are many objects and hold no circles: with Python's 700, a tenth of a run goes into looking for some.
"""


class Okrsync(SpokenGroup):
    """The whole program. A command returns its exit code; a failure is explained in one place."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> NoReturn:
        """Run the program on `args` (those of the process by default) and leave with an exit code.

        Whatever else click could be told (its name, who handles errors) is settled here.
        """
        arguments = list(sys.argv[1:] if args is None else args)
        if COMPLETION_VARIABLE in os.environ:
            super().main(arguments, prog_name=self.name)
        language = reader_language(arguments, os.environ)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A terminal of an old code page shows “?” for what it lacks; it never stops the run.
                stream.reconfigure(errors="replace")
        gc.set_threshold(*_COLLECTIONS)
        try:
            with self.make_context(self.name, arguments) as context:
                code = self.invoke(context)
            sys.stdout.flush()
        except click.exceptions.Exit as leaving:
            code = leaving.exit_code
        except BrokenPipeError:
            # Whoever read our output (head, less) has seen enough; Python would complain again at its very end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = CLEAN
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last guard: no reader ever meets a traceback
            code = explain(error, language, debug="--debug" in arguments)
        sys.exit(code or CLEAN)


@click.group("okrsync", cls=Okrsync, places=COMMANDS, no_args_is_help=False, invoke_without_command=True)
@click.version_option(package_name="okrsync", message="okrsync %(version)s", cls=SpokenOption)
@click.pass_context
def okrsync(context: click.Context) -> int:
    """Show the help where no command is named."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return CLEAN


def main() -> NoReturn:
    """Run the command `okrsync`."""
    okrsync.main()
