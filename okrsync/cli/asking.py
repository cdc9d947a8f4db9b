"""Questions to the person at the keyboard, answered in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.alike import alike
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.model import Language


def yes(question: str, language: Language, *, default: bool = True) -> bool:
    """Ask until the answer is yes or no; Enter is `default`."""
    agreeing = say("cli.answers-yes", language).split()
    refusing = say("cli.answers-no", language).split()
    hint = say("cli.answer-hint-yes" if default else "cli.answer-hint-no", language)
    usual = agreeing[0] if default else refusing[0]
    answer = _ask(f"{question} [{hint}]", [*agreeing, *refusing], usual, language)
    return answer in agreeing


def one_of(question: str, choices: Sequence[str], default: str, language: Language) -> str:
    """Ask until the answer is one of `choices`; Enter is `default`."""
    return _ask(f"{question} [{default}]", choices, default, language)


def words(question: str, default: str = "") -> str:
    """Ask for a few words; Enter is `default`."""
    shown = f"{question} [{default}]" if default else question
    typed: str = click.prompt(shown, default=default, show_default=False)
    return typed.strip()


def type_again(name: str, question: str) -> bool:
    """Ask for `name` itself, for what cannot be undone; tell whether it was typed."""
    typed: str = click.prompt(question, default="", show_default=False)
    return alike(typed) == alike(name)


def _ask(question: str, choices: Sequence[str], default: str, language: Language) -> str:
    while True:
        typed: str = click.prompt(question, default=default, show_default=False)
        answer = typed.strip().casefold()
        if answer in choices:
            return answer
        click.echo(say("cli.answer-not-understood", language, choices=", ".join(choices)), err=True)
