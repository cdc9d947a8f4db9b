"""The server: routes, quotas and the checks of every request and answer against the official contracts."""

from __future__ import annotations

import json
import math
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tests.servers.google import people
from tests.servers.google.contract import contract
from tests.servers.google.drive import Drive
from tests.servers.google.errors import ApiError, RefusedError, quota_exceeded, scope_insufficient
from tests.servers.google.grid import Line, new_sheet
from tests.servers.google.masks import keep, of_answer
from tests.servers.google.sheets import READS, Sheets
from tests.servers.google.store import Store, filled
from tests.servers.google.tokens import Tokens, reaches
from tests.servers.quota import Quota
from tests.servers.serving import Answer, LoopbackServer, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tests.servers.google.contract import Method

ROBOT = "okrsync@okr-tests.iam.gserviceaccount.com"
OWNER = "ada@example.com"

UPLOAD = re.compile(r"/upload/drive/v[23]/files/([^/]+)")
EXPORT = re.compile(r"/drive/v3/files/([^/]+)/export")
BOUNDARY = re.compile(r"/v1/projects/-/serviceAccounts/[^/]+/allowedLocations")

REQUEST_LIMIT = 10 * 1024 * 1024


class GoogleServer(LoopbackServer):
    """Google's token endpoint, Sheets and Drive on loopback, as far as clients can tell.

    `open_to_all` lets any credentials in. `check_answers` may be switched off where a test measures time.
    Leaving the `with` block raises AssertionError where an answer broke the contract.
    """

    def __init__(self, *, port: int = 0, open_to_all: bool = False, check_answers: bool = True) -> None:
        self.store = Store()
        self.tokens = Tokens(self.store.letters, open_to_all=open_to_all)
        self.apis = {"sheets.v4": Sheets(self.store), "drive.v3": Drive(self.store)}
        self.check_answers = check_answers
        self.breaches: list[str] = []
        self.request_limit = REQUEST_LIMIT
        self.quotas: dict[str, Quota] = {}
        self.tells_when_to_retry = False
        """Whether a 429 carries Retry-After; Google's usually does not."""
        super().__init__(self, port=port)

    def __exit__(self, *raised: object) -> None:
        """Stop; fail where an answer broke the contract."""
        super().__exit__(*raised)
        if self.breaches and raised[0] is None:
            raise AssertionError("answers that break the contract:\n" + "\n".join(self.breaches))

    # What tests set up.

    @property
    def token_uri(self) -> str:
        """Return where tokens are given out, for key files."""
        return f"{self.url}/token"

    def key_file(self, path: Path, email: str = ROBOT, *, registered: bool = True) -> Path:
        """Write the key file of a service account; not `registered`: the endpoint does not know its key."""
        return self.tokens.key_file(Path(path), email, self.token_uri, registered=registered)

    def authorized_user_file(self, path: Path, person: str = OWNER) -> Path:
        """Write the credentials of a person as the desktop flow stores them."""
        refresh_token = "1//" + self.store.letters(40)
        self.tokens.refresh_tokens[refresh_token] = person
        client = {"client_id": "okrsync.apps.googleusercontent.com", "client_secret": "not-a-secret"}
        content = {"type": "authorized_user", **client, "refresh_token": refresh_token, "token_uri": self.token_uri}
        Path(path).write_text(json.dumps(content), encoding="utf-8")
        return Path(path)

    def add_spreadsheet(
        self,
        title: str,
        tabs: Mapping[str, Sequence[Sequence[Any]]],
        *,
        owner: str = OWNER,
        shared_with: Iterable[str] = (ROBOT,),
        role: str = "writer",
        locale: str = "en_US",
        file_id: str | None = None,
    ) -> str:
        """Add a spreadsheet and return its id. `tabs`: title → rows of values; a text with “=” is a formula."""
        with self.store.lock:
            book = self.store.create(title, owner, locale=locale)
            if file_id:
                del self.store.files[book.id]
                book.id = file_id
                self.store.files[file_id] = book
            for index, (name, rows) in enumerate(tabs.items()):
                sheet_id = self.store.number({each.id for each in book.sheets}) if index else 0
                sheet = new_sheet({"sheetId": sheet_id, "title": name, "index": index, "sheetType": "GRID"}, 1, 26)
                sheet.rows = filled([list(row) for row in rows])
                sheet.columns = [Line() for _ in range(max(26, *(len(row) for row in rows), 0))]
                sheet.grow(1000, 26)
                book.sheets.append(sheet)
            for email in shared_with:
                book.permissions.append(self.store.permission({"type": "user", "role": role, "emailAddress": email}))
            return book.id

    def spreadsheet(self, file_id: str) -> people.People:
        """Return what people can do in a spreadsheet."""
        return people.People(self.store, self.store.files[file_id])

    def limit(self, *, reads: int = 60, writes: int = 60, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow each user so many requests a minute from now on."""
        self.quotas = {"read": Quota(reads, 60, clock), "write": Quota(writes, 60, clock)}

    def revoke(self, file_id: str, email: str = ROBOT) -> None:
        """Take a person's or robot's access away."""
        book = self.store.files[file_id]
        book.permissions[:] = [each for each in book.permissions if each.get("emailAddress") != email]

    def refuse(self, status: int, message: str = "", **where: Any) -> None:
        """Answer the next request (or those that `where` tells, as in Fault) with Google's error of that status."""
        body = json.dumps(ApiError(status, message).body()).encode()
        self.faults.answer(status, body, {"Content-Type": "application/json; charset=UTF-8"}, **where)

    # What requests meet.

    def describe(self, request: Request) -> tuple[str, str]:
        """Return the user, and read, write, drive or token."""
        token = self.tokens.token_of(request.headers.get("authorization", ""))
        user = token.user if token else ""
        if request.path == "/token":
            return user, "token"
        found = contract("sheets.v4").find(request.method, request.path)
        if found is None:
            return user, "drive" if "/drive/" in request.path else "other"
        return user, "read" if request.method == "GET" or found[0].id in READS else "write"

    def answer(self, request: Request) -> Answer:
        """Carry out a request."""
        if request.path == "/token" and request.method == "POST":
            return self.tokens.answer(request.body)
        if BOUNDARY.fullmatch(request.path):
            return Answer.of_json(200, {"locations": [], "encodedLocations": "0x0"})
        name = "sheets.v4" if request.path.startswith("/v4/") else "drive.v3"
        try:
            with self.store.lock:
                return self._answer(name, request)
        except RefusedError as refused:
            return Answer.of_json(400, ApiError(400, str(refused)).body())
        except ApiError as error:
            content = error.body() if name == "sheets.v4" else error.drive_body()
            return Answer.of_json(error.status, content, error.headers)
        except Exception as error:  # noqa: BLE001 - a fault of the server's own fails the test, whatever the client makes of it
            self.breaches.append(f"{request.method} {request.path}: {error!r}")
            return Answer.of_json(500, ApiError(500, f"the test server failed: {error!r}").body())

    def _answer(self, name: str, request: Request) -> Answer:
        token = self.tokens.token_of(request.headers.get("authorization", ""))
        if token is None:
            raise ApiError(401)
        if len(request.body) > self.request_limit:
            raise ApiError(400, f"Request payload size exceeds the limit: {self.request_limit} bytes.")
        upload, export = UPLOAD.fullmatch(request.path), EXPORT.fullmatch(request.path)
        if upload:
            return Answer.of_json(200, self.apis["drive.v3"].import_csv(token.user, upload[1], request.body))
        if export:
            content = self.apis["drive.v3"].export(token.user, export[1], request.query.get("mimeType", [""])[0])
            return Answer(200, content, {"Content-Type": "text/csv"})
        promised = contract(name)
        found = promised.find(request.method, request.path)
        if found is None or found[0].id not in self.apis[name].methods:
            return Answer.of_html(
                404, f"<p>The requested URL <code>{request.path}</code> was not found on this server."
            )
        method, places = found
        if not reaches(token, method.scopes):
            raise scope_insufficient(f"{name.partition('.')[0]}.googleapis.com", method.id)
        self._take_quota(self.describe(request)[1], token.user)
        strict = name == "sheets.v4"  # Drive ignores what it does not know, as gspread's recorded requests show
        known = {**method.parameters, **promised.common}
        query = {each: told for each, told in request.query.items() if strict or each in known}
        parameters = promised.check_query(method, query)
        body = self._body(method, request, name)
        parameters |= {each: unquote(told) for each, told in places.items()}
        content = self.apis[name].methods[method.id](token.user, parameters, body)
        return self._checked(name, method, parameters, content)

    def _take_quota(self, kind: str, user: str) -> None:
        wait = self.quotas[kind].take(user) if kind in self.quotas else 0
        if wait:
            error = quota_exceeded(kind, self.quotas[kind].limit)
            if self.tells_when_to_retry:
                error.headers["Retry-After"] = str(math.ceil(wait))
            raise error

    def _body(self, method: Method, request: Request, name: str) -> dict[str, Any]:
        if not request.body:
            return {}
        try:
            body = json.loads(request.body)
        except ValueError:
            raise ApiError(400, "Invalid JSON payload received. Unexpected token.") from None
        if method.request is None:
            return {}
        promised = contract(name)
        if name == "drive.v3" and isinstance(body, dict):
            body = {
                field: told for field, told in body.items() if field in promised.schemas[method.request]["properties"]
            }
        root = "data" if method.id in {"sheets.spreadsheets.values.update", "sheets.spreadsheets.values.append"} else ""
        promised.check_request(method.request, body, root)
        return _without_nulls(body)

    def _checked(self, name: str, method: Method, parameters: dict[str, Any], content: Any) -> Answer:
        if content is None:
            return Answer(204, b"", {})
        promised = contract(name)
        if method.answer is not None:
            if parameters.get("fields"):
                content = keep(content, of_answer(parameters["fields"], promised, method.answer))
            if self.check_answers:
                wrong = promised.breaches(method.answer, content)
                self.breaches += [f"{method.id}: {text}" for text in wrong]
                if wrong:
                    raise ApiError(500, f"the answer breaks the contract: {wrong[0]}")
        return Answer.of_json(200, content)

    def administer(self, command: str, content: dict[str, Any]) -> object:
        """Carry out what a test in another process asks: limit, expire, revoke, key, person, add, and people's acts."""
        if command == "limit":
            self.limit(reads=int(content.get("reads", 60)), writes=int(content.get("writes", 60)))
        elif command == "expire":
            self.tokens.expire_all()
        elif command == "revoke":
            self.revoke(content["id"], content.get("email", ROBOT))
        elif command == "key":
            return self.tokens.service_account(content.get("email", ROBOT), self.token_uri)
        elif command == "add":
            return {"id": self.add_spreadsheet(content.pop("title"), content.pop("tabs"), **content)}
        elif command == "act":
            return {"result": people.act(self.spreadsheet(content["id"]), content["do"], content.get("with", {}))}
        else:
            raise KeyError(command)
        return {}


def _without_nulls(told: Any) -> Any:
    """Return a body without fields that are null: as if they were not there (a null in a list of values stays)."""
    if isinstance(told, dict):
        return {name: _without_nulls(each) for name, each in told.items() if each is not None}
    return [_without_nulls(each) for each in told] if isinstance(told, list) else told
