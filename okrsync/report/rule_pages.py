"""docs/rules/: one page a rule and an index, in each language, written from the rule files themselves.

`python -m okrsync.report.rule_pages FOLDER` writes them; a test holds that what is committed is what this would write.
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.linting.profile import profile_names, read_profile
from okrsync.linting.rule_file import DOCS
from okrsync.linting.ruleset import load_rules
from okrsync.wording import DEFAULT_LANGUAGE, languages, say, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.linting.profile import Profile
    from okrsync.linting.rule import Rule
    from okrsync.model import Language

GROUPS = ("objective", "key_result", "structure", "alignment", "followup", "operation")


def pages() -> dict[str, str]:
    """Return relative path → text, for every built-in rule and the index, in every language that all rules speak."""
    rules = load_rules().known
    profiles = [read_profile(name) for name in profile_names()]
    found: dict[str, str] = {}
    spoken = [language for language in languages() if all(language in rule.languages for rule in rules)]
    for language in spoken:
        folder = "" if language == DEFAULT_LANGUAGE else f"{language}/"
        found[f"{folder}README.md"] = _index(rules, profiles, language)
        for rule in rules:
            found[f"{folder}{rule.path.stem}.md"] = "\n".join(_page(rule, profiles, language)) + "\n"
    return found


def _index(rules: Sequence[Rule], profiles: Sequence[Profile], language: Language) -> str:
    lines = [f"# {say('linting.page-index', language)}", "", say("linting.page-index-lead", language), ""]
    for group in GROUPS:
        members = [rule for rule in rules if rule.group == group]
        if not members:
            continue
        lines += [f"## {say(f'linting.page-group-{group}', language)}", ""]
        lines += [f"| {' | '.join(_words(language, 'page-code', 'page-name', 'page-shown-as', 'page-what'))} |"]
        lines += ["| --- | --- | --- | --- |"]
        lines += [
            f"| [{rule.code}]({rule.path.stem}.md) | {rule.name} | {_severity(rule.severity.value, language)} "
            f"| {_cell(rule.docs(language).get('what', ''))} |"
            for rule in members
        ]
        lines.append("")
    return "\n".join([*lines, *_profiles(profiles, language), ""])


def _profiles(profiles: Sequence[Profile], language: Language) -> Iterator[str]:
    headings = " | ".join(_words(language, "page-profile", "page-stands-for", "page-source"))
    yield from (f"## {say('linting.page-profiles', language)}", "", f"| {headings} |", "| --- | --- | --- |")
    for profile in profiles:
        about = profile.about.get(language) or profile.about.get(DEFAULT_LANGUAGE, {})
        yield f"| `{profile.name}` | {_cell(about.get('what', ''))} | {_cell(about.get('source', ''))} |"


def _page(rule: Rule, profiles: Sequence[Profile], language: Language) -> Iterator[str]:
    yield f"# {rule.code} {rule.title(language)}"
    docs = rule.docs(language)
    for part in DOCS:
        if part in docs:
            heading = say(f"linting.page-{part.replace('_', '-')}", language)
            yield from ("", f"## {heading}", "", docs[part])
    yield from _examples(rule, language)
    yield from _said(rule, language)
    yield from _facts(rule, language)
    yield from _differences(rule, profiles, language)


def _examples(rule: Rule, language: Language) -> Iterator[str]:
    for fires, heading in ((True, "page-found"), (False, "page-left-alone")):
        cases = [
            case
            for case in rule.cases
            if case["lang"] == language and case["fires"] is fires and "title" in case and "profile" not in case
        ]
        if cases:
            yield from ("", f"## {say(f'linting.{heading}', language)}", "")
            yield from dict.fromkeys(f"- {_example(case, language)}" for case in cases)


def _example(case: Mapping[str, object], language: Language) -> str:
    """Return a title and, in brackets, those fields beside it that matter to a rule."""
    fields_shown = ("baseline", "target", "current", "unit", "progress", "status", "ignore")
    beside = [f"{say(f'linting.field-{name}', language)} {case[name]}" for name in fields_shown if name in case]
    quoted = say("linting.page-quoted", language, text=case["title"])
    return quoted + (f" ({', '.join(beside)})" if beside else "")


def _said(rule: Rule, language: Language) -> Iterator[str]:
    spoken = language if language in rule.messages else next(iter(rule.messages))
    yield from ("", f"## {say('linting.page-said', language)}", "")
    for reason, template in rule.messages[spoken].items():
        advice = rule.suggestions.get(spoken, {}).get(reason)
        yield f"- {template}" + (f" {advice}" if advice else "")


def _facts(rule: Rule, language: Language) -> Iterator[str]:
    yield from ("", f"## {say('linting.page-facts', language)}", "")
    facts = {
        "shown-as": _severity(rule.severity.value, language),
        "cost": written(rule.weight, language),
        "confidence": written(rule.confidence, language),
        "needs": ", ".join(f"`{need}`" for need in sorted(rule.needs)),
        "languages": "" if rule.any_language else ", ".join(rule.languages),
        "since": rule.since,
    }
    for name, value in facts.items():
        if value:
            yield f"- {say('linting.page-fact', language, name=say(f'linting.page-{name}', language), value=value)}"
    for name, setting in _options(rule).items():
        option = f"{say('linting.page-option', language)} `{name}`"
        yield f"- {say('linting.page-fact', language, name=option, value=f'`{setting}`')}"


def _options(rule: Rule) -> dict[str, object]:
    if rule.options is None:
        return {}
    names = [option.name for option in fields(rule.options) if option.name != "phrases"]  # type: ignore[arg-type] # always a dataclass
    return {name: getattr(rule.options, name) for name in names}


def _differences(rule: Rule, profiles: Sequence[Profile], language: Language) -> Iterator[str]:
    rows = []
    for profile in profiles:
        settings = dict(profile.rules.get(rule.code, {}))
        source = _in(settings.pop("source", ""), language)
        if settings:
            rows.append(f"| `{profile.name}` | {', '.join(_settings(settings, language))} | {_cell(source)} |")
    if rows:
        headings = " | ".join(_words(language, "page-profile", "page-difference", "page-source"))
        yield from ("", f"## {say('linting.page-differences', language)}", "", f"| {headings} |", "| --- | --- | --- |")
        yield from rows


def _in(words: object, language: Language) -> str:
    """Return a text, or that of `language` where there is one for each."""
    if isinstance(words, dict):
        return str(words.get(language) or words.get(DEFAULT_LANGUAGE, ""))
    return str(words)


def _settings(settings: Mapping[str, object], language: Language) -> Iterator[str]:
    for key, value in settings.items():
        if key == "options" and isinstance(value, dict):
            yield from (f"`{name}` = {_toml(setting)}" for name, setting in value.items())
        elif key == "off":
            yield say("linting.page-off" if value else "linting.page-on", language)
        elif key == "severity":
            yield _severity(str(value), language)
        else:
            yield f"`{key}` = {_toml(value)}"


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _severity(severity: str, language: Language) -> str:
    return say(f"linting.severity-{severity}", language)


def _words(language: Language, *names: str) -> list[str]:
    return [say(f"linting.{name}", language) for name in names]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def write(folder: Path) -> None:
    """Write all pages below `folder`; pages of rules that are no longer there are taken away."""
    texts = pages()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in texts:
            old.unlink()
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
