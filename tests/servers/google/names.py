"""The two ways in which Google spells a field."""

from __future__ import annotations

import re


def snake(name: str) -> str:
    """Return the spelling of a field in error messages: updateCells → update_cells."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda capital: "_" + capital[1].lower(), name)
