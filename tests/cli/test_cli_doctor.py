"""`okrsync doctor` from end to end: secrets, stores and rights in them, the clock, the state, messages, pairs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from google_place import Google, google_server
from notion_workspaces import Workspace

from okrsync.agent.lock import alone
from okrsync.sources import clock
from okrsync.state.place import lock_path
from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Command, Sheet

SHEET = [["Objective", "Key result", "Owner", "Baseline", "Target"], ["Be calm", "Calls from 9 to 3", "Ana", 9, 3]]


@pytest.fixture(scope="module")
def google() -> Iterator[Google]:
    with google_server() as google:
        yield google


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    with NotionServer() as server:
        monkeypatch.setenv("NOTION_TOKEN", server.token)
        yield Workspace(server)


def on_google(google: Google, folder: Path, **more: str) -> None:
    """Write a config that names a new spreadsheet."""
    google.calm()
    key = google.server.add_spreadsheet("OKRs", {"Team": SHEET}, **more)  # type: ignore[arg-type]
    (folder / "okrsync.toml").write_text(
        f'[google]\ncredentials = "file:{google.key}"\napi_endpoint = "{google.server.url}"\n'
        f'[sources.team]\ngoogle_sheet = "https://docs.google.com/spreadsheets/d/{key}/edit"\n',
        "utf-8",
    )


def on_notion(workspace: Workspace, folder: Path) -> None:
    """Write a config that names the database of key results."""
    (folder / "okrsync.toml").write_text(
        f'[notion]\nbase_url = "{workspace.server.url}"\nrequests_per_second = 100\n'
        f'[sources.team]\nnotion = "{workspace.key_results_database.id}"\n',
        "utf-8",
    )


def test_a_google_sheet_that_is_shared_is_good_in_every_respect(command: Command, google: Google, folder: Path) -> None:
    on_google(google, folder)
    before = google.server.log.count("write")
    result = command("doctor")
    assert result.exit_code == 0, result.stdout
    for sentence in (
        f"✓ Secret file:{google.key}: there",
        "✓ The clock is right",
        "✓ team: 1 objective, 1 key result",
        "✓ Opened as okrsync@okr-tests.iam.gserviceaccount.com: share other sheets with this address, as Editor.",
        "✓ team may be written to",
        "of about 116 that it may make each minute",
    ):
        assert sentence in result.stdout
    assert google.server.log.count("write") == before + 1


def test_asking_whether_a_sheet_may_be_written_to_changes_nothing(
    command: Command, google: Google, folder: Path
) -> None:
    on_google(google, folder)
    (book,) = [each for each in google.server.store.files.values() if each.id in (folder / "okrsync.toml").read_text()]
    before = repr(book.saved().sheets)
    command("doctor")
    assert repr(book.saved().sheets) == before


def test_an_error_that_only_an_editor_gets_to_hear_is_no_refusal(
    command: Command, google: Google, folder: Path
) -> None:
    on_google(google, folder)
    google.server.refuse(400, "No developer metadata with that key.", kind="write")
    result = command("doctor")
    assert result.exit_code == 0
    assert "✓ team may be written to" in result.stdout


def test_a_sheet_that_may_only_be_read_says_whom_to_make_an_editor(
    command: Command, google: Google, folder: Path
) -> None:
    on_google(google, folder, role="reader")
    result = command("doctor")
    assert result.exit_code == 3
    assert "✗ team may be read but not written to. Open the sheet, choose Share, and make okrsync@" in result.stdout


def test_a_sheet_that_is_not_shared_says_with_whom_to_share_it(command: Command, google: Google, folder: Path) -> None:
    on_google(google, folder, shared_with=())  # type: ignore[arg-type]
    result = command("doctor", "--lang", "fr")
    assert result.exit_code == 3
    assert "okrsync@okr-tests.iam.gserviceaccount.com" in result.stdout


def test_a_notion_database_says_which_integration_to_connect(
    command: Command, workspace: Workspace, folder: Path
) -> None:
    on_notion(workspace, folder)
    result = command("doctor")
    assert result.exit_code == 0, result.stdout
    assert "✓ Secret env:NOTION_TOKEN: there" in result.stdout
    assert "✓ Opened as the integration “" in result.stdout
    assert "✓ team may be written to" in result.stdout
    assert workspace.server.token not in result.stdout


def test_an_integration_that_may_only_read_says_what_to_allow(
    command: Command, workspace: Workspace, folder: Path
) -> None:
    on_notion(workspace, folder)
    workspace.server.integration.capabilities.discard("update_content")
    result = command("doctor")
    assert result.exit_code == 3
    assert "allow “Read content” and “Update content”" in result.stdout


def test_notions_properties_are_named_and_not_numbered(command: Command, workspace: Workspace, folder: Path) -> None:
    on_notion(workspace, folder)
    told = command("doctor", "team").stdout
    lines = [line.split() for line in told.splitlines()]
    assert any(line[:2] == ["Property", "Taken"] for line in lines)
    assert any(line[:2] == ["Baseline", "baseline"] or line[:2] == ["Start", "baseline"] for line in lines)
    assert "add “" in told


def test_a_secret_that_is_missing_is_told_once(
    command: Command, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_notion(workspace, folder)
    monkeypatch.delenv("NOTION_TOKEN")
    result = command("doctor")
    assert result.exit_code == 3
    assert result.stdout.count("NOTION_TOKEN is not set") == 1


def test_a_wrong_clock_is_told(
    command: Command, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            del tz
            return datetime.now(UTC) + timedelta(minutes=42)

    on_notion(workspace, folder)
    monkeypatch.setattr(clock, "datetime", Late)
    result = command("doctor")
    assert result.exit_code == 3
    assert "42 minutes wrong" in result.stdout


def test_the_state_is_opened_and_a_run_under_way_is_told(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text(f'[state]\nurl = "s.db"\n[sources.a]\npath = "{table().name}"\n', "utf-8")
    assert "No run has been remembered yet" in command("doctor").stdout
    command("run")
    assert "✓ State" in command("doctor").stdout
    with alone(lock_path(folder / "s.db")):
        result = command("doctor")
    assert result.exit_code == 0
    assert "· Another run is under way" in result.stdout


def test_a_damaged_state_is_told(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text(f'[state]\nurl = "s.db"\n[sources.a]\npath = "{table().name}"\n', "utf-8")
    (folder / "s.db").write_bytes(b"no database at all" * 100)
    result = command("doctor")
    assert result.exit_code == 3
    assert "s.db" in result.stdout


def test_channels_of_messages_are_looked_at_and_nothing_is_sent(
    command: Command, table: Sheet, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "okrsync.toml").write_text(
        f'[sources.a]\npath = "{table().name}"\n[digests.monday]\nkind = "weekly"\nto = ["env:GOOD", "env:ODD"]\n'
        '[digests.monday.owners."Ana"]\nto = "env:NONE"\n',
        "utf-8",
    )
    monkeypatch.setenv("GOOD", "json://127.0.0.1:9/secret-path")
    monkeypatch.setenv("ODD", "no-such-service")
    result = command("doctor")
    assert result.exit_code == 3
    assert "✓ Message “monday”: env:GOOD" in result.stdout
    assert "What env:ODD holds is no address" in result.stdout
    assert "NONE is not set" in result.stdout
    assert "secret-path" not in result.stdout


def test_pairs_are_looked_at(command: Command, table: Sheet, folder: Path) -> None:
    table("a.csv")
    table("b.csv")
    text = '[sources.a]\npath = "a.csv"\n[sources.b]\npath = "b.csv"\n[sync.both]\na = "a"\nb = "b"\n'
    (folder / "okrsync.toml").write_text(text, "utf-8")
    assert "✓ Pair “both”: a and b can both be read" in command("doctor").stdout
    (folder / "b.csv").unlink()
    result = command("doctor")
    assert result.exit_code == 3
    assert "set right what is said above about b" in result.stdout


def test_all_references_of_a_config_are_looked_at(
    command: Command, table: Sheet, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "okrsync.toml").write_text(
        f'[sources.a]\npath = "{table().name}"\n[sources.b]\nnotion = "{"1" * 32}"\ncredentials = "env:OTHER"\n'
        '[coach]\nendpoint = "http://127.0.0.1:9/v1"\nkey = "env:COACH"\n[health]\nping = "env:PING"\n'
        '[state]\nurl = "env:STATE"\n',
        "utf-8",
    )
    monkeypatch.setenv("PING", "http://127.0.0.1:9/ping")
    told = command("doctor").stdout
    assert "✓ Secret env:PING: there" in told
    for name in ("OTHER", "COACH", "STATE"):
        assert f"{name} is not set" in told


def test_columns_that_could_be_something_else_are_named(command: Command, table: Sheet, folder: Path) -> None:
    header = ("Objective", "Key result", "Owner", "Baseline", "Target", "Actual result", "Due")
    name = table(header=header).name
    (folder / "okrsync.toml").write_text(f'[sources.a]\npath = "{name}"\n', "utf-8")
    told = command("doctor")
    assert told.exit_code == 0
    assert "“okrsync doctor a” shows how to overrule them" in told.stdout
