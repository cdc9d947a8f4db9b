"""Recorded conversations with the real service, held again with this server, and what differs between the answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "https://api.notion.com"
UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
FREE = {
    *("id", "request_id", "name", "email", "filename", "avatar_url", "url", "upload_url", "status_url", "next_cursor"),
    *("created_time", "last_edited_time", "expiry_time", "expires_at", "imported_time", "workspace_name"),
    *("page_id", "database_id", "data_source_id", "view_id", "block_id", "discussion_id"),
    *("workspace_id", "integration_id"),
}
"""Fields whose values are a workspace's own: they must be there and of the same type, whatever they say."""


class Exchange(NamedTuple):
    """One recorded request and its answer."""

    method: str
    path: str
    version: str
    content_type: str
    body: str
    status: int
    answer: Any


class Difference(NamedTuple):
    """Where an answer differs: the conversation, the request in it, the field, what was recorded and what came."""

    conversation: str
    request: str
    where: str
    recorded: str
    served: str


def exchanges(path: Path) -> Iterator[Exchange]:
    """Yield the exchanges of a cassette that went to the service itself."""
    for recorded in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
        request, response = recorded["request"], recorded["response"]
        if not request["uri"].startswith(HOST):
            continue
        yield Exchange(
            method=request["method"],
            path=request["uri"].removeprefix(HOST),
            version=request["headers"]["notion-version"][0],
            content_type=request["headers"].get("content-type", [""])[0],
            body=request["body"] or "",
            status=response["status"]["code"],
            answer=json.loads(response["body"]["string"]),
        )


@dataclass
class Replay:
    """A conversation held again. `names` learns which id of ours stands for which recorded one."""

    conversation: str
    url: str
    token: str
    names: dict[str, str] = field(default_factory=dict)

    def run(self, recorded: Iterator[Exchange]) -> Iterator[Difference]:
        """Send every recorded request and yield what differs in the answers."""
        with httpx.Client(base_url=self.url) as client:
            for exchange in recorded:
                served = self._send(client, exchange)
                request = f"{exchange.method} {UUID.sub('{id}', urlsplit(exchange.path).path)}"
                if served.status_code != exchange.status:
                    told = f"{served.status_code} {served.text[:200]}"
                    yield Difference(self.conversation, request, "status", str(exchange.status), told)
                    continue
                self._learn(exchange.answer, served.json())
                for where, recorded_part, served_part in compared(exchange.answer, served.json(), "$"):
                    yield Difference(self.conversation, request, where, recorded_part, served_part)

    def _send(self, client: httpx.Client, exchange: Exchange) -> httpx.Response:
        token = "invalid" if exchange.status == 401 else self.token
        headers = {"Authorization": f"Bearer {token}", "Notion-Version": exchange.version}
        if exchange.content_type:
            headers["Content-Type"] = exchange.content_type
        body = self._ours(exchange.body)
        if exchange.content_type.startswith("multipart/"):
            body = body.replace("\r\n", "\n").replace("\n", "\r\n")
        return client.request(exchange.method, self._ours(exchange.path), headers=headers, content=body.encode())

    def _ours(self, text: str) -> str:
        def ours(found: re.Match[str]) -> str:
            return self.names.get(found[0].replace("-", ""), found[0])

        return UUID.sub(ours, text)

    def _learn(self, recorded: Any, served: Any) -> None:
        """Learn which ids stand for each other, going through both answers side by side."""
        if isinstance(recorded, dict) and isinstance(served, dict):
            for key in recorded.keys() & served.keys():
                self._learn(recorded[key], served[key])
        elif isinstance(recorded, list) and isinstance(served, list):
            for one, other in zip(recorded, served, strict=False):
                self._learn(one, other)
        elif isinstance(recorded, str) and isinstance(served, str):
            for one, other in zip(UUID.findall(recorded), UUID.findall(served), strict=False):
                self.names.setdefault(one.replace("-", ""), other)


KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}


def kind(value: Any) -> str:
    """Return the JSON type of a value."""
    return KINDS.get(type(value), "number")


def compared(recorded: Any, served: Any, where: str) -> Iterator[tuple[str, str, str]]:
    """Yield where two answers differ: in fields, in types, and in values that are not a workspace's own."""
    if kind(recorded) != kind(served):
        yield where, kind(recorded), kind(served)
    elif isinstance(recorded, dict):
        yield from compared_objects(recorded, served, where)
    elif isinstance(recorded, list):
        if len(recorded) != len(served):
            yield f"{where}.length", str(len(recorded)), str(len(served))
        for one, other in zip(recorded, served, strict=False):
            yield from compared(one, other, f"{where}[]")
    elif UUID.sub("", str(recorded)) != UUID.sub("", str(served)):
        yield where, str(recorded), str(served)


def compared_objects(recorded: dict[str, Any], served: dict[str, Any], where: str) -> Iterator[tuple[str, str, str]]:
    """Yield where two objects differ."""
    for key in sorted(recorded.keys() | served.keys()):
        place = f"{where}.{key}"
        if key not in served or key not in recorded:
            yield place, kind(recorded[key]) if key in recorded else "missing", "there" if key in served else "missing"
        elif key in FREE and isinstance(recorded[key], str):
            if kind(recorded[key]) != kind(served[key]):
                yield place, kind(recorded[key]), kind(served[key])
        else:
            yield from compared(recorded[key], served[key], place)
