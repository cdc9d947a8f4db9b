"""Recorded conversations with the real service, replayed: the same fields, of the same types, saying the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SHARED
from tests.servers.notion.endpoints_files import announce, expire, finish
from tests.servers.notion.replay import Exchange, Replay, exchanges
from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = sorted((SHARED / "specs" / "recorded" / "notion").glob("*.yaml"))
HOME = "393abc1eedcd80f3813be205934558c6"
BOT = "7775f3a3893f43fab625460c61094c78"
LISTED = tomllib.loads((Path(__file__).parent / "notion" / "differences.toml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.needs_shared


def in_the_state_of(recorded: list[Exchange], server: NotionServer) -> dict[str, str]:
    """Bring the workspace into the state in which the conversation began; recorded id → ours."""
    server.store.workspace_name = "notion-sdk-py"
    server.store.owner.avatar_url = "https://example.org/owner.png"
    server.store.cursors.clear()
    made_later = {one.answer.get("id") for one in recorded if one.method == "POST"}
    listings = [one.answer for one in recorded if one.path.startswith("/v1/file_uploads?") and "cursor" not in one.path]
    listings = listings or [one.answer for one in recorded if one.path == "/v1/file_uploads" and one.method == "GET"]
    for listing in listings:
        seed_uploads(server, listing, made_later)
    return {HOME: server.people.add_page("", shared=True).id, BOT: server.integration.id}


def seed_uploads(server: NotionServer, listing: dict[str, Any], made_later: set[str]) -> None:
    """Make the uploads that stood there already, and one more where the recorded list went on."""
    older = [entry for entry in listing["results"] if entry["id"] not in made_later]
    for entry in reversed([*older, *older[:1]] if listing["has_more"] else older):
        told = {"filename": entry["filename"], "content_type": entry["content_type"]}
        upload = announce(server.store, server.integration.id, told)
        if entry["status"] != "pending":
            finish(upload, entry["content_length"], imported="file_import_result" in entry)
        if entry["status"] == "expired":
            expire(upload)


@pytest.fixture
def server() -> Iterator[NotionServer]:
    with NotionServer(integration="notion-sdk-py") as serving:
        yield serving


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_recorded_conversation_gets_the_recorded_answers(server, path):
    recorded = list(exchanges(path))
    replay = Replay(path.stem, server.url, server.token, in_the_state_of(recorded, server))

    differences = {(found.request, found.where) for found in replay.run(iter(recorded))}

    listed = {
        (entry["request"], entry["where"]) for entry in LISTED.get("differs", []) if entry["conversation"] == path.stem
    }
    assert differences == listed


def test_every_conversation_that_went_to_the_service_is_replayed():
    assert sum(len(list(exchanges(path))) for path in RECORDED) >= 330
