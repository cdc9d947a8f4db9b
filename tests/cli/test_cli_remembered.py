"""What runs of a config leave, and the commands that ask for it: status, history, forget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command, Sheet

CONFIG = """[sources.sales]
path = "sales.csv"
[sources.support]
path = "support.csv"
[state]
url = "state/okrsync.db"
"""


@pytest.fixture
def config(folder: Path, table: Sheet) -> Path:
    """Return a config of two sources with a state of its own, and make the sources."""
    table("sales.csv")
    table("support.csv")
    path = folder / "okrsync.toml"
    path.write_text(CONFIG, "utf-8")
    return path


def test_a_run_of_a_config_is_remembered(command: Command, config: Path) -> None:
    assert command("run").exit_code == 0
    assert (config.parent / "state" / "okrsync.db").exists()
    told = json.loads(command("status", "--format", "json").stdout)
    assert told["version"] == 1
    (run,) = told["runs"]
    assert run["exit_code"] == 0
    assert [source["source"] for source in run["sources"]] == ["sales", "support"]
    assert told["sources"][0]["open"]["warnings"] > 0
    assert told["sources"][0]["next_run"] is None
    assert told["conflicts"] == {}


def test_the_state_is_for_its_owner_only(command: Command, config: Path) -> None:
    command("run")
    state = config.parent / "state"
    assert state.stat().st_mode & 0o077 == 0
    assert (state / "okrsync.db").stat().st_mode & 0o077 == 0


def test_the_state_stands_where_systemd_says(
    command: Command, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config.write_text(CONFIG.partition("[state]")[0], "utf-8")
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path / 'var'}:{tmp_path / 'other'}")
    command("run")
    assert (tmp_path / "var" / "state.db").exists()


def test_two_configs_have_two_states(
    command: Command, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    config.write_text(CONFIG.partition("[state]")[0], "utf-8")
    other = config.with_name("other.toml")
    other.write_text(config.read_text("utf-8"), "utf-8")
    command("run")
    command("run", "--config", other)
    assert len(list((tmp_path / "data").rglob("state.db"))) == 2


@pytest.mark.parametrize(
    "arguments", [("lint",), ("report",), ("run", "--dry-run"), ("doctor",), ("show", "sales")], ids=" ".join
)
def test_a_command_that_only_looks_makes_no_state(command: Command, config: Path, arguments: tuple[str, ...]) -> None:
    command(*arguments)
    assert not (config.parent / "state").exists()


def test_a_file_that_the_config_does_not_know_is_not_remembered(command: Command, config: Path, table: Sheet) -> None:
    table("other.csv")
    assert command("run", "other.csv").exit_code == 0
    assert not (config.parent / "state").exists()
    command("run", "sales", "other.csv")
    told = json.loads(command("status", "--format", "json").stdout)
    assert [source["source"] for source in told["runs"][0]["sources"]] == ["sales"]


@pytest.mark.parametrize("typed", [("--select", "KR"), ("--ignore", "KR102"), ("--today", "2026-01-01")])
def test_a_run_that_judges_otherwise_leaves_no_mark(command: Command, config: Path, typed: tuple[str, ...]) -> None:
    del config
    command("run")
    before = command("history", "--format", "json").stdout
    assert command("run", *typed).exit_code == 0
    assert command("history", "--format", "json").stdout == before
    assert len(json.loads(command("status", "--format", "json").stdout)["runs"]) == 1


def test_a_report_shows_what_changed_since_the_last_run(command: Command, config: Path, table: Sheet) -> None:
    del config
    command("run")
    looked = command("lint", "--fail-on", "never").stdout
    assert "0 new, 0 fixed" in looked
    (rows, header) = (
        (("Grow where we are known", "Shops that order twice from 4 to 9", "Ana Silva", 4, 9, 5, "2026-12-31"),),
        ("Objective", "Key result", "Owner", "Baseline", "Target", "Current", "Due"),
    )
    table("sales.csv", rows, header)
    told = json.loads(command("lint", "sales", "--format", "json", "--fail-on", "never").stdout)
    assert told["sources"][0]["trend"]["new"] > 0


def test_a_source_that_failed_is_named(command: Command, config: Path) -> None:
    (config.parent / "sales.csv").unlink()
    assert command("run").exit_code == 3
    told = command("status").stdout
    assert "2 (failed: sales)" in told
    entry = json.loads(command("status", "--format", "json").stdout)["runs"][0]["sources"][0]
    assert entry["failure"] == "sources.missing"


def test_the_status_is_told_in_french(command: Command, config: Path) -> None:
    del config
    command("run")
    told = command("status", "--lang", "fr").stdout
    assert "Derniers passages" in told
    assert "Remarques ouvertes" in told


def test_the_history_tells_a_source_day_by_day(command: Command, config: Path) -> None:
    del config
    command("run")
    command("run")
    lines = command("history", "sales").stdout.splitlines()
    assert lines[0].split() == ["Day", "Source", "Score", "Remarks", "New", "Fixed"]
    # Two runs on one day are one line: what was new in the first is not new twice.
    assert len(lines) == 2
    assert lines[1].split()[1] == "sales"


def test_the_history_of_an_objective_tells_of_its_key_results(command: Command, config: Path) -> None:
    del config
    command("run")
    told = command("history", "sales", "--objective", "RURAL pharmacies").stdout
    assert "Become the first choice of rural pharmacies (sales)" in told
    assert "Launch the new catalogue (sales)" in told
    assert "KR102 since" in told
    assert "clinics" not in told
    entry = json.loads(command("history", "--objective", "catalogue", "--format", "json").stdout)["okrs"][0]
    assert entry["findings"][0]["outcome"] is None
    assert "digest" not in entry["sightings"][0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("history", "marketing"), "The config has no source “marketing”. It has: “sales”, “support”."),
        (("history", "--objective", "penguins"), "No OKR that okrsync remembers has “penguins” in its title."),
        (("forget",), "Say what to forget: --source NAME or --person NAME, one of them."),
        (("forget", "--source", "sales", "--person", "Ana Silva"), "one of them."),
        (("forget", "--source", "marketing", "--yes"), "Nothing is kept of a source “marketing”."),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    command: Command, config: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    del config
    command("run")
    refused = command(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert sentence in refused.stderr


@pytest.mark.parametrize("name", ["status", "history"])
def test_before_the_first_run_there_is_nothing_to_ask(command: Command, config: Path, name: str) -> None:
    refused = command(name)
    assert refused.exit_code == 2
    assert "Nothing is remembered yet" in refused.stderr
    config.unlink()
    assert "There is no config" in command(name).stderr


def test_a_source_is_forgotten_when_asked_twice(command: Command, config: Path) -> None:
    del config
    command("run")
    assert "Nothing was forgotten." in command("forget", "--source", "sales", typed="\n").stdout
    assert "Nothing was forgotten." in command("forget", "--source", "sales", typed="y\nsupport\n").stdout
    assert "“sales” is forgotten." in command("forget", "--source", "sales", typed="y\nsales\n").stdout
    told = json.loads(command("status", "--format", "json").stdout)
    assert [source["open"] is None for source in told["sources"]] == [True, False]


def test_a_person_is_forgotten_without_a_question_if_told_so(command: Command, config: Path) -> None:
    del config
    command("run")
    assert "“Ana Silva” is forgotten." in command("forget", "--person", "Ana Silva", "--yes").stdout
    assert "in the history: 0." in command("forget", "--person", "Ana Silva", typed="n\n").stdout


def test_a_state_that_is_damaged_stops_a_run_and_not_a_look(command: Command, config: Path) -> None:
    command("run")
    (config.parent / "state" / "okrsync.db").write_bytes(b"no database at all, and longer than a header" * 9)
    refused = command("run")
    assert refused.exit_code == 3
    assert "is damaged" in refused.stderr
    looked = command("lint", "--fail-on", "never")
    assert looked.exit_code == 0
    assert "is damaged" in looked.stderr


def test_a_page_beside_a_file_does_not_change_with_the_days(command: Command, config: Path) -> None:
    command("run")
    page = config.parent / "sales.csv.okrsync.html"
    before = page.read_bytes()
    command("run")
    assert page.read_bytes() == before
    assert b"Since" not in before
