"""Spans and counters for OpenTelemetry: one span a run, one for each source below it. Off unless the config asks.

Where they go is said as OpenTelemetry always says it, by the environment variables OTEL_EXPORTER_OTLP_….
"""

from __future__ import annotations

from time import time_ns
from typing import TYPE_CHECKING

from okrsync import __version__
from okrsync.errors import ConfigError

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

    from okrsync.agent.observing import Run, SourceRun

_NAME = "okrsync"
_NANOSECONDS = 1_000_000_000
_FLUSH_MILLISECONDS = 5000


class Telemetry:
    """Tells OpenTelemetry how runs go."""

    def __init__(self, tracers: TracerProvider, meters: MeterProvider) -> None:
        """Take where spans and counters are made."""
        self._tracers, self._meters = tracers, meters
        self._tracer = tracers.get_tracer(_NAME, __version__)
        meter = meters.get_meter(_NAME, __version__)
        self._runs = meter.create_counter("okrsync.runs", description="Runs, by exit code")
        self._findings = meter.create_counter("okrsync.findings", description="Remarks told, by source and severity")
        self._edits = meter.create_counter("okrsync.edits", description="Cells and comments written, by source")
        self._span: Span | None = None

    def run_began(self, run: Run) -> None:
        """Begin the span of the run."""
        attributes = {"okrsync.run": run.number, "okrsync.sources": len(run.names)}
        began = _instant(run.began.timestamp())
        self._span = self._tracer.start_span("okrsync run", attributes=attributes, start_time=began)

    def source_ended(self, run: Run, source: SourceRun) -> None:
        """Add the span of a source, now that it is known how long it took."""
        del run
        from opentelemetry.trace import StatusCode, set_span_in_context

        name = source.job.name
        above = None if self._span is None else set_span_in_context(self._span)
        ended = time_ns()
        span = self._tracer.start_span(
            "okrsync source",
            above,
            attributes={"okrsync.source": name, "okrsync.whole": source.is_whole},
            start_time=ended - _instant(source.seconds),
        )
        if source.error is not None:
            span.set_status(StatusCode.ERROR, source.error.key)
        if source.examined is not None:
            for finding in source.examined.report.findings:
                self._findings.add(1, {"okrsync.source": name, "okrsync.severity": finding.severity.value})
        if source.outcome is not None:
            self._edits.add(source.outcome.written, {"okrsync.source": name})
        span.end(ended)

    def run_ended(self, run: Run) -> None:
        """End the span of the run, and send what there is."""
        from opentelemetry.trace import StatusCode

        self._runs.add(1, {"okrsync.exit_code": run.exit_code})
        if self._span is not None:
            if run.exit_code:
                self._span.set_status(StatusCode.ERROR)
            self._span.set_attribute("okrsync.exit_code", run.exit_code)
            self._span.end()
        for provider in (self._tracers, self._meters):
            flush = getattr(provider, "force_flush", None)
            if flush is not None:
                flush(_FLUSH_MILLISECONDS)


def telemetry() -> Telemetry:
    """Return what sends to where the OTEL_… variables say. Raises ConfigError where the packages are missing."""
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise ConfigError("agent.no-opentelemetry") from None
    resource = Resource.create({"service.name": _NAME, "service.version": __version__})
    tracers = TracerProvider(resource=resource)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    meters = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())], resource=resource)
    return Telemetry(tracers, meters)


def _instant(seconds: float) -> int:
    return int(seconds * _NANOSECONDS)
