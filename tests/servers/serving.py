"""A threaded HTTP server on loopback for one application, with faults, people in between, and a log of requests."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers.faults import Delivery, Faults, deliver
from tests.servers.moments import Moments
from tests.servers.request_log import Logged, RequestLog

if TYPE_CHECKING:
    from collections.abc import Mapping

ADMIN = "/__admin__/"


class Request(NamedTuple):
    """One request as it arrived."""

    method: str
    path: str
    """As sent: still percent-encoded, without the query."""
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    def segments(self) -> list[str]:
        """Return the parts of the path between slashes, decoded."""
        return [unquote(part) for part in self.path.strip("/").split("/")]


class Answer(NamedTuple):
    """What goes back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @classmethod
    def of_json(cls, status: int, content: object, headers: Mapping[str, str] | None = None) -> Answer:
        """Answer with JSON."""
        body = json.dumps(content, ensure_ascii=False).encode()
        return cls(status, body, {"Content-Type": "application/json; charset=UTF-8", **(headers or {})})

    @classmethod
    def of_html(cls, status: int, text: str) -> Answer:
        """Answer with a page, as proxies in front of a service do."""
        return cls(status, text.encode(), {"Content-Type": "text/html; charset=UTF-8"})


class Application(Protocol):
    """What a server serves. Both methods may be called from several threads."""

    def describe(self, request: Request) -> tuple[str, str]:
        """Return who asks (a user or a credential) and the kind of the request: read, write, or another word."""
        ...

    def answer(self, request: Request) -> Answer:
        """Do what is asked."""
        ...

    def administer(self, command: str, content: dict[str, object]) -> object:
        """Carry out POST /__admin__/<command> beyond those that every server has; KeyError where there is none."""
        ...


class LoopbackServer:
    """Serves `application` on 127.0.0.1 as long as the `with` block lasts.

    Every request meets, in this order: people who act before it, its fault, the application, people who act after it.
    """

    def __init__(self, application: Application, *, port: int = 0) -> None:
        self.application = application
        self.faults = Faults()
        self.moments = Moments()
        self.log = RequestLog()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._http.daemon_threads = True
        self._connections: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Return where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and free the port."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        for connection in list(self._connections):  # kept alive by clients that never close theirs
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def opened(self, connection: socket.socket) -> None:
        """Keep a connection, to close it at the end."""
        self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection that ended."""
        self._connections.discard(connection)

    def respond(self, request: Request) -> tuple[Answer, Delivery]:
        """Take one request through people, faults and the application."""
        if request.path.startswith(ADMIN):
            return self._administer(request), Delivery()
        user, kind = self.application.describe(request)
        number = self.log.begin()
        self.moments.before(number, request.method, request.path)
        fault = self.faults.take(request.method, request.path, kind)
        if fault is not None and not fault.applied:
            answer = Answer(fault.status, fault.body, fault.headers)
        else:
            answer = self.application.answer(request)
            if fault is not None and fault.status:
                answer = Answer(fault.status, fault.body, fault.headers)
        self.log.end(Logged(number, request.method, request.path, user, kind, len(request.body), answer.status))
        self.moments.after(number, request.method, request.path)
        return answer, fault.delivery if fault else Delivery()

    def _administer(self, request: Request) -> Answer:
        """Serve what a test in another process may ask: POST /__admin__/{log,forget,fault,…} with a JSON body."""
        command = request.path.removeprefix(ADMIN)
        content = json.loads(request.body or b"{}")
        if command == "log":
            return Answer.of_json(200, [entry._asdict() for entry in self.log.entries()])
        if command == "forget":
            self.log.clear()
            self.faults.clear()
            return Answer.of_json(200, {})
        if command == "fault":
            self.faults.add_described(content)
            return Answer.of_json(200, {})
        try:
            return Answer.of_json(200, self.application.administer(command, content))
        except KeyError as missing:
            return Answer.of_json(404, {"error": f"no such command or thing: {missing}"})


def _handler_of(server: LoopbackServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body leave in two packets: 40 ms a request otherwise

        def setup(self) -> None:
            super().setup()
            server.opened(self.connection)

        def finish(self) -> None:
            server.closed(self.connection)
            with contextlib.suppress(OSError):  # reset by a fault
                super().finish()

        def _serve(self) -> None:
            split = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = parse_qs(split.query, keep_blank_values=True)
            request = Request(self.command, split.path, query, headers, self._read_body(headers))
            answer, delivery = server.respond(request)
            if not deliver(self, answer, delivery):
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - the names that http.server looks for

        def _read_body(self, headers: Mapping[str, str]) -> bytes:
            if headers.get("transfer-encoding", "").lower() == "chunked":
                body = b"".join(iter(self._read_chunk, b""))
            else:
                body = self.rfile.read(int(headers.get("content-length", 0)))
            return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body

        def _read_chunk(self) -> bytes:
            size = int(self.rfile.readline().split(b";")[0], 16)
            chunk = self.rfile.read(size)
            self.rfile.readline()
            return chunk

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr: the log of requests is there to be asked."""

    return Handler
