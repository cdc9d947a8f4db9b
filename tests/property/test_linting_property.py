"""What holds of linting whatever people type."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from okrsync.linting.engine import lint_plan
from okrsync.linting.ruleset import load_rules
from okrsync.linting.suppress import read_directives
from okrsync.model import KeyResult, Objective, Plan, Ref, Severity

RULES = load_rules()
TODAY = date(2026, 5, 15)
WORDS = st.sampled_from(
    [
        "from",
        "to",
        "by",
        "de",
        "à",
        "d’ici",
        "%",
        "50",
        "12,4%",
        "1\u202f234,5",
        "€",
        "<",
        "→",
        "+20",
        "(",
        ")",
        ":",
        ";",
        ",",
        ".",
        "and",
        "et",
        "reduce",
        "Augmenter",
        "launch",
        "clients",
        "NPS",
        "Q3",
        "2026",
        "n°",
        "l’",
        "every",
        "tous",
        "/",
        "-",
        "—",
        "x2",
        "🚀",
        "é",
        "maintenir",
        "improve",
        "qualité",
        "two",
        "deux",
        "thirds",
        "zero",
        "no",
        "sans",
        "ISO",
        "27001",
        "p95",
        "ms",
        "İ",
        "ß",
        "\x00",
    ]
)
TITLES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))
NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32))


def plan_of(title: str, above: str, baseline: float | None, target: float | None, current: float | None) -> Plan:
    """Return a plan of one objective and one key result, with a place for everything."""
    below = KeyResult(
        "k", title, Ref("book", "S", 3, "k", {"title": "B3"}), baseline=baseline, target=target, current=current,
        typed={"title": title},
    )  # fmt: skip
    objective = Objective("o", above, Ref("book", "S", 2, "o", {"title": "A2"}), key_results=[below])
    provides = frozenset().union(*(rule.needs for rule in RULES))
    return Plan("book", "excel", [objective], provides=provides)


# No deadline: the first text in an unknown language loads the statistics of languages.
@settings(deadline=None)
@given(TITLES, TITLES, NUMBERS, NUMBERS, NUMBERS, st.sampled_from([None, "en", "fr"]))
@example("", "", None, None, None, None)
def test_no_rule_fails_and_every_span_lies_in_its_text(
    title: str, above: str, baseline: float | None, target: float | None, current: float | None, language: str | None
) -> None:
    findings = lint_plan(plan_of(title, above, baseline, target, current), RULES, today=TODAY, language=language)
    for finding in findings:
        assert finding.code != "OP505", finding.message
        assert finding.severity is not Severity.INFO or finding.points == 0
        if finding.span is not None:
            start, end = finding.span
            assert 0 <= start < end <= len(finding.text)


@settings(deadline=None)
@given(TITLES, TITLES)
def test_silencing_everything_leaves_nothing_but_what_watches_over_it(title: str, above: str) -> None:
    plan = plan_of(title, above, None, None, None)
    plan.objectives[0].ignore = plan.objectives[0].key_results[0].ignore = "all: agreed"
    left = {finding.code for finding in lint_plan(plan, RULES, today=TODAY) if finding.kind != "plan"}
    assert left <= {"OP501"}


@given(st.text(max_size=80))
def test_whatever_stands_in_an_ignore_cell_is_read(text: str) -> None:
    for directive in read_directives(text, RULES.known):
        assert directive.named.strip()
        assert directive.codes <= {rule.code for rule in RULES.known}
