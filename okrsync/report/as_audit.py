"""The audit as a page to show and print, and as text for the terminal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from okrsync import __version__
from okrsync.report.counting import counted, grouped
from okrsync.report.days import day
from okrsync.report.templates import html_template
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.audit import Audit, Measured
    from okrsync.errors import OkrsyncError
    from okrsync.model import Language

_BAR = 20
"""Characters of a full bar in the terminal."""


def render_page(
    audit: Audit, names: Sequence[str], errors: Sequence[OkrsyncError], language: Language, *, today: date | None = None
) -> str:
    """Return the page. `names` are the sources that were looked at, `today` the day that it says it was made."""
    return html_template("okrsync.report", "audit.html.jinja").render(
        audit=audit,
        names=names,
        errors=[error.text(language) for error in errors],
        language=language,
        say=lambda key, **values: say(f"audit.{key}", language, **values),
        counted=lambda name, number: counted(name, number, language),
        grouped=lambda number: grouped(number, language),
        version=__version__,
        date=day(today or date.today(), language),  # noqa: DTZ011 - the reader's own calendar day is meant
    )


def render_text(audit: Audit, language: Language) -> str:
    """Return the audit for a terminal."""
    lines = [say("audit.title", language), ""]
    if audit.score is not None:
        lines += [say("audit.overall", language, score=f"{audit.score:.0f}"), ""]
    width = max(len(each.dimension.say("title", language)) for each in audit.measured)
    lines += [_line(each, width, language) for each in audit.measured]
    if audit.strengths:
        lines += ["", say("audit.strengths", language)]
        lines += [f"  ✓ {each.dimension.say('strength', language)}" for each in audit.strengths]
    if audit.actions:
        lines += ["", say("audit.actions", language)]
        for number, each in enumerate(audit.actions, start=1):
            lines.append(f"  {number}. {each.dimension.say('action', language)}")
            lines += [
                "     · " + say("audit.example", language, title=first.title, message=first.finding.message)
                for first in each.evidence[:1]
            ]
    return "\n".join(lines) + "\n"


def _line(measured: Measured, width: int, language: Language) -> str:
    title = measured.dimension.say("title", language).ljust(width)
    if measured.score is None:
        return f"  {title}  {say('audit.not-judged', language)}"
    full = round(measured.score / 100 * _BAR)
    bar = "█" * full + "░" * (_BAR - full)
    told = say("audit.affected", language, affected=measured.affected, looked_at=measured.looked_at)
    return f"  {title}  {bar} {measured.score:3.0f}  {told}"
