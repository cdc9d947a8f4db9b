"""What a test can switch on: limits, refusals, failures of the network, people in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from notion_client import APIResponseError
from notion_client.errors import HTTPResponseError

from tests.servers.quota import Clock

pytest_plugins = ["tests.servers.notion_fixtures"]


def test_three_requests_a_second_are_answered_and_the_fourth_is_told_when_to_come_again(server, client):
    clock = Clock()
    server.limit(clock=clock)
    for _ in range(3):
        client.users.me()
    with pytest.raises(APIResponseError) as refused:
        client.users.me()

    assert (refused.value.status, refused.value.code) == (429, "rate_limited")
    assert refused.value.headers["retry-after"] == "1"
    assert refused.value.additional_data == {"rate_limit_reason": "per_connection"}
    clock.forward(1)
    assert client.users.me()["type"] == "bot"


@pytest.mark.parametrize(
    ("trouble", "status", "code"),
    [
        ("conflict", 409, "conflict_error"),
        ("internal_error", 500, "internal_server_error"),
        ("unavailable", 503, "service_unavailable"),
        ("gateway_timeout", 504, "gateway_timeout"),
        ("unauthorized", 401, "unauthorized"),
        ("restricted", 403, "restricted_resource"),
        ("bad_gateway", 502, "notionhq_client_response_error"),
        ("overloaded", 529, "notionhq_client_response_error"),
    ],
)
def test_a_trouble_befalls_one_request_and_is_over(server, client, trouble, status, code):
    getattr(server.troubles, trouble)(path="users/me")
    with pytest.raises(HTTPResponseError) as refused:
        client.users.me()

    assert (refused.value.status, refused.value.code) == (status, code)
    assert client.users.me()["type"] == "bot"


def test_a_wait_of_any_length_can_be_asked_for(server, client):
    server.troubles.rate_limited(900, reason="per_workspace")
    server.troubles.overloaded(120)
    waits = []
    for _ in range(2):
        with pytest.raises(HTTPResponseError) as refused:
            client.users.me()
        waits.append(refused.value.headers["retry-after"])

    assert waits == ["900", "120"]


def test_a_write_whose_answer_is_lost_was_done_once(server, client, team):
    server.faults.reset(applied=True, method="POST", path="/v1/pages$")
    with pytest.raises(httpx.TransportError):
        client.pages.create(parent={"data_source_id": team.results.id}, properties={})

    assert len(team.results.rows) == 5


def test_a_page_of_html_with_status_200_is_no_answer(server, client):
    server.faults.html(200)

    with pytest.raises(ValueError, match="Expecting value"):
        client.users.me()


def test_people_edit_while_the_program_works(server, client, team):
    server.moments.add(lambda: server.people.edit_property(team.rows[0], "Target", 0.99), after=True, path="query")
    told = client.data_sources.query(team.results.id)["results"][-1]

    assert told["properties"]["Target"]["number"] == 0.1
    assert client.pages.retrieve(team.rows[0].id)["properties"]["Target"]["number"] == 0.99


def test_people_rename_delete_and_retype_columns_duplicate_rows_and_rename_options(server, client, team):
    people = server.people
    people.rename_property(team.results, "Target", "Cible")
    people.delete_property(team.results, "Notes")
    people.change_type(team.results, "Mail", "number")
    people.rename_option(team.results, "Quarter", "Q1", "First quarter")
    copy = people.duplicate(team.rows[0])
    told = client.pages.retrieve(copy.id)["properties"]

    assert told["Cible"]["number"] == 0.1
    assert told["Mail"]["type"] == "number"
    assert told["Quarter"]["select"]["name"] == "First quarter"
    assert told["Number"]["unique_id"]["number"] == 5
    assert "Notes" not in told


def test_a_property_of_a_type_that_nobody_knows_is_told_as_it_is(server, client, team):
    server.people.add_property(team.results, "Hologram", {"hologram": {"depth": 3}})

    assert client.data_sources.retrieve(team.results.id)["properties"]["Hologram"]["hologram"] == {"depth": 3}
    assert client.pages.retrieve(team.rows[0].id)["properties"]["Hologram"]["type"] == "hologram"


def test_people_and_many_requests_act_at_once(server, client, team):
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(client.data_sources.query, team.results.id) for _ in range(20)]
        for number in range(20):
            server.people.add_row(team.results, {"Key result": f"Added {number}"})

    assert all(4 <= len(answer.result()["results"]) <= 24 for answer in asked)
    assert len(client.data_sources.query(team.results.id)["results"]) == 24


def test_calls_are_counted_and_dated(server, client, team):
    client.data_sources.query(team.results.id)
    client.pages.update(team.rows[0].id, properties={"Done": {"checkbox": True}})

    assert (server.log.count("read"), server.log.count("write")) == (1, 1)
    assert server.log.count(path=r"/query$") == 1
    times = [when for when, token in server.application.arrivals if token == server.token]
    assert times == sorted(times)
    assert len(times) == 2
