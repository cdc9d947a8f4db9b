"""`okrsync lint` and `okrsync show`: what is said about sheets and sentences, and with which exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command, Sheet

NO_OKRS = (("Bread", 3, 2.5), ("Milk", 1, 0.9), ("Eggs", 12, 3.1))
SHOPPING = ("Item", "Pieces", "Price")


def findings(output: str) -> list[dict[str, object]]:
    """Return the findings of a JSON document."""
    found: list[dict[str, object]] = json.loads(output)["findings"]
    return found


def test_the_row_of_a_sentence_is_its_line_and_blank_lines_count(command: Command) -> None:
    result = command(
        "lint", "-", "--format", "json", "--fail-on", "never", typed="\nImprove quality\n\nImprove quality\n"
    )
    assert result.exit_code == 0
    assert {finding["row"] for finding in findings(result.stdout)} == {2, 4}


def test_no_sentences_are_no_failure(command: Command) -> None:
    result = command("lint", "-", "--format", "json", typed="")
    assert result.exit_code == 0
    assert findings(result.stdout) == []


def test_sentences_are_judged_as_what_they_are_said_to_be(command: Command) -> None:
    sentence = "Increase revenue by 20 %\n"
    asked = ("lint", "-", "--format", "json", "--fail-on", "never", "--lang", "en")
    assert "OB101" in {
        finding["code"] for finding in findings(command(*asked, "--kind", "objective", typed=sentence).stdout)
    }
    assert "OB101" not in {
        finding["code"] for finding in findings(command(*asked, "--kind", "key-result", typed=sentence).stdout)
    }


def test_lang_is_the_language_of_sentences(command: Command) -> None:
    result = command(
        "lint", "-", "--format", "json", "--kind", "objective", "--lang", "fr", typed="Augmenter le CA de 20 %\n"
    )
    assert {finding["lang"] for finding in findings(result.stdout)} == {"fr"}


def test_bytes_that_are_no_utf_8_fail_nothing(command: Command) -> None:
    result = command("lint", "-", "--format", "json", typed="Am\xe9liorer la qualit\xe9\n".encode("latin-1"))
    assert result.exit_code in {0, 1}


def test_sentences_and_files_do_not_mix(command: Command, table: Sheet) -> None:
    result = command("lint", "-", table(), typed="x")
    assert result.exit_code == 2
    assert "cannot be combined with files" in result.stderr


def test_a_finding_names_its_row_and_cell(command: Command, table: Sheet) -> None:
    result = command("lint", table(), "--format", "json", "--select", "ST206")
    assert [(finding["row"], finding["cell"]) for finding in findings(result.stdout)] == [(5, "C5")]


def test_text_is_for_people(command: Command, table: Sheet) -> None:
    table()
    result = command("lint", "okr.csv")
    assert "okr.csv" in result.stdout
    assert "ST206" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_exit_code_follows_how_serious_the_findings_are(
    command: Command, table: Sheet, fail_on: str, code: int
) -> None:
    assert command("lint", table(), "--select", "ST206", "--fail-on", fail_on).exit_code == code


def test_the_config_may_set_how_serious_is_too_serious(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nfail_on = 'warning'\nselect = ['ST206']\n", "utf-8")
    assert command("lint", table()).exit_code == 1
    assert command("lint", table(), "--fail-on", "error").exit_code == 0


def test_select_and_ignore_take_lists(command: Command, table: Sheet) -> None:
    asked = ("lint", table(), "--format", "json")
    assert findings(command(*asked, "--select", "ST205,ST206").stdout)
    assert not findings(command(*asked, "--select", "ST205,ST206", "--ignore", "st206").stdout)


def test_a_rule_that_is_none_is_told_with_the_nearest(command: Command, table: Sheet) -> None:
    result = command("lint", table(), "--select", "missing-ownr")
    assert result.exit_code == 2
    assert "missing-owner" in result.stderr


def test_a_profile_that_is_none_is_told(command: Command, table: Sheet) -> None:
    result = command("lint", table(), "--profile", "defalt")
    assert result.exit_code == 2
    assert "default" in result.stderr


def test_one_file_that_fails_does_not_stop_the_others(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    result = command("lint", "broken.xlsx", table(), "missing.csv", "--format", "json")
    assert result.exit_code == 3
    document = json.loads(result.stdout)
    assert [source["name"] for source in document["sources"]] == ["okr.csv"]
    assert len(document["errors"]) == 2
    assert "broken.xlsx" in result.stderr
    assert "missing.csv" in result.stderr


def test_a_sheet_without_okrs_is_refused_by_name(command: Command, table: Sheet) -> None:
    result = command("lint", table("shopping.csv", NO_OKRS, SHOPPING))
    assert result.exit_code == 3
    assert "shopping.csv" in result.stderr


def test_a_folder_is_read_and_what_holds_no_okrs_is_passed_over(command: Command, table: Sheet, folder: Path) -> None:
    table("teams/a.csv")
    table("teams/shopping.csv", NO_OKRS, SHOPPING)
    (folder / "teams" / "~$a.xlsx").write_bytes(b"lock")
    (folder / "teams" / "notes.txt").write_text("x", "utf-8")
    result = command("lint", "teams", "--format", "json")
    assert result.exit_code == 0
    assert [source["name"] for source in json.loads(result.stdout)["sources"]] == ["teams/a.csv"]
    assert "shopping.csv" in result.stderr


def test_the_mark_of_an_open_workbook_is_told_from_the_workbook(command: Command, folder: Path) -> None:
    (folder / "~$a.xlsx").write_bytes(b"lock")
    result = command("lint", "~$a.xlsx")
    assert result.exit_code == 3
    assert "Name the file itself." in result.stderr


def test_a_folder_without_any_okrs_is_a_failure(command: Command, table: Sheet) -> None:
    table("teams/shopping.csv", NO_OKRS, SHOPPING)
    assert command("lint", "teams").exit_code == 3


def test_a_folder_without_spreadsheets_is_told(command: Command, folder: Path) -> None:
    (folder / "empty").mkdir()
    result = command("lint", "empty")
    assert result.exit_code == 3
    assert "There is no spreadsheet" in result.stderr


def test_a_pattern_that_the_shell_left_alone_is_followed(command: Command, table: Sheet) -> None:
    table("équipe A/okr 1.csv")
    table("équipe A/okr 2.csv")
    result = command("lint", "équipe A/*.csv", "--format", "json")
    assert [source["name"] for source in json.loads(result.stdout)["sources"]] == [
        "équipe A/okr 1.csv",
        "équipe A/okr 2.csv",
    ]


def test_a_file_named_twice_is_read_once(command: Command, table: Sheet) -> None:
    result = command("lint", table(), "./okr.csv", "--format", "json")
    assert len(json.loads(result.stdout)["sources"]) == 1


def test_a_missing_file_is_told_with_the_nearest_that_is_there(command: Command, table: Sheet) -> None:
    table()
    assert "Did you mean “okr.csv”?" in command("lint", "ork.csv").stderr


def test_without_a_file_and_without_a_config_it_is_said_what_to_do(command: Command) -> None:
    result = command("lint")
    assert result.exit_code == 2
    assert "okrsync init" in result.stderr


def test_without_a_file_all_sources_of_the_config_are_read(command: Command, table: Sheet, folder: Path) -> None:
    table("one.csv")
    table("two.csv")
    (folder / "okrsync.toml").write_text("[sources.a]\npath = 'one.csv'\n[sources.b]\npath = 'two.csv'\n", "utf-8")
    assert [source["name"] for source in json.loads(command("lint", "--format", "json").stdout)["sources"]] == [
        "a",
        "b",
    ]
    assert [source["name"] for source in json.loads(command("lint", "b", "--format", "json").stdout)["sources"]] == [
        "b"
    ]


def test_paths_of_the_config_are_told_from_where_it_stands(command: Command, table: Sheet, folder: Path) -> None:
    table("settings/one.csv")
    (folder / "settings" / "mine.toml").write_text("[sources.a]\npath = 'one.csv'\n", "utf-8")
    assert command("lint", "--config", "settings/mine.toml").exit_code == 0


def test_a_file_of_the_config_named_by_its_path_keeps_its_settings(
    command: Command, table: Sheet, folder: Path
) -> None:
    (folder / "okrsync.toml").write_text(f"[sources.sales]\npath = '{table().name}'\n", "utf-8")
    assert json.loads(command("lint", "okr.csv", "--format", "json").stdout)["sources"][0]["name"] == "sales"


def test_the_config_overrules_a_rule(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nselect = ['ST2']\n[rules.ST206]\nseverity = 'error'\n", "utf-8")
    result = command("lint", table(), "--format", "json")
    assert [finding["severity"] for finding in findings(result.stdout) if finding["code"] == "ST206"] == ["error"]
    assert result.exit_code == 1


def test_the_config_gives_team_and_period_where_the_sheet_does_not(
    command: Command, table: Sheet, folder: Path
) -> None:
    (folder / "okrsync.toml").write_text(
        f"[sources.a]\npath = '{table().name}'\nteam = 'Sales'\n"
        "period = { name = 'Q4 2026', start = 2026-10-01, end = 2026-12-31 }\n",
        "utf-8",
    )
    objective = json.loads(command("show", "a", "--format", "json").stdout)["objectives"][0]
    assert (objective["team"], objective["period"]) == ("Sales", "Q4 2026")


def test_a_column_of_the_config_that_is_not_there_is_told(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text(
        f"[sources.a]\npath = '{table().name}'\ncolumns = {{ target = 'Goal' }}\n", "utf-8"
    )
    result = command("lint")
    assert result.exit_code == 2
    assert "“Goal”" in result.stderr
    assert "“Target”" in result.stderr


def test_a_column_of_the_config_wins_over_what_its_title_says(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text(
        f"[sources.a]\npath = '{table().name}'\ncolumns = {{ target = 'Current', ignored = ['Target'] }}\n", "utf-8"
    )
    shown = json.loads(command("show", "a", "--format", "json").stdout)
    assert shown["objectives"][0]["key_results"][0]["target"] == 5


def test_the_language_of_the_config_is_that_of_the_reader(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nlanguage = 'fr'\n", "utf-8")
    assert "résultats clés" in command("lint", table()).stdout
    assert "key results" in command("lint", table(), "--lang", "en").stdout


def test_statistics_count_findings_by_rule(command: Command, table: Sheet) -> None:
    result = command("lint", table(), "--select", "ST206", "--statistics")
    assert "     1  ST206  No owner" in result.stdout


def test_statistics_leave_a_document_for_programs_whole(command: Command, table: Sheet) -> None:
    result = command("lint", table(), "--statistics", "--format", "json")
    json.loads(result.stdout)
    assert "ST206" in result.stderr


def test_today_may_be_another_day(command: Command, table: Sheet) -> None:
    asked = ("lint", table(), "--format", "json", "--select", "FU")
    early, late = (findings(command(*asked, "--today", day).stdout) for day in ("2026-10-02", "2026-12-30"))
    assert len(late) >= len(early)


@pytest.mark.parametrize("name", ["sarif", "github", "junit", "html"])
def test_every_format_is_written(command: Command, table: Sheet, name: str) -> None:
    result = command("lint", table(), "--format", name)
    assert result.exit_code == 0
    assert "ST206" in result.stdout


def test_lint_changes_nothing(command: Command, table: Sheet, folder: Path) -> None:
    before = table().read_bytes()
    command("lint", "okr.csv")
    assert table().read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["okr.csv"]


def test_show_prints_what_was_read_for_programs(command: Command, workbook: Sheet) -> None:
    shown = json.loads(command("show", workbook(), "--format", "json").stdout)
    assert shown["version"] == 1
    assert shown["orphan_key_results"] == []
    first = shown["objectives"][0]
    assert (first["title"], first["sheet"], first["row"]) == (
        "Make paying by invoice effortless for clinics",
        "OKRs",
        2,
    )
    assert first["key_results"][1] == {
        "title": "Invoices disputed by clinics from 14% to 5%",
        "sheet": "OKRs",
        "row": 3,
        "owners": ["Ana Silva"],
        "baseline": 14,
        "target": 5,
        "current": 9,
        "unit": None,
        "progress": None,
        "confidence": None,
        "status": None,
        "due": "2026-12-31",
    }


def test_show_prints_a_table_for_people(command: Command, table: Sheet) -> None:
    lines = command("show", table()).stdout.splitlines()
    assert lines[0].split() == ["Row", "OKR", "Owner", "Baseline", "Target", "Current", "Progress", "Due"]
    assert "  Days from order to invoice from 9 to 2" in lines[2]


def test_show_prints_one_line_a_key_result_as_csv(command: Command, table: Sheet) -> None:
    lines = command("show", table(), "--format", "csv").stdout.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("sheet,row,level,team,period,objective,")


def test_show_names_parents_by_their_titles(command: Command, table: Sheet) -> None:
    rows = (
        ("1", "Objective", "Be the calmest airline to fly with", None),
        ("2", "Objective", "Give families a smooth boarding", "1"),
        ("3", "Key result", "Families boarded within 6 minutes from 41% to 80%", "2"),
    )
    path = table(rows=rows, header=("ID", "Type", "Title", "Parent ID"))
    shown = json.loads(command("show", path, "--format", "json").stdout)
    assert shown["objectives"][1]["parents"] == ["Be the calmest airline to fly with"]


def test_show_takes_one_file_at_a_time(command: Command, table: Sheet) -> None:
    table("teams/a.csv")
    table("teams/b.csv")
    result = command("show", "teams")
    assert result.exit_code == 2
    assert "Name one file" in result.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("empty.xlsx", b""),
        ("page.xlsx", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
        ("cut.xlsx", b"PK\x03\x04\x14\x00\x06\x00"),
        ("only-a-header.csv", b"Objective,Key result,Owner\n"),
        ("nothing.csv", b"\n\n\n"),
        ("nul.csv", b"Objective\x00,Key\x00 result\n\x00,\x00\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
@pytest.mark.parametrize("verb", ["show", "lint", "run", "doctor", "report"])
def test_a_file_that_cannot_be_read_gets_one_sentence_that_names_it(
    command: Command, folder: Path, verb: str, name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)
    result = command(verb, name)
    assert result.exit_code == 3
    assert name in result.stderr
    assert "did not expect" not in result.stderr
    assert "Traceback" not in result.output
    assert (folder / name).read_bytes() == content


def test_show_marks_what_belongs_to_no_objective(command: Command, table: Sheet) -> None:
    rows = (
        ("O1", "Objective", "Be the calmest airline to fly with", None),
        ("O2", "Objective", "Give families a smooth boarding", "O1"),
        ("K1", "Key result", "Families boarded within 6 minutes from 41% to 80%", "O2"),
        ("K2", "Key result", "Bags late at the belt from 9% to 3%", "O7"),
    )
    path = table(rows=rows, header=("ID", "Type", "Title", "Parent ID"))
    assert "? Bags late at the belt" in command("show", path).stdout
    lines = command("show", path, "--format", "csv").stdout.splitlines()
    assert any(",Be the calmest airline to fly with,," in line for line in lines)
    assert any(line.endswith(",Bags late at the belt from 9% to 3%,,,,,,,,,") for line in lines)
    shown = json.loads(command("show", path, "--format", "json").stdout)
    assert [orphan["title"] for orphan in shown["orphan_key_results"]] == ["Bags late at the belt from 9% to 3%"]
