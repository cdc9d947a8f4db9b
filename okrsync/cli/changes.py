"""`--dry-run`: every change that would be made, cell by cell, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.printable import without_control_characters
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from okrsync.model import Language
    from okrsync.rehearsal import Change


def described(changes: Iterable[Change], tab: str, language: Language) -> Iterator[str]:
    """Yield one line for each change: `Sheet!K7: 65 → 72`. `tab` is the name of our summary tab."""
    for change in changes:
        container = tab if change.kind == "summary" else change.container
        place = "!".join(part for part in (container, change.cell) if part)
        if change.kind != "cell":
            place += f" ({say(f'cli.change-{change.kind}', language)})"
        yield f"  {place}: {_shown(change.was, language)} → {_shown(change.becomes, language)}"


def _shown(value: str | float | None, language: Language) -> str:
    if value is None:
        return say("cli.empty-cell", language)
    if isinstance(value, str):
        text = without_control_characters(value).replace("\n", " ⏎ ")
        return say("cli.quoted", language, text=text)
    return f"{value:g}"
