"""The log: one event for each source and each run, as text for people or JSON for programs.

It holds names of sources, counts and times. What an OKR says, and whose it is, never comes here.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, Literal

import structlog

from okrsync.report.document import source_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from structlog.typing import FilteringBoundLogger, Processor

    from okrsync.agent.observing import Run, SourceRun
    from okrsync.model import Language, Report

Level = Literal["debug", "info", "warning", "error"]


def logger(form: Literal["text", "json"], level: Level) -> FilteringBoundLogger:
    """Return what writes events of `level` and graver to standard error."""
    shown: Sequence[Processor] = (
        [structlog.processors.JSONRenderer(ensure_ascii=False)]
        if form == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), sort_keys=False)]
    )
    made: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            *shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
    )
    return made


class Log:
    """Writes down how a run goes."""

    def __init__(self, log: FilteringBoundLogger, language: Language) -> None:
        """Take where to write, and the language of those who read it."""
        self._log = log
        self._language = language

    def run_began(self, run: Run) -> None:
        """Write that it begins."""
        self._log.info("run began", run=run.number, sources=len(run.names))

    def source_ended(self, run: Run, source: SourceRun) -> None:
        """Write what became of a source: counts, and why where something failed."""
        known: dict[str, Any] = {"run": run.number, "source": source.job.name, "seconds": round(source.seconds, 3)}
        if source.examined is not None:
            known |= _counts(source.examined.report)
            if source.examined.coached is not None:
                known["sent_to_coach"] = source.examined.coached.sent
        if source.outcome is not None:
            known |= {"written": source.outcome.written, "skipped": len(source.outcome.skipped)}
        if source.error is not None:
            failure = {"failure": source.error.key, "reason": source.error.text(self._language)}
            self._log.error("source failed", **known, **failure)
        elif not source.is_whole:
            self._log.warning("source done in part", **known)
        else:
            self._log.info("source done", **known)

    def run_ended(self, run: Run) -> None:
        """Write how it ended."""
        failed = [source.job.name for source in run.sources if not source.is_whole]
        seconds = round((run.ended - run.began).total_seconds(), 3) if run.ended else None
        said = self._log.error if run.exit_code else self._log.info
        known = {"run": run.number, "exit_code": run.exit_code, "sources": len(run.sources), "seconds": seconds}
        said("run ended", **known, failed=failed)


def _counts(report: Report) -> dict[str, Any]:
    entry = source_entry(report)
    counts: dict[str, Any] = {key: entry[key] for key in ("objectives", "key_results", "score")}
    counts["findings"] = len(report.findings)
    if report.trend is not None:
        counts |= {"new": report.trend.new, "fixed": report.trend.fixed}
    return counts
