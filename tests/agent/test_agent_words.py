"""The words of running unattended: all of them in both languages, and none that nobody says."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import okrsync

PACKAGE = Path(okrsync.__file__).parent
# Keys made of a kind and a name: column-day, life-fixed, forget-person.
MADE = re.compile(r"^(?:column-|life-|forget-(?:source|person)$)")


def sentences(language: str) -> dict[str, str]:
    """Return the sentences of the area."""
    return tomllib.loads((PACKAGE / "locale" / language / "agent.toml").read_text("utf-8"))


def blanks(sentence: str) -> set[str]:
    """Return the names of the blanks in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_french_says_all_that_english_says() -> None:
    english, french = sentences("en"), sentences("fr")
    assert {key: blanks(text) for key, text in french.items()} == {key: blanks(text) for key, text in english.items()}


@pytest.mark.parametrize("key", sentences("en"))
def test_every_sentence_is_said_somewhere(key: str) -> None:
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert MADE.match(key) or f"agent.{key}" in code
