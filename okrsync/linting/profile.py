"""Profiles: how one school of OKRs sets thresholds and severities where the authorities differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from okrsync.builtin import rules_folder
from okrsync.errors import RuleError
from okrsync.linting import rule_file
from okrsync.linting.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from okrsync.model import Language

ABOUT = ("what", "source")


@dataclass(slots=True, frozen=True)
class Profile:
    """What a profile changes of the rules."""

    name: str
    minimum_confidence: float
    """0..1: a finding less sure than this is shown as info, whatever its rule says."""
    rules: Mapping[str, Mapping[str, Any]]
    """Code → severity, confidence, weight, options, off, and the source of the figure."""
    about: Mapping[Language, Mapping[str, str]]
    path: Path


def profile_names(folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the names of all profiles, the default first."""
    names = {path.stem for path in _paths(folders)}
    return ("default", *sorted(names - {"default"}))


def read_profile(name: str, folders: Sequence[Path] = ()) -> Profile:
    """Return the profile called `name`: the user's own (`profiles/NAME.toml` in a folder) before a built-in one.

    Raises RuleError for one that does not exist, or says something that a profile cannot.
    """
    paths = {path.stem: path for path in _paths(folders)}
    if name not in paths:
        raise RuleError("linting.unknown-profile", name=name, nearest=nearest(name, paths))
    path = paths[name]
    table = rule_file.read_table(path)
    keys = {"minimum_confidence": _share, "about": rule_file.a_table, "rules": rule_file.a_table}
    rule_file.check_keys(path.name, table, keys)
    for language, about in table.get("about", {}).items():
        rule_file.only_keys(path.name, rule_file.a_table(path.name, language, about), ABOUT, f"about.{language}.")
    for code, settings in table.get("rules", {}).items():
        where = f"rules.{code}"
        rule_file.check_keys(
            path.name, rule_file.a_table(path.name, where, settings), rule_file.SETTING_KEYS, f"{where}."
        )
    return Profile(
        name=name,
        minimum_confidence=float(table.get("minimum_confidence", 0)),
        rules=table.get("rules", {}),
        about=table.get("about", {}),
        path=path,
    )


def _share(file: str, key: str, value: object) -> float:
    return rule_file.a_number(file, key, value, 1)


def _paths(folders: Sequence[Path]) -> list[Path]:
    return [path for folder in (rules_folder(), *folders) for path in sorted((folder / "profiles").glob("*.toml"))]
