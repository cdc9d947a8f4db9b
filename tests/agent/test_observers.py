"""Who hears of a run: the log, a service that waits for a sign of life, Prometheus, OpenTelemetry."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from prometheus_client.parser import text_string_to_metric_families

from okrsync.agent.logs import Log, logger
from okrsync.agent.nightly import Conditions, run_once
from okrsync.agent.observing import Run
from okrsync.agent.pings import Pings
from okrsync.agent.stopping import Stopping
from okrsync.agent.telemetry import Telemetry
from okrsync.cli.entry import okrsync
from okrsync.cli.run import run as run_command
from okrsync.cli.settings import read_settings, unjudging
from okrsync.cli.targets import jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)


class Ears:
    """A service that waits for a sign of life, and answers as it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.status = 200
        self.hangs = Event()
        ears = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ears.heard.append(self.path)
                if ears.hangs.is_set():
                    # Header by header, so that no time-out of a client ends it.
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    while ears.hangs.is_set():
                        self.wfile.write(b"X: y\r\n")
                        Event().wait(0.05)
                    return
                self.send_response(ears.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/a-secret-of-ours"

    @property
    def calls(self) -> list[str]:
        """Return the last part of each path that was called."""
        return [urlsplit(path).path.removeprefix("/a-secret-of-ours") for path in self.heard]


@pytest.fixture
def ears() -> Iterator[Ears]:
    """Return a service on this computer."""
    made = Ears()
    thread = Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.hangs.clear()
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def command(folder: Path) -> Callable[..., Result]:
    """Return okrsync, run in the folder with two sources."""
    del folder
    return lambda *arguments: CliRunner().invoke(okrsync, [str(argument) for argument in arguments])


def with_ping(folder: Path) -> None:
    """Ask for pings in the config."""
    config = folder / "okrsync.toml"
    config.write_text(config.read_text("utf-8") + '[health]\nping = "env:OKRSYNC_PING"\n', "utf-8")


def test_a_sign_of_life_at_the_beginning_and_the_exit_code_at_the_end(
    folder: Path, command: Callable[..., Result], ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_ping(folder)
    monkeypatch.setenv("OKRSYNC_PING", ears.url + "?from=here")
    assert command("run").exit_code == 0
    assert ears.calls == ["/start", "/0"]
    queries = [parse_qs(urlsplit(path).query) for path in ears.heard]
    assert queries[0] == queries[1]
    assert queries[0]["from"] == ["here"]
    (folder / "sales.csv").unlink()
    assert command("run").exit_code == 3
    assert ears.calls[2:] == ["/start", "/3"]


@pytest.mark.parametrize("trouble", ["refused", "an error", "no address", "no url"])
def test_a_ping_that_fails_never_fails_a_run_and_gives_nothing_away(
    folder: Path, command: Callable[..., Result], ears: Ears, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    with_ping(folder)
    ears.status = 500
    url = {"refused": "http://127.0.0.1:9/a-secret-of-ours", "an error": ears.url, "no url": "http://[a-secret-of-ours"}
    if trouble in url:
        monkeypatch.setenv("OKRSYNC_PING", url[trouble])
    done = command("run")
    assert done.exit_code == 0
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert [event["call"] for event in events if event["event"] == "ping failed"] == ["start", "0"]
    assert "a-secret-of-ours" not in done.output


def test_a_service_that_never_ends_its_answer_is_left_in_time(
    ears: Ears, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRSYNC_PING", ears.url)
    ears.hangs.set()
    began = datetime.now(UTC)
    pings = Pings("env:OKRSYNC_PING", logger("json", "info"), seconds=0.3)
    pings.run_began(Run(1, NOW, []))
    assert datetime.now(UTC) - began < timedelta(seconds=5)
    assert json.loads(capsys.readouterr().err)["reason"] == "UnansweredError"


def figures(path: Path) -> dict[tuple[str, str, str], float]:
    """Return (name, source, other label) → value of everything in a file of figures."""
    return {
        (
            sample.name,
            sample.labels.get("source", ""),
            next((value for label, value in sample.labels.items() if label not in {"source", "version"}), ""),
        ): sample.value
        for family in text_string_to_metric_families(path.read_text("utf-8"))
        for sample in family.samples
    }


def test_figures_for_prometheus_are_what_its_own_parser_reads(folder: Path, command: Callable[..., Result]) -> None:
    assert command("run", "--metrics-file", "metrics/okrsync.prom").exit_code == 0
    told = figures(folder / "metrics" / "okrsync.prom")
    assert told["okrsync_run_exit_code", "", ""] == 0
    assert told["okrsync_source_up", "sales", ""] == 1
    assert told["okrsync_source_okrs", "sales", "key_result"] == 2
    assert told["okrsync_source_edits", "sales", "written"] > 0
    assert 0 < told["okrsync_source_score", "sales", ""] < told["okrsync_source_score", "support", ""]
    assert [path.name for path in (folder / "metrics").iterdir()] == ["okrsync.prom"]


def test_a_source_that_a_run_does_not_look_at_keeps_its_figures(folder: Path, command: Callable[..., Result]) -> None:
    config = folder / "okrsync.toml"
    config.write_text(config.read_text("utf-8") + '[health]\nmetrics_file = "okrsync.prom"\n', "utf-8")
    command("run")
    before = figures(folder / "okrsync.prom")
    (folder / "support.csv").unlink()
    assert command("run", "support").exit_code == 3
    after = figures(folder / "okrsync.prom")
    assert after["okrsync_source_up", "support", ""] == 0
    for name in ("okrsync_source_score", "okrsync_source_timestamp_seconds", "okrsync_source_up"):
        assert after[name, "sales", ""] == before[name, "sales", ""]


def test_a_file_of_figures_that_is_damaged_is_written_anew(folder: Path, command: Callable[..., Result]) -> None:
    (folder / "okrsync.prom").write_bytes(b"# HELP x\nokrsync_source_up{source=\xff 1\n")
    assert command("run", "sales", "--metrics-file", "okrsync.prom").exit_code == 0
    assert figures(folder / "okrsync.prom")["okrsync_source_up", "sales", ""] == 1


def test_figures_are_told_of_sources_only(folder: Path, command: Callable[..., Result]) -> None:
    (folder / "other.csv").write_bytes((folder / "sales.csv").read_bytes())
    refused = command("run", "other.csv", "--metrics-file", "okrsync.prom")
    assert refused.exit_code == 2
    assert "--metrics-file tells of the sources of a config" in refused.stderr
    assert not (folder / "state").exists()


def test_spans_and_counters_tell_open_telemetry_of_each_source(folder: Path) -> None:
    (folder / "sales.csv").unlink()
    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracers, meters = TracerProvider(), MeterProvider([reader])
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    import click  # noqa: PLC0415 - for the settings of a command

    settings = read_settings(click.Context(run_command), unjudging(None))
    wanted, _ = jobs(settings, ())
    conditions = Conditions(
        place=folder / "state.db",
        keep=timedelta(days=400),
        deadline=timedelta(minutes=1),
        observers=[Telemetry(tracers, meters)],
        log=logger("json", "error"),
        known=frozenset({"sales", "support"}),
    )
    assert run_once(wanted, conditions, Stopping(), finish=lambda _: 3) == 3
    sales, support, whole = spans.get_finished_spans()
    assert [span.name for span in (sales, support, whole)] == ["okrsync source", "okrsync source", "okrsync run"]
    assert {span.parent.span_id for span in (sales, support)} == {whole.context.span_id}
    assert sales.status.status_code is StatusCode.ERROR
    assert whole.attributes["okrsync.exit_code"] == 3
    counted = {
        metric.name: sum(point.value for point in metric.data.data_points)
        for resource in reader.get_metrics_data().resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
    }
    assert counted["okrsync.runs"] == 1
    assert counted["okrsync.edits"] > 0
    assert counted["okrsync.findings"] > 0
    tracers.shutdown()
    meters.shutdown()


def test_open_telemetry_that_is_not_installed_is_said(
    folder: Path, command: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = folder / "okrsync.toml"
    config.write_text(config.read_text("utf-8") + "[health]\nopentelemetry = true\n", "utf-8")
    # None is how Python itself marks a module that cannot be imported.
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    refused = command("run")
    assert refused.exit_code == 2
    assert "pip install “okrsync[otel]”" in refused.stderr


def test_an_observer_that_fails_stops_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Clumsy:
        def run_began(self, run: Run) -> None:
            raise ValueError(f"a secret of {run}")

        source_ended = run_ended = run_began

    conditions = Conditions(
        place=folder / "state.db",
        keep=timedelta(days=400),
        deadline=timedelta(minutes=1),
        observers=[Clumsy()],
        log=logger("json", "warning"),
        known=frozenset(),
    )
    assert run_once([], conditions, Stopping(), finish=lambda _: 0) == 0
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(event["observer"], event["reason"]) for event in told] == [("Clumsy", "ValueError")] * 2


def test_the_log_is_for_people_or_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, str] = {}
    for form in ("text", "json"):
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        log = Log(logger(form, "info"), "en")  # type: ignore[arg-type]
        log.run_began(Run(7, NOW, ["sales"]))
        told[form] = stream.getvalue()
    event: dict[str, Any] = json.loads(told["json"])
    assert {"event": "run began", "run": 7, "sources": 1, "level": "info"}.items() <= event.items()
    assert "run began" in told["text"]
    assert "\x1b" not in told["text"]


def test_without_a_table_for_it_a_run_keeps_no_log(folder: Path, command: Callable[..., Result]) -> None:
    config = folder / "okrsync.toml"
    config.write_text(config.read_text("utf-8").replace('[logging]\nformat = "json"\n', ""), "utf-8")
    assert command("run").stderr == ""
