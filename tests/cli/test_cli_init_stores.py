"""`okrsync init` with links of Google Sheets and Notion: from a link to a config that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google_place import Google, google_server
from nearby_stores import nearby
from notion_workspaces import Workspace

from okrsync.config.loading import load_config
from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Command, Sheet

SHEET = [["Objective", "Key result", "Owner", "Baseline", "Target"], ["Be calm", "Calls from 9 to 3", "Ana", 9, 3]]
SECRET = "ntn_" + "a1b2c3d4e5f6g7h8" * 2
PASTED_KEY = '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----"}'


@pytest.fixture(autouse=True)
def _state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what runs remember in the folder of the test."""
    monkeypatch.setenv("STATE_DIRECTORY", str(folder / "state"))


@pytest.fixture(scope="module")
def google_serving() -> Iterator[Google]:
    with google_server() as google:
        yield google


@pytest.fixture
def google(google_serving: Google, monkeypatch: pytest.MonkeyPatch) -> Google:
    google_serving.calm()
    nearby(monkeypatch, google=google_serving.server.url)
    return google_serving


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    with NotionServer() as server:
        nearby(monkeypatch, notion=server.url)
        monkeypatch.setenv("NOTION_TOKEN", server.token)
        yield Workspace(server)


def sheet(google: Google, **more: object) -> str:
    """Return the link of a new spreadsheet."""
    key = google.server.add_spreadsheet("Team OKRs", {"Team": SHEET}, **more)  # type: ignore[arg-type]
    return f"https://docs.google.com/spreadsheets/d/{key}/edit#gid=0"


def database(workspace: Workspace) -> str:
    """Return the link of the key results."""
    return f"https://www.notion.so/{workspace.key_results_database.id.replace('-', '')}?v=1"


def typed(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


def test_a_link_of_google_becomes_a_config_that_works(command: Command, google: Google, folder: Path) -> None:
    link = sheet(google)
    result = command("init", link, "--google-credentials", f"file:{google.key}", "--yes")
    assert result.exit_code == 0, result.output
    config = load_config(folder / "okrsync.toml")
    assert config.sources["Team OKRs"].google_sheet == link
    assert config.google.credentials == f"file:{google.key}"
    assert google.server.log.count("write") == 0
    assert command("run").exit_code == 0
    assert google.server.log.count("write") > 0


def test_a_link_of_notion_becomes_a_config_that_works(command: Command, workspace: Workspace, folder: Path) -> None:
    result = command("init", database(workspace), "--yes")
    assert result.exit_code == 0, result.output
    config = load_config(folder / "okrsync.toml")
    assert [source.notion for source in config.sources.values()] == [database(workspace)]
    assert config.notion.token == "env:NOTION_TOKEN"
    assert command("run").exit_code == 0


def test_links_may_be_pasted_one_after_another(
    command: Command, google: Google, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearby(monkeypatch, google=google.server.url, notion=workspace.server.url)
    answers = typed(sheet(google), f"file:{google.key}", database(workspace), "", "", "", "06:15", "")
    result = command("init", typed=answers)
    assert result.exit_code == 0, result.output
    config = load_config(folder / "okrsync.toml")
    assert [bool(source.google_sheet) for source in config.sources.values()] == [True, False]
    assert config.agent.at == "06:15"
    assert "15 6 * * *" in result.stdout
    assert "okrsync agent" in result.stdout


def test_what_would_be_written_is_shown_before_anything_is(command: Command, workspace: Workspace) -> None:
    told = command("init", database(workspace), "--yes").stdout
    assert "would be written" in told
    assert "Improve the mood of our 620 regulars" in told
    assert workspace.server.log.count("write") == 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_secret_is_refused_with_the_reason_and_kept_nowhere(
    command: Command, workspace: Workspace, folder: Path, language: str
) -> None:
    answers = typed(SECRET, database(workspace), SECRET, PASTED_KEY, "env:NOTION_TOKEN", "", "", "", "")
    result = command("init", "--lang", language, typed=answers)
    assert result.exit_code == 0, result.output
    assert result.stderr.count("keyring:SERVICE/") == 3
    assert SECRET not in result.stderr
    assert SECRET not in (folder / "okrsync.toml").read_text("utf-8")


def test_a_secret_on_the_command_line_is_refused(command: Command, folder: Path) -> None:
    for arguments in ((SECRET,), ("--notion-token", SECRET)):
        result = command("init", *arguments, "--yes")
        assert result.exit_code == 2
        assert SECRET not in result.output
    assert not (folder / "okrsync.toml").exists()


def test_a_sheet_that_is_not_shared_says_what_to_click_and_is_tried_again(
    command: Command, google: Google, folder: Path
) -> None:
    link = sheet(google, shared_with=())
    result = command("init", typed=typed(link, f"file:{google.key}", "y", "n", "n", ""))
    assert "choose Share, and add okrsync@okr-tests.iam.gserviceaccount.com as Editor" in result.stderr
    assert result.stderr.count("choose Share") == 2
    assert result.exit_code == 3
    assert not (folder / "okrsync.toml").exists()


def test_a_database_that_is_not_connected_may_be_kept_all_the_same(
    command: Command, workspace: Workspace, folder: Path
) -> None:
    workspace.people.unshare(workspace.key_results_database)
    result = command("init", "--lang", "fr", typed=typed(database(workspace), "", "n", "o", "", "", "", ""))
    assert result.exit_code == 0, result.output
    assert "Connexions" in result.stderr
    assert set(load_config(folder / "okrsync.toml").sources) == {"notion"}


def test_a_key_that_is_not_there_is_asked_for_anew(command: Command, workspace: Workspace, folder: Path) -> None:
    answers = typed(database(workspace), "env:NO_SUCH_TOKEN", "y", "env:NOTION_TOKEN", "", "", "", "")
    result = command("init", typed=answers)
    assert "NO_SUCH_TOKEN is not set" in result.stderr
    assert load_config(folder / "okrsync.toml").notion.token == "env:NOTION_TOKEN"


def test_without_anybody_to_ask_a_place_that_does_not_open_ends_it(
    command: Command, workspace: Workspace, folder: Path
) -> None:
    workspace.people.unshare(workspace.key_results_database)
    result = command("init", database(workspace), "--yes")
    assert result.exit_code == 3
    assert "Connections" in result.stderr
    assert not (folder / "okrsync.toml").exists()


def test_what_is_no_link_is_told(command: Command, table: Sheet) -> None:
    table()
    assert command("init", "https://example.org/okrs", "--yes").exit_code == 2
    result = command("init", typed=typed("y", "see my drive", "", "", "", ""))
    assert "“see my drive” is no link" in result.stderr
    assert result.exit_code == 0


def test_a_file_and_a_link_stand_side_by_side(
    command: Command, workspace: Workspace, table: Sheet, folder: Path
) -> None:
    table()
    assert command("init", database(workspace), "--yes").exit_code == 0
    kinds = [source.path for source in load_config(folder / "okrsync.toml").sources.values()]
    assert kinds == ["okr.csv", None]


def test_a_time_that_is_none_is_asked_for_again(command: Command, table: Sheet, folder: Path) -> None:
    table()
    result = command("init", typed=typed("y", "", "", "noon", "05:00", "y"))
    assert "02:30" in result.stderr
    assert load_config(folder / "okrsync.toml").agent.at == "05:00"


def test_a_sheet_that_may_not_be_written_is_told_in_the_preview(command: Command, table: Sheet) -> None:
    table().chmod(0o444)
    assert "read-only" in command("init", "--yes").stdout
