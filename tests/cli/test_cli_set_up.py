"""`okrsync init`, `doctor`, `rules`, `rule` and `baseline`: getting to know it, and living with it."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from okrsync.config.loading import load_config

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command, Sheet

SHOPPING = (("Bread", 3, 2.5), ("Milk", 1, 0.9))


def test_init_writes_a_config_that_works(command: Command, table: Sheet, workbook: Sheet, folder: Path) -> None:
    table("équipe 1.csv")
    workbook()
    table("shopping.csv", SHOPPING, ("Item", "Pieces", "Price"))
    result = command("init", "--yes")
    assert result.exit_code == 0
    config = load_config(folder / "okrsync.toml")
    assert {name: source.path for name, source in config.sources.items()} == {
        "okr": "okr.xlsx",
        "équipe 1": "équipe 1.csv",
    }
    assert command("lint").exit_code == 0


def test_init_shows_what_would_be_said(command: Command, table: Sheet) -> None:
    table()
    told = command("init", "--yes").stdout
    assert "okr.csv (2 objectives, 4 key results)" in told
    assert "score" in told


def test_init_asks_in_words_and_takes_enter_for_yes(command: Command, table: Sheet, folder: Path) -> None:
    table("a.csv")
    table("b.csv")
    result = command("init", typed="\n" * 5)
    assert result.exit_code == 0
    assert "Look after all of them? [Y/n]" in result.stdout
    assert set(load_config(folder / "okrsync.toml").sources) == {"a", "b"}


def test_init_takes_only_what_is_wanted(command: Command, table: Sheet, folder: Path) -> None:
    table("a.csv")
    table("b.csv")
    command("init", typed="n\nn\nyes\n\ndoerr\n\ny\n")
    config = load_config(folder / "okrsync.toml")
    assert set(config.sources) == {"b"}
    assert config.okrsync.profile == "doerr"


def test_init_asks_again_what_it_did_not_understand(command: Command, table: Sheet) -> None:
    table()
    result = command("init", typed="perhaps\ny\n" + "\n" * 4)
    assert "Please answer with one of: y, yes, n, no." in result.stderr
    assert result.exit_code == 0


def test_init_speaks_french_and_takes_oui(command: Command, table: Sheet, folder: Path) -> None:
    table()
    result = command("init", "--lang", "fr", typed="oui\n\n\n\nnon\n")
    assert "Rien n’a été écrit." in result.stdout
    assert not (folder / "okrsync.toml").exists()


def test_init_never_overwrites_a_config(command: Command, table: Sheet, folder: Path) -> None:
    table()
    (folder / "okrsync.toml").write_text("# mine\n", "utf-8")
    result = command("init", "--yes")
    assert result.exit_code == 2
    assert (folder / "okrsync.toml").read_text("utf-8") == "# mine\n"


@pytest.mark.parametrize("shopping", [True, False])
def test_init_without_okrs_says_where_to_go(command: Command, table: Sheet, *, shopping: bool) -> None:
    if shopping:
        table("shopping.csv", SHOPPING, ("Item", "Pieces", "Price"))
    result = command("init", "--yes")
    assert result.exit_code == 3
    assert "there is no spreadsheet with OKRs in this folder" in result.stderr


def test_init_with_nothing_chosen_writes_nothing(command: Command, table: Sheet, folder: Path) -> None:
    table()
    assert command("init", typed="n\n\n").exit_code == 3
    assert not (folder / "okrsync.toml").exists()


def test_init_refuses_a_profile_that_is_none(command: Command, table: Sheet) -> None:
    table()
    result = command("init", "--yes", "--profile", "grove")
    assert result.exit_code == 2
    assert "doerr" in result.stderr


def test_init_names_two_files_of_one_name_apart(command: Command, table: Sheet, workbook: Sheet, folder: Path) -> None:
    table("okr.csv")
    workbook("okr.xlsx")
    command("init", "--yes")
    assert set(load_config(folder / "okrsync.toml").sources) == {"okr", "okr-2"}


def test_init_that_is_stopped_writes_nothing(command: Command, table: Sheet, folder: Path) -> None:
    table()
    assert command("init", typed="").exit_code == 130
    assert not (folder / "okrsync.toml").exists()


def test_doctor_shows_what_each_column_was_taken_for(command: Command, workbook: Sheet) -> None:
    told = command("doctor", workbook()).stdout
    assert "okr.xlsx: 2 objectives, 4 key results" in told
    assert "Sheet “OKRs”: rows 2 to 5, titles in row 1, layout: one row for each key result" in told
    lines = [line.split() for line in told.splitlines()]
    assert ["F", "Current", "current", "value", "100%", "its", "title"] in lines


def test_what_doctor_says_to_write_is_a_config_that_loads(command: Command, workbook: Sheet, folder: Path) -> None:
    told = command("doctor", workbook("équipe A.xlsx")).stdout
    snippet = "\n".join(line.strip() for line in told.partition("for example:")[2].splitlines())
    assert tomllib.loads(snippet)["sources"]["équipe A"]["columns"]
    (folder / "okrsync.toml").write_text(snippet, "utf-8")
    assert command("lint").exit_code == 0


def test_doctor_lists_what_could_not_be_read(command: Command, table: Sheet) -> None:
    rows = tuple(
        ("Calm mornings", f"Calls before nine from {n} to 3", "Ana", n, 3, 5, "2026-12-31") for n in range(5, 15)
    )
    odd = ("Calm mornings", "Calls after six from 30 to 9", "Ana", "thirty-ish???", 9, 12, "2026-12-31")
    told = command("doctor", table(rows=(*rows, odd))).stdout
    assert "Could not be read" in told
    assert "D12: “thirty-ish???” (baseline)" in told


def test_doctor_names_the_tabs_it_left_alone(command: Command, folder: Path, workbook: Sheet) -> None:
    book: Workbook = load_workbook(workbook())
    book.create_sheet("Prices").append(("Item", "Price"))
    book["Prices"].append(("Bread", 2.5))
    book.save(folder / "okr.xlsx")
    assert "Left alone, no OKRs there: “Prices”" in command("doctor", "okr.xlsx").stdout


def test_doctor_of_a_missing_file_is_told(command: Command) -> None:
    result = command("doctor", "none.xlsx")
    assert result.exit_code == 3
    assert "none.xlsx" in result.stderr


def test_doctor_without_a_file_checks_the_set_up(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text(f"[sources.sales]\npath = '{table().name}'\n", "utf-8")
    result = command("doctor")
    assert result.exit_code == 0
    assert "✓ sales: 2 objectives, 4 key results" in result.stdout
    assert "MB free" in result.stdout


def test_doctor_without_a_config_says_so(command: Command) -> None:
    result = command("doctor")
    assert result.exit_code == 0
    assert "· There is no okrsync.toml" in result.stdout


def test_doctor_tells_of_a_config_that_is_wrong(command: Command, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nprofil = 'x'\n", "utf-8")
    result = command("doctor")
    assert result.exit_code == 2
    assert "✗" in result.stdout
    assert "profile" in result.stdout


def test_doctor_tells_of_rules_that_cannot_be_used(command: Command, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nselect = ['ZZ999']\n", "utf-8")
    result = command("doctor")
    assert result.exit_code == 2
    assert "ZZ999" in result.stdout


def test_doctor_tells_of_a_source_that_is_gone_or_read_only(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[sources.a]\npath = 'okr.csv'\n[sources.b]\npath = 'gone.csv'\n", "utf-8")
    table().chmod(0o444)
    result = command("doctor", "--lang", "fr")
    assert result.exit_code == 3
    assert "gone.csv" in result.stdout
    assert "lecture seule" in result.stdout


def test_rules_are_listed_with_what_they_look_for(command: Command) -> None:
    lines = command("rules").stdout.splitlines()
    assert lines[0].split()[:3] == ["Code", "Name", "Severity"]
    assert any(line.startswith("ST206  missing-owner") for line in lines)


def test_rules_are_listed_as_the_config_sets_them(command: Command, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[rules.ST206]\noff = true\n", "utf-8")
    line = next(line for line in command("rules").stdout.splitlines() if line.startswith("ST206"))
    assert line.split()[2] == "off"


def test_rules_may_be_chosen(command: Command) -> None:
    lines = command("rules", "--select", "OB").stdout.splitlines()
    assert {line[:2] for line in lines[1:]} <= {"OB", "OP"}


def test_rules_are_listed_for_programs(command: Command) -> None:
    listed = {rule["code"]: rule for rule in json.loads(command("rules", "--format", "json").stdout)}
    assert listed["ST202"]["options"]
    assert listed["ST206"]["docs"]["why"]


@pytest.mark.parametrize("name", ["KR105", "kr-105", "vague-wording"])
def test_a_rule_is_explained_by_its_code_or_name(command: Command, name: str) -> None:
    told = command("rule", name).stdout
    assert told.startswith("KR105 Vague wording (vague-wording)")
    for heading in ("What it looks for", "Why", "Who says so", "It speaks about", "It leaves alone"):
        assert f"\n{heading}\n" in told


def test_a_rule_is_explained_in_french(command: Command) -> None:
    assert "Pourquoi" in command("rule", "KR105", "--lang", "fr").stdout


def test_a_rule_shows_its_options_and_whole_examples(command: Command) -> None:
    told = command("rule", "ST203").stdout
    assert "[rules.ST203.options]" in told
    assert " → " in told


def test_a_rule_that_is_switched_off_says_so(command: Command, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[rules.ST206]\noff = true\n", "utf-8")
    assert "Switched off" in command("rule", "ST206").stdout


def test_a_rule_that_is_none_is_told_with_the_nearest(command: Command) -> None:
    result = command("rule", "missing-ownr")
    assert result.exit_code == 2
    assert "missing-owner" in result.stderr


def test_a_rule_of_ones_own_is_read_beside_the_others(command: Command, folder: Path, table: Sheet) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "vague.toml").write_text('extends = "ST206"\nseverity = "error"\n', "utf-8")
    (folder / "okrsync.toml").write_text("[okrsync]\nrules_folders = ['mine']\nselect = ['ST206']\n", "utf-8")
    assert command("lint", table()).exit_code == 1


def test_what_is_accepted_is_no_longer_shown(command: Command, table: Sheet) -> None:
    path = table()
    assert "accepted from now on" in command("baseline", "create", path).stdout
    result = command("lint", path, "--baseline", "okrsync-baseline.json", "--fail-on", "info")
    assert result.exit_code == 0
    assert "known and left out" in result.stderr


def test_what_is_new_is_shown_beside_what_is_accepted(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nselect = ['ST206']\nbaseline = 'known.json'\n", "utf-8")
    path = table()
    command("baseline", "create", path)
    text = path.read_text("utf-8")
    path.write_text(text.replace("120 to 210,Jon Berg", "120 to 210,"), "utf-8")
    document = json.loads(command("lint", path, "--format", "json").stdout)
    assert [finding["row"] for finding in document["findings"]] == [4]


def test_a_baseline_is_the_same_however_the_file_is_named(command: Command, table: Sheet, folder: Path) -> None:
    table()
    command("baseline", "create", "okr.csv")
    asked = ("--baseline", "okrsync-baseline.json", "--fail-on", "info")
    assert command("lint", folder / "okr.csv", *asked).exit_code == 0


def test_prune_forgets_what_is_mended(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nselect = ['ST206']\n", "utf-8")
    path = table()
    command("baseline", "create", path)
    path.write_text(path.read_text("utf-8").replace("catalogue,", "catalogue,Jon Berg"), "utf-8")
    assert command("baseline", "prune", path).stdout.startswith("Remarks mended and forgotten: 1. Still accepted: 0.")


def test_half_a_baseline_is_not_written(command: Command, table: Sheet, folder: Path) -> None:
    assert command("baseline", "create", table(), "gone.csv").exit_code == 3
    assert not (folder / "okrsync-baseline.json").exists()


def test_half_a_baseline_is_not_pruned(command: Command, table: Sheet, folder: Path) -> None:
    command("baseline", "create", table())
    before = (folder / "okrsync-baseline.json").read_bytes()
    assert command("baseline", "prune", "okr.csv", "gone.csv").exit_code == 3
    assert (folder / "okrsync-baseline.json").read_bytes() == before


def test_a_baseline_that_is_not_there_is_told(command: Command, table: Sheet) -> None:
    result = command("lint", table(), "--baseline", "none.json")
    assert result.exit_code == 2
    assert "okrsync baseline create" in result.stderr


def test_a_baseline_that_cannot_be_read_is_told(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "folder.json").mkdir()
    (folder / "broken.json").write_text("{", "utf-8")
    assert command("lint", table(), "--baseline", "folder.json").exit_code == 2
    assert command("lint", table(), "--baseline", "broken.json").exit_code == 2


def test_a_baseline_that_cannot_be_written_is_told(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "folder.json").mkdir()
    assert command("baseline", "create", table(), "--baseline", "folder.json").exit_code == 3


def test_doctor_counts_key_results_without_an_objective(command: Command, table: Sheet) -> None:
    rows = (
        ("O1", "Objective", "Be the calmest airline to fly with", None),
        ("K1", "Key result", "Families boarded within 6 minutes from 41% to 80%", "O1"),
        ("K2", "Key result", "Bags late at the belt from 9% to 3%", "O7"),
    )
    told = command("doctor", table(rows=rows, header=("ID", "Type", "Title", "Parent ID"))).stdout
    assert "1 objective, 2 key results, without an objective: 1" in told


def test_doctor_stops_listing_unreadable_cells_in_time(command: Command, table: Sheet) -> None:
    rows = tuple(("Calm mornings", f"Calls before nine from {n} to 3", "Ana", n, 3, 5, "2026-12-31") for n in range(60))
    odd = tuple(("Calm mornings", f"Calls after {n}", "Ana", f"a few??? {n}", 3, 5, "2026-12-31") for n in range(23))
    assert "… (+3)" in command("doctor", table(rows=(*rows, *odd))).stdout


def test_a_config_that_cannot_be_written_is_told(command: Command, table: Sheet, folder: Path) -> None:
    table()
    (folder / "okrsync.toml").symlink_to(folder / "nowhere" / "okrsync.toml")
    result = command("init", "--yes")
    assert result.exit_code == 3
    assert "okrsync.toml could not be written" in result.stderr
