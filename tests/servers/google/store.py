"""What the server holds: spreadsheets with tabs, and who may see them."""

from __future__ import annotations

import copy
import datetime as dt
import random
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.servers.google.a1 import Area, parse_cells, split_sheet
from tests.servers.google.errors import RefusedError
from tests.servers.google.grid import Row, Sheet, new_sheet

ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

MIME = "application/vnd.google-apps.spreadsheet"


@dataclass(slots=True)
class Spreadsheet:
    """One spreadsheet, a file in Drive."""

    id: str
    title: str
    owner: str
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    sheets: list[Sheet] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    """SpreadsheetProperties beyond title, locale and timeZone."""
    named_ranges: list[dict[str, Any]] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)
    """Developer metadata of the spreadsheet as a whole."""
    comments: list[dict[str, Any]] = field(default_factory=list)
    permissions: list[dict[str, Any]] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    trashed: bool = False
    created: str = ""
    modified: str = ""
    metadata_stays_when_sorted: bool = False
    """What a sort does to the metadata of rows is undocumented: they go with the rows, or (True) stay."""
    metadata_is_copied: bool = False
    """Whether copying a whole row copies its metadata (undocumented as well)."""

    def sheet(self, title_or_id: str | int) -> Sheet:
        """Return a tab; RefusedError where there is none."""
        for sheet in self.sheets:
            if title_or_id in {sheet.id, sheet.title}:
                return sheet
        if isinstance(title_or_id, int):
            raise RefusedError(f"No grid with id: {title_or_id}")
        raise RefusedError(f"No tab named {title_or_id}")

    def sheet_named(self, title: str) -> Sheet | None:
        """Return a tab by its title, whose case does not matter."""
        return next((each for each in self.sheets if each.title.casefold() == title.casefold()), None)

    def saved(self) -> Spreadsheet:
        """Return a copy to go back to."""
        return Spreadsheet(
            self.id,
            self.title,
            self.owner,
            self.locale,
            self.time_zone,
            [sheet.copied() for sheet in self.sheets],
            copy.deepcopy(self.properties),
            copy.deepcopy(self.named_ranges),
            copy.deepcopy(self.metadata),
            copy.deepcopy(self.comments),
            copy.deepcopy(self.permissions),
            list(self.parents),
            self.trashed,
            self.created,
            self.modified,
            self.metadata_stays_when_sorted,
            self.metadata_is_copied,
        )

    def go_back(self, saved: Spreadsheet) -> None:
        """Be again what `saved` holds."""
        for name in self.__slots__:
            setattr(self, name, getattr(saved, name))

    def role_of(self, user: str) -> str | None:
        """Return owner, writer, commenter or reader; None where the user may not see it."""
        if user == self.owner:
            return "owner"
        theirs = self.roles_given_to(user)
        anyone = [each["role"] for each in self.permissions if each["type"] == "anyone"]
        ranks = ("owner", "fileOrganizer", "organizer", "writer", "commenter", "reader")
        return min(theirs + anyone, key=ranks.index, default=None)

    def is_listed_for(self, user: str) -> bool:
        """Tell whether Drive lists the file for a user: what anybody may open by its link is not, unless told so."""
        found = any(each.get("allowFileDiscovery") for each in self.permissions)
        return found or user == self.owner or bool(self.roles_given_to(user))

    def roles_given_to(self, user: str) -> list[str]:
        """Return the roles that were given to this very user."""
        return [each["role"] for each in self.permissions if each.get("emailAddress", "").casefold() == user.casefold()]

    def area(self, text: str) -> tuple[Sheet, Area]:
        """Return the tab and area of a range (A1, R1C1, a title, a named range); RefusedError where it is none."""
        title, rest = split_sheet(text)
        sheet = self.sheet_named(title if title is not None else rest)
        if sheet is not None and (title is None or not rest):
            return sheet, Area(sheet.id)
        for each in self.named_ranges:
            if each["name"].casefold() == rest.casefold():
                area = Area.of_json(each["range"])
                return self.sheet(area.sheet_id), area
        cells = parse_cells(rest)
        if cells is None or (title is not None and sheet is None):
            raise RefusedError(f"Unable to parse range: {text}")
        sheet = sheet or self.sheets[0]
        return sheet, Area(sheet.id, *cells)

    def grid_area(self, text: str) -> tuple[Sheet, Area]:
        """Return as `area` does, cut to the grid; RefusedError where it begins outside of it."""
        sheet, area = self.area(text)
        return sheet, sheet.started_in(area)

    def cell_count(self) -> int:
        """Return how many cells all its grids have."""
        return sum(len(sheet.rows) * len(sheet.columns) for sheet in self.sheets)


class Store:
    """All files, and the one lock that makes every request a step of its own."""

    def __init__(self, seed: int = 0) -> None:
        self.lock = threading.RLock()
        self.files: dict[str, Spreadsheet] = {}
        self.folders: dict[str, str] = {}
        """Id → name."""
        self._random = random.Random(seed)
        self._moment = dt.datetime.now(dt.UTC)

    def now(self) -> str:
        """Return the time as Drive writes it; never the same twice."""
        self._moment = max(dt.datetime.now(dt.UTC), self._moment + dt.timedelta(milliseconds=1))
        return self._moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def letters(self, length: int) -> str:
        """Return an id of that length."""
        return "".join(self._random.choices(ID_LETTERS, k=length))

    def number(self, taken: set[int]) -> int:
        """Return an id that is not taken."""
        while True:
            number = self._random.randrange(1, 2**31)
            if number not in taken:
                return number

    def create(self, title: str, owner: str, **more: Any) -> Spreadsheet:
        """Add a spreadsheet without tabs."""
        made = Spreadsheet("1" + self.letters(43), title, owner, created=self.now(), **more)
        made.modified = made.created
        made.permissions.append(self.permission({"type": "user", "role": "owner", "emailAddress": owner}))
        self.files[made.id] = made
        return made

    def permission(self, told: dict[str, Any]) -> dict[str, Any]:
        """Return a permission with its id."""
        fixed = "anyoneWithLink" if told["type"] == "anyone" else str(self._random.randrange(10**18, 10**19))
        return {"kind": "drive#permission", "id": fixed, **told}

    def first_tab(self, book: Spreadsheet) -> None:
        """Give a new spreadsheet the tab that Google gives it."""
        titles = {
            "fr": "Feuille 1",
            "de": "Tabellenblatt1",
            "es": "Hoja 1",
            "it": "Foglio1",
            "pt": "Página1",
            "nl": "Blad1",
        }
        title = titles.get(book.locale[:2], "Sheet1")
        book.sheets.append(new_sheet({"sheetId": 0, "title": title, "index": 0, "sheetType": "GRID"}))

    def visible(self, file_id: str, user: str) -> Spreadsheet | None:
        """Return a file that the user may see."""
        found = self.files.get(file_id)
        return found if found is not None and found.role_of(user) else None

    def touched(self, book: Spreadsheet) -> None:
        """Note that a file changed."""
        book.modified = self.now()


def filled(rows: list[list[Any]]) -> list[Row]:
    """Return rows of raw values (None is an empty cell; a text that begins with “=” is a formula) as rows of cells."""
    return [Row(cells=[raw_cell(value) for value in row]) for row in rows]


def raw_cell(value: Any) -> dict[str, Any]:
    """Return the cell that holds a value as it is."""
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"userEnteredValue": {"numberValue": value}}
    if str(value).startswith("="):
        return {"userEnteredValue": {"formulaValue": str(value)}}
    return {"userEnteredValue": {"stringValue": str(value)}}
