"""Prints how many sentences a second proselint's API checks: a call a sentence, and one call for all."""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

from material import sentences
from proselint.registry import CheckRegistry
from proselint.registry.checks import Check, types
from proselint.tools import LintFile

COUNT = 10_000
RUNS = 5


def main() -> None:
    """Register the patterns as proselint's own existence checks and time both ways of calling it."""
    patterns = json.loads((Path(__file__).parent / "patterns.json").read_text("utf-8"))
    CheckRegistry().register_many(
        tuple(
            Check(types.Existence(items=(pattern.replace("\\b", ""),)), path=f"okr.p{number}", message="found {}")
            for number, pattern in enumerate(patterns)
        )
    )
    config = {"max_errors": 10**9, "checks": {"okr": True}}
    texts = list(sentences(COUNT))
    whole = "\n".join(texts)

    def rate(work) -> float:
        work()
        taken = []
        for _ in range(RUNS):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
        return COUNT / statistics.median(taken)

    one_by_one = rate(lambda: [LintFile("s", text).lint(config) for text in texts])
    at_once = rate(lambda: LintFile("s", whole).lint(config))
    print(one_by_one, at_once)


if __name__ == "__main__":
    main()
