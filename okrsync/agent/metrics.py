"""Figures for Prometheus, in a file that its node exporter picks up (the textfile collector)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from okrsync import __version__
from okrsync.in_one_step import put
from okrsync.report.document import source_entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from prometheus_client.samples import Sample

    from okrsync.agent.observing import Run, SourceRun


class MetricsFile:
    """Writes the file at the end of each run, in one step."""

    def __init__(self, path: Path, known: Collection[str]) -> None:
        """Take where the file goes, and the names of all sources of the config."""
        self._path = path
        self._known = known
        self._registry = CollectorRegistry()
        self._ran = self._gauge("okrsync_run_timestamp_seconds", "When the last run ended, as Unix time")
        self._took = self._gauge("okrsync_run_duration_seconds", "How long the last run took")
        self._code = self._gauge("okrsync_run_exit_code", "How the last run ended; 0 is good")
        self._version = self._gauge("okrsync_build_info", "Which okrsync runs", "version")
        self._up = self._gauge("okrsync_source_up", "Whether a source could be read and written whole", "source")
        self._seen = self._gauge("okrsync_source_timestamp_seconds", "When a source was last looked at", "source")
        self._spent = self._gauge("okrsync_source_duration_seconds", "How long a source took", "source")
        self._score = self._gauge("okrsync_source_score", "Quality of the OKRs, 0 to 100", "source")
        self._okrs = self._gauge("okrsync_source_okrs", "Objectives and key results", "source", "kind")
        self._findings = self._gauge("okrsync_source_findings", "Remarks by how serious they are", "source", "severity")
        self._changes = self._gauge("okrsync_source_findings_changed", "Since the run before", "source", "change")
        self._edits = self._gauge("okrsync_source_edits", "Cells and comments written or skipped", "source", "outcome")
        self._of_sources = (
            self._up, self._seen, self._spent, self._score, self._okrs, self._findings, self._changes, self._edits,
        )  # fmt: skip

    def run_began(self, run: Run) -> None:
        """Take up what earlier runs found in sources that this one does not look at."""
        gauges = {metric.name: gauge for gauge in self._of_sources for metric in gauge.describe()}
        others = set(self._known) - set(run.names)
        for sample in _samples(self._path):
            gauge = gauges.get(sample.name)
            if gauge is not None and sample.labels.get("source") in others:
                gauge.labels(**sample.labels).set(sample.value)

    def source_ended(self, run: Run, source: SourceRun) -> None:
        """Wait for the end."""

    def run_ended(self, run: Run) -> None:
        """Write the file."""
        if run.ended is None:
            return
        self._version.labels(__version__).set(1)
        self._ran.set(run.ended.timestamp())
        self._took.set((run.ended - run.began).total_seconds())
        self._code.set(run.exit_code)
        for source in run.sources:
            self._tell(source, run.ended.timestamp())
        self._path.parent.mkdir(parents=True, exist_ok=True)
        put(self._path, generate_latest(self._registry))

    def _tell(self, source: SourceRun, ended: float) -> None:
        name = source.job.name
        self._up.labels(name).set(source.is_whole)
        self._seen.labels(name).set(ended)
        self._spent.labels(name).set(source.seconds)
        if source.outcome is not None:
            self._edits.labels(name, "written").set(source.outcome.written)
            self._edits.labels(name, "skipped").set(len(source.outcome.skipped))
        if source.examined is None:
            return
        report = source.examined.report
        entry = source_entry(report)
        self._okrs.labels(name, "objective").set(entry["objectives"])
        self._okrs.labels(name, "key_result").set(entry["key_results"])
        if entry["score"] is not None:
            self._score.labels(name).set(entry["score"])
        for severity in ("error", "warning", "info"):
            count = sum(finding.severity.value == severity for finding in report.findings)
            self._findings.labels(name, severity).set(count)
        if report.trend is not None:
            self._changes.labels(name, "new").set(report.trend.new)
            self._changes.labels(name, "fixed").set(report.trend.fixed)

    def _gauge(self, name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(name, help_text, labels, registry=self._registry)


def _samples(path: Path) -> Iterator[Sample]:
    """Yield what stands in the file of an earlier run; nothing where there is none, or none of ours."""
    try:
        families = list(text_string_to_metric_families(path.read_text("utf-8")))
    except (OSError, ValueError):
        return
    for family in families:
        yield from family.samples
