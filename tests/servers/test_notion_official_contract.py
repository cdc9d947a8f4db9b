"""The local Notion server is held to the official contract, and the check itself can fail."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from notion_client import APIResponseError

from tests.conftest import SHARED
from tests.servers.notion.contract import Contract
from tests.servers.notion.example import NEWEST, OLDER, client_of, example
from tests.servers.notion.objects import page as shown_page
from tests.servers.notion.routes import ROUTES
from tests.servers.notion.server import NotionServer
from tests.servers.notion.showing import View
from tests.servers.notion.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.needs_shared


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()


@pytest.fixture(scope="module")
def pages() -> dict[Version, dict[str, Any]]:
    """Return a row of the example as each version tells it."""
    server = NotionServer()
    team = example(server)
    versions = (Version.V2025_09_03, Version.V2026_03_11)
    told = {version: shown_page(View(server.store, server.integration, version), team.rows[0]) for version in versions}
    server._http.server_close()  # noqa: SLF001 - never served
    return told


@pytest.fixture
def server() -> Iterator[NotionServer]:
    with NotionServer(strict=False) as serving:
        yield serving


def test_every_documented_path_is_served_with_its_parameters():
    described = json.loads((SHARED / "specs" / "notion-openapi.json").read_text(encoding="utf-8"))["paths"]
    served = {(route.method, "/v1/" + route.path): route for route in ROUTES}
    for path, methods in described.items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            route = served[method.upper(), re.sub(r"\{[^}]*\}", "{}", path)]
            named = {one.get("name") for one in operation.get("parameters", []) if one.get("in") == "query"}
            assert named <= set(route.query), path


@pytest.mark.parametrize("version", [Version.V2025_09_03, Version.V2026_03_11])
def test_a_row_with_every_type_of_property_keeps_the_contract(contract, pages, version):
    assert contract.answer_violations("retrieve_page", version, pages[version]) == []


def breakages(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every field of an answer."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from breakages(inner, (*path, key))


def broken_at(answer: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
    """Return the answer with a value at `place` that no field may have."""
    broken = deepcopy(answer)
    holder = broken
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = [{"nothing": "like this"}]
    return broken


def test_an_answer_with_any_field_broken_is_noticed(contract, pages):
    answer = pages[Version.V2026_03_11]
    free = {"has_more", "email_verified"}
    places = [place for place in breakages(answer) if place[-1] not in free]
    unnoticed = [
        place
        for place in places
        if not contract.answer_violations("retrieve_page", Version.V2026_03_11, broken_at(answer, place))
    ]

    assert len(places) > 150
    assert {place[2] if len(place) > 2 and place[0] == "properties" else place for place in unnoticed} <= {"button"}


def test_the_newest_version_must_not_say_archived(contract, pages):
    answer = pages[Version.V2025_09_03]

    assert contract.answer_violations("retrieve_page", Version.V2026_03_11, answer) != []
    assert contract.answer_violations("retrieve_page", Version.V2025_09_03, answer) == []


@pytest.mark.parametrize("version", [OLDER, NEWEST])
def test_an_answer_that_breaks_the_contract_is_not_sent(server, version):
    team = example(server)
    team.rows[0].public_url = 5
    with client_of(server, version) as client, pytest.raises(APIResponseError, match="Contract violated"):
        client.pages.retrieve(team.rows[0].id)

    assert "public_url" in server.violations[0]


def test_a_request_that_breaks_the_contract_is_noted():
    server = NotionServer()
    server.__enter__()
    team = example(server)
    echoed = {"text": {"content": "x"}, "plain_text": "x"}
    with client_of(server) as client:
        client.pages.update(team.rows[0].id, properties={"Notes": {"rich_text": [echoed]}})

    with pytest.raises(AssertionError, match="the Notion contract was broken"):
        server.__exit__(None, None, None)


def test_without_the_contract_the_server_serves_all_the_same():
    with NotionServer(contract=False) as server, client_of(server) as client:
        assert client.users.me()["type"] == "bot"
        assert server.application.contract is None
