"""Pages of the local Notion server: every type of property written and read, ids, limits, the trash, moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from notion_client import APIResponseError
from notion_client.helpers import collect_paginated_api

from tests.servers.notion.example import NEWEST, OLDER, client_of

pytest_plugins = ["tests.servers.notion_fixtures"]


def text(words: str) -> list[dict[str, Any]]:
    return [{"text": {"content": words}}]


WRITES = [
    ("Key result", {"title": text("New")}, lambda value: value["title"][0]["plain_text"] == "New"),
    ("Notes", {"rich_text": text("a") + text("b")}, lambda value: len(value["rich_text"]) == 2),
    ("Target", {"number": 0.75}, lambda value: value["number"] == 0.75),
    ("Target", {"number": None}, lambda value: value["number"] is None),
    ("Quarter", {"select": {"name": "Q2"}}, lambda value: value["select"]["name"] == "Q2"),
    ("Quarter", {"select": {"name": "Q3", "color": "pink"}}, lambda value: value["select"]["color"] == "pink"),
    ("Quarter", {"select": None}, lambda value: value["select"] is None),
    ("Tags", {"multi_select": [{"name": "x"}, {"name": "y"}]}, lambda value: len(value["multi_select"]) == 2),
    ("Status", {"status": {"name": "Done"}}, lambda value: value["status"]["color"] == "green"),
    ("Status", {"status": None}, lambda value: value["status"]["name"] == "Not started"),
    ("Due", {"date": {"start": "2026-06-30"}}, lambda value: value["date"]["end"] is None),
    (
        "Due",
        {"date": {"start": "2026-06-30T09:00:00Z", "end": "2026-06-30T10:00:00+02:00"}},
        lambda value: value["date"]["start"] == "2026-06-30T09:00:00.000+00:00",
    ),
    ("Owner", {"people": []}, lambda value: value["people"] == []),
    ("Done", {"checkbox": True}, lambda value: value["checkbox"] is True),
    ("Link", {"url": "https://example.org"}, lambda value: value["url"] == "https://example.org"),
    ("Mail", {"email": "a@example.org"}, lambda value: value["email"] == "a@example.org"),
    ("Phone", {"phone_number": "+33 1"}, lambda value: value["phone_number"] == "+33 1"),
    (
        "Files",
        {"files": [{"name": "a.pdf", "external": {"url": "https://example.org/a.pdf"}}]},
        lambda value: value["files"][0]["type"] == "external",
    ),
    ("Objective", {"relation": []}, lambda value: (value["relation"], value["has_more"]) == ([], False)),
    ("Verified", {"verification": {"state": "verified"}}, lambda value: value["verification"]["state"] == "verified"),
]


@pytest.mark.parametrize(("name", "value", "holds"), WRITES, ids=range(len(WRITES)))
def test_a_written_value_is_read_back_by_name_and_by_id(client, team, name, value, holds):
    row = team.rows[0].id
    property_id = client.pages.retrieve(row)["properties"][name]["id"]
    client.pages.update(row, properties={property_id: value})

    assert holds(client.pages.retrieve(row)["properties"][name])


def test_every_type_of_property_is_told_with_its_type(client, team):
    properties = client.pages.retrieve(team.rows[0].id)["properties"]

    assert {value["type"] for value in properties.values()} >= {
        "formula", "rollup", "unique_id", "button", "place", "verification", "created_by", "last_edited_time", "status",
    }  # fmt: skip
    assert properties["Number"]["unique_id"] == {"prefix": "KR", "number": 1}
    assert properties["Objective team"]["rollup"]["array"][0]["title"][0]["plain_text"] == "Grow"
    assert properties["Progress"]["formula"] == {"type": "number", "number": 0.05}


def test_people_may_lack_a_name_and_an_address(client, team):
    owners = [client.pages.retrieve(row.id)["properties"]["Owner"]["people"][0] for row in team.rows[:2]]

    assert owners[0]["person"]["email"] == "nadia@example.org"
    assert (owners[1]["name"], owners[1]["person"]) == (None, {})


def test_ids_of_properties_need_quoting_in_an_address_and_survive_a_rename(server, client, team):
    before = client.data_sources.retrieve(team.results.id)["properties"]
    server.people.rename_property(team.results, "Target", "Cible")
    after = client.data_sources.retrieve(team.results.id)["properties"]

    assert any("%" in column["id"] for column in before.values())
    assert before["Target"]["id"] == after["Cible"]["id"]
    assert "Target" not in after


REFUSED = [
    ({"Nope": {"number": 1}}, "Nope is not a property that exists."),
    ({"Target": {"rich_text": []}}, "Target is expected to be number."),
    ({"Target": {"number": "1"}}, 'body.properties.Target.number should be a number or `null`, instead was `"1"`.'),
    ({"Progress": {"formula": {}}}, "body failed validation. Fix one:"),
    ({"Status": {"status": {"name": "Stuck"}}}, 'Status option "Stuck" does not exist'),
    ({"Quarter": {"select": {"name": "a, b"}}}, "commas not allowed"),
    ({"Due": {"date": {"start": "soon"}}}, "should be a valid ISO 8601 date string"),
    ({"Notes": {"rich_text": text("x" * 2001)}}, "text.content.length should be ≤ `2000`, instead was `2001`"),
    ({"Notes": {"rich_text": text("🥐" * 1001)}}, "text.content.length should be ≤ `2000`, instead was `2002`"),
    ({"Notes": {"rich_text": text("x") * 101}}, "rich_text.length should be ≤ `100`, instead was `101`"),
    ({"Objective": {"relation": [{"id": "x"}]}}, "should be a valid uuid"),
    ({"Objective": {"relation": [{"id": "0" * 32}] * 101}}, "relation.length should be ≤ `100`, instead was `101`"),
    ({"Owner": {"people": [{"id": "0" * 32}]}}, "should be the ID of a user"),
    ({"Link": {"url": "x" * 2001}}, "url.length should be ≤ `2000`"),
    ({"Target": {"number": 1, "nope": 2}}, "body.properties.Target.nope should be not present, instead was `2`"),
]


@pytest.mark.parametrize(("properties", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_written(client, team, properties, sentence):
    row = team.rows[0].id
    before = client.pages.retrieve(row)
    with pytest.raises(APIResponseError) as refused:
        client.pages.update(row, properties={"Done": {"checkbox": True}, **properties})

    assert (refused.value.status, refused.value.code) == (400, "validation_error")
    assert sentence in str(refused.value)
    assert client.pages.retrieve(row)["properties"] == before["properties"]


def test_a_body_of_more_than_500_kilobytes_is_refused(client, team):
    children = [{"paragraph": {"rich_text": text("x" * 2000) * 3}}] * 99
    with pytest.raises(APIResponseError, match=r"body\.length should be ≤ `500000`"):
        client.pages.create(
            parent={"page_id": team.home.id}, properties={"title": {"title": text("Big")}}, children=children
        )


def test_more_than_25_relations_are_paged(server, client, team):
    more = [server.people.add_row(team.results, {"Key result": f"More {number}"}).id for number in range(26)]
    goal = team.objectives.rows[0]
    for row in more:
        client.pages.update(row, properties={"Objective": {"relation": [{"id": goal}]}})
    shown = client.pages.retrieve(goal)["properties"]["Key results"]
    items = collect_paginated_api(client.pages.properties.retrieve, page_id=goal, property_id=shown["id"], page_size=12)

    assert (len(shown["relation"]), shown["has_more"]) == (25, True)
    assert len(items) == 30
    assert items[0]["relation"]["id"] == team.rows[0].id


def test_a_property_alone_tells_where_the_next_page_is(client, team):
    goal = team.objectives.rows[0]
    property_id = client.pages.retrieve(goal)["properties"]["Key results"]["id"]
    part = client.pages.properties.retrieve(goal, property_id, page_size=3)

    assert part["has_more"] is True
    assert part["property_item"]["next_url"].endswith(f"/properties/{property_id}?start_cursor={part['next_cursor']}")
    assert client.pages.properties.retrieve(team.rows[0].id, "Target")["number"] == 0.1


def test_both_sides_of_a_relation_agree(client, team):
    client.pages.update(team.rows[0].id, properties={"Objective": {"relation": []}})
    related = client.pages.retrieve(team.objectives.rows[0])["properties"]["Key results"]["relation"]

    assert [entry["id"] for entry in related] == [row.id for row in team.rows[1:]]


def test_a_relation_to_what_is_not_shared_is_left_out(server, client, team):
    server.people.unshare(server.store.things[team.objectives.parent[1]])

    assert "Objective" not in client.pages.retrieve(team.rows[0].id)["properties"]
    assert "Objective" not in client.data_sources.retrieve(team.results.id)["properties"]


def test_a_new_row_is_numbered_and_stands_at_the_first_status(client, team):
    page = client.pages.create(
        parent={"type": "data_source_id", "data_source_id": team.results.id},
        properties={"Key result": {"title": text("New")}, "Tags": {"multi_select": [{"name": "fresh"}]}},
    )

    assert page["properties"]["Number"]["unique_id"]["number"] == 5
    assert page["properties"]["Status"]["status"]["name"] == "Not started"
    options = client.data_sources.retrieve(team.results.id)["properties"]["Tags"]["multi_select"]["options"]
    assert "fresh" in [option["name"] for option in options]


def test_a_page_is_made_untitled_and_with_a_body(client, team):
    page = client.pages.create(
        parent={"page_id": team.home.id}, properties={}, children=[{"paragraph": {"rich_text": text("Hello")}}]
    )
    below = client.blocks.children.list(page["id"])["results"]

    assert page["properties"]["title"]["title"] == []
    assert below[0]["paragraph"]["rich_text"][0]["plain_text"] == "Hello"


def test_an_edit_is_dated_to_the_minute(server, client, team):
    server.store.clock.advance(timedelta(minutes=3, seconds=5))
    page = client.pages.update(team.rows[0].id, properties={"Done": {"checkbox": True}})

    assert page["created_time"] == "2026-03-04T12:00:00.000Z"
    assert page["last_edited_time"] == "2026-03-04T12:03:00.000Z"
    assert page["last_edited_by"]["id"] == server.integration.id


@pytest.mark.parametrize(("version", "word"), [(NEWEST, "in_trash"), (OLDER, "archived")])
def test_a_page_goes_to_the_trash_and_comes_back(server, team, version, word):
    row = team.rows[0].id
    with client_of(server, version) as client:
        assert client.pages.update(row, **{word: True})[word] is True
        with pytest.raises(APIResponseError, match="Can't edit block that is archived"):
            client.pages.update(row, properties={"Done": {"checkbox": True}})
        assert client.pages.update(row, **{word: False})[word] is False


def test_the_newest_version_knows_no_archived(client, team):
    with pytest.raises(APIResponseError, match=r"body\.archived should be not present, instead was `true`"):
        client.pages.update(team.rows[0].id, archived=True)


def test_a_page_moves_into_another(client, team):
    page = client.pages.create(parent={"page_id": team.home.id}, properties={"title": {"title": text("Old")}})
    moved = client.pages.move(page["id"], parent={"data_source_id": team.results.id})

    assert moved["parent"]["data_source_id"] == team.results.id
    assert moved["properties"]["Key result"]["title"][0]["plain_text"] == "Old"
    with pytest.raises(APIResponseError, match="cannot be moved into itself"):
        client.pages.move(team.home.id, parent={"page_id": team.home.id})


def test_an_internal_connection_makes_no_page_at_the_top(client):
    with pytest.raises(APIResponseError, match="Internal integrations aren't owned by a single user"):
        client.pages.create(parent={"workspace": True}, properties={})


def test_a_moment_is_kept_to_the_minute_with_the_offset_of_its_time_zone(client, team):
    due = {"date": {"start": "2026-06-17T17:33:21.134864", "time_zone": "Europe/London"}}
    page = client.pages.update(team.rows[0].id, properties={"Due": due})

    assert page["properties"]["Due"]["date"] == {
        "start": "2026-06-17T17:33:00.000+01:00",
        "end": None,
        "time_zone": None,
    }


def test_properties_are_told_by_their_ids_and_the_title_last(client, team):
    told = client.pages.retrieve(team.rows[0].id)["properties"]
    ids = [unquote(value["id"]) for value in told.values()]

    assert ids[:-1] == sorted(ids[:-1])
    assert ids[-1] == "title"
