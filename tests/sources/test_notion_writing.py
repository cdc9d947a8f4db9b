"""Score, status and remarks stand on the right page, in properties of our own, with the fewest calls."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from notion_workspaces import KEY_RESULTS, foreign, job, look, run, shown, source_of

from okrsync.errors import AccessError, SourceError, WriteRefusedError
from okrsync.pipeline import clean, corrections, examine_all, write
from okrsync.rehearsal import rehearse
from okrsync.sources.calling import Deadline, Patience

if TYPE_CHECKING:
    from collections.abc import Callable

    from notion_workspaces import Workspace

    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Page
    from tests.servers.request_log import Logged


def writes(server: NotionServer) -> list[Logged]:
    """Return the requests that change something (queries and searches are read by POST)."""
    return [entry for entry in server.log.entries() if entry.method != "GET" and "query" not in entry.path]


def remark(workspace: Workspace, page: Page) -> str:
    return shown(page, workspace.key_results, "OKR warnings") or ""


def test_score_status_and_remarks_stand_on_each_page(workspace: Workspace) -> None:
    run(job(workspace.server, workspace.key_results))
    table = workspace.key_results
    assert "“620” describes the setting" in remark(workspace, workspace.vague)
    assert shown(workspace.vague, table, "OKR score") < 70
    assert shown(workspace.vague, table, "OKR status") == "Could be sharper"
    assert shown(workspace.regulars, table, "OKR status") == "Clear"
    assert shown(workspace.regulars, table, "OKR score") == 100
    assert remark(workspace, workspace.regulars) == ""


def test_titles_and_remarks_are_in_the_language_of_the_okrs(notion: NotionServer) -> None:
    people = notion.people
    table = people.source(people.add_database("Résultats clés", {"Nom": "title", "Cible": "number"}))
    page = people.add_row(table, {"Nom": "Améliorer la satisfaction de nos 620 clients fidèles"})
    people.add_row(table, {"Nom": "Faire passer le pain jeté de 12 kg à 5 kg par jour", "Cible": 5})
    run(job(notion, table))
    assert shown(page, table, "Statut OKR") == "À préciser"
    assert "620" in shown(page, table, "Alertes OKR")


def test_nothing_of_other_peoples_changes(workspace: Workspace) -> None:
    before = foreign(workspace.server)
    run(job(workspace.server, workspace.key_results))
    workspace.people.edit_property(workspace.vague, "Name", "Sandwiches sold before 10 from 20 to 45 a day")
    after_edit = foreign(workspace.server)
    run(job(workspace.server, workspace.key_results))
    clean(job(workspace.server, workspace.key_results))
    assert foreign(workspace.server) == after_edit
    assert before.keys() == after_edit.keys()


def test_a_second_run_writes_nothing(workspace: Workspace) -> None:
    run(job(workspace.server, workspace.key_results))
    workspace.server.log.clear()
    assert run(job(workspace.server, workspace.key_results)).written == 0
    assert len(writes(workspace.server)) == 0


def test_a_mended_key_result_loses_its_remark_and_nothing_else_is_written(workspace: Workspace) -> None:
    run(job(workspace.server, workspace.key_results))
    workspace.people.edit_property(workspace.vague, "Name", "Sandwiches sold before 10 from 20 to 45 a day")
    workspace.server.log.clear()
    run(job(workspace.server, workspace.key_results))
    assert remark(workspace, workspace.vague) == ""
    objective = workspace.objectives.rows[0]  # its score follows its key results'
    assert {entry.path for entry in writes(workspace.server)} == {
        f"/v1/pages/{page}" for page in (workspace.vague.id, objective)
    }


@pytest.mark.parametrize(("rows", "changed"), [(1, 0), (1, 1), (100, 0), (100, 5), (100, 100), (300, 20)])
def test_calls_are_one_a_hundred_rows_and_one_a_changed_row(notion: NotionServer, rows: int, changed: int) -> None:
    people = notion.people
    names = [{"Name": f"Bread of oven {number} thrown away from 12 kg to 5 kg"} for number in range(rows)]
    table = people.source(people.add_database("Key Results", KEY_RESULTS, names))
    run(job(notion, table))
    for row in table.rows[:changed]:
        page = notion.store.things[row]
        people.edit_property(page, "Name", f"Improve the mood of our {table.rows.index(row) + 100} regulars")  # type: ignore[arg-type]
    notion.log.clear()
    run(job(notion, table))
    queries = -(-rows // 100)
    assert notion.log.count(path="query") == queries
    assert len(writes(notion)) == changed
    # Beside these: once a run, what the id names and what the columns are.
    assert notion.log.count() - queries - changed == 3


def test_properties_of_ours_that_people_renamed_are_still_ours(workspace: Workspace) -> None:
    run(job(workspace.server, workspace.key_results))
    workspace.people.rename_property(workspace.key_results, "OKR score", "Quality")
    workspace.people.rename_property(workspace.key_results, "OKR warnings", "To do")
    workspace.server.log.clear()
    assert run(job(workspace.server, workspace.key_results)).written == 0
    assert len(writes(workspace.server)) == 0
    assert shown(workspace.regulars, workspace.key_results, "Quality") == 100


@pytest.mark.parametrize("name", ["OKR score", "OKR warnings", "OKR status"])
def test_a_property_of_somebody_elses_with_our_name_is_refused(workspace: Workspace, name: str) -> None:
    workspace.people.add_property(workspace.key_results, name, "checkbox")
    before = foreign(workspace.server)
    with pytest.raises(WriteRefusedError, match=f"a property “{name}” already") as refused:
        run(job(workspace.server, workspace.key_results))
    assert f"{name} (old)" in str(refused.value)
    assert foreign(workspace.server) == before
    examined = look(job(workspace.server, workspace.key_results))
    with pytest.raises(WriteRefusedError):
        rehearse(examined, corrections(examined))


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(workspace: Workspace) -> None:
    examined = look(job(workspace.server, workspace.key_results))
    workspace.server.log.clear()
    changes = rehearse(examined, corrections(examined)).changes
    assert {change.kind for change in changes} == {"header", "score", "warnings"}
    assert len(writes(workspace.server)) == 0


def test_a_page_that_went_to_the_trash_meanwhile_is_told(workspace: Workspace) -> None:
    examined = look(job(workspace.server, workspace.key_results))
    workspace.people.trash(workspace.vague)
    outcome = write(examined, corrections(examined))
    assert {reason for _, reason in outcome.skipped} <= {"notion.page-gone", "notion.page-refused"}
    assert {edit.row for edit, _ in outcome.skipped} == {3}


def test_a_page_that_was_unshared_meanwhile_is_told(workspace: Workspace) -> None:
    examined = look(job(workspace.server, workspace.key_results))
    workspace.people.unshare(workspace.vague)
    outcome = write(examined, corrections(examined))
    assert [reason for _, reason in outcome.skipped] == ["notion.page-gone"] * 2


def test_a_page_that_people_changed_meanwhile_is_told_and_judged_anew(workspace: Workspace) -> None:
    examined = look(job(workspace.server, workspace.key_results))
    workspace.people.edit_property(workspace.vague, "Name", "Sandwiches sold before 10 from 20 to 45 a day")
    outcome = write(examined, corrections(examined))
    assert {reason for _, reason in outcome.skipped} == {"notion.page-changed"}
    run(job(workspace.server, workspace.key_results))
    assert remark(workspace, workspace.vague) == ""


def test_pages_added_copied_and_moved_meanwhile_get_no_foreign_remark(workspace: Workspace) -> None:
    examined = look(job(workspace.server, workspace.key_results))
    late = workspace.add_key_result("Guests who come back from 10 to 30 a week", None)
    copy = workspace.people.duplicate(workspace.vague)
    workspace.people.edit_property(copy, "Name", "Sandwiches sold before 10 from 20 to 45 a day")
    write(examined, corrections(examined))
    assert remark(workspace, late) == remark(workspace, copy) == ""
    assert "620" in remark(workspace, workspace.vague)


def test_a_copied_page_carries_no_stale_remark_beyond_the_next_run(workspace: Workspace) -> None:
    run(job(workspace.server, workspace.key_results))
    copy = workspace.people.duplicate(workspace.vague)
    workspace.people.edit_property(copy, "Name", "Sandwiches sold before 10 from 20 to 45 a day")
    run(job(workspace.server, workspace.key_results))
    assert remark(workspace, copy) == ""


def test_properties_deleted_in_mid_season_are_made_again(workspace: Workspace) -> None:
    run(job(workspace.server, workspace.key_results))
    workspace.people.delete_property(workspace.key_results, "OKR warnings")
    run(job(workspace.server, workspace.key_results))
    assert "620" in remark(workspace, workspace.vague)


def test_a_property_deleted_between_reading_and_writing_is_no_crash(workspace: Workspace) -> None:
    run(job(workspace.server, workspace.key_results))
    workspace.people.edit_property(workspace.vague, "Name", "Sandwiches sold before 10 from 20 to 45 a day")
    examined = look(job(workspace.server, workspace.key_results))
    workspace.people.delete_property(workspace.key_results, "OKR score")
    outcome = write(examined, corrections(examined))
    assert "notion.page-refused" in {reason for _, reason in outcome.skipped}


def test_long_and_unusual_remarks_are_read_back_as_they_were_written(notion: NotionServer) -> None:
    people = notion.people
    title = "Improve 🙂 " + "é😀 " * 900
    table = people.source(people.add_database("Key Results", {"Name": "title"}))
    for number in range(3):
        people.add_row(table, {"Name": {"title": _parts(f"{title}{number}")}})
    run(job(notion, table))
    notion.log.clear()
    assert run(job(notion, table)).written == 0


def _parts(text: str) -> list[dict[str, Any]]:
    return [{"text": {"content": text[start : start + 900]}} for start in range(0, len(text), 900)]


@pytest.mark.parametrize("kind", ["callout", "comment"])
def test_remarks_on_the_page_itself_are_replaced_never_piled_up(workspace: Workspace, kind: str) -> None:
    what = job(workspace.server, workspace.key_results, details=kind)
    theirs = workspace.people.add_block(workspace.vague, "callout", "okrsync is what we use")
    workspace.people.add_comment(workspace.vague, "okrsync said so")
    run(what)
    assert len(ours(workspace, kind)) == 1
    workspace.people.edit_property(workspace.vague, "Name", "Improve the mood of our 700 regulars")
    run(what)
    (said,) = ours(workspace, kind)
    assert "700" in said
    workspace.people.edit_property(workspace.vague, "Name", "Sandwiches sold before 10 from 20 to 45 a day")
    run(what)
    assert not ours(workspace, kind)
    assert not theirs.in_trash


def ours(workspace: Workspace, kind: str) -> list[str]:
    """Return the words of our callouts or comments on the vague key result's page."""
    api = source_of(look(job(workspace.server, workspace.key_results))).api
    listing = api.client.blocks.children.list if kind == "callout" else api.client.comments.list
    found = api.call(listing, block_id=workspace.vague.id)["results"]
    texts = [each.get("rich_text") or each.get("callout", {}).get("rich_text", []) for each in found]
    mine = [text for each, text in zip(found, texts, strict=True) if each["created_by"]["id"] == api.own_user]
    return ["".join(part["plain_text"] for part in text) for text in mine]


@pytest.mark.parametrize("kind", ["none", "callout", "comment"])
def test_clean_takes_every_trace_away(workspace: Workspace, kind: str) -> None:
    before = set(workspace.server.store.things)
    run(job(workspace.server, workspace.key_results, details=kind))
    assert clean(job(workspace.server, workspace.key_results)).written > 0
    for table in (workspace.key_results, workspace.objectives):
        assert not [column for column in table.properties.values() if column.name.startswith("OKR ")]
    left = {key for key, thing in workspace.server.store.things.items() if not thing.in_trash}
    assert left <= before
    assert clean(job(workspace.server, workspace.key_results)).written == 0


def test_an_integration_that_may_only_read_is_told_what_to_allow(workspace: Workspace) -> None:
    workspace.server.integration.capabilities -= {"update_content", "insert_content"}
    with pytest.raises(AccessError, match="Update content"):
        run(job(workspace.server, workspace.key_results))


def test_a_source_without_access_does_not_stop_the_others(workspace: Workspace) -> None:
    batch = examine_all([job(workspace.server, "0" * 32, "gone"), job(workspace.server, workspace.key_results)])
    assert [examined.source.name for examined in batch.examined] == ["company"]
    assert [error.exit_code for error in batch.errors] == [3]


FAULTS: dict[str, Callable[[NotionServer], None]] = {
    "429": lambda server: server.troubles.rate_limited(0, times=2),
    "429 without Retry-After": lambda server: server.faults.answer(429, b"{}", times=2),
    "529": lambda server: server.troubles.overloaded(times=2),
    "409": lambda server: server.troubles.conflict(times=2),
    "500": lambda server: server.troubles.internal_error(times=2),
    "502 in HTML": lambda server: server.troubles.bad_gateway(times=2),
    "503": lambda server: server.troubles.unavailable(times=2),
    "504": lambda server: server.troubles.gateway_timeout(times=2),
    "reset": lambda server: server.faults.reset(times=2),
    "lost acknowledgement": lambda server: server.faults.reset(applied=True, times=2),
    "reset in the body": lambda server: server.faults.reset_in_body(times=2),
    "truncated JSON": lambda server: server.faults.truncate(times=2),
    "HTML with 200": lambda server: server.faults.html(200, times=2),
}


@pytest.mark.parametrize("moment", ["read", "write"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_passes_is_tried_again_and_nothing_is_written_twice(workspace: Workspace, fault: str, moment: str) -> None:
    if moment == "read":
        FAULTS[fault](workspace.server)
    examined = look(job(workspace.server, workspace.key_results))
    if moment == "write":
        FAULTS[fault](workspace.server)
    outcome = write(examined, corrections(examined))
    assert not outcome.skipped
    assert "620" in remark(workspace, workspace.vague)
    workspace.server.log.clear()
    assert run(job(workspace.server, workspace.key_results)).written == 0
    names = [column.name for column in workspace.key_results.properties.values()]
    assert len(names) == len(set(names))


def test_a_wait_longer_than_the_run_may_take_ends_it_with_a_sentence(workspace: Workspace) -> None:
    examined = look(job(workspace.server, workspace.key_results))
    source = source_of(examined)
    source.api.caller.deadline = Deadline(5)
    workspace.server.troubles.rate_limited(3600, path="data_sources", times=9)
    with pytest.raises(SourceError, match="wait 3600 seconds"):
        write(examined, corrections(examined))


def test_a_dripping_answer_is_given_up(workspace: Workspace) -> None:
    examined = look(job(workspace.server, workspace.key_results))
    source = source_of(examined)
    source.api.caller.patience = Patience(attempts=1, request_seconds=0.1)
    workspace.server.faults.drip(0.05, path="data_sources")
    with pytest.raises(SourceError, match="did not answer within"):
        write(examined, corrections(examined))


def test_no_token_and_no_okr_text_is_logged(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    workspace.server.troubles.internal_error(path="query")
    run(job(workspace.server, workspace.key_results))
    said = caplog.text
    assert workspace.server.token not in said
    assert "regulars" not in said
