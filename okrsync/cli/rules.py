"""`okrsync rules` and `okrsync rule CODE`: what is looked for, and why, in the reader's words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Unpack

import click

from okrsync.cli.failures import BAD_USAGE, CLEAN
from okrsync.cli.screen import print_table, wrapped
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.errors import ConfigError
from okrsync.linting.audit import faults
from okrsync.linting.nearest import nearest
from okrsync.linting.ruleset import load_rules
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.cli.settings import Settings
    from okrsync.linting.rule import Rule
    from okrsync.linting.ruleset import RuleSet
    from okrsync.model import Language

_MOST_EXAMPLES = 3
_DOCS = ("what", "why", "not_when", "source")


class RulesOptions(JudgingOptions):
    """What can be asked of `okrsync rules`."""

    format_name: str
    test: bool


@click.command("rules", cls=SpokenCommand)
@option("--test", is_flag=True)
@option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@judging_options
@click.pass_context
def rules(context: click.Context, **chosen: Unpack[RulesOptions]) -> int:
    """List the rules as the profile and the config set them."""
    settings = read_settings(context, chosen)
    found = settings.manner().rule_set
    language = settings.language
    if chosen["test"]:
        return _tested(found, settings)
    asked = {rule.code for rule in found}
    listed = [rule for rule in found.known if rule.code in asked or not chosen["select"]]
    if chosen["format_name"] == "json":
        entries = [_entry(rule, language, asked=rule.code in asked) for rule in listed]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return CLEAN
    off = say("cli.off", language)
    print_table(
        [say(f"cli.column-{name}", language) for name in ("code", "name", "severity", "what")],
        [
            [
                rule.code,
                rule.name,
                say(f"cli.severity-{rule.severity.value}", language) if rule.code in asked else off,
                rule.title(language),
            ]
            for rule in listed
        ],
    )
    return CLEAN


def _tested(found: RuleSet, settings: Settings) -> int:
    """Run the tests that stand in the rule files: those of the user's own folders, else those of all rules."""
    folders = [folder.resolve() for folder in settings.manner().rules_folders]
    own = [rule for rule in found.known if any(rule.path.is_relative_to(folder) for folder in folders)]
    tested = own or list(found.known)
    wrong = [f"{rule.path.name}: {fault}" for rule in tested for fault in faults(rule, folders)]
    for line in wrong:
        click.echo(line)
    cases = sum(len(rule.cases) for rule in tested)
    key = "cli.rules-wrong" if wrong else "cli.rules-right"
    click.echo(say(key, settings.language, wrong=len(wrong), rules=len(tested), cases=cases))
    return BAD_USAGE if wrong else CLEAN


@click.command("rule", cls=SpokenCommand)
@click.argument("code", metavar="CODE", shell_complete=lambda _context, _option, typed: complete_code(typed))
@judging_options
@click.pass_context
def rule(context: click.Context, code: str, **chosen: Unpack[JudgingOptions]) -> int:
    """Explain one rule."""
    settings = read_settings(context, chosen)
    found = settings.manner().rule_set
    asked = found.get(code)
    if asked is None:
        names = [name for each in found.known for name in (each.code, each.name)]
        raise ConfigError("linting.unknown-rule", name=code, nearest=nearest(code, names))
    click.echo("\n".join(_explained(asked, settings.language)))
    return CLEAN


def complete_code(typed: str) -> list[str]:
    """Return the codes and names that begin as `typed`, for the Tab key."""
    names = [name for each in load_rules().known for name in (each.code, each.name)]
    return [name for name in names if name.casefold().startswith(typed.casefold())]


def _explained(rule: Rule, language: Language) -> Iterator[str]:
    yield click.style(f"{rule.code} {rule.title(language)} ({rule.name})", bold=True)
    severity = say(f"cli.severity-{rule.severity.value}", language)
    key = "cli.rule-is-off" if rule.off else "cli.rule-weighs"
    yield say(key, language, severity=severity, points=f"{rule.weight:g}", confidence=f"{100 * rule.confidence:.0f}")
    docs = rule.docs(language)
    for name in _DOCS:
        if docs.get(name):
            yield ""
            yield click.style(say(f"cli.rule-{name.replace('_', '-')}", language), bold=True)
            yield from wrapped(docs[name])
    for fires in (True, False):
        examples = list(_examples(rule, language, fires=fires))
        if examples:
            yield ""
            yield click.style(say("cli.rule-speaks" if fires else "cli.rule-silent", language), bold=True)
            yield from (line for example in examples for line in wrapped(example, bullet="· "))
    if rule.option_values:
        yield ""
        yield click.style(say("cli.rule-options", language), bold=True)
        yield f"  [rules.{rule.code}.options]"
        yield from (f"  {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in rule.option_values.items())


def _examples(rule: Rule, language: Language, *, fires: bool) -> Iterator[str]:
    """Yield sentences of the rule's own tests: some that it speaks about, some that it leaves alone."""
    spoken = language if any(case.get("lang") == language for case in rule.cases) else "en"
    cases = [case for case in rule.cases if case.get("lang") == spoken and case.get("fires") is fires]
    yield from [_told(case) for case in cases if case.get("title")][:_MOST_EXAMPLES]


def _told(case: Mapping[str, Any]) -> str:
    children = case.get("key_results", ())
    below = [each if isinstance(each, str) else each["title"] for each in children]
    return f"{case['title']} → {' · '.join(below)}" if below else str(case["title"])


def _entry(rule: Rule, language: Language, *, asked: bool) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title(language),
        "applies": rule.applies,
        "severity": rule.severity.value,
        "confidence": rule.confidence,
        "weight": rule.weight,
        "asked": asked,
        "options": dict(rule.option_values),
        "docs": dict(rule.docs(language)),
    }
