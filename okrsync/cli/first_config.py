"""The config that `okrsync init` writes: short, commented in the reader's language, ready to be edited."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from okrsync.model import Language

_BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")


def config_text(paths: Iterable[Path], profile: str, language: Language) -> str:
    """Return the text of a config that looks after the files at `paths`."""
    lines = [
        *_comment("first-config-top", language),
        "[okrsync]",
        f"language = {quoted(language)}",
        *_comment("first-config-profile", language),
        f"profile = {quoted(profile)}",
        *_comment("first-config-report", language),
        'report = "okrsync-report.html"',
    ]
    taken: set[str] = set()
    for path in paths:
        name = _free(path.stem, taken)
        taken.add(name)
        lines += ["", f"[sources.{bare_or_quoted(name)}]", f"path = {quoted(path.as_posix())}"]
    lines += ["", *_comment("first-config-rules", language)]
    return "\n".join(lines) + "\n"


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
