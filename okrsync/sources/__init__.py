"""Where OKRs live: one module a place, all alike for the rest of okrsync (`okrsync.sources.base.Source`)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from okrsync.addresses import FileAddress, GoogleSheetAddress, NotionAddress
from okrsync.sources.recognition import kind_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from okrsync.addresses import Address
    from okrsync.sources.base import Source


class Place(NamedTuple):
    """Where the source of one kind is made: a class called with (path, name, backup), or (address, name, seconds)."""

    module: str
    made_by: str


FILES = {
    "excel": Place("okrsync.sources.excel", "ExcelSource"),
    "delimited": Place("okrsync.sources.delimited", "DelimitedSource"),
    "opendocument": Place("okrsync.sources.opendocument", "OpenDocumentSource"),
}
"""Kinds of files, each loaded only when it is asked for."""


STORES: Mapping[type[Address], Place] = {
    GoogleSheetAddress: Place("okrsync.sources.google_sheets", "GoogleSheetsSource"),
    NotionAddress: Place("okrsync.sources.notion.source", "NotionSource"),
}
"""Stores elsewhere, each loaded only when it is asked for."""


def open_source(
    where: Path | Address, name: str | None = None, *, backup: bool = True, seconds: float | None = None
) -> Source:
    """Return the source at an address; for a file, chosen by its ending and by what it really holds.

    `name` is what findings call it, by default the path as given. `backup=False` is for a copy that okrsync made
    itself (`--output`): copy the file, open the copy under the original's name, and write the original's snapshot to
    it; a copy has the fingerprint of its original. `seconds` is how long a store elsewhere may be called from now on.
    Raises TerminalError for a missing file or a folder, UnreadableError for what cannot hold OKRs.
    """
    if isinstance(where, GoogleSheetAddress | NotionAddress):
        make = _maker(STORES[type(where)])
        return cast("Source", make(where, where.label if name is None else name, seconds=seconds))
    path = where.path if isinstance(where, FileAddress) else where
    make = _maker(FILES[kind_of_file(path)])
    return cast("Source", make(path, str(path) if name is None else name, backup=backup))


def _maker(place: Place) -> Callable[..., object]:
    maker: Callable[..., object] = getattr(import_module(place.module), place.made_by)
    return maker
