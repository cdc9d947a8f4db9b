"""The engine: whom it asks, and how what a rule answers becomes a finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from okrsync.linting.checks.base import Hit
from okrsync.linting.engine import lint_plan
from okrsync.linting.ruleset import RuleSet, load_rules
from okrsync.model import KeyResult, Objective, Severity, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from okrsync.linting.rule import Rule
    from okrsync.model import Finding, Plan

TODAY = date(2026, 5, 15)


@pytest.fixture
def rule(write_rule: Callable[..., Path]) -> Rule:
    """Return the rule of the test folder."""
    found = load_rules(folders=[write_rule()]).get("TT101")
    assert found is not None
    return found


def lint(plan: Plan, *rules: Rule, **arguments: Any) -> list[Finding]:
    """Lint with these rules and the one that reports failures."""
    builtin = load_rules()
    keepers = [one for one in builtin.rules if one.applies == "crash"]
    return lint_plan(
        plan, RuleSet((*rules, *keepers), (*rules, *builtin.known), builtin.profile), today=TODAY, **arguments
    )


def answering(rule: Rule, *hits: Hit, **changes: Any) -> Rule:
    """Return `rule` with a check that answers `hits` whatever it is asked."""
    return replace(rule, check=lambda _context, _options: hits, **changes)


def failing_on(rule: Rule, *titles: str) -> Rule:
    """Return `rule` with a check that fails on key results of these titles."""

    def check(context: Any, _options: object) -> Iterator[Hit]:
        if context.key_result.title in titles:
            raise ZeroDivisionError("secret words of " + context.key_result.title)
        yield Hit(values={"term": "x"})

    return replace(rule, check=check)


def test_a_finding_stands_at_the_cell_of_its_title(rule: Rule, plan_of: Any, key_result: Any) -> None:
    (finding,) = lint(plan_of(key_result("More synergy in 20 shops", row=7)), rule)
    assert (finding.source, finding.container, finding.row, finding.cell) == ("book.xlsx", "OKRs", 7, "B7")
    assert (finding.kind, finding.owner_key, finding.field) == ("key_result", "OKRs!7", "title")
    assert finding.text[slice(*finding.span or (0, 0))] == "synergy"


def test_a_finding_about_a_field_stands_at_the_cell_of_that_field(rule: Rule, plan_of: Any, key_result: Any) -> None:
    item = key_result("Tickets a week", row=3, typed={"target": "lots"})
    (finding,) = lint(plan_of(item), answering(rule, Hit(field="target", values={"term": "lots"})))
    assert (finding.cell, finding.text, finding.field) == ("D3", "lots", "target")


def test_a_finding_about_a_field_without_a_cell_stands_at_the_title(rule: Rule, plan_of: Any, key_result: Any) -> None:
    (finding,) = lint(plan_of(key_result("Tickets", row=3)), answering(rule, Hit(field="owners", values={"term": "x"})))
    assert (finding.cell, finding.text) == ("B3", "Tickets")


def test_a_finding_about_the_plan_stands_at_the_header_of_its_first_table(rule: Rule, plan_of: Any) -> None:
    plan = plan_of(tables=(Table("T2", "rows", 1.0, 4, 5, 9),))
    (finding,) = lint(plan, answering(rule, Hit(values={"term": "x"}), applies="plan"))
    assert (finding.kind, finding.container, finding.row, finding.cell) == ("plan", "T2", 4, None)
    assert finding.owner_key == "book.xlsx"


def test_a_table_without_a_header_is_named_by_its_first_row(rule: Rule, plan_of: Any) -> None:
    plan = plan_of(tables=(Table("T2", "rows", 1.0, None, 5, 9),))
    (finding,) = lint(plan, answering(rule, Hit(values={"term": "x"}), applies="plan"))
    assert finding.row == 5


def test_a_rule_of_the_plan_can_name_the_okr_to_tell(rule: Rule, plan_of: Any, objective: Any) -> None:
    item = objective("Des clients fidèles", row=5)
    plan = plan_of(item, language="en")
    (finding,) = lint(plan, answering(rule, Hit(subject=item, values={"term": "x"}), applies="plan"))
    assert (finding.kind, finding.row, finding.cell, finding.lang) == ("objective", 5, "A5", "fr")


def test_objectives_are_asked_the_rules_of_objectives(
    rule: Rule, plan_of: Any, objective: Any, key_result: Any
) -> None:
    parent = objective("Synergy for all", row=2)
    parent.key_results.append(key_result("Synergy in 20 shops", row=3))
    (finding,) = lint(plan_of(parent), replace(rule, applies="objective"))
    assert finding.kind == "objective"


def test_each_row_is_told_in_its_own_language(rule: Rule, plan_of: Any, key_result: Any) -> None:
    plan = plan_of(
        key_result("More synergy in the 20 shops", 2), key_result("Plus de synergie dans les 20 magasins", 3)
    )
    english, french = lint(plan, rule)
    assert english.message == "“synergy” is not a word of ours."
    assert french.message.startswith("« synergie »")
    assert (english.lang, french.lang) == ("en", "fr")


def test_a_given_language_is_that_of_every_row(rule: Rule, plan_of: Any, key_result: Any) -> None:
    (finding,) = lint(plan_of(key_result("La synergie pour les magasins")), rule, language="fr")
    assert finding.lang == "fr"


def test_a_row_in_a_language_without_messages_is_told_in_that_of_the_sheet(
    rule: Rule, plan_of: Any, key_result: Any
) -> None:
    plan = plan_of(key_result("Mehr Synergie"), language="fr")
    hit = Hit(values={"term": "Synergie"})
    (finding,) = lint(plan, answering(rule, hit), language="de")
    assert finding.lang == "en"
    (finding,) = lint(
        plan_of(key_result("Die Umsätze und die Kosten sind für das Werk"), language="fr"), answering(rule, hit)
    )
    assert finding.lang == "fr"


def test_a_rule_that_speaks_neither_language_nor_english_still_speaks(
    rule: Rule, plan_of: Any, key_result: Any
) -> None:
    only_french = answering(rule, Hit(values={"term": "x"}), messages={"fr": rule.messages["fr"]})
    (finding,) = lint(plan_of(key_result("More sales")), only_french, language="en")
    assert finding.lang == "fr"


def test_a_rule_that_reads_words_is_not_asked_about_languages_it_does_not_claim(
    rule: Rule, plan_of: Any, key_result: Any
) -> None:
    reading = answering(rule, Hit(values={"term": "x"}), any_language=False)
    assert lint(plan_of(key_result("Mehr Umsatz")), reading, language="de") == []
    assert len(lint(plan_of(key_result("More sales")), reading, language="en")) == 1


def test_a_rule_is_silent_where_the_source_has_no_place_for_what_it_needs(
    rule: Rule, plan_of: Any, key_result: Any
) -> None:
    needy = answering(rule, Hit(values={"term": "x"}), needs=frozenset({"owner"}))
    assert lint(plan_of(key_result("Sales")), needy) == []
    assert len(lint(plan_of(key_result("Sales"), provides=frozenset({"owners"})), needy)) == 1


def test_a_finding_that_is_not_sure_enough_is_an_info_and_costs_nothing(
    rule: Rule, plan_of: Any, key_result: Any
) -> None:
    unsure = answering(rule, Hit(values={"term": "x"}, confidence=0.3))
    (finding,) = lint(plan_of(key_result("Sales")), unsure)
    assert (finding.severity, finding.confidence, finding.points) == (Severity.INFO, 0.3, 0)
    (finding,) = lint(plan_of(key_result("Sales")), answering(rule, Hit(values={"term": "x"})))
    assert (finding.severity, finding.confidence, finding.points) == (Severity.WARNING, 0.9, 12)


def test_a_fault_found_twice_in_one_okr_is_paid_once(rule: Rule, plan_of: Any, key_result: Any) -> None:
    twice = answering(rule, Hit(values={"term": "x"}, span=(0, 1)), Hit(values={"term": "y"}, span=(2, 3)))
    findings = lint(plan_of(key_result("Sales", 2), key_result("Sales", 3)), twice)
    assert [finding.points for finding in findings] == [12, 0, 12, 0]


def test_a_fault_found_in_several_teams_of_a_plan_is_paid_once(rule: Rule, plan_of: Any) -> None:
    twice = answering(rule, Hit(values={"term": "x"}), Hit(values={"term": "y"}), applies="plan")
    assert [finding.points for finding in lint(plan_of(), twice)] == [12, 0]


def test_findings_come_in_the_order_of_places(rule: Rule, plan_of: Any, objective: Any, key_result: Any) -> None:
    always = answering(rule, Hit(values={"term": "x"}))
    second = objective("Two", 9, "B")
    second.key_results = [key_result("Low", 11, "B"), key_result("High", 10, "B")]
    plan = plan_of(second, key_result("First sheet", 30, "A"), tables=(Table("A", "rows", 1.0, 1, 2, 30),))
    findings = lint(plan, always, replace(always, applies="objective"), replace(always, applies="plan", code="TT300"))
    assert [(finding.kind, finding.row) for finding in findings] == [
        ("plan", 1), ("key_result", 30), ("objective", 9), ("key_result", 10), ("key_result", 11),
    ]  # fmt: skip


def test_a_rule_that_fails_does_not_silence_the_others(rule: Rule, plan_of: Any, key_result: Any) -> None:
    plan = plan_of(key_result("a", 2), key_result("b", 3), key_result("c", 4))
    findings = lint(plan, failing_on(rule, "a", "c"), answering(rule, Hit(values={"term": "x"}), code="TT102"))
    assert [finding.row for finding in findings if finding.code == "TT102"] == [2, 3, 4]
    assert [finding.row for finding in findings if finding.code == "TT101"] == [3]


def test_a_rule_that_fails_is_told_once_with_how_often(rule: Rule, plan_of: Any, key_result: Any) -> None:
    plan = plan_of(key_result("a", 2), key_result("b", 3), key_result("c", 4))
    (told,) = [finding for finding in lint(plan, failing_on(rule, "a", "c")) if finding.code == "OP505"]
    assert "TT101 failed on 2 rows" in told.message
    assert (told.row, told.points) == (2, 0)


def test_a_failure_never_quotes_an_okr(rule: Rule, plan_of: Any, key_result: Any) -> None:
    (told,) = lint(plan_of(key_result("a")), failing_on(rule, "a"))
    assert "secret" not in told.message


def test_a_message_that_lacks_a_value_counts_as_a_failure_of_the_rule(
    rule: Rule, plan_of: Any, key_result: Any
) -> None:
    (told,) = lint(plan_of(key_result("a")), answering(rule, Hit()))
    assert told.code == "OP505"


def test_a_rule_of_the_plan_that_fails_is_told_of_the_plan(rule: Rule, plan_of: Any) -> None:
    (told,) = lint(plan_of(), answering(rule, Hit(), applies="plan"))
    assert (told.code, told.kind) == ("OP505", "plan")


def test_the_title_can_always_be_named(rule: Rule, plan_of: Any, key_result: Any) -> None:
    named = answering(rule, Hit(), messages={"en": {"default": "About {title}"}}, suggestions={})
    (finding,) = lint(plan_of(key_result("Sales")), named, language="en")
    assert (finding.message, finding.suggestion) == ("About Sales", None)


def test_a_reason_has_its_own_words_and_falls_back_to_the_default(rule: Rule, plan_of: Any, key_result: Any) -> None:
    texts = {"en": {"default": "In general", "special": "In particular"}}
    hits = (Hit("special", span=(0, 1)), Hit("unheard-of", span=(1, 2)))
    findings = lint(
        plan_of(key_result("Sales")), answering(rule, *hits, messages=texts, suggestions=texts), language="en"
    )
    assert [finding.message for finding in findings] == ["In particular", "In general"]
    assert [finding.suggestion for finding in findings] == ["In particular", "In general"]


def test_a_plan_without_okrs_is_linted_in_silence(rule: Rule, plan_of: Any) -> None:
    assert lint(plan_of(), rule) == []


class TestIgnoring:
    """What the "OKR ignore" column silences."""

    def silenced(self, rule: Rule, plan: Plan) -> list[str]:
        builtin = load_rules()
        watching = [one for one in builtin.rules if one.applies == "ignore"]
        return [finding.code for finding in lint(plan, rule, *watching, language="en")]

    @pytest.mark.parametrize(
        "ignore", ["TT101: agreed", "tt-101: agreed", "banned-word: agreed", "Banned word (agreed)", "all: agreed"]
    )
    def test_a_rule_is_silenced_for_its_row(self, rule: Rule, plan_of: Any, key_result: Any, ignore: str) -> None:
        always = answering(rule, Hit(values={"term": "x"}))
        plan = plan_of(key_result("a", 2, ignore=ignore), key_result("b", 3))
        assert [finding.row for finding in lint(plan, always)] == [3]

    def test_silence_without_a_reason_is_told(self, rule: Rule, plan_of: Any, key_result: Any) -> None:
        always = answering(rule, Hit(values={"term": "x"}))
        assert self.silenced(always, plan_of(key_result("a", ignore="TT101"))) == ["OP502"]

    def test_silence_that_silences_nothing_is_told(self, rule: Rule, plan_of: Any, key_result: Any) -> None:
        assert self.silenced(answering(rule), plan_of(key_result("a", ignore="TT101: agreed"))) == ["OP501"]

    def test_of_a_rule_that_was_not_asked_nobody_says_that_it_is_unused(
        self, rule: Rule, plan_of: Any, key_result: Any
    ) -> None:
        needy = answering(rule, needs=frozenset({"owner"}))
        assert self.silenced(needy, plan_of(key_result("a", ignore="TT101: agreed"))) == []

    def test_an_unknown_rule_is_told_with_the_nearest(self, rule: Rule, plan_of: Any, key_result: Any) -> None:
        builtin = load_rules(select=["OP501"])
        findings = lint(plan_of(key_result("a", row=4, ignore="TT1O1 9: agreed")), rule, *builtin.rules, language="en")
        assert [finding.cell for finding in findings] == ["F4"]

    def test_a_cell_can_say_why_about_the_watching_rules_too(self, rule: Rule, plan_of: Any, key_result: Any) -> None:
        always = answering(rule, Hit(values={"term": "x"}))
        assert self.silenced(always, plan_of(key_result("a", ignore="TT101, OP502"))) == []

    def test_an_objective_does_not_silence_its_key_results(
        self, rule: Rule, plan_of: Any, objective: Any, key_result: Any
    ) -> None:
        parent = objective("Sales", 2, ignore="TT101: agreed")
        parent.key_results.append(key_result("a", 3))
        always = answering(rule, Hit(values={"term": "x"}))
        assert "TT101" in self.silenced(always, plan_of(parent))


def test_a_plan_is_linted_alike_twice(plan_of: Any, objective: Any, key_result: Any) -> None:
    parent = objective("Improve satisfaction", 2)
    parent.key_results = [key_result("Improve our synergy and our brand", 3), key_result("NPS to 50", 4)]
    plan = plan_of(parent, provides=frozenset({"structure", "owner", "period"}))
    first = lint_plan(plan, load_rules(), today=TODAY)
    assert first == lint_plan(plan, load_rules(), today=TODAY)
    assert isinstance(plan.objectives[0], Objective)
    assert isinstance(plan.objectives[0].key_results[0], KeyResult)


def test_a_field_that_holds_several_is_found_in_its_column(rule: Rule, plan_of: Any, key_result: Any) -> None:
    item = key_result("Tickets", row=3, typed={"owner": "Ann, Bo"})
    item.ref.cells["owner"] = "G3"
    (finding,) = lint(plan_of(item), answering(rule, Hit(field="owners", values={"term": "x"})))
    assert (finding.cell, finding.text) == ("G3", "Ann, Bo")


@pytest.mark.parametrize(
    "title",
    [
        "Reducir los errores de preparación",
        "Die Fehler bei der Kommissionierung senken",
        "Ridurre gli errori di preparazione",
        "Reduzir os erros de preparação",
        "Het aantal fouten in het magazijn verlagen",
    ],
)
def test_a_sentence_that_nobody_here_can_read_is_not_judged_by_its_words(
    rule: Rule, plan_of: Any, key_result: Any, title: str
) -> None:
    reading = answering(rule, Hit(values={"term": "x"}), any_language=False)
    assert lint(plan_of(key_result(title)), reading) == []


def test_one_borrowed_word_does_not_change_the_language_of_a_row(rule: Rule, plan_of: Any, key_result: Any) -> None:
    always = answering(rule, Hit(values={"term": "x"}))
    (finding,) = lint(plan_of(key_result("Enterprise-grade dot com"), language="en"), always)
    assert finding.lang == "en"
