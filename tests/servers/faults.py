"""What can go wrong between a service and its client, switched on by a test."""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.server import BaseHTTPRequestHandler

    from tests.servers.serving import Answer


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer travels back."""

    wait: float = 0
    """Seconds before its first byte."""
    drip: float = 0
    """Seconds between one byte of the body and the next."""
    cut: float | None = None
    """Share of the body (0..1) after which it ends; None sends all of it."""
    reset: bool = False
    """The connection is reset, before the first byte or where the body is cut; without it a cut body looks finished."""


@dataclass(slots=True)
class Fault:
    """Something that befalls the next `times` requests that match, after `skip` of them went well."""

    status: int = 0
    """Status instead of the application's own; 0 leaves its answer as it is."""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    applied: bool = False
    """The application does what is asked all the same: with another status or a reset, a lost acknowledgement."""
    delivery: Delivery = field(default_factory=Delivery)
    times: int = 1
    skip: int = 0
    method: str | None = None
    path: str = ""
    """Regular expression looked for in the path (without the query)."""
    kind: str | None = None
    """read, write, or another kind that the application names."""

    def meets(self, method: str, path: str, kind: str) -> bool:
        """Tell whether such a request is meant."""
        return self.method in {None, method} and self.kind in {None, kind} and re.search(self.path, path) is not None


class Faults:
    """The faults in waiting; the first that matches a request befalls it."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Let `fault` wait for its requests."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Go back to a service without faults."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, path: str, kind: str) -> Fault | None:
        """Return the fault that this request meets, if any, and count it."""
        with self._lock:
            for fault in self._waiting:
                if not fault.meets(method, path, kind):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None

    def add_described(self, content: dict[str, Any]) -> None:
        """Add a fault told in JSON: the fields of Fault, `body` as text, `delivery` as an object."""
        told = dict(content)
        told["body"] = str(told.get("body", "")).encode()
        told["delivery"] = Delivery(**told.get("delivery", {}))
        self.add(Fault(**told))

    # Words for the faults that every client meets.

    def answer(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None, **where: Any) -> None:
        """Answer `status` instead of doing what is asked. `where`: times, skip, method, path, kind."""
        self.add(Fault(status, body, headers or {}, **where))

    def html(self, status: int, **where: Any) -> None:
        """Answer with a page of a proxy (502, 504, or 200 of a captive portal)."""
        page = f"<!DOCTYPE html>\n<html lang=en><title>Error {status}</title><p>Please try again later.</html>"
        self.answer(status, page.encode(), {"Content-Type": "text/html; charset=UTF-8"}, **where)

    def slow(self, seconds: float, **where: Any) -> None:
        """Let the answer wait."""
        self.add(Fault(applied=True, delivery=Delivery(wait=seconds), **where))

    def drip(self, seconds: float, **where: Any) -> None:
        """Send the body byte by byte."""
        self.add(Fault(applied=True, delivery=Delivery(drip=seconds), **where))

    def reset(self, *, applied: bool = False, **where: Any) -> None:
        """Reset the connection before any answer; with `applied`, what was asked is done (a lost acknowledgement)."""
        self.add(Fault(applied=applied, delivery=Delivery(reset=True), **where))

    def reset_in_body(self, share: float = 0.5, **where: Any) -> None:
        """Reset the connection in the midst of the body."""
        self.add(Fault(applied=True, delivery=Delivery(cut=share, reset=True), **where))

    def truncate(self, share: float = 0.5, **where: Any) -> None:
        """End the body early as if it were whole: broken JSON with status 200."""
        self.add(Fault(applied=True, delivery=Delivery(cut=share), **where))


def deliver(handler: BaseHTTPRequestHandler, answer: Answer, delivery: Delivery) -> bool:
    """Send `answer` as `delivery` says; False where the connection is of no use afterwards."""
    if delivery.wait:
        time.sleep(delivery.wait)  # being slow is what was asked for
    body = answer.body if delivery.cut is None else answer.body[: int(len(answer.body) * delivery.cut)]
    if delivery.reset and delivery.cut is None:
        return _reset(handler)
    try:
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.body if delivery.reset else body)))
        handler.end_headers()
        for part in _parts(body, single=bool(delivery.drip)):
            handler.wfile.write(part)
            time.sleep(delivery.drip)  # as above
    except OSError:
        return False  # the client went away, as a deadline makes it
    return _reset(handler) if delivery.reset else True


def _parts(body: bytes, *, single: bool) -> list[bytes]:
    return [bytes([byte]) for byte in body] if single else [body]


def _reset(handler: BaseHTTPRequestHandler) -> bool:
    """Close with RST instead of FIN: lingering for no time does that."""
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    return False
