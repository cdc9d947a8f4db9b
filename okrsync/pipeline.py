"""The main job in one sentence: read → map → lint → score → plan → write, one source at a time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.errors import NoOkrsError, OkrsyncError, SourceError, UnreadableError
from okrsync.model import Period, Plan, Report
from okrsync.plans import require_columns, tell_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from okrsync.addresses import Address
    from okrsync.coach import Coach, Coached
    from okrsync.edits import Edit, WriteOutcome
    from okrsync.linting.ruleset import RuleSet
    from okrsync.model import Language
    from okrsync.sources.base import Snapshot, Source

    Recall = Callable[[Plan, date], Plan]
    """Fills in what earlier runs saw of a plan that was read on a day (`okrsync.history`)."""


def local_date() -> date:
    """Return the day it is where this computer stands."""
    return datetime.now().astimezone().date()


@dataclass(frozen=True)
class Manner:
    """How one source is read and judged."""

    profile: str = "default"
    rules_folders: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    """Codes of the only rules to ask; all where empty."""
    ignore: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Code → what the config says about that rule."""
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Role → headers, where the config overrules what okrsync would take columns for."""
    team: str | None = None
    """The team that the OKRs are of, where the source does not say it."""
    period: Period | None = None
    """The time that the OKRs are for, where the source does not say it."""
    language: Language | None = None
    """Language of the OKRs, where it is known and need not be told from the text."""
    coach: Coach | None = None
    """A language model that may word suggestions better; None for okrsync's own words."""
    today: date = field(default_factory=local_date)

    @cached_property
    def rule_set(self) -> RuleSet:
        """The rules to ask, loaded once however many sources are judged this way.

        Raises RuleError or ConfigError if a rule, a profile or a code is wrong.
        """
        from okrsync.linting.ruleset import load_rules

        return load_rules(
            self.profile, folders=self.rules_folders, select=self.select, ignore=self.ignore, overrides=self.rules
        )


@dataclass(slots=True, frozen=True)
class Job:
    """One source to examine, and how."""

    address: Address
    name: str
    manner: Manner
    backup: bool = True
    """Keep what the file was before okrsync first wrote to it; needless for a copy that okrsync made."""
    optional: bool = False
    """It was only found, not named: where it holds no OKRs it is passed over, and nothing is wrong."""


class Reading(NamedTuple):
    """A source that is open, and what was read of it a moment ago."""

    source: Source
    snapshot: Snapshot


@dataclass(slots=True)
class Examined:
    """A source as it stood, and what is to be said about it."""

    source: Source
    snapshot: Snapshot
    report: Report
    manner: Manner
    address: Address
    coached: Coached | None = None
    """What the coach did, where there is one."""

    @property
    def language(self) -> Language:
        """Return the language of the sheet as a whole: that of our column titles and summary."""
        return self.report.plan.language or self.snapshot.locale or "en"


@dataclass(slots=True)
class Batch:
    """What became of several jobs."""

    examined: list[Examined] = field(default_factory=list)
    errors: list[SourceError] = field(default_factory=list)
    passed_over: list[NoOkrsError] = field(default_factory=list)

    @property
    def reports(self) -> list[Report]:
        """Return the report of each source that was read."""
        return [each.report for each in self.examined]


def read(path_or_source: str | Path | Source, *, columns: Mapping[str, Sequence[str]] | None = None) -> Plan:
    """Return the OKRs of a file, or of a source that is already open.

    Raises SourceError (and its kinds) if it cannot be read, or holds no OKRs.
    """
    from okrsync.sources import open_source

    manner = Manner(columns=columns or {})
    if isinstance(path_or_source, str | Path):
        path = Path(path_or_source)
        return _read(open_source(path), manner, path.stem)[1]
    return _read(path_or_source, manner)[1]


def lint(plan: Plan | str | Path, profile: str = "default", *, today: date | None = None) -> Report:
    """Return findings and scores for `plan`, or for the OKRs of the file of that name, by the rules of `profile`.

    `today` is the day for which progress and deadlines are judged; by default the day it is.
    Raises RuleError for an unknown profile, SourceError (and its kinds) if the file cannot be read.
    """
    manner = Manner(profile=profile, today=today or local_date())
    return judge(plan if isinstance(plan, Plan) else read(plan), manner)


def judge(plan: Plan, manner: Manner) -> Report:
    """Lint → score, for a plan that is already read. Raises RuleError or ConfigError if a rule is wrong."""
    from okrsync.linting.engine import lint_plan
    from okrsync.score import score_plan

    findings = lint_plan(plan, manner.rule_set, today=manner.today, language=manner.language)
    fired = {finding.code for finding in findings}
    titles = {rule.code: rule.titles for rule in manner.rule_set if rule.code in fired}
    return Report(plan, findings, score_plan(plan, findings), titles)


def read_ahead(job: Job, seconds: float | None = None) -> Reading:
    """Open and read a source, and no more. Raises SourceError (and its kinds) if that cannot be done."""
    with _mishaps_named(job):
        source = open_job(job, seconds)
        return Reading(source, source.read())


def examine(
    job: Job, recall: Recall | None = None, reading: Reading | None = None, seconds: float | None = None
) -> Examined:
    """Read → map → lint → score; `recall` adds what earlier runs saw, `reading` is what was read already.

    `seconds` is how long the run may still take: a store that asks for more patience is not waited for.

    Raises SourceError (and its kinds) if the source cannot be read or holds no OKRs, RuleError if a rule is wrong.
    """
    with _mishaps_named(job):
        source, snapshot = reading or (open_job(job, seconds), None)
        return examine_source(source, job, recall, snapshot)


def examine_source(
    source: Source, job: Job, recall: Recall | None = None, read_before: Snapshot | None = None
) -> Examined:
    """Read → map → lint → score, for a source that is already open. Raises as `examine` does."""
    with _mishaps_named(job):
        snapshot, plan = _read(source, job.manner, job.address.hint, read_before)
        if recall is not None:
            plan = recall(plan, job.manner.today)
        report = judge(plan, job.manner)
        if job.manner.coach is None:
            return Examined(source, snapshot, report, job.manner, job.address)
        from okrsync.coach import word_better

        coached = word_better(report, job.manner.coach)
        return Examined(source, snapshot, coached.report, job.manner, job.address, coached)


def examine_all(
    jobs: Iterable[Job], before_each: Callable[[Job], None] | None = None, recall: Recall | None = None
) -> Batch:
    """Examine each source; one that fails never stops the others. Raises RuleError or ConfigError as `judge` does."""
    batch = Batch()
    for job in jobs:
        if before_each is not None:
            before_each(job)
        try:
            batch.examined.append(examine(job, recall))
        except NoOkrsError as error:
            (batch.passed_over if job.optional else batch.errors).append(error)
        except SourceError as error:
            batch.errors.append(error)
    return batch


def corrections(examined: Examined) -> list[Edit]:
    """Plan: return the fewest edits that make the source say what was found; none where it says so already."""
    from okrsync.writeback import plan_edits

    return plan_edits(examined.report, examined.snapshot, examined.language)


def write(examined: Examined, edits: Sequence[Edit]) -> WriteOutcome:
    """Write: carry out `edits` in one step. Raises WriteRefusedError where that could harm anything."""
    return examined.source.write(examined.snapshot, examined.report.plan.tables, edits, examined.language)


def read_job(job: Job) -> tuple[Snapshot, Plan]:
    """Read → map, judging nothing. Raises SourceError (and its kinds) if the file cannot be read or holds no OKRs."""
    with _mishaps_named(job):
        return read_source(open_job(job), job)


def open_job(job: Job, seconds: float | None = None) -> Source:
    """Return the source of a job, which then takes `seconds` at most. Raises SourceError where there is none."""
    from okrsync.sources import open_source

    return open_source(job.address, job.name, backup=job.backup, seconds=seconds)


def read_source(source: Source, job: Job) -> tuple[Snapshot, Plan]:
    """Read → map, for a source that is already open. Raises as `read_job` does."""
    with _mishaps_named(job):
        return _read(source, job.manner, job.address.hint)


def clean(job: Job) -> WriteOutcome:
    """Take away every trace of okrsync. Raises SourceError (and its kinds) if the file cannot be read or written."""
    from okrsync.sources import open_source

    with _mishaps_named(job):
        return open_source(job.address, job.name).clean()


def _read(
    source: Source, manner: Manner, title: str | None = None, read_before: Snapshot | None = None
) -> tuple[Snapshot, Plan]:
    from okrsync.tables.plan import read_plan

    snapshot = read_before or source.read()
    plan = read_plan(snapshot.grids, source=source.name, kind=source.kind, columns=manner.columns, title=title)
    require_columns(manner.columns, plan)
    provided = set(plan.provides)
    for objective in plan.objectives:
        if manner.period is not None and objective.period is None:
            objective.period = manner.period
            provided.add("period")
        if manner.team is not None and objective.team is None:
            objective.team = manner.team
            provided.add("team")
    plan = replace(plan, provides=frozenset(provided))
    tell_languages(plan, manner.language, snapshot.locale)
    return snapshot, plan


@contextmanager
def _mishaps_named(job: Job) -> Iterator[None]:
    """Turn a failure that nobody foresaw into one that names the source, so that the others go on."""
    try:
        yield
    except OkrsyncError:
        raise
    except Exception as error:
        raise UnreadableError("errors.unforeseen", name=job.name, kind=type(error).__name__) from error
