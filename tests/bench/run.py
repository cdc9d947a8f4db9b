"""`make bench`: how fast okrsync is, as whole processes and beside two well-known linters in the same run.

Absolute times on a noisy machine prove little: each figure is the median of several runs, comparisons alternate
(A B A B) and are stated as ratios.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from material import sentences, write_workbook

HERE = Path(__file__).parent
OKRSYNC = str(Path(sys.executable).parent / "okrsync")
SENTENCES = 10_000
RUNS = 5
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Without its byte code a program compiles itself anew at every start, which no installed one does."""


class Run(NamedTuple):
    """One process, or the median of several."""

    seconds: float
    """As a clock on the wall tells."""
    processor: float
    """Seconds of processor time: what other work on the machine disturbs less."""
    megabytes: float


def measured(command: list[str], stdin: Path | None = None) -> Run:
    """Return what one run took."""
    with (stdin or Path(os.devnull)).open("rb") as source:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command)} exited with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median_of(command: list[str], runs: int = RUNS) -> Run:
    """Return the medians after one warm-up."""
    measured(command)
    taken = [measured(command) for _ in range(runs)]
    return Run(*(statistics.median(values) for values in zip(*taken, strict=True)))


def say(what: str, figure: str, goal: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:66} {figure:>32}  {goal}", flush=True)


def start_up() -> None:
    """Time what a person waits for before anything happens."""
    taken = median_of([OKRSYNC, "--help"], runs=11)
    say("okrsync --help, whole process", f"{taken.seconds * 1000:.0f} ms", "goal ≤ 150 ms")


def workbooks(folder: Path) -> None:
    """Lint workbooks of growing size, all rules on."""
    before = 0.0
    for count in (10_000, 30_000, 100_000):
        path = folder / f"{count}.xlsx"
        write_workbook(path, count)
        command = [OKRSYNC, "lint", str(path), "--format", "json", "--fail-on", "never"]
        taken = median_of(command, RUNS) if count == 10_000 else measured(command)
        grown = f"{count / 10_000:.0f}× rows, {taken.processor / (before or 1):.1f}× processor time"
        before = before or taken.processor
        say(
            f"okrsync lint, {count:,} key results in a workbook",
            f"{taken.seconds:.2f} s ({taken.processor:.2f} s CPU), {taken.megabytes:.0f} MB",
            grown if count > 10_000 else "goal ≤ 3 s, 250 MB",
        )


def rules_alone() -> float:
    """Return sentences a second: plain sentences in, findings out, one core, in this process."""
    from okrsync.linting.engine import lint_plan  # noqa: PLC0415 - imports are not what is timed here
    from okrsync.linting.ruleset import load_rules  # noqa: PLC0415
    from okrsync.model import KeyResult, Plan, Ref  # noqa: PLC0415

    rules = load_rules()
    texts = list(sentences(SENTENCES))

    def once() -> float:
        plan = Plan("bench", "sentences", provides=frozenset({"title"}))
        plan.orphans = [KeyResult(str(n), text, Ref("bench", None, n, str(n))) for n, text in enumerate(texts, 1)]
        start = time.perf_counter()
        lint_plan(plan, rules, today=date(2026, 11, 23), language="en")
        return time.perf_counter() - start

    once()
    rate = SENTENCES / statistics.median(once() for _ in range(RUNS))
    say("rules alone, sentences a second on one core", f"{rate:,.0f}", "goal ≥ 20,000")
    return rate


def beside_textlint(text: Path) -> None:
    """Time the same sentences through textlint with twenty regular expressions, whole processes in turn."""
    if shutil.which("npm") is None:
        say("textlint", "npm is missing", "not compared")
        return
    folder = HERE / "textlint"
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    binary = str(folder / "node_modules" / ".bin" / "textlint")
    theirs = [binary, "--no-color", "--rulesdir", str(folder / "rules"), str(text)]
    ours = [OKRSYNC, "lint", "-", "--kind", "key-result", "--lang", "en", "--format", "json", "--fail-on", "never"]
    measured(theirs), measured(ours, text)
    pairs = [(measured(theirs).seconds, measured(ours, text).seconds) for _ in range(RUNS)]
    ratio = statistics.median(a / b for a, b in pairs)
    figures = f"{statistics.median(a for a, _ in pairs):.2f} s / {statistics.median(b for _, b in pairs):.2f} s"
    say("textlint, 20 regex rules / okrsync, all rules (whole processes)", figures, f"{ratio:.1f}×, goal ≥ 10×")


def beside_proselint(rate: float) -> None:
    """Time the same sentences through proselint's API with the same twenty expressions, in a process of its own."""
    script = HERE / "proselint_rate.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    if done.returncode:
        say("proselint", "not installed", "pip install proselint, then again")
        return
    each, whole = map(float, done.stdout.split())
    say(
        "proselint's API, 20 rules, a call a sentence, sentences a second",
        f"{each:,.0f}",
        f"okrsync {rate / each:.1f}×",
    )
    say(
        "proselint's API, 20 rules, one call for all, sentences a second",
        f"{whole:,.0f}",
        f"okrsync {rate / whole:.2f}×",
    )


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "sentences.txt"
        text.write_text("\n".join(sentences(SENTENCES)) + "\n", "utf-8")
        start_up()
        rate = rules_alone()
        workbooks(folder)
        beside_textlint(text)
        beside_proselint(rate)


if __name__ == "__main__":
    main()
