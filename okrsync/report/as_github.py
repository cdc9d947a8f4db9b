"""Findings as GitHub Actions annotations, so that a pull request shows them on the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.model import Finding, Language, Report

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> str:
    """Return one workflow command a line (GitHub's "workflow commands for GitHub Actions")."""
    lines = [f"::error::{_data(error.text(language))}" for error in errors]
    lines += [_line(finding) for report in reports for finding in report.findings]
    return "".join(line + "\n" for line in lines)


def _line(finding: Finding) -> str:
    title = f"{finding.code} {finding.name}"
    where = f"file={_property(finding.source)},line={max(finding.row, 1)},title={_property(title)}"
    place = f"{finding.container} " if finding.container else ""
    said = f"{place}{finding.cell or ''}".strip()
    message = f"{said}: {finding.message}" if said else finding.message
    return f"::{_COMMAND[finding.severity]} {where}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
