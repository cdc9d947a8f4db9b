"""From rule files, the user's own files, a profile and the config to the rules that are asked."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from okrsync.builtin import rules_folder
from okrsync.errors import ConfigError, RuleError
from okrsync.linting import rule_file
from okrsync.linting.checks.base import NO_PHRASES, Phrases
from okrsync.linting.nearest import nearest
from okrsync.linting.profile import Profile, read_profile
from okrsync.linting.rule import Rule
from okrsync.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from okrsync.linting.rule_file import Table

NOTHING: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
_NOT_RULES = frozenset({"lexicon", "profiles"})
_CHECKS = Path(__file__).parent / "checks"


@dataclass(slots=True, frozen=True)
class RuleSet:
    """The rules of one run, by code."""

    rules: tuple[Rule, ...]
    """Those that are asked."""
    known: tuple[Rule, ...]
    """All that there are, those switched off or not selected included."""
    profile: Profile

    def __iter__(self) -> Iterator[Rule]:
        """Iterate over the rules that are asked."""
        return iter(self.rules)

    def __len__(self) -> int:
        """Return how many rules are asked."""
        return len(self.rules)

    def get(self, code_or_name: str) -> Rule | None:
        """Return the rule of that code or name, asked or not."""
        wanted = plain(code_or_name)
        return next((rule for rule in self.known if wanted in {plain(rule.code), plain(rule.name)}), None)

    def matching(self, text: str) -> tuple[Rule, ...]:
        """Return the rules of that code, name or beginning of a code ("KR1"), asked or not; none where unknown."""
        return _matching(text, self.known)


def load_rules(
    profile: str = "default",
    *,
    folders: Sequence[Path] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    overrides: Mapping[str, Mapping[str, Any]] = NOTHING,
) -> RuleSet:
    """Return the built-in rules and those of `folders`, as `profile` and then `overrides` set them.

    `select` and `ignore` name rules by code, beginning of a code ("KR1") or name; without `select` all are asked that
    are not switched off. `overrides` maps a code or name to what the config says of the rule: `severity`, `confidence`,
    `weight`, `options`, `off`. Loading a rule selected by its whole code or name switches it on.
    Raises RuleError for a file or profile that cannot be used, ConfigError for a rule that does not exist.
    """
    tables = _with_users(_builtin(), folders)
    chosen = read_profile(profile, folders)
    for code, settings in chosen.rules.items():
        _set(tables, code, settings, chosen.path.name)
    names = {plain(table["name"]): code for code, (_, table) in tables.items()}
    for name, settings in overrides.items():
        code = next((code for code in tables if plain(code) == plain(name)), names.get(plain(name), ""))
        if not code:
            raise _no_such_rule(name, tables)
        _set(tables, code, settings, "config")
    known = tuple(_build(path, tables[code][1]) for code, (path, _) in sorted(tables.items()))
    return RuleSet(_asked(known, select, ignore), known, chosen)


@cache
def _builtin() -> dict[str, tuple[Path, Table]]:
    folder = rules_folder()
    paths = sorted(path for path in folder.glob("*/*.toml") if path.parent.name not in _NOT_RULES)
    tables: dict[str, tuple[Path, Table]] = {}
    for path in paths:
        _add(tables, path, rule_file.read_rule_table(path))
    return tables


def _with_users(builtin: dict[str, tuple[Path, Table]], folders: Sequence[Path]) -> dict[str, tuple[Path, Table]]:
    """Return copies of the built-in tables, new rules added and extensions merged into those that they extend."""
    tables = {code: (path, deepcopy(table)) for code, (path, table) in builtin.items()}
    extensions = []
    for folder in folders:
        if not folder.is_dir():
            raise RuleError("linting.folder-missing", folder=folder)
        for path in sorted(folder.resolve().rglob("*.toml")):
            if _NOT_RULES & set(path.relative_to(folder.resolve()).parts):
                continue
            table = rule_file.read_table(path)
            if "extends" in table:
                extensions.append((path, table))
            else:
                _add(tables, path, table)
    for path, table in extensions:
        rule_file.check_table(path.name, table)
        _extend(tables, path, table)
    return tables


def _add(tables: dict[str, tuple[Path, Table]], path: Path, table: Table) -> None:
    rule_file.check_table(path.name, table)
    code, name = table["code"], table["name"]
    for other, (other_path, other_table) in tables.items():
        if code == other:
            raise RuleError("linting.code-twice", file=path.name, code=code, other=other_path.name)
        if name == other_table["name"]:
            raise RuleError("linting.name-twice", file=path.name, name=name, other=other_path.name)
    tables[code] = (path, table)


def _extend(tables: dict[str, tuple[Path, Table]], path: Path, extension: Table) -> None:
    """Merge a user's file into the rule that it extends: lists of phrases grow, everything else is replaced."""
    code = extension["extends"]
    if code not in tables:
        raise RuleError("linting.unknown-rule-extended", file=path.name, name=code, nearest=nearest(code, tables))
    table = tables[code][1]
    for key, value in extension.items():
        if key == "phrases":
            for language, lists in value.items():
                for name, words in lists.items():
                    table.setdefault("phrases", {}).setdefault(language, {}).setdefault(name, []).extend(words)
        elif key in {"message", "suggest"}:
            for language, words in value.items():
                table.setdefault(key, {}).setdefault(language, {}).update(words)
        elif key != "extends":
            _change(table, {key: value})


def _set(tables: dict[str, tuple[Path, Table]], code: str, settings: Mapping[str, Any], file: str) -> None:
    """Change what a profile or the config says of one rule. Raises RuleError for what they cannot."""
    if code not in tables:
        raise RuleError("linting.unknown-rule-extended", file=file, name=code, nearest=nearest(code, tables))
    rule_file.check_keys(file, dict(settings), rule_file.SETTING_KEYS, f"{code}.")
    _change(tables[code][1], settings)


def _change(table: Table, settings: Mapping[str, Any]) -> None:
    """Options that are not named keep their value; everything else is replaced."""
    for key, value in settings.items():
        if key == "options":
            table["options"] = {**table.get("options", {}), **value}
        elif key != "source":
            table[key] = value


def _build(path: Path, table: Table) -> Rule:
    check_name = table["check"]
    module = _check_module(path.name, check_name)
    options = _options(path.name, module, table)
    return Rule(
        code=table["code"],
        name=table["name"],
        titles=table.get("title", {}),
        since=table.get("since", ""),
        group=path.parent.name,
        applies=table["applies"],
        severity=Severity(table["severity"]),
        confidence=float(table.get("confidence", 1.0)),
        weight=float(table.get("weight", 0)),
        needs=frozenset(table.get("needs", ())),
        any_language=table.get("any_language", table["applies"] not in {"key_result", "objective"}),
        messages=table["message"],
        suggestions=table.get("suggest", {}),
        check=module.check,
        check_name=check_name,
        options=options,
        option_values=table.get("options", {}),
        off=table.get("off", False),
        said_by=frozenset(table.get("said_by", ())),
        path=path,
    )


@cache
def check_names() -> tuple[str, ...]:
    """Return the names of the checks that there are."""
    return tuple(sorted(path.stem for path in _CHECKS.glob("*.py") if path.stem not in {"__init__", "base"}))


def _check_module(file: str, name: str) -> Any:
    if name not in check_names():
        raise RuleError("linting.unknown-check", file=file, name=name, nearest=nearest(name, check_names()))
    return import_module(f"okrsync.linting.checks.{name}")


def _options(file: str, module: Any, table: Table) -> object:
    """Return the check's options as the rule sets them, None where it has none.

    Raises RuleError for one that the check does not read, or of another type than its default.
    """
    kind: Callable[..., object] | None = getattr(module, "Options", None)
    given: dict[str, Any] = table.get("options", {})
    defaults = {option.name: option.default for option in fields(module.Options)} if kind else {}
    takes_phrases = "phrases" in defaults
    defaults.pop("phrases", None)
    if table.get("phrases") and not takes_phrases:
        raise RuleError("linting.phrases-unread", file=file, check=table["check"])
    if given and not defaults:
        raise RuleError("linting.options-unread", file=file, entry=next(iter(given)), check=table["check"])
    rule_file.only_keys(file, given, defaults, "options.")
    if kind is None:
        return None
    values = {name: _option(file, name, value, defaults[name]) for name, value in given.items()}
    if takes_phrases:
        values["phrases"] = _phrases(table)
    return kind(**values)


def _option(file: str, name: str, value: object, default: object) -> object:
    given = tuple(value) if isinstance(value, list) else value
    if isinstance(default, float) and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    if default is not None and type(given) is not type(default):
        raise RuleError("linting.option-type", file=file, entry=name, example=_as_toml(default))
    return given


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(list(value)) if isinstance(value, tuple) else repr(value).replace("'", '"')


def _phrases(table: Table) -> Phrases:
    written = table.get("phrases")
    if not written:
        return NO_PHRASES
    return Phrases({code: {name: tuple(words) for name, words in lists.items()} for code, lists in written.items()})


def _asked(known: tuple[Rule, ...], select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    named = {rule.code for text in select for rule in known if plain(text) in {plain(rule.code), plain(rule.name)}}
    selected = {rule.code for text in select for rule in _existing(text, known)}
    ignored = {rule.code for text in ignore for rule in _existing(text, known)}
    return tuple(
        rule
        for rule in known
        if rule.code not in ignored
        and (not rule.off or rule.code in named)
        # A rule that fails is reported whatever was selected: nothing fails in silence.
        and (not select or rule.code in selected or rule.applies == "crash")
    )


def plain(text: str) -> str:
    """Return a code or name as people vary it, made comparable: "kr-104", "KR 104" → "kr104"."""
    return re.sub(r"[\s_-]+", "", text).casefold()


def _matching(text: str, known: tuple[Rule, ...]) -> tuple[Rule, ...]:
    wanted = plain(text)
    whole = tuple(rule for rule in known if wanted in {plain(rule.code), plain(rule.name)})
    return whole or tuple(rule for rule in known if wanted and plain(rule.code).startswith(wanted))


def _existing(text: str, known: tuple[Rule, ...]) -> tuple[Rule, ...]:
    found = _matching(text, known)
    if not found:
        raise _no_such_rule(text, {rule.code: (rule.path, {"name": rule.name}) for rule in known})
    return found


def _no_such_rule(name: str, tables: Mapping[str, tuple[Path, Table]]) -> ConfigError:
    choices = [*tables, *(table["name"] for _, table in tables.values())]
    return ConfigError("linting.unknown-rule", name=name, nearest=nearest(name, choices))
