"""The Drive API, as far as spreadsheets need it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from tests.servers.google.calculation import Calculation
from tests.servers.google.errors import ApiError
from tests.servers.google.grid import Line, Row
from tests.servers.google.shown import text_of
from tests.servers.google.store import MIME, Spreadsheet, Store
from tests.servers.google.typed import read

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = "application/vnd.google-apps.folder"

WRITERS = {"owner", "organizer", "fileOrganizer", "writer"}

CLAUSE = re.compile(
    r"""\s*(?:(?P<field>mimeType|name|trashed|parents)\s*(?P<sign>=|!=|contains|in)\s*(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|true|false)
    |(?P<parent>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s+in\s+parents)\s*""",
    re.VERBOSE,
)


class Drive:
    """Carries out the methods of drive.v3; each takes (user, parameters, body)."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.methods: dict[str, Callable[[str, dict[str, Any], dict[str, Any]], Any]] = {
            "drive.files.create": self.create,
            "drive.files.copy": self.copy,
            "drive.files.delete": self.delete,
            "drive.files.get": self.get,
            "drive.files.list": self.list,
            "drive.files.update": self.update,
            "drive.permissions.create": self.share,
            "drive.permissions.list": self.permissions,
            "drive.permissions.get": self.permission,
            "drive.permissions.update": self.change_permission,
            "drive.permissions.delete": self.unshare,
            "drive.comments.list": self.comments,
        }

    def file(self, user: str, file_id: str, *, to_write: bool = False) -> Spreadsheet:
        """Return a file that the user may see (and change); ApiError otherwise: an unshared file is not found."""
        book = self.store.visible(file_id, user)
        if book is None:
            raise ApiError(404, f"File not found: {file_id}.")
        if to_write and book.role_of(user) not in WRITERS:
            raise ApiError(403, "The user does not have sufficient permissions for this file.")
        return book

    def create(self, user: str, _: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Create a spreadsheet or a folder."""
        kind, name = body.get("mimeType", MIME), body.get("name", "Untitled")
        if kind == FOLDER:
            made = "1" + self.store.letters(32)
            self.store.folders[made] = name
            return {"kind": "drive#file", "id": made, "name": name, "mimeType": FOLDER}
        book = self.store.create(name, user, parents=list(body.get("parents", [])))
        self.store.first_tab(book)
        return _brief(book)

    def copy(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Copy a file; tabs, metadata and protections come along, permissions do not."""
        source = self.file(user, parameters["fileId"])
        made = self.store.create(body.get("name") or f"Copy of {source.title}", user, locale=source.locale)
        saved = source.saved()
        made.sheets, made.named_ranges, made.metadata = saved.sheets, saved.named_ranges, saved.metadata
        made.properties, made.time_zone = saved.properties, saved.time_zone
        made.parents = list(body.get("parents", source.parents))
        for sheet in made.sheets:
            sheet.parts.pop("commentAnchors", None)
        return _brief(made)

    def delete(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> None:
        """Delete a file for good: only its owner may."""
        book = self.file(user, parameters["fileId"])
        if book.role_of(user) != "owner":
            raise ApiError(403, "The user does not have sufficient permissions for this file.")
        del self.store.files[book.id]

    def get(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return a file; only its name, id and kind unless fields are asked for."""
        book = self.file(user, parameters["fileId"])
        return self.full(book) if parameters.get("fields") else _brief(book)

    def list(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return the files of the user that a query matches, the last changed first, page by page."""
        files = [book for book in self.store.files.values() if book.is_listed_for(user)]
        matched = [book for book in files if _matches(book, parameters.get("q", ""))]
        matched.sort(key=lambda book: book.modified, reverse=True)
        start, size = int(parameters.get("pageToken") or 0), parameters.get("pageSize") or 100
        page = matched[start : start + size]
        shown = [self.full(book) for book in page] if parameters.get("fields") else [_brief(book) for book in page]
        more = {"nextPageToken": str(start + size)} if start + size < len(matched) else {}
        return {"kind": "drive#fileList", "incompleteSearch": False, "files": shown, **more}

    def update(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Rename a file, or put it into the trash."""
        book = self.file(user, parameters["fileId"], to_write=True)
        book.title = body.get("name", book.title)
        book.trashed = body.get("trashed", book.trashed)
        self.store.touched(book)
        return _brief(book)

    def share(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Add a permission."""
        book = self.file(user, parameters["fileId"], to_write=True)
        wanted = {
            name: body[name]
            for name in ("type", "role", "emailAddress", "domain", "allowFileDiscovery")
            if body.get(name)
        }
        if "type" not in wanted or "role" not in wanted:
            raise ApiError(400, "The permission type and role fields are required.")
        same = [each for each in book.permissions if _holder(each) == _holder(wanted)]
        for each in same:
            book.permissions.remove(each)
        book.permissions.append({**self.store.permission(wanted), **({"id": same[0]["id"]} if same else {})})
        made = book.permissions[-1]
        return made if parameters.get("fields") else {name: made[name] for name in ("kind", "id", "type", "role")}

    def permissions(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return all permissions."""
        book = self.file(user, parameters["fileId"], to_write=True)
        return {"kind": "drive#permissionList", "permissions": list(book.permissions)}

    def permission(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return one permission."""
        book = self.file(user, parameters["fileId"], to_write=True)
        for each in book.permissions:
            if each["id"] == parameters["permissionId"]:
                return each
        raise ApiError(404, f"Permission not found: {parameters['permissionId']}.")

    def change_permission(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Give a holder another role."""
        found = self.permission(user, parameters, body)
        found |= {name: body[name] for name in ("role", "pendingOwner") if name in body}
        return found

    def unshare(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> None:
        """Take a permission away; the owner's stays."""
        found = self.permission(user, parameters, body)
        if found["role"] == "owner":
            raise ApiError(403, "The owner of a file cannot be removed.")
        self.store.files[parameters["fileId"]].permissions.remove(found)

    def comments(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return the comment threads of a file as Drive tells them."""
        book = self.file(user, parameters["fileId"])
        shown = [{"id": each["commentId"], "content": each["headPost"]["content"]} for each in book.comments]
        return {"kind": "drive#commentList", "comments": shown}

    def full(self, book: Spreadsheet) -> dict[str, Any]:
        """Return a file with all that may be asked for."""
        link = f"https://docs.google.com/spreadsheets/d/{book.id}/edit?usp=drivesdk"
        owner = {"kind": "drive#user", "displayName": book.owner, "emailAddress": book.owner}
        times = {"createdTime": book.created, "modifiedTime": book.modified}
        shared = len(book.permissions) > 1
        return {**_brief(book), **times, "webViewLink": link, "trashed": book.trashed, "parents": book.parents,
                "owners": [owner], "permissions": book.permissions, "shared": shared}  # fmt: skip

    def export(self, user: str, file_id: str, kind: str) -> bytes:
        """Return the first tab as CSV or TSV."""
        separators = {"text/csv": ",", "text/tab-separated-values": "\t"}
        book = self.file(user, file_id)
        if kind not in separators:
            raise ApiError(400, "The requested conversion is not supported.")
        sheet, calculation, text = book.sheets[0], Calculation(book), io.StringIO()
        width = max((len(row.cells) for row in sheet.rows), default=0)
        writer = csv.writer(text, delimiter=separators[kind], lineterminator="\r\n")
        height = max((at + 1 for at, row in enumerate(sheet.rows) if row.cells), default=0)
        for row in range(height):
            values = [calculation.effective(sheet, row, column) for column in range(width)]
            formats = [calculation.number_format(sheet, row, column) for column in range(width)]
            pairs = zip(values, formats, strict=True)
            writer.writerow([text_of(value, shape, book.locale) if value else "" for value, shape in pairs])
        return text.getvalue().removesuffix("\r\n").encode()

    def import_csv(self, user: str, file_id: str, body: bytes) -> dict[str, Any]:
        """Replace everything by one tab that holds the CSV."""
        book = self.file(user, file_id, to_write=True)
        rows = list(csv.reader(io.StringIO(body.decode("utf-8"))))
        sheet = book.sheets[0]
        sheet.parts, sheet.basic_filter, book.sheets = {}, None, [sheet]
        sheet.rows = [Row(cells=[_typed(text, book.locale) for text in row]) for row in rows] or [Row()]
        sheet.columns = [Line() for _ in range(max(map(len, rows), default=1))]
        self.store.touched(book)
        return {"kind": "drive#file", "id": book.id, "title": book.title, "mimeType": MIME}


def _typed(text: str, locale: str) -> dict[str, Any]:
    return {"userEnteredValue": read(text, locale)[0]} if text else {}


def _brief(book: Spreadsheet) -> dict[str, Any]:
    return {"kind": "drive#file", "id": book.id, "name": book.title, "mimeType": MIME}


def _holder(permission: dict[str, Any]) -> tuple[Any, ...]:
    return permission["type"], permission.get("emailAddress", "").casefold(), permission.get("domain")


def _matches(book: Spreadsheet, query: str) -> bool:
    """Tell whether a file is meant by a query of clauses joined by “and”."""
    at, clauses = 0, []
    while query.strip():
        found = CLAUSE.match(query, at)
        if not found:
            raise ApiError(400, "Invalid Value")
        clauses.append(found)
        at = found.end()
        if at == len(query):
            break
        if not query.startswith("and", at):
            raise ApiError(400, "Invalid Value")
        at += len("and")
    return all(_meets(book, clause) for clause in clauses)


def _meets(book: Spreadsheet, found: re.Match[str]) -> bool:
    if found["parent"] or found["field"] == "parents":
        return _unquoted(found["parent"] or found["value"]) in book.parents
    if found["field"] == "trashed":
        return (
            book.trashed == (found["value"] == "true")
            if found["sign"] == "="
            else book.trashed != (found["value"] == "true")
        )
    own, wanted = (MIME if found["field"] == "mimeType" else book.title), _unquoted(found["value"])
    if found["sign"] == "contains":
        return any(word.startswith(wanted.casefold()) for word in own.casefold().split())
    return (own.casefold() == wanted.casefold()) == (found["sign"] == "=")


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])
