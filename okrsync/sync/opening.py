"""The store at an address: one class a place, loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from okrsync.addresses import FileAddress, GoogleSheetAddress, NotionAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from okrsync.addresses import Address
    from okrsync.sources.base import Snapshot
    from okrsync.sync.stores import Store


class Reading(Protocol):
    """How a source is read, as far as a store needs to know (`okrsync.pipeline.Manner`)."""

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """Role → headers, where the config overrules what okrsync would take columns for."""
        ...


class Place(Protocol):
    """One source to keep in step (`okrsync.pipeline.Job`)."""

    @property
    def address(self) -> Address:
        """Where it is."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def manner(self) -> Reading:
        """How it is read."""
        ...

    @property
    def backup(self) -> bool:
        """Whether a file is kept as it was before okrsync first wrote to it."""
        ...


class Maker(NamedTuple):
    """Where a class is found that is loaded only when it is asked for."""

    module: str
    made_by: str


STORES: Mapping[type[Address], Maker] = {
    GoogleSheetAddress: Maker("okrsync.sync.google_store", "GoogleStore"),
    FileAddress: Maker("okrsync.sync.file_store", "FileStore"),
    NotionAddress: Maker("okrsync.sync.notion_store", "NotionStore"),
}


def open_store(place: Place, snapshot: Snapshot | None = None) -> Store:
    """Return the store at an address; nothing is read yet.

    `snapshot` is what was read of it a moment ago, in the same run: the first listing then needs no reading of its own.
    Raises SourceError where it cannot be opened.
    """
    maker = STORES[type(place.address)]
    make: Callable[[Place, Snapshot | None], object] = getattr(import_module(maker.module), maker.made_by)
    return cast("Store", make(place, snapshot))
