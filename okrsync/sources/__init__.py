"""Where OKRs live: one module a place, all alike for the rest of okrsync (`okrsync.sources.base.Source`)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from okrsync.sources.recognition import kind_of_file

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from okrsync.sources.base import Source


class Place(NamedTuple):
    """Where the source of one kind is made: a class called with (path, name, backup=…)."""

    module: str
    made_by: str


SOURCES = {
    "excel": Place("okrsync.sources.excel", "ExcelSource"),
    "delimited": Place("okrsync.sources.delimited", "DelimitedSource"),
    "opendocument": Place("okrsync.sources.opendocument", "OpenDocumentSource"),
}
"""Kinds of files, each loaded only when it is asked for."""


def open_source(path: Path, name: str | None = None, *, backup: bool = True) -> Source:
    """Return the source for a file, chosen by its ending and by what it really holds.

    `name` is what findings call it, by default the path as given. `backup=False` is for a copy that okrsync made
    itself (`--output`): copy the file, open the copy under the original's name, and write the original's snapshot to
    it; a copy has the fingerprint of its original.
    Raises TerminalError for a missing file or a folder, UnreadableError for what cannot hold OKRs.
    """
    place = SOURCES[kind_of_file(path)]
    module: ModuleType = import_module(place.module)
    return cast("Source", getattr(module, place.made_by)(path, str(path) if name is None else name, backup=backup))
