"""Columns that the user's config names: they overrule any guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from okrsync.alike import alike
from okrsync.grid import column_letters
from okrsync.tables.folding import folded

if TYPE_CHECKING:
    from okrsync.tables.areas import Area

Overrides = Mapping[str, str | Sequence[str]]
"""Role → header text or column letter, or several of them."""

_LETTERS = re.compile(r"^[A-Z]{1,3}$")
_ROLES = {"last_check_in": "check_in", "deadline": "due", "name": "title"}


def headers_named(columns: Overrides) -> frozenset[str]:
    """Return the headers that the config names, folded."""
    named = [(each,) if isinstance(each, str) else each for each in columns.values()]
    return frozenset(folded(header) for several in named for header in several)


def roles_named(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return header, as it is compared (`alike`) → the role that the config gives it."""
    return {alike(header): role for role, headers in columns.items() for header in headers}


def overrides_for(area: Area, columns: Overrides) -> dict[int, str]:
    """Return column → role as the store knows it, or as the config says, which names columns by header or by letter."""
    chosen = {column: role for column, role in area.grid.known_roles.items() if column in area.columns}
    for role, named in columns.items():
        for wanted in (named,) if isinstance(named, str) else named:
            by_header = [column for column, header in area.headers.items() if folded(header) == folded(wanted)]
            by_letter = [
                column for column in area.columns if _LETTERS.match(wanted) and column_letters(column) == wanted
            ]
            for column in (by_header or by_letter)[:1]:
                chosen[column] = _ROLES.get(role, role)
    return chosen
