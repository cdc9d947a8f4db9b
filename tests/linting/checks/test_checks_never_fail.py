"""Whatever a sheet holds, no rule fails on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.linting.engine import lint_plan
from okrsync.linting.ruleset import load_rules
from okrsync.model import Ambition, CheckIn, KeyResult, Level, Objective, Period, Plan, Ref

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

RULES = load_rules()
EVERYTHING = frozenset(need for rule in RULES.known for need in rule.needs)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
NAMES = st.sampled_from(["Ann", "Ben", "équipe Nord", " ", ""])
TITLES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "Reduce churn from 5 % to 8 %",
            "Raise the mark to 4.7/5",
            "Double page views",
            "Réduire de moitié les retards d’ici fin juin",
            "Keep errors under 2 %",
            "NPS 50",
            "Win the north",
        ]
    ),
)
NUMBERS = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 100.0, -5.0, 0.5, 1e12]), st.floats(-1e9, 1e9))
SHARES = st.one_of(st.none(), st.floats(0, 1))
TYPED = st.dictionaries(
    st.sampled_from(["baseline", "target", "current", "progress", "status", "due"]),
    st.sampled_from(["0.5", "50", "50 %", "1 234,5 €", "soon", "-", " "]),
)
LANGUAGES = st.sampled_from(["en", "fr", "de"])
STATUSES = st.sampled_from([None, "green", "🔴", "en cours", "done", "½", ""])
PERIODS = st.one_of(
    st.none(), st.builds(Period, st.just("Q2"), st.none(), st.none()), st.builds(Period, st.just("Q2 2026"), DAYS, DAYS)
)


def lists(names: SearchStrategy[str]) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(names, max_size=2).map(tuple)


@st.composite
def key_results(draw: DrawFn) -> KeyResult:
    row = draw(st.integers(2, 40))
    title = draw(TITLES)
    return KeyResult(
        key=f"S!{row}",
        title=title,
        ref=Ref("s", "S", row, f"S!{row}"),
        owners=draw(lists(NAMES)),
        metric=draw(st.sampled_from([None, "NPS"])),
        unit=draw(st.sampled_from([None, "%", "days", "€"])),
        direction=draw(st.sampled_from([None, "up", "down"])),
        baseline=draw(NUMBERS),
        target=draw(NUMBERS),
        current=draw(NUMBERS),
        progress=draw(SHARES),
        status=draw(STATUSES),
        weight=draw(NUMBERS),
        due=draw(st.one_of(st.none(), DAYS)),
        last_check_in=draw(st.one_of(st.none(), DAYS)),
        score=draw(SHARES),
        history=draw(st.lists(st.builds(CheckIn, DAYS, NUMBERS, SHARES), max_size=4).map(tuple)),
        typed=draw(TYPED),
    )


@st.composite
def objectives(draw: DrawFn) -> Objective:
    row = draw(st.integers(2, 40))
    links = lists(st.one_of(TITLES, st.integers(2, 40).map(lambda number: f"S!{number}")))
    return Objective(
        key=f"S!{row}",
        title=draw(TITLES),
        ref=Ref("s", draw(st.sampled_from(["S", None])), row, f"S!{row}"),
        level=draw(st.sampled_from(Level)),
        team=draw(st.one_of(st.none(), NAMES)),
        owners=draw(lists(NAMES)),
        period=draw(PERIODS),
        parents=draw(links),
        supports=draw(links),
        ambition=draw(st.sampled_from(Ambition)),
        status=draw(STATUSES),
        progress=draw(SHARES),
        last_check_in=draw(st.one_of(st.none(), DAYS)),
        score=draw(SHARES),
        key_results=draw(st.lists(key_results(), max_size=4)),
    )


@given(
    st.lists(objectives(), max_size=5), st.lists(key_results(), max_size=2), DAYS, st.sampled_from(["en", "fr", "de"])
)
@settings(max_examples=40, deadline=None)
def test_no_rule_fails_on_any_plan(rows: list[Objective], orphans: list[KeyResult], today: date, language: str) -> None:
    plan = Plan("s", "excel", rows, orphans, provides=EVERYTHING)
    found = lint_plan(plan, RULES, today=today, language=language)
    assert [finding.message for finding in found if finding.code == "OP505"] == []
