"""The main job in one sentence: read → map → lint → score → plan → write, one source at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from okrsync.model import KeyResult, Objective, Plan, Ref, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from okrsync.linting.ruleset import RuleSet
    from okrsync.model import Edit, Language, WriteOutcome
    from okrsync.sources.base import Snapshot, Source

SENTENCES = "sentences"
NOTHING: Mapping[str, Any] = MappingProxyType({})


def local_date() -> date:
    """Return the day it is where this computer stands."""
    return datetime.now().astimezone().date()


@dataclass(slots=True, frozen=True)
class Manner:
    """How one source is read and judged."""

    profile: str = "default"
    rules_folders: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    """Codes of the only rules to ask; all where empty."""
    ignore: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Code → what the config says about that rule."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the config says about columns, where it overrules what okrsync would take them for."""
    language: Language | None = None
    """Language of the OKRs, where it is known and need not be told from the text."""
    today: date = field(default_factory=local_date)


@dataclass(slots=True)
class Examined:
    """A source as it stood, and what is to be said about it."""

    source: Source
    snapshot: Snapshot
    report: Report


def read(path_or_source: str | Path | Source, *, columns: Mapping[str, str] = NOTHING) -> Plan:
    """Return the OKRs of a file, or of a source that is already open.

    Raises SourceError (and its kinds) if it cannot be read, or holds no OKRs.
    """
    return _read(_opened(path_or_source), columns)[1]


def lint(plan: Plan | str | Path, profile: str = "default", *, today: date | None = None) -> Report:
    """Return findings and scores for `plan`, or for the OKRs of the file of that name, by the rules of `profile`.

    `today` is the day for which progress and deadlines are judged; by default the day it is.
    Raises RuleError for an unknown profile, SourceError (and its kinds) if the file cannot be read.
    """
    manner = Manner(profile=profile, today=today or local_date())
    return judge(plan if isinstance(plan, Plan) else read(plan), manner)


def examine(source: Source, manner: Manner) -> Examined:
    """Read → map → lint → score.

    Raises SourceError (and its kinds) if the source cannot be read or holds no OKRs, RuleError if a rule is wrong.
    """
    snapshot, plan = _read(source, manner.columns)
    return Examined(source, snapshot, judge(plan, manner))


def judge(plan: Plan, manner: Manner) -> Report:
    """Lint → score, for a plan that is already read. Raises RuleError if a rule or profile is wrong."""
    from okrsync.linting.engine import lint_plan
    from okrsync.score import score_plan

    findings = lint_plan(plan, rules_of(manner), today=manner.today, language=manner.language)
    return Report(plan, findings, score_plan(plan, findings))


def rules_of(manner: Manner) -> RuleSet:
    """Return the rules that are asked. Raises RuleError if a rule, a profile or a code is wrong."""
    from okrsync.linting.ruleset import load_rules

    return load_rules(
        manner.profile,
        folders=manner.rules_folders,
        select=manner.select,
        ignore=manner.ignore,
    )


def corrections(examined: Examined, language: Language | None = None) -> list[Edit]:
    """Plan: return the fewest edits that make the source say what was found; none where it says so already.

    `language` is that of our column titles and summary; by default the sheet's own.
    """
    from okrsync.writeback import plan_edits

    return plan_edits(examined.report, examined.snapshot, language or _language_of(examined))


def write(examined: Examined, edits: Sequence[Edit], language: Language | None = None) -> WriteOutcome:
    """Write: carry out `edits` in one step. Raises WriteRefusedError where that could harm anything."""
    tables = examined.report.plan.tables
    return examined.source.write(examined.snapshot, tables, edits, language or _language_of(examined))


def plan_of_sentences(
    sentences: Iterable[str], kind: Literal["objective", "key_result"], language: Language | None = None
) -> Plan:
    """Return plain sentences, one a line, as a plan; a blank line counts as a row and holds nothing."""
    plan = Plan(source="-", kind=SENTENCES, language=language)
    for number, sentence in enumerate(sentences, start=1):
        title = " ".join(sentence.split())
        if not title:
            continue
        ref = Ref(plan.source, None, number, str(number))
        if kind == "objective":
            plan.objectives.append(Objective(ref.key, title, ref, typed={"title": title}))
        else:
            plan.orphans.append(KeyResult(ref.key, title, ref, typed={"title": title}))
    return plan


def _opened(path_or_source: str | Path | Source) -> Source:
    if isinstance(path_or_source, str | Path):
        from okrsync.sources import open_source

        return open_source(Path(path_or_source))
    return path_or_source


def _read(source: Source, columns: Mapping[str, str]) -> tuple[Snapshot, Plan]:
    from okrsync.tables.plan import read_plan

    snapshot = source.read()
    plan = read_plan(snapshot.grids, source=source.name, kind=source.kind, columns=columns)
    return snapshot, plan


def _language_of(examined: Examined) -> Language:
    return examined.report.plan.language or examined.snapshot.locale or "en"
