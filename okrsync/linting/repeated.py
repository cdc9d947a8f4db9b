"""One fault is said once: what a graver remark on the same words has said already becomes a hint."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from okrsync.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.linting.rule import Rule
    from okrsync.model import Finding


def said_once(findings: list[Finding], rules: Iterable[Rule]) -> list[Finding]:
    """Return `findings`, those that only repeat another as infos, which cost no points.

    "Improve satisfaction" lacks a measure; that "improve" can mean anything is the same fault seen closer.
    """
    said_by = {rule.code: rule.said_by for rule in rules if rule.said_by}
    sayers = {code for codes in said_by.values() for code in codes}
    said: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code in sayers and finding.severity is not Severity.INFO:
            said[finding.kind, finding.owner_key].append(finding)
    if not said:
        return findings
    return [_as_hint(finding) if _is_said(finding, said_by, said) else finding for finding in findings]


def _is_said(finding: Finding, said_by: dict[str, frozenset[str]], said: dict[tuple[str, str], list[Finding]]) -> bool:
    codes = said_by.get(finding.code)
    if not codes:
        return False
    others = said.get((finding.kind, finding.owner_key), ())
    return any(other.code in codes and _share_words(finding, other) for other in others)


def _share_words(one: Finding, other: Finding) -> bool:
    if one.span is None or other.span is None:
        return True
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _as_hint(finding: Finding) -> Finding:
    return finding._replace(severity=Severity.INFO, points=0.0)
