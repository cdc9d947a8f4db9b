"""The runner of a rule's own tests, and what it takes a case for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from okrsync.errors import RuleError
from okrsync.linting.audit import faults
from okrsync.linting.cases import run_cases
from okrsync.linting.ruleset import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOCS = "".join(f'[docs.{language}]\nwhat = "x"\nwhy = "x"\nnot_when = "x"\nsource = "x"\n' for language in ("en", "fr"))
GOOD = f"""{DOCS}
[suggest.fr]
default = "Sans « {{term}} »."
[[tests]]
lang = "en"
fires = true
title = "More synergy"
[[tests]]
lang = "en"
fires = false
title = "More sales"
[[tests]]
lang = "fr"
fires = true
title = "Plus de synergie"
[[tests]]
lang = "fr"
fires = false
title = "Plus de ventes"
"""


@pytest.fixture
def problems_of(write_rule: Callable[..., Path], rule_text: str) -> Callable[..., list[str]]:
    """Return a function that gives what is wrong with a rule whose file ends in some cases."""

    def problems(cases: str, **replacements: str) -> list[str]:
        folder = write_rule(text=rule_text + cases, **replacements)
        rule = load_rules(folders=[folder]).get("TT101")
        assert rule is not None
        return list(faults(rule, [folder]))

    return problems


@pytest.fixture
def outcome_of(write_rule: Callable[..., Path], rule_text: str) -> Callable[..., str]:
    """Return a function that gives the problem of the one case of a rule."""

    def outcome(case: str, **replacements: str) -> str:
        folder = write_rule(text=f"{rule_text}\n[[tests]]\nlang = 'en'\n{case}", **replacements)
        rule = load_rules(folders=[folder]).get("TT101")
        assert rule is not None
        (one,) = run_cases(rule, [folder])
        return one.problem

    return outcome


def test_a_rule_that_brings_everything_has_no_fault(problems_of: Callable[..., list[str]]) -> None:
    assert problems_of(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lang = "fr"\nfires = true', 'lang = "fr"\nfires = false', "test 3: it should be silent, and says: «"),
        ('title = "More synergy"', 'title = "More"', "test 1: it should fire, and is silent"),
        ('fires = false\ntitle = "Plus', 'fires = true\ntitle = "Synergie, plus', "there is no silent case in “fr”"),
        ('title = "More synergy"', 'title = "Synergy"\nsays = "bravo"', "test 1: it should say “bravo”, and says:"),
        ('title = "More synergy"', 'title = "Synergy"\nseverity = "info"', "test 1: it should be shown as info"),
        ('[suggest.fr]\ndefault = "Sans « {term} »."', "", "suggest.fr.default is missing"),
        ('why = "x"', "", "docs.en.why is missing"),
        ("« {term} » n’est", "« {word} » n’est", "names {word}, which the check does not give"),
        ("[message.fr]", "other = 'x'\n[message.fr]", "message.fr.other is missing"),
        ("[message.fr]", "other = 'x'\n[message.fr]", "no test brings up the message “other”"),
        ("[suggest.fr]", "[suggest.de]", "suggest.de is there, but the rule has no messages in “de”"),
    ],
)
def test_what_is_missing_or_wrong_is_told(problems_of: Callable[..., list[str]], old: str, new: str, said: str) -> None:
    assert any(said in problem for problem in problems_of(GOOD, **{old: new}))


def test_docs_that_are_missing_in_one_language_are_told(problems_of: Callable[..., list[str]]) -> None:
    assert "docs.fr.what is missing" in problems_of(GOOD, **{"[docs.fr]": "[docs.de]"})


def test_a_rule_without_cases_is_told_for_each_language(problems_of: Callable[..., list[str]]) -> None:
    said = problems_of("")
    assert [problem for problem in said if problem.startswith("there is no")] == [
        "there is no firing case in “en”",
        "there is no silent case in “en”",
        "there is no firing case in “fr”",
        "there is no silent case in “fr”",
    ]


def idle(_context: object, _options: object) -> tuple[()]:
    """Read nothing and find nothing."""
    return ()


def test_an_option_that_nothing_reads_is_told(write_rule: Callable[..., Path]) -> None:
    folder = write_rule()
    rule = load_rules(folders=[folder]).get("TT101")
    assert rule is not None
    said = list(faults(replace(rule, check=idle), [folder]))
    assert "nothing reads the option “phrases” of the check “phrases_found”" in said


def test_a_check_that_fails_is_told(outcome_of: Callable[..., str]) -> None:
    problem = outcome_of("fires = true\ntitle = 'Synergy'", **{"{term}": "{nothing}"})
    assert problem.startswith("the check failed: The rule TT101 failed")


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("fires = true\ntitel = 'x'", "test 1: there is no key “titel”. Did you mean “title”"),
        ("title = 'x'", "test 1: the key “fires” is missing"),
        ("fires = true\nplan = { objetives = [] }", "“plan.objetives”. Did you mean “plan.objectives”"),
        ("fires = true\nplan = { objectives = [{ titel = 'x' }] }", "Did you mean “title”"),
        ("fires = true\ntitle = 'x'\nobjective = { titel = 'x' }", "Did you mean “title”"),
    ],
)
def test_a_case_that_cannot_be_understood_is_told(outcome_of: Callable[..., str], case: str, said: str) -> None:
    with pytest.raises(RuleError) as caught:
        outcome_of(case)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "case",
    [
        "title = 'Synergy'",
        "title = 'Synergy'\nobjective = 'Grow'",
        "title = 'Synergy'\nobjective = { title = 'Grow', period = 'Q2 2026', level = 'team', ambition = 'committed' }",
        "title = 'Synergy'\nobjective = { title = 'Grow', period = { text = 'Q2', start = 2026-04-01 } }",
        "title = 'Synergy'\nowners = ['Ann', 'Bo']\ndue = 2026-06-30\ntarget = 3\nunreadable = { baseline = 'some' }",
        "title = 'Synergy'\nhistory = [{ day = 2026-04-01, current = 3 }]\ntyped = { status = 'red' }",
        "plan = { orphans = ['Synergy'] }\nexpect = ['Synergy']",
        "plan = { objectives = [{ title = 'Grow', key_results = ['Synergy', 'Sales'] }] }\nexpect = ['Synergy']",
        "plan = { language = 'fr', orphans = ['Synergy', 'More synergy'] }\nexpect = ['Synergy', 'More synergy']",
        (
            "plan = { tables = [{ columns = [{ index = 0, header = 'KR', role = 'key_result', confidence = 0.5 }] }], "
            "orphans = ['Synergy'] }"
        ),
        "title = 'Synergy'\nprofile = 'default'\ntoday = 2026-01-01\nseverity = 'warning'\nsays = 'word of ours'",
    ],
)
def test_a_case_can_say_all_that_a_plan_can_hold(outcome_of: Callable[..., str], case: str) -> None:
    assert outcome_of(f"fires = true\n{case}") == ""


def test_a_case_that_expects_others_is_told(outcome_of: Callable[..., str]) -> None:
    said = outcome_of("fires = true\nplan = { orphans = ['Synergy', 'Sales'] }\nexpect = ['Sales']")
    assert said == "it should find ['Sales'], and finds ['Synergy']"


def test_what_the_source_has_a_place_for_can_be_said(outcome_of: Callable[..., str]) -> None:
    needs = {"any_language": 'needs = ["owner"]\nany_language'}
    assert outcome_of("fires = true\ntitle = 'Synergy'", **needs) == ""
    assert outcome_of("fires = false\ntitle = 'Synergy'\nprovides = []", **needs) == ""
