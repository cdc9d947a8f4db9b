"""Notion databases are read as people made them: one or several, joined by relations, of any property type."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from notion_workspaces import KEY_RESULTS, QUICK, job, look

from okrsync.errors import AccessError, NoOkrsError, TerminalError, TransientError
from okrsync.sources.notion.access import NotionApi
from okrsync.sources.notion.listing import all_pages

if TYPE_CHECKING:
    from notion_workspaces import Workspace

    from okrsync.model import Objective
    from tests.servers.notion.server import NotionServer


def read(server: NotionServer, place: Any) -> dict[str, Objective]:
    """Return the objectives of a place by their titles."""
    return {objective.title: objective for objective in look(job(server, place)).report.plan.objectives}


@pytest.mark.parametrize("entry", ["objectives_database", "key_results_database", "key_results"])
def test_databases_joined_by_a_relation_are_one_set_wherever_one_enters(workspace: Workspace, entry: str) -> None:
    objectives = read(workspace.server, getattr(workspace, entry))
    families = objectives["Become the bakery that families recommend"]
    assert [key_result.title for key_result in families.key_results] == [
        "Regulars who come every week from 40 to 60",
        "Improve the mood of our 620 regulars",
    ]
    assert families.owners == ("Anna Berg",)
    assert families.period is not None
    assert families.period.end == date(2026, 12, 31)
    assert (families.key_results[0].baseline, families.key_results[0].target) == (40, 60)


def test_equal_titles_are_told_apart_by_the_page_that_the_relation_points_at(workspace: Workspace) -> None:
    twin = workspace.add_objective("Become the bakery that families recommend", Quarter={"select": {"name": "Q1 2027"}})
    workspace.add_key_result("Regulars who come every week from 60 to 90", twin)
    workspace.add_key_result("Families among new guests from 1 in 5 to 1 in 3", twin)
    found = [
        (objective.period.text if objective.period else None, len(objective.key_results))
        for objective in look(job(workspace.server, workspace.objectives_database)).report.plan.objectives
        if objective.title.startswith("Become")
    ]
    assert found == [("Q4 2026", 2), ("Q1 2027", 2)]


def test_a_relation_that_only_the_objectives_have_is_read_from_there(notion: NotionServer) -> None:
    people = notion.people
    results = people.source(people.add_database("Key Results", KEY_RESULTS))
    made = [people.add_row(results, {"Name": f"Loaves sold a day from 100 to {n}"}) for n in (150, 200, 250)]
    relation = {"relation": {"data_source_id": results.id, "single_property": {}}}
    objectives = people.add_database("Objectives", {"Name": "title", "Key Results": relation})
    people.add_row(people.source(objectives), {"Name": "Feed the whole quarter", "Key Results": made[:2]})
    people.add_row(people.source(objectives), {"Name": "Be known for rye", "Key Results": made[2:]})
    found = read(notion, objectives)
    assert [len(found[title].key_results) for title in ("Feed the whole quarter", "Be known for rye")] == [2, 1]


def test_one_database_with_a_type_and_a_parent_is_read(notion: NotionServer) -> None:
    people = notion.people
    okrs = people.add_database("OKRs", {"Name": "title", "Type": "select", "Target": "number", "Due": "date"})
    table = people.source(okrs)
    self_relation = {"relation": {"data_source_id": table.id, "dual_property": {"synced_property_name": "Sub-items"}}}
    people.add_property(table, "Parent item", self_relation)
    kinds = {"O": {"select": {"name": "Objective"}}, "K": {"select": {"name": "Key result"}}}
    top = people.add_row(table, {"Name": "Make mornings easy for commuters", "Type": kinds["O"]})
    people.add_row(table, {"Name": "Queue before 8 from 9 to 3 minutes", "Type": kinds["K"], "Parent item": [top]})
    other = people.add_row(table, {"Name": "Make the shop a place to stay", "Type": kinds["O"], "Parent item": [top]})
    people.add_row(
        table,
        {
            "Name": "Guests who stay over 20 minutes to 120 a day",
            "Type": kinds["K"],
            "Parent item": [other],
            "Target": 120,
        },
    )
    found = read(notion, okrs)
    assert found["Make mornings easy for commuters"].key_results[0].title == "Queue before 8 from 9 to 3 minutes"
    assert found["Make the shop a place to stay"].parents == ("Make mornings easy for commuters",)
    assert found["Make the shop a place to stay"].key_results[0].target == 120


def test_sub_items_tell_key_results_from_objectives_without_a_type(notion: NotionServer) -> None:
    people = notion.people
    table = people.source(people.add_database("OKRs", {"Name": "title", "Target": "number"}))
    people.add_property(
        table,
        "Parent item",
        {"relation": {"data_source_id": table.id, "dual_property": {"synced_property_name": "Sub-items"}}},
    )
    tops = [people.add_row(table, {"Name": title}) for title in ("Bake for the whole quarter", "Make work a joy")]
    for top in tops:
        for number in (1, 2):
            people.add_row(
                table,
                {"Name": f"Loaves a day from 10 to {number}0{tops.index(top)}", "Parent item": [top], "Target": 1},
            )
    found = read(notion, table)
    assert [len(objective.key_results) for objective in found.values()] == [2, 2]


def test_teams_and_quarters_of_their_own_databases_are_named(notion: NotionServer) -> None:
    people = notion.people
    teams = people.source(people.add_database("Teams", {"Name": "title", "Head": "people"}))
    shop = people.add_row(teams, {"Name": "Shop"})
    quarters = people.source(people.add_database("Quarters", {"Name": "title"}))
    autumn = people.add_row(quarters, {"Name": "Q4 2026"})
    okrs = people.add_database(
        "Objectives",
        {
            "Name": "title",
            "Team": {"relation": {"data_source_id": teams.id, "single_property": {}}},
            "Quarter": {"relation": {"data_source_id": quarters.id, "single_property": {}}},
        },
    )
    people.add_row(people.source(okrs), {"Name": "Make the shop a place to stay", "Team": [shop], "Quarter": [autumn]})
    people.add_row(people.source(okrs), {"Name": "Waste no bread", "Team": [shop], "Quarter": [autumn]})
    objective = read(notion, okrs)["Waste no bread"]
    assert objective.team == "Shop"
    assert objective.period is not None
    assert objective.period.start == date(2026, 10, 1)


def test_a_page_of_several_databases_is_read_whole(notion: NotionServer) -> None:
    people = notion.people
    page = people.add_page("Our OKRs", shared=True)
    for team in ("Shop", "Bakery"):
        database = people.add_database(f"OKRs {team}", {"Objective": "title", "Key result": "rich_text"}, parent=page)
        people.add_row(
            people.source(database), {"Objective": f"Make {team} shine", "Key result": "Guests from 10 to 20 a day"}
        )
    assert set(read(notion, page)) == {"Make Shop shine", "Make Bakery shine"}


def test_every_type_of_property_is_read_or_left_alone(notion: NotionServer) -> None:
    people = notion.people
    ben = people.add_user("Ben", "ben@example.org")
    guest = people.add_user(None, None)
    database = people.add_database(
        "Key Results",
        {
            "Name": "title",
            "Owner": "people",
            "Tags": "multi_select",
            "Progress": {"number": {"format": "percent"}},
            "Target": "rich_text",
            "Timeline": "date",
            "Due": "date",
            "Done": "checkbox",
            "Link": "url",
            "Mail": "email",
            "Phone": "phone_number",
            "Files": "files",
            "No": "unique_id",
            "Changed": "last_edited_time",
            "Made by": "created_by",
            "Go": "button",
            "Mystery": "hologram",
        },
    )
    table = people.source(database)
    people.add_row(
        table,
        {
            "Name": "Guests a day from 10 to 20",
            "Owner": [ben, guest],
            "Progress": 0.25,
            "Target": "20",
            "Due": {"date": {"start": "2026-12-31T23:30:00+01:00"}},
            "Timeline": {"date": {"start": "2026-10-01", "end": "2026-12-31"}},
            "Done": True,
            "Link": "https://example.org",
        },
    )
    people.add_row(table, {"Name": ""})
    plan = look(job(notion, database)).report.plan
    (key_result,) = plan.orphans
    assert key_result.owners == ("Ben", f"user {guest.id[:8]}")
    assert (key_result.progress, key_result.target, key_result.due) == (0.25, 20, date(2026, 12, 31))
    headers = [column.header for table in plan.tables for column in table.columns]
    assert not {"Files", "Changed", "Made by", "Go", "Mystery"} & set(headers)


def test_a_finding_names_the_property_and_a_row_the_page(workspace: Workspace) -> None:
    report = look(job(workspace.server, workspace.key_results)).report
    finding = next(finding for finding in report.findings if finding.code == "KR101")
    assert (finding.container, finding.cell) == ("Key Results", "Name")
    assert workspace.vague.id in finding.owner_key


def test_relations_beyond_the_first_25_are_fetched(workspace: Workspace) -> None:
    many = [workspace.add_objective(f"Please the guests of street {number}") for number in range(30)]
    workspace.people.edit_property(workspace.regulars, "Objective", many)
    pages = {page["id"]: page for page in all_pages(api(workspace.server), workspace.key_results.id)}
    assert len(pages[workspace.regulars.id]["properties"]["Objective"]["relation"]) == 30


def api(server: NotionServer) -> NotionApi:
    found = NotionApi(job(server, "0" * 32).address)  # type: ignore[arg-type]
    found.caller.patience = QUICK
    return found


def test_a_related_database_that_is_not_shared_is_left_out(workspace: Workspace) -> None:
    workspace.people.unshare(workspace.objectives_database)
    plan = look(job(workspace.server, workspace.key_results_database)).report.plan
    assert not plan.objectives
    assert len(plan.orphans) == 3
    assert "parent" not in plan.provides


def test_what_the_integration_is_not_connected_to_is_told_with_what_to_do(workspace: Workspace) -> None:
    workspace.people.unshare(workspace.objectives_database)
    with pytest.raises(AccessError) as refused:
        look(job(workspace.server, workspace.objectives_database))
    assert refused.value.exit_code == 3
    for language, connections in (("en", "Connections"), ("fr", "Connexions")):
        said = refused.value.text(language)
        assert connections in said
        assert "okrsync" in said


def test_a_database_is_found_by_its_title(workspace: Workspace) -> None:
    assert len(read(workspace.server, "key results")) == 2


def test_an_unknown_title_and_one_of_several_are_told(workspace: Workspace) -> None:
    with pytest.raises(AccessError, match="no database called “Dreams”"):
        read(workspace.server, "Dreams")
    workspace.people.add_database("Key Results", {"Name": "title"})
    with pytest.raises(TerminalError, match="Several databases are called “Key Results”"):
        read(workspace.server, "Key Results")


def test_a_page_without_databases_is_told(notion: NotionServer) -> None:
    page = notion.people.add_page("Notes", shared=True)
    with pytest.raises(TerminalError, match="is a page without a database"):
        read(notion, page)


def test_an_empty_database_holds_no_okrs(notion: NotionServer) -> None:
    with pytest.raises(NoOkrsError):
        read(notion, notion.people.add_database("Key Results", KEY_RESULTS))


def test_a_missing_and_a_wrong_token_are_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRSYNC_TEST_TOKEN", "ntn_wrong")
    with pytest.raises(AccessError, match="does not know this token") as refused:
        read(workspace.server, workspace.objectives_database)
    assert "ntn_wrong" not in str(refused.value)
    monkeypatch.delenv("OKRSYNC_TEST_TOKEN")
    with pytest.raises(AccessError, match="OKRSYNC_TEST_TOKEN is not set"):
        read(workspace.server, workspace.objectives_database)


def test_pages_in_the_trash_are_not_read(workspace: Workspace) -> None:
    workspace.people.trash(workspace.vague)
    families = read(workspace.server, workspace.objectives_database)["Become the bakery that families recommend"]
    assert len(families.key_results) == 1


@pytest.mark.parametrize(("rows", "calls"), [(1, 1), (99, 1), (100, 1), (101, 2), (1000, 10)])
def test_a_hundred_pages_take_one_call(notion: NotionServer, rows: int, calls: int) -> None:
    table = notion.people.source(
        notion.people.add_database("Key Results", KEY_RESULTS, [{"Name": f"Loaves from 1 to {n}"} for n in range(rows)])
    )
    assert len(all_pages(api(notion), table.id)) == rows
    assert notion.log.count(path="query") == calls


def test_a_query_that_notion_ends_at_its_cap_goes_on_from_there(notion: NotionServer) -> None:
    table = notion.people.source(notion.people.add_database("Key Results", KEY_RESULTS))
    for number in range(60):
        notion.people.add_row(table, {"Name": f"Loaves a day from 1 to {number}"})
        notion.store.clock.advance(timedelta(minutes=1))
    notion.store.query_cap = 25
    assert len(all_pages(api(notion), table.id)) == 60


def test_a_query_that_stops_early_without_a_way_on_is_no_listing(notion: NotionServer) -> None:
    rows = [{"Name": f"Loaves a day from 1 to {number}"} for number in range(60)]
    table = notion.people.source(notion.people.add_database("Key Results", KEY_RESULTS, rows))
    notion.store.query_cap = 25
    with pytest.raises(TransientError, match="ended the list of pages early"):
        all_pages(api(notion), table.id)


def test_what_people_do_between_two_pages_of_results_counts_nobody_twice(notion: NotionServer) -> None:
    rows = [{"Name": f"Loaves a day from 1 to {number}"} for number in range(150)]
    table = notion.people.source(notion.people.add_database("Key Results", KEY_RESULTS, rows))
    late: list[Any] = []
    notion.moments.add(
        lambda: late.append(notion.people.add_row(table, {"Name": "Late loaves from 1 to 2"})), after=True, path="query"
    )
    found = [page["id"] for page in all_pages(api(notion), table.id)]
    assert len(found) == len(set(found)) == 151


def test_a_cursor_that_no_longer_counts_begins_anew(notion: NotionServer) -> None:
    rows = [{"Name": f"Loaves a day from 1 to {number}"} for number in range(250)]
    table = notion.people.source(notion.people.add_database("Key Results", KEY_RESULTS, rows))
    notion.moments.add(notion.forget_cursors, number=2)
    assert len(all_pages(api(notion), table.id)) == 250


def test_where_a_query_takes_notion_too_long_it_is_asked_for_less(notion: NotionServer) -> None:
    rows = [{"Name": f"Loaves a day from 1 to {number}"} for number in range(100)]
    table = notion.people.source(notion.people.add_database("Key Results", KEY_RESULTS, rows))
    notion.troubles.gateway_timeout(path="query", times=2)
    assert len(all_pages(api(notion), table.id)) == 100
    assert notion.log.count(path="query") == 2 + 4
