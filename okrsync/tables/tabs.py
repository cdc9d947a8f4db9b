"""What a tab's name and heading say of all that stands on it: its period, its team, or that it is only a guide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.tables.columns import level_of
from okrsync.tables.folding import fold
from okrsync.tables.headers import OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.periods import find_period, is_period_name
from okrsync.tables.repeats import is_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import Grid
    from okrsync.tables.headings import Heading
    from okrsync.tables.records import Meaning

_JOINTS = " -–—_:|·/()[]"


@dataclass(slots=True)
class Tab:
    """One sheet with what was found on it."""

    grid: Grid
    filled: list[int]
    meanings: list[Meaning] = field(default_factory=list)
    headings: dict[int, Heading] = field(default_factory=dict)
    """Identity of a meaning → the lines above its table."""


def _names(grid: Grid, kind: str) -> bool:
    words = fold(grid.name or "")
    phrases = sheet_words().tabs[kind]
    return any(words[start : start + length] in phrases for length in (1, 2, 3) for start in range(len(words)))


def is_aside(grid: Grid) -> bool:
    """Tell whether a sheet is only a guide, an example, or hidden: read it only where nothing else holds OKRs."""
    return grid.hidden or _names(grid, "how_to")


def team_name(name: str) -> str | None:
    """Return the team that a tab is named after: "OKR Marketing T3" → Marketing. None where it names none."""
    period = find_period(name)
    bare = name.replace(period.text, " ") if period else name
    known = sheet_words()
    words = bare.split()
    kept = [
        word
        for word in words
        if (part := fold(word)) and part not in known.tabs["plain"] and not all(piece.isdecimal() for piece in part)
    ]
    if not kept or is_period_name(name) or all(word in known.filler for piece in kept for word in fold(piece)):
        return None
    return " ".join(kept).strip(_JOINTS) or None


def _stated(tab: Tab, meaning: Meaning, role: str) -> str | None:
    """Return what a line above the table says of all that stands in it: "Team: Marketing"."""
    first = next(iter(tab.headings.values()), None)
    for heading in (tab.headings.get(id(meaning)), first):
        if heading is not None and role in heading.fields:
            place, title = heading.fields[role], heading.title_cell
            # What the first block says below its own objective is about that one only.
            if heading is not first or title is None or place[0] < title[0] or heading is tab.headings.get(id(meaning)):
                return heading.texts.get(role) or meaning.area.text_at(place) or None
    return None


def give_context(tabs: Sequence[Tab], title: str | None) -> None:
    """Give objectives the period and the team that their tab tells."""
    used = [tab for tab in tabs if tab.meanings]
    teams = {id(tab): team_name(tab.grid.name or "") for tab in used if not is_summary(tab.grid.name)}
    named = [team for team in teams.values() if team]
    are_teams = len(named) > 1 and len(set(named)) == len(named) and len(named) >= 0.6 * len(used)
    for tab in used:
        sheet_period = next((heading.period for heading in tab.headings.values() if heading.period), None)
        name_period = find_period(tab.grid.name or "")
        file_period = find_period(title or "")
        for meaning in tab.meanings:
            heading = tab.headings.get(id(meaning))
            period = _stated(tab, meaning, "period") or (heading.period if heading else None) or sheet_period
            period = (
                period or (name_period.text if name_period else None) or (file_period.text if file_period else None)
            )
            for record in meaning.records:
                if record.kind == OBJECTIVE:
                    record.period = record.period or period
                    record.team = (
                        record.team or _stated(tab, meaning, "team") or (teams.get(id(tab)) if are_teams else None)
                    )
                    record.level = record.level or level_of(_stated(tab, meaning, "level") or "")
