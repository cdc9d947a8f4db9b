"""A baseline: findings that are known and accepted for now, so that only new ones are shown.

The file holds rule codes and digests, never a word of an OKR, so that it can be kept with the config.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from okrsync.model import Finding

VERSION = 1
_DIGITS = 16
"""Digits of a digest: among 100,000 findings, two of a kind come up once in some billion baselines."""

Baseline = Counter[tuple[str, str]]
"""(code, digest) → how many findings of that kind are known."""


class Compared(NamedTuple):
    """Findings seen against a baseline."""

    new: list[Finding]
    known: list[Finding]
    gone: int
    """How many findings of the baseline are no longer there: `prune` forgets them."""


def create(findings: Iterable[Finding]) -> Baseline:
    """Return the baseline that knows all of `findings`."""
    return Counter(_identity(finding) for finding in findings)


def compare(findings: Iterable[Finding], baseline: Baseline) -> Compared:
    """Return which findings are new: of one kind, as many are known as the baseline counts, the first ones."""
    left = Counter(baseline)
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        identity = _identity(finding)
        if left[identity] > 0:
            left[identity] -= 1
            known.append(finding)
        else:
            new.append(finding)
    return Compared(new, known, sum(left.values()))


def prune(findings: Iterable[Finding], baseline: Baseline) -> Baseline:
    """Return `baseline` without what is no longer found; nothing new is added."""
    return baseline & create(findings)


def write(baseline: Baseline, path: Path) -> None:
    """Write a baseline, sorted, so that two versions of it compare well. Raises OSError where it cannot be written."""
    findings: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (code, digest), count in sorted(baseline.items()):
        findings[code][digest] = count
    path.write_text(json.dumps({"version": VERSION, "findings": findings}, indent=1) + "\n", "utf-8")


def read(path: Path) -> Baseline:
    """Return the baseline in `path`. Raises ConfigError if it is none, OSError if it cannot be read."""
    try:
        document = json.loads(path.read_text("utf-8"))
        if document["version"] != VERSION:
            raise ConfigError("linting.baseline-unreadable", file=path.name)
        pairs = {
            (str(code), str(digest)): int(count)
            for code, digests in document["findings"].items()
            for digest, count in digests.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError("linting.baseline-unreadable", file=path.name) from error
    return Counter(pairs)


def _identity(finding: Finding) -> tuple[str, str]:
    return finding.code, sha256(finding.key.encode()).hexdigest()[:_DIGITS]
