"""Findings as JUnit XML: each OKR is a test case, each warning or error on it a failure, so that any CI shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from okrsync.model import Severity
from okrsync.printable import without_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.model import Finding, KeyResult, Language, Objective, Report


def render(reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> str:
    """Return one test suite a source, and one more for the sources that could not be read."""
    root = Element("testsuites", name="okrsync")
    for report in reports:
        _suite(root, report)
    if errors:
        suite = SubElement(root, "testsuite", name="okrsync.sources", tests=str(len(errors)), errors=str(len(errors)))
        for error in errors:
            case = SubElement(suite, "testcase", classname="okrsync.sources", name=error.key)
            SubElement(case, "error", message=_text(error.text(language)), type=type(error).__name__)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, report: Report) -> None:
    by_owner: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_owner.setdefault(finding.owner_key, []).append(finding)
    suite = SubElement(root, "testsuite", name=_text(report.plan.source))
    failures = tests = 0
    for key, classname, title in _cases(report):
        tests += 1
        failures += _case(suite, classname, title, by_owner.pop(key, ()))
    for rest in by_owner.values():
        tests += 1
        failures += _case(suite, _text(report.plan.source), _text(report.plan.source), rest)
    suite.set("tests", str(tests))
    suite.set("failures", str(failures))


def _cases(report: Report) -> Iterable[tuple[str, str, str]]:
    def case(item: Objective | KeyResult) -> tuple[str, str, str]:
        place = [report.plan.source, *([item.ref.container] if item.ref.container else [])]
        return item.key, _text(".".join(place)), f"{item.ref.row}: {_text(item.title)}"

    for objective in report.plan.objectives:
        yield case(objective)
        yield from map(case, objective.key_results)
    yield from map(case, report.plan.orphans)


def _case(suite: Element, classname: str, title: str, findings: Iterable[Finding]) -> int:
    """Add one test case; return 1 if it failed, else 0."""
    case = SubElement(suite, "testcase", classname=classname, name=title)
    failed = [finding for finding in findings if finding.severity is not Severity.INFO]
    if failed:
        first = failed[0]
        failure = SubElement(case, "failure", message=_text(first.message), type=f"{first.code} {first.name}")
        failure.text = "\n".join(_text(f"{finding.code} {finding.message}") for finding in failed)
    return int(bool(failed))


def _text(text: str) -> str:
    return without_control_characters(text)
