"""The config that `okrsync init` writes: short, commented in the reader's language, ready to be edited."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from okrsync.model import Language

_BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")


@dataclass(slots=True, frozen=True)
class FirstSource:
    """One source to look after."""

    name: str
    """What people call it; made unlike the others'."""
    setting: tuple[str, str]
    """The key and the value by which the config names the place."""


@dataclass(slots=True, frozen=True)
class FirstChoices:
    """All that was chosen."""

    sources: Sequence[FirstSource]
    profile: str
    at: str
    """Local time of the nightly run, "02:30"."""
    timezone: str
    google: str | None = None
    """Where the key of Google is kept; None for what this computer is signed in with, or where there is no sheet."""
    notion: str | None = None
    """Where the token of Notion is kept; None where there is no database."""


def config_text(chosen: FirstChoices, language: Language) -> str:
    """Return the text of the config."""
    return "\n".join(_lines(chosen, language)) + "\n"


def _lines(chosen: FirstChoices, language: Language) -> Iterator[str]:
    yield from _comment("first-config-top", language)
    yield "[okrsync]"
    yield f"language = {quoted(language)}"
    yield from _comment("first-config-profile", language)
    yield f"profile = {quoted(chosen.profile)}"
    yield from _comment("first-config-report", language)
    yield 'report = "okrsync-report.html"'
    if chosen.google or chosen.notion:
        yield ""
        yield from _comment("first-config-keys", language)
    if chosen.google:
        yield from ("[google]", f"credentials = {quoted(chosen.google)}")
    if chosen.notion:
        yield from ("[notion]", f"token = {quoted(chosen.notion)}")
    taken: set[str] = set()
    for source in chosen.sources:
        name = _free(source.name, taken)
        taken.add(name)
        key, value = source.setting
        yield from ("", f"[sources.{bare_or_quoted(name)}]", f"{key} = {quoted(value)}")
    yield ""
    yield from _comment("first-config-agent", language)
    yield from ("[agent]", f"at = {quoted(chosen.at)}", f"timezone = {quoted(chosen.timezone)}", "")
    yield from _comment("first-config-rules", language)


def quoted(text: str) -> str:
    """Return `text` as TOML writes it: a basic string is written as in JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def bare_or_quoted(name: str) -> str:
    """Return `name` as a key of TOML."""
    return name if _BARE_KEY.match(name) else quoted(name)


def _free(stem: str, taken: set[str]) -> str:
    """Return a name for a source that no other has: "okr.xlsx" beside "okr.csv" becomes "okr-2"."""
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _comment(key: str, language: Language) -> list[str]:
    return [f"# {line}".rstrip() for line in say(f"cli.{key}", language).splitlines()]
