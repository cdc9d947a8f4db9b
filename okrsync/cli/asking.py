"""Questions to the person at the keyboard, answered in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.model import Language


def yes(question: str, language: Language) -> bool:
    """Ask until the answer is yes or no; Enter is yes."""
    agreeing = say("cli.answers-yes", language).split()
    refusing = say("cli.answers-no", language).split()
    hint = say("cli.answer-hint-yes", language)
    answer = _ask(f"{question} [{hint}]", [*agreeing, *refusing], agreeing[0], language)
    return answer in agreeing


def one_of(question: str, choices: Sequence[str], default: str, language: Language) -> str:
    """Ask until the answer is one of `choices`; Enter is `default`."""
    return _ask(f"{question} [{default}]", choices, default, language)


def _ask(question: str, choices: Sequence[str], default: str, language: Language) -> str:
    while True:
        typed: str = click.prompt(question, default=default, show_default=False)
        answer = typed.strip().casefold()
        if answer in choices:
            return answer
        click.echo(say("cli.answer-not-understood", language, choices=", ".join(choices)), err=True)
