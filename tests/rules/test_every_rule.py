"""Every rule keeps the promises of its own file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from okrsync.language.wordlists import languages
from okrsync.linting.audit import faults
from okrsync.linting.ruleset import load_rules

if TYPE_CHECKING:
    from okrsync.linting.rule import Rule

RULES = load_rules().known
CATALOGUE = [
    *(f"OB{number}" for number in range(101, 107)),
    *(f"KR{number}" for number in range(101, 114)),
    *(f"ST{number}" for number in range(201, 214)),
    *(f"AL{number}" for number in range(301, 309)),
    *(f"FU{number}" for number in range(401, 409)),
    *(f"OP{number}" for number in range(501, 506)),
    "SY101",
]
"""All rules that a file can feed; OP506 is of sources that answer over a network."""
FAMILY = {
    "OB": "objective",
    "KR": "key_result",
    "ST": "structure",
    "AL": "alignment",
    "FU": "followup",
    "OP": "operation",
    "SY": "operation",
}


def test_the_whole_catalogue_is_there() -> None:
    assert [rule.code for rule in RULES if rule.code != "OP506"] == sorted(CATALOGUE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_complete_and_its_own_tests_pass(rule: Rule) -> None:
    assert list(faults(rule)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_speaks_every_language_that_sentences_are_read_in(rule: Rule) -> None:
    # Swedish was added to show that data alone will do: it has the rules that read sentences, the others are English.
    wanted = set(languages()) if rule.code[:2] in {"KR", "OB"} else {*languages()} - {"sv"}
    assert wanted <= set(rule.languages)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_stands_in_the_file_of_its_code_and_name_in_the_folder_of_its_family(rule: Rule) -> None:
    assert rule.path.stem == f"{rule.code}-{rule.name}"
    assert rule.group == FAMILY[rule.code[:2]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_french_is_set_as_french_is(rule: Rule) -> None:
    """No-break spaces stand before ; : ! ? % and inside « », and apostrophes are typographic."""
    texts = [*rule.messages.get("fr", {}).values(), *rule.suggestions.get("fr", {}).values(), *rule.docs("fr").values()]
    for text in texts:
        assert not re.search(r" [;:!?%»]|« |\w[;!?»]|«\w", text), text
