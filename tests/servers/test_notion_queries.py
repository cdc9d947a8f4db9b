"""Queries of the local Notion server: filters of every type, sorts, pages of results, the cap, cursors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from notion_client import APIResponseError
from notion_client.helpers import collect_paginated_api

from tests.servers.notion.example import NEWEST, OLDER, OLDEST, client_of

pytest_plugins = ["tests.servers.notion_fixtures"]


def numbers(answer: dict[str, Any]) -> list[int]:
    return sorted(round(page["properties"]["Target"]["number"] * 10) for page in answer["results"])


EVEN, ODD, ALL, NONE = [2, 4], [1, 3], [1, 2, 3, 4], []
CONDITIONS = [
    ("Key result", {"title": {"contains": "SALES 2"}}, [2]),
    ("Key result", {"title": {"equals": "Raise sales 2"}}, [2]),
    ("Key result", {"title": {"does_not_equal": "Raise sales 2"}}, [1, 3, 4]),
    ("Key result", {"title": {"does_not_contain": "sales 2"}}, [1, 3, 4]),
    ("Key result", {"title": {"starts_with": "raise"}}, ALL),
    ("Key result", {"title": {"ends_with": "3"}}, [3]),
    ("Key result", {"rich_text": {"contains": "sales 4"}}, [4]),
    ("Notes", {"rich_text": {"is_empty": True}}, ALL),
    ("Link", {"url": {"is_not_empty": True}}, NONE),
    ("Mail", {"email": {"does_not_contain": "x"}}, ALL),
    ("Phone", {"phone_number": {"equals": "1"}}, NONE),
    ("Target", {"number": {"equals": 0.2}}, [2]),
    ("Target", {"number": {"does_not_equal": 0.2}}, [1, 3, 4]),
    ("Target", {"number": {"greater_than": 0.2}}, [3, 4]),
    ("Target", {"number": {"less_than": 0.2}}, [1]),
    ("Target", {"number": {"greater_than_or_equal_to": 0.2}}, [2, 3, 4]),
    ("Target", {"number": {"less_than_or_equal_to": 0.2}}, [1, 2]),
    ("Target", {"number": {"is_not_empty": True}}, ALL),
    ("Done", {"checkbox": {"equals": True}}, EVEN),
    ("Done", {"checkbox": {"does_not_equal": True}}, ODD),
    ("Quarter", {"select": {"equals": "Q1"}}, ODD),
    ("Quarter", {"select": {"equals": ["Q1", "Q2"]}}, ALL),
    ("Quarter", {"select": {"does_not_equal": "Q1"}}, EVEN),
    ("Tags", {"multi_select": {"contains": "tag 3"}}, [3]),
    ("Tags", {"multi_select": {"does_not_contain": "tag 3"}}, [1, 2, 4]),
    ("Status", {"status": {"equals": "Not started"}}, ALL),
    ("Status", {"status": {"does_not_equal": "Done"}}, ALL),
    ("Due", {"date": {"equals": "2026-03-02"}}, [2]),
    ("Due", {"date": {"before": "2026-03-02"}}, [1]),
    ("Due", {"date": {"after": "2026-03-02"}}, [3, 4]),
    ("Due", {"date": {"on_or_before": "2026-03-02"}}, [1, 2]),
    ("Due", {"date": {"on_or_after": "2026-03-02T12:00:00Z"}}, [3, 4]),
    ("Due", {"date": {"on_or_after": "today"}}, [4]),
    ("Due", {"date": {"equals": "yesterday"}}, [3]),
    ("Due", {"date": {"this_week": {}}}, ALL),
    ("Due", {"date": {"past_week": {}}}, ALL),
    ("Due", {"date": {"next_month": {}}}, [4]),
    ("Due", {"date": {"is_empty": True}}, NONE),
    ("Files", {"files": {"is_empty": True}}, ALL),
    ("Files", {"files": {"is_not_empty": True}}, NONE),
    ("Progress", {"formula": {"number": {"greater_than": 0.1}}}, [3, 4]),
    ("Progress", {"formula": {"string": {"is_empty": True}}}, ALL),
    ("Number", {"unique_id": {"less_than": 3}}, [1, 2]),
    ("Created", {"created_time": {"on_or_after": "2026-03-04"}}, ALL),
    ("Created", {"date": {"before": "2026-03-04"}}, NONE),
    ("Edited", {"last_edited_time": {"past_week": {}}}, ALL),
    ("Objective team", {"rollup": {"any": {"rich_text": {"equals": "Grow"}}}}, ALL),
    ("Objective team", {"rollup": {"none": {"rich_text": {"contains": "grow"}}}}, NONE),
    ("Objective team", {"rollup": {"every": {"rich_text": {"starts_with": "G"}}}}, ALL),
    ("Verified", {"verification": {"status": "none"}}, ALL),
    ("Creator", {"created_by": {"does_not_contain": "me"}}, ALL),
]


@pytest.mark.parametrize(("name", "condition", "expected"), CONDITIONS, ids=str)
def test_a_filter_finds_the_rows_that_meet_it(client, team, name, condition, expected):
    answer = client.data_sources.query(team.results.id, filter={"property": name, **condition})

    assert numbers(answer) == expected


def test_people_and_relations_are_filtered_by_id(client, team):
    by_owner = {"property": "Owner", "people": {"contains": team.nadia.id}}
    by_goal = {"property": "Objective", "relation": {"contains": team.objectives.rows[0]}}

    assert numbers(client.data_sources.query(team.results.id, filter=by_owner)) == ODD
    assert numbers(client.data_sources.query(team.results.id, filter=by_goal)) == ALL


def test_groups_of_filters_nest_two_deep_and_no_deeper(client, team):
    odd = {"property": "Quarter", "select": {"equals": "Q1"}}
    high = {"property": "Target", "number": {"greater_than": 0.3}}
    nested = {"or": [{"and": [odd, {"property": "Target", "number": {"equals": 0.1}}]}, high]}

    assert numbers(client.data_sources.query(team.results.id, filter=nested)) == [1, 4]
    with pytest.raises(APIResponseError, match=r"body\.filter\.or\[0\]\.and\[0\]\.or should be not present"):
        client.data_sources.query(team.results.id, filter={"or": [{"and": [{"or": [odd]}]}]})


def test_pages_are_filtered_by_when_they_were_made_or_edited(server, client, team):
    server.store.clock.advance(timedelta(minutes=5))
    client.pages.update(team.rows[1].id, properties={"Done": {"checkbox": False}})
    later = {"timestamp": "last_edited_time", "last_edited_time": {"after": "2026-03-04T12:01:00Z"}}
    made = {"timestamp": "created_time", "created_time": {"on_or_before": "2026-03-04T12:00:00Z"}}

    assert numbers(client.data_sources.query(team.results.id, filter=later)) == [2]
    assert numbers(client.data_sources.query(team.results.id, filter=made)) == ALL


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"property": "Nope", "number": {"equals": 1}}, "Could not find property with name or id: Nope"),
        ({"property": "Notes", "number": {"equals": 1}}, "database property text does not match filter number"),
        ({"property": "Quarter", "select": {"equals": "Q9"}}, 'select option "Q9" not found for property "Quarter"'),
        ({"property": "Target", "number": {"equals": "1"}}, 'equals should be a number, instead was `"1"`'),
        ({"property": "Target"}, "body failed validation. Fix one:"),
        ({"property": "Target", "number": {"equals": 1, "less_than": 2}}, "less_than should be not present"),
        ({}, "body.filter.property should be defined, instead was `undefined`"),
    ],
)
def test_a_filter_that_is_wrong_is_refused_in_the_words_of_the_service(client, team, wanted, sentence):
    with pytest.raises(APIResponseError) as refused:
        client.request(f"data_sources/{team.results.id}/query", "POST", body={"filter": wanted})

    assert refused.value.code == "validation_error"
    assert sentence in str(refused.value)


def test_rows_are_sorted_by_value_and_empty_ones_come_last(server, client, team):
    server.people.add_row(team.results, {"Key result": "Empty"})
    order = [
        client.data_sources.query(team.results.id, sorts=[{"property": "Target", "direction": direction}])["results"]
        for direction in ("ascending", "descending")
    ]

    rising, falling = ([page["properties"]["Target"]["number"] for page in pages] for pages in order)
    assert rising == [0.1, 0.2, 0.3, 0.4, None]
    assert falling == [0.4, 0.3, 0.2, 0.1, None]


@pytest.mark.parametrize(
    "name",
    ["Key result", "Quarter", "Tags", "Status", "Due", "Owner", "Done", "Progress", "Number", "Created", "Editor"],
)
def test_every_type_of_property_can_be_sorted_by(client, team, name):
    answer = client.data_sources.query(team.results.id, sorts=[{"property": name, "direction": "descending"}])

    assert numbers(answer) == ALL


def test_an_unknown_sort_is_refused(client, team):
    with pytest.raises(APIResponseError, match="Could not find sort property with name or id: Nope"):
        client.data_sources.query(team.results.id, sorts=[{"property": "Nope", "direction": "ascending"}])


def test_pages_of_results_follow_each_other_until_all_are_told(client, team):
    collected = collect_paginated_api(client.data_sources.query, data_source_id=team.results.id, page_size=3)

    assert [page["id"] for page in collected] == [row.id for row in reversed(team.rows)]


@pytest.mark.parametrize("size", [0, 101, "ten"])
def test_a_page_size_beyond_the_limits_is_refused(client, team, size):
    with pytest.raises(APIResponseError, match=r"body\.page_size should be"):
        client.data_sources.query(team.results.id, page_size=size)


def test_a_cursor_is_good_for_a_session_only(server, client, team):
    first = client.data_sources.query(team.results.id, page_size=2)
    server.forget_cursors()

    with pytest.raises(APIResponseError, match="The start_cursor provided is invalid"):
        client.data_sources.query(team.results.id, page_size=2, start_cursor=first["next_cursor"])


def test_cursors_of_other_lists_end_with_the_session_too(server, client, team):
    first = client.blocks.children.list(team.home.id, page_size=1)
    assert client.blocks.children.list(team.home.id, start_cursor=first["next_cursor"])["has_more"] is False
    server.forget_cursors()

    with pytest.raises(APIResponseError, match="The start_cursor provided is invalid"):
        client.blocks.children.list(team.home.id, start_cursor=first["next_cursor"])


def test_a_query_says_that_it_stopped_at_the_cap(server, client, team):
    server.store.query_cap = 3
    first = client.data_sources.query(team.results.id, page_size=2)
    second = client.data_sources.query(team.results.id, page_size=2, start_cursor=first["next_cursor"])

    assert "request_status" not in first
    assert (len(second["results"]), second["has_more"], second["next_cursor"]) == (1, False, None)
    assert second["request_status"] == {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}


def test_a_query_can_stop_early_without_a_word(server, client, team):
    server.stop_queries_after(2)
    answer = client.data_sources.query(team.results.id)

    assert (len(answer["results"]), answer["has_more"]) == (2, False)
    assert "request_status" not in answer


def test_a_query_of_big_pages_can_time_out(server, client, team):
    server.slow_above(50)

    with pytest.raises(APIResponseError) as refused:
        client.data_sources.query(team.results.id)
    assert (refused.value.status, refused.value.code) == (504, "gateway_timeout")
    assert len(client.data_sources.query(team.results.id, page_size=50)["results"]) == 4


def test_rows_in_the_trash_are_told_only_when_they_are_asked_for(server, client, team):
    server.people.trash(team.rows[0])

    assert numbers(client.data_sources.query(team.results.id)) == [2, 3, 4]
    assert numbers(client.data_sources.query(team.results.id, in_trash=True)) == [1]


def test_only_the_properties_that_are_asked_for_are_told(client, team):
    columns = client.data_sources.retrieve(team.results.id)["properties"]
    wanted = [columns["Target"]["id"], "title"]
    answer = client.data_sources.query(team.results.id, filter_properties=wanted)

    assert {name for page in answer["results"] for name in page["properties"]} == {"Key result", "Target"}


def test_a_cursor_is_of_no_use_when_its_row_went_to_the_trash_meanwhile(server, client, team):
    first = client.data_sources.query(team.results.id, page_size=1)
    server.moments.add(lambda: server.people.trash(team.rows[2]), path="query")

    with pytest.raises(APIResponseError, match="start_cursor provided is invalid"):
        client.data_sources.query(team.results.id, start_cursor=first["next_cursor"])


def test_a_row_that_people_edit_between_two_pages_can_be_missed(server, client, team):
    rising = {"sorts": [{"property": "Target", "direction": "ascending"}], "page_size": 2}
    first = client.data_sources.query(team.results.id, **rising)
    server.moments.add(lambda: server.people.edit_property(team.rows[3], "Target", 0.05), path="query")
    second = client.data_sources.query(team.results.id, **rising, start_cursor=first["next_cursor"])

    assert numbers(first) + numbers(second) == [1, 2, 3]


def test_the_oldest_version_queries_the_database_itself(server, team):
    with client_of(server, OLDEST) as client:
        answer = client.request(f"databases/{team.database.id}/query", "POST", body={"page_size": 1})
        with pytest.raises(APIResponseError, match="Invalid request URL"):
            client.data_sources.query(team.results.id)

    assert answer["type"] == "page_or_database"
    assert answer["results"][0]["parent"] == {"type": "database_id", "database_id": team.database.id}


@pytest.mark.parametrize("version", [OLDER, NEWEST])
def test_a_row_says_which_data_source_and_database_it_stands_in(server, team, version):
    with client_of(server, version) as client:
        page = client.data_sources.query(team.results.id)["results"][0]

    assert page["parent"] == {
        "type": "data_source_id",
        "data_source_id": team.results.id,
        "database_id": team.database.id,
    }
    assert ("archived" in page) is (version == OLDER)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("equals", [1]), ("before", []), ("after", []), ("on_or_before", [1]), ("on_or_after", [1])],
)
def test_moments_are_compared_to_the_minute(client, team, condition, expected):
    for row in team.rows[1:]:
        client.pages.update(row.id, properties={"Due": {"date": None}})
    client.pages.update(team.rows[0].id, properties={"Due": {"date": {"start": "2026-06-24T16:33:21Z"}}})
    wanted = {"property": "Due", "date": {condition: "2026-06-24T17:33:48+01:00"}}

    assert numbers(client.data_sources.query(team.results.id, filter=wanted)) == expected


def test_a_cursor_names_its_session_and_the_next_row(server, client, team):
    answer = client.data_sources.query(team.results.id, page_size=1)

    assert answer["next_cursor"] == f"s:{server.store.session}:{team.rows[2].id}"
