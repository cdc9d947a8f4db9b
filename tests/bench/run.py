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

from material import sentences, write_workbook

HERE = Path(__file__).parent
OKRSYNC = str(Path(sys.executable).parent / "okrsync")
SENTENCES = 10_000
RUNS = 5


def measured(command: list[str], stdin: Path | None = None) -> tuple[float, float]:
    """Return wall seconds and peak MB of one run."""
    with (stdin or Path(os.devnull)).open("rb") as source:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command)} exited with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def median_of(command: list[str], stdin: Path | None = None, runs: int = RUNS) -> tuple[float, float]:
    """Return the median wall seconds and MB after one warm-up."""
    measured(command, stdin)
    times = [measured(command, stdin) for _ in range(runs)]
    return statistics.median(t for t, _ in times), statistics.median(m for _, m in times)


def say(what: str, figure: str, goal: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:62} {figure:>22}  {goal}", flush=True)


def start_up() -> None:
    """Time what a person waits for before anything happens."""
    seconds, _ = median_of([OKRSYNC, "--help"], runs=11)
    say("okrsync --help, whole process", f"{seconds * 1000:.0f} ms", "goal ≤ 150 ms")


def workbooks(folder: Path) -> None:
    """Lint workbooks of growing size, all rules on."""
    before = 0.0
    for count in (10_000, 30_000, 100_000):
        path = folder / f"{count}.xlsx"
        write_workbook(path, count)
        command = [OKRSYNC, "lint", str(path), "--format", "json", "--fail-on", "never"]
        seconds, megabytes = median_of(command, runs=RUNS if count == 10_000 else 1)
        goal = "goal ≤ 3 s, 250 MB" if not before else f"{count / 10_000:.0f}× rows, {seconds / before:.1f}× time"
        before = before or seconds
        say(f"okrsync lint, {count:,} key results in a workbook", f"{seconds:.2f} s, {megabytes:.0f} MB", goal)


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
    pairs = [(measured(theirs)[0], measured(ours, text)[0]) for _ in range(RUNS)]
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
