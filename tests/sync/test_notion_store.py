"""Notion as a store, against the local server: what is read, what is written, and what befalls a request."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from notion_place import Team

from okrsync.errors import AccessError, TerminalError, TransientError
from okrsync.sync.stores import Change, Draft, RecordChangedError, RecordGoneError, Whereabouts
from okrsync.sync.values import FieldKind, People, Person, Records, RichText, Run

if TYPE_CHECKING:
    from okrsync.sync.notion_store import NotionStore
    from okrsync.sync.stores import Record
    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Page

PAGES = r"/v1/pages"


def plain(text: str) -> RichText:
    return RichText((Run(text),))


def record(store: NotionStore, page: Page) -> Record:
    return next(each for each in store.listing() if each.id == page.id)


# ---- what is read


def test_every_page_is_a_record_with_its_fields(team: Team) -> None:
    anna = team.people.add_user("Anna Berg", "anna@example.org")
    goal = team.objective("Become the bakery of the quarter")
    result = team.result(
        "Regulars from 40 to 60", goal, Owner=[anna], Start=40, Target=60, Progress=0.5, Status="On track",
        Team="Bakery", Due="2026-12-31", Description="weekly",
    )  # fmt: skip
    found = {each.id: each for each in team.store().listing()}
    assert found[goal.id].kind == "objective"
    assert found[goal.id]["title"] == plain("Become the bakery of the quarter")
    assert found[result.id].kind == "key_result"
    assert {name: value for name, value in found[result.id].fields.items() if value is not None} == {
        "title": plain("Regulars from 40 to 60"),
        "objective": Records((goal.id,)),
        "owners": People((Person(anna.id, "Anna Berg"),)),
        "baseline": 40.0,
        "target": 60.0,
        "progress": 0.5,
        "status": "On track",
        "team": "Bakery",
        "due": date(2026, 12, 31),
        "description": plain("weekly"),
    }


def test_what_a_database_can_hold_is_told_by_its_properties_even_where_it_is_empty(team: Team) -> None:
    store = team.store()
    assert store.listing() == []
    held = store.capabilities().fields
    assert set(held["objective"]) == {"title", "owners", "description"}
    results = held["key_result"]
    assert results["objective"].kind is FieldKind.RECORDS
    assert (results["progress"].kind, results["progress"].percent) == (FieldKind.NUMBER, 1)
    assert (results["status"].options, results["status"].new_options) == ({"On track", "At risk"}, False)
    assert results["team"].new_options
    assert results["due"].kind is FieldKind.MOMENT
    assert store.capabilities().answers_writes


def test_properties_that_okrsync_made_are_never_content(team: Team) -> None:
    for source in (team.objectives, team.results):
        team.people.add_property(source, "OKR score", "number")
        team.people.add_property(source, "OKR warnings", "rich_text")
        source.column("OKR score").description = "okrsync · score"  # type: ignore[union-attr]
        source.column("OKR warnings").description = "okrsync · warnings"  # type: ignore[union-attr]
    store = team.store()
    store.listing()
    held = store.capabilities().fields
    assert "score" not in held["key_result"]
    assert "score" not in held["objective"]


def test_what_notion_computes_is_read_and_never_written(notion: NotionServer) -> None:
    team = Team(notion, extra={"Confidence": {"formula": {"expression": 'prop("Target") / 2'}}})
    goal = team.objective("Grow")
    team.result("Regulars", goal, Confidence=0.5)
    store = team.store()
    store.listing()
    confidence = store.capabilities().fields["key_result"]["confidence"]
    assert (confidence.kind, confidence.read_only) == (FieldKind.NUMBER, True)


def test_a_span_of_days_is_read_and_never_written_over(team: Team) -> None:
    result = team.result("Regulars", team.objective("Grow"), Due={"date": {"start": "2026-01-01", "end": "2026-02-01"}})
    found = record(team.store(), result)
    assert found["due"] == date(2026, 1, 1)
    assert found.locked == {"due"}


def test_a_column_that_the_config_names_holds_its_field(notion: NotionServer) -> None:
    team = Team(notion, extra={"Goal number": "number"})
    team.result("Regulars", team.objective("Grow"), **{"Goal number": 7, "Target": 1})
    found = team.store(columns={"target": ["Goal number"]}).listing()
    assert [each["target"] for each in found if each.kind == "key_result"] == [7.0]


def test_pages_of_one_database_are_told_apart_by_their_type(notion: NotionServer) -> None:
    people = notion.people
    options = [{"name": "Objective"}, {"name": "Key result"}, {"name": "Initiative"}]
    database = people.add_database("OKRs", {"Name": "title", "Type": {"select": {"options": options}}})
    source = people.source(database)
    people.add_property(source, "Parent", {"relation": {"data_source_id": source.id, "single_property": {}}})
    goal = people.add_row(source, {"Name": "Grow", "Type": "Objective"})
    result = people.add_row(source, {"Name": "Regulars", "Type": "Key result", "Parent": [goal]})
    people.add_row(source, {"Name": "Hire", "Type": "Initiative"})
    team = Team(notion)
    team.page = database  # type: ignore[assignment]
    store = team.store()
    found = {each.id: each for each in store.listing()}
    assert {key: each.kind for key, each in found.items()} == {goal.id: "objective", result.id: "key_result"}
    assert found[result.id]["objective"] == Records((goal.id,))
    made = store.create(Draft("key_result", {"title": plain("Second"), "objective": Records((goal.id,))}), "mark")
    assert made.kind == "key_result"


def test_databases_that_do_not_say_what_is_what_are_refused(notion: NotionServer) -> None:
    team = Team(notion)
    team.page = notion.people.add_database("Things", {"Name": "title"})  # type: ignore[assignment]
    with pytest.raises(TerminalError, match="nothing says which pages are objectives"):
        team.store().listing()


def test_key_results_without_a_relation_to_their_objectives_are_refused(notion: NotionServer) -> None:
    team = Team(notion)
    team.page = notion.people.add_database("Key results", {"Name": "title"})  # type: ignore[assignment]
    with pytest.raises(TerminalError, match="has no relation to the objectives"):
        team.store().listing()


# ---- where a page is that is not listed


def test_only_a_page_in_the_trash_counts_as_deleted(team: Team) -> None:
    trashed, hidden, moved = (team.objective(title) for title in ("trashed", "hidden", "moved"))
    store = team.store()
    store.listing()
    assert store.whereabouts(trashed.id) is Whereabouts.THERE
    team.people.trash(trashed)
    team.people.unshare(hidden)
    moved.parent = ("page_id", team.page.id)
    assert store.whereabouts(trashed.id) is Whereabouts.DELETED
    assert store.whereabouts(hidden.id) is Whereabouts.HIDDEN
    assert store.whereabouts(moved.id) is Whereabouts.HIDDEN


def test_a_revoked_token_is_no_lost_page(team: Team) -> None:
    goal = team.objective("Grow")
    store = team.store()
    store.listing()
    team.server.troubles.unauthorized(times=3)
    for ask in (store.whereabouts, store.fetch, store.delete):
        with pytest.raises(AccessError):
            ask(goal.id)


def test_a_page_that_is_gone_cannot_be_fetched_written_or_deleted(team: Team) -> None:
    goal = team.objective("Grow")
    store = team.store()
    store.listing()
    team.people.unshare(goal)
    change = {"title": Change(plain("Grow"), plain("Grow more"))}
    for ask in (lambda: store.fetch(goal.id), lambda: store.update(goal.id, change), lambda: store.delete(goal.id)):
        with pytest.raises(RecordGoneError):
            ask()
    team.people.share(goal)
    team.people.trash(goal)
    with pytest.raises(RecordGoneError):
        store.fetch(goal.id)
    with pytest.raises(RecordGoneError):
        store.update("unknown", change)


# ---- writing


VALUES: list[tuple[str, Any]] = [
    ("title", plain("Regulars from 40 to 70")),
    ("description", RichText((Run("Every ", ""), Run("week", '{"annotations": {"bold": true}}')))),
    ("target", 70.0),
    ("target", None),
    ("progress", 0.25),
    ("status", "At risk"),
    ("team", "Café & co"),
    ("due", date(2026, 11, 30)),
    ("due", datetime(2026, 11, 30, 14, 30, tzinfo=UTC)),
    ("due", None),
    ("description", None),
]


@pytest.mark.parametrize(("name", "value"), VALUES, ids=lambda value: str(value)[:40])
def test_a_field_is_written_and_read_back_as_it_was_meant(team: Team, name: str, value: object) -> None:
    result = team.result("Regulars", team.objective("Grow"), Target=60, Status="On track", Description="weekly")
    store = team.store()
    before = record(store, result)
    answer = store.update(result.id, {name: Change(before[name], value)})  # type: ignore[arg-type]
    assert answer[name] == value
    assert store.fetch(result.id) == answer
    assert {**answer.fields, name: None} == {**before.fields, name: None}


def test_only_the_properties_that_change_are_sent(team: Team) -> None:
    result = team.result("Regulars", team.objective("Grow"), Target=60)
    store = team.store()
    store.listing()
    before = team.server.told()
    team.people.edit_property(result, "Start", 50)
    store.update(result.id, {"target": Change(60.0, 70.0)})
    after = team.server.told()
    assert (team.held(result, "Start"), team.held(result, "Target")) == (50, 70)
    assert [key for key in before if before[key] != after[key]] == [result.id]
    assert [entry.method for entry in team.server.log.entries("write")] == ["PATCH"]


def test_people_and_relations_are_written_by_their_ids(team: Team) -> None:
    anna = team.people.add_user("Anna Berg", "anna@example.org")
    goal, other = team.objective("Grow"), team.objective("Save")
    result = team.result("Regulars", goal)
    store = team.store()
    store.listing()
    assert anna.id in (store.capabilities().fields["key_result"]["owners"].options or ())
    answer = store.update(
        result.id,
        {
            "owners": Change(None, People((Person(anna.id, "Anna Berg"),))),
            "objective": Change(Records((goal.id,)), Records((other.id,))),
        },
    )
    assert answer["owners"] == People((Person(anna.id, "Anna Berg"),))
    assert answer["objective"] == Records((other.id,))


def test_links_and_mentions_survive_a_change_beside_them(team: Team) -> None:
    anna = team.people.add_user("Anna Berg", "anna@example.org")
    words = [
        {"text": {"content": "See "}},
        {"text": {"content": "the page", "link": {"url": "https://example.org/"}}},
        {"mention": {"user": {"id": anna.id}}},
        {"equation": {"expression": "x^2"}},
    ]
    result = team.result("Regulars", team.objective("Grow"), Description={"rich_text": words})
    store = team.store()
    before = record(store, result)["description"]
    assert isinstance(before, RichText)
    new = RichText((Run("Look. "), *before.runs))
    answer = store.update(result.id, {"description": Change(before, new)})
    assert answer["description"] == new


def test_a_mention_that_means_nothing_here_becomes_plain_words(team: Team) -> None:
    result = team.result("Regulars", team.objective("Grow"))
    store = team.store()
    store.listing()
    style = '{"mention": {"type": "user", "user": {"id": "0"}}, "words": "@Ben"}'
    answer = store.update(result.id, {"description": Change(None, RichText((Run("@Ben", style),)))})
    assert answer["description"] == plain("@Ben")


def test_a_record_is_created_beside_its_like_with_its_marker(team: Team) -> None:
    goal = team.objective("Grow")
    store = team.store()
    store.listing()
    draft = Draft("key_result", {"title": plain("Regulars"), "target": 60.0, "objective": Records((goal.id,))})
    made = store.create(draft, "life-1-1")
    (page,) = team.rows()
    assert (made.id, made.marker, made["target"], made["objective"]) == (page.id, "life-1-1", 60.0, Records((goal.id,)))
    assert [each.marker for each in store.listing() if each.id == page.id] == ["life-1-1"]


def test_a_marker_goes_as_soon_as_nobody_waits_for_it_and_a_cover_of_people_stays(team: Team) -> None:
    store = team.store()
    store.listing()
    made = [store.create(Draft("objective", {"title": plain(title)}), title) for title in ("one", "two", "three")]
    theirs = {"type": "external", "external": {"url": "https://example.org/a.png"}}
    team.server.store.page(made[2].id).cover = theirs
    store.unmark(lambda marker: marker != "two")
    covers = [team.server.store.page(each.id).cover for each in made]
    assert covers[0] is None
    assert covers[1] is not None
    assert covers[2] == theirs
    later = team.store()
    later.listing()
    later.unmark(lambda _: True)
    assert team.server.store.page(made[1].id).cover is None


def test_a_deleted_record_lies_in_the_trash(team: Team) -> None:
    goal = team.objective("Grow")
    store = team.store()
    store.listing()
    store.delete(goal.id)
    assert goal.in_trash
    assert store.whereabouts(goal.id) is Whereabouts.DELETED


# ---- what befalls a request


def test_a_create_without_an_answer_is_never_sent_twice_and_is_found_by_its_marker(team: Team) -> None:
    store = team.store()
    store.listing()
    team.server.faults.reset(applied=True, method="POST", path=PAGES + "$")
    with pytest.raises(TransientError):
        store.create(Draft("objective", {"title": plain("Grow")}), "life-1-1")
    assert len(team.rows("objectives")) == 1
    assert [each.marker for each in store.listing()] == ["life-1-1"]


@pytest.mark.parametrize("trouble", ["conflict", "rate_limited"])
def test_a_create_that_was_refused_for_now_is_sent_again(team: Team, trouble: str) -> None:
    store = team.store()
    store.listing()
    more = {"seconds": 0} if trouble == "rate_limited" else {}
    getattr(team.server.troubles, trouble)(method="POST", path=PAGES + "$", **more)
    store.create(Draft("objective", {"title": plain("Grow")}), "life-1-1")
    assert len(team.rows("objectives")) == 1


@pytest.mark.parametrize("trouble", ["conflict", "internal_error", "bad_gateway", "unavailable", "gateway_timeout"])
def test_an_update_is_sent_again_until_it_is_answered(team: Team, trouble: str) -> None:
    result = team.result("Regulars", team.objective("Grow"), Target=60)
    store = team.store()
    store.listing()
    getattr(team.server.troubles, trouble)(method="PATCH", path=PAGES)
    store.update(result.id, {"target": Change(60.0, 70.0)})
    assert team.held(result, "Target") == 70


def test_an_update_whose_answer_was_lost_is_known_again(team: Team) -> None:
    result = team.result("Regulars", team.objective("Grow"), Target=60)
    store = team.store()
    store.listing()
    team.server.faults.reset(applied=True, method="PATCH", path=PAGES)
    assert store.update(result.id, {"target": Change(60.0, 70.0)})["target"] == 70


def test_an_update_is_not_sent_again_over_what_somebody_wrote_meanwhile(team: Team) -> None:
    result = team.result("Regulars", team.objective("Grow"), Target=60)
    store = team.store()
    store.listing()
    team.server.troubles.internal_error(method="PATCH", path=PAGES)
    team.people.edit_property(result, "Target", 65)
    with pytest.raises(RecordChangedError):
        store.update(result.id, {"target": Change(60.0, 70.0)})
    assert team.held(result, "Target") == 65


def test_a_write_that_waited_for_its_turn_is_not_sent_over_what_somebody_wrote_meanwhile(team: Team) -> None:
    result = team.result("Regulars", team.objective("Grow"), Target=60)
    store = team.store()
    store.listing()
    team.people.edit_property(result, "Target", 65)
    with pytest.raises(RecordChangedError):
        store.update(result.id, {"target": Change(60.0, 70.0)})
    assert team.held(result, "Target") == 65


def test_a_write_right_after_a_look_needs_no_second_look(team: Team) -> None:
    result = team.result("Regulars", team.objective("Grow"), Target=60)
    store = team.store()
    store.listing()
    store.fetch(result.id)
    team.server.log.clear()
    store.update(result.id, {"target": Change(60.0, 70.0)})
    assert [entry.method for entry in team.server.log.entries()] == ["PATCH"]


def test_a_listing_that_cannot_be_had_whole_is_no_listing(team: Team) -> None:
    for number in range(3):
        team.objective(f"Objective {number}")
    team.server.troubles.unavailable(times=20, path="query")
    with pytest.raises(TransientError):
        team.store().listing()


def test_a_store_without_the_right_to_see_members_knows_who_is_named(team: Team) -> None:
    anna = team.people.add_user("Anna Berg", "anna@example.org")
    team.people.add_user("Ben", "ben@example.org")
    team.objective("Grow", Owner=[anna])
    team.server.troubles.restricted(path="users")
    store = team.store()
    store.listing()
    assert store.capabilities().fields["objective"]["owners"].options == {anna.id}
