"""What is worth a word to people: before the weekly check-in, the monthly review, the quarterly retrospective. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from okrsync.alike import alike
from okrsync.model import Severity
from okrsync.progress import key_result_progress, objective_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from okrsync.model import Finding, KeyResult, Objective, Ref, Report

Kind = Literal["weekly", "monthly", "quarterly"]

STALE = frozenset({"FU401", "FU402", "FU408"})
BEHIND = frozenset({"FU403", "FU404", "FU405"})
UNSCORED = frozenset({"FU406"})
EASY = frozenset({"KR110", "FU407"})
_AT_RISK = 0.4
"""Confidence (0..1) below which an objective is at risk: Google's red, and what most check-in templates call so."""
_MOST = 12
"""Items of one section: a longer list is a report, not a word."""


class Line(NamedTuple):
    """One OKR that needs a word."""

    title: str
    place: str
    """Where it stands, as people see it: the source and the sheet."""
    link: str | None
    """URL of its row or page, where the store has one."""
    progress: float | None
    """0..1."""
    says: tuple[str, ...]
    """What okrsync says about it, in the language of its row."""
    key: str
    """Identity of this news: the OKR and the rules that speak."""


@dataclass(slots=True, frozen=True)
class Section:
    """Several OKRs that need the same kind of word."""

    name: str
    """The sentence `rituals.section-<name>` heads it."""
    lines: tuple[Line, ...]
    more: int = 0
    """How many there are beside these."""


@dataclass(slots=True, frozen=True)
class News:
    """What there is to say to one reader."""

    kind: Kind
    reader: str | None
    """The owner that it is for; None for the team."""
    sections: tuple[Section, ...]
    looked_at: int
    """OKRs that it is about."""
    scores: tuple[tuple[str, float], ...] = ()
    """Objective → the team's own score at close, 0..1 (retrospective only)."""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to say."""
        return not self.sections and not self.scores

    @property
    def fingerprint(self) -> str:
        """Return what is alike for two messages with the same news."""
        told = [self.kind, self.reader or "", *(line.key for section in self.sections for line in section.lines)]
        told += [f"{title}={score}" for title, score in self.scores]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


class _Okr(NamedTuple):
    """An objective or key result with what was found and who looks after it."""

    item: Objective | KeyResult
    kind: str
    owners: tuple[str, ...]
    findings: tuple[Finding, ...]
    source: str


class _Choice(NamedTuple):
    """The OKRs of one section, and the rules whose messages it quotes; None: all but those of the follow-up."""

    name: str
    okrs: list[_Okr]
    codes: frozenset[str] | None


def news(kind: Kind, reports: Sequence[Report], link: Callable[[Ref], str | None], reader: str | None = None) -> News:
    """Return what there is to say before a ritual; to `reader` only about what they own.

    `link` tells the URL of a row or page, None where it has none.
    """
    okrs = [okr for report in reports for okr in _okrs(report)]
    if reader is not None:
        okrs = [okr for okr in okrs if alike(reader) in {alike(owner) for owner in okr.owners}]
    plans = {"weekly": _weekly, "monthly": _monthly, "quarterly": _quarterly}
    sections = tuple(_section(name, chosen, codes, link) for name, chosen, codes in plans[kind](okrs) if chosen)
    scores: tuple[tuple[str, float], ...] = ()
    if kind == "quarterly":
        scores = tuple((okr.item.title, okr.item.score) for okr in okrs if okr.item.score is not None)
    return News(kind, reader, sections, len(okrs), scores)


def owners(reports: Iterable[Report]) -> list[str]:
    """Return everybody who owns something, in the order in which the sheets name them."""
    return list(dict.fromkeys(owner for report in reports for okr in _okrs(report) for owner in okr.owners))


def _weekly(okrs: Sequence[_Okr]) -> Iterator[_Choice]:
    """Yield what nobody has looked at, what is behind, then what could be worded better."""
    stale = [okr for okr in okrs if _codes(okr) & STALE]
    yield _Choice("stale", stale, STALE)
    yield _Choice("behind", [okr for okr in okrs if _codes(okr) & BEHIND and okr not in stale], BEHIND)
    serious = [okr for okr in okrs if any(f.severity is not Severity.INFO for f in okr.findings)]
    worded = [okr for okr in serious if _codes(okr) - STALE - BEHIND]
    yield _Choice("wording", worded, None)


def _monthly(okrs: Sequence[_Okr]) -> Iterator[_Choice]:
    """Yield gaps to the expected progress, objectives at risk, holes in the alignment."""
    behind = [okr for okr in okrs if _codes(okr) & BEHIND]
    yield _Choice("behind", behind, BEHIND)
    at_risk = [okr for okr in okrs if okr.kind == "objective" and _is_at_risk(okr.item) and okr not in behind]
    yield _Choice("at-risk", at_risk, frozenset())
    yield _Choice("stale", [okr for okr in okrs if _codes(okr) & STALE], STALE)
    holes = [okr for okr in okrs if any(code.startswith("AL") for code in _codes(okr))]
    yield _Choice("alignment", holes, frozenset(code for okr in holes for code in _codes(okr) if code.startswith("AL")))


def _quarterly(okrs: Sequence[_Okr]) -> Iterator[_Choice]:
    """Yield what was never scored, and what was too easy to teach anything."""
    yield _Choice("unscored", [okr for okr in okrs if _codes(okr) & UNSCORED], UNSCORED)
    yield _Choice("easy", [okr for okr in okrs if _codes(okr) & EASY], EASY)


def _section(
    name: str, okrs: Sequence[_Okr], codes: frozenset[str] | None, link: Callable[[Ref], str | None]
) -> Section:
    """Return a section that says of each OKR what the rules `codes` found; None: everything but the follow-up."""
    lines = [_line(name, okr, codes, link) for okr in okrs]
    return Section(name, tuple(lines[:_MOST]), max(0, len(lines) - _MOST))


def _line(name: str, okr: _Okr, codes: frozenset[str] | None, link: Callable[[Ref], str | None]) -> Line:
    told = [f for f in okr.findings if (f.code in codes if codes is not None else f.code not in STALE | BEHIND)]
    told = [f for f in told if f.severity is not Severity.INFO or codes is not None]
    told.sort(key=lambda finding: (-finding.severity.rank, -finding.points))
    item = okr.item
    share = objective_progress(item) if okr.kind == "objective" else key_result_progress(item)  # type: ignore[arg-type]
    place = " · ".join(part for part in (okr.source, item.ref.container) if part)
    key = f"{name}:{item.key}:{','.join(sorted(f.code for f in told))}"
    return Line(item.title, place, link(item.ref), share, tuple(f.message for f in told), key)


def _okrs(report: Report) -> Iterator[_Okr]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.kind, finding.owner_key), []).append(finding)

    def okr(item: Objective | KeyResult, kind: str, responsible: tuple[str, ...]) -> _Okr:
        return _Okr(item, kind, responsible, tuple(found.get((kind, item.key), ())), report.plan.source)

    for objective in report.plan.objectives:
        yield okr(objective, "objective", objective.owners)
        for each in objective.key_results:
            yield okr(each, "key_result", each.owners or objective.owners)
    for each in report.plan.orphans:
        yield okr(each, "key_result", each.owners)


def _codes(okr: _Okr) -> set[str]:
    return {finding.code for finding in okr.findings}


def _is_at_risk(item: Objective | KeyResult) -> bool:
    return item.confidence is not None and item.confidence < _AT_RISK
