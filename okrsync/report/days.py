"""Days as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.wording import say

if TYPE_CHECKING:
    from datetime import date

    from okrsync.model import Language


def day(when: date, language: Language) -> str:
    """Return a day as people write it: “16 November 2026”, « 1ᵉʳ novembre 2026 »."""
    first = say("report.first-day", language) if when.day == 1 else str(when.day)
    return f"{first} {say('report.months', language).split()[when.month - 1]} {when.year}"
