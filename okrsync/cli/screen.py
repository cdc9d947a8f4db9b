"""How things look on a terminal: tables and progress, plain where it is no terminal."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from okrsync.printable import without_control_characters
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from okrsync.model import Language
    from okrsync.pipeline import Job

_READABLE = 100
"""Longer lines tire the eye."""


def colourful() -> bool:
    """Tell whether standard output shows colours: a terminal whose owner has not switched them off (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width() -> int:
    """Return how many columns there are to write on."""
    return shutil.get_terminal_size((100, 24)).columns


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; colours only on a terminal."""
    for line in table_lines(headers, rows):
        click.echo(line)


def table_lines(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table as lines: as wide as the terminal and no wider, or as wide as it needs where nobody looks."""
    from rich.console import Console  # noqa: PLC0415 - programs that read our output should not wait for it
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    clean = [[_on_one_line(cell) for cell in row] for row in rows]
    table = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in clean:
        table.add_row(*(Text(cell) for cell in row))
    wide = (
        width()
        if sys.stdout.isatty()
        else sum(max(map(len, column)) + 2 for column in zip(headers, *clean, strict=True))
    )
    out = io.StringIO()
    colour = colourful()
    Console(
        file=out, force_terminal=colour, no_color=not colour, width=wide, highlight=False, emoji=False, markup=False
    ).print(table)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def _on_one_line(cell: str) -> str:
    return re.sub(r"[\t\r\n]+", " ", without_control_characters(cell))


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


@contextmanager
def progress(total: int, language: Language) -> Iterator[Callable[[Job], None]]:
    """Show on a terminal which of `total` files is being read; yield what to call before each. Silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _job: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal pays for it
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
    )

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("cli.reading", language, name="…"), total=total)
        done = -1

        def before(job: Job) -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=say("cli.reading", language, name=job.address.label))

        yield before
