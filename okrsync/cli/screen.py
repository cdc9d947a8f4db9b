"""How things look on a terminal: tables and progress, plain where it is no terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from okrsync.printable import without_control_characters
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from okrsync.model import Language
    from okrsync.pipeline import Job

_READABLE = 100
"""Longer lines tire the eye."""
_WIDTH_OF_A_FILE = 10_000
"""Where nobody looks at lines but programs (a pipe, a file), no line is ever broken."""


def colourful() -> bool:
    """Tell whether standard output shows colours: a terminal whose owner has not switched them off (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width() -> int:
    """Return how many columns there are to write on."""
    return shutil.get_terminal_size((100, 24)).columns


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; colours only on a terminal."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(Text(without_control_characters(cell)) for cell in row))
    terminal = sys.stdout.isatty()
    console = Console(
        highlight=False, emoji=False, no_color=not colourful(), width=None if terminal else _fitting(rows)
    )
    console.print(table)


def wrapped(text: str, bullet: str = "") -> list[str]:
    """Return `text` as indented lines that fit the terminal."""
    lines: list[str] = []
    for paragraph in without_control_characters(text).split("\n"):
        lines += textwrap.wrap(
            paragraph,
            min(width(), _READABLE),
            initial_indent=f"  {bullet}",
            subsequent_indent="  " + " " * len(bullet),
            break_on_hyphens=False,
        ) or [""]
    return lines


def _fitting(rows: Sequence[Sequence[str]]) -> int:
    return min(_WIDTH_OF_A_FILE, max((sum(len(cell) + 2 for cell in row) for row in rows), default=0) + 40)


@contextmanager
def progress(total: int, language: Language) -> Iterator[Callable[[Job], None]]:
    """Show on a terminal which of `total` files is being read; yield what to call before each. Silent elsewhere."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(say("cli.reading", language, name="…"), total=total)
        done = -1

        def before(job: Job) -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=say("cli.reading", language, name=job.path.name))

        yield before
