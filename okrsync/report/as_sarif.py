"""Findings as SARIF 2.1.0 (OASIS), for code-scanning dashboards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from okrsync import __version__
from okrsync.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.model import Finding, Language, Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> str:
    """Return one SARIF run; a source that could not be read is a notification of it."""
    findings = [finding for report in reports for finding in report.findings]
    rules = {finding.code: finding.name for finding in findings}
    titles = {code: report.title(code, language) for report in reports for code in report.titles}
    place = {code: index for index, code in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "okrsync",
                "version": __version__,
                "rules": [
                    {"id": code, "name": name, "shortDescription": {"text": titles.get(code, name)}}
                    for code, name in rules.items()
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, place[finding.code]) for finding in findings],
        "invocations": [
            {
                "executionSuccessful": not errors,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": error.text(language)}} for error in errors
                ],
            }
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, rule_index: int) -> dict[str, object]:
    said = finding.message if finding.suggestion is None else f"{finding.message}\n{finding.suggestion}"
    place = "!".join(part for part in (finding.container, finding.cell) if part)
    logical = {"fullyQualifiedName": place or finding.source, "kind": "member"}
    region: dict[str, object] = {"startLine": max(finding.row, 1)}
    if finding.text:
        region["snippet"] = {"text": finding.text}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _LEVEL[finding.severity],
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(finding.source.replace("\\", "/"))},
                    "region": region,
                },
                "logicalLocations": [logical],
            }
        ],
        # The same finding on the same OKR keeps its fingerprint when rows move.
        "partialFingerprints": {"okrsyncFinding/v1": finding.key},
        "properties": {"confidence": finding.confidence, "field": finding.field, "lang": finding.lang},
    }
