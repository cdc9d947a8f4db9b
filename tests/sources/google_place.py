"""A spreadsheet on the local server, as the tests of the Google Sheets source meet it."""

from __future__ import annotations

import copy
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrsync.addresses import GoogleAccess, GoogleSheetAddress
from okrsync.sources.calling import Patience
from okrsync.sources.google.client import Pace
from okrsync.sources.google.marks import KEY, is_our_protection, unsigned
from okrsync.sources.google_sheets import GoogleSheetsSource
from okrsync.sources.titles import every_title
from tests.servers.google.server import GoogleServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.servers.google.grid import Sheet
    from tests.servers.google.people import People

QUICK = Pace(100_000, 60, Patience(attempts=4, request_seconds=20, first_wait=0.001, longest_wait=0.002), 60)


@dataclass
class Place:
    """One spreadsheet, the server that it is on, and the key that opens it."""

    server: GoogleServer
    id: str
    key: Path

    @property
    def address(self) -> GoogleSheetAddress:
        """Return its address, by its link."""
        link = f"https://docs.google.com/spreadsheets/d/{self.id}/edit#gid=0"
        return GoogleSheetAddress(link, GoogleAccess(f"file:{self.key}", self.server.url))

    @property
    def people(self) -> People:
        """Return what people can do in it."""
        return self.server.spreadsheet(self.id)

    def open(self, pace: Pace = QUICK) -> GoogleSheetsSource:
        """Return the source."""
        return GoogleSheetsSource(self.address, "Team OKRs", pace)

    def foreign(self) -> list[object]:
        """Return all that people see or made, without what is ours."""
        book = self.people.book
        return [_foreign(tab) for tab in book.sheets if not _marked(tab.metadata)]

    def state(self) -> object:
        """Return everything that the server holds."""
        saved = self.people.book.saved()
        return [_everything(tab) for tab in saved.sheets], saved.modified


def _marked(metadata: list[dict[str, Any]]) -> bool:
    return any(each["metadataKey"] == KEY for each in metadata)


def _everything(tab: Sheet) -> object:
    lines = [(line.properties, line.metadata) for line in tab.columns]
    rows = [(row.properties, row.metadata, row.cells) for row in tab.rows]
    return copy.deepcopy((tab.properties, rows, lines, tab.parts, tab.basic_filter, tab.metadata))


def _foreign(tab: Sheet) -> object:
    ours = {column for column, line in enumerate(tab.columns) if _marked(line.metadata)}
    ours |= {column + part for column in _titled(tab) for part in (0, 1)}
    rows = []
    for row in tab.rows:
        cells = [{} if column in ours else _without_our_note(cell) for column, cell in enumerate(row.cells)]
        while cells and not cells[-1]:
            cells.pop()
        rows.append((row.properties, cells))
    widths = [None if column in ours else line.properties.get("pixelSize") for column, line in enumerate(tab.columns)]
    while widths and widths[-1] in {None, 100}:
        widths.pop()
    parts = {
        name: kept
        for name, held in tab.parts.items()
        if (kept := [each for each in held if not is_our_protection(each) and not _is_our_colour(each)])
    }
    return copy.deepcopy((tab.properties, rows, widths, parts, tab.basic_filter))


def _titled(tab: Sheet) -> list[int]:
    def text(cell: dict[str, Any]) -> object:
        return cell.get("userEnteredValue", {}).get("stringValue")

    return [
        column
        for row in tab.rows
        for column, pair in enumerate(zip(row.cells, row.cells[1:], strict=False))
        if tuple(map(text, pair)) in every_title()
    ]


def _without_our_note(cell: dict[str, Any]) -> dict[str, Any]:
    if unsigned(cell.get("note", "")) is None:
        return cell
    return {name: value for name, value in cell.items() if name != "note"}


def _is_our_colour(part: dict[str, Any]) -> bool:
    values = part.get("booleanRule", {}).get("condition", {}).get("values", [{}])
    return str(values[0].get("userEnteredValue", "")).startswith("=ISNUMBER(")


class Google:
    """The local server with one robot's key; each spreadsheet is a new one."""

    def __init__(self, server: GoogleServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.key = server.key_file(folder / "key.json")
        self.calmed = 0

    def place(self, tabs: Mapping[str, Sequence[Sequence[Any]]], **more: Any) -> Place:
        """Return a new spreadsheet with `tabs` (title → rows), shared with the robot; nothing is wrong any more."""
        self.calm()
        return Place(self.server, self.server.add_spreadsheet("Team OKRs", tabs, **more), self.key)

    def calm(self) -> None:
        """End faults, people in between and quotas, count calls anew, and let nobody be signed in."""
        self.calmed += 1
        content = json.loads(self.key.read_text("utf-8"))
        self.key.write_text(json.dumps({**content, "calmed": self.calmed}), "utf-8")
        self.server.faults.clear()
        self.server.moments.clear()
        self.server.log.clear()
        self.server.quotas.clear()


@contextmanager
def google_server() -> Iterator[Google]:
    """Serve Google's APIs on loopback."""
    with tempfile.TemporaryDirectory() as folder, GoogleServer() as server:
        yield Google(server, Path(folder))
