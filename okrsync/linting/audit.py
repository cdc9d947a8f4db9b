"""What a rule must bring before anybody relies on it: tests in every language it claims, and no message unproven."""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from dataclasses import fields
from string import Formatter
from typing import TYPE_CHECKING

from okrsync.linting.cases import run_cases
from okrsync.linting.rule_file import DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from okrsync.linting.cases import Outcome
    from okrsync.linting.rule import Rule

ALWAYS_GIVEN = frozenset({"title"})


def faults(rule: Rule, folders: Sequence[Path] = ()) -> Iterator[str]:
    """Yield, one sentence each, for those who write rules, what is missing or wrong in a rule.

    Raises RuleError for a test that the format does not know.
    """
    outcomes = list(run_cases(rule, folders))
    for outcome in outcomes:
        if outcome.problem:
            yield f"test {outcome.number}: {outcome.problem}"
    yield from _cases_missing(rule)
    yield from _texts_missing(rule)
    yield from _values_missing(rule, outcomes)
    yield from _options_unread(rule)


def _cases_missing(rule: Rule) -> Iterator[str]:
    for language in rule.languages:
        for fires, kind in ((True, "firing"), (False, "silent")):
            if not any(case["lang"] == language and case["fires"] is fires for case in rule.cases):
                yield f"there is no {kind} case in “{language}”"


def _texts_missing(rule: Rule) -> Iterator[str]:
    """Every language claimed says the same things: messages, suggestions, and all four parts of the docs."""
    for kind, texts in (("message", rule.messages), ("suggest", rule.suggestions)):
        reasons = {reason for words in texts.values() for reason in words}
        if not texts:
            continue
        for language in sorted({*rule.languages, *texts}):
            for reason in sorted(reasons - set(texts.get(language, {}))):
                yield f"{kind}.{language}.{reason} is missing"
            if language not in rule.messages:
                yield f"{kind}.{language} is there, but the rule has no messages in “{language}”"
    for language in rule.languages:
        if language not in rule.titles:
            yield f"title.{language} is missing"
        written = rule.docs(language)
        for part in DOCS:
            if part not in written or (language != "en" and written is rule.docs("en")):
                yield f"docs.{language}.{part} is missing"


def _values_missing(rule: Rule, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Every message is brought up by a test, and names nothing that the check did not give with it."""
    given: dict[str, set[str]] = {}
    for outcome in outcomes:
        for hit in outcome.hits:
            values = set(hit.values)
            given[hit.reason] = given.get(hit.reason, values) & values
    answered: defaultdict[str, set[str]] = defaultdict(set)
    for texts in (rule.messages, rule.suggestions):
        for language, words in texts.items():
            for reason, names in given.items():
                if reason in words or "default" in words:
                    template = reason if reason in words else "default"
                    answered[template].add(reason)
                    for name in sorted(_placeholders(words[template]) - names - ALWAYS_GIVEN):
                        yield f"“{template}” in “{language}” names {{{name}}}, which the check does not give"
    for reason in sorted({reason for words in rule.messages.values() for reason in words} - set(answered)):
        yield f"no test brings up the message “{reason}”"


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _options_unread(rule: Rule) -> Iterator[str]:
    kind = type(rule.options)
    if rule.options is None:
        return
    read = _attributes_read(rule)
    for option in fields(kind):  # type: ignore[arg-type] # ruleset builds options from dataclasses only
        if option.name not in read:
            yield f"nothing reads the option “{option.name}” of the check “{rule.check_name}”"


def _attributes_read(rule: Rule) -> Mapping[str, None]:
    module = inspect.getmodule(rule.check)
    tree = ast.parse(inspect.getsource(module)) if module else ast.Module([], [])
    return {node.attr: None for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
