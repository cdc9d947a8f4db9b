"""Who gets in and what is shown: tokens, versions, capabilities, sharing, addresses, unknown fields."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from notion_client import APIResponseError
from notion_client.errors import HTTPResponseError

from tests.servers.notion.example import NEWEST, OLDER, OLDEST, client_of

pytest_plugins = ["tests.servers.notion_fixtures"]


def refusal(call: Any, *arguments: Any, **told: Any) -> HTTPResponseError:
    with pytest.raises(HTTPResponseError) as refused:
        call(*arguments, **told)
    return refused.value


def test_the_bot_says_who_it_is(server, client):
    me = client.users.me()

    assert (me["type"], me["name"], me["id"]) == ("bot", "okrsync", server.integration.id)
    assert me["bot"]["owner"] == {"type": "workspace", "workspace": True}


def test_people_and_bots_are_listed_page_by_page(client, team):
    first = client.users.list(page_size=2)
    rest = client.users.list(start_cursor=first["next_cursor"])

    assert [user["type"] for user in first["results"] + rest["results"]] == ["person", "person", "person", "bot"]
    assert client.users.retrieve(team.nadia.id)["name"] == "Nadia"


def test_a_token_that_is_wrong_or_revoked_opens_nothing(server):
    with client_of(server, token=server.token[::-1]) as client:
        assert (refusal(client.users.me).status, str(refusal(client.users.me))) == (401, "API token is invalid.")
    server.integration.revoked = True
    with client_of(server) as client:
        assert refusal(client.users.me).code == "unauthorized"


def test_a_request_names_its_version(server):
    headers = {"Authorization": f"Bearer {server.token}"}
    without = httpx.get(f"{server.url}/v1/users/me", headers=headers).json()
    unknown = httpx.get(f"{server.url}/v1/users/me", headers={**headers, "Notion-Version": "2030-01-01"}).json()

    assert without["code"] == "missing_version"
    assert unknown["code"] == "validation_error"


def test_what_is_not_shared_is_not_there(server, client, team):
    server.people.unshare(team.rows[0])
    refused = refusal(client.pages.retrieve, team.rows[0].id)

    assert (refused.status, refused.code) == (404, "object_not_found")
    assert str(refused) == (
        f"Could not find page with ID: {team.rows[0].id}. Make sure the relevant pages and databases are shared with "
        'your integration "okrsync".'
    )
    assert refused.additional_data == {"integration_id": server.integration.id}
    assert len(client.data_sources.query(team.results.id)["results"]) == 3


def test_sharing_a_page_shares_what_stands_in_it(server, client, team):
    server.people.unshare(team.home)
    assert refusal(client.data_sources.query, team.results.id).status == 404

    server.people.share(team.home)
    assert len(client.data_sources.query(team.results.id)["results"]) == 4


@pytest.mark.parametrize(
    ("capability", "call"),
    [
        ("read_content", lambda client, team: client.pages.retrieve(team.home.id)),
        ("read_content", lambda client, team: client.search(query=team.home.id)),
        ("update_content", lambda client, team: client.pages.update(team.home.id, icon=None)),
        ("insert_content", lambda client, team: client.pages.create(parent={"page_id": team.home.id}, properties={})),
        ("read_comments", lambda client, team: client.comments.list(block_id=team.home.id)),
        (
            "insert_comments",
            lambda client, team: client.comments.create(
                parent={"page_id": team.home.id}, rich_text=[{"text": {"content": "x"}}]
            ),
        ),
        ("read_users", lambda client, _team: client.users.list()),
    ],
)
def test_a_connection_without_a_capability_is_refused(server, client, team, capability, call):
    server.integration.capabilities.discard(capability)
    refused = refusal(call, client, team)

    assert (refused.status, refused.code) == (403, "restricted_resource")


def test_a_connection_that_may_not_read_people_sees_their_ids_alone(server, client, team):
    server.integration.capabilities.discard("read_users")
    owners = client.pages.retrieve(team.rows[0].id)["properties"]["Owner"]["people"]

    assert owners == [{"object": "user", "id": team.nadia.id}]


def test_a_search_finds_titles_of_what_is_shared(server, client, team):
    server.people.add_page("Key secrets")
    found = client.search(query="key RESULTS")["results"]
    sources = client.search(filter={"property": "object", "value": "data_source"})["results"]

    assert [(thing["object"], thing["id"]) for thing in found] == [("data_source", team.results.id)]
    assert {thing["id"] for thing in sources} == {team.results.id, team.objectives.id}


def test_an_address_that_is_none_is_refused(client, team):
    assert refusal(client.request, "nowhere", "GET").code == "invalid_request_url"
    assert "path.page_id should be a valid uuid" in str(refusal(client.pages.retrieve, "x"))
    assert "is a page, not a database" in str(refusal(client.databases.retrieve, team.home.id))
    assert "is a database, not a page" in str(refusal(client.pages.retrieve, team.database.id))
    assert refusal(client.data_sources.retrieve, team.database.id).code == "object_not_found"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "pages"),
        ("PATCH", "pages/{row}"),
        ("PATCH", "data_sources/{source}"),
        ("POST", "data_sources/{source}/query"),
        ("PATCH", "databases/{database}"),
        ("POST", "databases"),
        ("POST", "data_sources"),
        ("POST", "search"),
        ("PATCH", "blocks/{row}"),
        ("PATCH", "blocks/{row}/children"),
        ("POST", "comments"),
    ],
)
def test_an_unknown_field_in_a_body_is_refused(client, team, method, path):
    place = path.format(row=team.rows[0].id, source=team.results.id, database=team.database.id)
    refused = refusal(client.request, place, method, body={"nope": 1})

    assert refused.code == "validation_error"
    assert "should be" in str(refused)


def test_an_unknown_parameter_of_an_address_is_refused(client, team):
    with pytest.raises(APIResponseError, match=r'query\.nope should be not present, instead was `"1"`'):
        client.request(f"pages/{team.home.id}", "GET", query={"nope": "1"})


def test_a_body_that_is_no_json_is_refused(server):
    headers = {"Authorization": f"Bearer {server.token}", "Notion-Version": NEWEST}
    answer = httpx.post(f"{server.url}/v1/search", headers=headers, content=b"{")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_json")


def test_the_oldest_version_shows_the_columns_of_a_database(server, team):
    with client_of(server, OLDEST) as client:
        database = client.databases.retrieve(team.database.id)

    assert database["properties"]["Target"]["number"] == {"format": "percent"}
    assert "data_sources" not in database


def test_a_database_of_several_data_sources_is_too_new_for_the_oldest_version(server, team):
    server.people.add_data_source(team.database, "Archive", {"Name": "title"})
    with client_of(server, OLDEST) as client:
        refused = refusal(client.databases.retrieve, team.database.id)
    with client_of(server, OLDER) as client:
        sources = client.databases.retrieve(team.database.id)["data_sources"]

    assert refused.additional_data["error_type"] == "multiple_data_sources_for_database"
    assert [source["name"] for source in sources] == ["Key results", "Archive"]


def test_a_public_connection_trades_a_code_for_a_token(server):
    server.store.oauth_clients["client"] = "secret"
    server.store.oauth_codes["code"] = server.integration.id
    told: dict[str, Any] = {"client_id": "client", "client_secret": "secret"}
    with client_of(server) as client:
        granted = client.oauth.token(**told, grant_type="authorization_code", code="code", redirect_uri="https://x")
        assert refusal(client.oauth.token, **told, grant_type="authorization_code", code="code").status == 400
        fresh = client.oauth.token(**told, grant_type="refresh_token", refresh_token=granted["refresh_token"])
        assert client.oauth.introspect(**told, token=fresh["access_token"])["active"] is True
    with client_of(server, token=fresh["access_token"]) as client:
        assert client.users.me()["id"] == granted["bot_id"]
        client.oauth.revoke(**told, token=fresh["access_token"])
        assert refusal(client.users.me).status == 401
