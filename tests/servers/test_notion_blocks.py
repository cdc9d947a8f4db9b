"""Databases, blocks and comments of the local Notion server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from notion_client import APIResponseError

from tests.servers.notion.example import NEWEST, OLDER, client_of

pytest_plugins = ["tests.servers.notion_fixtures"]

if TYPE_CHECKING:
    from notion_client import Client


def paragraph(words: str) -> dict[str, Any]:
    return {"paragraph": {"rich_text": [{"text": {"content": words}}]}}


def shown(client: Client, page_id: str) -> list[str]:
    blocks = client.blocks.children.list(page_id)["results"]
    return [block["paragraph"]["rich_text"][0]["plain_text"] for block in blocks if block["type"] == "paragraph"]


# Columns.


def test_columns_are_added_renamed_and_deleted(client, team):
    changed = client.data_sources.update(
        team.results.id,
        properties={
            "OKR score": {"number": {"format": "number"}},
            "OKR status": {"select": {"options": [{"name": "good", "color": "green"}]}},
            "Notes": {"name": "Remarks"},
            "Mail": None,
        },
    )["properties"]

    assert changed["OKR status"]["select"]["options"][0]["color"] == "green"
    assert "Remarks" in changed
    assert not {"Notes", "Mail"} & changed.keys()


def test_deleting_a_column_empties_it_for_good(client, team):
    client.data_sources.update(team.results.id, properties={"Target": None})
    client.data_sources.update(team.results.id, properties={"Target": {"number": {}}})

    assert client.pages.retrieve(team.rows[0].id)["properties"]["Target"]["number"] is None


@pytest.mark.parametrize(
    ("properties", "sentence"),
    [
        ({"Key result": None}, "Cannot delete title property."),
        ({"Nope": None}, "Nope is not a property that exists."),
        ({"Notes": {"name": "Target"}}, "already exists"),
        ({"Second": {"title": {}}}, "second title"),
        ({"Quarter": {"select": {"options": [{"name": "Q1", "color": "blue"}]}}}, "Cannot update color of select"),
        ({"Score": {"nope": {}}}, "body.properties.Score.name should be defined"),
        ({"Score": {"number": {"format": 1}}}, "format should be a string"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(client, team, properties, sentence):
    before = client.data_sources.retrieve(team.results.id)["properties"]
    with pytest.raises(APIResponseError) as refused:
        client.data_sources.update(team.results.id, properties={"Due": None, **properties})

    assert sentence in str(refused.value)
    assert client.data_sources.retrieve(team.results.id)["properties"] == before
    assert client.pages.retrieve(team.rows[0].id)["properties"]["Due"]["date"] is not None


def test_options_that_are_left_out_are_gone(client, team):
    kept = {"Quarter": {"select": {"options": [{"name": "Q2"}]}}}
    client.data_sources.update(team.results.id, properties=kept)

    assert client.pages.retrieve(team.rows[0].id)["properties"]["Quarter"]["select"] is None


def test_a_database_is_made_with_its_first_data_source(client, team):
    columns = {"Name": {"title": {}}, "Score": {"number": {"format": "percent"}}}
    database = client.databases.create(
        parent={"type": "page_id", "page_id": team.home.id},
        title=[{"text": {"content": "New"}}],
        initial_data_source={"properties": columns},
    )
    source = client.data_sources.retrieve(database["data_sources"][0]["id"])

    assert source["properties"]["Score"]["number"] == {"format": "percent"}
    assert source["database_parent"] == {"type": "page_id", "page_id": team.home.id}
    with pytest.raises(APIResponseError, match="Title is not provided"):
        client.data_sources.create(parent={"database_id": database["id"]}, properties={"Score": {"number": {}}})


def test_templates_of_a_data_source_are_listed(client, team):
    assert client.data_sources.list_templates(team.results.id) == {
        "templates": [],
        "has_more": False,
        "next_cursor": None,
    }


# Blocks.


def test_blocks_are_appended_where_they_are_asked_for(client, team):
    client.blocks.children.append(team.rows[0].id, children=[paragraph("one"), paragraph("three")])
    first = client.blocks.children.list(team.rows[0].id)["results"][0]["id"]
    after = {"type": "after_block", "after_block": {"id": first}}
    client.blocks.children.append(team.rows[0].id, children=[paragraph("two")], position=after)
    client.blocks.children.append(team.rows[0].id, children=[paragraph("zero")], position={"type": "start"})

    assert shown(client, team.rows[0].id) == ["zero", "one", "two", "three"]


def test_the_older_version_appends_after_a_block(server, team):
    with client_of(server, OLDER) as client:
        client.blocks.children.append(team.rows[0].id, children=[paragraph("one"), paragraph("three")])
        first = client.blocks.children.list(team.rows[0].id)["results"][0]["id"]
        client.blocks.children.append(team.rows[0].id, children=[paragraph("two")], after=first)
        assert shown(client, team.rows[0].id) == ["one", "two", "three"]
    with (
        client_of(server, NEWEST) as client,
        pytest.raises(APIResponseError, match=r"body\.after should be not present"),
    ):
        client.blocks.children.append(team.rows[0].id, children=[paragraph("two")], after=first)


def test_blocks_hold_blocks(client, team):
    toggle = {"toggle": {"rich_text": [{"text": {"content": "More"}}], "children": [paragraph("inside")]}}
    made = client.blocks.children.append(team.rows[0].id, children=[toggle])["results"][0]

    assert made["has_children"] is True
    assert shown(client, made["id"]) == ["inside"]
    deep = {"toggle": {"rich_text": [], "children": [{"toggle": {"rich_text": [], "children": [toggle]}}]}}
    with pytest.raises(APIResponseError, match="children should be not present"):
        client.blocks.children.append(team.rows[0].id, children=[deep])


@pytest.mark.parametrize(
    "block",
    [
        {"callout": {"rich_text": [], "icon": {"emoji": "🎯"}, "color": "yellow_background"}},
        {"heading_2": {"rich_text": [], "is_toggleable": True}},
        {"to_do": {"rich_text": [], "checked": True}},
        {"bulleted_list_item": {"rich_text": []}},
        {"numbered_list_item": {"rich_text": []}},
        {"quote": {"rich_text": []}},
        {"code": {"rich_text": [], "language": "python"}},
        {"equation": {"expression": "e = mc^2"}},
        {"divider": {}},
        {"table_of_contents": {}},
        {"bookmark": {"url": "https://example.org"}},
        {"image": {"external": {"url": "https://example.org/a.png"}}},
        {"file": {"external": {"url": "https://example.org/a.pdf"}}},
        {"table": {"table_width": 1, "children": [{"table_row": {"cells": [[{"text": {"content": "a"}}]]}}]}},
        {
            "paragraph": {
                "rich_text": [{"mention": {"date": {"start": "2026-03-31"}}}, {"equation": {"expression": "x"}}]
            }
        },
    ],
    ids=lambda block: next(iter(block)),
)
def test_a_block_of_any_kind_is_kept_and_told(client, team, block):
    kind = next(iter(block))
    made = client.blocks.children.append(team.rows[0].id, children=[block])["results"][0]

    assert client.blocks.retrieve(made["id"])["type"] == kind


def test_a_block_is_changed_and_deleted(client, team):
    made = client.blocks.children.append(team.rows[0].id, children=[paragraph("old")])["results"][0]["id"]
    client.blocks.update(made, **paragraph("new"))
    assert shown(client, team.rows[0].id) == ["new"]
    client.blocks.delete(made)
    assert shown(client, team.rows[0].id) == []
    with pytest.raises(APIResponseError, match="Can't edit block that is archived"):
        client.blocks.delete(made)
    with pytest.raises(APIResponseError, match="not present"):
        client.blocks.update(team.rows[0].id, divider={})


def test_more_than_100_blocks_at_once_are_refused(client, team):
    with pytest.raises(APIResponseError, match=r"body\.children\.length should be ≤ `100`, instead was `101`"):
        client.blocks.children.append(team.rows[0].id, children=[paragraph("x")] * 101)


def test_a_page_and_a_database_are_blocks_of_their_page(client, team):
    kinds = {block["type"]: block for block in client.blocks.children.list(team.home.id)["results"]}

    assert kinds["child_database"]["child_database"]["title"] in {"Objectives", "Key results"}
    assert client.blocks.retrieve(team.database.id)["type"] == "child_database"


# Comments.


def test_comments_are_made_answered_changed_and_deleted(server, client, team):
    row = team.rows[0].id
    first = client.comments.create(parent={"page_id": row}, rich_text=[{"text": {"content": "Please add a baseline."}}])
    answer = client.comments.create(discussion_id=first["discussion_id"], markdown="Done.")
    client.comments.update(first["id"], rich_text=[{"text": {"content": "Thank you."}}])
    listed = client.comments.list(block_id=row)["results"]

    assert [comment["rich_text"][0]["plain_text"] for comment in listed] == ["Thank you.", "Done."]
    assert first["display_name"] == {"type": "integration", "resolved_name": "okrsync"}
    client.comments.delete(answer["id"])
    assert len(client.comments.list(block_id=row)["results"]) == 1
    server.people.resolve(server.store.things[first["id"]])
    assert client.comments.list(block_id=row)["results"] == []


def test_comments_of_others_are_not_to_be_changed(server, client, team):
    theirs = server.people.add_comment(team.rows[0], "Mine.")

    assert client.comments.retrieve(theirs.id)["created_by"]["id"] == server.store.owner.id
    with pytest.raises(APIResponseError) as refused:
        client.comments.delete(theirs.id)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"rich_text": []}, "body.parent should be defined"),
        ({"parent": {"page_id": "x"}, "rich_text": []}, "should be a valid uuid"),
        ({"discussion_id": "0" * 32}, "body.rich_text should be defined"),
        ({"discussion_id": "0" * 32, "rich_text": []}, "Could not find discussion"),
        ({"discussion_id": "0" * 32, "rich_text": [], "markdown": ""}, "body.markdown should be not present"),
    ],
)
def test_a_comment_that_is_not_whole_is_refused(client, team, body, sentence):
    _ = team
    with pytest.raises(APIResponseError) as refused:
        client.request("comments", "POST", body=body)
    assert sentence in str(refused.value)
