"""What was found, for people and programs: one module a format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.model import Language, Report

FORMATS = ("text", "json", "sarif", "github", "junit", "html")


class Format(Protocol):
    """One way to write reports down: a module `okrsync.report.as_<name>` with this function."""

    def render(self, reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> str:
        """Return the whole document; it ends in a line end."""
        ...


def render(name: str, reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> str:
    """Return `reports` and what could not be read (`errors`) in the format `name`, one of FORMATS.

    `language` is the reader's; findings keep the language of their row.
    """
    chosen = cast("Format", import_module(f"okrsync.report.as_{name}"))
    return chosen.render(reports, errors, language)
