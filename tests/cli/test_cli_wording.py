"""The words of commands, config and errors: the same sentences, with the same blanks, in every language."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import okrsync

PACKAGE = Path(okrsync.__file__).parent
AREAS = ("cli", "config", "errors")
_KEY = re.compile(r'"(?:cli|config|errors)\.[a-z][a-z0-9-]*"')


def sentences(language: str, area: str) -> dict[str, str]:
    """Return the sentences of an area."""
    return tomllib.loads((PACKAGE / "locale" / language / f"{area}.toml").read_text("utf-8"))


def blanks(sentence: str) -> set[str]:
    """Return the names of the blanks in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("area", AREAS)
def test_french_says_all_that_english_says(area: str) -> None:
    english, french = sentences("en", area), sentences("fr", area)
    assert set(french) == set(english)
    assert {key: blanks(text) for key, text in french.items()} == {key: blanks(text) for key, text in english.items()}


@pytest.mark.parametrize("area", AREAS)
def test_french_keeps_its_signs_with_the_word_before_them(area: str) -> None:
    for key, text in sentences("fr", area).items():
        assert not re.search(r"[^\s\u00a0\u202f] [:;?!%»](?:\s|$)|« ", text), key
        assert "'" not in re.sub(r'"[^"]*"|\{[^}]*\}', "", text), key


@pytest.mark.parametrize("area", AREAS)
def test_every_sentence_that_is_said_stands_in_the_locale_files(area: str) -> None:
    written = sentences("en", area)
    sources = [path for folder in ("cli", "config") for path in (PACKAGE / folder).glob("*.py")]
    sources += [PACKAGE / "pipeline.py", PACKAGE / "rehearsal.py"]
    said = {key.strip('"') for path in sources for key in _KEY.findall(path.read_text("utf-8"))}
    assert {key.partition(".")[2] for key in said if key.startswith(area)} <= set(written)


def test_no_sentence_stands_there_that_nothing_says() -> None:
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    # Keys made of a kind and a name: help-lint, column-row, role-target …
    made = re.compile(
        r"^(?:help|short|option|column|role|layout|why|severity|change|rule|place|first-config)-|^(?:doctor-account|init-key)-"
    )
    for area in AREAS:
        for key in sentences("en", area):
            assert made.match(key) or f"{area}.{key}" in code, f"{area}.{key}"
