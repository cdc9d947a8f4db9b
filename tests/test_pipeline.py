"""The main job as one sentence, and the public functions of the package."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import okrsync
from okrsync.addresses import FileAddress
from okrsync.errors import NoOkrsError, RuleError, SourceError, TerminalError
from okrsync.model import Period, Plan
from okrsync.pipeline import (
    Job,
    Manner,
    clean,
    corrections,
    examine,
    examine_all,
    judge,
    local_date,
    read_job,
    write,
)
from okrsync.plans import plan_of_sentences
from okrsync.rehearsal import rehearse
from okrsync.sources import open_source

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """Objective,Key result,Owner,Baseline,Target,Current
Give night nurses time for patients,Minutes of paperwork a shift from 95 to 40,Ines Roca,95,40,70
Give night nurses time for patients,Night shifts with an unfilled post from 22 to 6 a month,,22,6,15
"""
TODAY = date(2026, 11, 16)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return a sheet with one objective and two key results, of which one has no owner."""
    path = tmp_path / "ward 3.csv"
    path.write_text(SHEET, "utf-8")
    return path


@pytest.fixture
def job(sheet: Path) -> Job:
    """Return the job of judging that sheet on a fixed day."""
    return Job(FileAddress(sheet), "ward", Manner(today=TODAY))


def test_a_file_is_read_by_its_path(sheet: Path) -> None:
    plan = okrsync.read(sheet)
    assert [len(objective.key_results) for objective in plan.objectives] == [2]
    assert okrsync.read(str(sheet)) == plan


def test_an_open_source_is_read_too(sheet: Path) -> None:
    assert okrsync.read(open_source(sheet)).objectives


def test_the_package_has_nothing_else_to_call() -> None:
    with pytest.raises(AttributeError):
        _ = okrsync.nothing


def test_a_plan_and_a_path_are_linted_alike(sheet: Path) -> None:
    by_path = okrsync.lint(sheet, today=TODAY)
    by_plan = okrsync.lint(okrsync.read(sheet), today=TODAY)
    assert by_path.findings == by_plan.findings
    assert by_path.findings
    assert by_path.scores[0].kind == "plan"


def test_the_day_is_today_unless_said_otherwise(sheet: Path) -> None:
    assert okrsync.lint(sheet).findings == okrsync.lint(sheet, today=local_date()).findings


def test_a_profile_that_is_none_is_refused(sheet: Path) -> None:
    with pytest.raises(RuleError):
        okrsync.lint(sheet, profile="grove")


def test_columns_may_be_named(sheet: Path) -> None:
    plan = okrsync.read(sheet, columns={"target": ["Current"], "ignored": ["Target"]})
    assert plan.objectives[0].key_results[0].target == 70


def test_the_plan_knows_its_language(job: Job) -> None:
    _, plan = read_job(job)
    assert plan.language == "en"
    assert [table.language for table in plan.tables] == ["en"]


def test_a_language_that_is_known_is_not_guessed(sheet: Path) -> None:
    _, plan = read_job(Job(FileAddress(sheet), "ward", Manner(language="fr")))
    assert [plan.language, *(table.language for table in plan.tables)] == ["fr", "fr"]


def test_period_and_team_are_given_where_the_sheet_has_none(sheet: Path) -> None:
    period = Period("Q4 2026", date(2026, 10, 1), date(2026, 12, 31))
    _, plan = read_job(Job(FileAddress(sheet), "ward", Manner(team="Ward 3", period=period)))
    assert (plan.objectives[0].team, plan.objectives[0].period) == ("Ward 3", period)
    assert {"team", "period"} <= plan.provides


def test_what_the_sheet_says_wins_over_what_is_given(tmp_path: Path) -> None:
    path = tmp_path / "okr.csv"
    lines = SHEET.splitlines()
    path.write_text("\n".join(["Team," + lines[0], *("Ward 5," + line for line in lines[1:])]), "utf-8")
    _, plan = read_job(Job(FileAddress(path), "ward", Manner(team="Ward 3")))
    assert plan.objectives[0].team == "Ward 5"


def test_what_is_planned_is_written_and_then_there_is_nothing_to_plan(job: Job) -> None:
    examined = examine(job)
    edits = corrections(examined)
    assert edits
    assert write(examined, edits).written == len(edits)
    assert corrections(examine(job)) == []


def test_clean_undoes_what_was_written(job: Job) -> None:
    examined = examine(job)
    write(examined, corrections(examined))
    assert clean(job).written
    assert job.address.path.read_text("utf-8") == SHEET


def test_a_rehearsal_tells_what_a_write_then_does(job: Job) -> None:
    examined = examine(job)
    edits = corrections(examined)
    rehearsed = rehearse(examined, edits)
    assert job.address.path.read_text("utf-8") == SHEET
    write(examined, edits)
    standing = open_source(job.address).read().standing.cells
    assert {(change.container, change.cell): change.becomes for change in rehearsed.changes} == dict(standing)


def test_a_rehearsal_of_nothing_changes_nothing(job: Job) -> None:
    examined = examine(job)
    assert rehearse(examined, []).changes == []


def test_a_rehearsal_refuses_what_the_write_would(job: Job) -> None:
    examined = examine(job)
    job.address.path.chmod(0o444)
    with pytest.raises(SourceError):
        rehearse(examined, corrections(examined))


def test_one_source_that_fails_does_not_stop_the_others(job: Job, tmp_path: Path) -> None:
    gone = Job(FileAddress(tmp_path / "gone.csv"), "gone", job.manner)
    seen: list[str] = []
    batch = examine_all([gone, job], lambda each: seen.append(each.name))
    assert [report.plan.source for report in batch.reports] == ["ward"]
    assert [type(error) for error in batch.errors] == [TerminalError]
    assert seen == ["gone", "ward"]


@pytest.mark.parametrize("optional", [True, False])
def test_a_sheet_without_okrs_is_an_error_only_where_it_was_named(tmp_path: Path, *, optional: bool) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Item,Price\nBread,2.5\nMilk,0.9\n", "utf-8")
    batch = examine_all([Job(FileAddress(path), "list", Manner(), optional=optional)])
    assert [len(batch.errors), len(batch.passed_over)] == ([0, 1] if optional else [1, 0])
    assert isinstance((batch.errors + batch.passed_over)[0], NoOkrsError)


def test_a_failure_that_nobody_foresaw_names_the_file(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("okrsync.tables.plan.read_plan", broken)
    batch = examine_all([job])
    assert "ward" in str(batch.errors[0])
    assert "ZeroDivisionError" in str(batch.errors[0])


def test_sentences_keep_their_line_numbers() -> None:
    plan = plan_of_sentences(["", "  Cut waiting\ttime ", "\n", "Open a ward"], "key_result")
    assert [(item.title, item.ref.row) for item in plan.orphans] == [("Cut waiting time", 2), ("Open a ward", 4)]
    assert not plan.objectives


def test_sentences_may_be_objectives() -> None:
    plan = plan_of_sentences(["Care that people choose"], "objective", "en")
    assert [item.title for item in plan.objectives] == ["Care that people choose"]


def test_a_plan_without_anything_is_judged() -> None:
    assert judge(Plan("none", "sentences"), Manner()).findings == []
